package credentials

import (
	"time"

	"academy/app/credentials/diploma"
	"academy/app/credentials/paper"

	"github.com/google/uuid"
)

// Certificate is a certificate as its public page shows it.
type Certificate struct {
	ID         uuid.UUID
	Kind       string // course, service
	Code       string
	Number     string
	State      string // issued, revoked, superseded
	Holder     string // partly hidden where the holder chose so
	Course     string
	CourseSlug string
	Palette    string
	Minutes    int
	// Criteria is what was asked of the holder, or done, one sentence a line.
	Criteria string
	IssuedAt time.Time
	// ExpiresAt is when it stops being good; Expired says that it has. The state stays issued.
	ExpiresAt *time.Time
	Expired   bool
	RevokedAt *time.Time
	// RevokedCode is why it was revoked, as everybody may know.
	RevokedCode string
	// Successor is the code of the certificate in its place.
	Successor    string
	SupersededAt *time.Time
	Issuer       string
	// Mine says that the reader is the holder; Ready that the printed file is there.
	Mine       bool
	Ready      bool
	HiddenName bool
	VerifyURL  string
	// Gain is the duty the course qualifies for, with the day it ends, or when it was taken back.
	Gain       string
	GainUntil  *time.Time
	GainLostAt *time.Time
	Paper      Paper
}

// Paper is the printed certificate as its page shows it.
type Paper struct {
	diploma.Composed
	Across bool
	Border string // see diploma.Borders
	// QR is the code of the verification address.
	QR paper.Symbol
	// Cloth is the patchwork of the border as an SVG, empty with another one.
	Cloth string
	// Seal and Signature say that there is a picture of it, see CertificatePicture.
	Seal, Signature bool
}

// Service says that it is of a volunteer: Course is then what they have helped with, and Minutes how long.
func (c Certificate) Service() bool { return c.Kind == ServiceKind }

// Valid says whether it counts now.
func (c Certificate) Valid() bool { return c.State == Issued && !c.Expired }

// LastDay is an instant of the last day on which something is good that ends at a time.
func LastDay(end time.Time) time.Time { return end.Add(-time.Second) }

// MyCertificate is one of the reader's own.
type MyCertificate struct {
	Code     string
	Number   string
	State    string
	Course   string
	IssuedAt time.Time
	// ExpiresAt, Expired, RevokedCode and Successor are as in Certificate.
	ExpiresAt   *time.Time
	Expired     bool
	RevokedCode string
	Successor   string
}

// MyGrant is a duty the reader is qualified for.
type MyGrant struct {
	Duty   string
	Course string
	EndsAt time.Time
}
