package courses

import (
	"time"

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
	// Sections are those of this revision, SeenSections those that learners see, both in their order.
	Sections, SeenSections models.JSON[[]WorkSection]
	// SeenVersion is the version of the settings that learners see.
	SeenVersion int
	// Prerequisites are the courses that come before this one, by title.
	Prerequisites models.JSON[[]Prerequisite]
}

// WorkSection is a section of a work.
type WorkSection struct {
	ID      uuid.UUID   `json:"id"`
	Title   models.Text `json:"title"`
	Version int         `json:"version"`
	// When it opens, as in Release.
	OpensAt        *time.Time `json:"opens_at"`
	OpensAfterDays *int       `json:"opens_after_days"`
}

const sectionsOf = `(select coalesce(jsonb_agg(jsonb_build_object('id', x.section_id, 'title', x.title, 'version', x.version,
		'opens_at', x.opens_at, 'opens_after_days', x.opens_after_days) order by x.position), '[]')
	from revision_sections x where x.revision_id =`

const fromWork = `r.*, c.slug, c.state, c.published_revision_id as published, coalesce(s.role, '') as role,
		(select count(*) from enrolments e where e.course_id = c.id and e.state = 'active') as active,
		` + sectionsOf + ` r.id) as sections, ` + sectionsOf + ` c.published_revision_id) as seen_sections,
		coalesce((select p.version from course_revisions p where p.id = c.published_revision_id), 0) as seen_version,
		` + prerequisitesOf + ` where q.revision_id = r.id) as prerequisites
	from courses c
	left join course_staff s on s.course_id = c.id and s.user_id = ?
	join lateral (select * from course_revisions r where r.course_id = c.id and (r.number = 0 or r.id = c.published_revision_id) order by r.number limit 1) r on true
	where c.slug = ?`

// FindWork finds a course in any state, with the part that a person has in it.
func FindWork(tx *models.Tx, slug string, userID uuid.UUID) (Work, error) {
	var w Work
	return w, models.Translate(conn.Gorm(tx).Raw("select "+fromWork, userID, slug).Take(&w).Error)
}

// DraftLesson is a lesson as its authors see it.
type DraftLesson struct {
	RevisionLesson
	Key        string
	Kind       string
	AssetState string
	DurationMS int
	// Captions are the languages the lecture has captions in, Requires the lessons that come first.
	Captions Strings
	Requires Strings
	// PassPercent is the pass mark of a quiz or an assignment.
	PassPercent int
	// Tracked changes with the captions that the revision itself has.
	Tracked string
	// Opened and Completed count learners; only ListReviewedLessons fills them.
	Opened, Completed int
}

// Captions are not among the columns: all those of a course are too much for a list.
const draftLesson = `rl.revision_id, rl.lesson_id, rl.section_id, rl.position, rl.title, rl.minutes, rl.required, rl.body, rl.asset_id, rl.watched_id,
	rl.quiz_id, rl.quiz, rl.assignment, rl.captions_missing, rl.opens_at, rl.opens_after_days, rl.version, coalesce(md5(rl.tracks::text), '') as tracked, l.key, l.kind, coalesce(a.state, '') as asset_state, coalesce(a.duration_ms, 0) as duration_ms,
	coalesce((coalesce(rl.quiz, rl.assignment)->>'pass_percent')::integer, (select z.pass_percent from quizzes z where z.id = rl.quiz_id), 0) as pass_percent,
	array(select x.lang from ` + trackLanguages + ` where rl.asset_id is not null and ` + trackOf + ` is not null) as captions,
	array(select q.required_id::text from revision_requirements q where q.revision_id = rl.revision_id and q.lesson_id = rl.lesson_id order by 1) as requires`

const fromLessons = ` from revision_lessons rl
	join lessons l on l.id = rl.lesson_id
	left join assets a on a.id = rl.asset_id `

// ListDraftLessons answers the lessons of a revision in their order.
func ListDraftLessons(tx *models.Tx, revisionID uuid.UUID) ([]DraftLesson, error) {
	var rows []DraftLesson
	err := conn.Gorm(tx).Raw("select "+draftLesson+fromLessons+"where rl.revision_id = ? order by rl.position", revisionID).Scan(&rows).Error
	return rows, models.Translate(err)
}

// ListReviewedLessons answers the lessons of some revisions of a course, each revision's in their order, with how many
// learners have come that far.
func ListReviewedLessons(tx *models.Tx, courseID uuid.UUID, revisionIDs ...uuid.UUID) ([]DraftLesson, error) {
	var rows []DraftLesson
	err := conn.Gorm(tx).Raw("select "+draftLesson+", coalesce(n.opened, 0) as opened, coalesce(n.completed, 0) as completed"+fromLessons+`
		left join (select p.lesson_id, count(*) as opened, count(p.completed_at) as completed
			from enrolments e join lesson_progress p on p.enrolment_id = e.id
			where e.course_id = ? and e.state in ('active', 'completed') group by p.lesson_id) n on n.lesson_id = rl.lesson_id
		where rl.revision_id in ? order by rl.revision_id, rl.position`, courseID, revisionIDs).Scan(&rows).Error
	return rows, models.Translate(err)
}
