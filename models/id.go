package models

import "github.com/google/uuid"

// NewID makes a UUIDv7: unique, and ordered by the time it was made, so that a primary key is also a keyset.
func NewID() uuid.UUID { return uuid.Must(uuid.NewV7()) }
