package credentials

import (
	"time"

	"github.com/google/uuid"
)

// Certificate is a certificate as its public page shows it.
type Certificate struct {
	ID         uuid.UUID
	Code       string
	Number     string
	State      string // issued, revoked, superseded
	Holder     string // partly hidden where the holder chose so
	Course     string
	CourseSlug string
	Palette    string
	Minutes    int
	IssuedAt   time.Time
	RevokedAt  *time.Time
	Issuer     string
	// Mine says that the reader is the holder; Ready that the printed file is there.
	Mine       bool
	Ready      bool
	HiddenName bool
	VerifyURL  string
	// QR is the matrix of the verification address, true for dark.
	QR [][]bool
	// Gain is the duty the course qualifies for, with the day it ends.
	Gain      string
	GainUntil *time.Time
}

// MyCertificate is one of the reader's own.
type MyCertificate struct {
	Code     string
	Number   string
	State    string
	Course   string
	IssuedAt time.Time
}

// MyGrant is a duty the reader is qualified for.
type MyGrant struct {
	Duty   string
	Course string
	EndsAt time.Time
}
