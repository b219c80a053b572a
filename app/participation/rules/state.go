// Package rules is what is decided about proposals without asking anybody: which step follows which, when something falls
// due, what a number of supports brings about, and which figures may be shown.
package rules

import "slices"

// State is where a proposal stands.
type State string

// The states, under the names that are stored.
const (
	Draft       State = "draft"
	Submitted   State = "submitted"
	Returned    State = "returned"
	Gathering   State = "gathering"
	Lapsed      State = "lapsed"
	UnderReview State = "under_review"
	Answered    State = "answered"
	Committed   State = "committed"
	Implemented State = "implemented"
	Cancelled   State = "cancelled"
	Withdrawn   State = "withdrawn"
	Merged      State = "merged_into"
	Hidden      State = "hidden"
)

var follows = map[State][]State{ //nolint:gochecknoglobals // the table of states: read, never written
	Draft:       {Submitted, Withdrawn},
	Submitted:   {Returned, Gathering, Hidden, Withdrawn, Merged},
	Returned:    {Submitted, Withdrawn, Hidden},
	Gathering:   {Lapsed, UnderReview, Withdrawn, Merged, Hidden},
	UnderReview: {Answered, Committed, Implemented, Cancelled, Hidden},
	Answered:    {UnderReview, Committed, Hidden},
	Committed:   {Implemented, Cancelled, UnderReview, Hidden},
	Implemented: {Committed, Hidden},
	Cancelled:   {Committed, Hidden},
	Lapsed:      {Hidden, UnderReview},
	Hidden:      {Gathering, Submitted, Lapsed, UnderReview, Answered, Committed, Implemented, Cancelled},
}

// MayBecome says whether one state follows another.
func (s State) MayBecome(next State) bool { return slices.Contains(follows[s], next) }

// Public says whether everybody may see that a proposal is there. The words of a hidden one are kept back all the same.
func (s State) Public() bool { return s != Draft && s != Submitted && s != Returned }

// Outcomes are what an official answer can come to.
func Outcomes() []string {
	return []string{"accepted", "partly", "not_accepted", "already_done", "out_of_scope"}
}

// Refuses says whether an outcome is one against which the author may object.
func Refuses(outcome string) bool {
	return outcome == "partly" || outcome == "not_accepted" || outcome == "already_done" || outcome == "out_of_scope"
}

// Commitment is how far a commitment has come.
type Commitment struct {
	State   string
	Percent int
}

// AfterCommitments is what becomes of an answered proposal by its commitments: it is implemented once all that were not
// dropped are done, and cancelled once all were dropped.
func AfterCommitments(all []Commitment) State {
	done, dropped := 0, 0
	for _, c := range all {
		switch c.State {
		case "done":
			done++
		case "dropped":
			dropped++
		}
	}
	switch {
	case len(all) == 0:
		return Answered
	case dropped == len(all):
		return Cancelled
	case done+dropped == len(all):
		return Implemented
	}
	return Committed
}

// Progress is how far commitments have come together, those that were dropped left out.
func Progress(all []Commitment) int {
	sum, count := 0, 0
	for _, c := range all {
		if c.State != "dropped" {
			sum, count = sum+c.Percent, count+1
		}
	}
	if count == 0 {
		return 0
	}
	return sum / count
}
