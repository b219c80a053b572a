package api

import (
	"time"

	"github.com/google/uuid"
)

// The published shapes of people and of what belongs to them.

// Registration opens an account.
type Registration struct {
	Email        string `json:"email" format:"email"`
	Password     string `json:"password" writeOnly:"true"`
	Name         string `json:"name"`
	Locale       string `json:"locale,omitempty" enum:"ko,en" default:"ko"`
	AcceptTerms  bool   `json:"accept_terms" doc:"Must be true."`
	AgeConfirmed bool   `json:"age_confirmed" doc:"Must be true: the person is 14 or older."`
}

// Created names what was made.
type Created struct {
	ID uuid.UUID `json:"id" format:"uuid"`
}

// TokenRequest asks for tokens.
type TokenRequest struct {
	Email    string `json:"email" format:"email"`
	Password string `json:"password" writeOnly:"true"`
	OTP      string `json:"otp,omitempty" doc:"For accounts with a second factor."`
}

// RefreshRequest renews or gives back tokens.
type RefreshRequest struct {
	RefreshToken string `json:"refresh_token"`
}

// Tokens are a session's pair.
type Tokens struct {
	AccessToken  string `json:"access_token"`
	TokenType    string `json:"token_type" enum:"Bearer"`
	ExpiresIn    int    `json:"expires_in" doc:"Seconds."`
	RefreshToken string `json:"refresh_token" doc:"Serves once; used twice, it ends the session."`
}

// Me is the caller's own account.
type Me struct {
	ID        uuid.UUID `json:"id" format:"uuid"`
	Email     string    `json:"email" format:"email"`
	Confirmed bool      `json:"email_confirmed"`
	Name      string    `json:"name"`
	Locale    string    `json:"locale" enum:"ko,en"`
	TimeZone  string    `json:"time_zone"`
	Roles     []string  `json:"roles"`
}

// MyCertificate is one of the caller's own certificates.
type MyCertificate struct {
	Code         string     `json:"code"`
	Number       string     `json:"number"`
	State        string     `json:"state" enum:"issued,revoked,superseded"`
	Course       string     `json:"course" doc:"Its title."`
	IssuedAt     time.Time  `json:"issued_at"`
	ExpiresAt    *time.Time `json:"expires_at" doc:"null where it is good for ever; after it the state stays issued."`
	RevokedCode  *string    `json:"revoked_code" enum:"error,identity,misconduct,request,withdrawn_course"`
	SupersededBy *string    `json:"superseded_by" doc:"The code of the certificate in its place."`
	URL          string     `json:"url" format:"uri" doc:"The page that anyone can verify it by."`
}

// Certificate is what anyone may know of a certificate.
type Certificate struct {
	Code         string     `json:"code"`
	Number       string     `json:"number"`
	State        string     `json:"state" enum:"issued,revoked,superseded"`
	Valid        bool       `json:"valid"`
	Holder       string     `json:"holder" doc:"Partly hidden where the holder chose so."`
	Course       string     `json:"course" doc:"Its title."`
	CourseSlug   string     `json:"course_slug"`
	Hours        float64    `json:"hours"`
	IssuedAt     time.Time  `json:"issued_at"`
	ExpiresAt    *time.Time `json:"expires_at" doc:"null where it is good for ever; after it the state stays issued, but it is not valid."`
	RevokedAt    *time.Time `json:"revoked_at"`
	RevokedCode  *string    `json:"revoked_code" enum:"error,identity,misconduct,request,withdrawn_course"`
	SupersededBy *string    `json:"superseded_by" doc:"The code of the certificate in its place."`
	Issuer       string     `json:"issuer"`
	URL          string     `json:"url" format:"uri"`
	PDF          *string    `json:"pdf" format:"uri" doc:"The printed certificate; null until it has been printed, and when it was revoked or superseded."`
}

// Notices is a page of notices.
type Notices struct {
	List[Notice]
	Unread int `json:"unread" doc:"Counted up to 100."`
}

// Notice is one notice.
type Notice struct {
	ID        uuid.UUID `json:"id" format:"uuid"`
	Kind      string    `json:"kind"`
	Text      string    `json:"text"`
	Link      *string   `json:"link" doc:"A path of this site."`
	CreatedAt time.Time `json:"created_at"`
	Read      bool      `json:"read"`
}

// Preference is how one wants to hear of a kind of notice.
type Preference struct {
	Kind  string `json:"kind"`
	Title string `json:"title,omitempty" readOnly:"true"`
	InApp bool   `json:"in_app"`
	Mail  bool   `json:"mail"`
	// Digest lets mails come once a day in one; where it is left out it stays as it is.
	Digest *bool `json:"digest,omitempty"`
}

// PreferencesRequest changes preferences; kinds that are not named stay as they are.
type PreferencesRequest struct {
	Items []Preference `json:"items"`
}
