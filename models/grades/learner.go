package grades

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Learner is somebody's enrolment with a cell for each graded lesson, in the order of the lessons.
type Learner struct {
	ID      uuid.UUID `json:"id"`
	Citizen uuid.UUID `json:"citizen"`
	Name    string    `json:"name"`
	State   string    `json:"state"`
	Cells   []Cell    `json:"cells"`
}

// Cell is what a learner has in a lesson. Graded is what the attempts come to, Given what a person has given instead.
type Cell struct {
	Graded   *int       `json:"graded"`
	Passed   bool       `json:"passed"`
	GradedAt *time.Time `json:"graded_at"`
	Given    *int       `json:"given"`
	// Change is the last word of a person, which may have taken a grade away again.
	Change *uuid.UUID `json:"change"`
	Reason string     `json:"reason"`
	By     string     `json:"by"`
	At     *time.Time `json:"at"`
	// Waiting and Begun say that an attempt waits for somebody to mark it, or goes on.
	Waiting bool `json:"waiting"`
	Begun   bool `json:"begun"`
	// Untold says that the quiz keeps from its learner what the attempts come to; for Filter.Own only.
	Untold bool `json:"untold"`
	// Attempts and History are there for a single learner only.
	Attempts []Attempt `json:"attempts"`
	History  []Given   `json:"history"`
}

// Attempt is one of the attempts at a quiz, or one of the submissions of an assignment.
type Attempt struct {
	Number  int        `json:"number"`
	State   string     `json:"state"`
	Percent *int       `json:"percent"`
	At      *time.Time `json:"at"`
}

// Given is what a person has once given, or taken away where it has no percent.
type Given struct {
	Percent *int      `json:"percent"`
	Reason  string    `json:"reason"`
	By      string    `json:"by"`
	At      time.Time `json:"at"`
}

// Filter says which learners of a course are asked for, and by whom.
type Filter struct {
	CourseID, RevisionID uuid.UUID
	// EnrolmentID asks for one learner, with all there is to know.
	EnrolmentID uuid.UUID
	// Own says that the learner looks.
	Own bool
	// Name is a part of the name, empty for everybody.
	Name string
	// Only is failed, unfinished, waiting or overridden; empty for everybody.
	Only string
	// After is the enrolment before the first one asked for.
	After uuid.UUID
	Limit int
	// ActorID and Action stand in the audit, unless Action is empty.
	ActorID uuid.UUID
	Action  string
}

// Book is the graded lessons of a course and some of its learners by name, one more than the limit where there are more.
type Book struct {
	Lessons  models.JSON[[]Lesson]
	Learners models.JSON[[]Learner]
}

const cellOf = `jsonb_strip_nulls(jsonb_build_object('graded', (g.percent * 100)::integer, 'passed', g.passed, 'graded_at', g.graded_at,
		'given', (o.percent * 100)::integer, 'change', o.id, 'reason', o.reason, 'by', b.name, 'at', o.given_at, 'waiting', t.waiting, 'begun', t.begun`

const detailOf = `, 'attempts', (select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('number', a.number, 'state', a.state, 'at', a.submitted_at,
			'percent', (a.percent * 100)::integer)) order by a.number)
			from item_attempts a where a.enrolment_id = e.id and a.item_id = l.item_id),
		'history', (select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('percent', (h.percent * 100)::integer, 'reason', h.reason, 'at', h.given_at, 'by', k.name)) order by h.given_at desc, h.id desc)
			from grade_overrides h left join users k on k.id = h.given_by where h.enrolment_id = e.id and h.lesson_id = l.lesson_id)`

const gradeOf = ` left join item_grades g on g.enrolment_id = e.id and g.item_id = l.item_id
		left join grade_overrides o on o.enrolment_id = e.id and o.lesson_id = l.lesson_id and o.superseded_at is null `

// only are the conditions by which learners are chosen, each about lessons that count.
func (f Filter) only() string {
	some := func(condition string) string {
		return " and exists (select from graded l" + gradeOf + "where l.weight > 0 and " + condition + ")"
	}
	switch f.Only {
	case "failed":
		return some("not coalesce(o.percent >= l.pass_percent, g.passed, true)")
	case "unfinished":
		return some("coalesce(o.percent, g.percent) is null")
	case "waiting":
		return " and exists (select from graded l join item_attempts a on a.enrolment_id = e.id and a.item_id = l.item_id and a.state = 'submitted')"
	case "overridden":
		return some("o.percent is not null")
	}
	return ""
}

func (f Filter) where() (string, []any) {
	where, args := "e.course_id = ?", []any{f.CourseID}
	if f.EnrolmentID != uuid.Nil {
		return where + " and e.id = ?", append(args, f.EnrolmentID)
	}
	where += " and e.state in ('active', 'completed')" + f.only()
	if f.Name != "" {
		where, args = where+" and strpos(lower(u.name), lower(?)) > 0", append(args, f.Name)
	}
	if f.After != uuid.Nil {
		where += " and (u.name, e.id) > (select w.name, d.id from enrolments d join users w on w.id = d.citizen_id where d.id = ? and d.course_id = e.course_id)"
		args = append(args, f.After)
	}
	return where, args
}

const notes = `, noted as (
			insert into audit_entries (id, at, actor_id, action, subject_id, object_kind, object_id, reason, details)
			select ?, ?, ?, ?, case when count(*) = 1 then (array_agg(shown.citizen_id))[1] end, 'course', ?, 'grade learners', jsonb_build_object('citizens', coalesce(string_agg(shown.citizen_id::text, ' '), ''))
			from (select citizen_id from people order by name, id limit ?) shown having count(*) > 0
		)`

// FindBook answers learners of a course with what they have in each graded lesson. The same statement notes in the audit
// who has seen whose grades.
func FindBook(tx *models.Tx, f Filter) (Book, error) {
	where, args := f.where()
	args = append(append([]any{f.RevisionID}, args...), f.Limit+1)
	cell, noted := cellOf, ""
	if f.EnrolmentID != uuid.Nil {
		cell += detailOf
	}
	if f.Action != "" {
		noted, args = notes, append(args, models.NewID(), tx.Now, f.ActorID, f.Action, f.CourseID, f.Limit)
	}
	if f.Own {
		cell, args = cell+", 'untold', score_kept_back(e.id, l.lesson_id, ?)", append(args, tx.Now)
	}
	var b Book
	err := conn.Gorm(tx).Raw(`with `+graded+`, people as (
			select e.id, e.citizen_id, u.name, e.state from enrolments e join users u on u.id = e.citizen_id
			where `+where+` order by u.name, e.id limit ?
		)`+noted+`
		select `+lessonList+` as lessons, (select coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'citizen', e.citizen_id, 'name', e.name, 'state', e.state,
			'cells', c.cells) order by e.name, e.id), '[]') from people e cross join lateral (
				select jsonb_agg(`+cell+`)) order by l.number) as cells
				from graded l`+gradeOf+`left join users b on b.id = o.given_by
				left join lateral (select bool_or(a.state = 'submitted') as waiting, bool_or(a.state = 'in_progress') as begun
					from item_attempts a where a.enrolment_id = e.id and a.item_id = l.item_id) t on true) c) as learners`, args...).Scan(&b).Error
	return b, models.Translate(err)
}

// Own is a citizen's enrolment in a course that learners see.
type Own struct {
	CourseID, RevisionID, EnrolmentID uuid.UUID
	Title                             models.Text
	Archived                          bool
}

// FindOwn finds it.
func FindOwn(tx *models.Tx, slug string, citizenID uuid.UUID) (Own, error) {
	var own Own
	err := conn.Gorm(tx).Raw(`select c.id as course_id, r.id as revision_id, e.id as enrolment_id, r.title, c.state = 'archived' as archived
		from courses c
		join course_revisions r on r.id = c.published_revision_id
		join enrolments e on e.course_id = c.id and e.citizen_id = ? and e.state in ('active', 'completed')
		where c.slug = ? and c.state in ('published', 'archived')`, citizenID, slug).Take(&own).Error
	return own, models.Translate(err)
}
