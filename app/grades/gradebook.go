package grades

import (
	"context"
	"slices"
	"strings"

	"academy/app/access"
	"academy/models"
	"academy/models/grades"

	"github.com/google/uuid"
	"golang.org/x/text/unicode/norm"
)

// Lesson is a graded lesson.
type Lesson struct {
	ID    uuid.UUID
	Key   string
	Title Text
	// Number is its place among all lessons of the course.
	Number int
	// Weight is how much it counts, Share its part of all weights in per cent.
	Weight, Share Hundredths
	PassPercent   int
	// Grading says which of several attempts counts: highest, last, first or average, or ByLastMark for an assignment.
	Grading string
}

// ByLastMark is how an assignment is graded: by the last of its submissions that somebody has marked.
const ByLastMark = "assignment"

// The states of a cell, from the weakest to the strongest.
const (
	NotStarted = "not_started"
	Begun      = "in_progress"
	Graded     = "graded"
	Waiting    = "waiting"
	// Untold is graded for a learner whom the quiz does not tell how yet.
	Untold     = "untold"
	Overridden = "overridden"
)

// Cell is what a learner has in a lesson.
type Cell struct {
	State string
	// Percent is what counts, nil where nothing does yet.
	Percent *Hundredths
	Passed  bool
}

// Learner is somebody's row in the gradebook. Addresses are nobody's business here.
type Learner struct {
	ID    uuid.UUID // of the enrolment
	Name  string
	State string
	Grade
	Cells []Cell // as the lessons
}

// Gradebook is a page of the learners of a course with their grades, by name.
type Gradebook struct {
	Course  Head
	Lessons []Lesson
	// Name is the part of a name that was asked for, Only which learners; both are empty for all.
	Name, Only string
	Learners   []Learner
	Next       string // where the next page begins, empty on the last
}

// Filters are the learners that one may ask for.
func Filters() []string { return []string{"failed", "unfinished", "waiting", "overridden"} }

const (
	perPage = 50
	perRead = 500
	maxName = 100 // characters
)

// Query says which learners are asked for.
type Query struct{ Name, Only, After string }

func (q Query) filter() grades.Filter {
	runes := []rune(strings.TrimSpace(norm.NFC.String(q.Name)))
	f := grades.Filter{Name: string(runes[:min(len(runes), maxName)])}
	if slices.Contains(Filters(), q.Only) {
		f.Only = q.Only
	}
	if after, err := uuid.Parse(q.After); err == nil {
		f.After = after
	}
	return f
}

// Gradebook shows a page of the gradebook to the owners and editors of a course. Whom they saw is noted.
func (s *Service) Gradebook(ctx context.Context, who access.Actor, slug string, q Query) (Gradebook, error) {
	f := q.filter()
	f.Action, f.Limit = "course.grades_listed", perPage
	return s.gradebook(ctx, who, slug, f)
}

// WholeGradebook is all learners, to be taken along. That they were taken is noted.
func (s *Service) WholeGradebook(ctx context.Context, who access.Actor, slug string) (Gradebook, error) {
	f := grades.Filter{Action: "course.grades_taken", Limit: perRead}
	v, err := s.gradebook(ctx, who, slug, f)
	for err == nil && v.Next != "" {
		f.After = uuid.MustParse(v.Next)
		var more Gradebook
		more, err = s.gradebook(ctx, who, slug, f)
		v.Learners, v.Next = append(v.Learners, more.Learners...), more.Next
	}
	return v, err
}

func (s *Service) gradebook(ctx context.Context, who access.Actor, slug string, f grades.Filter) (Gradebook, error) {
	v := Gradebook{Name: f.Name, Only: f.Only}
	err := s.DB.Write(ctx, func(tx *models.Tx) error {
		work, head, err := s.look(tx, who, slug)
		v.Course = head
		if err != nil || work.Published == nil {
			return err
		}
		f.CourseID, f.RevisionID, f.ActorID = work.CourseID, *work.Published, who.ID
		book, err := grades.FindBook(tx, f)
		v.fill(book, f.Limit)
		return err
	})
	return v, err
}

func (v *Gradebook) fill(book grades.Book, limit int) {
	v.Lessons = lessons(book.Lessons.V)
	rows := book.Learners.V
	if len(rows) > limit {
		rows = rows[:limit]
		v.Next = rows[limit-1].ID.String()
	}
	v.Learners = make([]Learner, len(rows))
	for i, r := range rows {
		v.Learners[i] = learner(v.Lessons, r)
	}
}

func lessons(rows []grades.Lesson) []Lesson {
	list := make([]Lesson, len(rows))
	for i, r := range rows {
		list[i] = Lesson{ID: r.ID, Key: r.Key, Title: r.Title, Number: r.Number, Weight: Hundredths(r.Weight), PassPercent: r.PassPercent, Grading: r.Grading}
	}
	shares(list)
	return list
}

func learner(lessons []Lesson, r grades.Learner) Learner {
	l := Learner{ID: r.ID, Name: r.Name, State: r.State, Cells: make([]Cell, len(lessons))}
	percents := make([]*Hundredths, len(lessons))
	for i := range lessons {
		l.Cells[i] = cell(lessons[i], r.Cells[i])
		percents[i] = l.Cells[i].Percent
	}
	l.Grade = gradeOf(lessons, percents)
	return l
}

// cell is what counts: the word of a person before the attempts, whatever becomes of these.
func cell(l Lesson, r grades.Cell) Cell {
	switch {
	case r.Given != nil:
		return Cell{State: Overridden, Percent: hundredths(r.Given), Passed: l.passes(*r.Given)}
	case r.Waiting:
		return Cell{State: Waiting, Percent: hundredths(r.Graded), Passed: r.Passed}
	case r.Graded != nil:
		return Cell{State: Graded, Percent: hundredths(r.Graded), Passed: r.Passed}
	case r.Untold:
		return Cell{State: Untold}
	case r.Begun:
		return Cell{State: Begun}
	}
	return Cell{State: NotStarted}
}

// passes says whether a percent reaches the pass mark.
func (l Lesson) passes(percent int) bool { return percent >= l.PassPercent*100 }

func hundredths(n *int) *Hundredths {
	if n == nil {
		return nil
	}
	h := Hundredths(*n)
	return &h
}
