// Package anneal looks for better solutions by small random changes, at first taking worse ones too and then fewer and
// fewer of them (simulated annealing; S. Kirkpatrick, C. D. Gelatt, M. P. Vecchi, Optimization by Simulated Annealing,
// Science 220, 1983). It knows nothing of what is solved: rosters and the benchmark's instances walk with it.
package anneal

import (
	"context"
	"math"
	"math/rand/v2"
)

// Walk is a solution that can be changed.
type Walk interface {
	// Move makes a random change and answers by how much the score grew; less is better. Without ok nothing has changed.
	Move(r *rand.Rand) (delta int64, ok bool)
	// Undo takes the last move back.
	Undo()
	// Mark remembers the solution as it is, Restore returns to what was marked last.
	Mark()
	Restore()
}

// Plan says how long to walk and how. The same plan makes the same walk: the box is counted in steps, never in seconds.
type Plan struct {
	Seed uint64
	// Steps are moves tried, of all rounds together.
	Steps int
	// Rounds heat up as often as this, each from the best so far and a little cooler than the one before.
	Rounds int
	// Hot and Cold are the temperatures at both ends of a round: at T, a move that costs T more is taken with the
	// probability 1/e.
	Hot, Cold float64
	// Every so many steps Report is told the steps done and by how much the best is better than the start, as a number
	// below 0.
	Every  int
	Report func(steps int, best int64)
}

// look is how often the context and the temperature are looked at, in steps.
const look = 256

// Run walks until the steps are done or the context is, whichever comes first, and leaves the best solution that it met.
// It answers the steps done and the best score less the first one.
func Run(ctx context.Context, w Walk, p Plan) (steps int, best int64) {
	w.Mark()
	a := walker{Walk: w, Plan: p, random: rand.New(rand.NewPCG(p.Seed, 0x5eed))}
	rounds := max(p.Rounds, 1)
	for round := range rounds {
		from, to := p.Steps*round/rounds, p.Steps*(round+1)/rounds
		hot := p.Hot / float64(int64(1)<<min(round, 40))
		if !a.round(ctx, from, to, max(hot, p.Cold)) {
			break
		}
	}
	return a.done, a.best
}

type walker struct {
	Walk
	Plan
	random    *rand.Rand
	now, best int64
	// fresh says that the solution is the best one and not marked yet.
	fresh bool
	done  int
}

func (a *walker) round(ctx context.Context, from, to int, hot float64) bool {
	temperature := hot
	for a.done = from; a.done < to; a.done++ {
		if a.done%look == 0 {
			if ctx.Err() != nil {
				a.settle()
				return false
			}
			temperature = hot * math.Pow(a.Cold/hot, float64(a.done-from)/float64(to-from))
		}
		a.step(temperature)
		if a.Every > 0 && (a.done+1)%a.Every == 0 {
			a.Report(a.done+1, a.best)
		}
	}
	a.settle()
	return true
}

func (a *walker) step(temperature float64) {
	delta, ok := a.Move(a.random)
	switch {
	case !ok:
	case delta <= 0:
		a.now += delta
		if a.now < a.best {
			a.best, a.fresh = a.now, true
		}
	case float64(delta) > temperature*a.random.ExpFloat64():
		a.Undo()
	case a.fresh:
		// The best solution would be left for the first time: it is marked instead, and the move is lost.
		a.Undo()
		a.Mark()
		a.fresh = false
	default:
		a.now += delta
	}
}

// settle returns to the best solution.
func (a *walker) settle() {
	if a.fresh {
		a.Mark()
		a.fresh = false
	}
	a.Restore()
	a.now = a.best
}
