package api

import (
	"encoding/json"
	"time"

	"github.com/google/uuid"
)

// The published shapes of attempts.

// Attempt is an attempt at a quiz. It holds no key before it is graded.
type Attempt struct {
	ID          uuid.UUID  `json:"id" format:"uuid"`
	Quiz        uuid.UUID  `json:"quiz" format:"uuid"`
	Lesson      uuid.UUID  `json:"lesson" format:"uuid"`
	Course      CourseRef  `json:"course"`
	Title       string     `json:"title"`
	Number      int        `json:"number"`
	State       string     `json:"state" enum:"in_progress,submitted,graded"`
	StartedAt   time.Time  `json:"started_at"`
	Deadline    *time.Time `json:"deadline" doc:"null where time is not limited."`
	ServerTime  time.Time  `json:"server_time"`
	SubmittedAt *time.Time `json:"submitted_at"`
	PassPercent int        `json:"pass_percent"`
	Slots       []Slot     `json:"slots"`
	Result      *Result    `json:"result,omitempty" doc:"Once it has been graded."`
}

// StartRequest is what an attempt may need to start.
type StartRequest struct {
	Password string `json:"password,omitempty" doc:"Where the quiz asks for one."`
}

// Slot is one question of an attempt.
type Slot struct {
	Slot       int             `json:"slot"`
	Type       string          `json:"type" enum:"single,multiple,true_false,short_answer,numeric,matching,ordering,cloze,essay,file,text"`
	Marks      float64         `json:"marks"`
	PromptHTML string          `json:"prompt_html"`
	Choices    []Choice        `json:"choices" doc:"Of single, multiple and true_false; else empty."`
	Left       []Choice        `json:"left,omitempty" doc:"Of matching: what is matched."`
	Right      []Choice        `json:"right,omitempty" doc:"Of matching: what it is matched with."`
	Items      []Choice        `json:"items,omitempty" doc:"Of ordering, in the order in which it begins."`
	Gaps       []Gap           `json:"gaps,omitempty" doc:"Of cloze; the prompt marks them as [[id]]."`
	Units      []string        `json:"units,omitempty" doc:"Of numeric, where one is asked for."`
	Most       int             `json:"most,omitempty" doc:"The most characters that may be typed."`
	Response   json.RawMessage `json:"response" doc:"The answer saved last; null before the first."`
	Seq        int             `json:"seq" doc:"Its number; the next answer has the next one."`
	Checkable  bool            `json:"checkable,omitempty" doc:"The learner may be told now what the answer earns, which fixes it."`
	Checked    bool            `json:"checked,omitempty" doc:"The learner was told during the attempt; the answer stands."`
	// What follows is there once the answer is checked or the attempt has been graded, as far as the caller may see it.
	Score        *float64        `json:"score,omitempty"`
	FeedbackHTML string          `json:"feedback_html,omitempty"`
	Correct      json.RawMessage `json:"correct,omitempty" doc:"The right answer, in the shape of a response."`
	CommentsHTML []string        `json:"comments_html,omitempty" doc:"What the author says to those who answered so."`
	Criteria     []CriterionMark `json:"criteria,omitempty" doc:"Of an essay that a person has marked by criteria."`
}

// CriterionMark is what was looked at, with the points given of the most there are.
type CriterionMark struct {
	Text   string  `json:"text"`
	Points float64 `json:"points"`
	Most   float64 `json:"most"`
}

// Gap is a gap in a prompt: to be chosen where it has choices, else to be typed.
type Gap struct {
	ID      string   `json:"id"`
	Number  bool     `json:"number"`
	Choices []Choice `json:"choices"`
}

// Choice is one choice of a question.
type Choice struct {
	ID   string `json:"id"`
	HTML string `json:"html"`
}

// SaveRequest is one change of one answer.
type SaveRequest struct {
	OpID     string          `json:"op_id" doc:"Made by the client; the same one again answers the same."`
	Seq      int             `json:"seq" minimum:"1" doc:"The number seen last for this slot, plus one."`
	Response json.RawMessage `json:"response" doc:"single {choice}, multiple {choices:[…]}, true_false {value}, short_answer and essay {text}, numeric {number,unit}, matching {pairs:{left:right}}, ordering {order:[…]}, cloze {gaps:{id:…}}, file {asset}; null takes an answer back"`
}

// Saved says when an answer was written down.
type Saved struct {
	SavedAt time.Time `json:"saved_at"`
	Seq     int       `json:"seq"`
}

// Result is what handing in answers.
type Result struct {
	State  string  `json:"state" enum:"submitted,graded"`
	Score  float64 `json:"score"`
	Max    float64 `json:"max"`
	Passed bool    `json:"passed"`
	Review string  `json:"review" enum:"full,score,none" doc:"What GET /attempts/{id} shows from now on."`
}
