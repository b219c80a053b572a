package anneal

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// dir is a folder of the shift scheduling benchmark, of `make bench-roster`.
var dir = flag.String("dir", "", "a folder of instances to solve")

// shared is where the instances lie beside a checkout.
const shared = "../../../../../shared/samples/roster"

// plan suits instances of some twenty people and two weeks. A round of five million steps takes about four seconds on a
// core that has nothing else to do.
func plan(rounds, steps int) Plan {
	return Plan{Seed: 1, Steps: steps, Rounds: rounds, Hot: 60, Cold: 1}
}

// TestInstances solves every instance of a folder, each within a minute, and prints its name, cost and seconds.
func TestInstances(t *testing.T) { //nolint:paralleltest // it measures
	if *dir == "" {
		t.Skip("no folder of instances: make bench-roster DIR=…")
	}
	paths, err := filepath.Glob(filepath.Join(*dir, "*.txt"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no instances in %s: %v", *dir, err)
	}
	slices.SortFunc(paths, func(a, b string) int { return len(a) - len(b) })
	for _, path := range paths {
		ctx, cancel := context.WithTimeout(t.Context(), 55*time.Second)
		start := time.Now()
		cost, broken, err := solve(ctx, path, plan(4, 20_000_000))
		cancel()
		if err != nil || broken > 0 {
			t.Errorf("%s: %d hard rules broken, %v", path, broken, err)
			continue
		}
		fmt.Printf("%s %d %.1f\n", strings.TrimSuffix(filepath.Base(path), ".txt"), cost, time.Since(start).Seconds())
	}
}

func solve(ctx context.Context, path string, p Plan) (cost, broken int64, err error) {
	in, err := load(path)
	if err != nil {
		return 0, 0, err
	}
	d := newDuty(in)
	Run(ctx, d, p)
	cost, broken = d.cost()
	return cost, broken, nil
}

func TestRun_ComesNearTheProvenOptimumOfTheInstances(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]struct{ optimum, reach int64 }{"Instance1": {607, 620}, "Instance2": {828, 1050}, "Instance3": {1001, 1250}} {
		paths, _ := filepath.Glob(filepath.Join(shared, name+".txt"))
		if len(paths) == 0 {
			t.Skip("no instances beside the checkout")
		}
		cost, broken, err := solve(t.Context(), paths[0], plan(1, 600_000))
		if err != nil || broken > 0 || cost < want.optimum || cost > want.reach {
			t.Errorf("%s: %d, %d rules broken, %v", name, cost, broken, err)
		}
	}
}

// hill is a walk over whole numbers with a valley at 0 and a shallower one at 100, from which it starts.
type hill struct{ at, last, marked int64 }

func (h *hill) height() int64 { return min(abs(h.at), abs(h.at-100)+20) }

func (h *hill) Move(r *rand.Rand) (int64, bool) {
	before := h.height()
	h.last = h.at
	h.at += r.Int64N(21) - 10
	return h.height() - before, h.at != h.last
}

func (h *hill) Undo()    { h.at = h.last }
func (h *hill) Mark()    { h.marked = h.at }
func (h *hill) Restore() { h.at = h.marked }

func abs(n int64) int64 { return max(n, -n) }

func TestRun_LeavesAValleyThatIsNotTheDeepest(t *testing.T) {
	t.Parallel()
	h := &hill{at: 100}
	steps, best := Run(t.Context(), h, Plan{Seed: 1, Steps: 20_000, Rounds: 2, Hot: 20, Cold: 0.1})
	if h.at != 0 || best != -20 || steps != 20_000 {
		t.Errorf("at %d after %d steps, %d better", h.at, steps, -best)
	}
}

func TestRun_MakesTheSameWalkForTheSamePlan(t *testing.T) {
	t.Parallel()
	tell := func(seed uint64) (told []int64) {
		p := Plan{Seed: seed, Steps: 5000, Hot: 20, Cold: 0.1, Every: 100, Report: func(_ int, best int64) { told = append(told, best) }}
		Run(t.Context(), &hill{at: 5000}, p)
		return told
	}
	if a, b := tell(3), tell(3); len(a) != 50 || !slices.Equal(a, b) {
		t.Errorf("%v\n%v", a, b)
	}
	if slices.Equal(tell(3), tell(4)) {
		t.Error("another seed, the same walk")
	}
}

func TestRun_StopsWithTheContextAtTheBestItMet(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	h := &hill{at: 9000}
	steps, best := Run(ctx, h, Plan{Seed: 1, Steps: 1 << 40, Hot: 1e9, Cold: 1e8, Every: 1000, Report: func(step int, _ int64) {
		if step >= 10_000 {
			cancel()
		}
	}})
	if steps < 10_000 || steps > 10_000+look || h.height()-8920 != best || best >= 0 {
		t.Errorf("%d steps, %d better, at %d", steps, -best, h.at)
	}
}
