// Package questions holds the types of questions: how each is written, asked, answered and graded. It is pure: it
// knows no database, no attempt and no learner, so everything in it can be tried with a table.
//
// A type is one file with one struct behind the Question interface, and one line in blank.
package questions

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"

	"academy/app/fault"
	"academy/models"
)

// The types of questions; the names are the values stored and sent.
const (
	Single      = "single"
	Multiple    = "multiple"
	TrueFalse   = "true_false"
	ShortAnswer = "short_answer"
)

// Question is one question of some type. Its JSON is what a version of the question keeps. A response is in canonical
// form once Accept has let it pass; Grade and Correct speak that form.
type Question interface {
	// Options are what a learner chooses from, in the order they were written; none where the answer is typed.
	Options() []Option
	// Order draws the order in which one learner sees the options. Without a source of chance it is as written.
	Order(chance *rand.Rand) []string
	// Accept checks the shape of a response and answers it in canonical form, null for an answer taken back.
	// A response of any other shape is ErrShape.
	Accept(response json.RawMessage) (json.RawMessage, error)
	// Grade is the fraction of the marks that a canonical response earns, from 0 to 1.
	Grade(response json.RawMessage) float64
	// Correct is the response that earns full marks.
	Correct() json.RawMessage
	// take fills the question from a draft and lists the keys of what an author must mend in it.
	take(d Draft) []string
	// give is take turned round.
	give(d *Draft)
}

// Option is something to choose: a text of the author's, or where that is empty a message of the academy's.
type Option struct {
	ID      string
	Text    models.Text
	Message string
}

// ErrShape says that a response does not have the shape of its type, or names a choice that there is not.
var ErrShape = fault.New(fault.Invalid, "assessment.response_shape")

// Redraft completes a draft with what its type keeps in the question: Make would make the same question of it.
func Redraft(q Question, d Draft) Draft {
	q.give(&d)
	return d
}

func blank(typ string) (Question, bool) {
	switch typ {
	case Single:
		return &single{}, true
	case Multiple:
		return &multiple{}, true
	case TrueFalse:
		return &trueFalse{}, true
	case ShortAnswer:
		return &shortAnswer{}, true
	}
	return nil, false
}

// Restore makes a question of what its version keeps.
func Restore(typ string, body json.RawMessage) (Question, error) {
	q, known := blank(typ)
	if !known {
		return nil, fmt.Errorf("question type %q is not known", typ)
	}
	if err := json.Unmarshal(body, q); err != nil {
		return nil, fmt.Errorf("body of a %s question: %w", typ, err)
	}
	return q, nil
}

// maxResponse is the most bytes a response may have on the wire: 2,000 characters, each written as \uXXXX\uXXXX.
const maxResponse = 32 << 10

// read takes a response apart. It accepts null, which leaves into as it is, and nothing that the type does not name.
func read(response json.RawMessage, into any) error {
	if len(response) > maxResponse {
		return ErrShape
	}
	d := json.NewDecoder(bytes.NewReader(response))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return ErrShape.Because(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return ErrShape
	}
	return nil
}

// write is the canonical form of a response.
func write(response any) json.RawMessage {
	b, err := json.Marshal(response)
	if err != nil {
		panic("a response that cannot be written: " + err.Error())
	}
	return b
}

// none is the canonical form of an answer that was taken back.
func none() json.RawMessage { return json.RawMessage("null") }

// Answered says whether a canonical response is an answer.
func Answered(response json.RawMessage) bool {
	return len(response) > 0 && !bytes.Equal(bytes.TrimSpace(response), none())
}
