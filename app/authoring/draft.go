package authoring

import (
	"academy/models"
	"academy/models/courses"

	"github.com/google/uuid"
)

// draft is the rows of a revision in the making.
type draft struct {
	revision     courses.Revision
	sections     []courses.RevisionSection
	lessons      []courses.RevisionLesson
	requirements []courses.Requirement
	identity     map[string]uuid.UUID // lesson key → lesson
	quizzes      map[string]uuid.UUID // lesson key → the quiz it had before
}

func (s *Service) draft(tx *models.Tx, f *folder, r courses.Revision, ready map[string]*asset) (*draft, error) {
	d := &draft{revision: r, identity: map[string]uuid.UUID{}, quizzes: map[string]uuid.UUID{}}
	if err := d.know(tx); err != nil {
		return nil, err
	}
	for i, part := range f.course.Sections.V {
		section := courses.RevisionSection{RevisionID: r.ID, SectionID: d.sectionID(part.Key.V), Position: i + 1, Title: part.Title.Text}
		d.sections = append(d.sections, section)
		for _, l := range part.Lessons {
			if err := s.addLesson(tx, d, f, section, l, ready); err != nil {
				return nil, err
			}
		}
	}
	for _, part := range f.course.Sections.V {
		for _, l := range part.Lessons {
			for _, needed := range l.Requires {
				d.requirements = append(d.requirements, courses.Requirement{RevisionID: r.ID, LessonID: d.identity[l.Key.V], RequiredID: d.identity[needed.V]})
			}
		}
	}
	return d, nil
}

// know finds the lessons and quizzes that earlier revisions had.
func (d *draft) know(tx *models.Tx) error {
	known, err := courses.ListLessons(tx, d.revision.CourseID)
	if err != nil {
		return err
	}
	quizzes, err := courses.ListQuizzes(tx, d.revision.CourseID)
	if err != nil {
		return err
	}
	for _, l := range known {
		d.identity[l.Key] = l.ID
		if id, ok := quizzes[l.ID]; ok {
			d.quizzes[l.Key] = id
		}
	}
	return nil
}

// sectionID is the same for the same key of the same course, in every revision and on every machine.
func (d *draft) sectionID(key string) uuid.UUID {
	return uuid.NewSHA1(d.revision.CourseID, []byte("section/"+key))
}

func (s *Service) addLesson(tx *models.Tx, d *draft, f *folder, section courses.RevisionSection, l lessonFile, ready map[string]*asset) error {
	id, known := d.identity[l.Key.V]
	if !known {
		id = models.NewID()
		d.identity[l.Key.V] = id
		if err := courses.InsertLesson(tx, courses.Lesson{ID: id, CourseID: d.revision.CourseID, Key: l.Key.V, Kind: l.Kind.V}); err != nil {
			return err
		}
	}
	row := courses.RevisionLesson{
		RevisionID: d.revision.ID, LessonID: id, SectionID: section.SectionID, Position: len(d.lessons) + 1, Title: l.Title.Text,
		Minutes: l.Minutes.V, Required: l.Required == nil || *l.Required, Body: f.bodies[l.Key.V],
	}
	if a := ready[l.Key.V]; a != nil {
		row.AssetID, row.WatchedID = &a.row.ID, &a.row.ID
	}
	if quiz, ok := f.quizzes[l.Key.V]; ok {
		quiz.CourseID, quiz.ID = d.revision.CourseID, d.quizzes[l.Key.V]
		saved, err := s.SaveQuiz(tx, quiz)
		if err != nil {
			return err
		}
		row.QuizID = &saved
	}
	d.lessons = append(d.lessons, row)
	return nil
}
