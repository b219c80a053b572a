package assessment

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// JudgedSlot is a slot of an attempt that a regrade concerns, with what it takes to judge it again.
type JudgedSlot struct {
	AttemptID   uuid.UUID
	QuizID      uuid.UUID
	LessonID    uuid.UUID
	EnrolmentID uuid.UUID
	CitizenID   uuid.UUID
	State       string
	PassPercent int
	// AttemptScore, Max and Passed are those of the attempt; PassKept says that a pass stays against the score.
	AttemptScore *float64
	Max          float64
	Passed       *bool
	PassKept     bool
	// Sum is what all slots of the attempt have earned, Most what they are worth, Unmarked how many wait for a person.
	Sum, Most float64
	Unmarked  int
	Slot      int
	VersionID uuid.UUID
	// Marks is what the slot is worth now, AskedMarks what it was worth when it was asked.
	Marks, AskedMarks float64
	Score             *float64
	// ByHand says that a person has marked it.
	ByHand   bool
	Response models.JSON[json.RawMessage]
}

// Concerned says which slots a regrade concerns: those of a question that was asked in a version up to Number, in this
// very version before At. What RegradeID has judged already is left out.
type Concerned struct {
	QuestionID uuid.UUID
	Number     int
	At         time.Time
	RegradeID  uuid.UUID
}

const concerned = ` from question_versions v
	join attempt_slots s on s.question_version_id = v.id and s.regrade_id is distinct from ?
	join attempts a on a.id = s.attempt_id
	where v.question_id = ? and (v.number < ? or v.number = ? and a.started_at <= ?) `

func (c Concerned) args(more ...any) []any {
	return append([]any{c.RegradeID, c.QuestionID, c.Number, c.Number, c.At}, more...)
}

const judgedSlots = `select a.id as attempt_id, a.quiz_id, a.lesson_id, a.enrolment_id, a.citizen_id, a.state, a.pass_percent, a.score as attempt_score, a.max, a.passed, a.pass_kept,
	coalesce((select sum(o.score) from attempt_slots o where o.attempt_id = a.id), 0) as sum,
	(select sum(o.marks) from attempt_slots o where o.attempt_id = a.id) as most,
	(select count(*) from attempt_slots o where o.attempt_id = a.id and o.score is null) as unmarked,
	s.slot, s.question_version_id as version_id, s.marks, coalesce(s.asked_marks, s.marks) as asked_marks, s.score, s.marked_at is not null as by_hand, coalesce(s.response, 'null') as response `

// EachJudged calls visit with what a regrade would concern, the slots of an attempt and the attempts of an enrolment
// together. Their number has no bound, so they are never all in memory.
func EachJudged(tx *models.Tx, c Concerned, visit func(JudgedSlot) error) (err error) {
	g := conn.Gorm(tx)
	rows, err := g.Raw(judgedSlots+concerned+"order by a.enrolment_id, a.id, s.slot", c.args()...).Rows()
	if err != nil {
		return models.Translate(err)
	}
	defer func() { err = errors.Join(err, models.Translate(rows.Close())) }()
	for rows.Next() {
		row, err := scanJudged(rows)
		if err != nil {
			return err
		}
		if err := visit(row); err != nil {
			return err
		}
	}
	return models.Translate(rows.Err())
}

// scanJudged reads a row by the place of its columns: this is done for every answer of a course.
func scanJudged(rows *sql.Rows) (r JudgedSlot, err error) {
	err = rows.Scan(&r.AttemptID, &r.QuizID, &r.LessonID, &r.EnrolmentID, &r.CitizenID, &r.State, &r.PassPercent, &r.AttemptScore, &r.Max, &r.Passed, &r.PassKept,
		&r.Sum, &r.Most, &r.Unmarked, &r.Slot, &r.VersionID, &r.Marks, &r.AskedMarks, &r.Score, &r.ByHand, (*[]byte)(&r.Response.V))
	return r, models.Translate(err)
}

// ListJudged answers what a regrade concerns of some enrolments and holds their attempts. Those in progress are left
// out: they are judged when they are handed in. The caller holds the enrolments.
func ListJudged(tx *models.Tx, c Concerned, enrolmentIDs []uuid.UUID) ([]JudgedSlot, error) {
	var rows []JudgedSlot
	err := conn.Gorm(tx).Raw(judgedSlots+concerned+"and a.state <> 'in_progress' and a.enrolment_id in ? order by a.enrolment_id, a.id, s.slot for no key update of a",
		c.args(enrolmentIDs)...).Scan(&rows).Error
	return rows, models.Translate(err)
}

// ListConcernedEnrolments answers the enrolments that a regrade concerns, in the order in which it goes through them.
func ListConcernedEnrolments(tx *models.Tx, c Concerned, after uuid.UUID, limit int) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	err := conn.Gorm(tx).Raw("select distinct a.enrolment_id"+concerned+"and a.enrolment_id > ? order by 1 limit ?", c.args(after, limit)...).Scan(&ids).Error
	return ids, models.Translate(err)
}

// Correction is what a regrade says of a slot that it came too early for: its attempt is only now handed in.
type Correction struct {
	Slot      int
	RegradeID uuid.UUID
	Mode      string
	VersionID uuid.UUID
}

// ListCorrections answers the regrades of an attempt that was not judged yet, the newest first.
func ListCorrections(tx *models.Tx, attemptID uuid.UUID) ([]Correction, error) {
	var rows []Correction
	err := conn.Gorm(tx).Raw(`select s.slot, r.id as regrade_id, r.mode, r.version_id
		from attempts a
		join attempt_slots s on s.attempt_id = a.id
		join question_versions v on v.id = s.question_version_id
		join regrades r on r.question_id = v.question_id
		join question_versions n on n.id = r.version_id
		where a.id = ? and (v.number < n.number or v.number = n.number and a.started_at <= r.asked_at)
		order by r.asked_at desc, r.id desc`, attemptID).Scan(&rows).Error
	return rows, models.Translate(err)
}

// SlotJudgement is what a regrade makes of a slot. By is nil where it was not judged by another version.
type SlotJudgement struct {
	AttemptID uuid.UUID  `json:"attempt_id"`
	Slot      int        `json:"slot"`
	Score     float64    `json:"score"`
	Marks     float64    `json:"marks"`
	RegradeID uuid.UUID  `json:"regrade_id"`
	By        *uuid.UUID `json:"judged_by"`
}

// UpdateJudged writes what a regrade makes of slots, all in one statement.
func UpdateJudged(tx *models.Tx, slots []SlotJudgement) error {
	if len(slots) == 0 {
		return nil
	}
	list, err := json.Marshal(slots)
	if err != nil {
		return fmt.Errorf("judged slots: %w", err)
	}
	return models.Translate(conn.Gorm(tx).Exec(`update attempt_slots s set score = v.score, marks = v.marks, regrade_id = v.regrade_id, judged_by = v.judged_by,
			asked_marks = case when s.asked_marks is null and v.marks <> s.marks then s.marks else s.asked_marks end
		from jsonb_to_recordset(?::jsonb) as v(attempt_id uuid, slot integer, score numeric, marks numeric, regrade_id uuid, judged_by uuid)
		where s.attempt_id = v.attempt_id and s.slot = v.slot`, string(list)).Error)
}

// AttemptJudgement is what an attempt that was judged again comes to.
type AttemptJudgement struct {
	ID     uuid.UUID `json:"id"`
	Score  float64   `json:"score"`
	Max    float64   `json:"max"`
	Passed bool      `json:"passed"`
	Kept   bool      `json:"kept"`
}

// UpdateRegraded writes what attempts come to that a regrade has judged, all in one statement. One that waited for a
// person is graded by it.
func UpdateRegraded(tx *models.Tx, attempts []AttemptJudgement) error {
	if len(attempts) == 0 {
		return nil
	}
	list, err := json.Marshal(attempts)
	if err != nil {
		return fmt.Errorf("judged attempts: %w", err)
	}
	return models.Translate(conn.Gorm(tx).Exec(`update attempts a set state = 'graded', score = v.score, max = v.max, passed = v.passed, pass_kept = v.kept
		from jsonb_to_recordset(?::jsonb) as v(id uuid, score numeric, max numeric, passed boolean, kept boolean)
		where a.id = v.id and a.state <> 'in_progress'`, string(list)).Error)
}

// UpdatePassKept says of a graded attempt whether it has passed, and whether against its score.
func UpdatePassKept(tx *models.Tx, attemptID uuid.UUID, passed, kept bool) error {
	return change(tx, "update attempts set passed = ?, pass_kept = ? where id = ? and state = 'graded'", passed, kept, attemptID)
}

// Reach is how far a regrade goes.
type Reach struct {
	// Attempts are all that it concerns, HandedIn those that it judges itself.
	Attempts, HandedIn int
	// Emptied are those that would be worth nothing without the question.
	Emptied int
}

// CountConcerned counts what a regrade concerns.
func CountConcerned(tx *models.Tx, c Concerned) (Reach, error) {
	var r Reach
	err := conn.Gorm(tx).Raw(`select count(*) as attempts, count(*) filter (where x.state <> 'in_progress') as handed_in, count(*) filter (where x.others <= 0) as emptied
		from (select a.state, (select sum(o.marks) from attempt_slots o where o.attempt_id = a.id) - coalesce(sum(s.marks) filter (where s.marked_at is null), 0) as others`+
		concerned+`group by a.id) x`, c.args()...).Take(&r).Error
	return r, models.Translate(err)
}
