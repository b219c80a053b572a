package courses

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Progress is what a learner has done of one lesson of a revision. Nothing is set where nothing was done.
type Progress struct {
	LessonID    uuid.UUID
	OpenedAt    *time.Time
	CompletedAt *time.Time
	Score       *float64
	// Untold says that there is a score which the quiz keeps from its learner now. Score is nil then.
	Untold     bool
	Ranges     *Spans
	PositionMS int
}

// told are the columns of a score as far as its learner is told of it, and keptBack what they need; it takes the time.
const (
	told     = "case when kept.untold then null else p.score end as score, kept.untold"
	keptBack = " cross join lateral (select p.score is not null and score_kept_back(p.enrolment_id, p.lesson_id, ?) as untold) kept "
)

// ListProgress answers one row for every lesson of a revision.
func ListProgress(tx *models.Tx, revisionID, enrolmentID, citizenID uuid.UUID) ([]Progress, error) {
	var rows []Progress
	err := conn.Gorm(tx).Raw(`select rl.lesson_id, p.opened_at, p.completed_at, p.score, c.ranges::text as ranges, coalesce(c.position_ms, 0) as position_ms
		from revision_lessons rl
		left join lesson_progress p on p.lesson_id = rl.lesson_id and p.enrolment_id = ?
		left join coverage c on c.asset_id = rl.watched_id and c.citizen_id = ?
		where rl.revision_id = ?`, enrolmentID, citizenID, revisionID).Scan(&rows).Error
	return rows, models.Translate(err)
}

// Standing is a row of progress beside the enrolment it belongs to and its certificate's code.
type Standing struct {
	Enrolment
	Progress
	Certificate string
}

// ListStanding answers a row for every lesson of a revision with a citizen's newest enrolment in the course, or none
// without an enrolment. Of the enrolment it fills ID, State, Percent, LastLessonID, LastSeenAt, EnrolledAt and CompletedAt.
func ListStanding(tx *models.Tx, revisionID, courseID, citizenID uuid.UUID) ([]Standing, error) {
	var rows []struct {
		ID           uuid.UUID
		State        string
		Percent      int
		LastLessonID *uuid.UUID
		LastSeenAt   time.Time
		EnrolledAt   time.Time
		FinishedAt   *time.Time
		Certificate  string
		Progress
	}
	err := conn.Gorm(tx).Raw(`select e.id, e.state, e.percent, e.last_lesson_id, e.last_seen_at, e.enrolled_at, e.completed_at as finished_at, coalesce(t.code, '') as certificate,
			rl.lesson_id, p.opened_at, p.completed_at, `+told+`, c.ranges::text as ranges, coalesce(c.position_ms, 0) as position_ms
		from (select * from enrolments where course_id = ? and citizen_id = ? order by enrolled_at desc limit 1) e
		join revision_lessons rl on rl.revision_id = ?
		left join lesson_progress p on p.lesson_id = rl.lesson_id and p.enrolment_id = e.id
		left join coverage c on c.asset_id = rl.watched_id and c.citizen_id = e.citizen_id
		left join certificates t on t.enrolment_id = e.id and t.state = 'issued'`+keptBack, courseID, citizenID, revisionID, tx.Now).Scan(&rows).Error
	list := make([]Standing, len(rows))
	for i, r := range rows {
		list[i] = Standing{Progress: r.Progress, Certificate: r.Certificate, Enrolment: Enrolment{
			ID: r.ID, State: r.State, Percent: r.Percent, LastLessonID: r.LastLessonID, LastSeenAt: r.LastSeenAt, EnrolledAt: r.EnrolledAt, CompletedAt: r.FinishedAt,
		}}
	}
	return list, models.Translate(err)
}

// HeldProgress is progress in a list over several enrolments.
type HeldProgress struct {
	EnrolmentID uuid.UUID
	Progress
}

// ListHeldProgress answers progress of several enrolments of one citizen, each against its published revision.
func ListHeldProgress(tx *models.Tx, citizenID uuid.UUID, enrolmentIDs []uuid.UUID) ([]HeldProgress, error) {
	if len(enrolmentIDs) == 0 {
		return nil, nil
	}
	var rows []HeldProgress
	err := conn.Gorm(tx).Raw(`select e.id as enrolment_id, rl.lesson_id, p.opened_at, p.completed_at, `+told+`, c.ranges::text as ranges, coalesce(c.position_ms, 0) as position_ms
		from enrolments e
		join courses k on k.id = e.course_id
		join revision_lessons rl on rl.revision_id = k.published_revision_id
		left join lesson_progress p on p.lesson_id = rl.lesson_id and p.enrolment_id = e.id
		left join coverage c on c.asset_id = rl.watched_id and c.citizen_id = e.citizen_id
		`+keptBack+`where e.citizen_id = ? and e.id in ?`, tx.Now, citizenID, enrolmentIDs).Scan(&rows).Error
	return rows, models.Translate(err)
}

// UpdateOpened notes the first opening of a lesson; later ones change nothing.
func UpdateOpened(tx *models.Tx, enrolmentID, lessonID uuid.UUID) error {
	return models.Translate(conn.Gorm(tx).Exec(`insert into lesson_progress (enrolment_id, lesson_id, opened_at) values (?, ?, ?)
		on conflict do nothing`, enrolmentID, lessonID, tx.Now).Error)
}

// UpdateLessonCompleted notes the first completion of a lesson and says whether this call was it.
func UpdateLessonCompleted(tx *models.Tx, enrolmentID, lessonID uuid.UUID) (bool, error) {
	done := conn.Gorm(tx).Exec(`insert into lesson_progress (enrolment_id, lesson_id, opened_at, completed_at) values (?, ?, ?, ?)
		on conflict (enrolment_id, lesson_id) do update set completed_at = excluded.completed_at where lesson_progress.completed_at is null`,
		enrolmentID, lessonID, tx.Now, tx.Now)
	return done.RowsAffected == 1, models.Translate(done.Error)
}

// UpdateScore keeps what the attempts at a quiz come to, in percent.
func UpdateScore(tx *models.Tx, enrolmentID, lessonID uuid.UUID, percent float64) error {
	return models.Translate(conn.Gorm(tx).Exec(`insert into lesson_progress (enrolment_id, lesson_id, opened_at, score) values (?, ?, ?, ?)
		on conflict (enrolment_id, lesson_id) do update set score = excluded.score`,
		enrolmentID, lessonID, tx.Now, percent).Error)
}
