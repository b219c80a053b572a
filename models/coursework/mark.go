package coursework

import (
	"time"

	"academy/models"
	"academy/models/courses"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Mark is what somebody who marks has said of a submission. None is ever changed: the one of the highest number holds.
type Mark struct {
	SubmissionID uuid.UUID `json:"submission_id"`
	Number       int       `json:"number"`
	// Decision is marked, with Points of Most and the Percent that is left of them, or returned, with a comment.
	Decision string          `json:"decision"`
	Criteria []MarkCriterion `json:"criteria"`
	Points   *float64        `json:"points"`
	Most     *float64        `json:"most"`
	Deducted float64         `json:"deducted"`
	Percent  *float64        `json:"percent"`
	Comment  string          `json:"comment"`
	MarkedAt time.Time       `json:"marked_at"`
	By       string          `json:"by"` // empty once the person is gone
}

// MarkCriterion is a criterion with the points that were given for it.
type MarkCriterion struct {
	courses.Criterion
	Given float64 `json:"given"`
}

// Waiting is a submission in a list of those to be marked. Whose it is, it does not say.
type Waiting struct {
	ID          uuid.UUID
	Title       models.Text
	Number      int
	State       string
	SubmittedAt time.Time
	LateDays    int
	Files       int
	// All counts those of the course that wait.
	All int
}

// ListWaiting answers what waits to be marked in a course, the oldest first, or with done what was marked or returned, the newest
// first.
func ListWaiting(tx *models.Tx, courseID uuid.UUID, done bool, after models.Cursor, limit int) ([]Waiting, error) {
	states, beyond, order := "s.state = 'handed_in'", "(s.submitted_at, s.id) > (?, ?)", "s.submitted_at, s.id"
	if done {
		states, beyond, order = "s.state in ('marked', 'returned')", "(s.submitted_at, s.id) < (?, ?)", "s.submitted_at desc, s.id desc"
	}
	args := []any{courseID, courseID}
	if after.ID == uuid.Nil {
		beyond = "true"
	} else {
		args = append(args, after.At, after.ID)
	}
	var rows []Waiting
	err := conn.Gorm(tx).Raw(`select s.id, rl.title, s.number, s.state, s.submitted_at, s.late_days,
			(select count(*) from submission_files f where f.submission_id = s.id) as files,
			(select count(*) from submissions w where w.course_id = ? and w.state = 'handed_in') as all
		from submissions s join revision_lessons rl on rl.revision_id = s.revision_id and rl.lesson_id = s.lesson_id
		where s.course_id = ? and `+states+" and "+beyond+" order by "+order+" limit ?", append(args, limit)...).Scan(&rows).Error
	return rows, models.Translate(err)
}

// ToMark is a submission before those who mark it, with the task as it was asked.
type ToMark struct {
	Submission
	Title, Body models.Text
	Task        models.JSON[courses.AssignmentWork]
	Files       models.JSON[[]File]
	Marks       models.JSON[[]Mark]
	// CitizenID and Name are whose it is.
	CitizenID uuid.UUID
	Name      string
	// Newer says that the learner has handed in another since.
	Newer      bool
	ExtendedTo *time.Time
}

// FindToMark finds a submission that was handed in in a course.
func FindToMark(tx *models.Tx, courseID, id uuid.UUID) (ToMark, error) {
	var row ToMark
	err := conn.Gorm(tx).Raw(`select s.*, rl.title, rl.body, rl.assignment as task, `+filesOf+" as files, "+marksOf+` as marks, e.citizen_id, u.name, x.due_at as extended_to,
			exists (select 1 from submissions n where n.enrolment_id = s.enrolment_id and n.lesson_id = s.lesson_id and n.number > s.number and n.state <> 'draft') as newer
		from submissions s
		join revision_lessons rl on rl.revision_id = s.revision_id and rl.lesson_id = s.lesson_id
		join enrolments e on e.id = s.enrolment_id
		join users u on u.id = e.citizen_id
		left join assignment_extensions x on x.enrolment_id = s.enrolment_id and x.lesson_id = s.lesson_id
		where s.course_id = ? and s.id = ? and s.state <> 'draft'`, courseID, id).Take(&row).Error
	return row, models.Translate(err)
}

// LockSubmission finds a submission and holds its row. The caller holds the enrolment.
func LockSubmission(tx *models.Tx, id uuid.UUID) (Submission, error) {
	var s Submission
	return s, models.Translate(conn.Gorm(tx).Raw("select * from submissions where id = ? for update", id).Take(&s).Error)
}

// InsertMark writes what is said of a submission and puts it into the state that comes of it. One who has not seen the word
// before is ErrConflict.
func InsertMark(tx *models.Tx, m Mark, by uuid.UUID) error {
	err := conn.Gorm(tx).Exec(`insert into submission_marks (submission_id, number, decision, criteria, points, most, deducted, percent, comment, marked_by, marked_at)
		values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, m.SubmissionID, m.Number, m.Decision, models.JSON[[]MarkCriterion]{V: m.Criteria}, m.Points, m.Most, m.Deducted,
		m.Percent, m.Comment, by, tx.Now).Error
	if err != nil {
		return models.Translate(err)
	}
	return change(tx, "update submissions set state = ? where id = ? and state in ('handed_in', 'marked', 'returned')", m.Decision, m.SubmissionID)
}

// SaveGrade writes what the submissions of an enrolment come to.
func SaveGrade(tx *models.Tx, enrolmentID, lessonID uuid.UUID, percent float64, passed bool) error {
	return models.Translate(conn.Gorm(tx).Exec(`insert into assignment_grades (enrolment_id, lesson_id, percent, passed, graded_at) values (?, ?, ?, ?, ?)
		on conflict (enrolment_id, lesson_id) do update set percent = excluded.percent, passed = excluded.passed, graded_at = excluded.graded_at`,
		enrolmentID, lessonID, percent, passed, tx.Now).Error)
}

// SaveExtension lets one learner hand in until another time.
func SaveExtension(tx *models.Tx, x Extension) error {
	return models.Translate(conn.Gorm(tx).Exec(`insert into assignment_extensions (course_id, enrolment_id, lesson_id, due_at, reason, granted_by, granted_at)
		values (?, ?, ?, ?, ?, ?, ?)
		on conflict (enrolment_id, lesson_id) do update set due_at = excluded.due_at, reason = excluded.reason, granted_by = excluded.granted_by, granted_at = excluded.granted_at`,
		x.CourseID, x.EnrolmentID, x.LessonID, x.DueAt, x.Reason, x.GrantedBy, tx.Now).Error)
}

// Extension is until when one learner hands in one assignment, and why.
type Extension struct {
	CourseID, EnrolmentID, LessonID, GrantedBy uuid.UUID
	DueAt                                      time.Time
	Reason                                     string
}
