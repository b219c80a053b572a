package roster

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// point is what a point of the weights costs, in minutes².
const point = 60 * 60

// model is a problem made ready: numbers for names, and who may take which need as far as nobody's other work matters. It
// takes 4 bytes for every pair of a need and a person who may, and two bits for every other.
type model struct {
	*Problem
	// works are the shifts, then the engagements of everybody.
	works  []work
	needs  []need
	people []person
	// missing is the price of a seat below the minimum, more than all the rest of any roster can differ by; floor is what
	// this rest is at least.
	missing, floor int64
}

type need struct {
	shift, duty int32
	min, max    int
	minutes     int64
	languages   []int32
	pairs       [][2]int32
	// able are the people whom no rule of their own keeps away, in ascending order, and wish what they said of it, two
	// bits each.
	able []int32
	wish []byte
}

type person struct {
	languages       []int32
	grants          []grant
	approved        int64
	said            []said
	maxDay, maxWeek int64
	elsewhere       []int32
	senior          bool
}

type grant struct {
	duty        int32
	from, until int64
}

type said struct {
	from, until int64
	level       Level
}

// liking is what is kept of a person and a need.
type liking byte

const (
	barred liking = iota
	against
	neutral
	after
)

func compile(p *Problem) (*model, error) {
	if err := p.check(); err != nil {
		return nil, err
	}
	m := &model{Problem: p, needs: make([]need, len(p.Needs)), people: make([]person, len(p.People))}
	for _, s := range p.Shifts {
		m.works = append(m.works, newWork(s.From, s.Until, s.Place, p.Zone))
	}
	duties, languages := numbering{}, numbering{}
	for i, n := range p.Needs {
		m.needs[i] = need{
			shift: int32(n.Shift), duty: duties.of(n.Duty), min: n.Min, max: min(n.Max, max(n.Min, len(p.People))),
			minutes: m.works[n.Shift].minutes, languages: languages.all(n.Languages),
		}
		for _, pair := range n.Pairs {
			m.needs[i].pairs = append(m.needs[i].pairs, [2]int32{languages.of(pair[0]), languages.of(pair[1])})
		}
	}
	for i := range p.People {
		m.people[i] = m.person(&p.People[i], duties, languages)
	}
	m.sieve()
	return m, m.price()
}

func (m *model) person(p *Person, duties, languages numbering) person {
	v := person{
		languages: languages.all(p.Languages), approved: math.MinInt64,
		maxDay: least(p.MaxDay, m.Rules.MaxDay), maxWeek: least(p.MaxWeek, m.Rules.MaxWeek), senior: p.Experience >= m.Rules.Experienced,
	}
	if !p.ApprovedUntil.IsZero() {
		v.approved = p.ApprovedUntil.Unix()
	}
	for _, g := range p.Grants {
		held := grant{duties.of(g.Duty), g.From.Unix(), math.MaxInt64}
		if !g.Until.IsZero() {
			held.until = g.Until.Unix()
		}
		v.grants = append(v.grants, held)
	}
	for _, a := range p.Availability {
		v.said = append(v.said, said{a.From.Unix(), a.Until.Unix(), a.Level})
	}
	slices.SortStableFunc(v.said, func(a, b said) int { return cmp.Compare(a.from, b.from) })
	for _, e := range p.Elsewhere {
		v.elsewhere = append(v.elsewhere, int32(len(m.works)))
		m.works = append(m.works, newWork(e.From, e.Until, e.Place, m.Zone))
	}
	return v
}

// least is the smaller of two limits of which 0 is none.
func least(a, b int) int64 {
	if a == 0 || b > 0 && b < a {
		a = b
	}
	if a == 0 {
		return math.MaxInt64
	}
	return int64(a)
}

// sieve finds who may take what. What people said is looked up once a shift, in the order of the shifts: what is over is
// not looked at again.
func (m *model) sieve() {
	byShift, order := make([][]int, len(m.Shifts)), make([]int, len(m.Shifts))
	for i, n := range m.needs {
		byShift[n.shift] = append(byShift[n.shift], i)
	}
	for s := range order {
		order[s] = s
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(m.works[a].from, m.works[b].from) })
	likings, over := make([]liking, len(m.people)), make([]int, len(m.people))
	for _, s := range order {
		if len(byShift[s]) == 0 {
			continue
		}
		w := &m.works[s]
		for p := range m.people {
			who := &m.people[p]
			for over[p] < len(who.said) && who.said[over[p]].until <= w.from {
				over[p]++
			}
			likings[p] = liked(who.said[over[p]:], w)
		}
		for _, i := range byShift[s] {
			m.sift(i, likings)
		}
	}
}

// sift finds who may take a need.
func (m *model) sift(i int, likings []liking) {
	n := &m.needs[i]
	n.wish = make([]byte, (len(m.people)+3)/4)
	for p, l := range likings {
		if l != barred && m.before(p, i) == OK && m.after(p, i) == OK {
			n.able = append(n.able, int32(p))
			n.wish[p/4] |= byte(l) << (p % 4 * 2)
		}
	}
	n.able = slices.Clip(n.able)
}

func (n *need) liking(p int32) liking { return liking(n.wish[p/4] >> (p % 4 * 2) & 3) }

// price sets the price of a missing seat, or refuses numbers with which sums would not be exact.
func (m *model) price() error {
	w := m.Weights
	var seats, minutes, longest, pairs, past float64
	for _, n := range m.needs {
		seats += float64(n.max)
		minutes += float64(n.max) * float64(n.minutes)
		pairs += float64(len(n.pairs))
	}
	for i := range m.Shifts {
		longest += float64(m.works[i].minutes)
	}
	for _, a := range m.Pins {
		seats++
		minutes += float64(m.needs[a.Need].minutes)
		longest += float64(m.needs[a.Need].minutes)
	}
	for i := range m.People {
		past = max(past, float64(m.People[i].PastLoad))
	}
	floor := point * seats * float64(w.Desired)
	roof := point*(seats*float64(w.Extra+w.Undesired+w.Continuity+w.Mixed)+pairs*float64(w.Pairs)) + float64(w.Fair)*minutes*(longest+2*past)
	if missing := floor + roof + 1; missing*(seats+2) > 1<<61 {
		return fmt.Errorf("%w: costs up to %g", ErrProblem, missing*seats)
	}
	m.floor, m.missing = -int64(floor), int64(floor)+int64(roof)+2
	return nil
}

func (p *Problem) check() error {
	switch {
	case p.Zone == nil:
		return fmt.Errorf("%w: no zone", ErrProblem)
	case len(p.People) > math.MaxInt32 || len(p.Needs) > math.MaxInt32/2:
		return fmt.Errorf("%w: too large", ErrProblem)
	case slices.Min([]int64{p.Weights.Extra, p.Weights.Undesired, p.Weights.Desired, p.Weights.Fair, p.Weights.Continuity, p.Weights.Mixed, p.Weights.Pairs}) < 0:
		return fmt.Errorf("%w: a weight below 0", ErrProblem)
	case min(int(p.Rules.Rest), p.Rules.MaxDay, p.Rules.MaxWeek, p.Rules.MaxConsecutive, int(p.Rules.Pause)) < 0:
		return fmt.Errorf("%w: a limit below 0", ErrProblem)
	}
	for i, s := range p.Shifts {
		if s.Until.Before(s.From) {
			return fmt.Errorf("%w: shift %d ends before it begins", ErrProblem, i)
		}
	}
	for i, n := range p.Needs {
		if n.Shift < 0 || n.Shift >= len(p.Shifts) || n.Min < 0 || n.Max < n.Min || n.Max > math.MaxInt32 {
			return fmt.Errorf("%w: need %d", ErrProblem, i)
		}
	}
	for i := range p.People {
		if err := p.People[i].check(); err != nil {
			return fmt.Errorf("person %d: %w", i, err)
		}
	}
	return p.checkAssigned(p.Pins)
}

func (p *Person) check() error {
	if min(p.MaxDay, p.MaxWeek, p.PastLoad, p.Experience) < 0 {
		return fmt.Errorf("%w: a number below 0", ErrProblem)
	}
	for _, e := range p.Elsewhere {
		if e.Until.Before(e.From) {
			return fmt.Errorf("%w: an engagement ends before it begins", ErrProblem)
		}
	}
	return nil
}

func (p *Problem) checkAssigned(all []Assignment) error {
	for _, a := range all {
		if a.Need < 0 || a.Need >= len(p.Needs) || a.Person < 0 || a.Person >= len(p.People) {
			return fmt.Errorf("%w: person %d in need %d", ErrProblem, a.Person, a.Need)
		}
	}
	return nil
}

// numbering numbers names as they come.
type numbering map[string]int32

func (n numbering) of(name string) int32 {
	i, ok := n[name]
	if !ok {
		i = int32(len(n))
		n[name] = i
	}
	return i
}

func (n numbering) all(names []string) []int32 {
	var v []int32
	for _, name := range names {
		v = append(v, n.of(name))
	}
	return v
}
