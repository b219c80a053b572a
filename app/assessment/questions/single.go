package questions

import "encoding/json"

// single is one right choice among several: all marks or none.
type single struct{ choices }

// chosen is its response; no choice is an answer taken back.
type chosen struct {
	Choice string `json:"choice"`
}

func (q *single) Accept(response json.RawMessage) (json.RawMessage, error) {
	var r chosen
	if err := read(response, &r); err != nil {
		return nil, err
	}
	if r.Choice == "" {
		return none(), nil
	}
	if !q.has(r.Choice) {
		return nil, ErrShape
	}
	return write(r), nil
}

func (q *single) Grade(response json.RawMessage) float64 {
	var r chosen
	if read(response, &r) != nil {
		return 0
	}
	for _, key := range q.right() {
		if key == r.Choice {
			return 1
		}
	}
	return 0
}

func (q *single) Correct() json.RawMessage {
	for _, key := range q.right() {
		return write(chosen{key})
	}
	return none()
}

func (q *single) take(d Draft) []string {
	problems := q.choices.take(d)
	if len(q.right()) != 1 {
		problems = append(problems, "assessment.draft.one_correct")
	}
	return problems
}
