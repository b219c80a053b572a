package operations

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// AuditEntry says who did what to whose data and why. Entries are written in the transaction of the deed and never
// change. A nil ActorID is the academy itself or its command line.
type AuditEntry struct {
	ID         uuid.UUID
	At         time.Time
	ActorID    *uuid.UUID
	Action     string
	SubjectID  *uuid.UUID
	ObjectKind string
	ObjectID   *uuid.UUID
	Reason     string
	Details    models.JSON[map[string]string]
}

// InsertAudit writes an entry; its ID and time are set here, so that nobody dates a deed otherwise.
func InsertAudit(tx *models.Tx, e AuditEntry) error {
	e.ID, e.At = models.NewID(), tx.Now
	if e.Details.V == nil {
		e.Details.V = map[string]string{}
	}
	return models.Translate(conn.Gorm(tx).Create(&e).Error)
}

// ListAudit answers what was done to a person's data, the newest first.
func ListAudit(tx *models.Tx, subjectID uuid.UUID, limit int) ([]AuditEntry, error) {
	var rows []AuditEntry
	err := conn.Gorm(tx).Where("subject_id = ?", subjectID).Order("id desc").Limit(limit).Find(&rows).Error
	return rows, models.Translate(err)
}
