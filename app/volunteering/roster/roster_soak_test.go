//go:build soak

package roster

import (
	"testing"
	"time"
)

// TestSoakRoster gives 10,000 people to 2,000 shifts: within two minutes and 256 MiB, counting all that is ever
// allocated, with no seat of a minimum empty and no rule broken.
func TestSoakRoster(t *testing.T) { //nolint:paralleltest // it measures
	p := forum(10_000, 2000, false)
	var got *Result
	bytes, took := held(func() { got = solve(t, p, Options{Seed: 1}) })
	t.Logf("%d MiB in %v, %+v", bytes>>20, took, got.Board.Tally())
	if bytes > 256<<20 || took > 2*time.Minute || got.Score.Missing > 0 || len(got.Board.Breaches()) > 0 {
		t.Errorf("%d MiB in %v, %d missing, %v", bytes>>20, took, got.Score.Missing, got.Board.Breaches())
	}
}
