package insight

import (
	"math/rand/v2"
	"testing"
	"time"

	"academy/models/insight"

	"github.com/google/go-cmp/cmp"
)

func TestCount_IsRoundedToTensAndSaysNothingOfFewerThanTen(t *testing.T) {
	t.Parallel()
	for people, want := range map[int]Count{0: 0, 1: 0, 9: 0, 10: 10, 14: 10, 15: 20, 24: 20, 25: 30, 19_994: 19_990, 19_995: 20_000} {
		if got := told(people); got != want {
			t.Errorf("%d people are told as %d, want %d", people, got, want)
		}
	}
	for name, c := range map[string]struct{ got, want int }{
		"of few":             {told(5).Of(told(9)), 0},
		"few of many":        {told(9).Of(told(1000)), 0},
		"half":               {told(50).Of(told(100)), 50},
		"more than all":      {told(26).Of(told(24)), 100},
		"rounded, not cut":   {told(20).Of(told(30)), 67},
		"nearly all are all": {told(96).Of(told(104)), 100},
	} {
		if c.got != c.want {
			t.Errorf("%s: %d %%, want %d", name, c.got, c.want)
		}
	}
}

// TestCount_NoDifferenceTellsOfAFew takes every pair of a group and a smaller one within it, even where the size of the
// whole group is known from elsewhere: what is told fits a rest of nobody, or rests of more sizes than one.
func TestCount_NoDifferenceTellsOfAFew(t *testing.T) {
	t.Parallel()
	for whole := fewest; whole <= 60; whole++ {
		for part := 0; part <= whole; part++ {
			if d := int(told(whole) - told(part)); d != 0 && d < fewest {
				t.Errorf("%d and %d are told %d apart", whole, part, d)
			}
			fits := 0
			for other := 0; other <= whole; other++ {
				if told(other) == told(part) {
					fits++
				}
			}
			if rest := whole - part; fits == 1 && rest > 0 && rest < fewest {
				t.Errorf("of %d, %d are told so that the rest must be %d", whole, part, rest)
			}
		}
	}
}

func TestFunnel_OfFewTellsNothing(t *testing.T) {
	t.Parallel()
	f := newFunnel([]insight.LessonSum{{Learners: 9, Elsewhere: 3, Opened: 9, Completed: 9, Stopped: 6}})
	l := f.Lessons[0]
	if f.Nobody || !f.Learners.Few() || f.Elsewhere != 0 || l.Opened != 0 || l.Completed != 0 || l.Stopped != 0 || l.Loss() != 0 || len(f.Stops()) != 0 {
		t.Errorf("it tells %+v", f)
	}
	if !newFunnel([]insight.LessonSum{{}}).Nobody {
		t.Error("nobody is not nobody")
	}
}

func TestStops_TheMostFirstAndThenTheLargerShare(t *testing.T) {
	t.Parallel()
	f := newFunnel([]insight.LessonSum{
		{Learners: 200, Opened: 200, Stopped: 30}, {Learners: 200, Opened: 100, Stopped: 30}, {Learners: 200, Opened: 90, Stopped: 9}, {Learners: 200, Opened: 80, Stopped: 41},
	})
	var order []int
	for _, l := range f.Stops() {
		order = append(order, l.Number)
	}
	if diff := cmp.Diff([]int{4, 2, 1}, order); diff != "" {
		t.Error(diff)
	}
	if got := f.Stops()[0].Loss(); got != 50 {
		t.Errorf("%d %% are lost", got)
	}
}

func TestBands_NoneHoldsFewerThanTenAndNoneIsLeftOut(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		tenths [10]int
		want   []Band
	}{
		"nobody":                     {},
		"nine of one mind":           {tenths: [10]int{9: 9}},
		"ten scattered":              {tenths: [10]int{1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, want: []Band{{0, 100, 10}}},
		"one low among many high":    {tenths: [10]int{0: 1, 9: 50}, want: []Band{{0, 100, 50}}},
		"one high among many low":    {tenths: [10]int{0: 50, 9: 1}, want: []Band{{0, 100, 50}}},
		"a small one in the middle":  {tenths: [10]int{2: 30, 5: 3, 8: 20}, want: []Band{{0, 29, 30}, {30, 100, 20}}},
		"many in each, none is lost": {tenths: [10]int{10, 10, 10, 10, 10, 10, 10, 10, 10, 10}, want: tens()},
	} {
		var rows []insight.Band
		for tenth, n := range c.tenths {
			rows = append(rows, insight.Band{Tenth: tenth, People: n})
		}
		if diff := cmp.Diff(c.want, newBands(rows)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func tens() []Band {
	var list []Band
	for i := range 10 {
		list = append(list, Band{10 * i, 10*i + 9, 10})
	}
	list[9].To = 100
	return list
}

func TestBands_WhateverTheScoresNeighboursMeet(t *testing.T) {
	t.Parallel()
	dice := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		var rows []insight.Band
		for tenth := range 10 {
			rows = append(rows, insight.Band{Tenth: tenth, People: dice.IntN(1 + dice.IntN(40))})
		}
		from := 0
		for _, b := range newBands(rows) {
			if b.People.Few() || b.From != from || b.To < b.From {
				t.Fatalf("%+v of %+v", b, rows)
			}
			from = b.To + 1
		}
		if from != 0 && from != 101 {
			t.Fatalf("they end at %d of %+v", from, rows)
		}
	}
}

// film is a curve of a film of a second a bin, of how many watch each.
func film(opened int, watching ...int) *Curve {
	var steps []insight.Step
	before := 0
	for i, n := range watching {
		steps, before = append(steps, insight.Step{Bin: i, By: n - before}), n
	}
	steps = append(steps, insight.Step{Bin: len(watching), By: -before})
	return newCurve(told(opened), time.Duration(len(watching))*time.Second, len(watching), steps)
}

func TestCurve_NamesTheSteepestFall(t *testing.T) {
	t.Parallel()
	c := film(100, 100, 100, 90, 40, 40, 20)
	if diff := cmp.Diff(&Fall{3 * time.Second, 90, 40}, c.Fall); diff != "" {
		t.Error(diff)
	}
	if c.Skipped != nil {
		t.Errorf("where people only leave, nothing is left out: %+v", c.Skipped)
	}
	if back := film(100, 100, 20, 100, 70, 70); back.Fall == nil || back.Fall.At != 3*time.Second {
		t.Errorf("those who come back have left at %+v", back.Fall)
	}
	if flat := film(50, 50, 50, 50); flat.Fall != nil || flat.Skipped != nil {
		t.Errorf("a flat curve has %+v", flat)
	}
}

func TestCurve_NamesTheStretchThatMostLeaveOut(t *testing.T) {
	t.Parallel()
	c := film(100, 100, 90, 100, 40, 40, 100, 100, 20)
	if diff := cmp.Diff(&Stretch{3 * time.Second, 5 * time.Second, 40}, c.Skipped); diff != "" {
		t.Error(diff)
	}
}

func TestCurve_OfAFewWhoWatchTellsNothing(t *testing.T) {
	t.Parallel()
	c := film(12, 9, 9, 1, 0, 3)
	for _, r := range c.Rows() {
		if r.Percent != 0 {
			t.Errorf("it tells %+v", r)
		}
	}
	if c.Fall != nil || c.Skipped != nil || !c.Few() {
		t.Errorf("it tells %+v %+v", c.Fall, c.Skipped)
	}
}

func TestCurve_ThatOneOfManyLeavesIsNotSeen(t *testing.T) {
	t.Parallel()
	with, without := film(104, 104, 104, 104, 96), film(104, 104, 103, 104, 97)
	if diff := cmp.Diff(without, with); diff != "" {
		t.Errorf("one person makes a difference: %s", diff)
	}
}

func TestCurve_FillsAtMostThirtyRowsWithoutAGap(t *testing.T) {
	t.Parallel()
	for _, ms := range []int{1, 999, 1000, 29_000, 31_000, 79_999, 3_600_000} {
		c := newCurve(100, time.Duration(ms)*time.Millisecond, binsOf(ms), nil)
		rows := c.Rows()
		if len(c.Bins) > mostBins || len(rows) > mostRows || rows[0].From != 0 || rows[len(rows)-1].To != c.Length {
			t.Errorf("%d ms: %d bins, %d rows to %s", ms, len(c.Bins), len(rows), rows[len(rows)-1].To)
		}
		for i := 1; i < len(rows); i++ {
			if rows[i].From != rows[i-1].To {
				t.Errorf("%d ms: a gap at %s", ms, rows[i].From)
			}
		}
	}
}

func TestCurve_BearsStepsBeyondItsEnds(t *testing.T) {
	t.Parallel()
	c := newCurve(50, time.Second, 2, []insight.Step{{Bin: -3, By: 50}, {Bin: 9, By: -50}})
	if diff := cmp.Diff([]Count{50, 50}, c.Bins); diff != "" {
		t.Error(diff)
	}
}
