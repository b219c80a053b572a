package roster

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"academy/app/volunteering/roster/anneal"
)

// Options say how long to look. The box is counted in steps: the same problem with the same Seed and Steps has the same
// roster on every machine, as long as neither the context nor the Limit ends the search before its last step.
type Options struct {
	Seed uint64
	// Steps are moves tried after the start; below 0 none, 0 for as many as suit the size of the problem.
	Steps int
	// Limit is a guard for slow machines, 0 for none.
	Limit time.Duration
	// Report is told how far the search is: of the pins alone, of the start, and then about a hundred times. It is called
	// by Solve itself and should be quick; it may end the context.
	Report func(Progress)
}

// Progress is how far a search is.
type Progress struct {
	Step, Steps int
	// Best is what the best roster so far is worth.
	Best Score
}

// Result is the best roster found.
type Result struct {
	// Board holds it; it explains what it is asked.
	Board *Board
	// Assignments are all of it, the pins among them. Any part of it that keeps the pins breaks no rule either.
	Assignments []Assignment
	// Start is what the flow alone was worth, Score what came of it.
	Start, Score Score
	// Exact says that no roster that keeps the rules and the pins has a better score, so that there was nothing to search
	// for. It is so when the flow came to its end and no choice but that of a period stands against another:
	//   - shifts with needs have one length and lie in periods that are the same or apart, by the way between places and by
	//     the rest if on different days;
	//   - nobody could break a maximum of a day, of a week or without a pause by working in every period;
	//   - all that is weighed is weighed seat by seat or by load: the wishes for continuity, for mixed teams and for pairs
	//     of languages have no weight or nothing to weigh;
	//   - no pin breaks a rule.
	// Qualifications, wishes, ages, work elsewhere and past loads may be as they like.
	Exact bool
	// Steps were tried. Stopped says that the context or the limit came before the last.
	Steps   int
	Stopped bool
}

// Solve looks for a good roster: a flow of least cost to start from, then an annealed search with moves that break no rule.
// When the context is done, it answers the best so far; an error is only ever a problem that cannot be.
func Solve(ctx context.Context, p *Problem, o Options) (*Result, error) {
	m, err := compile(p)
	if err != nil {
		return nil, err
	}
	if o.Limit > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, o.Limit)
		defer cancel()
	}
	b := m.board()
	o.report(Progress{Best: b.Score()})
	r := &Result{Board: b}
	exact := b.exact()
	done := b.fill(exact, effort, func() bool { return ctx.Err() != nil })
	r.Exact = exact && done
	r.Start = b.Score()
	if o.Steps == 0 {
		o.Steps = m.steps()
	}
	if r.Exact || o.Steps < 0 || len(m.needs) == 0 {
		o.Steps = 0
	}
	o.report(Progress{0, o.Steps, r.Start})
	if o.Steps > 0 {
		r.Steps = b.improve(ctx, o)
	}
	r.Score, r.Assignments, r.Stopped = b.Score(), b.Assignments(), ctx.Err() != nil && (!done || r.Steps < o.Steps)
	return r, nil
}

func (o *Options) report(p Progress) {
	if o.Report != nil {
		o.Report(p)
	}
}

// effort is how many candidates the flow may look at before it only takes who is free.
const effort = 200_000_000

// steps suit the size of a problem: two thousand for every seat.
func (m *model) steps() int {
	seats := 0
	for i := range m.needs {
		seats += m.needs[i].max
	}
	return min(max(2000*seats, 200_000), 8_000_000)
}

func (b *Board) improve(ctx context.Context, o Options) (steps int) {
	w, start := newWalk(b), b.score
	plan := anneal.Plan{Seed: o.Seed, Steps: o.Steps, Rounds: 2, Hot: w.heat(o.Seed)}
	plan.Cold = plan.Hot / 200
	if o.Report != nil {
		plan.Every = max(o.Steps/100, 1)
		plan.Report = func(step int, best int64) { o.Report(Progress{step, o.Steps, b.m.split(start + best)}) }
	}
	steps, _ = anneal.Run(ctx, w, plan)
	return steps
}

// heat is a temperature at which a quarter of the moves that make a roster worse, without emptying a seat that somebody
// must have, are as likely as not.
func (w *walk) heat(seed uint64) float64 {
	r := rand.New(rand.NewPCG(seed, 0x4ea7))
	var worse []int64
	for range 2000 {
		delta, ok := w.Move(r)
		if ok && delta > 0 && delta < w.m.missing/2 {
			worse = append(worse, delta)
		}
		w.Undo()
	}
	if len(worse) == 0 {
		return point
	}
	slices.Sort(worse)
	return math.Max(float64(worse[len(worse)/4]), 1)
}
