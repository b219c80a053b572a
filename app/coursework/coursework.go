// Package coursework is what citizens make for a course and somebody looks at: assignments with what they ask for, drafts,
// submissions, marks and feedback. It owns submissions; of enrolments and of completion it knows what the functions of Deps
// tell it.
package coursework

import (
	"context"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/jobs"
	"academy/app/questions"
	"academy/models"
	"academy/models/assets"
	"academy/models/courses"

	"github.com/google/uuid"
)

// Deps is what coursework needs of the rest.
type Deps struct {
	DB    *models.DB
	Queue *jobs.Queue
	// HTML renders Markdown as sanitised HTML.
	HTML func(markdown string) string
	// Look finds a course for somebody who makes it; to everybody else it is not there.
	Look func(tx *models.Tx, who access.Actor, slug string) (courses.Work, Head, error)
	// Compose keeps what an assignment asks for in the draft of its course.
	Compose func(ctx context.Context, who access.Actor, slug string, lessonID uuid.UUID, from int, task Task) error
	// Admit says what learning knows of a citizen before an assignment, and holds the enrolment's row until the transaction
	// ends. It answers ErrNotFound where the lesson stands in no published course.
	Admit func(tx *models.Tx, citizenID, lessonID uuid.UUID) (Admission, error)
	// Done tells, in the transaction of a submission, that the lesson asks for nothing more. The enrolment's row is held.
	Done func(tx *models.Tx, enrolmentID, lessonID uuid.UUID) error
	// Graded tells, in the transaction that gave a mark, what it comes to. The enrolment's row is held by then.
	Graded func(tx *models.Tx, enrolmentID, lessonID uuid.UUID, percent float64, passed bool) error
	// FindSent finds a file that a citizen has sent to be handed in, and that is whole; anything else is ErrNotFound.
	FindSent func(tx *models.Tx, citizenID, assetID uuid.UUID) (questions.Content, error)
	// Address makes an address at which a file can be saved for some minutes. Who may have it is decided before.
	Address func(ctx context.Context, file assets.Asset) (string, error)
}

// Head is what every studio page of a course shows.
type Head struct {
	Slug               string
	Title              models.Text
	State              string
	Part               access.Part
	Changed, Published bool
	Active             int
	ChangedAt          time.Time
}

// Admission is what stands between one citizen and one assignment.
type Admission struct {
	// EnrolmentID is zero without an active or completed enrolment.
	EnrolmentID uuid.UUID
	// Locked says that the lesson cannot be opened yet, Archived that nothing more is learned in the course.
	Locked, Archived bool
	// PassPercent is what completes the lesson, 0 where handing in does.
	PassPercent int
}

// Service is the area.
type Service struct{ Deps }

// New makes the area.
func New(d Deps) *Service { return &Service{d} }

// Text is a text in both languages.
type Text = models.Text

// Task is what an assignment asks for.
type Task = courses.AssignmentWork

// Criterion is something that is looked at, with the most points for it.
type Criterion = courses.Criterion

// Faults of coursework.
var (
	ErrNotEnrolled = fault.New(fault.Denied, "coursework.not_enrolled")
	ErrLocked      = fault.New(fault.Denied, "coursework.locked")
	ErrArchived    = fault.New(fault.Conflict, "coursework.archived")
	ErrNotOpen     = fault.New(fault.Denied, "coursework.not_open")
	ErrClosed      = fault.New(fault.Conflict, "coursework.closed")
	ErrNotAgain    = fault.New(fault.Conflict, "coursework.not_again")
	ErrStale       = fault.New(fault.Conflict, "coursework.stale")
	ErrEmpty       = fault.New(fault.Conflict, "coursework.empty")
	ErrOpID        = fault.New(fault.Invalid, "coursework.op_id")
	ErrManyFiles   = fault.New(fault.Conflict, "coursework.many_files")
	// ErrNewer says that the learner has handed in again, ErrMarkedSince that somebody else has marked meanwhile.
	ErrNewer       = fault.New(fault.Conflict, "coursework.newer")
	ErrMarkedSince = fault.New(fault.Conflict, "coursework.marked_since")
	// ErrOwnWork says that nobody marks what they have handed in themselves.
	ErrOwnWork = fault.New(fault.Conflict, "assessment.own_answer")
	// ErrNoNames says that assistants see no names.
	ErrNoNames = fault.New(fault.Denied, "insight.no_names")
)
