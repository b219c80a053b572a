package rules

import (
	"slices"
	"time"
)

// PhaseKinds are what phases of an agenda are for, in the order of a round.
func PhaseKinds() []string { return []string{"propose", "support", "discuss", "review", "answered"} }

// Phase is a time in which one thing can be done on an agenda: from the midnight that begins its first day to the one that
// ends its last, which itself is over.
type Phase struct {
	Kind        string
	From, Until time.Time
}

// Stage is how a phase stands to a time.
type Stage string

// The stages.
const (
	Before Stage = "before"
	Open   Stage = "open"
	Over   Stage = "over"
)

// At is where the phase stands.
func (p Phase) At(now time.Time) Stage {
	switch {
	case now.Before(p.From):
		return Before
	case now.Before(p.Until):
		return Open
	}
	return Over
}

// Allowed says whether something of a kind can be done now: within a phase of that kind, or at any time where there are no
// phases at all. Queries apply the same rule.
func Allowed(phases []Phase, kind string, now time.Time) bool {
	return len(phases) == 0 || slices.ContainsFunc(phases, func(p Phase) bool { return p.Kind == kind && p.At(now) == Open })
}

// Days reads the first and the last day of a phase, written as 2026-12-25, and says whether they are days in that order.
func (c Calendar) Days(first, last string) (from, until time.Time, good bool) {
	from, err := time.ParseInLocation(dayFormat, first, c.zone)
	if err != nil {
		return from, until, false
	}
	end, err := time.ParseInLocation(dayFormat, last, c.zone)
	if err != nil || end.Before(from) || end.After(from.AddDate(3, 0, 0)) {
		return from, until, false
	}
	return from.UTC(), end.AddDate(0, 0, 1).UTC(), true
}
