package authoring

import (
	"context"
	"slices"
	"time"

	"academy/app/access"
	"academy/models"
	"academy/models/courses"

	"github.com/google/uuid"
)

// CourseHead is what every studio page of a course shows.
type CourseHead struct {
	Slug  string
	Title Text
	State string // draft, published or archived
	Part  Part
	// Changed says that there are changes which learners do not see yet, Published that they see something.
	Changed, Published bool
	Active             int
	ChangedAt          time.Time
}

// CourseWork is the contents of a course, as its authors see them.
type CourseWork struct {
	Course   CourseHead
	Sections []WorkSection
	// Order stands for the order of everything: a move names the one that it begins from.
	Order string
}

// WorkSection is a section with its lessons. Version is what an edit of it begins from.
type WorkSection struct {
	ID      uuid.UUID
	Title   Text
	Version int
	Release Release
	Lessons []WorkLesson
}

// WorkLesson is a lesson in the list.
type WorkLesson struct {
	ID       uuid.UUID
	Kind     string
	Title    Text
	Minutes  int
	Required bool
	Requires int
	Release  Release
	// Lacks names what is missing before the course can be published, as message keys.
	Lacks []string
}

// CourseWork shows the contents of a course.
func (s *Service) CourseWork(ctx context.Context, who access.Actor, slug string) (CourseWork, error) {
	var v CourseWork
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		w, p, err := look(tx, who, slug)
		if err != nil {
			return err
		}
		v.Course = head(w, p)
		lessons, err := courses.ListDraftLessons(tx, w.ID)
		v.Sections, v.Order = workSections(w, lessons), workOrder(w, lessons).mark()
		return err
	})
	return v, err
}

func head(w courses.Work, p Part) CourseHead {
	return CourseHead{
		Slug: w.Slug, Title: w.Title, State: w.State, Part: p, Changed: w.Number == 0 && w.Published != nil, Published: w.Published != nil,
		Active: w.Active, ChangedAt: w.ChangedAt,
	}
}

func workSections(w courses.Work, lessons []courses.DraftLesson) []WorkSection {
	var list []WorkSection
	for _, part := range w.Sections.V {
		section := WorkSection{ID: part.ID, Title: part.Title, Version: part.Version, Release: releaseOf(courses.Release{OpensAt: part.OpensAt, OpensAfterDays: part.OpensAfterDays})}
		for _, l := range lessons {
			if l.SectionID == part.ID {
				section.Lessons = append(section.Lessons, WorkLesson{
					ID: l.LessonID, Kind: l.Kind, Title: l.Title, Minutes: l.Minutes, Required: l.Required, Requires: len(l.Requires),
					Release: releaseOf(l.Release), Lacks: lacks(w.Languages, l),
				})
			}
		}
		list = append(list, section)
	}
	return list
}

// lacks names what a lesson still needs before it can be published in the course's languages.
func lacks(languages []string, l courses.DraftLesson) []string {
	var missing []string
	for _, lang := range languages {
		if untranslated(l.Title, lang) {
			missing = append(missing, "authoring.lacks.title_"+lang)
		}
		if l.Kind == "reading" && untranslated(l.Body, lang) {
			missing = append(missing, "authoring.lacks.body_"+lang)
		}
		if l.Kind == "assignment" && untranslated(l.Body, lang) {
			missing = append(missing, "authoring.lacks.task_"+lang)
		}
		if l.Kind == "lecture" && l.AssetID != nil && l.CaptionsMissing == "" && !slices.Contains(l.Captions, lang) {
			missing = append(missing, "authoring.lacks.captions_"+lang)
		}
	}
	switch {
	case l.Kind == "lecture" && l.AssetID == nil:
		missing = append(missing, "authoring.lacks.video")
	case l.Kind == "lecture" && l.AssetState != "ready":
		missing = append(missing, "authoring.lacks.video_ready")
	case l.Kind == "quiz" && (l.QuizID == nil || l.Quiz != nil && len(l.Quiz.V.Slots) == 0):
		missing = append(missing, "authoring.lacks.quiz")
	case l.Kind == "assignment" && l.Assignment == nil:
		missing = append(missing, "authoring.lacks.assignment")
	}
	return missing
}

func untranslated(t Text, lang string) bool {
	return lang == "ko" && t.KO == "" || lang == "en" && t.EN == ""
}
