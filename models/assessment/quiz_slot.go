package assessment

import (
	"encoding/json"
	"fmt"

	"academy/models"
	"academy/models/courses"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// QuizSlot is a place in a quiz, counted from 1: a question, or a draw of several.
type QuizSlot struct {
	QuizID     uuid.UUID
	Slot       int
	QuestionID *uuid.UUID // nil for a draw
	Marks      float64    // of each question that it asks
	Draw       *models.JSON[courses.QuizDraw]
	Asks       int
	Section    *models.Text
}

// AskedSlot is a slot with the newest version of its question, or of all that it may draw: what an attempt that starts
// now is asked.
type AskedSlot struct {
	Slot      int
	Marks     float64
	Asks      int
	Section   *models.Text
	VersionID *uuid.UUID
	// Pool is in the order in which the questions were made.
	Pool courses.Strings
}

// drawn says which questions b of a course, with the newest version v, may be drawn: texts ask nothing, a file is handed
// in alone, and what has a place of its own in the quiz is not asked twice. It takes SQL for the course, the draw and
// whether b has such a place.
func drawn(course, draw, placed string) string {
	narrowed := func(by, met string) string {
		return fmt.Sprintf(" and (coalesce(%[1]s->>'%[2]s', '') = '' or %[1]s->>'%[2]s' = %[3]s)", draw, by, met)
	}
	return "b.course_id = " + course + " and not b.archived and v.type not in ('text', 'file') and not " + placed +
		narrowed("tag", "any(b.tags)") + narrowed("category", "b.category") + narrowed("difficulty", "b.difficulty")
}

// asked is SQL for the AskedSlots of a quiz, in no order.
func asked(quiz string) string {
	return `select s.slot, s.marks, s.asks, s.section, v.id as version_id, case when s.draw is null then '{}' else array(
			select v.id::text from questions b
			cross join lateral (select id, type from question_versions v where v.question_id = b.id order by number desc limit 1) v
			where ` + drawn("z.course_id", "s.draw", "exists (select from quiz_slots f where f.quiz_id = s.quiz_id and f.question_id = b.id)") + ` order by b.id) end as pool
		from quiz_slots s
		join quizzes z on z.id = s.quiz_id
		left join lateral (select id from question_versions v where v.question_id = s.question_id order by number desc limit 1) v on true
		where s.quiz_id = ` + quiz
}

// ListAsked answers the slots of a quiz in order.
func ListAsked(tx *models.Tx, quizID uuid.UUID) ([]AskedSlot, error) {
	var rows []AskedSlot
	err := conn.Gorm(tx).Raw(asked("?")+" order by s.slot", quizID).Scan(&rows).Error
	return rows, models.Translate(err)
}

// InsertSlots writes the slots of a quiz.
func InsertSlots(tx *models.Tx, slots []QuizSlot) error {
	return models.Translate(conn.Gorm(tx).Create(&slots).Error)
}

// DeleteSlots empties a quiz. Attempts keep what they were asked.
func DeleteSlots(tx *models.Tx, quizID uuid.UUID) error {
	return models.Translate(conn.Gorm(tx).Exec("delete from quiz_slots where quiz_id = ?", quizID).Error)
}

// WrittenSlot is a slot with what its question says now.
type WrittenSlot struct {
	QuizID     uuid.UUID
	QuestionID *uuid.UUID // nil for a draw
	Marks      float64
	Draw       *models.JSON[courses.QuizDraw] // with all of its members; nil where there is a question
	Section    *models.Text
	Key        string
	Type       string
	Prompt     models.Text
	Body       models.JSON[json.RawMessage]
	Feedback   models.Text
}

// ListWritten answers the slots of some quizzes, each quiz's in order.
func ListWritten(tx *models.Tx, quizIDs []uuid.UUID) ([]WrittenSlot, error) {
	if len(quizIDs) == 0 {
		return nil, nil
	}
	var rows []WrittenSlot
	err := conn.Gorm(tx).Raw(`select s.quiz_id, s.question_id, s.marks, s.draw || jsonb_build_object('count', s.asks) as draw, s.section,
			coalesce(q.key, '') as key, coalesce(v.type, '') as type, coalesce(v.prompt, '{}') as prompt, coalesce(v.body, '{}') as body,
			coalesce(v.feedback, '{}') as feedback
		from quiz_slots s
		left join questions q on q.id = s.question_id
		left join lateral (select * from question_versions v where v.question_id = s.question_id order by number desc limit 1) v on true
		where s.quiz_id in ? order by s.quiz_id, s.slot`, quizIDs).Scan(&rows).Error
	return rows, models.Translate(err)
}

// DrawnQuestion is a question that can be drawn, with what it says now.
type DrawnQuestion struct {
	Question
	Type     string
	Prompt   models.Text
	Body     models.JSON[json.RawMessage]
	Feedback models.Text
}

// ListDrawn answers what a draw can choose from beside the questions that are placed, in the order in which they were made.
func ListDrawn(tx *models.Tx, courseID uuid.UUID, placed courses.Strings, d courses.QuizDraw) ([]DrawnQuestion, error) {
	var rows []DrawnQuestion
	err := conn.Gorm(tx).Raw(`select b.*, v.type, v.prompt, v.body, v.feedback
		from questions b
		cross join lateral (select * from question_versions v where v.question_id = b.id order by v.number desc limit 1) v
		cross join (select ?::uuid as course_id, ?::text[] as placed, ?::jsonb as draw) s
		where `+drawn("s.course_id", "s.draw", "b.id::text = any(s.placed)")+`
		order by b.id`, courseID, placed, models.JSON[courses.QuizDraw]{V: d}).Scan(&rows).Error
	return rows, models.Translate(err)
}

// ListWrittenQuestions answers what some questions say now, by ID, as slots of no quiz.
func ListWrittenQuestions(tx *models.Tx, ids []uuid.UUID) (map[uuid.UUID]WrittenSlot, error) {
	if len(ids) == 0 {
		return map[uuid.UUID]WrittenSlot{}, nil
	}
	var rows []WrittenSlot
	err := conn.Gorm(tx).Raw(`select q.id as question_id, q.key, v.type, v.prompt, v.body, v.feedback
		from questions q
		cross join lateral (select * from question_versions v where v.question_id = q.id order by number desc limit 1) v
		where q.id in ?`, ids).Scan(&rows).Error
	written := make(map[uuid.UUID]WrittenSlot, len(rows))
	for _, row := range rows {
		written[*row.QuestionID] = row
	}
	return written, models.Translate(err)
}
