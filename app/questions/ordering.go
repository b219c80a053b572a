package questions

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strconv"

	"academy/models"
)

// Ordering is items to be put in their order.
type Ordering struct {
	// Items are in the right order.
	Items []models.Text `json:"items"`
	// Scoring is how a partly right order is marked: by the Longest run, which is the default, or All or nothing.
	Scoring string `json:"scoring,omitempty"`
}

// Longest marks an order by the most items that stand in their order among themselves, the first of them free: one item
// in a wrong place costs one step, wherever it stands.
const Longest = "longest"

// ordered is its response: the IDs of all items.
type ordered struct {
	Order []string `json:"order"`
}

// Type is the name stored.
func (q *Ordering) Type() string { return TypeOrdering }

// ids are in the right order.
func (q *Ordering) ids() []string {
	ids := make([]string, len(q.Items))
	for i, t := range q.Items {
		ids[i] = "i" + tag(t)
	}
	return ids
}

// Form shows the items.
func (q *Ordering) Form() Form {
	var f Form
	for i, id := range q.ids() {
		f.Items = append(f.Items, Option{ID: id, Text: q.Items[i]})
	}
	return f
}

// Order is what a learner begins with: never the right order. Without chance it is by the names.
func (q *Ordering) Order(chance *rand.Rand) []string {
	right := q.ids()
	begin := slices.Clone(right)
	slices.Sort(begin)
	begin = shuffled(begin, chance)
	if slices.Equal(begin, right) {
		begin = append(begin[1:], begin[0])
	}
	return begin
}

// Accept takes {order} of all items.
func (q *Ordering) Accept(response json.RawMessage) (json.RawMessage, error) {
	var r ordered
	if err := read(response, &r); err != nil {
		return nil, err
	}
	if len(r.Order) == 0 {
		return none(), nil
	}
	given, all := slices.Sorted(slices.Values(r.Order)), slices.Sorted(slices.Values(q.ids()))
	if !slices.Equal(given, all) {
		return nil, ErrShape
	}
	return write(r), nil
}

// Grade marks by the question's Scoring.
func (q *Ordering) Grade(response json.RawMessage) float64 {
	var r ordered
	if read(response, &r) != nil || len(r.Order) != len(q.Items) {
		return 0
	}
	right := q.ids()
	if q.Scoring == All {
		return full(slices.Equal(r.Order, right))
	}
	places := make([]int, len(r.Order))
	for i, id := range r.Order {
		places[i] = slices.Index(right, id)
	}
	return float64(longest(places)-1) / float64(max(1, len(right)-1))
}

// longest is the length of the longest part of a list that rises.
func longest(list []int) int {
	var ends []int // the least end of a rising part of each length
	for _, n := range list {
		if i, _ := slices.BinarySearch(ends, n); i < len(ends) {
			ends[i] = n
		} else {
			ends = append(ends, n)
		}
	}
	return len(ends)
}

// Correct is the right order.
func (q *Ordering) Correct() json.RawMessage { return write(ordered{q.ids()}) }

// mostCounted is how many items all orders are counted of: 5,040 of seven.
const mostCounted = 7

// Guess is the mean over all orders.
func (q *Ordering) Guess() (float64, bool) {
	n := len(q.Items)
	if n < 2 || n > mostCounted {
		return 0, false
	}
	sum, count := 0.0, 0.0
	permute(make([]int, 0, n), n, func(places []int) {
		count++
		if rising := longest(places); q.Scoring != All || rising == n {
			sum += float64(rising-1) / float64(n-1)
		}
	})
	return sum / count, true
}

func permute(head []int, n int, visit func([]int)) {
	if len(head) == n {
		visit(head)
		return
	}
	for i := range n {
		if !slices.Contains(head, i) {
			permute(append(head, i), n, visit)
		}
	}
}

// Picks are the places of the items, as "item=place", counted from 1.
func (q *Ordering) Picks(response json.RawMessage) []string {
	var r ordered
	if read(response, &r) != nil {
		return nil
	}
	picks := make([]string, len(r.Order))
	for i, id := range r.Order {
		picks[i] = id + "=" + strconv.Itoa(i+1)
	}
	return picks
}

// Scored is by rule.
func (q *Ordering) Scored() Marker { return ByRule }

// Texts are the items.
func (q *Ordering) Texts(visit func(*models.Text)) {
	for i := range q.Items {
		visit(&q.Items[i])
	}
}

func (q *Ordering) check(prompt models.Text) []string {
	var p problems
	seen := map[string]bool{}
	for _, t := range q.Items {
		p.demand(covers(t, prompt), "assessment.draft.item_text")
		p.demand(!seen[tag(t)], "assessment.draft.item_twice")
		seen[tag(t)] = true
	}
	p.demand(len(q.Items) >= 2 && len(q.Items) <= maxChoices, "assessment.draft.item_count")
	p.demand(slices.Contains([]string{"", Longest, All}, q.Scoring), "assessment.draft.scoring")
	return p
}
