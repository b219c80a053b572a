package rules

import "time"

// Clock is how long a step may take.
type Clock struct {
	Days int
	// Working counts only days on which offices work; otherwise all days count, and a last day on which no office works
	// moves to the next one on which they do.
	Working bool
}

// Calendar knows on which days offices work. Its days are those of its zone.
type Calendar struct {
	zone     *time.Location
	holidays map[string]bool
}

const dayFormat = "2006-01-02"

// NewCalendar makes a calendar of a zone and the holidays in it, written as 2026-12-25.
func NewCalendar(zone *time.Location, holidays []string) Calendar {
	c := Calendar{zone, make(map[string]bool, len(holidays))}
	for _, day := range holidays {
		c.holidays[day] = true
	}
	return c
}

// Works says whether offices work on the day of an instant.
func (c Calendar) Works(at time.Time) bool {
	day := at.In(c.zone)
	return day.Weekday() != time.Saturday && day.Weekday() != time.Sunday && !c.holidays[day.Format(dayFormat)]
}

// Due is when a clock that starts at an instant runs out: at the midnight that ends its last day. The first day does not
// count, whatever the time of day.
func (c Calendar) Due(from time.Time, clock Clock) time.Time {
	start := from.In(c.zone)
	day := time.Date(start.Year(), start.Month(), start.Day(), 0, 0, 0, 0, c.zone)
	if clock.Working {
		for left := clock.Days; left > 0; {
			day = day.AddDate(0, 0, 1)
			if c.Works(day) {
				left--
			}
		}
	} else {
		day = day.AddDate(0, 0, clock.Days)
		for !c.Works(day) {
			day = day.AddDate(0, 0, 1)
		}
	}
	return day.AddDate(0, 0, 1).UTC()
}

// Overdue says whether a clock has run out: at the midnight itself it has.
func Overdue(due, now time.Time) bool { return !now.Before(due) }

// DaysLeft is how many midnights still come before the clock runs out, and 0 on its last day; below 0 it has run out.
func (c Calendar) DaysLeft(due, now time.Time) int {
	last, today := c.midnight(due.Add(-time.Nanosecond)), c.midnight(now)
	days := 0
	for ; today.Before(last); today = today.AddDate(0, 0, 1) {
		days++
	}
	for ; last.Before(today); last = last.AddDate(0, 0, 1) {
		days--
	}
	return days
}

// Warns says whether whoever must act is to be told now that a clock runs out: from a day before.
func Warns(due, now time.Time) bool { return !now.Before(due.Add(-24 * time.Hour)) }

func (c Calendar) midnight(at time.Time) time.Time {
	day := at.In(c.zone)
	return time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, c.zone)
}

// Today is the day of an instant, written as 2026-12-25.
func (c Calendar) Today(at time.Time) string { return at.In(c.zone).Format(dayFormat) }
