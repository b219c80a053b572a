package guard

import (
	"testing"
	"time"
)

func TestMinutes_LetASteadyPaceThroughAndStopABurst(t *testing.T) {
	t.Parallel()
	m, at := newMinutes(60), time.Unix(1_000_000, 0)
	for i := range 600 { // a little less than one a second, for ten minutes
		if wait := m.count("steady", at.Add(time.Duration(i)*1050*time.Millisecond)); wait > 0 {
			t.Fatalf("request %d waits %v", i, wait)
		}
	}
	at = at.Add(time.Hour)
	passed := 0
	for i := range 200 {
		if m.count("burst", at.Add(time.Duration(i)*time.Millisecond)) == 0 {
			passed++
		}
	}
	if passed != 60 {
		t.Errorf("%d of a burst passed", passed)
	}
	if m.count("other", at) != 0 {
		t.Error("another pays for it")
	}
	passed = 0
	for range 60 {
		if m.count("burst", at.Add(61*time.Second)) == 0 {
			passed++
		}
	}
	if passed > 2 {
		t.Errorf("%d of a second burst passed at the turn of the minute", passed)
	}
	if wait := m.count("burst", at.Add(3*time.Minute)); wait != 0 {
		t.Errorf("still waits %v", wait)
	}
}

func TestTakesGzip_ReadsWeights(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]bool{
		"gzip": true, "br, gzip;q=0.5": true, "GZIP": true, "": false, "br": false, "gzip;q=0": false, "gzip; q=0.000": false, "x-gzip-not": false,
	} {
		if got := takesGzip(header); got != want {
			t.Errorf("%q: %v", header, got)
		}
	}
}
