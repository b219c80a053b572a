package insight

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Away is a learner who has not completed a course and stays away from it.
type Away struct {
	ID         uuid.UUID
	Name       string
	LastSeenAt time.Time
	Percent    int
	// Title is that of the lesson they were last at, empty for none of the revision.
	Title models.Text
}

// AwayFilter says which of them are asked for, and by whom.
type AwayFilter struct {
	CourseID, RevisionID uuid.UUID
	Since                time.Time
	After                models.Cursor
	Limit                int
	// ActorID and Action stand in the audit.
	ActorID uuid.UUID
	Action  string
}

// ListAway answers learners who were not seen since a time, the last one seen first, and one more than the limit where
// there are more. The same statement notes in the audit who has seen whose names: they cannot be read unnoticed.
func ListAway(tx *models.Tx, f AwayFilter) ([]Away, error) {
	after, args := "", []any{f.RevisionID, f.CourseID, f.Since}
	if f.After.ID != uuid.Nil {
		after, args = " and (e.last_seen_at, e.id) < (?, ?)", append(args, f.After.At, f.After.ID)
	}
	args = append(args, f.Limit+1, models.NewID(), tx.Now, f.ActorID, f.Action, f.CourseID, f.Limit)
	var rows []Away
	err := conn.Gorm(tx).Raw(`with people as (
			select e.id, e.citizen_id, u.name, e.last_seen_at, e.percent, coalesce(rl.title, '{}') as title
			from enrolments e
			join users u on u.id = e.citizen_id
			left join revision_lessons rl on rl.revision_id = ? and rl.lesson_id = e.last_lesson_id
			where e.course_id = ? and e.state = 'active' and e.last_seen_at < ?`+after+`
			order by e.last_seen_at desc, e.id desc limit ?
		), noted as (
			insert into audit_entries (id, at, actor_id, action, object_kind, object_id, reason, details)
			select ?, ?, ?, ?, 'course', ?, 'help those who stay away', jsonb_build_object('citizens', coalesce(string_agg(shown.citizen_id::text, ' '), ''))
			from (select citizen_id from people order by last_seen_at desc, id desc limit ?) shown
		)
		select id, name, last_seen_at, percent, title from people order by last_seen_at desc, id desc`, args...).Scan(&rows).Error
	return rows, models.Translate(err)
}
