package assessment

import (
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
