package grades

import (
	"context"
	"slices"
	"time"

	"academy/app/access"
	"academy/models"
	"academy/models/grades"

	"github.com/google/uuid"
)

// Standing is the grades of one learner with how each came about.
type Standing struct {
	Learner
	Lessons []LessonStanding
}

// LessonStanding is a lesson with all that is known of a learner's grade in it.
type LessonStanding struct {
	Lesson
	Cell
	// Earned is what the attempts come to, whatever a person has given instead.
	Earned   *Hundredths
	Attempts []Attempt
	// Change names the last word of a person, empty where nobody has said any.
	Change string
	// Untold says that the quiz keeps from the learner who looks what the attempts come to.
	Untold bool
	// Given is what counts instead of the attempts, nil where these do.
	Given   *Given
	History []Given // the newest first
	// Points is what the lesson adds to the final grade, rounded down.
	Points Hundredths
}

// Attempt is one of the attempts at a quiz.
type Attempt struct {
	Number  int
	State   string
	Percent *Hundredths
	At      time.Time
	// Counts says that the grade comes of it.
	Counts bool
}

// Given is a grade that a person has given, or taken away where it has no percent.
type Given struct {
	Percent *Hundredths
	Reason  string
	By      string
	At      time.Time
}

// CourseStanding is the grades of a learner as those who teach see them.
type CourseStanding struct {
	Course Head
	Standing
}

// Learning says whether grades may be given at all.
func (v CourseStanding) Learning() bool { return v.State == "active" || v.State == "completed" }

// OwnGrades is the grades of a learner as the learner sees them.
type OwnGrades struct {
	Slug  string
	Title Text
	// Closed says that nothing more will be graded or told: the course is archived, or completed.
	Closed bool
	Standing
}

// Learner shows the grades of one learner to the owners and editors of the course. That they looked is noted.
func (s *Service) Learner(ctx context.Context, who access.Actor, slug string, enrolmentID uuid.UUID) (CourseStanding, error) {
	var v CourseStanding
	err := s.DB.Write(ctx, func(tx *models.Tx) error {
		work, head, err := s.look(tx, who, slug)
		if err != nil {
			return err
		}
		if work.Published == nil {
			return models.ErrNotFound
		}
		v.Course = head
		v.Standing, err = standing(tx, grades.Filter{
			CourseID: work.CourseID, RevisionID: *work.Published, EnrolmentID: enrolmentID, ActorID: who.ID, Action: "course.grades_seen",
		})
		return err
	})
	return v, err
}

// Own shows citizens their own grades in a course, and nobody else's.
func (s *Service) Own(ctx context.Context, who access.Actor, slug string) (OwnGrades, error) {
	if err := access.Check(who, access.Learn); err != nil {
		return OwnGrades{}, err
	}
	v := OwnGrades{Slug: slug}
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		own, err := grades.FindOwn(tx, slug, who.ID)
		if err != nil {
			return err
		}
		v.Standing, err = standing(tx, grades.Filter{CourseID: own.CourseID, RevisionID: own.RevisionID, EnrolmentID: own.EnrolmentID, Own: true})
		v.Title, v.Closed = own.Title, (own.Archived || v.State == "completed") && !slices.ContainsFunc(v.Cells, func(c Cell) bool { return c.State == Untold })
		return err
	})
	return v, err
}

func standing(tx *models.Tx, f grades.Filter) (Standing, error) {
	f.Limit = 1
	book, err := grades.FindBook(tx, f)
	if err != nil {
		return Standing{}, err
	}
	if len(book.Learners.V) == 0 {
		return Standing{}, models.ErrNotFound
	}
	row, list := book.Learners.V[0], lessons(book.Lessons.V)
	for i := range row.Cells {
		keepBack(&row.Cells[i])
	}
	v := Standing{Learner: learner(list, row)}
	for i, l := range list {
		v.Lessons = append(v.Lessons, lessonStanding(l, v.Cells[i], row.Cells[i]))
	}
	v.points()
	return v, nil
}

// keepBack takes out of a cell what its learner is not told yet. What a person has given is told.
func keepBack(c *grades.Cell) {
	if !c.Untold {
		return
	}
	c.Graded, c.Passed = nil, false
	for i := range c.Attempts {
		c.Attempts[i].Percent = nil
	}
}

func lessonStanding(l Lesson, c Cell, r grades.Cell) LessonStanding {
	v := LessonStanding{Lesson: l, Cell: c, Earned: hundredths(r.Graded), Untold: r.Untold}
	if r.Change != nil {
		v.Change = r.Change.String()
	}
	for _, a := range r.Attempts {
		row := Attempt{Number: a.Number, State: a.State, Percent: hundredths(a.Percent)}
		if a.At != nil {
			row.At = a.At.UTC()
		}
		v.Attempts = append(v.Attempts, row)
	}
	count(v.Attempts, l.Grading)
	for _, h := range r.History {
		v.History = append(v.History, Given{hundredths(h.Percent), h.Reason, h.By, h.At.UTC()})
	}
	if r.Given != nil {
		v.Given = &v.History[0]
	}
	return v
}

// count marks the attempts that the grade comes of.
func count(attempts []Attempt, grading string) {
	best := -1
	for i := range attempts {
		a := &attempts[i]
		if a.Percent == nil {
			continue
		}
		switch {
		case grading == "average":
			a.Counts = true
		case best < 0, grading == "last", grading == ByLastMark, grading == "highest" && *a.Percent > *attempts[best].Percent:
			best = i
		}
	}
	if best >= 0 {
		attempts[best].Counts = true
	}
}

// points says what each lesson adds to the final grade.
func (v *Standing) points() {
	var all int64
	for _, l := range v.Lessons {
		all += int64(l.Weight)
	}
	for i := range v.Lessons {
		if l := &v.Lessons[i]; l.Percent != nil && all > 0 {
			l.Points = Hundredths(int64(l.Weight) * int64(*l.Percent) / all)
		}
	}
}
