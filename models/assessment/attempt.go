package assessment

import (
	"encoding/json"
	"fmt"
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Attempt is one sitting of one enrolment at a quiz. Pass mark, marks and questions are copied when it starts, so a
// later change of the quiz does not reach it.
type Attempt struct {
	ID          uuid.UUID
	QuizID      uuid.UUID
	LessonID    uuid.UUID
	EnrolmentID uuid.UUID
	CitizenID   uuid.UUID
	Number      int
	State       string
	PassPercent int
	// Seed is where the order of the choices was drawn from.
	Seed      int64
	StartedAt time.Time
	// Deadline is nil where time is not limited.
	Deadline    *time.Time
	SubmittedAt *time.Time
	// Overdue says that the clock, not the learner, handed the attempt in.
	Overdue bool
	Score   *float64
	Max     float64
	Passed  *bool
	// PassKept says that the pass, of the attempt or of an average that it counts in, stays against the score since a
	// regrade: a person has yet to decide about it, or lets it stand.
	PassKept bool
}

// Open says whether answers are still taken, the clock aside.
func (a Attempt) Open() bool { return a.State == "in_progress" }

// HeadedAttempt is an attempt with what stands around it on its page.
type HeadedAttempt struct {
	Attempt
	CourseSlug  string
	CourseTitle models.Text
	LessonTitle models.Text
	// Terms are those of the quiz now, with what this learner is granted.
	Terms GrantedQuiz `gorm:"embedded;embeddedPrefix:terms_"`
	// Used counts the enrolment's attempts at the quiz, this one included.
	Used int
	// Sitting says that one of them is open.
	Sitting bool
	// NextLessonID is the lesson that follows in the published course.
	NextLessonID *uuid.UUID
	CourseDone   bool
}

// FindAttempt finds an attempt, whosever it is.
func FindAttempt(tx *models.Tx, id uuid.UUID) (Attempt, error) {
	var a Attempt
	return a, models.Translate(conn.Gorm(tx).Where("id = ?", id).Take(&a).Error)
}

// FindHeaded finds a citizen's own attempt. The lesson's title is that of the newest revision which has the lesson:
// an attempt outlives the place it was made in.
func FindHeaded(tx *models.Tx, id, citizenID uuid.UUID) (HeadedAttempt, error) {
	var a HeadedAttempt
	err := conn.Gorm(tx).Raw(`select a.*, c.slug as course_slug, coalesce(r.title, '{}') as course_title,
			coalesce(l.title, '{}') as lesson_title, q.max_attempts as terms_max_attempts, q.closes_at as terms_closes_at,
			q.review_during as terms_review_during, q.review_after as terms_review_after, q.review_later as terms_review_later, q.review_closed as terms_review_closed,
			g.extra_attempts as terms_extra_attempts, g.granted_until as terms_granted_until, g.extra_percent as terms_extra_percent, n.lesson_id as next_lesson_id, e.state = 'completed' as course_done,
			(select count(*) from attempts o where o.enrolment_id = a.enrolment_id and o.quiz_id = a.quiz_id) as used,
			exists (select from attempts o where o.enrolment_id = a.enrolment_id and o.quiz_id = a.quiz_id and o.state = 'in_progress') as sitting
		from attempts a
		join quizzes q on q.id = a.quiz_id
		join enrolments e on e.id = a.enrolment_id
		join courses c on c.id = e.course_id
		`+granted("a.enrolment_id")+`
		left join course_revisions r on r.id = c.published_revision_id
		left join lateral (select l.title, l.position, l.revision_id from revision_lessons l join course_revisions p on p.id = l.revision_id
			where l.lesson_id = a.lesson_id and p.number > 0
			order by l.revision_id = c.published_revision_id desc nulls last, l.revision_id desc limit 1) l on true
		left join lateral (select n.lesson_id from revision_lessons n
			where n.revision_id = c.published_revision_id and n.revision_id = l.revision_id and n.position > l.position
			order by n.position limit 1) n on true
		where a.id = ? and a.citizen_id = ?`, id, citizenID).Take(&a).Error
	return a, models.Translate(err)
}

// LockAttempt finds an attempt and holds its row. The caller holds its enrolment already: that is the order of locks.
func LockAttempt(tx *models.Tx, id uuid.UUID) (Attempt, error) {
	var a Attempt
	err := conn.Gorm(tx).Raw("select * from attempts where id = ? for update", id).Take(&a).Error
	return a, models.Translate(err)
}

// DueAttempt is an attempt whose time is over.
type DueAttempt struct {
	ID       uuid.UUID
	Deadline time.Time
}

// ListDue answers open attempts whose deadline was before a time, the oldest first, going on after the one given.
func ListDue(tx *models.Tx, before time.Time, after DueAttempt, limit int) ([]DueAttempt, error) {
	var rows []DueAttempt
	err := conn.Gorm(tx).Raw(`select id, deadline from attempts
		where state = 'in_progress' and deadline is not null and deadline < ? and (deadline, id) > (?, ?)
		order by deadline, id limit ?`, before, after.Deadline, after.ID, limit).Scan(&rows).Error
	return rows, models.Translate(err)
}

// InsertAttempt writes an attempt that begins, and the snapshot of what it is asked, in one statement.
func InsertAttempt(tx *models.Tx, a Attempt, slots []AttemptSlot) error {
	list, err := json.Marshal(NewDrawnSlots(slots))
	if err != nil {
		return fmt.Errorf("slots: %w", err)
	}
	return models.Translate(conn.Gorm(tx).Exec(`with begun as (
			insert into attempts (id, quiz_id, lesson_id, enrolment_id, citizen_id, number, state, pass_percent, seed, started_at, deadline, max)
			values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id
		) `+slotRows("b.id", "begun b cross join jsonb_to_recordset(?::jsonb)"),
		a.ID, a.QuizID, a.LessonID, a.EnrolmentID, a.CitizenID, a.Number, a.State, a.PassPercent, a.Seed, a.StartedAt, a.Deadline, a.Max, string(list)).Error)
}

// UpdateGraded writes the outcome of an open attempt: State, SubmittedAt, Overdue, Score, Max and Passed.
func UpdateGraded(tx *models.Tx, a Attempt) error {
	done := conn.Gorm(tx).Model(&Attempt{}).Where("id = ? and state = 'in_progress'", a.ID).Updates(map[string]any{
		"state": a.State, "submitted_at": a.SubmittedAt, "overdue": a.Overdue, "score": a.Score, "max": a.Max, "passed": a.Passed,
	})
	if done.Error == nil && done.RowsAffected == 0 {
		return models.ErrStale
	}
	return models.Translate(done.Error)
}
