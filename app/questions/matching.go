package questions

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"math/rand/v2"
	"slices"

	"academy/models"
)

// Matching is left sides, each of which belongs to one of the right sides.
type Matching struct {
	// Pairs are what belongs together. One without a left side is a right side that belongs to none.
	Pairs []Pair `json:"pairs"`
}

// Pair is what belongs together.
type Pair struct {
	Left  models.Text `json:"left,omitzero"`
	Right models.Text `json:"right"`
}

// matched is its response: the ID of the right side by that of the left one. What is not matched yet may be left out.
type matched struct {
	Pairs map[string]string `json:"pairs"`
}

// tag names a text by its content: a name that was counted would tell where it belongs.
func tag(t models.Text) string {
	sum := sha256.Sum256([]byte(t.KO + "\x00" + t.EN))
	return hex.EncodeToString(sum[:5])
}

// Type is the name stored.
func (q *Matching) Type() string { return TypeMatching }

// sides are the left and the right sides, each once.
func (q *Matching) sides() (left, right []Option) {
	for _, p := range q.Pairs {
		if p.Left != (models.Text{}) {
			left = append(left, Option{ID: "l" + tag(p.Left), Text: p.Left})
		}
		o := Option{ID: "r" + tag(p.Right), Text: p.Right}
		if !slices.ContainsFunc(right, func(known Option) bool { return known.ID == o.ID }) {
			right = append(right, o)
		}
	}
	return left, right
}

// Form shows both sides.
func (q *Matching) Form() Form {
	left, right := q.sides()
	return Form{Left: left, Right: right}
}

// Order is that of the right sides; without chance it is by their names, since the order as written is the answer.
func (q *Matching) Order(chance *rand.Rand) []string {
	_, right := q.sides()
	ids := make([]string, len(right))
	for i, o := range right {
		ids[i] = o.ID
	}
	slices.Sort(ids)
	return shuffled(ids, chance)
}

// key is the right side of each left one.
func (q *Matching) key() map[string]string {
	key := map[string]string{}
	for _, p := range q.Pairs {
		if p.Left != (models.Text{}) {
			key["l"+tag(p.Left)] = "r" + tag(p.Right)
		}
	}
	return key
}

// Accept takes {pairs}. A left side that is matched with nothing is left out.
func (q *Matching) Accept(response json.RawMessage) (json.RawMessage, error) {
	var r matched
	if err := read(response, &r); err != nil {
		return nil, err
	}
	key, rights := q.key(), q.Order(nil)
	canonical := matched{map[string]string{}}
	for left, right := range r.Pairs {
		if _, known := key[left]; !known || right != "" && !slices.Contains(rights, right) {
			return nil, ErrShape
		}
		if right != "" {
			canonical.Pairs[left] = right
		}
	}
	if len(canonical.Pairs) == 0 {
		return none(), nil
	}
	return write(canonical), nil
}

// Grade is the share of the left sides that are where they belong.
func (q *Matching) Grade(response json.RawMessage) float64 {
	var r matched
	if read(response, &r) != nil {
		return 0
	}
	key, hits := q.key(), 0.0
	for left, right := range key {
		if r.Pairs[left] == right {
			hits++
		}
	}
	return hits / float64(max(1, len(key)))
}

// Correct is all pairs.
func (q *Matching) Correct() json.RawMessage { return write(matched{q.key()}) }

// Guess is what each left side earns by chance.
func (q *Matching) Guess() (float64, bool) { return 1 / float64(max(1, len(q.Order(nil)))), true }

// Picks are the pairs.
func (q *Matching) Picks(response json.RawMessage) []string {
	var r matched
	if read(response, &r) != nil {
		return nil
	}
	var picks []string
	for left, right := range r.Pairs {
		picks = append(picks, left+"="+right)
	}
	slices.Sort(picks)
	return picks
}

// Scored is by rule.
func (q *Matching) Scored() Marker { return ByRule }

// Texts are both sides.
func (q *Matching) Texts(visit func(*models.Text)) {
	for i := range q.Pairs {
		visit(&q.Pairs[i].Left)
		visit(&q.Pairs[i].Right)
	}
}

func (q *Matching) check(prompt models.Text) []string {
	var p problems
	seen := map[string]bool{}
	for _, pair := range q.Pairs {
		p.demand(covers(pair.Right, prompt) && (pair.Left == (models.Text{}) || covers(pair.Left, prompt)), "assessment.draft.pair_text")
		p.demand(pair.Left == (models.Text{}) || !seen[tag(pair.Left)], "assessment.draft.pair_twice")
		seen[tag(pair.Left)] = true
	}
	_, right := q.sides()
	p.demand(len(q.key()) >= 2 && len(right) >= 2 && len(q.Pairs) <= maxChoices, "assessment.draft.pair_count")
	return p
}
