package authoring

import (
	"slices"
	"strings"

	"academy/models"
	"academy/models/courses"

	"github.com/google/uuid"
)

// order is where everything of a draft stands: its sections, and all its lessons one after another.
type order struct {
	sections []uuid.UUID
	lessons  []courses.DraftLesson
}

func contents(tx *models.Tx, revisionID uuid.UUID) (order, error) {
	sections, err := courses.ListSections(tx, revisionID)
	if err != nil {
		return order{}, err
	}
	var o order
	for _, part := range sections {
		o.sections = append(o.sections, part.SectionID)
	}
	o.lessons, err = courses.ListDraftLessons(tx, revisionID)
	return o, err
}

// workOrder is the order of what authors see.
func workOrder(w courses.Work, lessons []courses.DraftLesson) order {
	o := order{lessons: lessons}
	for _, part := range w.Sections.V {
		o.sections = append(o.sections, part.ID)
	}
	return o
}

// mark stands for the order in a form.
func (o order) mark() string {
	var all strings.Builder
	for _, section := range o.sections {
		all.WriteString(section.String() + ":")
		for _, l := range o.in(section) {
			all.WriteString(l.LessonID.String() + ",")
		}
	}
	return digest(all.String())
}

// moved says whether somebody else has moved something since an author saw an order; an author who names none is not
// asked.
func (o order) moved(was string) bool { return was != "" && was != o.mark() }

// places numbers the lessons through the whole course, section after section.
func (o order) places() []courses.Place {
	var list []courses.Place
	for _, section := range o.sections {
		for _, l := range o.in(section) {
			list = append(list, courses.Place{LessonID: l.LessonID, SectionID: section, Position: len(list) + 1})
		}
	}
	return list
}

func (o order) in(section uuid.UUID) []courses.DraftLesson {
	return slices.DeleteFunc(slices.Clone(o.lessons), func(l courses.DraftLesson) bool { return l.SectionID != section })
}

func indexOf(lessons []courses.DraftLesson, id uuid.UUID) int {
	return slices.IndexFunc(lessons, func(l courses.DraftLesson) bool { return l.LessonID == id })
}

// step finds the next place of a lesson; false when there is none in that direction.
func (o order) step(id uuid.UUID, by int) (section uuid.UUID, place int, ok bool) {
	i := indexOf(o.lessons, id)
	if i < 0 {
		return uuid.Nil, 0, false
	}
	section = o.lessons[i].SectionID
	siblings := o.in(section)
	if place = indexOf(siblings, id) + by; place >= 0 && place < len(siblings) {
		return section, place, true
	}
	next := slices.Index(o.sections, section) + by
	switch {
	case next < 0 || next >= len(o.sections):
		return uuid.Nil, 0, false
	case by < 0:
		return o.sections[next], mostLessons, true
	}
	return o.sections[next], 0, true
}

// move answers where everything stands once a lesson is at a place of a section.
func (o order) move(id, section uuid.UUID, place int) ([]courses.Place, error) {
	i := indexOf(o.lessons, id)
	if i < 0 || !slices.Contains(o.sections, section) {
		return nil, models.ErrNotFound
	}
	moved := o.lessons[i]
	moved.SectionID = section
	o.lessons = slices.Delete(slices.Clone(o.lessons), i, i+1)
	siblings := o.in(section)
	at := len(o.lessons)
	if place = max(place, 0); place < len(siblings) {
		at = indexOf(o.lessons, siblings[place].LessonID)
	}
	o.lessons = slices.Insert(o.lessons, at, moved)
	return o.places(), nil
}
