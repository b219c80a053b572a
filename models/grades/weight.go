package grades

import (
	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Weight is how much a lesson of a course counts.
type Weight struct {
	LessonID uuid.UUID `json:"lesson_id"`
	Weight   int       `json:"weight"`
}

// ListLessons answers the graded lessons of a revision.
func ListLessons(tx *models.Tx, revisionID uuid.UUID) ([]Lesson, error) {
	var found struct{ Lessons models.JSON[[]Lesson] }
	err := conn.Gorm(tx).Raw("with "+graded+" select "+lessonList+" as lessons", revisionID).Scan(&found).Error
	return found.Lessons.V, models.Translate(err)
}

// UpdateWeights writes how much some lessons of a course count.
func UpdateWeights(tx *models.Tx, courseID uuid.UUID, weights []Weight) error {
	return models.Translate(conn.Gorm(tx).Exec(`insert into grade_weights (course_id, lesson_id, weight)
		select ?, x.lesson_id, x.weight / 100.0 from jsonb_to_recordset(?::jsonb) as x(lesson_id uuid, weight integer)
		on conflict (lesson_id) do update set weight = excluded.weight`, courseID, models.JSON[[]Weight]{V: weights}).Error)
}
