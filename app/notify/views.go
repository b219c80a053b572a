package notify

import (
	"time"

	"academy/models/operations"

	"github.com/google/uuid"
)

// Notice is one line of the bell. Kind and Params make its sentence: message key notice.<kind>, Params by name in order of the key's arguments.
type Notice struct {
	ID        uuid.UUID
	Kind      string
	Args      []any
	Link      string
	CreatedAt time.Time
	Read      bool
}

// Notices is a page of them, newest first.
type Notices struct {
	Items  []Notice
	Unread int // up to 100
	Next   string
}

// Preference is how one wants to hear of a kind of notice.
type Preference struct {
	Kind  string
	InApp bool
	Mail  bool
	// Digest lets mails of the kind come once a day in one.
	Digest bool
	// Always says that it is shown on the pages whatever is chosen.
	Always bool
}

func (p Preference) row(userID uuid.UUID) operations.NoticePreference {
	return operations.NoticePreference{UserID: userID, Kind: p.Kind, InApp: p.InApp || p.Always, Mail: p.Mail, Digest: &p.Digest}
}

// KeptMail is a mail that the demonstration has kept instead of sending.
type KeptMail struct {
	ID        uuid.UUID
	To        string
	Subject   string
	Body      string
	CreatedAt time.Time
}
