// Package assessment is how citizens are tested: attempts are started, answers saved as they are
// given, handed in and graded. It owns attempts. It has never heard of what an enrolment is
// or of what a passed quiz is good for: it asks and tells through the functions of Deps.
package assessment

import (
	"context"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/jobs"
	"academy/app/locale"
	"academy/app/questions"
	"academy/models"
	"academy/models/assets"
	"academy/models/courses"

	"github.com/google/uuid"
	"github.com/maypok86/otter/v2"
)

// Deps is what assessment needs of the rest.
type Deps struct {
	DB        *models.DB
	Queue     *jobs.Queue
	Catalogue *locale.Catalogue
	// HTML renders Markdown as sanitised HTML; Inline does so for what stands inside a label.
	HTML, Inline func(markdown string) string
	// Look finds a course for somebody who makes it; to everybody else it is not there.
	Look func(tx *models.Tx, who access.Actor, slug string) (courses.Work, Head, error)
	// Peek says what learning knows of a citizen before a quiz. It answers ErrNotFound where the quiz stands in no
	// published course.
	Peek func(tx *models.Tx, citizenID, quizID uuid.UUID) (Admission, error)
	// Admit is Peek that holds the enrolment's row until the transaction ends.
	Admit func(tx *models.Tx, citizenID, quizID uuid.UUID) (Admission, error)
	// Graded tells, in the transaction that graded an attempt, what the attempts at the quiz come to now, and answers
	// whether the course is complete. The enrolment's row and the attempt's are held by then.
	Graded func(tx *models.Tx, enrolmentID, lessonID uuid.UUID, percent float64, passed bool) (courseDone bool, err error)
	// FindSent finds a file that a citizen has sent to be handed in, and that is whole; anything else is ErrNotFound.
	FindSent func(tx *models.Tx, citizenID, assetID uuid.UUID) (questions.Content, error)
	// Address makes an address at which a file can be saved for some minutes. Who may have it is decided before.
	Address func(ctx context.Context, file assets.Asset) (string, error)
	// Regraded tells, in the transaction that ends a regrade, that attempts at a quiz have other marks now.
	Regraded func(tx *models.Tx, quizID uuid.UUID) error
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

// Admission is what stands between one citizen and one quiz.
type Admission struct {
	// EnrolmentID is zero without an active or completed enrolment.
	EnrolmentID uuid.UUID
	LessonID    uuid.UUID
	CourseID    uuid.UUID
	CourseSlug  string
	CourseTitle models.Text
	LessonTitle models.Text
	// Locked says that the lesson of the quiz cannot be opened yet.
	Locked bool
	// NextLessonID is the lesson that follows, if there is one.
	NextLessonID *uuid.UUID
	CourseDone   bool
	// PassPercent is what the course asks of this quiz; the quiz's own pass mark counts where it is higher.
	PassPercent int
}

// Service is the area.
type Service struct {
	Deps
	// sheets and cards hold what never changes, so nothing has to be dropped from them.
	sheets *otter.Cache[uuid.UUID, *sheet]
	cards  *otter.Cache[uuid.UUID, *card]
	// foreseen are the impacts of regrades that somebody thinks about.
	foreseen *otter.Cache[state, []Impact]
}

// The sizes let a synchronised exam of some thousand learners stay in memory: a sheet is some hundred bytes, a card
// some thousand.
const (
	maxSheets = 10_000
	maxCards  = 2_000
)

// New makes the area.
func New(d Deps) *Service {
	return &Service{
		Deps:     d,
		sheets:   otter.Must(&otter.Options[uuid.UUID, *sheet]{MaximumSize: maxSheets}),
		cards:    otter.Must(&otter.Options[uuid.UUID, *card]{MaximumSize: maxCards}),
		foreseen: newImpacts(),
	}
}

// grace is how long after the deadline an answer is still taken: it was on its way.
const grace = 30 * time.Second

// Faults of assessment. The keys of ErrStale and ErrDeadlinePassed are promised to clients.
var (
	ErrNotEnrolled    = fault.New(fault.Denied, "assessment.not_enrolled")
	ErrLocked         = fault.New(fault.Denied, "assessment.locked")
	ErrAttemptsUsed   = fault.New(fault.Conflict, "assessment.attempts_used")
	ErrNotOpen        = fault.New(fault.Denied, "assessment.not_open")
	ErrClosed         = fault.New(fault.Denied, "assessment.closed")
	ErrTooSoon        = fault.New(fault.Conflict, "assessment.too_soon")
	ErrEmpty          = fault.New(fault.Conflict, "assessment.empty")
	ErrAttemptClosed  = fault.New(fault.Conflict, "assessment.attempt_closed")
	ErrDeadlinePassed = fault.New(fault.Conflict, "deadline_passed")
	ErrStale          = fault.New(fault.Conflict, "stale")
	ErrChecked        = fault.New(fault.Conflict, "assessment.answer_checked")
	ErrNoChecks       = fault.New(fault.Denied, "assessment.no_checks")
	ErrOpID           = fault.New(fault.Invalid, "assessment.op_id")
	ErrOpReused       = fault.New(fault.Conflict, "assessment.op_reused")
	ErrMarked         = fault.New(fault.Conflict, "assessment.marked_already")
	ErrMarkChanged    = fault.New(fault.Conflict, "assessment.mark_changed")
	// ErrOwnAnswer says that nobody marks what they have answered themselves.
	ErrOwnAnswer     = fault.New(fault.Conflict, "assessment.own_answer")
	ErrSeq           = fault.New(fault.Invalid, "assessment.seq")
	ErrQuestionStale = fault.New(fault.Conflict, "assessment.question_stale")
	ErrRegrading     = fault.New(fault.Conflict, "assessment.regrading")
	// ErrNothingToRegrade says that nobody was asked the question, and ErrNothingLeft that some were asked nothing else.
	ErrNothingToRegrade = fault.New(fault.Conflict, "assessment.nothing_to_regrade")
	ErrNothingLeft      = fault.New(fault.Conflict, "assessment.nothing_left")
	ErrDecided          = fault.New(fault.Conflict, "assessment.decided_already")
)
