package credentials

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"
)

// RoleGrant qualifies a citizen for a duty until a day. It never gives a permission.
type RoleGrant struct {
	ID          uuid.UUID
	CitizenID   uuid.UUID
	DutyID      uuid.UUID
	Source      string
	EnrolmentID *uuid.UUID
	GrantedAt   time.Time
	EndsAt      time.Time
	RevokedAt   *time.Time
}

// HeldGrant is a grant with what it is called and where it came from.
type HeldGrant struct {
	RoleGrant
	Duty   models.Text
	Course *models.Text
}

const heldGrants = `select g.*, d.title as duty, r.title as course
from role_grants g
join duties d on d.id = g.duty_id
left join enrolments e on e.id = g.enrolment_id
left join course_revisions r on r.id = e.completed_revision_id
where g.revoked_at is null`

// ListGrantsByEnrolment answers what one completion has granted.
func ListGrantsByEnrolment(tx *models.Tx, enrolmentID uuid.UUID) ([]HeldGrant, error) {
	var rows []HeldGrant
	err := conn.Gorm(tx).Raw(heldGrants+" and g.enrolment_id = ?", enrolmentID).Scan(&rows).Error
	return rows, models.Translate(err)
}

// UpdateGrantsRevoked takes back what an enrolment has granted.
func UpdateGrantsRevoked(tx *models.Tx, enrolmentID uuid.UUID) error {
	return models.Translate(conn.Gorm(tx).Exec("update role_grants set revoked_at = ? where enrolment_id = ? and revoked_at is null", tx.Now, enrolmentID).Error)
}

// InsertGrant writes a grant; the one that an enrolment has made already stays as it is.
func InsertGrant(tx *models.Tx, g RoleGrant) error {
	return models.Translate(conn.Gorm(tx).Clauses(clause.OnConflict{DoNothing: true}).Create(&g).Error)
}
