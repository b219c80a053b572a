package courses

import (
	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Prerequisite is a course that comes before another.
type Prerequisite struct {
	ID    uuid.UUID   `json:"id"`
	Slug  string      `json:"slug"`
	Title models.Text `json:"title"`
	State string      `json:"state"`
}

// prerequisitesOf begins a list of prerequisites; what follows says of which revision, as q, and closes it. A course that
// learners do not see yet is called as its draft is.
const prerequisitesOf = `(select coalesce(jsonb_agg(jsonb_build_object('id', k.id, 'slug', k.slug, 'title', t.title, 'state', k.state) order by t.title->>'ko', k.slug), '[]')
	from revision_prerequisites q join courses k on k.id = q.course_id
	join lateral (select title from course_revisions t where t.course_id = k.id and (t.id = k.published_revision_id or t.number = 0) order by t.number desc limit 1) t on true`

// ListOffered answers the courses, of those named, that may come before that of a draft: those that learners see, those
// that the person who asks makes, and those that come before it already.
func ListOffered(tx *models.Tx, slugs []string, userID, draftID uuid.UUID) ([]Course, error) {
	if len(slugs) == 0 {
		return nil, nil
	}
	var rows []Course
	err := conn.Gorm(tx).Raw(`select c.* from courses c where c.slug in ? and (c.state = 'published'
		or exists (select 1 from course_staff s where s.course_id = c.id and s.user_id = ?)
		or exists (select 1 from revision_prerequisites q where q.course_id = c.id and q.revision_id = ?))`, slugs, userID, draftID).Scan(&rows).Error
	return rows, models.Translate(err)
}

// ListWaiting answers which of some courses wait, over however many steps, for a course, or are that course.
func ListWaiting(tx *models.Tx, courseID uuid.UUID, among []uuid.UUID) ([]uuid.UUID, error) {
	if len(among) == 0 {
		return nil, nil
	}
	var ids []uuid.UUID
	err := conn.Gorm(tx).Raw(`with recursive after(id) as (
			select ?::uuid union select p.course_id from prerequisites p join after a on p.required_id = a.id
		) select id from after where id in ?`, courseID, among).Scan(&ids).Error
	return ids, models.Translate(err)
}

// ListPrerequisites answers what comes before the course of a revision, whatever has become of it.
func ListPrerequisites(tx *models.Tx, revisionID uuid.UUID) ([]Course, error) {
	var rows []Course
	err := conn.Gorm(tx).Raw("select c.* from courses c join revision_prerequisites q on q.course_id = c.id where q.revision_id = ? order by c.slug", revisionID).Scan(&rows).Error
	return rows, models.Translate(err)
}

// UpdatePrerequisites says anew which courses come before that of a draft.
func UpdatePrerequisites(tx *models.Tx, revisionID uuid.UUID, ids []uuid.UUID) error {
	if err := conn.Gorm(tx).Exec("delete from revision_prerequisites where revision_id = ?", revisionID).Error; err != nil {
		return models.Translate(err)
	}
	if len(ids) == 0 {
		return nil
	}
	return models.Translate(conn.Gorm(tx).Exec("insert into revision_prerequisites (revision_id, course_id) select ?, unnest(?::uuid[])", revisionID, uuids(ids)).Error)
}

// ListCompletedAmong answers which of some courses a citizen has completed.
func ListCompletedAmong(tx *models.Tx, citizenID uuid.UUID, ids []uuid.UUID) ([]uuid.UUID, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var done []uuid.UUID
	err := conn.Gorm(tx).Raw("select distinct course_id from enrolments where citizen_id = ? and course_id in ? and state = 'completed'", citizenID, ids).Scan(&done).Error
	return done, models.Translate(err)
}
