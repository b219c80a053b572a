// Package courses keeps what is taught and who learns it: agendas, courses and their revisions, cohorts, enrolments,
// progress and the seconds truly watched.
package courses

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Course is a course's identity and what the catalogue filters by. What it says stands in its revisions.
type Course struct {
	ID                  uuid.UUID
	Slug                string
	AgendaID            uuid.UUID
	State               string
	Level               string
	Languages           Strings
	Minutes             int
	Palette             string
	PublishedRevisionID *uuid.UUID
	CreatedAt           time.Time
	PublishedAt         *time.Time
}

// Listed is a published course in a list, with what a card shows.
type Listed struct {
	ID          uuid.UUID
	Slug        string
	Level       string
	Languages   Strings
	Minutes     int
	Palette     string
	PublishedAt time.Time
	Title       models.Text
	Summary     models.Text
	LessonCount int
	AgendaSlug  string
	Agenda      models.Text
	Duty        *models.Text
	Policy      string
	OpensAt     *time.Time
	ClosesAt    *time.Time
	Seats       *int
	Taken       int
}

// Filter narrows a list of published courses; empty fields do not.
type Filter struct {
	// Search is a tsquery made by locale.Query.
	Search   string
	Agendas  []uuid.UUID
	Level    string
	Language string
	After    models.Cursor
	Limit    int
}

const taken = `(select count(*) from enrolments e where e.cohort_id = h.id and e.state in ('active', 'offered', 'completed'))`

const listed = `select c.id, c.slug, c.level, c.languages, c.minutes, c.palette, c.published_at, r.title, r.summary, r.lesson_count,
	a.slug as agenda_slug, a.title as agenda, d.title as duty, h.policy, h.opens_at, h.closes_at, h.seats,
	case when h.seats is null then 0 else ` + taken + ` end as taken
from courses c
join course_revisions r on r.id = c.published_revision_id
join agendas a on a.id = c.agenda_id
join cohorts h on h.course_id = c.id and h.self_paced
left join duties d on d.id = r.grant_duty_id
where c.state = 'published'`

// ListPublished answers the newest first, at most Limit of them.
func ListPublished(tx *models.Tx, f Filter) ([]Listed, error) {
	where, args := f.where()
	if f.After.ID != uuid.Nil {
		where, args = where+" and (c.published_at, c.id) < (?, ?)", append(args, f.After.At, f.After.ID)
	}
	var rows []Listed
	err := conn.Gorm(tx).Raw(listed+where+" order by c.published_at desc, c.id desc limit ?", append(args, f.Limit)...).Scan(&rows).Error
	return rows, models.Translate(err)
}

// CountPublished counts the matches, up to a most.
func CountPublished(tx *models.Tx, f Filter, most int) (int, error) {
	where, args := f.where()
	var n int
	err := conn.Gorm(tx).Raw("select count(*) from (select 1 from courses c where c.state = 'published'"+where+" limit ?) x", append(args, most)...).Scan(&n).Error
	return n, models.Translate(err)
}

func (f Filter) where() (string, []any) {
	var sql string
	var args []any
	add := func(condition string, value any) { sql, args = sql+" and "+condition, append(args, value) }
	if f.Search != "" {
		add("c.search @@ to_tsquery('simple', ?)", f.Search)
	}
	if len(f.Agendas) > 0 {
		add("c.agenda_id in ?", f.Agendas)
	}
	if f.Level != "" {
		add("c.level = ?", f.Level)
	}
	if f.Language != "" {
		add("c.languages @> array[?]::text[]", f.Language)
	}
	return sql, args
}

// Head is a published course with what may change without a new revision: where it hangs and how one gets in.
type Head struct {
	Course
	AgendaSlug  string
	AgendaTitle models.Text
	CohortID    uuid.UUID
	Policy      string
	Seats       *int
	OpensAt     *time.Time
	ClosesAt    *time.Time
	Taken       int
	// Prerequisites are the courses that come first and can be entered, by title.
	Prerequisites models.JSON[[]Prerequisite]
}

// Cohort is the open cohort of the course.
func (h Head) Cohort() Cohort {
	return Cohort{ID: h.CohortID, CourseID: h.ID, Policy: h.Policy, SelfPaced: true, Seats: h.Seats, OpensAt: h.OpensAt, ClosesAt: h.ClosesAt}
}

// FindHead finds a course that is, or before it was archived has been, published by the name in its address.
func FindHead(tx *models.Tx, slug string) (Head, error) {
	var h Head
	err := conn.Gorm(tx).Raw(headOf+`where c.slug = ? and c.state in ('published', 'archived') and c.published_revision_id is not null`, slug).Take(&h).Error
	return h, models.Translate(err)
}

// headOf is a Head of what learners see.
const headOf = `select c.id, c.slug, c.agenda_id, c.state, c.level, c.languages, c.minutes, c.palette, c.published_revision_id, c.published_at,
			a.slug as agenda_slug, a.title as agenda_title, h.id as cohort_id, h.policy, h.seats, h.opens_at, h.closes_at,
			case when h.seats is null then 0 else ` + taken + ` end as taken,
			` + prerequisitesOf + ` where q.revision_id = c.published_revision_id and k.state = 'published') as prerequisites
		from courses c
		join agendas a on a.id = c.agenda_id
		join cohorts h on h.course_id = c.id and h.self_paced
	`

// FindDraftHead is what FindHead will find once a revision, of a course in any state, is published.
func FindDraftHead(tx *models.Tx, r Revision) (Head, error) {
	var h Head
	err := conn.Gorm(tx).Raw(`select c.id, c.slug, a.id as agenda_id, c.state, a.slug as agenda_slug, a.title as agenda_title, h.id as cohort_id, h.policy, h.seats,
			h.opens_at, h.closes_at, `+prerequisitesOf+` where q.revision_id = ?) as prerequisites
		from courses c join agendas a on a.id = ? join cohorts h on h.course_id = c.id and h.self_paced where c.id = ?`, r.ID, r.AgendaID, r.CourseID).Take(&h).Error
	h.Level, h.Languages, h.Minutes, h.Palette = r.Level, r.Languages, r.Minutes, r.Palette
	return h, models.Translate(err)
}

// FindCourse finds a course in any state by the name in its address.
func FindCourse(tx *models.Tx, slug string) (Course, error) {
	var c Course
	return c, models.Translate(conn.Gorm(tx).Where("slug = ?", slug).Take(&c).Error)
}

// FindCourseByID finds a course in any state.
func FindCourseByID(tx *models.Tx, id uuid.UUID) (Course, error) {
	var c Course
	return c, models.Translate(conn.Gorm(tx).Where("id = ?", id).Take(&c).Error)
}

// LockCourse finds a course and holds its row. Who only points at the course, as another one does that it comes before, is
// not held up: two that point at each other would wait for each other.
func LockCourse(tx *models.Tx, slug string) (Course, error) {
	var c Course
	err := conn.Gorm(tx).Raw("select * from courses where slug = ? for no key update", slug).Take(&c).Error
	return c, models.Translate(err)
}

// FindSlugByLesson tells which published course a lesson stands in.
func FindSlugByLesson(tx *models.Tx, lessonID uuid.UUID) (string, error) {
	return findSlug(tx, "rl.lesson_id", lessonID)
}

// FindSlugByQuiz tells which published course a quiz stands in.
func FindSlugByQuiz(tx *models.Tx, quizID uuid.UUID) (string, error) {
	return findSlug(tx, "rl.quiz_id", quizID)
}

func findSlug(tx *models.Tx, column string, id uuid.UUID) (string, error) {
	var slug string
	err := conn.Gorm(tx).Raw(`select c.slug from revision_lessons rl join courses c on c.published_revision_id = rl.revision_id
		where c.state in ('published', 'archived') and `+column+` = ?`, id).Take(&slug).Error
	return slug, models.Translate(err)
}

// InsertCourse writes a course.
func InsertCourse(tx *models.Tx, c Course) error {
	return models.Translate(conn.Gorm(tx).Create(&c).Error)
}

// UpdatePublished makes a revision the one learners see. Words are what the course is found by, in order.
func UpdatePublished(tx *models.Tx, courseID, revisionID uuid.UUID, words string) error {
	return models.Translate(conn.Gorm(tx).Exec(`update courses set state = 'published', published_revision_id = ?,
		published_at = coalesce(published_at, ?), search = to_tsvector('simple', ?) where id = ?`, revisionID, tx.Now, words, courseID).Error)
}

// UpdateArchived archives a course, or makes it what it was before.
func UpdateArchived(tx *models.Tx, id uuid.UUID, away bool) error {
	return models.Translate(conn.Gorm(tx).Exec(`update courses set state = case when ? then 'archived'
		when published_revision_id is null then 'draft' else 'published' end where id = ?`, away, id).Error)
}
