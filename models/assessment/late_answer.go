package assessment

import (
	"encoding/json"
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// LateAnswer is an answer that came after the deadline of an attempt and its grace. Of one slot the newest is kept.
type LateAnswer struct {
	AttemptID  uuid.UUID
	Slot       int
	OpID       string
	Response   models.JSON[json.RawMessage]
	ReceivedAt time.Time
}

// SaveLateAnswer keeps one, unless somebody has decided about the slot already.
func SaveLateAnswer(tx *models.Tx, a LateAnswer) error {
	return models.Translate(conn.Gorm(tx).Exec(`insert into late_answers (attempt_id, slot, op_id, response, received_at) values (?, ?, ?, ?, ?)
		on conflict (attempt_id, slot) do update set op_id = excluded.op_id, response = excluded.response, received_at = excluded.received_at
		where late_answers.decision is null`, a.AttemptID, a.Slot, a.OpID, a.Response, a.ReceivedAt).Error)
}

// WaitingLate is a late answer that nobody has decided about, with what was answered in time. CitizenID, whose it is, is nothing to show.
type WaitingLate struct {
	LateAnswer  `gorm:"embedded"`
	EnrolmentID uuid.UUID
	CitizenID   uuid.UUID
	Deadline    time.Time
	LessonTitle models.Text
	// Asked is the slot as it was asked, with the answer that was in time.
	Asked AnsweredSlot `gorm:"embedded;embeddedPrefix:asked_"`
	// File is what the late answer names, where it names one.
	File NamedFile `gorm:"embedded;embeddedPrefix:file_"`
	// Waiting counts all of the course.
	Waiting int
}

const fromLate = `select w.*, a.enrolment_id, a.citizen_id, a.deadline, coalesce(l.title, '{}') as lesson_title, count(*) over () as waiting,
		s.slot as asked_slot, s.question_version_id as asked_question_version_id, s.marks as asked_marks, s.choice_order as asked_choice_order,
		coalesce(t.seq, 0) as asked_seq, coalesce(t.response, 'null') as asked_response,
		coalesce(f.name, '') as file_name, coalesce(f.bytes, 0) as file_bytes, coalesce(k.name, '') as asked_file_name, coalesce(k.bytes, 0) as asked_file_bytes
	from late_answers w
	join attempts a on a.id = w.attempt_id
	join enrolments e on e.id = a.enrolment_id and e.course_id = ?
	join attempt_slots s on s.attempt_id = w.attempt_id and s.slot = w.slot
	left join lateral (select t.seq, t.response, t.asset_id from attempt_steps t where t.attempt_id = s.attempt_id and t.slot = s.slot order by t.seq desc limit 1) t on true
	left join assets f on f.id = w.asset_id
	left join assets k on k.id = t.asset_id
	left join lateral (select l.title from revision_lessons l join course_revisions r on r.id = l.revision_id
		where l.lesson_id = a.lesson_id and r.number > 0 order by r.number desc limit 1) l on true
	where w.decision is null `

// ListLateAnswers answers those of a course that wait, the oldest first.
func ListLateAnswers(tx *models.Tx, courseID uuid.UUID, limit int) ([]WaitingLate, error) {
	var rows []WaitingLate
	return rows, models.Translate(conn.Gorm(tx).Raw(fromLate+"order by w.received_at, w.attempt_id, w.slot limit ?", courseID, limit).Scan(&rows).Error)
}

// FindLateAnswer finds one of them.
func FindLateAnswer(tx *models.Tx, courseID, attemptID uuid.UUID, slot int) (WaitingLate, error) {
	var row WaitingLate
	return row, models.Translate(conn.Gorm(tx).Raw(fromLate+"and w.attempt_id = ? and w.slot = ?", courseID, attemptID, slot).Take(&row).Error)
}

// UpdateLateDecision says what became of a late answer: taken or left. One that has been decided about is ErrNotFound.
func UpdateLateDecision(tx *models.Tx, a LateAnswer, decision string, by uuid.UUID) error {
	return change(tx, "update late_answers set decision = ?, decided_by = ?, decided_at = ? where attempt_id = ? and slot = ? and decision is null and op_id = ?",
		decision, by, tx.Now, a.AttemptID, a.Slot, a.OpID)
}

// UpdateLateTaken puts a late answer in the place of the one that was in time: as the newest step, and as what was handed
// in. Score is nil where a person has to mark it.
func UpdateLateTaken(tx *models.Tx, a LateAnswer, score *float64) error {
	err := conn.Gorm(tx).Exec(`insert into attempt_steps (attempt_id, slot, seq, op_id, response, saved_at)
		select ?, ?, coalesce(max(seq), 0) + 1, ?, ?, ? from attempt_steps where attempt_id = ? and slot = ?`,
		a.AttemptID, a.Slot, a.OpID, a.Response, a.ReceivedAt, a.AttemptID, a.Slot).Error
	if err != nil {
		return models.Translate(err)
	}
	return change(tx, "update attempt_slots set response = ?, score = ?, marked_by = null, marked_at = null, corrected_at = null, correction = '' where attempt_id = ? and slot = ?",
		a.Response, score, a.AttemptID, a.Slot)
}
