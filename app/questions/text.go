package questions

import (
	"encoding/json"

	"academy/models"
)

// Text is something to read between the questions. It asks nothing and earns nothing.
type Text struct{ plainly }

// Type is the name stored.
func (q *Text) Type() string { return TypeText }

// Form asks nothing.
func (q *Text) Form() Form { return Form{} }

// Accept takes nothing.
func (q *Text) Accept(response json.RawMessage) (json.RawMessage, error) {
	if Answered(response) {
		return nil, ErrShape
	}
	return none(), nil
}

// Scored is by nobody.
func (q *Text) Scored() Marker { return ByNobody }

// Grade is nothing.
func (q *Text) Grade(json.RawMessage) float64 { return 0 }

// Correct is nothing.
func (q *Text) Correct() json.RawMessage { return none() }

// Picks is nothing.
func (q *Text) Picks(json.RawMessage) []string { return nil }

func (q *Text) check(models.Text) []string { return nil }
