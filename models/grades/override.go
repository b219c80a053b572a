package grades

import (
	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Override is a grade that a person gives. Without a percent it takes one away.
type Override struct {
	ID          uuid.UUID  `json:"id"`
	EnrolmentID uuid.UUID  `json:"enrolment_id"`
	LessonID    uuid.UUID  `json:"lesson_id"`
	Percent     *int       `json:"percent"`
	Reason      string     `json:"reason"`
	ImportID    *uuid.UUID `json:"import_id"`
	// Replaces is the one that counted until now.
	Replaces *uuid.UUID `json:"replaces"`
}

// InsertOverrides gives grades in the name of a person, each in place of the one it names. Where another counts by now it
// answers ErrConflict and the transaction is lost.
func InsertOverrides(tx *models.Tx, courseID, by uuid.UUID, list []Override) error {
	given := models.JSON[[]Override]{V: list}
	if err := conn.Gorm(tx).Exec(`update grade_overrides o set superseded_at = ? from jsonb_to_recordset(?::jsonb) as x(replaces uuid)
		where o.id = x.replaces and o.superseded_at is null`, tx.Now, given).Error; err != nil {
		return models.Translate(err)
	}
	return models.Translate(conn.Gorm(tx).Exec(`insert into grade_overrides (id, course_id, enrolment_id, lesson_id, percent, reason, given_by, given_at, import_id, replaces)
		select x.id, ?, x.enrolment_id, x.lesson_id, x.percent / 100.0, x.reason, ?, ?, x.import_id, x.replaces
		from jsonb_to_recordset(?::jsonb) as x(id uuid, enrolment_id uuid, lesson_id uuid, percent integer, reason text, import_id uuid, replaces uuid)`,
		courseID, by, tx.Now, given).Error)
}

// LockEnrolments holds some enrolments of a course, always in one order.
func LockEnrolments(tx *models.Tx, courseID uuid.UUID, ids []uuid.UUID) error {
	return models.Translate(conn.Gorm(tx).Exec("select id from enrolments where course_id = ? and id in ? order by id for update", courseID, ids).Error)
}
