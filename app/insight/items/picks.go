package items

import (
	"cmp"
	"slices"
)

// Pick is something that was chosen or typed, or could have been chosen.
type Pick struct {
	ID string `json:"id"`
	// Times is how many attempts have it.
	Times int  `json:"times"`
	Right bool `json:"right"`
	// Offered says that the question offers it; all else was made up by those who answered.
	Offered bool `json:"offered"`
}

// Picks counts what the attempts at a version have chosen.
type Picks struct {
	picks map[string]*Pick
}

// mostPicks bounds what is kept of what people type. Whoever counts begins with what was answered most often.
const mostPicks = 500

// NewPicks begins with what the question offers and what it takes for right.
func NewPicks(offered, right []string) *Picks {
	p := &Picks{map[string]*Pick{}}
	for _, id := range offered {
		p.picks[id] = &Pick{ID: id, Offered: true}
	}
	for _, id := range right {
		p.find(id).Right = true
	}
	return p
}

func (p *Picks) find(id string) *Pick {
	if p.picks[id] == nil {
		p.picks[id] = &Pick{ID: id}
	}
	return p.picks[id]
}

// Add counts an answer that so many attempts have given. All that stands in an answer which earns everything is right.
func (p *Picks) Add(ids []string, times int, right bool) {
	for _, id := range ids {
		if p.picks[id] == nil && len(p.picks) >= mostPicks {
			continue
		}
		pick := p.find(id)
		pick.Times += times
		pick.Right = pick.Right || right
	}
}

// List answers them: first what is offered, in the order given, then the others, the most frequent first.
func (p *Picks) List(offered []string) []Pick {
	list := make([]Pick, 0, len(p.picks))
	for _, pick := range p.picks {
		list = append(list, *pick)
	}
	slices.SortFunc(list, func(a, b Pick) int {
		if a.Offered && b.Offered {
			return cmp.Compare(slices.Index(offered, a.ID), slices.Index(offered, b.ID))
		}
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(b.Times, a.Times), cmp.Compare(a.ID, b.ID))
	})
	return list
}

func rank(p Pick) int {
	if p.Offered {
		return 0
	}
	return 1
}
