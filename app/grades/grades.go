// Package grades is the gradebook of a course: what its learners have in each graded lesson, how that becomes the grade of
// the course, and what a person gives in place of what the attempts come to. It owns weights and given grades; the grades
// of quizzes belong to assessment and are only read.
package grades

import (
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/jobs"
	"academy/models"
	"academy/models/courses"

	"github.com/google/uuid"
	"golang.org/x/text/unicode/norm"
)

// Text is a text in both languages.
type Text = models.Text

// Head is what every studio page of a course shows.
type Head struct {
	Slug               string
	Title              Text
	State              string // draft, published or archived
	Part               access.Part
	Changed, Published bool
	Active             int
	ChangedAt          time.Time
}

// Deps is what grades needs of the rest.
type Deps struct {
	DB    *models.DB
	Queue *jobs.Queue
	// Look finds a course for somebody who makes it; to everybody else it is not there.
	Look func(tx *models.Tx, who access.Actor, slug string) (courses.Work, Head, error)
	// Passed completes a lesson whose pass mark a given grade reaches. The enrolment's row is held by then.
	Passed func(tx *models.Tx, enrolmentID, lessonID uuid.UUID) error
}

// Service is the area.
type Service struct{ Deps }

// New makes the area.
func New(d Deps) *Service { return &Service{d} }

// Faults of the gradebook.
var (
	// ErrNoNames says that assistants see no names.
	ErrNoNames = fault.New(fault.Denied, "insight.no_names")
	// ErrChanged says that somebody else has given a grade in the meantime.
	ErrChanged = fault.New(fault.Conflict, "grades.changed")
	// ErrWeights says that somebody else has changed the weights in the meantime.
	ErrWeights = fault.New(fault.Conflict, "grades.weights_changed")
	// ErrLeft says that somebody does not learn in the course any more.
	ErrLeft = fault.New(fault.Conflict, "grades.left")
	// ErrMoved says that grades are no more what they were when a table was taken along.
	ErrMoved = fault.New(fault.Conflict, "grades.moved")
	// ErrOwn says that nobody gives themselves a grade.
	ErrOwn      = fault.New(fault.Conflict, "grades.own")
	errArchived = fault.New(fault.Conflict, "authoring.archived")
)

// look finds a course for its owners and editors: grades stand beside names, which assistants do not see.
func (s *Service) look(tx *models.Tx, who access.Actor, slug string) (courses.Work, Head, error) {
	work, head, err := s.Look(tx, who, slug)
	if err == nil && !head.Part.MayEdit() {
		err = ErrNoNames
	}
	return work, head, err
}

// change is look for those who are about to write; what was never published has nothing to grade, and what is archived
// stays as it is.
func (s *Service) change(tx *models.Tx, who access.Actor, slug string) (courses.Work, error) {
	work, head, err := s.look(tx, who, slug)
	switch {
	case err != nil:
		return work, err
	case head.State == "archived":
		return work, errArchived
	case work.Published == nil:
		return work, models.ErrNotFound
	}
	return work, nil
}

// maxReason is the most characters of a reason.
const maxReason = 500

// reasonOf is a reason as it is kept, or what is wrong with it.
func reasonOf(text string) (reason, wrong string) {
	reason = strings.TrimSpace(norm.NFC.String(strings.ReplaceAll(text, "\r\n", "\n")))
	switch {
	case reason == "":
		return reason, "grades.reason_needed"
	case utf8.RuneCountInString(reason) > maxReason:
		return reason, "grades.reason_long"
	}
	return reason, ""
}

// conflict makes what the schema has refused, because somebody was faster, a fault of ours.
func conflict(err error, is *fault.Error) error {
	if errors.Is(err, models.ErrConflict) {
		return is.Because(err)
	}
	return err
}
