package roster

import (
	"math/rand/v2"
	"slices"
)

// walk changes a board by small moves, each of which leaves every hard rule as it was and every pin in its place.
type walk struct {
	*Board
	log    []op
	marked [][]int32
	// short are the needs below their minimum, in any order, and where each of them stands there, counted from 1.
	short []int32
	place []int32
	// touched are the needs that changed since they were marked, and which those are.
	touched []int32
	dirty   []bool
}

// op is a seat given (or taken).
type op struct {
	person, need int32
	given        bool
}

func newWalk(b *Board) *walk {
	w := &walk{Board: b, place: make([]int32, len(b.teams)), marked: make([][]int32, len(b.teams)), dirty: make([]bool, len(b.teams))}
	for i := range b.teams {
		w.watch(int32(i))
	}
	return w
}

// tries is how many candidates a move looks at before it gives up.
const tries = 8

func (w *walk) Move(r *rand.Rand) (delta int64, ok bool) {
	w.log = w.log[:0]
	before := w.score
	if w.try(r) {
		return w.score - before, true
	}
	w.Undo()
	return 0, false
}

func (w *walk) try(r *rand.Rand) bool {
	i := int32(r.IntN(len(w.teams)))
	if len(w.short) > 0 && r.IntN(4) == 0 {
		i = w.short[r.IntN(len(w.short))]
	}
	if len(w.teams[i]) < w.m.needs[i].max && r.IntN(2) == 0 {
		if r.IntN(2) == 0 {
			return w.seat(r, i)
		}
		return w.chain(r, i)
	}
	p, ok := w.member(r, i)
	if !ok {
		return false
	}
	switch r.IntN(8) {
	case 0:
		return w.swap(r, p, i)
	case 1:
		w.take(p, i)
		return w.chain(r, i)
	case 2:
		w.take(p, i)
		return len(w.teams[i]) >= w.m.needs[i].min || w.elsewhere(r, p)
	default:
		w.take(p, i)
		return w.seat(r, i)
	}
}

// seat gives a seat of a need to somebody who may have it, of two the one with less load.
func (w *walk) seat(r *rand.Rand, i int32) bool {
	able := w.m.needs[i].able
	best := nowhere
	for range tries {
		if len(able) == 0 {
			return false
		}
		p := able[r.IntN(len(able))]
		if p == best || w.was(p, i) || !w.fits(p, i) {
			continue
		}
		if best != nowhere {
			if w.load[p] < w.load[best] {
				best = p
			}
			break
		}
		best = p
		if r.IntN(2) == 0 {
			break
		}
	}
	if best == nowhere {
		return false
	}
	w.give(best, i)
	return true
}

// was says that a person has just been taken out of a need by this move.
func (w *walk) was(p, i int32) bool {
	for _, o := range w.log {
		if o.person == p && o.need == i && !o.given {
			return true
		}
	}
	return false
}

// chain gives a seat to somebody who leaves another for it, and that one to a third.
func (w *walk) chain(r *rand.Rand, i int32) bool {
	n := &w.m.needs[i]
	if len(n.able) == 0 {
		return false
	}
	for range tries {
		p := n.able[r.IntN(len(n.able))]
		if w.was(p, i) || w.has(p, i) {
			continue
		}
		left, ok := w.stands(r, p, n.shift)
		if !ok {
			continue
		}
		w.take(p, left)
		if !w.fits(p, i) {
			w.back()
			continue
		}
		w.give(p, i)
		return w.seat(r, left) || len(w.teams[left]) >= w.m.needs[left].min
	}
	return false
}

// stands is the one seat of a person that stands against a shift, or any one when none does alone.
func (w *walk) stands(r *rand.Rand, p, shift int32) (left int32, ok bool) {
	held := w.held[p]
	if len(held) == 0 {
		return 0, false
	}
	e := held[r.IntN(len(held))]
	for _, x := range held {
		if x.work == shift || w.m.apart(&w.m.works[x.work], &w.m.works[shift]) != OK {
			e = x
			break
		}
	}
	return e.need, e.need >= 0 && !e.pinned
}

// swap exchanges the seats of two people.
func (w *walk) swap(r *rand.Rand, p, i int32) bool {
	j := int32(r.IntN(len(w.teams)))
	q, ok := w.member(r, j)
	if !ok || p == q || i == j {
		return false
	}
	w.take(p, i)
	w.take(q, j)
	if w.has(p, j) || w.has(q, i) || !w.may(p, j) || !w.may(q, i) {
		return false
	}
	w.give(p, j)
	w.give(q, i)
	return true
}

// elsewhere gives a person a seat in a need that is below its minimum or at least not full.
func (w *walk) elsewhere(r *rand.Rand, p int32) bool {
	for range tries {
		j := int32(r.IntN(len(w.teams)))
		if len(w.short) > 0 {
			j = w.short[r.IntN(len(w.short))]
		}
		if !w.was(p, j) && !w.has(p, j) && w.may(p, j) {
			w.give(p, j)
			return true
		}
	}
	return false
}

// member is somebody of a team who is not pinned there.
func (w *walk) member(r *rand.Rand, i int32) (p int32, ok bool) {
	team := w.teams[i]
	if len(team) == 0 {
		return 0, false
	}
	p = team[r.IntN(len(team))]
	return p, !w.held[p][w.find(p, i)].pinned
}

func (w *walk) give(p, i int32) {
	w.assign(p, i)
	w.watch(i)
	w.log = append(w.log, op{p, i, true})
}

func (w *walk) take(p, i int32) {
	w.unassign(p, i)
	w.watch(i)
	w.log = append(w.log, op{p, i, false})
}

// back undoes the last thing of the move.
func (w *walk) back() {
	o := w.log[len(w.log)-1]
	w.log = w.log[:len(w.log)-1]
	if o.given {
		w.unassign(o.person, o.need)
	} else {
		w.assign(o.person, o.need)
	}
	w.watch(o.need)
}

func (w *walk) Undo() {
	for len(w.log) > 0 {
		w.back()
	}
}

// watch keeps the lists of needs below their minimum and of those that changed.
func (w *walk) watch(i int32) {
	if !w.dirty[i] {
		w.dirty[i] = true
		w.touched = append(w.touched, i)
	}
	short, at := len(w.teams[i]) < w.m.needs[i].min, w.place[i]
	switch {
	case short && at == 0:
		w.short = append(w.short, i)
		w.place[i] = int32(len(w.short))
	case !short && at > 0:
		last := w.short[len(w.short)-1]
		w.short[at-1], w.place[last] = last, at
		w.short, w.place[i] = w.short[:len(w.short)-1], 0
	}
}

func (w *walk) Mark() {
	for _, i := range w.touched {
		w.marked[i] = append(w.marked[i][:0], w.teams[i]...)
		w.dirty[i] = false
	}
	w.touched = w.touched[:0]
}

// Restore takes out whom the marked teams do not have and brings back whom they do.
func (w *walk) Restore() {
	touched := w.touched
	for _, i := range touched {
		team := w.teams[i]
		for k := len(team) - 1; k >= 0; k-- {
			if p := team[k]; !slices.Contains(w.marked[i], p) {
				w.unassign(p, i)
			}
		}
	}
	for _, i := range touched {
		for _, p := range w.marked[i] {
			if !slices.Contains(w.teams[i], p) {
				w.assign(p, i)
			}
		}
		w.watch(i)
		w.dirty[i] = false
	}
	w.touched, w.log = touched[:0], w.log[:0]
}
