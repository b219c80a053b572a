package roster

import (
	"container/heap"
	"math"
	"slices"
)

// flow fills seats one after the other, each by the cheapest chain of moves that gives it to somebody: a person who is
// free, or one who leaves another seat, which is filled again or falls empty. This is the successive shortest path
// algorithm for flows of least cost (R. K. Ahuja, T. L. Magnanti, J. B. Orlin, Network Flows, 1993, section 9.7, with
// Dijkstra on reduced costs; the rows of J. Munkres' assignment method are the seats), on a network from needs over
// persons at a time to persons to the sink. The last arcs are convex: a person with more load costs more. Arcs are never
// stored; candidates are looked through where the search comes by.
//
// Nodes are the minimum seats of each need, the further seats of each need, and the people.
type flow struct {
	*Board
	exact bool
	needs int32
	slots []int32 // by shift
	lift  int64
	// potential makes every arc cost 0 or more; dist and from are of one search, for nodes whose run is this.
	potential []int64
	dist      []int64
	from      []step
	run, seen []int32
	round     int32
	queue     queue
	// visited are the nodes of a search whose distance is settled, end is the cheapest place to stop, least what that costs.
	visited []int32
	end     int32
	least   int64
	// node is in which of the two nodes of its need an assignment sits, by person beside need.
	node   map[[2]int32]int32
	budget int
}

// step is how a search came to a node: who takes a seat of which node, and gives up which need for it. Coming to a person
// by a step means that the person is free, going on from there that they leave another seat.
type step struct {
	node, person, left int32
}

const nowhere = int32(-1)

// wide and narrow are how many needs a search looks into. Where the flow is not exact, a short look is enough: what it
// misses is found by the walk, and sooner.
const (
	wide   = math.MaxInt
	narrow = 4
)

// fill gives people to needs: all the minimums first, then what is beyond. It answers whether every search went to its
// end. Where exact, what comes out is a cheapest roster.
func (b *Board) fill(exact bool, budget int, stop func() bool) (done bool) {
	f := b.flow(exact, budget)
	for _, level := range []int32{0, 1} {
		for _, i := range b.hardest() {
			n := &b.m.needs[i]
			top := n.min
			if level == 1 {
				top = n.max
			}
			for len(b.teams[i]) < top && !stop() {
				if !f.insert(level*f.needs + i) {
					break
				}
			}
		}
	}
	return f.budget > 0 && !stop()
}

func (b *Board) flow(exact bool, budget int) *flow {
	needs := int32(len(b.teams))
	nodes := 2*int(needs) + len(b.held)
	f := &flow{
		Board: b, exact: exact, needs: needs, slots: b.m.slots(), lift: point * b.m.Weights.Desired, budget: budget,
		potential: make([]int64, nodes), dist: make([]int64, nodes), from: make([]step, nodes), run: make([]int32, nodes),
		seen: make([]int32, nodes), node: map[[2]int32]int32{},
	}
	// Prices to begin with under which everybody's next shift costs nothing, so that searches end near where they begin.
	minutes := b.m.typical()
	for p := range b.held {
		f.potential[2*needs+int32(p)] = -f.marginal(int32(p), minutes)
	}
	return f
}

// typical is how long a shift with needs lasts, in minutes.
func (m *model) typical() int64 {
	sum, n := int64(0), int64(0)
	for i := range m.needs {
		if m.needs[i].max > 0 {
			sum, n = sum+m.needs[i].minutes, n+1
		}
	}
	return sum / max(n, 1)
}

// slots numbers the periods of shifts; those of one period share a number.
func (m *model) slots() []int32 {
	numbers, slots := map[[2]int64]int32{}, make([]int32, len(m.Shifts))
	for i := range slots {
		key := [2]int64{m.works[i].from, m.works[i].until}
		n, ok := numbers[key]
		if !ok {
			n = int32(len(numbers))
			numbers[key] = n
		}
		slots[i] = n
	}
	return slots
}

// hardest are the needs, those with the fewest candidates for a seat first.
func (b *Board) hardest() []int32 {
	order := make([]int32, len(b.teams))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(x, y int32) int {
		a, c := &b.m.needs[x], &b.m.needs[y]
		return len(a.able)*max(c.max, 1) - len(c.able)*max(a.max, 1)
	})
	return order
}

func (f *flow) need(node int32) int32 { return node % f.needs }

// want is what an empty seat of a node costs.
func (f *flow) want(node int32) int64 {
	if node < f.needs {
		return f.m.missing
	}
	return point * f.m.Weights.Extra
}

// arc is what it costs that a person sits in a need, their load aside; the lift keeps it from being less than 0.
func (f *flow) arc(p, node int32) int64 {
	return f.m.taste(f.m.needs[f.need(node)].liking(p)) + f.lift
}

func (f *flow) marginal(p int32, minutes int64) int64 {
	return f.m.Weights.Fair * (2*f.load[p] + minutes) * minutes
}

// insert gives a further seat of a node to somebody, if the roster gets better by it.
func (f *flow) insert(start int32) bool {
	f.round++
	f.queue, f.visited = f.queue[:0], f.visited[:0]
	f.end, f.least = nowhere, math.MaxInt64
	f.reach(start, 0, step{node: nowhere, person: nowhere, left: nowhere})
	near := wide
	if !f.exact {
		near = narrow
	}
	for len(f.queue) > 0 && f.queue[0].dist < f.least {
		at := heap.Pop(&f.queue).(reached)
		if f.seen[at.node] == f.round {
			continue
		}
		f.seen[at.node] = f.round
		f.visited = append(f.visited, at.node)
		if at.node >= 2*f.needs {
			f.leave(at)
		} else if near > 0 && (f.budget > 0 || at.node == start) {
			near--
			f.look(at)
		}
	}
	for _, v := range f.visited {
		f.potential[v] += f.dist[v] - f.least
	}
	return f.end != start && f.apply(f.end)
}

// sink is what it costs to end at a node: the load of a person, or a seat that stays empty.
func (f *flow) sink(node int32) int64 {
	if node < 2*f.needs {
		return f.want(node) + f.lift
	}
	p := node - 2*f.needs
	return f.marginal(p, f.m.needs[f.need(f.from[node].node)].minutes)
}

// leave goes on from somebody who is free for what brought them here, to the seats that they could give up for it.
func (f *flow) leave(at reached) {
	p := at.node - 2*f.needs
	for _, e := range f.held[p] {
		if e.need >= 0 && !e.pinned {
			left := f.sits(p, e.need)
			f.relax(at, left, -f.arc(p, left), step{node: nowhere, person: p, left: e.need})
		}
	}
}

// look goes on from a need to those who could come: out of the seat they have at the time, or freely.
func (f *flow) look(at reached) {
	i := f.need(at.node)
	n := &f.m.needs[i]
	slot := f.slots[n.shift]
	f.budget -= len(n.able)
	for _, p := range n.able {
		if sits := f.sitting(p, slot); sits == nil {
			f.invite(at, p, i)
		} else if !sits.pinned && (sits.need != i || at.node < f.needs) {
			f.exchange(at, p, i, sits.need)
		}
	}
}

// sitting is the seat that somebody has at a time.
func (f *flow) sitting(p, slot int32) *entry {
	for k := range f.held[p] {
		if e := &f.held[p][k]; e.need >= 0 && f.slots[e.work] == slot {
			return e
		}
	}
	return nil
}

func (f *flow) invite(at reached, p, i int32) {
	person := 2*f.needs + p
	cost := at.dist + max(f.arc(p, at.node)+f.potential[at.node]-f.potential[person], 0)
	if f.run[person] == f.round && f.dist[person] <= cost || cost >= f.least {
		return
	}
	switch {
	case f.m.beside(p, f.held[p], f.m.needs[i].shift) == OK:
		f.reach(person, cost, step{at.node, p, nowhere})
	case !f.exact:
		for _, e := range f.held[p] {
			if e.need >= 0 && !e.pinned {
				f.exchange(at, p, i, e.need)
			}
		}
	}
}

// exchange is a person leaving a seat for one of this need.
func (f *flow) exchange(at reached, p, i, left int32) {
	to := f.sits(p, left)
	if to != at.node && (f.exact || left == i || f.instead(p, left, i)) {
		f.relax(at, to, f.arc(p, at.node)-f.arc(p, to), step{at.node, p, left})
	}
}

// instead says whether a person could take a seat in place of another.
func (f *flow) instead(p, left, i int32) bool {
	at := f.find(p, left)
	held := append(append(make([]entry, 0, 16), f.held[p][:at]...), f.held[p][at+1:]...)
	return f.m.beside(p, held, f.m.needs[i].shift) == OK
}

// relax goes along an arc. Outside of exact problems a potential may be wrong; the arc then counts as free.
func (f *flow) relax(at reached, to int32, cost int64, by step) {
	d := at.dist + max(cost+f.potential[at.node]-f.potential[to], 0)
	if d < f.least && (f.run[to] != f.round || d < f.dist[to]) {
		f.reach(to, d, by)
	}
}

func (f *flow) reach(node int32, dist int64, by step) {
	if f.seen[node] == f.round {
		return
	}
	f.run[node], f.dist[node], f.from[node] = f.round, dist, by
	heap.Push(&f.queue, reached{dist, node})
	if cost := dist + max(f.sink(node)+f.potential[node], 0); cost < f.least {
		f.end, f.least = node, cost
	}
}

// sits is the node of a need in which a person sits.
func (f *flow) sits(p, i int32) int32 { return f.node[[2]int32{p, i}] }
