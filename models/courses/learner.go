package courses

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Learner is somebody's enrolment in a course, as those who teach it see it.
type Learner struct {
	ID         uuid.UUID
	CitizenID  uuid.UUID
	Name       string
	State      string
	Percent    int
	LastSeenAt time.Time
}

// LearnerFilter says which learners of a course are asked for, and by whom.
type LearnerFilter struct {
	CourseID uuid.UUID
	// Name is a part of the name, empty for everybody.
	Name    string
	After   models.Cursor
	Limit   int
	ActorID uuid.UUID
}

// ListLearners answers learners of a course, the last one seen first, and one more than the limit where there are more.
// The same statement notes in the audit who has seen whose names.
func ListLearners(tx *models.Tx, f LearnerFilter) ([]Learner, error) {
	where, args := "", []any{f.CourseID}
	if f.Name != "" {
		where, args = " and strpos(lower(u.name), lower(?)) > 0", append(args, f.Name)
	}
	if f.After.ID != uuid.Nil {
		where, args = where+" and (e.last_seen_at, e.id) < (?, ?)", append(args, f.After.At, f.After.ID)
	}
	args = append(args, f.Limit+1, models.NewID(), tx.Now, f.ActorID, f.CourseID, f.Limit)
	var rows []Learner
	err := conn.Gorm(tx).Raw(`with people as (
			select e.id, e.citizen_id, u.name, e.state, e.percent, e.last_seen_at
			from enrolments e join users u on u.id = e.citizen_id
			where e.course_id = ?`+where+`
			order by e.last_seen_at desc, e.id desc limit ?
		), noted as (
			insert into audit_entries (id, at, actor_id, action, object_kind, object_id, reason, details)
			select ?, ?, ?, 'course.learners_listed', 'course', ?, 'answer a learner', jsonb_build_object('citizens', coalesce(string_agg(shown.citizen_id::text, ' '), ''))
			from (select citizen_id from people order by last_seen_at desc, id desc limit ?) shown
		)
		select * from people order by last_seen_at desc, id desc`, args...).Scan(&rows).Error
	return rows, models.Translate(err)
}

// LearnerProgress is a row of progress beside the learner it belongs to.
type LearnerProgress struct {
	Learner
	EnrolledAt time.Time
	Progress
}

// ListLearnerProgress answers a row for every lesson of a revision with the learner of an enrolment in the course; none
// where the course has no such enrolment. The same statement notes in the audit who has looked at whom.
func ListLearnerProgress(tx *models.Tx, revisionID, courseID, enrolmentID, actorID uuid.UUID) ([]LearnerProgress, error) {
	var rows []LearnerProgress
	err := conn.Gorm(tx).Raw(`with learner as (
			select e.id, e.citizen_id, u.name, e.state, e.percent, e.last_seen_at, e.enrolled_at
			from enrolments e join users u on u.id = e.citizen_id where e.id = ? and e.course_id = ?
		), noted as (
			insert into audit_entries (id, at, actor_id, action, subject_id, object_kind, object_id, reason)
			select ?, ?, ?, 'course.learner_seen', citizen_id, 'course', ?, 'answer a learner' from learner
		)
		select e.*, rl.lesson_id, p.opened_at, p.completed_at, p.score, c.ranges::text as ranges, coalesce(c.position_ms, 0) as position_ms
		from learner e
		join revision_lessons rl on rl.revision_id = ?
		left join lesson_progress p on p.lesson_id = rl.lesson_id and p.enrolment_id = e.id
		left join coverage c on c.asset_id = rl.watched_id and c.citizen_id = e.citizen_id`,
		enrolmentID, courseID, models.NewID(), tx.Now, actorID, courseID, revisionID).Scan(&rows).Error
	return rows, models.Translate(err)
}
