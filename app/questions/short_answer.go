package questions

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode"
	"unicode/utf8"

	"academy/models"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// ShortAnswer is a word or a few, right when it is one of the accepted ones.
type ShortAnswer struct {
	plainly
	Accepted Spellings `json:"accepted"`
	// Partly are answers that earn part of the marks; of those that fit, the first counts.
	Partly []PartAnswer `json:"partly,omitempty"`
	// Case says that upper and lower case are different letters.
	Case bool `json:"case,omitempty"`
	// Spaceless says that spaces do not count at all: in Korean many may be written or left out.
	Spaceless bool `json:"spaceless,omitempty"`
	// Wildcards says that * in an accepted answer stands for any characters; \* is the star itself.
	Wildcards bool `json:"wildcards,omitempty"`
}

// Spellings are texts. A number among them is its digits: who writes a year in YAML thinks of no quotation marks.
type Spellings []string

// UnmarshalJSON reads texts and numbers.
func (s *Spellings) UnmarshalJSON(given []byte) error {
	var list []any
	d := json.NewDecoder(bytes.NewReader(given))
	d.UseNumber()
	if err := d.Decode(&list); err != nil {
		return err
	}
	*s = nil
	for _, v := range list {
		switch v := v.(type) {
		case string:
			*s = append(*s, v)
		case json.Number:
			*s = append(*s, v.String())
		default:
			return ErrShape
		}
	}
	return nil
}

// PartAnswer is an answer that earns part of the marks, 0 to 100.
type PartAnswer struct {
	Text     string      `json:"text"`
	Percent  float64     `json:"percent,omitempty"`
	Feedback models.Text `json:"feedback,omitzero"`
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

// Type is the name stored.
func (q *ShortAnswer) Type() string { return TypeShortAnswer }

// Form is one line.
func (q *ShortAnswer) Form() Form { return Form{Lines: 1, Most: maxText} }

// Accept takes {text}.
func (q *ShortAnswer) Accept(response json.RawMessage) (json.RawMessage, error) {
	return acceptText(response, maxResponse, maxText)
}

// acceptText takes {text} of so many characters at most.
func acceptText(response json.RawMessage, bytes, characters int) (json.RawMessage, error) {
	var r typed
	if err := readUpTo(bytes, response, &r); err != nil {
		return nil, err
	}
	r.Text = norm.NFC.String(r.Text)
	if !storable(r.Text, characters) {
		return nil, ErrShape
	}
	if strings.TrimSpace(r.Text) == "" {
		return none(), nil
	}
	return write(r), nil
}

// storable says whether a text fits. The database cannot keep a NUL.
func storable(text string, most int) bool {
	return utf8.RuneCountInString(text) <= most && !strings.ContainsRune(text, 0)
}

// Grade compares what was typed with what is accepted, by the question's rules.
func (q *ShortAnswer) Grade(response json.RawMessage) float64 {
	var r typed
	if read(response, &r) != nil {
		return 0
	}
	return q.judge(r.Text)
}

func (q *ShortAnswer) judge(text string) float64 {
	given := q.plain(text)
	if given == "" {
		return 0
	}
	for _, accepted := range q.Accepted {
		if q.fits(accepted, given) {
			return 1
		}
	}
	for _, p := range q.Partly {
		if q.fits(p.Text, given) {
			return p.Percent / 100
		}
	}
	return 0
}

// fits says whether a plain text is what an author has written.
func (q *ShortAnswer) fits(written, given string) bool {
	if !q.Wildcards {
		return q.plain(written) == given
	}
	parts := strings.Split(strings.ReplaceAll(written, `\*`, "\x00"), "*")
	for i, part := range parts {
		parts[i] = strings.ReplaceAll(q.pattern(part, i > 0, i < len(parts)-1), "\x00", "*")
	}
	return glob(parts, given)
}

// pattern is a piece between stars made plain; the space beside a star is kept.
func (q *ShortAnswer) pattern(part string, before, after bool) string {
	made := q.plain(part)
	if q.Spaceless || made == "" {
		return made
	}
	if before && strings.HasPrefix(part, " ") {
		made = " " + made
	}
	if after && strings.HasSuffix(part, " ") {
		made += " "
	}
	return made
}

// glob says whether the pieces stand in a text in their order, the first at its beginning and the last at its end. The
// earliest place of each is always good enough, so it takes one walk.
func glob(parts []string, text string) bool {
	if len(parts) == 1 {
		return parts[0] == text
	}
	first, last := parts[0], parts[len(parts)-1]
	if len(text) < len(first)+len(last) || !strings.HasPrefix(text, first) || !strings.HasSuffix(text, last) {
		return false
	}
	text = text[len(first) : len(text)-len(last)]
	for _, part := range parts[1 : len(parts)-1] {
		i := strings.Index(text, part)
		if i < 0 {
			return false
		}
		text = text[i+len(part):]
	}
	return true
}

// Correct is the first of the accepted answers.
func (q *ShortAnswer) Correct() json.RawMessage {
	for _, accepted := range q.Accepted {
		return write(typed{accepted})
	}
	return none()
}

// Picks is the text as it was compared.
func (q *ShortAnswer) Picks(response json.RawMessage) []string {
	var r typed
	if read(response, &r) != nil || q.plain(r.Text) == "" {
		return nil
	}
	return []string{q.plain(r.Text)}
}

// Texts are what is said of the answers that are partly right.
func (q *ShortAnswer) Texts(visit func(*models.Text)) {
	for i := range q.Partly {
		visit(&q.Partly[i].Feedback)
	}
}

func (q *ShortAnswer) check(models.Text) []string {
	var p problems
	for i, accepted := range q.Accepted {
		q.Accepted[i] = norm.NFC.String(accepted)
		p.demand(q.plain(accepted) != "" && storable(accepted, maxText), "assessment.draft.accepted_text")
	}
	for i, part := range q.Partly {
		q.Partly[i].Text = norm.NFC.String(part.Text)
		p.demand(q.plain(part.Text) != "" && storable(part.Text, maxText), "assessment.draft.accepted_text")
		p.demand(part.Percent >= 0 && part.Percent <= 100, "assessment.draft.percent")
	}
	p.demand(len(q.Accepted) > 0 && len(q.Accepted)+len(q.Partly) <= maxAccepted, "assessment.draft.accepted_count")
	return p
}

// plain is what is compared of a text: one form for letters that look the same (NFKC, so that full-width Latin
// of a Korean keyboard is Latin), no case unless it counts, no characters that cannot be seen, single spaces or none.
func (q *ShortAnswer) plain(text string) string {
	text = norm.NFKC.String(text)
	if !q.Case {
		text = cases.Fold().String(text)
	}
	text = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, text)
	between := " "
	if q.Spaceless {
		between = ""
	}
	return norm.NFC.String(strings.Join(strings.Fields(text), between))
}
