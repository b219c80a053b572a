package assessment

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// QuizGrade is what the graded attempts of an enrolment at a quiz come to by the quiz's method of grading.
type QuizGrade struct {
	EnrolmentID uuid.UUID
	QuizID      uuid.UUID
	LessonID    uuid.UUID
	// Percent is rounded down to two decimals.
	Percent  float64
	Passed   bool
	GradedAt time.Time
}

// gradeOf weighs graded attempts. By the highest, one pass is a pass, since what was asked for then was reached; an
// average passes by the pass mark of the newest attempt. A pass that is kept since a regrade is a pass by every method.
const gradeOf = `select a.enrolment_id, a.quiz_id, (array_agg(a.lesson_id order by a.number desc))[1] as lesson_id,
		case q.grading
			when 'first' then (array_agg(p.percent order by a.number))[1]
			when 'last' then (array_agg(p.percent order by a.number desc))[1]
			when 'average' then trunc(avg(p.percent), 2)
			else max(p.percent) end as percent,
		case q.grading
			when 'first' then (array_agg(a.passed order by a.number))[1]
			when 'last' then (array_agg(a.passed order by a.number desc))[1]
			when 'average' then avg(p.percent) >= (array_agg(a.pass_percent order by a.number desc))[1]
			else bool_or(a.passed) end or bool_or(a.pass_kept) as passed
	from attempts a
	join quizzes q on q.id = a.quiz_id
	cross join lateral (select case when a.max > 0 then least(100, trunc(a.score * 100 / a.max, 2)) else 0 end as percent) p
	where a.state = 'graded' `

// settle writes what gradeOf finds of the attempts that a condition leaves.
func settle(where string) string {
	return `insert into quiz_grades (enrolment_id, quiz_id, lesson_id, percent, passed, graded_at)
		select g.*, ?::timestamptz from (` + gradeOf + where + ` group by a.enrolment_id, a.quiz_id, q.grading) g
		on conflict (enrolment_id, quiz_id) do update set lesson_id = excluded.lesson_id, percent = excluded.percent,
			passed = excluded.passed, graded_at = excluded.graded_at
		returning *`
}

// SettleGrade works out an enrolment's grade at a quiz anew and keeps it. The caller holds the enrolment. Without a
// graded attempt it answers ErrNotFound and changes nothing.
func SettleGrade(tx *models.Tx, enrolmentID, quizID uuid.UUID) (QuizGrade, error) {
	var g QuizGrade
	err := conn.Gorm(tx).Raw(settle("and a.enrolment_id = ? and a.quiz_id = ?"), tx.Now, enrolmentID, quizID).Take(&g).Error
	return g, models.Translate(err)
}

// SettleGrades is SettleGrade for several pairs of an enrolment and a quiz, all in one statement.
func SettleGrades(tx *models.Tx, pairs [][2]uuid.UUID) ([]QuizGrade, error) {
	if len(pairs) == 0 {
		return nil, nil
	}
	list := make([][]any, len(pairs))
	for i, p := range pairs {
		list[i] = []any{p[0], p[1]}
	}
	var rows []QuizGrade
	err := conn.Gorm(tx).Raw(settle("and (a.enrolment_id, a.quiz_id) in ?"), tx.Now, list).Scan(&rows).Error
	return rows, models.Translate(err)
}

// ListGrades answers what the attempts of some enrolments came to when they were last settled.
func ListGrades(tx *models.Tx, enrolmentIDs []uuid.UUID) ([]QuizGrade, error) {
	if len(enrolmentIDs) == 0 {
		return nil, nil
	}
	var rows []QuizGrade
	return rows, models.Translate(conn.Gorm(tx).Where("enrolment_id in ?", enrolmentIDs).Find(&rows).Error)
}
