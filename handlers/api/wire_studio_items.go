package api

import (
	"time"

	"github.com/google/uuid"
)

// The published shapes of how well questions measure.

// ItemQuizzes is the quizzes of a course.
type ItemQuizzes struct {
	Items []ItemQuiz `json:"items"`
}

// ItemQuiz is a quiz with what was last worked out of it. People are counted in tens; of fewer than ten nothing is told.
type ItemQuiz struct {
	ID            uuid.UUID  `json:"id" format:"uuid"`
	Title         Text       `json:"title"`
	Shown         bool       `json:"shown" doc:"Whether learners see the quiz now."`
	Waiting       bool       `json:"waiting" doc:"Whether it is being worked out: ask again in some seconds."`
	ComputedAt    *time.Time `json:"computed_at"`
	People        *int       `json:"people"`
	Asking        *int       `json:"asking" doc:"How many questions should be looked at again."`
	Mean          *float64   `json:"mean" doc:"In percent of the marks, like median, sd and standard_error."`
	Median        *float64   `json:"median"`
	SD            *float64   `json:"sd"`
	Skewness      *float64   `json:"skewness"`
	Kurtosis      *float64   `json:"kurtosis"`
	Alpha         *float64   `json:"alpha" doc:"Cronbach's alpha, in percent."`
	ErrorRatio    *float64   `json:"error_ratio"`
	StandardError *float64   `json:"standard_error"`
}

// ItemAnalysis is a quiz with the figures of its questions.
type ItemAnalysis struct {
	ItemQuiz
	Attempts  string         `json:"attempts" enum:"first,last,highest,all"`
	LeftOut   *int           `json:"left_out" doc:"Attempts at the quiz when it had other questions or marks."`
	Questions []ItemQuestion `json:"questions" doc:"By their place in the quiz, the newest version first."`
}

// ItemQuestion is a version of a question. Figures are in percent, and null where they do not exist.
type ItemQuestion struct {
	Number         int        `json:"number"`
	QuestionID     uuid.UUID  `json:"question_id" format:"uuid"`
	Version        int        `json:"version"`
	Type           string     `json:"type"`
	Prompt         Text       `json:"prompt"`
	People         *int       `json:"people"`
	Facility       *float64   `json:"facility"`
	SD             *float64   `json:"sd"`
	Guess          *float64   `json:"guess" doc:"What is earned by answering at random."`
	Intended       *float64   `json:"intended_weight"`
	Effective      *float64   `json:"effective_weight"`
	Discrimination *float64   `json:"discrimination" doc:"The correlation with the rest of the quiz, -100 to 100."`
	Efficiency     *float64   `json:"efficiency"`
	Findings       []string   `json:"findings" enum:"against,misled,easy,hard,chance,weak,unused,guessable" doc:"What the figures mean, the gravest first."`
	Picks          []ItemPick `json:"picks"`
}

// ItemPick is something that was chosen.
type ItemPick struct {
	Text    Text   `json:"text"`
	Message string `json:"message,omitempty" doc:"The key of what is shown where there is no text."`
	Right   bool   `json:"right"`
	People  *int   `json:"people"`
	Percent *int   `json:"percent"`
}
