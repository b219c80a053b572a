package rules

import (
	"testing"
	"time"
)

func inSeoul(t *testing.T, at string) time.Time {
	t.Helper()
	v, err := time.ParseInLocation("2006-01-02 15:04:05", at, seoul(t))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestPhase_RunsFromMidnightToMidnightInSeoul(t *testing.T) {
	t.Parallel()
	c := NewCalendar(seoul(t), nil)
	from, until, good := c.Days("2026-12-01", "2026-12-20")
	if !good {
		t.Fatal("two days are none")
	}
	p := Phase{"support", from, until}
	for at, want := range map[string]Stage{
		"2026-11-30 23:59:59": Before, "2026-12-01 00:00:00": Open, "2026-12-20 23:59:59": Open, "2026-12-21 00:00:00": Over,
	} {
		now := inSeoul(t, at)
		if got := p.At(now.UTC()); got != want {
			t.Errorf("at %s it is %s, want %s", at, got, want)
		}
		if got := Allowed([]Phase{p}, "support", now); got != (want == Open) {
			t.Errorf("at %s supports are taken: %v", at, got)
		}
	}
	if noon := inSeoul(t, "2026-12-10 12:00:00"); Allowed([]Phase{p}, "propose", noon) || !Allowed(nil, "propose", noon) {
		t.Error("a phase of one kind allows another, or no phases allow nothing")
	}
}

func TestDays_AreDaysInTheirOrder(t *testing.T) {
	t.Parallel()
	c := NewCalendar(time.UTC, nil)
	for _, days := range [][2]string{{"2026-12-02", "2026-12-01"}, {"", "2026-12-01"}, {"2026-02-30", "2026-03-01"}, {"2026-12-01", "2036-12-01"}, {"12/1", "12/2"}} {
		if _, _, good := c.Days(days[0], days[1]); good {
			t.Errorf("%v are taken", days)
		}
	}
	if from, until, good := c.Days("2026-12-01", "2026-12-01"); !good || until.Sub(from) != 24*time.Hour {
		t.Error("one day is no phase")
	}
}
