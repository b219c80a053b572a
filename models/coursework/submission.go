// Package coursework is the rows of assignments: what learners hand in, what is said of it, and until when one of them may.
// A lesson's identity is the assignment's; what is asked stands in the revisions of its course.
package coursework

import (
	"time"

	"academy/models"
	"academy/models/courses"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// The states of a submission.
const (
	Draft    = "draft"
	HandedIn = "handed_in"
	Replaced = "replaced"
	Returned = "returned"
	Marked   = "marked"
)

// Submission is what a learner hands in, or has only begun to write. The schema refuses a change of what was handed in.
type Submission struct {
	ID          uuid.UUID
	CourseID    uuid.UUID
	EnrolmentID uuid.UUID
	LessonID    uuid.UUID
	Number      int
	State       string
	Text        string
	// Version changes with everything that is written into a draft.
	Version     int64 `gorm:"default:nextval('submission_versions')"`
	SavedAt     time.Time
	OpID        *string
	SubmittedAt *time.Time
	// RevisionID and DueAt are what was asked, and until when, at the time when it was handed in.
	RevisionID *uuid.UUID
	DueAt      *time.Time
	LateDays   int
}

// Work is an assignment with what one learner has made of it.
type Work struct {
	EnrolmentID uuid.UUID
	CourseID    uuid.UUID
	RevisionID  uuid.UUID
	Task        *models.JSON[courses.AssignmentWork]
	// ExtendedTo is until when this learner hands in instead of DueAt.
	ExtendedTo *time.Time
	// Submissions are all, the newest first; a draft is the newest.
	Submissions models.JSON[[]Version]
}

// Version is a submission with its files and what has been said of it, the newest word first.
type Version struct {
	ID          uuid.UUID  `json:"id"`
	Number      int        `json:"number"`
	State       string     `json:"state"`
	Text        string     `json:"text"`
	Version     int64      `json:"version"`
	SavedAt     time.Time  `json:"saved_at"`
	OpID        string     `json:"op_id"`
	SubmittedAt *time.Time `json:"submitted_at"`
	DueAt       *time.Time `json:"due_at"`
	LateDays    int        `json:"late_days"`
	Files       []File     `json:"files"`
	Marks       []Mark     `json:"marks"`
}

// File is a file of a submission.
type File struct {
	ID    uuid.UUID `json:"id"`
	Name  string    `json:"name"`
	Bytes int64     `json:"bytes"`
}

const filesOf = `(select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'name', a.name, 'bytes', a.bytes) order by f.added_at, a.id), '[]')
	from submission_files f join assets a on a.id = f.asset_id where f.submission_id = s.id)`

const marksOf = `(select coalesce(jsonb_agg(to_jsonb(m) || jsonb_build_object('by', coalesce(b.name, '')) order by m.number desc), '[]')
	from submission_marks m left join users b on b.id = m.marked_by where m.submission_id = s.id)`

// FindWork finds an assignment as learners of its course see it, with what one of them has made of it.
func FindWork(tx *models.Tx, lessonID, citizenID uuid.UUID) (Work, error) {
	var w Work
	err := conn.Gorm(tx).Raw(`select e.id as enrolment_id, c.id as course_id, rl.revision_id, rl.assignment as task, x.due_at as extended_to,
			(select coalesce(jsonb_agg(to_jsonb(s) || jsonb_build_object('files', `+filesOf+`, 'marks', `+marksOf+`) order by s.number desc), '[]')
				from submissions s where s.enrolment_id = e.id and s.lesson_id = rl.lesson_id) as submissions
		from courses c
		join revision_lessons rl on rl.revision_id = c.published_revision_id and rl.lesson_id = ? and rl.assignment is not null
		join enrolments e on e.course_id = c.id and e.citizen_id = ? and e.state in ('active', 'completed')
		left join assignment_extensions x on x.enrolment_id = e.id and x.lesson_id = rl.lesson_id
		where c.state in ('published', 'archived')`, lessonID, citizenID).Take(&w).Error
	return w, models.Translate(err)
}

// InsertSubmission begins a draft.
func InsertSubmission(tx *models.Tx, s Submission) error {
	return models.Translate(conn.Gorm(tx).Create(&s).Error)
}

// UpdateDraft writes the text of a draft and answers its new version.
func UpdateDraft(tx *models.Tx, id uuid.UUID, text string) (int64, error) {
	var version int64
	err := conn.Gorm(tx).Raw("update submissions set text = ?, saved_at = ?, version = nextval('submission_versions') where id = ? and state = 'draft' returning version",
		text, tx.Now, id).Take(&version).Error
	return version, models.Translate(err)
}

// UpdateHandedIn hands a draft in; what was handed in before and has not been marked is replaced by it.
func UpdateHandedIn(tx *models.Tx, s Submission) error {
	if err := conn.Gorm(tx).Exec("update submissions set state = 'replaced' where enrolment_id = ? and lesson_id = ? and state = 'handed_in'", s.EnrolmentID, s.LessonID).Error; err != nil {
		return models.Translate(err)
	}
	return change(tx, `update submissions set state = 'handed_in', text = ?, op_id = ?, submitted_at = ?, revision_id = ?, due_at = ?, late_days = ?
		where id = ? and state = 'draft'`, s.Text, s.OpID, tx.Now, s.RevisionID, s.DueAt, s.LateDays, s.ID)
}

// InsertFile adds a file to a draft; one that is there already stays.
func InsertFile(tx *models.Tx, submissionID, assetID uuid.UUID) error {
	return models.Translate(conn.Gorm(tx).Exec("insert into submission_files (submission_id, asset_id, added_at) values (?, ?, ?) on conflict do nothing",
		submissionID, assetID, tx.Now).Error)
}

// DeleteFile takes a file out of a draft.
func DeleteFile(tx *models.Tx, submissionID, assetID uuid.UUID) error {
	return models.Translate(conn.Gorm(tx).Exec("delete from submission_files where submission_id = ? and asset_id = ?", submissionID, assetID).Error)
}

// change runs a statement and answers ErrStale when it has found nothing in the state that it asked for.
func change(tx *models.Tx, sql string, args ...any) error {
	done := conn.Gorm(tx).Exec(sql, args...)
	if done.Error == nil && done.RowsAffected == 0 {
		return models.ErrStale
	}
	return models.Translate(done.Error)
}
