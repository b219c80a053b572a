// Package questions holds the types of questions: how each is written, asked, answered and graded. It is pure: it
// knows no database, no attempt and no learner, so everything in it can be tried with a table.
//
// A type is one file with one struct behind the Question interface, and one line in blank. Its JSON is what an author
// writes and what a version of the question keeps.
package questions

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"

	"academy/app/fault"
	"academy/models"
)

// The types of questions; the names are the values stored and sent.
const (
	TypeSingle      = "single"
	TypeMultiple    = "multiple"
	TypeTrueFalse   = "true_false"
	TypeShortAnswer = "short_answer"
	TypeNumeric     = "numeric"
	TypeMatching    = "matching"
	TypeOrdering    = "ordering"
	TypeCloze       = "cloze"
	TypeEssay       = "essay"
	TypeFile        = "file"
	TypeText        = "text"
)

// Types are all types, in the order in which an author is offered them.
func Types() []string {
	return []string{
		TypeSingle, TypeMultiple, TypeTrueFalse, TypeShortAnswer, TypeNumeric, TypeMatching, TypeOrdering, TypeCloze, TypeEssay, TypeFile, TypeText,
	}
}

// Question is one question of some type. A response is in canonical form once Accept has let it pass; Grade, Picks and
// Correct speak that form.
type Question interface {
	Type() string
	// Form is what a learner fills in.
	Form() Form
	// Order draws the order in which one learner sees what the form offers: the IDs of choices, of right sides or of
	// items. Without a source of chance it is as written, where that does not tell the answer.
	Order(chance *rand.Rand) []string
	// Accept checks the shape of a response and answers it in canonical form, null for an answer taken back.
	// A response of any other shape is ErrShape.
	Accept(response json.RawMessage) (json.RawMessage, error)
	// Grade is the fraction of the marks that a canonical response earns, from 0 to 1.
	Grade(response json.RawMessage) float64
	// Correct is the response that earns full marks; null where there is none.
	Correct() json.RawMessage
	// Guess is what somebody earns on average who answers by chance; false where nobody can say.
	Guess() (float64, bool)
	// Picks names what a canonical response chose, for counting: IDs of choices, "left=right", "gap=answer", or the
	// text that was compared.
	Picks(response json.RawMessage) []string
	// Scored says who gives the marks.
	Scored() Marker
	// Texts calls visit with each text of the author's, so that it can be read or changed.
	Texts(visit func(*models.Text))
	// check lists the keys of what an author must mend; the prompt says which languages there are.
	check(prompt models.Text) []string
}

// Marker is who gives the marks of a question.
type Marker int

// The markers: the academy, a person, or nobody because nothing is asked.
const (
	ByRule Marker = iota
	ByHand
	ByNobody
)

// Form is what a learner fills in. A type uses one part of it; none is a question that asks nothing.
type Form struct {
	// Choices are to choose from: one, or Many.
	Choices []Option
	Many    bool
	// Lines is the height of a field for typing; 1 is a single line.
	Lines int
	// Most is the most characters that may be typed.
	Most int
	// Number says that a number is asked for, in one of the Units if there are any.
	Number bool
	Units  []string
	// Left sides are to be matched with Right ones.
	Left, Right []Option
	// Items are to be put in order.
	Items []Option
	// Gaps stand in the prompt.
	Gaps []Field
	// File is what may be handed in where a file is asked for.
	File *FileForm
}

// Field is a gap in a prompt, where it says [[ID]].
type Field struct {
	ID string
	// Choices are to choose from; a gap without any is typed, a Number or a text.
	Choices []Option
	Number  bool
	// Size is how many characters the field should show.
	Size int
}

// Option is something to choose: a text of the author's, or where that is empty a message of the academy's.
type Option struct {
	ID      string
	Text    models.Text
	Message string
	// Feedback is what somebody is told who chose it.
	Feedback models.Text
}

// Options are all options of a form.
func (f Form) Options() []Option {
	all := append(append(append(append([]Option(nil), f.Choices...), f.Left...), f.Right...), f.Items...)
	for _, gap := range f.Gaps {
		for _, o := range gap.Choices {
			o.ID = gap.ID + "." + o.ID
			all = append(all, o)
		}
	}
	return all
}

// Arranged is the form with its options in an order that Order has drawn.
func (f Form) Arranged(order []string) Form {
	place := make(map[string]int, len(order))
	for i, id := range order {
		place[id] = i
	}
	arrange := func(options []Option, prefix string) []Option {
		list := slices.Clone(options)
		slices.SortStableFunc(list, func(a, b Option) int { return cmp.Compare(place[prefix+a.ID], place[prefix+b.ID]) })
		return list
	}
	f.Choices, f.Right, f.Items = arrange(f.Choices, ""), arrange(f.Right, ""), arrange(f.Items, "")
	f.Gaps = slices.Clone(f.Gaps)
	for i, gap := range f.Gaps {
		f.Gaps[i].Choices = arrange(gap.Choices, gap.ID+".")
	}
	return f
}

// ErrShape says that a response does not have the shape of its type, or names a choice that there is not.
var ErrShape = fault.New(fault.Invalid, "assessment.response_shape")

// ErrNumber says that what should be a number cannot be read as one.
var ErrNumber = &fault.Error{Kind: fault.Invalid, Key: "assessment.response_shape", Fields: map[string]string{"response": "assessment.response_number"}}

func blank(typ string) (Question, bool) {
	switch typ {
	case TypeSingle:
		return &Single{}, true
	case TypeMultiple:
		return &Multiple{}, true
	case TypeTrueFalse:
		return &TrueFalse{}, true
	case TypeShortAnswer:
		return &ShortAnswer{}, true
	case TypeNumeric:
		return &Numeric{}, true
	case TypeMatching:
		return &Matching{}, true
	case TypeOrdering:
		return &Ordering{}, true
	case TypeCloze:
		return &Cloze{}, true
	case TypeEssay:
		return &Essay{}, true
	case TypeFile:
		return &File{}, true
	case TypeText:
		return &Text{}, true
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

// maxResponse is the most bytes a response may have on the wire where a type takes no more: 2,000 characters, each
// written as \uXXXX\uXXXX.
const maxResponse = 32 << 10

// read takes a response apart. It accepts null, which leaves into as it is, and nothing that the type does not name.
func read(response json.RawMessage, into any) error { return readUpTo(maxResponse, response, into) }

func readUpTo(most int, response json.RawMessage, into any) error {
	if len(response) > most {
		return ErrShape
	}
	return strict(response, into)
}

func strict(given json.RawMessage, into any) error {
	d := json.NewDecoder(bytes.NewReader(given))
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

// plainly is what most types have in common: nothing is drawn, the academy marks, and nobody can guess.
type plainly struct{}

func (plainly) Order(*rand.Rand) []string { return nil }
func (plainly) Scored() Marker            { return ByRule }
func (plainly) Guess() (float64, bool)    { return 0, true }
func (plainly) Texts(func(*models.Text))  {}
func shuffled(ids []string, chance *rand.Rand) []string {
	if chance != nil {
		chance.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
	}
	return ids
}
