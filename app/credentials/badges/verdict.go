package badges

import (
	"time"

	"academy/app/credentials/openbadges"
)

// State is how one check came out.
type State string

// The states. Unproven lets a credential be valid, and says in words what nobody can know here; Unknown does not.
const (
	Passed   State = "passed"
	Unproven State = "unproven"
	Unknown  State = "unknown"
	Failed   State = "failed"
)

// Check is one thing that was looked at: structure, proof, issuer, time or status. Reason is the last part of the key of
// the message that says what was found, and Day fills it.
type Check struct {
	Name   string
	State  State
	Reason string
	Day    *time.Time
}

// OK says that nothing speaks against the credential here.
func (c Check) OK() bool { return c.State == Passed || c.State == Unproven }

// Verdict is what was found of a credential.
type Verdict struct {
	Checks []Check
	// Says is what the credential says of itself, which is to be believed only as far as the checks go.
	Says openbadges.Reading
	// Code is that of the certificate, where it is one of ours.
	Code string
}

// Valid says that every check came out well.
func (v Verdict) Valid() bool {
	for _, c := range v.Checks {
		if !c.OK() {
			return false
		}
	}
	return true
}

// Failed says that something is wrong, which is more than that something could not be looked at.
func (v Verdict) Failed() bool {
	for _, c := range v.Checks {
		if c.State == Failed {
			return true
		}
	}
	return false
}

// add notes how a check came out.
func (v *Verdict) add(name string, state State, reason string, day *time.Time) {
	v.Checks = append(v.Checks, Check{name, state, reason, day})
}

// complete names the checks that were not come to.
func (v *Verdict) complete() {
	for _, name := range []string{"structure", "proof", "issuer", "time", "status"}[len(v.Checks):] {
		v.add(name, Unknown, "skipped", nil)
	}
}
