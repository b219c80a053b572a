package credentials

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Earned is one thing a citizen has: a certificate (Code, Number, State, Title of the course, At its day of issue) or
// a role grant (Title of the duty, Course, At the day it ends).
type Earned struct {
	Kind   string // certificate, grant
	Code   string
	Number string
	State  string
	Title  models.Text
	Course *models.Text
	At     time.Time
	// ExpiresAt, RevokedCode and Successor, a code, are those of a certificate.
	ExpiresAt   *time.Time
	RevokedCode string
	Successor   string
}

// ListEarned answers a citizen's certificates, the newest first, and then the grants that are valid now, the one that
// ends first in front.
func ListEarned(tx *models.Tx, citizenID uuid.UUID) ([]Earned, error) {
	var rows []Earned
	err := conn.Gorm(tx).Raw(`(select 'certificate' as kind, c.code, c.number, c.state, c.course_title as title, null::jsonb as course, c.issued_at as at,
				c.expires_at, c.revoked_code, coalesce(n.code, '') as successor
			from certificates c left join certificates n on n.id = c.superseded_by where c.citizen_id = ? order by c.id desc limit 100)
		union all
		(select 'grant', '', '', '', d.title, r.title, g.ends_at, null, '', ''
			from role_grants g
			join duties d on d.id = g.duty_id
			left join enrolments e on e.id = g.enrolment_id
			left join course_revisions r on r.id = e.completed_revision_id
			where g.citizen_id = ? and g.revoked_at is null and g.ends_at > ? order by g.ends_at limit 100)`, citizenID, citizenID, tx.Now).Scan(&rows).Error
	return rows, models.Translate(err)
}
