package questions

import (
	"encoding/json"
	"math"
	"slices"

	"academy/models"
)

// Multiple is any number of right choices among several.
type Multiple struct {
	choices
	// Scoring is how a partly right answer is marked: by its Share, which is the default, All or nothing, or by the
	// Weights of the choices.
	Scoring string `json:"scoring,omitempty"`
}

// The ways of marking a partly right answer.
const (
	// Share is OpenOLAT's partial score: the share of the right choices that were marked, less the share of the wrong
	// choices that were, and never below nothing. Marking everything therefore earns nothing.
	Share = "share"
	// All gives full marks to exactly the right choices and none to anything else.
	All = "all"
	// Weights is Moodle's: the sum of the percentages of what was marked, kept between nothing and all.
	Weights = "weights"
)

// NewMultiple makes a question of its choices.
func NewMultiple(scoring string, list ...Choice) *Multiple { return &Multiple{choices{list}, scoring} }

// picked is its response; none at all is an answer taken back.
type picked struct {
	Choices []string `json:"choices"`
}

// Type is the name stored.
func (q *Multiple) Type() string { return TypeMultiple }

// Form offers the choices.
func (q *Multiple) Form() Form { return Form{Choices: q.options(), Many: true} }

// Accept takes {choices}.
func (q *Multiple) Accept(response json.RawMessage) (json.RawMessage, error) {
	var r picked
	if err := read(response, &r); err != nil {
		return nil, err
	}
	if slices.ContainsFunc(r.Choices, func(key string) bool { _, known := q.find(key); return !known }) {
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

// Grade marks by the question's Scoring.
func (q *Multiple) Grade(response json.RawMessage) float64 {
	var r picked
	if read(response, &r) != nil || len(r.Choices) == 0 {
		return 0
	}
	var right, wrong, marked, mistaken, weight float64
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
		if hit {
			weight += c.Percent / 100
		}
	}
	switch q.Scoring {
	case All:
		return full(marked == right && mistaken == 0)
	case Weights:
		return min(1, max(0, weight))
	}
	return share(marked, right, mistaken, wrong)
}

func share(marked, right, mistaken, wrong float64) float64 {
	if right == 0 || wrong == 0 {
		return 0
	}
	return max(0, marked/right-mistaken/wrong)
}

func full(earned bool) float64 {
	if earned {
		return 1
	}
	return 0
}

// Correct is what earns full marks.
func (q *Multiple) Correct() json.RawMessage { return write(picked{q.right()}) }

// Guess is what somebody earns who tosses a coin for each choice.
func (q *Multiple) Guess() (float64, bool) {
	right, wrong := len(q.right()), len(q.Choices)-len(q.right())
	all := math.Exp2(float64(len(q.Choices)))
	switch q.Scoring {
	case All:
		return 1 / all, true
	case Weights:
		return 0, false
	}
	sum := 0.0
	for marked := range right + 1 {
		for mistaken := range wrong + 1 {
			sum += among(right, marked) * among(wrong, mistaken) * share(float64(marked), float64(right), float64(mistaken), float64(wrong))
		}
	}
	return sum / all, true
}

// among is in how many ways k can be chosen of n.
func among(n, k int) float64 {
	ways := 1.0
	for i := range k {
		ways = ways * float64(n-i) / float64(i+1)
	}
	return ways
}

// Picks are the choices.
func (q *Multiple) Picks(response json.RawMessage) []string {
	var r picked
	if read(response, &r) != nil {
		return nil
	}
	return r.Choices
}

func (q *Multiple) check(prompt models.Text) []string {
	p := problems(q.choices.check(prompt))
	n := len(q.right())
	p.demand(slices.Contains([]string{"", Share, All, Weights}, q.Scoring), "assessment.draft.scoring")
	p.demand(n > 0 && (n < len(q.Choices) || q.Scoring == All || q.Scoring == Weights), "assessment.draft.some_correct")
	if q.Scoring == Weights {
		sum := 0.0
		for _, c := range q.Choices {
			sum += max(0, c.Percent)
		}
		p.demand(math.Abs(sum-100) < 1, "assessment.draft.weights")
	}
	return p
}
