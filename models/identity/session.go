package identity

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Session is one signed-in device: a family of refresh tokens, of which only the newest Generation counts.
type Session struct {
	ID            uuid.UUID
	UserID        uuid.UUID
	Kind          string
	Generation    uint32
	RotatedAt     time.Time
	CreatedAt     time.Time
	ExpiresAt     time.Time
	RevokedAt     *time.Time
	RevokedReason *string
}

// Open says whether the session may be used at a moment.
func (s Session) Open(now time.Time) bool { return s.RevokedAt == nil && now.Before(s.ExpiresAt) }

// Holder is a session's person with the names of the roles, separated by spaces: what every request asks for.
type Holder struct {
	UserID    uuid.UUID
	SessionID uuid.UUID
	Email     string
	Name      string
	Locale    string
	TimeZone  string
	Roles     string
	Confirmed bool
}

const holder = `select u.id as user_id, s.id as session_id, u.email, u.name, u.locale, u.time_zone,
	u.email_confirmed_at is not null as confirmed,
	(select coalesce(string_agg(r.role, ' ' order by r.role), '') from user_roles r where r.user_id = u.id) as roles
from sessions s
join users u on u.id = s.user_id
where s.id = ? and s.revoked_at is null and s.expires_at > ? and u.locked_at is null`

// FindHolder finds who holds a session. ErrNotFound stands for every reason why nobody does: unknown, expired,
// revoked, or a locked account.
func FindHolder(tx *models.Tx, sessionID uuid.UUID) (Holder, error) {
	var h Holder
	err := conn.Gorm(tx).Raw(holder, sessionID, tx.Now).Take(&h).Error
	return h, models.Translate(err)
}

// FindSession finds a session, whatever its state.
func FindSession(tx *models.Tx, id uuid.UUID) (Session, error) {
	var s Session
	err := conn.Gorm(tx).Where("id = ?", id).Take(&s).Error
	return s, models.Translate(err)
}

// LockSession finds a session and holds its row.
func LockSession(tx *models.Tx, id uuid.UUID) (Session, error) {
	var s Session
	err := conn.Gorm(tx).Raw("select * from sessions where id = ? for update", id).Take(&s).Error
	return s, models.Translate(err)
}

// InsertSession writes a session.
func InsertSession(tx *models.Tx, s Session) error {
	return models.Translate(conn.Gorm(tx).Create(&s).Error)
}

// UpdateRotated makes a generation the newest one.
func UpdateRotated(tx *models.Tx, id uuid.UUID, generation uint32, expires time.Time) error {
	return exec(tx, "update sessions set generation = ?, rotated_at = ?, expires_at = ? where id = ?", generation, tx.Now, expires, id)
}

// UpdateRevoked ends a session. One that has ended stays as it is.
func UpdateRevoked(tx *models.Tx, id uuid.UUID, reason string) error {
	return exec(tx, "update sessions set revoked_at = ?, revoked_reason = ? where id = ? and revoked_at is null", tx.Now, reason, id)
}

// UpdateAllRevoked ends all sessions of a person but one; the zero ID spares none.
func UpdateAllRevoked(tx *models.Tx, userID, spare uuid.UUID, reason string) error {
	return exec(tx, "update sessions set revoked_at = ?, revoked_reason = ? where user_id = ? and id <> ? and revoked_at is null",
		tx.Now, reason, userID, spare)
}

// DeleteSessions removes sessions that had expired or been revoked before a moment.
func DeleteSessions(tx *models.Tx, before time.Time) error {
	return exec(tx, "delete from sessions where expires_at < ? or revoked_at < ?", before, before)
}
