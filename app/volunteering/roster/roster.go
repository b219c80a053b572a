// Package roster gives people to shifts: which rules stand between a person and a seat, what a roster is worth, and a good
// roster for a forum of thousands. It knows neither database nor clock: whoever asks hands everything down, and the same
// question gets the same answer.
package roster

import (
	"errors"
	"time"
)

// ErrProblem is a problem that cannot be: an index that points nowhere, a shift that ends before it begins, a minimum above
// its maximum, numbers so large that costs would no longer be exact.
var ErrProblem = errors.New("not a roster problem")

// Problem is who could work and where people are needed. Everything is named by its index; the order of the slices is
// part of the question, so whoever wants the same roster again hands them down in the same order.
type Problem struct {
	People []Person
	Shifts []Shift
	Needs  []Need
	// Pins are assignments that stay, whatever rule they break.
	Pins []Assignment
	// Travel is how long the way takes from a place to another, by the indexes of both. Places that it does not know, such
	// as -1 for online, are no way from anywhere.
	Travel  [][]time.Duration
	Rules   Rules
	Weights Weights
	// Zone is where days, weeks and years begin.
	Zone *time.Location
}

// Person is somebody who offered to help. Periods include their beginning and not their end.
type Person struct {
	Languages []string
	Grants    []Grant
	// ApprovedUntil is when the approval ends; who has none is not approved.
	ApprovedUntil time.Time
	// Availability is what the person said; at other times the person can come.
	Availability []Availability
	// BirthYear is 0 when it is not known: then no limit of age is met.
	BirthYear int
	// MaxDay and MaxWeek are minutes, 0 for no limit of the person's own.
	MaxDay, MaxWeek int
	// PastLoad is what was worked before, in minutes, as far as it counts for fairness.
	PastLoad int
	// Experience is how many shifts the person has worked.
	Experience int
	// Elsewhere is other work that is settled already. It counts for every rule and is no part of the roster.
	Elsewhere []Engagement
}

// Grant makes a person eligible for a duty. Without an end it does not expire.
type Grant struct {
	Duty        string
	From, Until time.Time
}

// Level is how much somebody would like to come.
type Level int8

// The levels of availability.
const (
	Unavailable Level = iota
	Undesired
	Desired
)

// Availability is what a person said of a period. A shift that touches an unavailable period cannot be theirs, one that
// touches an undesired period is undesired, one that lies in desired periods altogether is desired.
type Availability struct {
	From, Until time.Time
	Level       Level
}

// Engagement is work outside the roster.
type Engagement struct {
	From, Until time.Time
	Place       int
}

// Shift is a period of work at a place.
type Shift struct {
	From, Until time.Time
	Place       int
	// Night says that people must be of the rules' NightAge.
	Night bool
}

// Need is people needed for a duty in a shift.
type Need struct {
	Shift int
	// Duty is empty where no grant is asked for.
	Duty     string
	Min, Max int
	// MinAge and MaxAge are in years by the calendar: the year of the shift less the year of birth; 0 for no limit.
	MinAge, MaxAge int
	// Languages are those each person must speak.
	Languages []string
	// Pairs are pairs of languages, each wished to be spoken by one person of the team at least.
	Pairs [][2]string
}

// Assignment is a person in a need.
type Assignment struct{ Need, Person int }

// Rules are the hard limits for everybody, in minutes; 0 is no limit.
type Rules struct {
	// Rest is the least time between the end of a shift and the beginning of one that begins on a later day. Two shifts
	// that begin on the same day need none.
	Rest time.Duration
	// MaxDay and MaxWeek count minutes on the days of the zone, those of a night on both its days. Weeks begin on Monday.
	MaxDay, MaxWeek int
	// MaxConsecutive are minutes worked without a pause. What is shorter than Pause is none; where it is 0, only work
	// that touches goes on.
	MaxConsecutive int
	Pause          time.Duration
	// NightAge is the age, in years by the calendar, from which a person may work at night.
	NightAge int
	// Experienced is the number of earlier shifts from which a person is no longer new.
	Experienced int
}

// Weights say what the wishes are worth against one another, in points. Minimums come before all of them together. One
// point is what an hour of load costs the person who had none: h hours cost h² × Fair points, so the fairest roster is
// the cheapest, and somebody with much work behind them costs more.
type Weights struct {
	// Extra is for each seat between minimum and maximum that stays empty.
	Extra int64
	// Undesired and Desired are for each shift that is against or after somebody's wish.
	Undesired, Desired int64
	Fair               int64
	// Continuity is for each duty of a person beyond the first.
	Continuity int64
	// Mixed is for each new person in a team without anybody experienced.
	Mixed int64
	// Pairs is for each pair of languages that nobody in the team speaks.
	Pairs int64
}

// DefaultWeights suit a forum of some days.
func DefaultWeights() Weights {
	return Weights{Extra: 1000, Undesired: 40, Desired: 20, Fair: 1, Continuity: 10, Mixed: 20, Pairs: 60}
}
