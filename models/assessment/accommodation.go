package assessment

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Accommodation is what one learner is granted at one quiz, or at all of the course where QuizID is nil.
type Accommodation struct {
	ID            uuid.UUID
	EnrolmentID   uuid.UUID
	QuizID        *uuid.UUID
	ExtraPercent  int
	Untimed       bool
	ExtraAttempts int
	ClosesAt      *time.Time
	Reason        string
	GrantedBy     *uuid.UUID
	GrantedAt     time.Time
}

// Examinee is a learner of a course with the quizzes of the course and what is granted.
type Examinee struct {
	EnrolmentID uuid.UUID
	CitizenID   uuid.UUID
	Name        string
	State       string
	Quizzes     models.JSON[[]ExaminedQuiz]
	Granted     models.JSON[[]GrantedRow]
}

// ExaminedQuiz is a quiz that learners of a course see now.
type ExaminedQuiz struct {
	ID         uuid.UUID   `json:"id"`
	Title      models.Text `json:"title"`
	TimeLimitS int         `json:"time_limit_s"`
}

// GrantedRow is an accommodation with who has granted it.
type GrantedRow struct {
	ID            uuid.UUID  `json:"id"`
	QuizID        *uuid.UUID `json:"quiz_id"`
	ExtraPercent  int        `json:"extra_percent"`
	Untimed       bool       `json:"untimed"`
	ExtraAttempts int        `json:"extra_attempts"`
	ClosesAt      *time.Time `json:"closes_at"`
	Reason        string     `json:"reason"`
	By            string     `json:"by"`
	GrantedAt     time.Time  `json:"granted_at"`
}

// FindExaminee finds a learner of a course. The same statement notes in the audit who has looked at whom.
func FindExaminee(tx *models.Tx, courseID, enrolmentID, actorID uuid.UUID) (Examinee, error) {
	var row Examinee
	err := conn.Gorm(tx).Raw(`with learner as (
			select e.id, e.citizen_id, u.name, e.state, c.published_revision_id
			from enrolments e join users u on u.id = e.citizen_id join courses c on c.id = e.course_id where e.id = ? and e.course_id = ?
		), noted as (
			insert into audit_entries (id, at, actor_id, action, subject_id, object_kind, object_id, reason)
			select ?, ?, ?, 'course.accommodations_seen', citizen_id, 'course', ?, 'grant an accommodation' from learner
		)
		select e.id as enrolment_id, e.citizen_id, e.name, e.state,
			coalesce((select jsonb_agg(jsonb_build_object('id', q.id, 'title', rl.title, 'time_limit_s', q.time_limit_s) order by rl.position)
				from revision_lessons rl join quizzes q on q.id = rl.quiz_id where rl.revision_id = e.published_revision_id), '[]') as quizzes,
			coalesce((select jsonb_agg(to_jsonb(g) || jsonb_build_object('by', coalesce(b.name, '')) order by g.granted_at, g.id)
				from accommodations g left join users b on b.id = g.granted_by where g.enrolment_id = e.id), '[]') as granted
		from learner e`, enrolmentID, courseID, models.NewID(), tx.Now, actorID, courseID).Take(&row).Error
	return row, models.Translate(err)
}

// SaveAccommodation grants something, in the place of what was granted before at the same quiz, or at all.
func SaveAccommodation(tx *models.Tx, g Accommodation) error {
	return models.Translate(conn.Gorm(tx).Exec(`insert into accommodations
			(id, enrolment_id, quiz_id, extra_percent, untimed, extra_attempts, closes_at, reason, granted_by, granted_at)
		values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		on conflict (enrolment_id, quiz_id) do update set id = excluded.id, extra_percent = excluded.extra_percent, untimed = excluded.untimed,
			extra_attempts = excluded.extra_attempts, closes_at = excluded.closes_at, reason = excluded.reason,
			granted_by = excluded.granted_by, granted_at = excluded.granted_at`,
		g.ID, g.EnrolmentID, g.QuizID, g.ExtraPercent, g.Untimed, g.ExtraAttempts, g.ClosesAt, g.Reason, g.GrantedBy, g.GrantedAt).Error)
}

// DeleteAccommodation takes back what was granted to an enrolment.
func DeleteAccommodation(tx *models.Tx, enrolmentID, id uuid.UUID) error {
	return change(tx, "delete from accommodations where id = ? and enrolment_id = ?", id, enrolmentID)
}

// OpenAttempt is an attempt in progress with the rules that hold for its learner now.
type OpenAttempt struct {
	ID          uuid.UUID
	StartedAt   time.Time
	GrantedQuiz `gorm:"embedded;embeddedPrefix:terms_"`
}

// LockOpenAttempts answers the attempts in progress of an enrolment and holds their rows. The caller holds the enrolment.
func LockOpenAttempts(tx *models.Tx, enrolmentID uuid.UUID) ([]OpenAttempt, error) {
	var rows []OpenAttempt
	err := conn.Gorm(tx).Raw(`select a.id, a.started_at, q.time_limit_s as terms_time_limit_s, q.closes_at as terms_closes_at,
			g.extra_percent as terms_extra_percent, coalesce(g.untimed, false) as terms_untimed, g.granted_until as terms_granted_until
		from attempts a join quizzes q on q.id = a.quiz_id `+granted("a.enrolment_id")+`
		where a.enrolment_id = ? and a.state = 'in_progress' for update of a`, enrolmentID).Scan(&rows).Error
	return rows, models.Translate(err)
}

// UpdateDeadline moves the deadline of an attempt in progress.
func UpdateDeadline(tx *models.Tx, id uuid.UUID, deadline *time.Time) error {
	return change(tx, "update attempts set deadline = ? where id = ? and state = 'in_progress'", deadline, id)
}
