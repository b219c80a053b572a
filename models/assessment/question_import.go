package assessment

import (
	"encoding/json"
	"time"

	"academy/models"
	"academy/models/courses"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// QuestionImport is a file of questions that an author has brought.
type QuestionImport struct {
	ID        uuid.UUID
	CourseID  uuid.UUID
	BroughtBy uuid.UUID
	Name      string
	Format    string
	Items     models.JSON[json.RawMessage]
	// Taken are the questions that it has made.
	Taken     courses.Strings
	BroughtAt time.Time
}

// InsertQuestionImport writes what an author has brought.
func InsertQuestionImport(tx *models.Tx, i QuestionImport) error {
	return models.Translate(conn.Gorm(tx).Create(&i).Error)
}

// FindQuestionImport finds what somebody has brought to a course.
func FindQuestionImport(tx *models.Tx, courseID, id uuid.UUID) (QuestionImport, error) {
	var i QuestionImport
	return i, models.Translate(conn.Gorm(tx).Where("id = ? and course_id = ?", id, courseID).Take(&i).Error)
}

// LockQuestionImport is FindQuestionImport that holds the row, so that nobody takes the same questions twice.
func LockQuestionImport(tx *models.Tx, courseID, id uuid.UUID) (QuestionImport, error) {
	var i QuestionImport
	err := conn.Gorm(tx).Raw("select * from question_imports where id = ? and course_id = ? for update", id, courseID).Take(&i).Error
	return i, models.Translate(err)
}

// UpdateTaken writes which questions an import has made.
func UpdateTaken(tx *models.Tx, id uuid.UUID, taken courses.Strings) error {
	return change(tx, "update question_imports set taken = ? where id = ?", taken, id)
}

// DeleteImportsBefore forgets what was brought before a time. The questions that were taken stay.
func DeleteImportsBefore(tx *models.Tx, before time.Time) error {
	return models.Translate(conn.Gorm(tx).Exec("delete from question_imports where brought_at < ?", before).Error)
}

// DeleteUnasked deletes those of some questions of a course that no quiz asks and nobody was ever asked, and answers how
// many are left.
func DeleteUnasked(tx *models.Tx, courseID uuid.UUID, ids courses.Strings) (left int, err error) {
	done := conn.Gorm(tx).Exec(`delete from questions q where q.course_id = ? and q.id::text = any(?)
		and not exists (select from quiz_slots s where s.question_id = q.id)
		and not exists (select from attempt_slots a join question_versions v on v.id = a.question_version_id where v.question_id = q.id)
		and not exists (select from course_revisions r join revision_lessons l on l.revision_id = r.id
			where r.course_id = q.course_id and l.quiz->'slots' @> jsonb_build_array(jsonb_build_object('question', q.id::text)))`, courseID, ids)
	return len(ids) - int(done.RowsAffected), models.Translate(done.Error)
}
