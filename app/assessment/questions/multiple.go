package questions

import (
	"encoding/json"
	"slices"
)

// multiple is any number of right choices among several, with part of the marks for part of the answer.
type multiple struct{ choices }

// picked is its response; none at all is an answer taken back.
type picked struct {
	Choices []string `json:"choices"`
}

func (q *multiple) Accept(response json.RawMessage) (json.RawMessage, error) {
	var r picked
	if err := read(response, &r); err != nil {
		return nil, err
	}
	if slices.ContainsFunc(r.Choices, func(key string) bool { return !q.has(key) }) {
		return nil, ErrShape
	}
	if len(r.Choices) == 0 {
		return none(), nil
	}
	var canonical picked
	for _, c := range q.Choices {
		if slices.Contains(r.Choices, c.Key) {
			canonical.Choices = append(canonical.Choices, c.Key)
		}
	}
	return write(canonical), nil
}

// Grade is OpenOLAT's partial score: the share of the right choices that were marked, less the share of the wrong
// choices that were, and never below nothing. Marking everything therefore earns nothing.
func (q *multiple) Grade(response json.RawMessage) float64 {
	var r picked
	if read(response, &r) != nil {
		return 0
	}
	var right, wrong, marked, mistaken float64
	for _, c := range q.Choices {
		hit := slices.Contains(r.Choices, c.Key)
		if c.Correct {
			right++
		} else {
			wrong++
		}
		switch {
		case hit && c.Correct:
			marked++
		case hit:
			mistaken++
		}
	}
	if right == 0 || wrong == 0 {
		return 0
	}
	return max(0, marked/right-mistaken/wrong)
}

func (q *multiple) Correct() json.RawMessage { return write(picked{q.right()}) }

func (q *multiple) take(d Draft) []string {
	problems := q.choices.take(d)
	if n := len(q.right()); n == 0 || n == len(q.Choices) {
		problems = append(problems, "assessment.draft.some_correct")
	}
	return problems
}
