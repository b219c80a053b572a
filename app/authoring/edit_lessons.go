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
func LessonKinds() []string { return []string{"reading"} }

// AddLesson adds a lesson at the end of a section and answers its identity, which it keeps for ever.
func (s *Service) AddLesson(ctx context.Context, who access.Actor, slug string, n NewLesson) (uuid.UUID, error) {
	n.Title = clean(n.Title)
	w := wrong{}
	w.text("lesson", n.Title, maxTitle, true)
	w.oneOf("kind", n.Kind, LessonKinds()...)
	id := models.NewID()
	err := s.change(ctx, who, slug, func(tx *models.Tx, draft courses.Revision) error {
		sections, lessons, err := contents(tx, draft.ID)
		if err != nil {
			return err
		}
		if !slices.Contains(sections, n.Section) {
			return models.ErrNotFound
		}
		if len(lessons) >= mostLessons {
			w["lesson_ko"] = "authoring.too_many"
		}
		if err := w.err(); err != nil {
			return err
		}
		if err := courses.InsertLesson(tx, courses.Lesson{ID: id, CourseID: draft.CourseID, Key: lessonKey(id), Kind: n.Kind}); err != nil {
			return err
		}
		row := courses.RevisionLesson{
			RevisionID: draft.ID, LessonID: id, SectionID: n.Section, Position: len(lessons) + 1, Title: n.Title, Minutes: 5, Required: true,
		}
		if err := courses.InsertRevisionLesson(tx, row); err != nil {
			return err
		}
		lessons = append(lessons, courses.DraftLesson{RevisionLesson: row})
		return courses.UpdatePlaces(tx, draft.ID, places(sections, lessons))
	})
	return id, err
}

// lessonKey is the name of a lesson in a course folder when nobody has given it one.
func lessonKey(id uuid.UUID) string { return "lesson-" + id.String()[24:] }

func contents(tx *models.Tx, revisionID uuid.UUID) ([]uuid.UUID, []courses.DraftLesson, error) {
	sections, err := courses.ListSections(tx, revisionID)
	if err != nil {
		return nil, nil, err
	}
	order := make([]uuid.UUID, len(sections))
	for i, part := range sections {
		order[i] = part.SectionID
	}
	lessons, err := courses.ListDraftLessons(tx, revisionID)
	return order, lessons, err
}

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

// MoveLesson puts a lesson at a place, counted from 0, of a section. A place beyond the end is the end.
func (s *Service) MoveLesson(ctx context.Context, who access.Actor, slug string, id, section uuid.UUID, place int) error {
	return s.change(ctx, who, slug, func(tx *models.Tx, draft courses.Revision) error {
		sections, lessons, err := contents(tx, draft.ID)
		if err != nil {
			return err
		}
		return moveLesson(tx, draft.ID, sections, lessons, id, section, place)
	})
}

// StepLesson moves a lesson one place up (-1) or down (1). At the end of its section it goes over into the next one.
func (s *Service) StepLesson(ctx context.Context, who access.Actor, slug string, id uuid.UUID, by int) error {
	return s.change(ctx, who, slug, func(tx *models.Tx, draft courses.Revision) error {
		sections, lessons, err := contents(tx, draft.ID)
		if err != nil {
			return err
		}
		section, place, ok := step(sections, lessons, id, by)
		if !ok {
			return nil
		}
		return moveLesson(tx, draft.ID, sections, lessons, id, section, place)
	})
}

// step finds the next place of a lesson; false when there is none in that direction.
func step(sections []uuid.UUID, lessons []courses.DraftLesson, id uuid.UUID, by int) (section uuid.UUID, place int, ok bool) {
	i := slices.IndexFunc(lessons, func(l courses.DraftLesson) bool { return l.LessonID == id })
	if i < 0 {
		return uuid.Nil, 0, false
	}
	section = lessons[i].SectionID
	siblings := inSection(lessons, section)
	place = slices.IndexFunc(siblings, func(l courses.DraftLesson) bool { return l.LessonID == id }) + by
	if place >= 0 && place < len(siblings) {
		return section, place, true
	}
	next := slices.Index(sections, section) + by
	if next < 0 || next >= len(sections) {
		return uuid.Nil, 0, false
	}
	if by < 0 {
		return sections[next], mostLessons, true
	}
	return sections[next], 0, true
}

func inSection(lessons []courses.DraftLesson, section uuid.UUID) []courses.DraftLesson {
	return slices.DeleteFunc(slices.Clone(lessons), func(l courses.DraftLesson) bool { return l.SectionID != section })
}

func moveLesson(tx *models.Tx, revisionID uuid.UUID, sections []uuid.UUID, lessons []courses.DraftLesson, id, section uuid.UUID, place int) error {
	i := slices.IndexFunc(lessons, func(l courses.DraftLesson) bool { return l.LessonID == id })
	if i < 0 || !slices.Contains(sections, section) {
		return models.ErrNotFound
	}
	moved := lessons[i]
	moved.SectionID = section
	lessons = slices.Delete(lessons, i, i+1)
	siblings := inSection(lessons, section)
	place = min(max(place, 0), len(siblings))
	at := len(lessons)
	if place < len(siblings) {
		at = slices.IndexFunc(lessons, func(l courses.DraftLesson) bool { return l.LessonID == siblings[place].LessonID })
	}
	return courses.UpdatePlaces(tx, revisionID, places(sections, slices.Insert(lessons, at, moved)))
}
