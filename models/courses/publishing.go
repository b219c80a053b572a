package courses

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// ListActiveIDs answers who is learning in a course now, a batch of enrolments in the order of their IDs.
func ListActiveIDs(tx *models.Tx, courseID, after uuid.UUID, limit int) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	err := conn.Gorm(tx).Raw("select id from enrolments where course_id = ? and state = 'active' and id > ? order by id limit ?", courseID, after, limit).Scan(&ids).Error
	return ids, models.Translate(err)
}

// UpdateCourseFromRevision takes what the catalogue filters by from the revision that learners see.
func UpdateCourseFromRevision(tx *models.Tx, revisionID uuid.UUID) error {
	return models.Translate(conn.Gorm(tx).Exec(`update courses c set agenda_id = r.agenda_id, level = r.level, languages = r.languages,
		minutes = r.minutes, palette = r.palette from course_revisions r where r.id = ? and c.id = r.course_id`, revisionID).Error)
}

// Published is one published revision in the history of a course.
type Published struct {
	ID          uuid.UUID
	Number      int
	LessonCount int
	CreatedAt   time.Time
	ByName      string
	Current     bool
}

// ListPublishedRevisions answers the published revisions of a course, newest first, at most a number of them.
func ListPublishedRevisions(tx *models.Tx, courseID uuid.UUID, limit int) ([]Published, error) {
	var rows []Published
	err := conn.Gorm(tx).Raw(`select r.id, r.number, r.lesson_count, r.created_at, coalesce(u.name, '') as by_name, r.id = c.published_revision_id as current
		from course_revisions r join courses c on c.id = r.course_id left join users u on u.id = r.changed_by
		where r.course_id = ? and r.number > 0 order by r.number desc limit ?`, courseID, limit).Scan(&rows).Error
	return rows, models.Translate(err)
}
