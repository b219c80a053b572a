package credentials

import (
	"testing"
	"time"

	"academy/app/locale"
)

func TestClaim_IsGoodToTheEndOfTheSameDayInSeoulMonthsLater(t *testing.T) {
	t.Parallel()
	at := func(year int, month time.Month, day, hour, minute int) time.Time {
		return time.Date(year, month, day, hour, minute, 0, 0, locale.Seoul())
	}
	for _, c := range []struct {
		earned, last time.Time
		months       int
	}{
		{at(2026, 3, 15, 0, 0), at(2027, 3, 15, 23, 59), 12},
		{at(2026, 3, 15, 23, 59), at(2027, 3, 15, 23, 59), 12},
		{at(2026, 1, 31, 9, 0), at(2026, 2, 28, 23, 59), 1},
		{at(2027, 10, 31, 9, 0), at(2028, 2, 29, 23, 59), 4},
		{at(2028, 2, 29, 9, 0), at(2029, 2, 28, 23, 59), 12},
	} {
		end := Claim{Day: c.earned.UTC(), Months: c.months}.expires()
		if got := end.Add(-time.Minute); !got.Equal(c.last) {
			t.Errorf("earned %v, good for %d months: to %v, not %v", c.earned, c.months, got.In(locale.Seoul()), c.last)
		}
	}
	if end := (Claim{Day: at(2026, 3, 15, 0, 0)}).expires(); end != nil {
		t.Errorf("it ends on %v", end)
	}
}
