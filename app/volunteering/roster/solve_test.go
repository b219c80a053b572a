package roster

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

func solve(t testing.TB, p *Problem, o Options) *Result {
	t.Helper()
	r, err := Solve(t.Context(), p, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// best tries every roster.
func best(t *testing.T, p *Problem) Score {
	t.Helper()
	b, err := NewBoard(p, p.Pins)
	if err != nil {
		t.Fatal(err)
	}
	least := b.Score()
	var try func(pair int)
	try = func(pair int) {
		if b.Score().Less(least) {
			least = b.Score()
		}
		for ; pair < len(p.Needs)*len(p.People); pair++ {
			i, who := int32(pair%len(p.Needs)), int32(pair/len(p.Needs))
			if !b.has(who, i) && b.Why(int(who), int(i)) == OK {
				b.assign(who, i)
				try(pair + 1)
				b.unassign(who, i)
			}
		}
	}
	try(0)
	return least
}

func TestSolve_IsAsGoodAsTryingEverythingWhereTheFlowIsExact(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(6, 400))
	for exact, n := 0, 0; exact < 400; n++ {
		p := simple(r)
		got := solve(t, p, Options{Steps: -1})
		if !got.Exact {
			if n > 2000 {
				t.Fatalf("only %d of %d were exact", exact, n)
			}
			continue
		}
		exact++
		if want := best(t, p); got.Score != want {
			t.Fatalf("%d: %+v, not %+v: %s", n, got.Score, want, show(p))
		}
	}
}

func TestSolve_FindsTheBestOfMostSmallProblemsWhereTheFlowIsNotExact(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(7, 100))
	found := 0
	for range 100 {
		p := simple(r)
		p.Pins, p.Rules = nil, Rules{MaxDay: 120 * (1 + r.IntN(2)), Experienced: 4}
		p.Weights.Mixed, p.Weights.Continuity = 10, 10
		for i := range p.People {
			p.People[i].Experience = r.IntN(8)
		}
		for i := range p.Needs {
			p.Needs[i].Duty = []string{"guide", "interpreter", ""}[r.IntN(3)]
		}
		if solve(t, p, Options{Seed: 1, Steps: 20_000}).Score == best(t, p) {
			found++
		}
	}
	if found < 98 {
		t.Errorf("%d of 100", found)
	}
}

func TestSolve_BreaksNoHardRuleAndKeepsEveryPin(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(8, 8))
	broken := 0
	for n := range 600 {
		p := nasty(r)
		got := solve(t, p, Options{Seed: uint64(n), Steps: 3000})
		pins := map[Assignment]bool{}
		for _, pin := range p.Pins {
			pins[pin] = true
			if !slices.Contains(got.Assignments, pin) {
				t.Fatalf("%d: pin %v is gone", n, pin)
			}
		}
		reported := map[Assignment]bool{}
		for _, b := range got.Board.Breaches() {
			reported[b.Assignment] = true
			broken++
			if !b.Pinned || !pins[b.Assignment] {
				t.Fatalf("%d: %+v breaks a rule: %s", n, b, show(p))
			}
		}
		for _, a := range got.Assignments {
			if ok := lawful(p, got.Assignments, a); ok == reported[a] {
				t.Fatalf("%d: %v lawful %v, reported %v: %s", n, a, ok, reported[a], show(p))
			}
		}
	}
	if broken < 100 {
		t.Errorf("only %d pins broke a rule", broken)
	}
}

func TestSolve_GivesTheSameRosterForTheSameSeed(t *testing.T) {
	t.Parallel()
	p := forum(60, 60, false)
	a, b := solve(t, p, Options{Seed: 5, Steps: 30_000}), solve(t, forum(60, 60, false), Options{Seed: 5, Steps: 30_000, Limit: time.Hour})
	if !slices.Equal(a.Assignments, b.Assignments) || a.Score != b.Score {
		t.Error("two rosters from one seed")
	}
	if c := solve(t, p, Options{Seed: 6, Steps: 30_000}); slices.Equal(a.Assignments, c.Assignments) {
		t.Error("another seed, the same roster")
	}
}

func TestSolve_AnswersTheBestSoFarWhenItIsCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var last Progress
	got, err := Solve(ctx, forum(60, 60, false), Options{Steps: 50_000_000, Report: func(p Progress) {
		if last = p; p.Step > 0 {
			cancel()
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	switch {
	case !got.Stopped || got.Steps < last.Step || got.Steps >= 50_000_000:
		t.Errorf("stopped %v after %d steps", got.Stopped, got.Steps)
	case last.Best.Less(got.Score):
		t.Errorf("%+v is worse than what was reported, %+v", got.Score, last.Best)
	case !got.Score.Less(got.Start):
		t.Errorf("%+v is no better than the start, %+v", got.Score, got.Start)
	}
	checkScore(t, got.Board)
}

func TestSolve_AnswersThePinsWhenItIsCancelledBefore(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	p := forum(20, 20, false)
	p.Pins = []Assignment{{3, 4}}
	got, err := Solve(ctx, p, Options{})
	if err != nil || !got.Stopped || got.Exact || !slices.Equal(got.Assignments, p.Pins) {
		t.Errorf("%v, %+v", err, got)
	}
}

func TestSolve_NeverGetsWorseThanItsStart(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(9, 9))
	for n := range 100 {
		got := solve(t, nasty(r), Options{Seed: 1, Steps: 2000})
		if got.Start.Less(got.Score) {
			t.Fatalf("%d: from %+v to %+v", n, got.Start, got.Score)
		}
		checkScore(t, got.Board)
	}
}

// checkScore compares the score that was kept up to date with one of a new board and with one of plain counting.
func checkScore(t *testing.T, b *Board) {
	t.Helper()
	p := b.m.Problem
	again, err := NewBoard(p, b.Assignments())
	if err != nil {
		t.Fatal(err)
	}
	tally, w := b.Tally(), p.Weights
	var past int64
	for _, v := range p.People {
		past += int64(v.PastLoad) * int64(v.PastLoad)
	}
	want := Score{tally.Missing, point*(w.Extra*int64(tally.Open)+w.Undesired*int64(tally.Undesired)-w.Desired*int64(tally.Desired)+
		w.Continuity*int64(tally.Duties)+w.Mixed*int64(tally.Alone)+w.Pairs*int64(tally.Unspoken)) + w.Fair*(tally.Squares-past)}
	if b.Score() != again.Score() || b.Score() != want {
		t.Fatalf("kept %+v, new %+v, counted %+v", b.Score(), again.Score(), want)
	}
}

func TestWalk_KeepsTheScoreThatAFullCountGives(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(10, 10))
	for n := range 60 {
		b, err := NewBoard(nasty(r), nil)
		if err != nil {
			t.Fatal(err)
		}
		w := newWalk(b)
		w.Mark()
		marked := b.Assignments()
		for range 300 {
			before, teams := b.Score(), b.Assignments()
			score := b.score
			delta, ok := w.Move(r)
			if b.score != score+delta || !ok && delta != 0 {
				t.Fatalf("%d: the score grew by %d, not %d", n, b.score-score, delta)
			}
			if r.IntN(3) == 0 {
				w.Undo()
				if b.Score() != before || !slices.Equal(b.Assignments(), teams) {
					t.Fatalf("%d: a move was not undone", n)
				}
			}
			checkScore(t, b)
		}
		w.Restore()
		if !slices.Equal(b.Assignments(), marked) {
			t.Fatalf("%d: what was marked did not come back", n)
		}
		checkScore(t, b)
	}
}

func TestSolve_RefusesWhatIsNoProblem(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(*Problem){
		"no zone":             func(p *Problem) { p.Zone = nil },
		"a shift backwards":   func(p *Problem) { p.Shifts[0].Until = p.Shifts[0].From.Add(-1) },
		"a need of no shift":  func(p *Problem) { p.Needs[0].Shift = 99 },
		"a minimum above":     func(p *Problem) { p.Needs[0].Min = 9 },
		"a pin of nobody":     func(p *Problem) { p.Pins = []Assignment{{0, 99}} },
		"a weight below 0":    func(p *Problem) { p.Weights.Fair = -1 },
		"a limit below 0":     func(p *Problem) { p.Rules.MaxDay = -1 },
		"a load too large":    func(p *Problem) { p.People[0].PastLoad = 1 << 50 },
		"a load below 0":      func(p *Problem) { p.People[0].PastLoad = -1 },
		"backwards elsewhere": func(p *Problem) { p.People[0].Elsewhere = []Engagement{{p.Shifts[0].Until, p.Shifts[0].From, 0}} },
	} {
		p := forum(5, 5, true)
		spoil(p)
		if _, err := Solve(t.Context(), p, Options{}); !errors.Is(err, ErrProblem) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSolve_OfNothingIsNothing(t *testing.T) {
	t.Parallel()
	if got := solve(t, &Problem{Zone: time.UTC}, Options{}); len(got.Assignments) != 0 || got.Score != (Score{}) {
		t.Errorf("%+v", got)
	}
}
