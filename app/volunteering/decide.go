package volunteering

import (
	"time"

	"academy/app/volunteering/roster"
)

// Reason says why somebody cannot take a seat; its message is volunteering.reason.<reason>.
type Reason string

// The reasons, in the order in which they are told.
const (
	OK           Reason = "ok"
	AlreadyIn    Reason = "already_in"
	Over         Reason = "ended"
	Full         Reason = "full"
	NotApproved  Reason = "not_approved"
	Unqualified  Reason = "no_grant"
	Language     Reason = "language"
	Away         Reason = "unavailable"
	Overlap      Reason = "overlap"
	Travel       Reason = "travel"
	Rest         Reason = "rest"
	DayMax       Reason = "day_max"
	WeekMax      Reason = "week_max"
	Age          Reason = "age"
	NotVolunteer Reason = "not_volunteer"
	TooEarly     Reason = "too_early"
)

// Standing is what is known of one person before one need, at a time.
type Standing struct {
	Now, Starts time.Time
	// Opens is when one can sign up; zero is at any time.
	Opens time.Time
	// Cancelled says that the shift is off, Closed that its activity takes nobody any more.
	Cancelled, Closed bool
	// In says that the person is in the shift already, or in line.
	In bool
	// Max seats there are; Taken are given, and Offered wait for an answer of somebody else.
	Max, Taken, Offered int
	// Waiting are in line: a free seat is theirs first.
	Waiting int
	// Rule is the first rule of the roster that is broken.
	Rule roster.Reason
	// Volunteer says that the person has applied at all.
	Volunteer bool
}

// Verdict is whether somebody can take a seat, and if not, the first reason.
type Verdict struct {
	Reason Reason
	// Waitlist says that only the seats are missing: the person can get in line.
	Waitlist bool
}

// Can says that the seat can be had at once.
func (v Verdict) Can() bool { return v.Reason == OK }

// Decide is the one decision about signing up, in its order: already in, ended, full, not qualified, overlaps or too far,
// rest, the most of a day and of a week, too early.
func Decide(s Standing) Verdict {
	switch {
	case s.In:
		return Verdict{Reason: AlreadyIn}
	case s.Cancelled || s.Closed || !s.Now.Before(s.Starts):
		return Verdict{Reason: Over}
	}
	rest := s.besideSeats()
	if s.Taken+s.Offered >= s.Max || s.Waiting > 0 {
		return Verdict{Reason: Full, Waitlist: rest == OK}
	}
	return Verdict{Reason: rest}
}

// besideSeats is the part of the decision that has nothing to do with how many there are.
func (s Standing) besideSeats() Reason {
	switch {
	case !s.Volunteer:
		return NotVolunteer
	case s.Rule != roster.OK:
		return reasonOf(s.Rule)
	case s.Now.Before(s.Opens):
		return TooEarly
	}
	return OK
}

func reasonOf(r roster.Reason) Reason {
	switch r {
	case roster.OK:
		return OK
	case roster.Unqualified:
		return Unqualified
	case roster.Language:
		return Language
	case roster.Unapproved:
		return NotApproved
	case roster.Away:
		return Away
	case roster.Overlap:
		return Overlap
	case roster.Travel:
		return Travel
	case roster.Rest:
		return Rest
	case roster.DayMax:
		return DayMax
	case roster.WeekMax, roster.Consecutive:
		return WeekMax
	case roster.Age, roster.Night:
		return Age
	}
	return Full
}

// Overridable says whether a coordinator may set the reason aside. Two places at once, and a seat too many, nobody can give.
func (r Reason) Overridable() bool {
	switch r {
	case Unqualified, Language, Away, Rest, DayMax, WeekMax, Age:
		return true
	}
	return false
}
