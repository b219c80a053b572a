// Package assessment keeps what is asked and what is answered: questions and their versions, quizzes, attempts with
// the snapshot of what they were asked, and every step of every answer. It grades nothing and decides nothing.
package assessment

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Quiz is a quiz's identity and terms. Lessons of a course point to it; its questions are in QuizSlot.
type Quiz struct {
	ID          uuid.UUID
	CourseID    uuid.UUID
	PassPercent int
	// MaxAttempts is 0 where attempts are not limited.
	MaxAttempts int
	// TimeLimitS is in seconds, 0 where time is not limited.
	TimeLimitS int
	Shuffle    bool
}

// TimeLimit is how long an attempt may take; 0 where time is not limited.
func (q Quiz) TimeLimit() time.Duration { return time.Duration(q.TimeLimitS) * time.Second }

// QuizUse is a quiz with what one enrolment has made of it.
type QuizUse struct {
	Quiz
	// Last is the number of the newest attempt, which is how many there are; 0 before the first.
	Last int
	// OpenID is the attempt in progress, if there is one.
	OpenID *uuid.UUID
}

// QuizAttempt is a row of FindQuizAttempts: a quiz with its size and one attempt, whose ID is zero where there is none.
type QuizAttempt struct {
	Quiz      `gorm:"embedded"`
	Questions int
	Marks     float64
	Attempt   Attempt `gorm:"embedded;embeddedPrefix:attempt_"`
}

// FindQuizUse finds a quiz and counts an enrolment's attempts at it. The caller holds the enrolment, or the count may
// be old before it is used.
func FindQuizUse(tx *models.Tx, quizID, enrolmentID uuid.UUID) (QuizUse, error) {
	var use QuizUse
	err := conn.Gorm(tx).Raw(`select q.*,
		(select coalesce(max(a.number), 0) from attempts a where a.quiz_id = q.id and a.enrolment_id = ?) as last,
		(select a.id from attempts a where a.quiz_id = q.id and a.enrolment_id = ? and a.state = 'in_progress') as open_id
		from quizzes q where q.id = ?`, enrolmentID, enrolmentID, quizID).Take(&use).Error
	return use, models.Translate(err)
}

// ListQuizAttempts answers a quiz once for every attempt of an enrolment, the newest first, and once without an
// attempt where there is none. Without a quiz of this ID it answers ErrNotFound.
func ListQuizAttempts(tx *models.Tx, quizID, enrolmentID uuid.UUID) ([]QuizAttempt, error) {
	var rows []QuizAttempt
	err := conn.Gorm(tx).Raw(`select q.*, x.questions, x.marks, a.id as attempt_id, a.number as attempt_number, a.state as attempt_state,
			a.started_at as attempt_started_at, a.deadline as attempt_deadline, a.submitted_at as attempt_submitted_at,
			a.score as attempt_score, a.max as attempt_max, a.passed as attempt_passed
		from quizzes q
		cross join lateral (select count(*) as questions, coalesce(sum(marks), 0) as marks from quiz_slots s where s.quiz_id = q.id) x
		left join attempts a on a.quiz_id = q.id and a.enrolment_id = ?
		where q.id = ? order by a.number desc`, enrolmentID, quizID).Scan(&rows).Error
	if err == nil && len(rows) == 0 {
		return nil, models.ErrNotFound
	}
	return rows, models.Translate(err)
}

// InsertQuiz writes a quiz.
func InsertQuiz(tx *models.Tx, q Quiz) error {
	return models.Translate(conn.Gorm(tx).Create(&q).Error)
}

// UpdateQuiz writes a quiz's terms. A quiz of another course is ErrNotFound.
func UpdateQuiz(tx *models.Tx, q Quiz) error {
	done := conn.Gorm(tx).Model(&Quiz{}).Where("id = ? and course_id = ?", q.ID, q.CourseID).Updates(map[string]any{
		"pass_percent": q.PassPercent, "max_attempts": q.MaxAttempts, "time_limit_s": q.TimeLimitS, "shuffle": q.Shuffle,
	})
	if done.Error == nil && done.RowsAffected == 0 {
		return models.ErrNotFound
	}
	return models.Translate(done.Error)
}

// UpdateTerms writes a quiz's terms, whichever course it is in.
func UpdateTerms(tx *models.Tx, q Quiz) error {
	return change(tx, "update quizzes set pass_percent = ?, max_attempts = ?, time_limit_s = ?, shuffle = ? where id = ?",
		q.PassPercent, q.MaxAttempts, q.TimeLimitS, q.Shuffle, q.ID)
}

// ListQuizzes answers some quizzes, in no order.
func ListQuizzes(tx *models.Tx, ids []uuid.UUID) ([]Quiz, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var rows []Quiz
	return rows, models.Translate(conn.Gorm(tx).Where("id in ?", ids).Find(&rows).Error)
}
