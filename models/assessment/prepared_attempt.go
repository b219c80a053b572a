package assessment

import (
	"encoding/json"
	"fmt"
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// PreparedAttempt is what the first attempt of an enrolment at a quiz will be asked, drawn before the quiz opens. It is no
// attempt yet.
type PreparedAttempt struct {
	EnrolmentID uuid.UUID
	QuizID      uuid.UUID
	Seed        int64
	Slots       models.JSON[[]DrawnSlot]
	Max         float64
	// Basis is that of the quiz when it was drawn.
	Basis      string
	PreparedAt time.Time
}

// DrawnSlot is one question as an attempt will be asked it. Its names in JSON are those of the columns of attempt_slots.
type DrawnSlot struct {
	Slot              int          `json:"slot"`
	QuestionVersionID uuid.UUID    `json:"question_version_id"`
	Marks             float64      `json:"marks"`
	Section           *models.Text `json:"section,omitempty"`
	ChoiceOrder       []string     `json:"choice_order,omitempty"`
}

// NewDrawnSlots are the slots of an attempt without the attempt.
func NewDrawnSlots(slots []AttemptSlot) []DrawnSlot {
	drawn := make([]DrawnSlot, len(slots))
	for i, s := range slots {
		drawn[i] = DrawnSlot{s.Slot, s.QuestionVersionID, s.Marks, s.Section, s.ChoiceOrder}
	}
	return drawn
}

// Of are the slots of an attempt.
func (p PreparedAttempt) Of(attemptID uuid.UUID) []AttemptSlot {
	slots := make([]AttemptSlot, len(p.Slots.V))
	for i, d := range p.Slots.V {
		slots[i] = AttemptSlot{AttemptID: attemptID, Slot: d.Slot, QuestionVersionID: d.QuestionVersionID, Marks: d.Marks, Section: d.Section, ChoiceOrder: d.ChoiceOrder}
	}
	return slots
}

// slotRows reads DrawnSlots, given as JSON, as rows of attempt_slots for an attempt.
func slotRows(attempt, slots string) string {
	return `insert into attempt_slots (attempt_id, slot, question_version_id, marks, section, choice_order)
		select ` + attempt + `, d.slot, d.question_version_id, d.marks, d.section, coalesce(d.choice_order, '{}')
		from ` + slots + ` as d(slot integer, question_version_id uuid, marks numeric, section jsonb, choice_order text[])`
}

// basis is a sum of all that an attempt which starts now is drawn from: the slots of the quiz with the newest versions
// of its questions, the pools of its draws, and what is shuffled. It is null for a quiz without slots.
func basis(quiz string) string {
	return `(select md5(concat_ws('|', k.shuffle, k.shuffle_questions, string_agg(w::text, '|' order by w.slot)))
		from quizzes k cross join lateral (` + asked("k.id") + `) w where k.id = ` + quiz + ` group by k.id)`
}

// Shuffled says what each attempt at a quiz has in an order of its own: the choices, the questions of a section.
type Shuffled struct{ Shuffle, ShuffleQuestions bool }

// DrawnFrom is what all that is drawn for a quiz at one time has in common.
type DrawnFrom struct {
	Basis    string
	Shuffled `gorm:"embedded"`
}

// FindDrawnFrom finds what the attempts at a quiz are drawn from now; its Basis is empty where the quiz asks nothing.
func FindDrawnFrom(tx *models.Tx, quizID uuid.UUID) (DrawnFrom, error) {
	var from DrawnFrom
	err := conn.Gorm(tx).Raw("select coalesce("+basis("q.id")+", '') as basis, q.shuffle, q.shuffle_questions from quizzes q where q.id = ?", quizID).Take(&from).Error
	return from, models.Translate(err)
}

// OpeningQuiz is a quiz of a published course that opens soon.
type OpeningQuiz struct {
	ID      uuid.UUID
	OpensAt time.Time
	// Learners is how many are learning in the course.
	Learners int
}

// seated joins a quiz q with those who are learning in the published course that it stands in.
const seated = `join revision_lessons rl on rl.quiz_id = q.id
		join courses c on c.published_revision_id = rl.revision_id and c.state in ('published', 'archived')
		join enrolments e on e.course_id = c.id and e.state = 'active' `

// ListOpening answers the quizzes with learners that open before a time and have not yet, the next first.
func ListOpening(tx *models.Tx, before time.Time) ([]OpeningQuiz, error) {
	var rows []OpeningQuiz
	err := conn.Gorm(tx).Raw(`select q.id, q.opens_at, count(*) as learners from quizzes q `+seated+`
		where q.opens_at > ? and q.opens_at < ? group by q.id order by q.opens_at, q.id`, tx.Now, before).Scan(&rows).Error
	return rows, models.Translate(err)
}

// ListUnprepared answers enrolments that nothing is prepared for at a quiz, and that have not been there, in the order
// of their IDs and after the one given.
func ListUnprepared(tx *models.Tx, quizID, after uuid.UUID, limit int) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	err := conn.Gorm(tx).Raw(`select e.id from quizzes q `+seated+`where q.id = ? and e.id > ?
			and not exists (select from prepared_attempts p where p.enrolment_id = e.id and p.quiz_id = q.id)
			and not exists (select from attempts a where a.enrolment_id = e.id and a.quiz_id = q.id)
		order by e.id limit ?`, quizID, after, limit).Scan(&ids).Error
	return ids, models.Translate(err)
}

// InsertPrepared writes what is prepared. What somebody else has prepared meanwhile stays, and whoever has left gets nothing.
func InsertPrepared(tx *models.Tx, quizID uuid.UUID, basis string, rows []PreparedAttempt) error {
	list := make([]map[string]any, len(rows))
	for i, p := range rows {
		list[i] = map[string]any{"enrolment_id": p.EnrolmentID, "seed": p.Seed, "slots": p.Slots.V, "max": p.Max}
	}
	raw, err := json.Marshal(list)
	if err != nil {
		return fmt.Errorf("prepared attempts: %w", err)
	}
	return models.Translate(conn.Gorm(tx).Exec(`insert into prepared_attempts (enrolment_id, quiz_id, seed, slots, max, basis, prepared_at)
		select e.id, ?, p.seed, p.slots, p.max, ?, ?
		from jsonb_to_recordset(?::jsonb) as p(enrolment_id uuid, seed bigint, slots jsonb, max numeric)
		join enrolments e on e.id = p.enrolment_id and e.state = 'active'
		order by e.id on conflict do nothing`, quizID, basis, tx.Now, string(raw)).Error)
}

// DeleteUnneeded removes what nobody will be asked: the learner has left or has been there, the quiz has closed or
// opened before a time, or it is drawn from something else now.
func DeleteUnneeded(tx *models.Tx, opened time.Time) error {
	return models.Translate(conn.Gorm(tx).Exec(`with quiz as materialized (
			select d.quiz_id, `+basis("d.quiz_id")+` as basis from (select distinct quiz_id from prepared_attempts) d)
		delete from prepared_attempts p using quiz n
		where n.quiz_id = p.quiz_id and (n.basis is distinct from p.basis
			or exists (select from attempts a where a.enrolment_id = p.enrolment_id and a.quiz_id = p.quiz_id)
			or not exists (select from quizzes q `+seated+`
				where q.id = p.quiz_id and e.id = p.enrolment_id and q.opens_at > ? and (q.closes_at is null or q.closes_at > ?)))`,
		opened, tx.Now).Error)
}

// InsertPreparedAttempt begins an attempt as it was prepared, with its slots, and answers what it is asked. Where
// nothing is prepared, or something else than the quiz would ask now, it answers ErrNotFound; what was prepared is gone
// in any case.
func InsertPreparedAttempt(tx *models.Tx, a Attempt) (PreparedAttempt, error) {
	var p PreparedAttempt
	err := conn.Gorm(tx).Raw(`with taken as (
			delete from prepared_attempts p where p.enrolment_id = ? and p.quiz_id = ? returning p.*
		), prepared as (
			select t.* from taken t where t.basis = `+basis("t.quiz_id")+`
		), begun as (
			insert into attempts (id, quiz_id, lesson_id, enrolment_id, citizen_id, number, state, pass_percent, started_at, deadline, seed, max)
			select ?::uuid, quiz_id, ?::uuid, enrolment_id, ?::uuid, ?::integer, ?, ?::integer, ?::timestamptz, ?::timestamptz, seed, max from prepared
		), slots as (
			`+slotRows("?::uuid", "prepared p cross join lateral jsonb_to_recordset(p.slots)")+`
		)
		select * from prepared`, a.EnrolmentID, a.QuizID, a.ID, a.LessonID, a.CitizenID, a.Number, a.State, a.PassPercent, a.StartedAt, a.Deadline, a.ID).Take(&p).Error
	return p, models.Translate(err)
}
