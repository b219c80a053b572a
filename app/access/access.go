// Package access says who acts and what each account role may do. The table is the whole policy of roles; rights
// that hang on a row (one's own attempt, one's own course) are checked where the row is locked.
package access

import (
	"slices"

	"academy/app/fault"

	"github.com/google/uuid"
)

// Role is an account role. Duties of volunteers are not roles and give no permission.
type Role string

// The roles.
const (
	Citizen     Role = "citizen"
	Instructor  Role = "instructor"
	Coordinator Role = "coordinator"
	Moderator   Role = "moderator"
	Officer     Role = "officer"
	Admin       Role = "admin"
)

// Permission is what one may do; it stands beside each route.
type Permission string

// The permissions.
const (
	// Anyone needs no account.
	Anyone Permission = "anyone"
	// Learn is enrolling, watching, answering.
	Learn Permission = "learn"
	// TakePart is speaking in public: it asks for a confirmed e-mail address.
	TakePart Permission = "take_part"
	// Moderate is deciding on what others say, and drafting answers to proposals.
	Moderate Permission = "moderate"
	// Govern is saying what citizens can speak about and by which rules: agendas, phases, clocks, thresholds, holidays.
	Govern Permission = "govern"
	// SignAnswers is publishing an official answer that somebody else has drafted.
	SignAnswers Permission = "sign_answers"
	// Author is making courses.
	Author Permission = "author"
	// Certify is issuing, revoking and reissuing the certificates of the courses one owns.
	Certify Permission = "certify"
	// CertifyAll is looking after the certificates of every course.
	CertifyAll Permission = "certify_all"
	// Coordinate is making activities and rosters, and looking after volunteers.
	Coordinate Permission = "coordinate"
	// ReadOutbox is reading the mails that the demonstration keeps.
	ReadOutbox Permission = "read_outbox"
	// ReadAudit is reading who did what.
	ReadAudit Permission = "read_audit"
)

var granted = map[Role][]Permission{ //nolint:gochecknoglobals // the policy: read, never written
	Citizen:     {Learn, TakePart},
	Instructor:  {Learn, TakePart, Author, Certify},
	Coordinator: {Learn, TakePart, Coordinate},
	Moderator:   {Learn, TakePart, Moderate},
	Officer:     {Learn, TakePart, Moderate, SignAnswers, Govern},
	Admin:       {Learn, TakePart, Author, Certify, CertifyAll, Coordinate, Govern, ReadOutbox, ReadAudit},
}

// Actor is the person who acts. The zero Actor is a visitor without an account.
type Actor struct {
	ID        uuid.UUID
	SessionID uuid.UUID
	Email     string
	Name      string
	Locale    string
	TimeZone  string
	Roles     []Role
	Confirmed bool
}

// Known says that somebody has signed in.
func (a Actor) Known() bool { return a.ID != uuid.Nil }

// Has says whether the person holds a role.
func (a Actor) Has(r Role) bool { return slices.Contains(a.Roles, r) }

// May says whether the person may do it.
func (a Actor) May(p Permission) bool { return Check(a, p) == nil }

// ErrUnconfirmed is for those who have not confirmed their e-mail address yet.
var ErrUnconfirmed = fault.New(fault.Denied, "access.unconfirmed")

// Check answers nil, or the fault that says why not.
func Check(who Actor, p Permission) error {
	if p == Anyone {
		return nil
	}
	if !who.Known() {
		return fault.ErrAnonymous
	}
	if !slices.ContainsFunc(who.Roles, func(r Role) bool { return slices.Contains(granted[r], p) }) {
		return fault.ErrDenied
	}
	if p == TakePart && !who.Confirmed {
		return ErrUnconfirmed
	}
	return nil
}
