package learning

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"academy/models/courses"
)

const hour = 3_600_000

func TestSettle_RefusesCrumbsThatJoinNothing(t *testing.T) {
	t.Parallel()
	watched := courses.Spans{{From: 10_000, To: 20_000}}
	believed, spent, rejected := settle(watched, [][2]float64{{1, 1.001}, {30, 30.249}, {20, 20.1}, {9.9, 10}, {40, 40.25}, {40.25, 40.3}}, hour, hour)
	if len(believed) != 4 || spent != 100+100+250+50 {
		t.Errorf("believed %v, %d ms", believed, spent)
	}
	if len(rejected) != 2 || rejected[0].Reason != malformed || rejected[1].Interval != [2]float64{30, 30.249} {
		t.Errorf("refused %v", rejected)
	}
}

func TestSettle_KeepsNoMoreThanTwoThousandStretches(t *testing.T) {
	t.Parallel()
	var watched courses.Spans
	for i := range maxSpans - 1 {
		watched = append(watched, courses.Span{From: i * 1000, To: i*1000 + 250})
	}
	believed, _, rejected := settle(watched, [][2]float64{{3000, 3001}, {3002, 3003}, {0.25, 1}, {3004, 3005}, {3006, 3007}}, hour, hour)
	if len(unite(append(watched, believed...))) > maxSpans || len(believed) != 3 || len(rejected) != 2 || rejected[0].Reason != malformed {
		t.Errorf("believed %v, refused %v", believed, rejected)
	}
}

func TestSettle_TakesALongClaimOnALongRecordInNoTime(t *testing.T) {
	t.Parallel()
	var watched courses.Spans
	for i := range maxSpans {
		watched = append(watched, courses.Span{From: i * 1000, To: i*1000 + 250})
	}
	claim := make([][2]float64, maxIntervals)
	for i := range claim {
		claim[i] = [2]float64{float64(i) + 0.25, float64(i) + 0.5}
	}
	began := time.Now()
	if believed, _, _ := settle(watched, claim, hour, hour); len(believed) != maxIntervals {
		t.Errorf("%d are believed", len(believed))
	}
	if took := time.Since(began); took > 200*time.Millisecond {
		t.Errorf("it took %s", took)
	}
}

func TestInsert_DoesAsUnite(t *testing.T) {
	t.Parallel()
	var joined, given courses.Spans
	for range 2000 {
		from := rand.IntN(20_000)
		one := courses.Span{From: from, To: from + 1 + rand.IntN(20)}
		given = append(given, one)
		joined = insert(joined, one)
		if want := unite(slices.Clone(given)); !slices.Equal(joined, want) {
			t.Fatalf("after %v: got %v, want %v", one, joined, want)
		}
	}
}
