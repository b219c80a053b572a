package api

import (
	"time"

	"github.com/google/uuid"
)

// The published shapes of the learning record.

// MyRecord is all that the caller may put into a record, and what is shared of it now.
type MyRecord struct {
	Lines []RecordLine `json:"lines"`
	Share *RecordShare `json:"share" doc:"null where nothing is shared."`
}

// RecordLine is one thing that the caller has done or earned here, as it is now.
type RecordLine struct {
	Kind   string     `json:"kind" enum:"course,certificate,grant"`
	ID     uuid.UUID  `json:"id" format:"uuid" doc:"Of the enrolment, the certificate or the grant."`
	Title  string     `json:"title"`
	State  string     `json:"state" enum:"active,completed,issued,expired,revoked,superseded,held,over"`
	At     time.Time  `json:"at" doc:"When it was completed, issued or granted; when a course in progress began."`
	Until  *time.Time `json:"until" doc:"When a grant or a certificate ends, or when a certificate was revoked."`
	Hours  float64    `json:"hours"`
	Result *float64   `json:"result" doc:"The final grade in per cent; null where the course grades nothing."`
	Number *string    `json:"number"`
	Chosen bool       `json:"chosen" doc:"Whether it is shared now."`
}

// RecordShare is a record that is being shown.
type RecordShare struct {
	ID        uuid.UUID  `json:"id" format:"uuid"`
	CreatedAt time.Time  `json:"created_at"`
	EndsAt    time.Time  `json:"ends_at"`
	HideName  bool       `json:"hide_name"`
	Results   bool       `json:"results"`
	Opened    int        `json:"opened" doc:"How often others have opened it."`
	OpenedAt  *time.Time `json:"opened_at"`
}

// ShareRequest shares some lines.
type ShareRequest struct {
	Lines    []RecordRef `json:"lines"`
	Days     int         `json:"days" enum:"7,30,90"`
	HideName bool        `json:"hide_name,omitempty"`
	Results  bool        `json:"results,omitempty"`
	Replaces *uuid.UUID  `json:"replaces,omitempty" format:"uuid" doc:"The share that is to end by this one; without it there must be none."`
}

// RecordRef names a line.
type RecordRef struct {
	Kind string    `json:"kind" enum:"course,certificate,grant"`
	ID   uuid.UUID `json:"id" format:"uuid"`
}

// SharedRecord is a share that has just been made. Its address is told this once.
type SharedRecord struct {
	ID       uuid.UUID `json:"id" format:"uuid"`
	URL      string    `json:"url" format:"uri"`
	PDF      string    `json:"pdf" format:"uri"`
	EndsAt   time.Time `json:"ends_at"`
	Replaced bool      `json:"replaced" doc:"Whether an older address is void since."`
}

// CertificatePrivacy says what others see of a certificate.
type CertificatePrivacy struct {
	HideName *bool `json:"hide_name" nullable:"false" doc:"Whether others see only the first letter of the name."`
}
