package courses

import (
	"cmp"
	"time"

	"academy/models"

	"github.com/google/uuid"
)

// QuizTerms are the rules of a quiz. In JSON they are called as the columns of a quiz are.
type QuizTerms struct {
	PassPercent int `json:"pass_percent"`
	// MaxAttempts is 0 where attempts are not limited, TimeLimitS, in seconds, where time is not.
	MaxAttempts int `json:"max_attempts"`
	TimeLimitS  int `json:"time_limit_s"`
	// Shuffle gives each attempt an order of its own to the choices, ShuffleQuestions to the questions of each section.
	Shuffle          bool `json:"shuffle"`
	ShuffleQuestions bool `json:"shuffle_questions"`
	// Attempts can be started and answered from OpensAt until ClosesAt, where they are set.
	OpensAt  *time.Time `json:"opens_at"`
	ClosesAt *time.Time `json:"closes_at"`
	// DelayS is how many seconds after the end of an attempt the next may start.
	DelayS int `json:"delay_s"`
	// Password is asked for when an attempt starts; empty where none is.
	Password string `json:"password"`
	// Grading says which of several attempts counts: highest, last, first or average.
	Grading string `json:"grading"`
	// ReviewDuring says what a learner may be told of an answer during an attempt, which fixes it: none, score or full.
	ReviewDuring string `json:"review_during"`
	// What a graded attempt shows in the first hour, later while the quiz takes attempts, and once it has closed: auto,
	// none, score or full.
	ReviewAfter  string `json:"review_after"`
	ReviewLater  string `json:"review_later"`
	ReviewClosed string `json:"review_closed"`
}

// Usual fills in what has not been said.
func (t QuizTerms) Usual() QuizTerms {
	t.Grading, t.ReviewDuring = cmp.Or(t.Grading, "highest"), cmp.Or(t.ReviewDuring, "none")
	t.ReviewAfter, t.ReviewLater, t.ReviewClosed = cmp.Or(t.ReviewAfter, "auto"), cmp.Or(t.ReviewLater, "auto"), cmp.Or(t.ReviewClosed, "auto")
	return t
}

// QuizWork is what a quiz asks, as its authors compose it.
type QuizWork struct {
	QuizTerms
	Slots []QuizWorkSlot `json:"slots"`
}

// QuizWorkSlot is a place of a quiz: a question, or a draw of several, and what each is worth there.
type QuizWorkSlot struct {
	Question uuid.UUID `json:"question"` // zero for a draw
	Marks    float64   `json:"marks"`
	Draw     *QuizDraw `json:"draw,omitempty"`
	// Section is the title of the section that begins here, nil where none does.
	Section *models.Text `json:"section,omitempty"`
}

// QuizDraw is so many questions at random of those that a course has in a category, with a tag, of a difficulty; what is
// empty narrows nothing.
type QuizDraw struct {
	Count      int    `json:"count"`
	Tag        string `json:"tag,omitempty"`
	Category   string `json:"category,omitempty"`
	Difficulty string `json:"difficulty,omitempty"`
}
