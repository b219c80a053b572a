// Package quizzes is where authors keep questions and put quizzes together: the question bank of a course, with a version
// for every edit, and what a quiz asks. It owns questions, their versions, quizzes and their slots; how citizens are
// tested with them is assessment's.
package quizzes

import (
	"context"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/models"
	"academy/models/courses"

	"github.com/google/uuid"
)

// Text is a text in both languages.
type Text = models.Text

// Deps is what the area needs of the rest.
type Deps struct {
	DB *models.DB
	// Inline renders Markdown as sanitised HTML of one line.
	Inline func(markdown string) string
	// Look finds a course for somebody who makes it; to everybody else it is not there.
	Look func(tx *models.Tx, who access.Actor, slug string) (courses.Work, Head, error)
	// Compose keeps what a quiz asks in the draft of its course.
	Compose func(ctx context.Context, who access.Actor, slug string, lessonID uuid.UUID, from int, quiz courses.QuizWork) error
}

// Head is what every studio page of a course shows.
type Head struct {
	Slug               string
	Title              Text
	State              string
	Part               access.Part
	Changed, Published bool
	Active             int
	ChangedAt          time.Time
}

// Service is the area.
type Service struct{ Deps }

// New makes the area.
func New(d Deps) *Service { return &Service{d} }

// Faults of the area.
var (
	ErrDraft = fault.New(fault.Invalid, "assessment.draft_invalid")
	// ErrStale says that somebody else has saved in the meantime.
	ErrStale = fault.New(fault.Conflict, "authoring.stale")
)

// lookToChange finds a course for somebody who may change it.
func (s *Service) lookToChange(tx *models.Tx, who access.Actor, slug string) (courses.Work, error) {
	work, head, err := s.Look(tx, who, slug)
	if err == nil {
		err = mayEdit(head)
	}
	return work, err
}

// mayEdit refuses those who may only look at a course, and everybody where it is archived.
func mayEdit(head Head) error {
	if !head.Part.MayEdit() {
		return fault.ErrDenied
	}
	if head.State == "archived" {
		return fault.New(fault.Conflict, "authoring.archived")
	}
	return nil
}
