package authoring

import (
	"context"
	"slices"

	"academy/app/access"
	"academy/models"
	"academy/models/courses"

	"github.com/google/uuid"
)

// NewLesson is what a lesson begins with.
type NewLesson struct {
	Section uuid.UUID
	Kind    string
	Title   Text
}

// LessonKinds are the kinds of lesson that the studio makes.
func LessonKinds() []string { return []string{"reading", "lecture", "quiz", "assignment"} }

// AddLesson adds a lesson at the end of a section and answers its identity, which it keeps for ever.
func (s *Service) AddLesson(ctx context.Context, who access.Actor, slug string, n NewLesson) (uuid.UUID, error) {
	n.Title = clean(n.Title)
	w := wrong{}
	w.text("lesson", n.Title, maxTitle, true)
	w.oneOf("kind", n.Kind, LessonKinds()...)
	id := models.NewID()
	err := s.change(ctx, who, slug, func(tx *models.Tx, draft courses.Revision) error {
		o, err := contents(tx, draft.ID)
		if err != nil {
			return err
		}
		if !slices.Contains(o.sections, n.Section) {
			return models.ErrNotFound
		}
		if len(o.lessons) >= mostLessons {
			w["lesson_ko"] = "authoring.too_many"
		}
		if err := w.err(); err != nil {
			return err
		}
		if err := courses.InsertLesson(tx, courses.Lesson{ID: id, CourseID: draft.CourseID, Key: lessonKey(id), Kind: n.Kind}); err != nil {
			return err
		}
		row := courses.RevisionLesson{
			RevisionID: draft.ID, LessonID: id, SectionID: n.Section, Position: len(o.lessons) + 1, Title: n.Title, Minutes: 5, Required: true,
		}
		if err := courses.InsertRevisionLesson(tx, row); err != nil {
			return err
		}
		o.lessons = append(o.lessons, courses.DraftLesson{RevisionLesson: row})
		return courses.UpdatePlaces(tx, draft.ID, o.places())
	})
	return id, err
}

// lessonKey is the name of a lesson in a course folder when nobody has given it one.
func lessonKey(id uuid.UUID) string { return "lesson-" + id.String()[24:] }

// RemoveLesson takes a lesson out of the draft. Learners keep it until the draft is published, and what they have done
// in it for ever.
func (s *Service) RemoveLesson(ctx context.Context, who access.Actor, slug string, id uuid.UUID) error {
	return s.change(ctx, who, slug, func(tx *models.Tx, draft courses.Revision) error {
		if err := courses.DeleteRevisionLesson(tx, draft.ID, id); err != nil {
			return err
		}
		return renumberSections(tx, draft.ID, uuid.Nil, 0)
	})
}

// Spot is a place in a course. Was is the mark of the order in which an author has seen it, empty for whatever it is.
type Spot struct {
	Section uuid.UUID
	Place   int // counted from 0; beyond the end is the end
	Was     string
}

// MoveLesson puts a lesson somewhere, or answers ErrMoved when somebody else has moved something meanwhile.
func (s *Service) MoveLesson(ctx context.Context, who access.Actor, slug string, id uuid.UUID, to Spot) error {
	return s.change(ctx, who, slug, func(tx *models.Tx, draft courses.Revision) error {
		o, err := contents(tx, draft.ID)
		if err != nil {
			return err
		}
		if o.moved(to.Was) {
			return ErrMoved
		}
		moved, err := o.move(id, to.Section, to.Place)
		if err != nil {
			return err
		}
		return courses.UpdatePlaces(tx, draft.ID, moved)
	})
}

// StepLesson moves a lesson one place up (-1) or down (1). At the end of its section it goes over into the next one.
func (s *Service) StepLesson(ctx context.Context, who access.Actor, slug string, id uuid.UUID, by int) error {
	return s.change(ctx, who, slug, func(tx *models.Tx, draft courses.Revision) error {
		o, err := contents(tx, draft.ID)
		if err != nil {
			return err
		}
		section, place, ok := o.step(id, by)
		if !ok {
			return nil
		}
		moved, err := o.move(id, section, place)
		if err != nil {
			return err
		}
		return courses.UpdatePlaces(tx, draft.ID, moved)
	})
}
