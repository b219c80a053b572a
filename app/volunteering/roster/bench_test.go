package roster

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"testing"
	"time"
)

// BenchmarkRoster gives people to the shifts of made-up forums, once with all rules and once such that the flow is
// exact. It reports the seconds until the first roster that lacks no seat of a minimum (or as few as the last one
// does), the seconds until its cost is within 1 % of the last, how many seats are empty at the end, and the memory that
// was ever allocated. Where the flow is exact, fair is Σ load² of what is found without it being so, 1 for the least.
func BenchmarkRoster(b *testing.B) {
	for _, size := range [][2]int{{230, 400}, {2000, 2000}, {10000, 2000}} {
		for _, plain := range []bool{false, true} {
			kind := map[bool]string{false: "rules", true: "exact"}[plain]
			b.Run(fmt.Sprintf("%dx%d/%s", size[0], size[1], kind), func(b *testing.B) { measure(b, forum(size[0], size[1], plain)) })
		}
	}
}

// moment is what was best at a time.
type moment struct {
	at   time.Duration
	best Score
}

func measure(b *testing.B, p *Problem) {
	for b.Loop() {
		var way []moment
		var got *Result
		bytes, _ := held(func() {
			start := time.Now()
			got = solve(b, p, Options{Seed: 1, Report: func(p Progress) { way = append(way, moment{time.Since(start), p.Best}) }})
		})
		last := way[len(way)-1].best
		first := func(enough func(Score) bool) float64 {
			return way[slices.IndexFunc(way, func(m moment) bool { return enough(m.best) })].at.Seconds()
		}
		b.ReportMetric(first(func(s Score) bool { return s.Missing <= last.Missing }), "full-s")
		b.ReportMetric(first(func(s Score) bool { return s.Missing <= last.Missing && s.Cost <= last.Cost+last.Cost/100 }), "near-s")
		b.ReportMetric(float64(last.Missing), "missing")
		b.ReportMetric(float64(bytes>>20), "MiB")
		if got.Exact {
			b.ReportMetric(float64(searched(b, p).Squares())/float64(got.Board.Squares()), "fair")
		}
	}
}

// held is what f allocates in all, in bytes, and how long it takes.
func held(f func()) (bytes uint64, took time.Duration) {
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	f()
	took = time.Since(start)
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc, took
}

// searched is a roster found the way that problems go for which the flow is not exact.
func searched(t testing.TB, p *Problem) *Board {
	m, err := compile(p)
	if err != nil {
		t.Fatal(err)
	}
	b := m.board()
	b.fill(false, effort, func() bool { return false })
	b.improve(context.Background(), Options{Seed: 1, Steps: m.steps()})
	return b
}

func TestSolve_ComesNearTheFlowWhereThatIsExact(t *testing.T) {
	t.Parallel()
	p := forum(60, 100, true)
	exact := solve(t, p, Options{})
	got := searched(t, p)
	if s := got.Score(); !exact.Exact || s.Missing != exact.Score.Missing || s.Cost > exact.Score.Cost*101/100 {
		t.Errorf("exact %v: %+v, beside %+v", exact.Exact, s, exact.Score)
	}
}

// TestSolve_StaysWithinItsMemory is a small one of TestSoakRoster.
func TestSolve_StaysWithinItsMemory(t *testing.T) { //nolint:paralleltest // it counts what the process allocates
	p := forum(230, 400, false)
	if bytes, _ := held(func() { solve(t, p, Options{Steps: 100_000}) }); bytes > 16<<20 {
		t.Errorf("%d MiB", bytes>>20)
	}
}
