package insight

import (
	"cmp"
	"context"
	"slices"
	"time"

	"academy/app/access"
	"academy/models"
	"academy/models/insight"

	"github.com/google/uuid"
)

// Text is a text in both languages.
type Text = models.Text

// CourseFigures is how far the learners of a course come.
type CourseFigures struct {
	Course Head
	Funnel
}

// Funnel is the lessons of a course with how many come how far. Without lessons nothing has been published yet.
type Funnel struct {
	// Nobody says that nobody has enrolled, which is told of nobody.
	Nobody   bool
	Learners Count
	// Elsewhere are those who stay away and have not opened any of the lessons.
	Elsewhere Count
	Lessons   []Lesson
	// lessons are what the details of a lesson are asked with.
	lessons []insight.LessonSum
}

// Lesson is a lesson with how many come how far.
type Lesson struct {
	ID                uuid.UUID
	Number            int
	Kind              string
	Title             Text
	Opened, Completed Count
	// Stopped are those who stay away and were last here.
	Stopped Count
}

// patience is after how long a learner who has not completed the course and opens nothing stays away.
const patience = 7 * 24 * time.Hour

// CourseFigures shows them to whoever makes the course.
func (s *Service) CourseFigures(ctx context.Context, who access.Actor, slug string) (CourseFigures, error) {
	c, err := s.look(ctx, who, slug)
	if err != nil {
		return CourseFigures{}, err
	}
	f, err := s.funnel(ctx, c)
	return CourseFigures{c.Head, f}, err
}

func (s *Service) look(ctx context.Context, who access.Actor, slug string) (c Course, err error) {
	err = s.DB.Read(ctx, func(tx *models.Tx) error {
		c, err = s.Look(tx, who, slug)
		return err
	})
	return c, err
}

func (s *Service) funnel(ctx context.Context, c Course) (Funnel, error) {
	if c.Revision == nil {
		return Funnel{}, nil
	}
	return recall(ctx, s, s.funnels, place{c.ID, *c.Revision, uuid.Nil}, func(tx *models.Tx) (Funnel, error) {
		rows, err := insight.ListLessonSums(tx, c.ID, *c.Revision, tx.Now.Add(-patience))
		return newFunnel(rows), err
	})
}

func newFunnel(rows []insight.LessonSum) Funnel {
	f := Funnel{lessons: rows}
	for i, r := range rows {
		f.Nobody, f.Learners, f.Elsewhere = r.Learners == 0, told(r.Learners), told(r.Elsewhere)
		f.Lessons = append(f.Lessons, Lesson{
			ID: r.LessonID, Number: i + 1, Kind: r.Kind, Title: r.Title,
			Opened: told(r.Opened), Completed: told(r.Completed), Stopped: told(r.Stopped),
		})
	}
	return f
}

// Loss is the share of those who opened the lesson that stopped there, in per cent.
func (l Lesson) Loss() int { return l.Stopped.Of(l.Opened) }

// Stops are the lessons at which ten or more have stopped, those with the most first.
func (f Funnel) Stops() []Lesson {
	list := slices.DeleteFunc(slices.Clone(f.Lessons), func(l Lesson) bool { return l.Stopped.Few() })
	slices.SortStableFunc(list, func(a, b Lesson) int {
		return cmp.Or(cmp.Compare(b.Stopped, a.Stopped), cmp.Compare(b.Loss(), a.Loss()))
	})
	return list
}
