package assessment

import (
	"encoding/json"
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// WaitingAnswer is an answer that a person has yet to mark. CitizenID, whose it is, is nothing to show.
type WaitingAnswer struct {
	AttemptID   uuid.UUID
	EnrolmentID uuid.UUID
	CitizenID   uuid.UUID
	Slot        int
	Marks       float64
	SubmittedAt time.Time
	Type        string
	Prompt      models.Text
	Body        models.JSON[json.RawMessage]
	Response    models.JSON[json.RawMessage]
	// File is what the answer names, where it names one.
	File NamedFile `gorm:"embedded;embeddedPrefix:file_"`
	// Waiting counts all of the course.
	Waiting int
}

// answers is SQL for answers of a course that persons mark, with more columns, as far as a condition on their slots s holds.
func answers(columns, condition string) string {
	return `select a.id as attempt_id, a.enrolment_id, a.citizen_id, s.slot, s.marks, a.submitted_at, v.type, v.prompt, v.body, coalesce(t.response, 'null') as response,
			coalesce(f.name, '') as file_name, coalesce(f.bytes, 0) as file_bytes, ` + columns + `
		from attempts a
		join enrolments e on e.id = a.enrolment_id and e.course_id = ?
		join attempt_slots s on s.attempt_id = a.id and ` + condition + `
		join question_versions v on v.id = s.question_version_id
		left join lateral (select t.response, t.asset_id from attempt_steps t where t.attempt_id = s.attempt_id and t.slot = s.slot order by t.seq desc limit 1) t on true
		left join assets f on f.id = t.asset_id
		where a.state <> 'in_progress' `
}

func fromWaiting() string {
	return answers("count(*) over () as waiting", "s.score is null") + "and a.state = 'submitted' "
}

// ListWaiting answers what is to be marked in a course, the oldest first.
func ListWaiting(tx *models.Tx, courseID uuid.UUID, limit int) ([]WaitingAnswer, error) {
	var rows []WaitingAnswer
	return rows, models.Translate(conn.Gorm(tx).Raw(fromWaiting()+"order by a.submitted_at, a.id, s.slot limit ?", courseID, limit).Scan(&rows).Error)
}

// FindWaiting finds one of them.
func FindWaiting(tx *models.Tx, courseID, attemptID uuid.UUID, slot int) (WaitingAnswer, error) {
	var row WaitingAnswer
	err := conn.Gorm(tx).Raw(fromWaiting()+"and a.id = ? and s.slot = ?", courseID, attemptID, slot).Take(&row).Error
	return row, models.Translate(err)
}

// Mark is what a person gives an answer.
type Mark struct {
	AttemptID uuid.UUID
	Slot      int
	Score     float64
	// Points are those given by criterion, in their order; empty where there are none.
	Points  models.JSON[[]float64]
	Comment string
	By      uuid.UUID
}

// UpdateMark writes a mark where there is none yet.
func UpdateMark(tx *models.Tx, m Mark) error {
	return change(tx, "update attempt_slots set score = ?, criterion_points = ?, comment = ?, marked_by = ?, marked_at = ? where attempt_id = ? and slot = ? and score is null",
		m.Score, m.Points, m.Comment, m.By, tx.Now, m.AttemptID, m.Slot)
}

// MarkedAnswer is an answer that a person has marked, with what was given.
type MarkedAnswer struct {
	WaitingAnswer   `gorm:"embedded"`
	Score           float64
	CriterionPoints models.JSON[[]float64]
	Comment         string
	// MarkedAt names the mark: a later one has another time.
	MarkedAt time.Time
	// Correction is why the mark is not the first one, empty where it is.
	Correction string
}

func fromMarked() string {
	return answers("s.score, s.criterion_points, s.comment, s.marked_at, s.correction", "s.score is not null and s.marked_at is not null")
}

// ListMarked answers what was marked in a course, the newest first.
func ListMarked(tx *models.Tx, courseID uuid.UUID, after models.Cursor, limit int) ([]MarkedAnswer, error) {
	beyond, args := "", []any{courseID}
	if after.ID != uuid.Nil {
		beyond, args = "and (s.marked_at, a.id) < (?, ?) ", append(args, after.At, after.ID)
	}
	var rows []MarkedAnswer
	return rows, models.Translate(conn.Gorm(tx).Raw(fromMarked()+beyond+"order by s.marked_at desc, a.id desc, s.slot limit ?", append(args, limit)...).Scan(&rows).Error)
}

// FindMarked finds one of them.
func FindMarked(tx *models.Tx, courseID, attemptID uuid.UUID, slot int) (MarkedAnswer, error) {
	var row MarkedAnswer
	return row, models.Translate(conn.Gorm(tx).Raw(fromMarked()+"and a.id = ? and s.slot = ?", courseID, attemptID, slot).Take(&row).Error)
}

// UpdateCorrected writes a mark in the place of the one that was given at a time, and why. Where that one holds no more it is
// ErrNotFound.
func UpdateCorrected(tx *models.Tx, m Mark, given time.Time, why string) error {
	return change(tx, `update attempt_slots set score = ?, criterion_points = ?, comment = ?, marked_by = ?, marked_at = ?, corrected_at = ?, correction = ?
		where attempt_id = ? and slot = ? and marked_at = ?`, m.Score, m.Points, m.Comment, m.By, tx.Now, tx.Now, why, m.AttemptID, m.Slot, given)
}

// UpdateTotal writes what an attempt that has been handed in comes to: State, Score and Passed.
func UpdateTotal(tx *models.Tx, a Attempt) error {
	return change(tx, "update attempts set state = ?, score = ?, passed = ? where id = ? and state <> 'in_progress'", a.State, a.Score, a.Passed, a.ID)
}
