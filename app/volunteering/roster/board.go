package roster

import (
	"cmp"
	"slices"
)

// Board is a roster of a problem, with what it is worth at every moment. It is not safe for use by several at once.
type Board struct {
	m     *model
	held  [][]entry // by person, as they begin
	teams [][]int32 // by need
	// fresh and senior count the new and the experienced people of a team; cost is what each need costs as it stands.
	fresh, senior []int32
	cost          []int64
	load          []int64
	score         int64
}

// NewBoard puts an assignment after the other on the board, the pins first and none twice. It checks no rule: Breaches
// tells what is broken.
func NewBoard(p *Problem, roster []Assignment) (*Board, error) {
	m, err := compile(p)
	if err != nil {
		return nil, err
	}
	if err := p.checkAssigned(roster); err != nil {
		return nil, err
	}
	b := m.board()
	for _, a := range roster {
		if !b.has(int32(a.Person), int32(a.Need)) {
			b.assign(int32(a.Person), int32(a.Need))
		}
	}
	return b, nil
}

// board has the pins on it and what people do elsewhere.
func (m *model) board() *Board {
	b := &Board{
		m: m, held: make([][]entry, len(m.people)), teams: make([][]int32, len(m.needs)), fresh: make([]int32, len(m.needs)),
		senior: make([]int32, len(m.needs)), cost: make([]int64, len(m.needs)), load: make([]int64, len(m.people)),
	}
	for p := range m.people {
		b.load[p] = int64(m.People[p].PastLoad)
		for _, w := range m.people[p].elsewhere {
			b.insert(int32(p), entry{work: w, need: -1})
		}
	}
	for i := range m.needs {
		b.recount(int32(i), 0)
	}
	for _, a := range m.Pins {
		p, i := int32(a.Person), int32(a.Need)
		if !b.has(p, i) {
			b.assign(p, i)
			b.held[p][b.find(p, i)].pinned = true
		}
	}
	return b
}

// Score is what a roster is worth; of two, the one with less is better.
type Score struct {
	// Missing are the seats that the minimums ask for and nobody has.
	Missing int
	// Cost is the sum of the weights in 3,600ths of a point, so that it is exact.
	Cost int64
}

// Less says whether s is better than o.
func (s Score) Less(o Score) bool {
	return cmp.Or(cmp.Compare(s.Missing, o.Missing), cmp.Compare(s.Cost, o.Cost)) < 0
}

// Score is what the board is worth.
func (b *Board) Score() Score { return b.m.split(b.score) }

func (m *model) split(score int64) Score {
	missing := (score - m.floor) / m.missing
	return Score{int(missing), score - missing*m.missing}
}

// Assignments are all on the board, those of the first need first.
func (b *Board) Assignments() []Assignment {
	var all []Assignment
	for i, team := range b.teams {
		sorted := slices.Sorted(slices.Values(team))
		for _, p := range sorted {
			all = append(all, Assignment{i, int(p)})
		}
	}
	return all
}

// Load is the past load of a person and what the board adds to it, in minutes.
func (b *Board) Load(person int) int { return int(b.load[person]) }

// Squares is the sum of the squares of everybody's load, in minutes²: the less, the fairer, as long as the same work is
// done.
func (b *Board) Squares() (sum int64) {
	for _, l := range b.load {
		sum += l * l
	}
	return sum
}

func (b *Board) has(p, i int32) bool { return b.find(p, i) >= 0 }

func (b *Board) find(p, i int32) int {
	return slices.IndexFunc(b.held[p], func(e entry) bool { return e.need == i })
}

func (b *Board) insert(p int32, e entry) {
	held := b.held[p]
	from := b.m.works[e.work].from
	at := len(held)
	for at > 0 && b.m.works[held[at-1].work].from > from {
		at--
	}
	b.held[p] = slices.Insert(held, at, e)
}

// may says whether a person who is not in a need may take a seat in it.
func (b *Board) may(p, i int32) bool {
	return b.m.needs[i].liking(p) != barred && b.fits(p, i)
}

// fits says the same of somebody who is able to.
func (b *Board) fits(p, i int32) bool {
	n := &b.m.needs[i]
	return len(b.teams[i]) < n.max && b.m.beside(p, b.held[p], n.shift) == OK
}

// assign gives a person a seat, checked or not, and answers what the score grows by.
func (b *Board) assign(p, i int32) int64 {
	n := &b.m.needs[i]
	before := b.score
	b.score += b.personal(p, n, b.load[p])
	b.load[p] += n.minutes
	b.insert(p, entry{work: n.shift, need: i})
	b.teams[i] = append(b.teams[i], p)
	b.recount(i, 1, p)
	return b.score - before
}

// unassign takes a person out of a seat.
func (b *Board) unassign(p, i int32) int64 {
	n := &b.m.needs[i]
	before := b.score
	at := b.find(p, i)
	b.held[p] = slices.Delete(b.held[p], at, at+1)
	b.load[p] -= n.minutes
	b.score -= b.personal(p, n, b.load[p])
	team := b.teams[i]
	team[slices.Index(team, p)] = team[len(team)-1]
	b.teams[i] = team[:len(team)-1]
	b.recount(i, -1, p)
	return b.score - before
}

// personal is what a seat costs through the person alone, who has none in this need and this load without it.
func (b *Board) personal(p int32, n *need, load int64) int64 {
	w := &b.m.Weights
	cost := w.Fair*(2*load+n.minutes)*n.minutes + b.m.taste(n.liking(p))
	if w.Continuity == 0 {
		return cost
	}
	others := false
	for _, e := range b.held[p] {
		if e.need >= 0 {
			if b.m.needs[e.need].duty == n.duty {
				return cost
			}
			others = true
		}
	}
	if others {
		cost += point * w.Continuity
	}
	return cost
}

func (m *model) taste(l liking) int64 {
	switch l {
	case against:
		return point * m.Weights.Undesired
	case after:
		return -point * m.Weights.Desired
	}
	return 0
}

// recount brings the cost of a team up to date after somebody came (1) or left (-1).
func (b *Board) recount(i, change int32, who ...int32) {
	for _, p := range who {
		if b.m.people[p].senior {
			b.senior[i] += change
		} else {
			b.fresh[i] += change
		}
	}
	now := b.team(i)
	b.score += now - b.cost[i]
	b.cost[i] = now
}

// team is what a team costs as a team.
func (b *Board) team(i int32) int64 {
	n, w := &b.m.needs[i], &b.m.Weights
	size := len(b.teams[i])
	cost := int64(max(n.min-size, 0))*b.m.missing + point*w.Extra*int64(max(n.max-max(size, n.min), 0))
	if b.senior[i] == 0 {
		cost += point * w.Mixed * int64(b.fresh[i])
	}
	for _, pair := range n.pairs {
		if !slices.ContainsFunc(b.teams[i], func(p int32) bool { return b.m.people[p].speaks(pair[:]) }) {
			cost += point * w.Pairs
		}
	}
	return cost
}
