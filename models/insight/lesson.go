// Package insight asks what the learners of a course have done, in sums and in lists. It hides nothing: what may be
// told of how few people is decided in app.
package insight

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// LessonSum is a lesson of a revision with how many learners came how far.
type LessonSum struct {
	LessonID   uuid.UUID
	Kind       string
	Title      models.Text
	WatchedID  *uuid.UUID
	DurationMS int
	// Learners are those of the course, and Elsewhere those of them who stay away and were last at none of its lessons;
	// both are the same in every row.
	Learners, Elsewhere int
	// Stopped are those who stay away and were last at this lesson.
	Opened, Completed, Stopped int
}

// ListLessonSums answers the lessons of a revision in their order. Who has not completed the course and was not seen
// since a time stays away.
func ListLessonSums(tx *models.Tx, courseID, revisionID uuid.UUID, since time.Time) ([]LessonSum, error) {
	var rows []LessonSum
	err := conn.Gorm(tx).Raw(`with seats as (
			select id, state, last_lesson_id, last_seen_at from enrolments where course_id = ? and state in ('active', 'completed')
		), reached as (
			select p.lesson_id, count(*) as opened, count(p.completed_at) as completed
			from seats s join lesson_progress p on p.enrolment_id = s.id group by p.lesson_id
		), away as (
			select rl.lesson_id, count(*) as stopped from seats s left join revision_lessons rl on rl.revision_id = ? and rl.lesson_id = s.last_lesson_id
			where s.state = 'active' and s.last_seen_at < ? group by rl.lesson_id
		)
		select rl.lesson_id, l.kind, rl.title, rl.watched_id, coalesce(a.duration_ms, 0) as duration_ms, (select count(*) from seats) as learners,
			coalesce((select w.stopped from away w where w.lesson_id is null), 0) as elsewhere, coalesce(r.opened, 0) as opened,
			coalesce(r.completed, 0) as completed, coalesce(w.stopped, 0) as stopped
		from revision_lessons rl
		join lessons l on l.id = rl.lesson_id
		left join assets a on a.id = rl.watched_id
		left join reached r on r.lesson_id = rl.lesson_id
		left join away w on w.lesson_id = rl.lesson_id
		where rl.revision_id = ? order by rl.position`, courseID, revisionID, since, revisionID).Scan(&rows).Error
	return rows, models.Translate(err)
}

// openers is everybody who learns in a course and has opened one of its lessons; it takes the lesson and the course.
const openers = ` from enrolments e join lesson_progress p on p.enrolment_id = e.id and p.lesson_id = ?
	where e.course_id = ? and e.state in ('active', 'completed') `

// Medians is what half of those who opened a lesson stay under. What nobody has done is nil.
type Medians struct {
	// Watched is the share of the film, from 0 to 1; Days are those from opening to completion.
	Watched, Days *float64
}

// FindMedians finds them. Without a film, or with one of no length, nothing was watched.
func FindMedians(tx *models.Tx, courseID uuid.UUID, l LessonSum) (Medians, error) {
	var m Medians
	err := conn.Gorm(tx).Raw(`select percentile_cont(0.5) within group (order by o.watched) as watched, percentile_cont(0.5) within group (order by o.days) as days
		from (select extract(epoch from p.completed_at - p.opened_at)::float8 / 86400 as days,
				(select coalesce(sum(upper(r) - lower(r)), 0) from coverage c, unnest(c.ranges) r where c.citizen_id = e.citizen_id and c.asset_id = ?)::float8 / nullif(?, 0) as watched`+
		openers+`) o`, l.WatchedID, l.DurationMS, l.LessonID, courseID).Take(&m).Error
	return m, models.Translate(err)
}

// Band counts the learners whose best score lies in a tenth: 0 from 0 to 9 per cent, 9 from 90 to 100.
type Band struct{ Tenth, People int }

// ListBands answers the bands with anybody in them.
func ListBands(tx *models.Tx, courseID, lessonID uuid.UUID) ([]Band, error) {
	var rows []Band
	err := conn.Gorm(tx).Raw("select least(floor(p.score / 10), 9)::int as tenth, count(*) as people"+openers+"and p.score is not null group by 1", lessonID, courseID).Scan(&rows).Error
	return rows, models.Translate(err)
}

// Step is by how many more people watch from the middle of a bin on than before it.
type Step struct{ Bin, By int }

// ListSteps cuts the film of a lesson into bins of equal length and answers where those who opened it begin and cease to
// watch.
func ListSteps(tx *models.Tx, courseID uuid.UUID, l LessonSum, bins int) ([]Step, error) {
	var rows []Step
	err := conn.Gorm(tx).Raw(`select least(ceil(v.at * ?::float8 / ? - 0.5), ?)::int as bin, sum(v.by) as by
		from (select e.citizen_id`+openers+`) o
		join coverage c on c.citizen_id = o.citizen_id and c.asset_id = ?
		cross join lateral unnest(c.ranges) r
		cross join lateral (values (lower(r), 1), (upper(r), -1)) v (at, by)
		group by 1 order by 1`, bins, l.DurationMS, bins, l.LessonID, courseID, l.WatchedID).Scan(&rows).Error
	return rows, models.Translate(err)
}
