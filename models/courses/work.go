package courses

import (
	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Work is a course as its authors see it: the draft, or what is published where nothing has been changed since.
type Work struct {
	Revision
	Slug      string
	State     string
	Published *uuid.UUID
	// Role is the asker's part in the course, empty for a stranger to it.
	Role string
	// Active is how many learn in the course now.
	Active int
}

const findWork = `select r.*, c.slug, c.state, c.published_revision_id as published, coalesce(s.role, '') as role,
		(select count(*) from enrolments e where e.course_id = c.id and e.state = 'active') as active
	from courses c
	left join course_staff s on s.course_id = c.id and s.user_id = ?
	join lateral (select * from course_revisions r where r.course_id = c.id and (r.number = 0 or r.id = c.published_revision_id) order by r.number limit 1) r on true
	where c.slug = ?`

// FindWork finds a course in any state, with the part that a person has in it.
func FindWork(tx *models.Tx, slug string, userID uuid.UUID) (Work, error) {
	var w Work
	return w, models.Translate(conn.Gorm(tx).Raw(findWork, userID, slug).Take(&w).Error)
}

// DraftLesson is a lesson as its authors see it.
type DraftLesson struct {
	RevisionLesson
	Kind       string
	AssetState string
	DurationMS int
	// Captions are the languages the lecture has captions in, Requires the lessons that come first.
	Captions Strings
	Requires Strings
}

// ListDraftLessons answers the lessons of some revisions, each revision's in their order.
func ListDraftLessons(tx *models.Tx, revisionIDs ...uuid.UUID) ([]DraftLesson, error) {
	var rows []DraftLesson
	err := conn.Gorm(tx).Raw(`select rl.*, l.kind, coalesce(a.state, '') as asset_state, coalesce(a.duration_ms, 0) as duration_ms,
			array(select c.lang from captions c where c.asset_id = rl.asset_id order by c.lang) as captions,
			array(select q.required_id::text from revision_requirements q where q.revision_id = rl.revision_id and q.lesson_id = rl.lesson_id order by 1) as requires
		from revision_lessons rl
		join lessons l on l.id = rl.lesson_id
		left join assets a on a.id = rl.asset_id
		where rl.revision_id in ? order by rl.revision_id, rl.position`, revisionIDs).Scan(&rows).Error
	return rows, models.Translate(err)
}

// ListSectionsOf answers the sections of some revisions, each revision's in their order.
func ListSectionsOf(tx *models.Tx, revisionIDs ...uuid.UUID) ([]RevisionSection, error) {
	var rows []RevisionSection
	return rows, models.Translate(conn.Gorm(tx).Where("revision_id in ?", revisionIDs).Order("revision_id, position").Find(&rows).Error)
}
