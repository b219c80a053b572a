package assessment

import (
	"encoding/json"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// QuizSlot is the place of a question in a quiz, counted from 1.
type QuizSlot struct {
	QuizID     uuid.UUID
	Slot       int
	QuestionID uuid.UUID
	Marks      float64
}

// AskedSlot is a slot with the newest version of its question: what an attempt that starts now is asked.
type AskedSlot struct {
	Slot      int
	Marks     float64
	VersionID uuid.UUID
}

// ListAsked answers the slots of a quiz in order.
func ListAsked(tx *models.Tx, quizID uuid.UUID) ([]AskedSlot, error) {
	var rows []AskedSlot
	err := conn.Gorm(tx).Raw(`select s.slot, s.marks, v.id as version_id
		from quiz_slots s
		cross join lateral (select id from question_versions v where v.question_id = s.question_id order by number desc limit 1) v
		where s.quiz_id = ? order by s.slot`, quizID).Scan(&rows).Error
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
	QuizID   uuid.UUID
	Marks    float64
	Key      string
	Type     string
	Prompt   models.Text
	Body     models.JSON[json.RawMessage]
	Feedback models.Text
}

// ListWritten answers the slots of some quizzes, each quiz's in order.
func ListWritten(tx *models.Tx, quizIDs []uuid.UUID) ([]WrittenSlot, error) {
	if len(quizIDs) == 0 {
		return nil, nil
	}
	var rows []WrittenSlot
	err := conn.Gorm(tx).Raw(`select s.quiz_id, s.marks, q.key, v.type, v.prompt, v.body, v.feedback
		from quiz_slots s
		join questions q on q.id = s.question_id
		cross join lateral (select * from question_versions v where v.question_id = s.question_id order by number desc limit 1) v
		where s.quiz_id in ? order by s.quiz_id, s.slot`, quizIDs).Scan(&rows).Error
	return rows, models.Translate(err)
}

// ListWrittenQuestions answers what some questions say now, by ID, as slots of no quiz.
func ListWrittenQuestions(tx *models.Tx, ids []uuid.UUID) (map[uuid.UUID]WrittenSlot, error) {
	if len(ids) == 0 {
		return map[uuid.UUID]WrittenSlot{}, nil
	}
	var rows []struct {
		ID uuid.UUID
		WrittenSlot
	}
	err := conn.Gorm(tx).Raw(`select q.id, q.key, v.type, v.prompt, v.body, v.feedback
		from questions q
		cross join lateral (select * from question_versions v where v.question_id = q.id order by number desc limit 1) v
		where q.id in ?`, ids).Scan(&rows).Error
	written := make(map[uuid.UUID]WrittenSlot, len(rows))
	for _, row := range rows {
		written[row.ID] = row.WrittenSlot
	}
	return written, models.Translate(err)
}
