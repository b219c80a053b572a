// Package assessment keeps what is asked and what is answered: questions and their versions, quizzes, attempts with
// the snapshot of what they were asked, and every step of every answer. It grades nothing and decides nothing.
package assessment

import (
	"time"

	"academy/models"
	"academy/models/courses"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Quiz is a quiz's identity and terms. Lessons of a course point to it; its questions are in QuizSlot.
type Quiz struct {
	ID                uuid.UUID
	CourseID          uuid.UUID
	courses.QuizTerms `gorm:"embedded"`
}

// Granted is what one learner is granted at a quiz beyond its terms: what is said of the quiz itself, or else of all in
// the course. It is empty for most.
type Granted struct {
	ExtraPercent  int
	Untimed       bool
	ExtraAttempts int
	// GrantedUntil is when the quiz closes for this learner, if that is later.
	GrantedUntil *time.Time
}

// TimeLimit is how long an attempt of this learner may take; 0 where time is not limited.
func (q GrantedQuiz) TimeLimit() time.Duration {
	if q.Untimed {
		return 0
	}
	return time.Duration(q.TimeLimitS) * time.Second * time.Duration(100+q.ExtraPercent) / 100
}

// Attempts is how many this learner may make; 0 where they are not limited.
func (q GrantedQuiz) Attempts() int {
	if q.MaxAttempts == 0 {
		return 0
	}
	return q.MaxAttempts + q.ExtraAttempts
}

// Closes is when the quiz closes for this learner, nil where it does not.
func (q GrantedQuiz) Closes() *time.Time {
	if q.ClosesAt != nil && q.GrantedUntil != nil && q.GrantedUntil.After(*q.ClosesAt) {
		return q.GrantedUntil
	}
	return q.ClosesAt
}

// GrantedQuiz is a quiz with what one learner is granted at it.
type GrantedQuiz struct {
	Quiz    `gorm:"embedded"`
	Granted `gorm:"embedded"`
}

// granted joins a quiz q with what an enrolment is granted at it.
func granted(enrolment string) string {
	return `left join lateral (select g.extra_percent, g.untimed, g.extra_attempts, g.closes_at as granted_until from accommodations g
		where g.enrolment_id = ` + enrolment + ` and (g.quiz_id = q.id or g.quiz_id is null) order by g.quiz_id is null limit 1) g on true `
}

const grantedColumns = `coalesce(g.extra_percent, 0) as extra_percent, coalesce(g.untimed, false) as untimed,
		coalesce(g.extra_attempts, 0) as extra_attempts, g.granted_until`

// QuizUse is a quiz with what one enrolment has made of it.
type QuizUse struct {
	GrantedQuiz `gorm:"embedded"`
	// Last is the number of the newest attempt, which is how many there are; 0 before the first.
	Last int
	// OpenID is the attempt in progress, if there is one.
	OpenID *uuid.UUID
	// EndedAt is when the newest of the others was handed in.
	EndedAt *time.Time
	// Prepared says that something is prepared for the enrolment, be it stale.
	Prepared bool
}

// QuizAttempt is a row of FindQuizAttempts: a quiz with its size and one attempt, whose ID is zero where there is none.
type QuizAttempt struct {
	GrantedQuiz `gorm:"embedded"`
	// Questions and Marks are of what asks something: a text does not.
	Questions int
	Marks     float64
	Attempt   Attempt `gorm:"embedded;embeddedPrefix:attempt_"`
}

// FindQuizUse finds a quiz and counts an enrolment's attempts at it. The caller holds the enrolment, or the count may
// be old before it is used.
func FindQuizUse(tx *models.Tx, quizID, enrolmentID uuid.UUID) (QuizUse, error) {
	var use QuizUse
	err := conn.Gorm(tx).Raw(`select q.*, `+grantedColumns+`, a.*,
			exists (select from prepared_attempts p where p.enrolment_id = ? and p.quiz_id = q.id) as prepared
		from quizzes q
		cross join lateral (select coalesce(max(a.number), 0) as last, max(a.submitted_at) as ended_at,
				(array_agg(a.id) filter (where a.state = 'in_progress'))[1] as open_id
			from attempts a where a.quiz_id = q.id and a.enrolment_id = ?) a
		`+granted("?")+`where q.id = ?`, enrolmentID, enrolmentID, enrolmentID, quizID).Take(&use).Error
	return use, models.Translate(err)
}

// ListQuizAttempts answers a quiz once for every attempt of an enrolment, the newest first, and once without an
// attempt where there is none. Without a quiz of this ID it answers ErrNotFound.
func ListQuizAttempts(tx *models.Tx, quizID, enrolmentID uuid.UUID) ([]QuizAttempt, error) {
	var rows []QuizAttempt
	err := conn.Gorm(tx).Raw(`select q.*, `+grantedColumns+`, x.questions, x.marks, a.id as attempt_id, a.number as attempt_number, a.state as attempt_state,
			a.started_at as attempt_started_at, a.deadline as attempt_deadline, a.submitted_at as attempt_submitted_at,
			a.score as attempt_score, a.max as attempt_max, a.passed as attempt_passed
		from quizzes q
		cross join lateral (select coalesce(sum(asks), 0) as questions, coalesce(sum(asks * marks), 0) as marks from quiz_slots s where s.quiz_id = q.id
			and not exists (select from question_versions v where v.question_id = s.question_id and v.type = 'text')) x
		left join attempts a on a.quiz_id = q.id and a.enrolment_id = ?
		`+granted("?")+`where q.id = ? order by a.number desc`, enrolmentID, enrolmentID, quizID).Scan(&rows).Error
	if err == nil && len(rows) == 0 {
		return nil, models.ErrNotFound
	}
	return rows, models.Translate(err)
}

// InsertQuiz writes a quiz.
func InsertQuiz(tx *models.Tx, q Quiz) error {
	return models.Translate(conn.Gorm(tx).Create(&q).Error)
}

// UpdateTerms writes a quiz's terms. A quiz of another course is ErrNotFound.
func UpdateTerms(tx *models.Tx, q Quiz) error {
	return change(tx, `update quizzes set pass_percent = ?, max_attempts = ?, time_limit_s = ?, shuffle = ?, shuffle_questions = ?, opens_at = ?,
			closes_at = ?, delay_s = ?, password = ?, grading = ?, review_during = ?, review_after = ?, review_later = ?, review_closed = ? where id = ? and course_id = ?`,
		q.PassPercent, q.MaxAttempts, q.TimeLimitS, q.Shuffle, q.ShuffleQuestions, q.OpensAt, q.ClosesAt, q.DelayS, q.Password, q.Grading,
		q.ReviewDuring, q.ReviewAfter, q.ReviewLater, q.ReviewClosed, q.ID, q.CourseID)
}

// ListQuizzes answers some quizzes, in no order.
func ListQuizzes(tx *models.Tx, ids []uuid.UUID) ([]Quiz, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var rows []Quiz
	return rows, models.Translate(conn.Gorm(tx).Where("id in ?", ids).Find(&rows).Error)
}
