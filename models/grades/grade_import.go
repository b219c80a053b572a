package grades

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Import is a table of grades that somebody has brought.
type Import struct {
	ID        uuid.UUID
	CourseID  uuid.UUID
	BroughtBy uuid.UUID
	Name      string
	Rows      models.JSON[[]ImportRow]
	// Taken are the places in Rows of what was taken.
	Taken     models.JSON[[]int]
	Reason    string
	BroughtAt time.Time
	TakenAt   *time.Time
	UndoneAt  *time.Time
}

// TableName names the table.
func (Import) TableName() string { return "grade_imports" }

// ImportRow is one cell of the table. Was is what stood there when the table was taken along, New what it is to be;
// without either there is nothing.
type ImportRow struct {
	Line    int       `json:"line"`
	Learner uuid.UUID `json:"learner"`
	Lesson  uuid.UUID `json:"lesson"`
	Was     *int      `json:"was"`
	New     *int      `json:"new"`
	// Problem is the key of what is wrong with it, Said what was written there.
	Problem string `json:"problem"`
	Said    string `json:"said"`
}

// Standing is what a row of an import would change now. Place is its place among the rows.
type Standing struct {
	Place       int        `json:"place"`
	Citizen     uuid.UUID  `json:"citizen"`
	Name        string     `json:"name"`
	Graded      *int       `json:"graded"`
	Given       *int       `json:"given"`
	Change      *uuid.UUID `json:"change"`
	PassPercent int        `json:"pass_percent"`
}

// Brought is an import beside what its rows would change now. Rows about somebody who does not learn in the course, or
// about a lesson that is not graded in it, have no standing.
type Brought struct {
	Import
	Lessons   models.JSON[[]Lesson]
	Standings models.JSON[[]Standing]
}

// InsertImport writes what somebody has brought.
func InsertImport(tx *models.Tx, i Import) error {
	return models.Translate(conn.Gorm(tx).Create(&i).Error)
}

// LockImport holds an import of a course, so that nobody takes it twice.
func LockImport(tx *models.Tx, courseID, id uuid.UUID) (Import, error) {
	var i Import
	return i, models.Translate(conn.Gorm(tx).Raw("select * from grade_imports where id = ? and course_id = ? for update", id, courseID).Take(&i).Error)
}

// FindBrought finds an import of a course with what it would change. The same statement notes in the audit who has seen
// whose grades.
func FindBrought(tx *models.Tx, courseID, revisionID, id, actorID uuid.UUID) (Brought, error) {
	var b Brought
	err := conn.Gorm(tx).Raw(`with `+graded+`, brought as (
			select * from grade_imports where id = ? and course_id = ?
		), standings as (
			select x.n - 1 as place, e.citizen_id, u.name, g.percent as graded, o.percent as given, o.id as change, l.pass_percent
			from brought i cross join jsonb_array_elements(i.rows) with ordinality as x(v, n)
			join enrolments e on e.id = (x.v->>'learner')::uuid and e.course_id = i.course_id and e.state in ('active', 'completed')
			join users u on u.id = e.citizen_id
			join graded l on l.lesson_id = (x.v->>'lesson')::uuid `+gradeOf+`
		), noted as (
			insert into audit_entries (id, at, actor_id, action, object_kind, object_id, reason, details)
			select ?, ?, ?, 'course.grades_listed', 'course', ?, 'grade learners', jsonb_build_object('citizens', string_agg(distinct citizen_id::text, ' '))
			from standings having count(*) > 0
		)
		select i.*, `+lessonList+` as lessons, (select coalesce(jsonb_agg(jsonb_build_object('place', place, 'citizen', citizen_id, 'name', name,
			'graded', (graded * 100)::integer, 'given', (given * 100)::integer, 'change', change, 'pass_percent', pass_percent) order by place), '[]') from standings) as standings
		from brought i`, revisionID, id, courseID, models.NewID(), tx.Now, actorID, courseID).Take(&b).Error
	return b, models.Translate(err)
}

// UpdateImportTaken notes which rows of an import have been taken, and why.
func UpdateImportTaken(tx *models.Tx, id uuid.UUID, taken []int, reason string) error {
	return models.Translate(conn.Gorm(tx).Exec("update grade_imports set taken = ?, reason = ?, taken_at = ? where id = ?", models.JSON[[]int]{V: taken}, reason, tx.Now, id).Error)
}

// UpdateImportUndone notes that an import has been undone.
func UpdateImportUndone(tx *models.Tx, id uuid.UUID) error {
	return models.Translate(conn.Gorm(tx).Exec("update grade_imports set undone_at = ? where id = ?", tx.Now, id).Error)
}

// DeleteImportsBefore forgets what was brought before a time. The grades that were given stay.
func DeleteImportsBefore(tx *models.Tx, before time.Time) error {
	return models.Translate(conn.Gorm(tx).Exec("delete from grade_imports where brought_at < ?", before).Error)
}

// ListUndone answers what puts back the grades before those of an import, as far as these still count, and how many have
// been given anew meanwhile. Each has the reason of the one that it brings back, or none.
func ListUndone(tx *models.Tx, importID uuid.UUID) (list []Override, later int, err error) {
	var rows []struct {
		ID, EnrolmentID, LessonID uuid.UUID
		Percent                   *int
		Reason                    string
		Counts                    bool
	}
	err = conn.Gorm(tx).Raw(`select o.id, o.enrolment_id, o.lesson_id, (b.percent * 100)::integer as percent,
			case when b.percent is null then '' else b.reason end as reason, o.superseded_at is null as counts
		from grade_overrides o left join grade_overrides b on b.id = o.replaces where o.import_id = ? order by o.enrolment_id, o.lesson_id`, importID).Scan(&rows).Error
	for _, r := range rows {
		if !r.Counts {
			later++
			continue
		}
		list = append(list, Override{ID: models.NewID(), EnrolmentID: r.EnrolmentID, LessonID: r.LessonID, Percent: r.Percent, Reason: r.Reason, Replaces: &r.ID})
	}
	return list, later, models.Translate(err)
}

// FindRevision finds what learners see of the course of an import.
func FindRevision(tx *models.Tx, importID uuid.UUID) (uuid.UUID, error) {
	var found struct{ ID uuid.UUID }
	err := conn.Gorm(tx).Raw("select r.id from grade_imports i join courses c on c.id = i.course_id join course_revisions r on r.id = c.published_revision_id where i.id = ?",
		importID).Take(&found).Error
	return found.ID, models.Translate(err)
}

// Reached is a lesson whose pass mark a grade has reached that an import gave.
type Reached struct{ EnrolmentID, LessonID uuid.UUID }

// ListReached answers those that are not complete yet: of all learners, or of one.
func ListReached(tx *models.Tx, revisionID, importID uuid.UUID, enrolmentID *uuid.UUID) ([]Reached, error) {
	var rows []Reached
	err := conn.Gorm(tx).Raw(`with `+graded+`
		select o.enrolment_id, o.lesson_id from grade_overrides o
		join graded l on l.lesson_id = o.lesson_id and o.percent >= l.pass_percent
		left join lesson_progress p on p.enrolment_id = o.enrolment_id and p.lesson_id = o.lesson_id
		where o.import_id = ? and o.superseded_at is null and p.completed_at is null and (?::uuid is null or o.enrolment_id = ?::uuid)
		order by o.enrolment_id, o.lesson_id`, revisionID, importID, enrolmentID, enrolmentID).Scan(&rows).Error
	return rows, models.Translate(err)
}
