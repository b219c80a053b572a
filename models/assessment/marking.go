package assessment

import (
	"encoding/json"
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// WaitingAnswer is an answer that a person has yet to mark. Whose it is, it does not say.
type WaitingAnswer struct {
	AttemptID   uuid.UUID
	EnrolmentID uuid.UUID
	Slot        int
	Marks       float64
	SubmittedAt time.Time
	Type        string
	Prompt      models.Text
	Body        models.JSON[json.RawMessage]
	Response    models.JSON[json.RawMessage]
	// Waiting counts all of the course.
	Waiting int
}

const fromWaiting = `select a.id as attempt_id, a.enrolment_id, s.slot, s.marks, a.submitted_at, v.type, v.prompt, v.body, coalesce(t.response, 'null') as response,
		count(*) over () as waiting
	from attempts a
	join enrolments e on e.id = a.enrolment_id and e.course_id = ?
	join attempt_slots s on s.attempt_id = a.id and s.score is null
	join question_versions v on v.id = s.question_version_id
	left join lateral (select t.response from attempt_steps t where t.attempt_id = s.attempt_id and t.slot = s.slot order by t.seq desc limit 1) t on true
	where a.state = 'submitted' `

// ListWaiting answers what is to be marked in a course, the oldest first.
func ListWaiting(tx *models.Tx, courseID uuid.UUID, limit int) ([]WaitingAnswer, error) {
	var rows []WaitingAnswer
	return rows, models.Translate(conn.Gorm(tx).Raw(fromWaiting+"order by a.submitted_at, a.id, s.slot limit ?", courseID, limit).Scan(&rows).Error)
}

// FindWaiting finds one of them.
func FindWaiting(tx *models.Tx, courseID, attemptID uuid.UUID, slot int) (WaitingAnswer, error) {
	var row WaitingAnswer
	err := conn.Gorm(tx).Raw(fromWaiting+"and a.id = ? and s.slot = ?", courseID, attemptID, slot).Take(&row).Error
	return row, models.Translate(err)
}

// Mark is what a person gives an answer.
type Mark struct {
	AttemptID uuid.UUID
	Slot      int
	Score     float64
	Comment   string
	By        uuid.UUID
}

// UpdateMark writes a mark where there is none yet.
func UpdateMark(tx *models.Tx, m Mark) error {
	return change(tx, "update attempt_slots set score = ?, comment = ?, marked_by = ?, marked_at = ? where attempt_id = ? and slot = ? and score is null",
		m.Score, m.Comment, m.By, tx.Now, m.AttemptID, m.Slot)
}

// UpdateTotal writes what an attempt that has been handed in comes to: State, Score and Passed.
func UpdateTotal(tx *models.Tx, a Attempt) error {
	return change(tx, "update attempts set state = ?, score = ?, passed = ? where id = ? and state <> 'in_progress'", a.State, a.Score, a.Passed, a.ID)
}
