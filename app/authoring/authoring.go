// Package authoring is how courses are made: in the studio, on a draft that learners do not see before it is published,
// or as a folder of YAML, Markdown and media that is imported whole or refused with the file and line of every mistake.
// It owns courses and revisions and never touches what learners did.
package authoring

import (
	"time"

	"academy/app/authoring/folder"
	"academy/app/jobs"
	"academy/media"
	"academy/models"
	"academy/models/courses"

	"github.com/google/uuid"
	"github.com/maypok86/otter/v2"
)

// Deps is what authoring needs of the world.
type Deps struct {
	DB    *models.DB
	Queue *jobs.Queue
	Store media.Store
	// HTML renders Markdown as sanitised HTML.
	HTML func(markdown string) string
	// Pictures finds the pictures in Markdown: where they are and what they are said to show.
	Pictures func(markdown string) []Picture
	// SaveQuiz writes a quiz and its questions in the transaction and answers its ID.
	SaveQuiz func(tx *models.Tx, q QuizDraft) (uuid.UUID, error)
	// LoadQuizzes reads quizzes as their authors wrote them, by ID; those that a revision has composed, as it has.
	LoadQuizzes func(tx *models.Tx, ids []uuid.UUID, composed map[uuid.UUID]courses.QuizWork) (map[uuid.UUID]QuizDraft, error)
	// NewQuiz makes a quiz that asks nothing yet; ShowQuiz makes one ask what its authors have composed.
	NewQuiz  func(tx *models.Tx, courseID uuid.UUID) (uuid.UUID, error)
	ShowQuiz func(tx *models.Tx, courseID, quizID uuid.UUID, quiz courses.QuizWork) error
	// CheckQuiz says what is wrong with a quiz, by the index of the question; -1 is the quiz itself.
	CheckQuiz func(q QuizDraft) []QuizProblem
	// CheckAssignment says what is wrong with an assignment, as message keys.
	CheckAssignment func(w courses.AssignmentWork) []string
	// LoadCertificate reads how the certificates of a course look, nil where as the academy's own. SaveCertificate keeps it,
	// by somebody or by the command line; CheckCertificate says what is wrong with that of a folder, by field.
	LoadCertificate  func(tx *models.Tx, courseID uuid.UUID) (*Certificate, error)
	SaveCertificate  func(tx *models.Tx, courseID uuid.UUID, by *uuid.UUID, c Certificate) error
	CheckCertificate func(c folder.Course) map[string]string
	// SearchWords turns texts into the words a course is found by.
	SearchWords func(texts ...string) string
	// Published is told of a newly published course once it is committed.
	Published func(slug string)
}

// Service is the area.
type Service struct {
	Deps
	choices *otter.Cache[string, choices]
}

// New makes the area.
func New(d Deps) *Service {
	return &Service{d, otter.Must(&otter.Options[string, choices]{MaximumSize: 1, ExpiryCalculator: otter.ExpiryWriting[string, choices](time.Minute)})}
}

// Picture is a picture in a text.
type Picture struct{ Address, Alt string }

// QuizDraft is a quiz as an author writes it, in its course.
type QuizDraft struct {
	CourseID uuid.UUID
	// ID is the quiz to change; zero makes a new one.
	ID uuid.UUID
	folder.Quiz
}

// QuizProblem is what is wrong with a question.
type QuizProblem struct {
	Question int
	Key      string
}

// Report is what an import or an export has found.
type Report struct {
	Slug    string
	Items   []folder.Item
	OK      int
	Refused int
	// Revision is the number that learners see now; 0 when the folder was refused.
	Revision int
}

func reportOf(slug string, items []folder.Item) Report {
	r := Report{Slug: slug, Items: items}
	for _, i := range items {
		if i.State == "refused" {
			r.Refused++
		} else {
			r.OK++
		}
	}
	return r
}
