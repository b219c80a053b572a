package questions

import (
	"encoding/json"
	"math/rand/v2"
	"strconv"

	"academy/models"
)

// TrueFalse is a sentence to judge. Its choices are always in the same order: people expect it.
type TrueFalse struct {
	// Answer is what is right; nil until the author has said it.
	Answer *bool `json:"answer"`
	// IfTrue and IfFalse are what somebody is told who chose so.
	IfTrue  models.Text `json:"if_true,omitzero"`
	IfFalse models.Text `json:"if_false,omitzero"`
}

// NewTrueFalse makes a question.
func NewTrueFalse(answer bool) *TrueFalse { return &TrueFalse{Answer: &answer} }

// judged is its response; no value is an answer taken back.
type judged struct {
	Value *bool `json:"value"`
}

// Type is the name stored.
func (q *TrueFalse) Type() string { return TypeTrueFalse }

// Form offers the two.
func (q *TrueFalse) Form() Form {
	return Form{Choices: []Option{
		{ID: "true", Message: "assessment.choice_true", Feedback: q.IfTrue}, {ID: "false", Message: "assessment.choice_false", Feedback: q.IfFalse},
	}}
}

// Order is always the same.
func (q *TrueFalse) Order(*rand.Rand) []string { return []string{"true", "false"} }

// Accept takes {value}.
func (q *TrueFalse) Accept(response json.RawMessage) (json.RawMessage, error) {
	var r judged
	if err := read(response, &r); err != nil {
		return nil, err
	}
	if r.Value == nil {
		return none(), nil
	}
	return write(r), nil
}

// Grade is all or nothing.
func (q *TrueFalse) Grade(response json.RawMessage) float64 {
	var r judged
	return full(read(response, &r) == nil && r.Value != nil && q.Answer != nil && *r.Value == *q.Answer)
}

// Correct is the right value.
func (q *TrueFalse) Correct() json.RawMessage { return write(judged{q.Answer}) }

// Guess is one half.
func (q *TrueFalse) Guess() (float64, bool) { return 0.5, true }

// Picks is the value.
func (q *TrueFalse) Picks(response json.RawMessage) []string {
	var r judged
	if read(response, &r) != nil || r.Value == nil {
		return nil
	}
	return []string{strconv.FormatBool(*r.Value)}
}

// Scored is by rule.
func (q *TrueFalse) Scored() Marker { return ByRule }

// Texts are what is said of the choices.
func (q *TrueFalse) Texts(visit func(*models.Text)) {
	visit(&q.IfTrue)
	visit(&q.IfFalse)
}

func (q *TrueFalse) check(models.Text) []string {
	var p problems
	p.demand(q.Answer != nil, "assessment.draft.answer_missing")
	return p
}
