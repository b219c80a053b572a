package grades

import (
	"context"

	"academy/app/access"
	"academy/app/fault"
	"academy/models"
	"academy/models/courses"
	"academy/models/grades"
	"academy/models/operations"

	"github.com/google/uuid"
)

// Weights is how much each graded lesson of a course counts.
type Weights struct {
	Course  Head
	Lessons []Lesson
	Sum     Hundredths
}

// mostWeight is the largest weight.
const mostWeight Hundredths = 1000_00

// Weights shows them to the owners and editors of a course.
func (s *Service) Weights(ctx context.Context, who access.Actor, slug string) (Weights, error) {
	var v Weights
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		work, head, err := s.look(tx, who, slug)
		v.Course = head
		if err != nil || work.Published == nil {
			return err
		}
		rows, err := grades.ListLessons(tx, *work.Published)
		v.Lessons = lessons(rows)
		for _, l := range v.Lessons {
			v.Sum += l.Weight
		}
		return err
	})
	return v, err
}

// NewWeight is what was typed for a lesson, and what its weight was before.
type NewWeight struct {
	Lesson    uuid.UUID
	Weight    string
	WasWeight string
}

// Field names a lesson's weight in a form.
func (w NewWeight) Field() string { return "weight_" + w.Lesson.String() }

// SetWeights changes how much lessons count, for all learners at once: grades are worked out whenever they are read.
func (s *Service) SetWeights(ctx context.Context, who access.Actor, slug string, typed []NewWeight) error {
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		work, err := s.change(tx, who, slug)
		if err != nil {
			return err
		}
		if _, err := courses.LockCourse(tx, slug); err != nil {
			return err
		}
		rows, err := grades.ListLessons(tx, *work.Published)
		if err != nil {
			return err
		}
		weights, err := read(typed, rows)
		if err != nil || len(weights) == 0 {
			return err
		}
		if err := grades.UpdateWeights(tx, work.CourseID, weights); err != nil {
			return err
		}
		details := map[string]string{}
		for _, w := range weights {
			details[w.LessonID.String()] = Hundredths(w.Weight).Fixed()
		}
		return operations.InsertAudit(tx, operations.AuditEntry{
			ActorID: &who.ID, Action: "course.weights_changed", ObjectKind: "course", ObjectID: &work.CourseID, Details: models.JSON[map[string]string]{V: details},
		})
	})
}

// read answers the weights that change. What is typed for a lesson of another course is not there.
func read(typed []NewWeight, rows []grades.Lesson) ([]grades.Weight, error) {
	now := map[uuid.UUID]Hundredths{}
	for _, r := range rows {
		now[r.ID] = Hundredths(r.Weight)
	}
	var changed []grades.Weight
	wrong, stale := map[string]string{}, false
	for _, w := range typed {
		is, graded := now[w.Lesson]
		if !graded {
			return nil, models.ErrNotFound
		}
		h, ok := ParseHundredths(w.Weight, mostWeight)
		if !ok {
			wrong[w.Field()] = "grades.weight_range"
			continue
		}
		stale = stale || w.WasWeight != is.String() && h != is
		if h != is {
			changed = append(changed, grades.Weight{LessonID: w.Lesson, Weight: int(h)})
		}
	}
	switch {
	case len(wrong) > 0:
		return nil, fault.Fields(wrong)
	case stale:
		return nil, ErrWeights
	}
	return changed, nil
}
