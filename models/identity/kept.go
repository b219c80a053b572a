package identity

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Kept is one thing we keep of a person besides the account: an open session (ID, Kind, At its beginning, SeenAt), or
// a consent that has not been withdrawn (Kind and Version of the text, At the day it was given).
type Kept struct {
	What    string // session, consent
	ID      *uuid.UUID
	Kind    string
	Version string
	At      time.Time
	SeenAt  *time.Time
}

// ListKept answers the sessions, the one used last in front, at most limit of them, and then the consents, the oldest first.
func ListKept(tx *models.Tx, userID uuid.UUID, limit int) ([]Kept, error) {
	var rows []Kept
	err := conn.Gorm(tx).Raw(`(select 'session' as what, id, kind, '' as version, created_at as at, rotated_at as seen_at
			from sessions where user_id = ? and revoked_at is null and expires_at > ? order by rotated_at desc, id desc limit ?)
		union all
		(select 'consent', null, t.kind, t.version, c.given_at, null
			from consents c join terms t on t.id = c.terms_id
			where c.user_id = ? and c.withdrawn_at is null order by c.given_at, t.kind)`, userID, tx.Now, limit, userID).Scan(&rows).Error
	return rows, models.Translate(err)
}
