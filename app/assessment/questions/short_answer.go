package questions

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// shortAnswer is a word or a few, right when it is one of the accepted ones.
type shortAnswer struct {
	Accepted []string `json:"accepted"`
}

// typed is its response; blank text is an answer taken back.
type typed struct {
	Text string `json:"text"`
}

// maxText is the most characters of a typed answer, and maxAccepted the most spellings an author may list.
const (
	maxText     = 2000
	maxAccepted = 50
)

func (q *shortAnswer) Options() []Option { return nil }

func (q *shortAnswer) Order(*rand.Rand) []string { return nil }

func (q *shortAnswer) Accept(response json.RawMessage) (json.RawMessage, error) {
	var r typed
	if err := read(response, &r); err != nil {
		return nil, err
	}
	r.Text = norm.NFC.String(r.Text)
	// The database cannot keep a NUL in a text.
	if utf8.RuneCountInString(r.Text) > maxText || strings.ContainsRune(r.Text, 0) {
		return nil, ErrShape
	}
	if strings.TrimSpace(r.Text) == "" {
		return none(), nil
	}
	return write(r), nil
}

func (q *shortAnswer) Grade(response json.RawMessage) float64 {
	var r typed
	if read(response, &r) != nil {
		return 0
	}
	given := plain(r.Text)
	for _, accepted := range q.Accepted {
		if given != "" && plain(accepted) == given {
			return 1
		}
	}
	return 0
}

func (q *shortAnswer) Correct() json.RawMessage {
	for _, accepted := range q.Accepted {
		return write(typed{accepted})
	}
	return none()
}

func (q *shortAnswer) give(d *Draft) { d.Accepted = q.Accepted }

func (q *shortAnswer) take(d Draft) []string {
	var problems []string
	for _, accepted := range d.Accepted {
		if plain(accepted) == "" || utf8.RuneCountInString(accepted) > maxText {
			problems = append(problems, "assessment.draft.accepted_text")
		}
		q.Accepted = append(q.Accepted, norm.NFC.String(accepted))
	}
	if n := len(d.Accepted); n == 0 || n > maxAccepted {
		problems = append(problems, "assessment.draft.accepted_count")
	}
	if len(d.Choices) > 0 || d.Answer != nil {
		problems = append(problems, "assessment.draft.foreign_answer")
	}
	return problems
}

// plain is what is compared of a text: one form for letters that look the same (NFKC, so that full-width Latin
// of a Korean keyboard is Latin), no case, no characters that cannot be seen, single spaces.
func plain(text string) string {
	text = cases.Fold().String(norm.NFKC.String(text))
	text = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, text)
	return norm.NFC.String(strings.Join(strings.Fields(text), " "))
}
