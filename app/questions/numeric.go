package questions

import (
	"encoding/json"
	"math"
	"regexp"
	"strconv"
	"strings"

	"academy/models"

	"golang.org/x/text/unicode/norm"
)

// Numeric is a number, right within a tolerance, in one of several units if there are any.
type Numeric struct {
	plainly
	// Answers are tried in order; the first whose range holds the number counts.
	Answers []NumericAnswer `json:"answers"`
	Units   []Unit          `json:"units,omitempty"`
}

// NumericAnswer is a number with its tolerance.
type NumericAnswer struct {
	Value float64 `json:"value"`
	// Tolerance is how far off a number may be, itself included: in the first unit, or in percent of the value where
	// Relative says so.
	Tolerance float64 `json:"tolerance,omitempty"`
	Relative  bool    `json:"relative,omitempty"`
	// Percent is what it earns; 0 is everything.
	Percent  float64     `json:"percent,omitempty"`
	Feedback models.Text `json:"feedback,omitzero"`
}

// Unit is a unit and how many of the first one it is.
type Unit struct {
	Name   string  `json:"name"`
	Factor float64 `json:"factor"`
}

// numbered is its response; a blank number is an answer taken back.
type numbered struct {
	Number string `json:"number"`
	Unit   string `json:"unit,omitempty"`
}

// maxNumber is the most characters of a number, maxNumbers the most that an author may list, and maxUnit the most
// characters of a unit.
const (
	maxNumber  = 60
	maxNumbers = 20
	maxUnit    = 20
)

// Type is the name stored.
func (q *Numeric) Type() string { return TypeNumeric }

// Form asks for a number.
func (q *Numeric) Form() Form {
	f := Form{Number: true, Lines: 1, Most: maxNumber}
	for _, u := range q.Units {
		f.Units = append(f.Units, u.Name)
	}
	return f
}

// Accept takes {number, unit}. What cannot be read as a number is ErrNumber.
func (q *Numeric) Accept(response json.RawMessage) (json.RawMessage, error) {
	var r numbered
	if err := read(response, &r); err != nil {
		return nil, err
	}
	r.Number = strings.TrimSpace(norm.NFC.String(r.Number))
	if r.Number == "" {
		return none(), nil
	}
	if _, ok := number(r.Number); !ok || len(r.Number) > maxNumber {
		return nil, ErrNumber
	}
	if _, known := q.factor(r.Unit); !known && r.Unit != "" {
		return nil, ErrShape
	}
	return write(r), nil
}

var (
	digits  = regexp.MustCompile(`^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$`) //nolint:gochecknoglobals // compiled once
	grouped = regexp.MustCompile(`^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$`)          //nolint:gochecknoglobals // compiled once
	comma   = regexp.MustCompile(`^[+-]?\d+,\d+$`)                           //nolint:gochecknoglobals // compiled once
)

// number reads a number as people write it: 1,234.5 and 0,5, full-width digits, any minus sign, 1.2e3 and 1.2×10^3.
func number(text string) (float64, bool) {
	text = strings.ToLower(strings.Join(strings.Fields(norm.NFKC.String(text)), ""))
	text = strings.NewReplacer("−", "-", "×10^", "e", "x10^", "e", "*10^", "e").Replace(text)
	switch {
	case grouped.MatchString(text):
		text = strings.ReplaceAll(text, ",", "")
	case comma.MatchString(text):
		text = strings.ReplaceAll(text, ",", ".")
	}
	if !digits.MatchString(text) {
		return 0, false
	}
	n, err := strconv.ParseFloat(text, 64)
	return n, err == nil
}

// factor is how many of the first unit a unit is.
func (q *Numeric) factor(unit string) (float64, bool) {
	for _, u := range q.Units {
		if u.Name == unit {
			return u.Factor, true
		}
	}
	return 1, unit == "" && len(q.Units) == 0
}

// Grade compares the number, in the first unit, with the answers. A number without its unit is wrong where there are units.
func (q *Numeric) Grade(response json.RawMessage) float64 {
	var r numbered
	if read(response, &r) != nil {
		return 0
	}
	return q.judge(r.Number, r.Unit)
}

func (q *Numeric) judge(text, unit string) float64 {
	n, ok := number(text)
	factor, known := q.factor(unit)
	if !ok || !known {
		return 0
	}
	for _, a := range q.Answers {
		if a.holds(n * factor) {
			return a.earns()
		}
	}
	return 0
}

// rounding is the part of a number that its writing in binary may lose: who types the bound itself is within it.
const rounding = 1e-12

func (a NumericAnswer) holds(n float64) bool {
	tolerance := a.Tolerance
	if a.Relative {
		tolerance *= math.Abs(a.Value) / 100
	}
	return math.Abs(n-a.Value) <= tolerance+rounding*max(math.Abs(n), math.Abs(a.Value))
}

func (a NumericAnswer) earns() float64 {
	if a.Percent == 0 {
		return 1
	}
	return a.Percent / 100
}

// Correct is the first answer that earns everything, in the first unit.
func (q *Numeric) Correct() json.RawMessage {
	for _, a := range q.Answers {
		if a.earns() == 1 {
			r := numbered{Number: strconv.FormatFloat(a.Value, 'f', -1, 64)}
			if len(q.Units) > 0 {
				r.Unit = q.Units[0].Name
			}
			return write(r)
		}
	}
	return none()
}

// Picks is the number in the first unit.
func (q *Numeric) Picks(response json.RawMessage) []string {
	var r numbered
	if read(response, &r) != nil {
		return nil
	}
	n, ok := number(r.Number)
	factor, known := q.factor(r.Unit)
	if !ok || !known {
		return nil
	}
	return []string{strconv.FormatFloat(n*factor, 'g', 10, 64)}
}

// Texts are what is said of the answers.
func (q *Numeric) Texts(visit func(*models.Text)) {
	for i := range q.Answers {
		visit(&q.Answers[i].Feedback)
	}
}

func (q *Numeric) check(models.Text) []string {
	var p problems
	whole := false
	for _, a := range q.Answers {
		p.demand(a.Tolerance >= 0, "assessment.draft.tolerance")
		p.demand(a.Percent >= 0 && a.Percent <= 100, "assessment.draft.percent")
		whole = whole || a.earns() == 1
	}
	p.demand(whole && len(q.Answers) <= maxNumbers, "assessment.draft.numbers")
	seen := map[string]bool{}
	for i := range q.Units {
		u := &q.Units[i]
		u.Name = strings.TrimSpace(norm.NFC.String(u.Name))
		p.demand(u.Name != "" && storable(u.Name, maxUnit) && !seen[u.Name] && u.Factor > 0, "assessment.draft.unit")
		seen[u.Name] = true
	}
	p.demand(len(q.Units) == 0 || q.Units[0].Factor == 1, "assessment.draft.unit_first")
	return p
}
