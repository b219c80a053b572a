package assessment

import (
	"encoding/json"
	"time"

	"academy/app/questions"

	"github.com/google/uuid"
)

// QuizStart is what a learner should know before starting.
type QuizStart struct {
	QuizID      uuid.UUID
	LessonID    uuid.UUID
	CourseSlug  string
	CourseTitle string
	Title       string
	Questions   int
	Marks       float64
	PassPercent int
	MaxAttempts int // 0 when not limited
	Used        int
	TimeLimit   int        // minutes, 0 when not limited
	Usual       int        // TimeLimit of those who are granted nothing
	OpensAt     *time.Time // when an attempt can start, where that is not now
	ClosesAt    *time.Time
	Grading     string     // which of several attempts counts
	Locked      bool       // a password is asked for
	During      string     // what a learner may be told during an attempt: none, score, full
	Open        *uuid.UUID // an attempt in progress
	Attempts    []AttemptRow
	// Blocked is why no attempt can be started: empty, attempts_used, locked, not_enrolled, not_open, closed, too_soon.
	Blocked string
}

// AttemptRow is an earlier attempt.
type AttemptRow struct {
	ID          uuid.UUID
	Number      int
	State       string
	StartedAt   time.Time
	SubmittedAt *time.Time
	// Hidden says that the result is not shown now; Percent and Passed are zero then.
	Hidden  bool
	Percent int
	Passed  bool
}

// Choice is one choice as a learner sees it: no key says which is right.
type Choice struct {
	ID   string
	HTML string
}

// Slot is one question of an attempt as a learner sees it.
type Slot struct {
	Slot  int
	Type  string // as in package questions
	Marks float64
	// Section is the title of the section that begins with it, empty where none does.
	Section string
	// Asks is false for a text that asks nothing.
	Asks    bool
	Prompt  string // sanitised HTML
	Choices []Choice
	// Left sides are matched with Right ones; Items are put in order; Gaps stand in the prompt as [[ID]].
	Left, Right, Items []Choice
	Gaps               []Gap
	// Number counts the slots that ask something, from 1; 0 for one that does not.
	Number int
	// Lines is the height of a field for typing, of Most characters; Units are those of a number.
	Lines, Most int
	Units       []string
	// File is what may be handed in, and HandedIn what has been.
	File     *questions.FileForm
	HandedIn *HandedIn
	// Seq is the number of the last saved step, 0 before the first; Response is its answer, null before it.
	Seq      int
	Response json.RawMessage
	Answered bool
	// Checkable says that the learner may be told now what the answer earns, and Checked that they were: it stands.
	Checkable, Checked bool
	// Score is nil until the attempt is graded or the answer checked; the rest is empty until its review is full.
	Score    *float64
	Feedback string
	Correct  json.RawMessage // the right answer in the shape of a response; empty where there is none
	// Comments are what the author says to those who answered so, as sanitised HTML.
	Comments []string
	// Criteria are what a person looked at who has marked it, with what they gave for each.
	Criteria []CriterionMark
	// Corrected is set where the mark that a person gave is not the first one.
	Corrected *Corrected
	// Regraded is set where a regrade has judged the answer.
	Regraded *Regraded
}

// HandedIn is a file that was handed in as an answer.
type HandedIn struct {
	Asset uuid.UUID
	Name  string
	Bytes int64
}

// CriterionMark is a criterion with the points that were given for it.
type CriterionMark struct {
	Criterion
	Given float64
}

// Corrected says when and why a mark was corrected.
type Corrected struct {
	At     time.Time
	Reason string
}

// Regraded says how and when an answer was judged again.
type Regraded struct {
	Mode string
	At   time.Time
	// Asked is what the question was worth before.
	Asked float64
}

// Gap is a gap in a prompt: chosen where it has choices, else typed.
type Gap struct {
	ID      string
	Choices []Choice
	Number  bool
	Size    int // characters that the field shows
}

// Attempt is an attempt with its questions.
type Attempt struct {
	ID          uuid.UUID
	QuizID      uuid.UUID
	LessonID    uuid.UUID
	CourseSlug  string
	CourseTitle string
	Title       string
	Number      int
	State       string // in_progress, submitted, graded
	Overdue     bool
	StartedAt   time.Time
	Deadline    *time.Time
	ServerTime  time.Time
	PassPercent int
	// ExtraPercent is what the learner is granted of time beyond the limit.
	ExtraPercent int
	MaxAttempts  int
	Slots        []Slot
	// Asked counts the slots that ask something, Answered those of them that are answered.
	Asked, Answered int
	// After grading.
	SubmittedAt  *time.Time
	Score, Max   float64
	Percent      int
	Passed       bool
	Review       string // full, with the right answers, or score, without them; empty before
	AttemptsLeft int    // -1 when not limited
	NextLesson   *uuid.UUID
	CourseDone   bool
}

// Answer is one change of one answer.
type Answer struct {
	AttemptID uuid.UUID
	Slot      int
	OpID      string
	Seq       int
	Response  json.RawMessage
}

// Saved says when an answer was written down.
type Saved struct {
	SavedAt time.Time
	Seq     int
}

// Result is what submitting answers.
type Result struct {
	ID     uuid.UUID
	State  string
	Score  float64
	Max    float64
	Passed bool
	Review string // full or score; empty while somebody has yet to mark
}
