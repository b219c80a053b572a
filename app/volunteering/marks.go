package volunteering

import (
	"slices"
	"time"

	"academy/models/volunteering"
)

// Mark is something that is noted on the day of a shift.
type Mark string

// The marks of those who coordinate.
const (
	MarkIn      Mark = "check_in"
	MarkLate    Mark = "late"
	MarkOut     Mark = "check_out"
	MarkEarly   Mark = "leave_early"
	MarkNoShow  Mark = "no_show"
	MarkExcused Mark = "excuse"
)

// Marks names them all, that first which is most likely next.
func Marks() []Mark { return []Mark{MarkIn, MarkOut, MarkEarly, MarkLate, MarkNoShow, MarkExcused} }

// from are the states in which a mark can be made.
func (m Mark) from() []string {
	switch m {
	case MarkIn:
		return []string{Assigned, Confirmed, volunteering.NoShow, volunteering.Excused}
	case MarkLate:
		return []string{Assigned, Confirmed, volunteering.NoShow, volunteering.Excused, volunteering.CheckedIn}
	case MarkOut, MarkEarly:
		return []string{volunteering.CheckedIn}
	case MarkNoShow:
		return []string{Assigned, Confirmed}
	case MarkExcused:
		return []string{Assigned, Confirmed, volunteering.NoShow}
	}
	return nil
}

// How long before a shift one can check in, and after it still check out; and how much is neither late nor early.
const (
	opensBefore = time.Hour
	closesAfter = 2 * time.Hour
	grace       = 10 * time.Minute
)

// Can says whether a mark can be made of an attendance at a time: from the day of the shift on, and that somebody is missing
// once it has begun.
func (m Mark) Can(a volunteering.Attendance, starts, now time.Time) bool {
	if !slices.Contains(m.from(), a.State) || m == MarkLate && a.Late {
		return false
	}
	if m == MarkNoShow {
		return !now.Before(starts)
	}
	return !now.Before(startOfDay(starts))
}

// made says that an attendance is already what a mark makes of it.
func (m Mark) made(a volunteering.Attendance) bool {
	switch m {
	case MarkIn:
		return a.State == volunteering.CheckedIn
	case MarkLate:
		return a.State == volunteering.CheckedIn && a.Late
	case MarkOut:
		return a.State == volunteering.Completed
	case MarkEarly:
		return a.State == volunteering.LeftEarly
	case MarkNoShow:
		return a.State == volunteering.NoShow
	}
	return m == MarkExcused && a.State == volunteering.Excused
}

// apply is what an attendance becomes by a mark. Who is marked after a shift is over was there from its beginning, or until
// its end.
func (m Mark) apply(a volunteering.Attendance, starts, ends, now time.Time) volunteering.Attendance {
	came, left := now, now
	if !now.Before(ends) {
		came, left = starts, ends
	}
	switch m {
	case MarkIn:
		return volunteering.Attendance{State: volunteering.CheckedIn, CameAt: &came, Late: came.After(starts.Add(grace))}
	case MarkLate:
		if a.CameAt != nil {
			came = *a.CameAt
		}
		return volunteering.Attendance{State: volunteering.CheckedIn, CameAt: &came, Late: true}
	case MarkOut, MarkEarly:
		a.State, a.LeftAt = volunteering.Completed, &left
		if m == MarkEarly {
			a.State = volunteering.LeftEarly
		}
		if a.CameAt != nil && left.Before(*a.CameAt) {
			a.LeftAt = a.CameAt
		}
		return a
	case MarkNoShow:
		return volunteering.Attendance{State: volunteering.NoShow}
	case MarkExcused:
		return volunteering.Attendance{State: volunteering.Excused}
	}
	return a
}

// outMark is how somebody who checks out themselves leaves.
func outMark(ends, now time.Time) Mark {
	if now.Before(ends.Add(-grace)) {
		return MarkEarly
	}
	return MarkOut
}

// worked is the minutes, rounded, that somebody was there of a shift: time that has passed, whatever clocks were set to meanwhile.
func worked(came, left, starts, ends time.Time) int {
	if came.Before(starts) {
		came = starts
	}
	if left.After(ends) {
		left = ends
	}
	return max(int(left.Sub(came).Round(time.Minute)/time.Minute), 0)
}

// What somebody can do themselves about a shift, and why they cannot.
const (
	DoIn  = "in"
	DoOut = "out"

	hereNotAssigned = "not_assigned"
	hereWrongDay    = "wrong_day"
	hereTooEarly    = "too_early"
	hereOver        = "over"
	hereMissing     = "marked_missing"
	hereDone        = "done"
)

// here is what somebody can do about their own shift at a time, or why nothing.
func here(state string, starts, ends, now time.Time) (do, why string) {
	switch state {
	case Assigned, Confirmed:
		switch {
		case now.Before(startOfDay(starts)) && now.Before(starts.Add(-opensBefore)):
			return "", hereWrongDay
		case now.Before(starts.Add(-opensBefore)):
			return "", hereTooEarly
		case now.Before(ends):
			return DoIn, ""
		case startOfDay(now).After(startOfDay(ends)):
			return "", hereWrongDay
		}
		return "", hereOver
	case volunteering.CheckedIn:
		if now.Before(ends.Add(closesAfter)) {
			return DoOut, ""
		}
		return "", hereOver
	case volunteering.NoShow, volunteering.Excused:
		return "", hereMissing
	case volunteering.Completed, volunteering.LeftEarly:
		return "", hereDone
	}
	return "", hereNotAssigned
}

// pick finds, of the shifts that somebody has in an activity, the one that a code read there is about: one to leave, one to
// begin, else the one that explains best why there is nothing to do.
func pick(rows []volunteering.OwnAssignment, now time.Time) (at int, do, why string) {
	rank := []string{DoOut, DoIn, hereTooEarly, hereMissing, hereDone, hereOver, hereWrongDay}
	best := len(rank)
	at, why = -1, hereNotAssigned
	for i, row := range rows {
		d, w := here(row.State, row.StartsAt, row.EndsAt, now)
		past := !now.Before(row.EndsAt.Add(closesAfter)) && startOfDay(now).After(startOfDay(row.EndsAt))
		if past && w != "" && w != hereNotAssigned {
			w = hereWrongDay
		}
		if r := slices.Index(rank, d+w); r >= 0 && r < best {
			best, at, do, why = r, i, d, w
		}
	}
	return at, do, why
}
