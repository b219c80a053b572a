package assessment

import (
	"encoding/json"
	"fmt"
	"time"

	"academy/models"
	"academy/models/courses"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// AttemptSlot is one question as one attempt was asked it.
type AttemptSlot struct {
	AttemptID         uuid.UUID
	Slot              int
	QuestionVersionID uuid.UUID
	Marks             float64
	// Section is the title of the section that begins here, nil where none does.
	Section *models.Text
	// ChoiceOrder is the keys of the choices as this learner sees them.
	ChoiceOrder courses.Strings
	Score       *float64
	// CheckedAt is when the learner was told during the attempt what the answer earns. No step follows.
	CheckedAt *time.Time
	// CriterionPoints is what somebody who marked it gave by criterion, in their order; empty where there are none.
	CriterionPoints models.JSON[[]float64]
	// Comment is what somebody who marked it says to the learner.
	Comment string
	// CorrectedAt and Correction are when and why the mark was given in the place of another; nil and empty where it is the first.
	CorrectedAt *time.Time
	Correction  string
	// RegradeID is the regrade that has judged it last, JudgedBy the version it went by where that is another one.
	RegradeID, JudgedBy *uuid.UUID
}

// AnsweredSlot is a slot with its current answer: the step with the highest seq. Seq is 0 and Response null before
// the first.
type AnsweredSlot struct {
	AttemptSlot
	Seq      int
	Response models.JSON[json.RawMessage]
	// RegradeMode and RegradedAt are those of the regrade; AskedMarks is what the slot was worth before it, if that differs.
	RegradeMode string
	RegradedAt  *time.Time
	AskedMarks  *float64
	// File is what the answer names, where it names one.
	File NamedFile `gorm:"embedded;embeddedPrefix:file_"`
	// Corrections are how it is to be judged where not by its version, the newest first; ListAnswered leaves that open.
	Corrections []Correction `gorm:"-"`
}

// NamedFile is a file that an answer names.
type NamedFile struct {
	Name  string
	Bytes int64
}

// OwnedSlot is what never changes of a slot, with the owner of its attempt.
type OwnedSlot struct {
	CitizenID uuid.UUID
	Slot      int
	VersionID uuid.UUID
}

// ListAnswered answers the slots of an attempt in order.
func ListAnswered(tx *models.Tx, attemptID uuid.UUID) ([]AnsweredSlot, error) {
	var rows []AnsweredSlot
	err := conn.Gorm(tx).Raw(`select s.*, coalesce(t.seq, 0) as seq, coalesce(t.response, 'null') as response,
			coalesce(r.mode, '') as regrade_mode, r.asked_at as regraded_at, coalesce(f.name, '') as file_name, coalesce(f.bytes, 0) as file_bytes
		from attempt_slots s
		left join regrades r on r.id = s.regrade_id
		left join lateral (select t.seq, t.response, t.asset_id from attempt_steps t
			where t.attempt_id = s.attempt_id and t.slot = s.slot order by t.seq desc limit 1) t on true
		left join assets f on f.id = t.asset_id
		where s.attempt_id = ? order by s.slot`, attemptID).Scan(&rows).Error
	return rows, models.Translate(err)
}

// ListOwned answers the slots of an attempt; none where there is no such attempt.
func ListOwned(tx *models.Tx, attemptID uuid.UUID) ([]OwnedSlot, error) {
	var rows []OwnedSlot
	err := conn.Gorm(tx).Raw(`select a.citizen_id, s.slot, s.question_version_id as version_id
		from attempts a join attempt_slots s on s.attempt_id = a.id where a.id = ?`, attemptID).Scan(&rows).Error
	return rows, models.Translate(err)
}

// UpdateChecked fixes the answer of a slot, with what it earns. The caller holds the attempt.
func UpdateChecked(tx *models.Tx, slot AttemptSlot) error {
	return models.Translate(conn.Gorm(tx).Exec("update attempt_slots set checked_at = ?, score = ? where attempt_id = ? and slot = ?",
		slot.CheckedAt, slot.Score, slot.AttemptID, slot.Slot).Error)
}

// IsChecked says whether the answer of a slot is fixed.
func IsChecked(tx *models.Tx, attemptID uuid.UUID, slot int) (bool, error) {
	var fixed bool
	err := conn.Gorm(tx).Raw("select checked_at is not null from attempt_slots where attempt_id = ? and slot = ?", attemptID, slot).Scan(&fixed).Error
	return fixed, models.Translate(err)
}

// HandedIn is what a slot comes to when its attempt is handed in. Score is nil where a person has yet to mark it.
type HandedIn struct {
	Slot     int             `json:"slot"`
	Score    *float64        `json:"score"`
	Response json.RawMessage `json:"response"`
}

// UpdateHandedIn writes score and answer of every slot of an attempt in one statement.
func UpdateHandedIn(tx *models.Tx, attemptID uuid.UUID, slots []HandedIn) error {
	list, err := json.Marshal(slots)
	if err != nil {
		return fmt.Errorf("handed in: %w", err)
	}
	return models.Translate(conn.Gorm(tx).Exec(`update attempt_slots s set score = v.score, response = v.response
		from jsonb_to_recordset(?::jsonb) as v(slot integer, score numeric, response jsonb)
		where s.attempt_id = ? and s.slot = v.slot`, string(list), attemptID).Error)
}
