package questions

import (
	"encoding/json"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"academy/models"

	"golang.org/x/text/unicode/norm"
)

// Cloze is a text with gaps, which the prompt marks as [[1]], [[2]]: to be typed or to be chosen, in any mixture.
type Cloze struct {
	Gaps []Gap `json:"gaps"`
}

// Gap is one gap. Which of Text, Number and Choice it has says what it asks for.
type Gap struct {
	ID string `json:"id"`
	// Weight is its share of the marks compared with the others'; 0 is 1.
	Weight float64      `json:"weight,omitempty"`
	Text   *ShortAnswer `json:"text,omitempty"`
	Number *Numeric     `json:"number,omitempty"`
	Choice *Single      `json:"choice,omitempty"`
}

// filled is its response: what stands in each gap, by ID; of a gap that is chosen, the key of the choice.
type filled struct {
	Gaps map[string]string `json:"gaps"`
}

const maxGaps = 30

// GapMark finds the gaps in a prompt; the first group is the ID.
var GapMark = regexp.MustCompile(`\[\[([A-Za-z0-9_-]{1,20})\]\]`) //nolint:gochecknoglobals // compiled once

// Type is the name stored.
func (q *Cloze) Type() string { return TypeCloze }

// Form shows the gaps.
func (q *Cloze) Form() Form {
	var f Form
	for _, g := range q.Gaps {
		f.Gaps = append(f.Gaps, g.field())
	}
	return f
}

// The sizes of a field, in characters: what is expected, but so that the length does not tell the answer.
const (
	leastSize  = 8
	mostSize   = 24
	numberSize = 6
)

func (g Gap) field() Field {
	f := Field{ID: g.ID, Size: leastSize}
	switch {
	case g.Choice != nil:
		f.Choices = g.Choice.options()
	case g.Number != nil:
		f.Number, f.Size = true, numberSize
	case g.Text != nil:
		for _, accepted := range g.Text.Accepted {
			f.Size = max(f.Size, utf8.RuneCountInString(accepted)/leastSize*leastSize+leastSize)
		}
		f.Size = min(f.Size, mostSize)
	}
	return f
}

// question is the gap as a question of its own.
func (g Gap) question() Question {
	switch {
	case g.Choice != nil:
		return g.Choice
	case g.Number != nil:
		return g.Number
	case g.Text != nil:
		return g.Text
	}
	return nil
}

// response is what stands in the gap as a response to it.
func (g Gap) response(given string) json.RawMessage {
	switch {
	case given == "":
		return none()
	case g.Choice != nil:
		return write(chosen{given})
	case g.Number != nil:
		r := numbered{Number: given}
		if len(g.Number.Units) > 0 {
			r.Unit = g.Number.Units[0].Name
		}
		return write(r)
	}
	return write(typed{given})
}

func (g Gap) weight() float64 {
	if g.Weight == 0 {
		return 1
	}
	return g.Weight
}

// Order is that of the choices of each gap, as "gap.choice".
func (q *Cloze) Order(chance *rand.Rand) []string {
	var order []string
	for _, g := range q.Gaps {
		if g.Choice != nil {
			for _, key := range g.Choice.Order(chance) {
				order = append(order, g.ID+"."+key)
			}
		}
	}
	return order
}

// Accept takes {gaps}. A gap that holds nothing is left out.
func (q *Cloze) Accept(response json.RawMessage) (json.RawMessage, error) {
	var r filled
	if err := read(response, &r); err != nil {
		return nil, err
	}
	canonical := filled{map[string]string{}}
	for id, given := range r.Gaps {
		i := slices.IndexFunc(q.Gaps, func(g Gap) bool { return g.ID == id })
		if i < 0 || !storable(given, maxText) {
			return nil, ErrShape
		}
		given = strings.TrimSpace(norm.NFC.String(given))
		if given == "" {
			continue
		}
		if _, err := q.Gaps[i].question().Accept(q.Gaps[i].response(given)); err != nil {
			return nil, err
		}
		canonical.Gaps[id] = given
	}
	if len(canonical.Gaps) == 0 {
		return none(), nil
	}
	return write(canonical), nil
}

// Grade is what the gaps earn, each by its weight.
func (q *Cloze) Grade(response json.RawMessage) float64 {
	var r filled
	if read(response, &r) != nil {
		return 0
	}
	return q.mean(func(g Gap) float64 { return g.question().Grade(g.response(r.Gaps[g.ID])) })
}

func (q *Cloze) mean(of func(Gap) float64) float64 {
	sum, weight := 0.0, 0.0
	for _, g := range q.Gaps {
		sum, weight = sum+g.weight()*of(g), weight+g.weight()
	}
	if weight == 0 {
		return 0
	}
	return sum / weight
}

// Correct is what is right in each gap.
func (q *Cloze) Correct() json.RawMessage {
	r := filled{map[string]string{}}
	for _, g := range q.Gaps {
		var right struct{ Choice, Number, Text string }
		if json.Unmarshal(g.question().Correct(), &right) == nil {
			r.Gaps[g.ID] = right.Choice + right.Number + right.Text
		}
	}
	return write(r)
}

// Guess is what the gaps earn by chance.
func (q *Cloze) Guess() (float64, bool) {
	return q.mean(func(g Gap) float64 { guess, _ := g.question().Guess(); return guess }), true
}

// Picks are what stands in each gap, as "gap=what".
func (q *Cloze) Picks(response json.RawMessage) []string {
	var r filled
	if read(response, &r) != nil {
		return nil
	}
	var picks []string
	for _, g := range q.Gaps {
		for _, pick := range g.question().Picks(g.response(r.Gaps[g.ID])) {
			picks = append(picks, g.ID+"="+pick)
		}
	}
	return picks
}

// Scored is by rule.
func (q *Cloze) Scored() Marker { return ByRule }

// Texts are those of the gaps.
func (q *Cloze) Texts(visit func(*models.Text)) {
	for _, g := range q.Gaps {
		if inner := g.question(); inner != nil {
			inner.Texts(visit)
		}
	}
}

func (q *Cloze) check(prompt models.Text) []string {
	var p problems
	var ids []string
	for _, g := range q.Gaps {
		kinds := 0
		for _, has := range []bool{g.Text != nil, g.Number != nil, g.Choice != nil} {
			if has {
				kinds++
			}
		}
		p.demand(kinds == 1, "assessment.draft.gap_kind")
		if kinds == 1 {
			for _, key := range g.question().check(prompt) {
				p.demand(false, key)
			}
		}
		p.demand(g.Weight >= 0, "assessment.draft.weights")
		ids = append(ids, g.ID)
	}
	p.demand(len(q.Gaps) > 0 && len(q.Gaps) <= maxGaps, "assessment.draft.gap_count")
	for _, text := range []string{prompt.KO, prompt.EN} {
		p.demand(text == "" || marks(text, ids), "assessment.draft.gap_marks")
	}
	return p
}

// marks says whether a prompt marks each of the gaps once, and no other.
func marks(prompt string, ids []string) bool {
	var found []string
	for _, m := range GapMark.FindAllStringSubmatch(prompt, -1) {
		found = append(found, m[1])
	}
	slices.Sort(found)
	return slices.Equal(found, slices.Compact(slices.Sorted(slices.Values(ids)))) && len(ids) == len(found)
}
