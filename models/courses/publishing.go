package courses

import (
	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Reach is how many learners have opened and completed a lesson.
type Reach struct {
	LessonID  uuid.UUID
	Opened    int
	Completed int
}

// ListReach answers how far learners of a course have come, for every lesson that anybody has opened.
func ListReach(tx *models.Tx, courseID uuid.UUID) ([]Reach, error) {
	var rows []Reach
	err := conn.Gorm(tx).Raw(`select p.lesson_id, count(*) as opened, count(p.completed_at) as completed
		from enrolments e join lesson_progress p on p.enrolment_id = e.id
		where e.course_id = ? and e.state in ('active', 'completed') group by p.lesson_id`, courseID).Scan(&rows).Error
	return rows, models.Translate(err)
}

// CountActive counts who is learning in a course now.
func CountActive(tx *models.Tx, courseID uuid.UUID) (int, error) {
	var n int
	err := conn.Gorm(tx).Raw("select count(*) from enrolments where course_id = ? and state = 'active'", courseID).Scan(&n).Error
	return n, models.Translate(err)
}

// UpdateCourseFromRevision takes what the catalogue filters by from the revision that learners see.
func UpdateCourseFromRevision(tx *models.Tx, revisionID uuid.UUID) error {
	return models.Translate(conn.Gorm(tx).Exec(`update courses c set agenda_id = r.agenda_id, level = r.level, languages = r.languages,
		minutes = r.minutes, palette = r.palette from course_revisions r where r.id = ? and c.id = r.course_id`, revisionID).Error)
}
