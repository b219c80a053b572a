package questions

import (
	"encoding/json"

	"academy/models"
)

// Single is one right choice among several. A choice with a percentage earns that part of the marks.
type Single struct{ choices }

// NewSingle makes a question of its choices.
func NewSingle(list ...Choice) *Single { return &Single{choices{list}} }

// chosen is its response; no choice is an answer taken back.
type chosen struct {
	Choice string `json:"choice"`
}

// Type is the name stored.
func (q *Single) Type() string { return TypeSingle }

// Form offers the choices.
func (q *Single) Form() Form { return Form{Choices: q.options()} }

// Accept takes {choice}.
func (q *Single) Accept(response json.RawMessage) (json.RawMessage, error) {
	var r chosen
	if err := read(response, &r); err != nil {
		return nil, err
	}
	if r.Choice == "" {
		return none(), nil
	}
	if _, known := q.find(r.Choice); !known {
		return nil, ErrShape
	}
	return write(r), nil
}

// Grade is what the choice earns.
func (q *Single) Grade(response json.RawMessage) float64 {
	var r chosen
	if read(response, &r) != nil {
		return 0
	}
	c, _ := q.find(r.Choice)
	return max(0, c.weight())
}

// Correct is the right choice.
func (q *Single) Correct() json.RawMessage {
	for _, key := range q.right() {
		return write(chosen{key})
	}
	return none()
}

// Guess is the mean of what the choices earn.
func (q *Single) Guess() (float64, bool) {
	sum := 0.0
	for _, c := range q.Choices {
		sum += max(0, c.weight())
	}
	return sum / float64(max(1, len(q.Choices))), true
}

// Picks is the choice.
func (q *Single) Picks(response json.RawMessage) []string {
	var r chosen
	if read(response, &r) != nil || r.Choice == "" {
		return nil
	}
	return []string{r.Choice}
}

func (q *Single) check(prompt models.Text) []string {
	p := problems(q.choices.check(prompt))
	p.demand(len(q.right()) == 1, "assessment.draft.one_correct")
	return p
}
