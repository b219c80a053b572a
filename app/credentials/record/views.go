package record

import (
	"time"

	"academy/app/credentials/paper"

	"github.com/google/uuid"
)

// The parts of a record, in their order.
const (
	Completed    = "completed"
	Certificates = "certificates"
	Grants       = "grants"
	Active       = "active"
)

// Ref names a line: a course by the enrolment in it, a certificate, a grant.
type Ref struct {
	Kind string // course, certificate, grant
	ID   uuid.UUID
}

// Line is one thing that somebody has done or earned here, as it is now.
type Line struct {
	Ref
	Title string
	State string // active, completed; issued, expired, revoked, superseded; held, over
	// At is when it was completed, issued or granted; of a course in progress, when it began.
	At time.Time
	// Until is when a grant or a certificate ends, or when a certificate was revoked.
	Until   *time.Time
	Minutes int
	Percent int
	// Result is the final grade in per cent, nil where the course grades nothing or the holder does not show it.
	Result       *float64
	Number, Code string
	// Chosen says that the share that holds now shows it.
	Chosen bool
}

// Section is the lines of one part.
type Section struct {
	Part  string
	Lines []Line
}

// Mine is all that somebody may put into a record, and what is shared of it just now.
type Mine struct {
	Name, Veiled string
	Sections     []Section
	// More says that there is more than one record can hold.
	More  bool
	Share *Share
}

// Share is a record that is being shown.
type Share struct {
	ID                uuid.UUID
	HideName, Results bool
	CreatedAt, EndsAt time.Time
	// Opened is how often others have opened it, and OpenedAt when last.
	Opened   int
	OpenedAt *time.Time
	// Lines is how many of what was ticked still stands.
	Lines int
}

// Record is what somebody shows.
type Record struct {
	Holder   string
	Issuer   string
	Sections []Section
	// Courses and Minutes add up what is completed.
	Courses, Minutes int
	At               time.Time
	// LeftOut is how many lines the holder has not ticked; readers are told that there may be some, not how many.
	LeftOut int
	Mine    bool
	// EndsAt, URL and QR are those of a shared record, and empty in a preview.
	EndsAt *time.Time
	URL    string
	QR     paper.Symbol
}

// Shared is a share that has just been made. The code is told this once.
type Shared struct {
	ID     uuid.UUID
	Code   string
	URL    string
	EndsAt time.Time
	// Replaced says that an older code is void since.
	Replaced bool
}
