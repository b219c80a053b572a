package questions

import (
	"encoding/json"
	"math/rand/v2"
)

// trueFalse is a sentence to judge. Its choices are always in the same order: people expect it.
type trueFalse struct {
	Answer bool `json:"answer"`
}

// judged is its response; no value is an answer taken back.
type judged struct {
	Value *bool `json:"value"`
}

func (q *trueFalse) Options() []Option {
	return []Option{{ID: "true", Message: "assessment.choice_true"}, {ID: "false", Message: "assessment.choice_false"}}
}

func (q *trueFalse) Order(*rand.Rand) []string { return []string{"true", "false"} }

func (q *trueFalse) Accept(response json.RawMessage) (json.RawMessage, error) {
	var r judged
	if err := read(response, &r); err != nil {
		return nil, err
	}
	if r.Value == nil {
		return none(), nil
	}
	return write(r), nil
}

func (q *trueFalse) Grade(response json.RawMessage) float64 {
	var r judged
	if read(response, &r) != nil || r.Value == nil || *r.Value != q.Answer {
		return 0
	}
	return 1
}

func (q *trueFalse) Correct() json.RawMessage { return write(judged{&q.Answer}) }

func (q *trueFalse) give(d *Draft) { d.Answer = &q.Answer }

func (q *trueFalse) take(d Draft) []string {
	var problems []string
	if d.Answer == nil {
		problems = append(problems, "assessment.draft.answer_missing")
	} else {
		q.Answer = *d.Answer
	}
	if len(d.Choices) > 0 || len(d.Accepted) > 0 {
		problems = append(problems, "assessment.draft.foreign_answer")
	}
	return problems
}
