package models

import (
	"encoding/base64"
	"encoding/json"
	"time"

	"github.com/google/uuid"
)

// Cursor is the place in a list that is ordered by a time and an ID, both descending.
type Cursor struct {
	At time.Time `json:"t"`
	ID uuid.UUID `json:"i"`
}

// String is the cursor as it travels in an address; empty for the start.
func (c Cursor) String() string {
	if c.ID == uuid.Nil {
		return ""
	}
	b, _ := json.Marshal(c) // a time and an ID always marshal
	return base64.RawURLEncoding.EncodeToString(b)
}

// ParseCursor reads what String wrote. Anything else is the start of the list: a mangled address shows page one.
func ParseCursor(s string) Cursor {
	var c Cursor
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || json.Unmarshal(b, &c) != nil {
		return Cursor{}
	}
	return c
}
