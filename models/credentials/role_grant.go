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
left join course_revisions r on r.id = e.completed_revision_id`

// ListGrantsByEnrolment answers what one completion has granted, with what was taken back again.
func ListGrantsByEnrolment(tx *models.Tx, enrolmentID uuid.UUID) ([]HeldGrant, error) {
	var rows []HeldGrant
	err := conn.Gorm(tx).Raw(heldGrants+" where g.enrolment_id = ?", enrolmentID).Scan(&rows).Error
	return rows, models.Translate(err)
}

// UpdateGrantsRevoked takes back what an enrolment has granted.
func UpdateGrantsRevoked(tx *models.Tx, enrolmentID uuid.UUID) error {
	return models.Translate(conn.Gorm(tx).Exec("update role_grants set revoked_at = ? where enrolment_id = ? and revoked_at is null", tx.Now, enrolmentID).Error)
}

// InsertGrant writes a grant; one that the enrolment has made already is given back if it was taken.
func InsertGrant(tx *models.Tx, g RoleGrant) error {
	again := clause.OnConflict{
		Columns: []clause.Column{{Name: "enrolment_id"}, {Name: "duty_id"}}, TargetWhere: clause.Where{Exprs: []clause.Expression{clause.Expr{SQL: "enrolment_id is not null"}}},
		DoUpdates: clause.Assignments(map[string]any{"revoked_at": nil}),
	}
	return models.Translate(conn.Gorm(tx).Clauses(again).Create(&g).Error)
}
