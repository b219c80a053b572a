package identity

import (
	"time"

	"github.com/google/uuid"
)

// Registration is what a newcomer fills in.
type Registration struct {
	Email        string
	Password     string
	Name         string
	Locale       string
	AcceptTerms  bool
	AgeConfirmed bool
}

// Tokens is a signed-in session's pair.
type Tokens struct {
	Access    string
	Refresh   string
	ExpiresIn int // seconds of the access token
}

// Profile is the account page.
type Profile struct {
	ID        uuid.UUID
	Email     string
	Name      string
	Locale    string
	TimeZone  string
	Roles     []string
	Confirmed bool
	Sessions  []Session
	Consents  []Consent
}

// Session is one signed-in device.
type Session struct {
	ID        uuid.UUID
	Kind      string // web, api
	Current   bool
	CreatedAt time.Time
	SeenAt    time.Time
}

// Consent is a text one has agreed to.
type Consent struct {
	Kind    string // terms, privacy, age
	Version string
	GivenAt time.Time
}
