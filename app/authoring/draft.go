package authoring

import (
	"academy/app/authoring/folder"
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
	known        map[string]uuid.UUID // section key → section
}

// draft makes the rows of a revision of what a folder says. Ready is the films by lesson key.
func (s *Service) draft(tx *models.Tx, c folder.Course, r courses.Revision, ready map[string]uuid.UUID) (*draft, error) {
	d := &draft{revision: r, identity: map[string]uuid.UUID{}, quizzes: map[string]uuid.UUID{}}
	if err := d.know(tx); err != nil {
		return nil, err
	}
	for i, part := range c.Sections {
		section := courses.RevisionSection{RevisionID: r.ID, SectionID: d.sectionID(part.Key), Key: part.Key, Position: i + 1, Title: part.Title, Release: rowOf(part.Release)}
		d.sections = append(d.sections, section)
		for _, l := range part.Lessons {
			if err := s.addLesson(tx, d, section, l, ready); err != nil {
				return nil, err
			}
		}
	}
	for _, l := range c.Lessons() {
		for _, needed := range l.Requires {
			d.requirements = append(d.requirements, courses.Requirement{RevisionID: r.ID, LessonID: d.identity[l.Key], RequiredID: d.identity[needed]})
		}
	}
	d.revision.LessonCount = len(d.lessons)
	return d, nil
}

// insert writes the revision, and which courses come before it.
func (d *draft) insert(tx *models.Tx, first []uuid.UUID) error {
	if err := courses.InsertRevision(tx, d.revision, d.sections, d.lessons, d.requirements); err != nil {
		return err
	}
	return courses.UpdatePrerequisites(tx, d.revision.ID, first)
}

// know finds the lessons and quizzes that earlier revisions had.
func (d *draft) know(tx *models.Tx) error {
	known, err := courses.ListLessons(tx, d.revision.CourseID)
	if err != nil {
		return err
	}
	if d.known, err = courses.ListSectionKeys(tx, d.revision.CourseID); err != nil {
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

// sectionID is the same for the same key of the same course, in every revision.
func (d *draft) sectionID(key string) uuid.UUID {
	if id, ok := d.known[key]; ok {
		return id
	}
	return uuid.NewSHA1(d.revision.CourseID, []byte("section/"+key))
}

func (s *Service) addLesson(tx *models.Tx, d *draft, section courses.RevisionSection, l folder.Lesson, ready map[string]uuid.UUID) error {
	id, known := d.identity[l.Key]
	if !known {
		id = models.NewID()
		d.identity[l.Key] = id
		if err := courses.InsertLesson(tx, courses.Lesson{ID: id, CourseID: d.revision.CourseID, Key: l.Key, Kind: l.Kind}); err != nil {
			return err
		}
	}
	row := courses.RevisionLesson{
		RevisionID: d.revision.ID, LessonID: id, SectionID: section.SectionID, Position: len(d.lessons) + 1, Title: l.Title,
		Minutes: l.Minutes, Required: l.Required, Body: l.Body, CaptionsMissing: l.CaptionsMissing, Release: rowOf(l.Release),
	}
	if film, ok := ready[l.Key]; ok {
		row.AssetID, row.WatchedID = &film, &film
	}
	if l.Quiz != nil {
		saved, err := s.SaveQuiz(tx, QuizDraft{CourseID: d.revision.CourseID, ID: d.quizzes[l.Key], Quiz: *l.Quiz})
		if err != nil {
			return err
		}
		row.QuizID = &saved
	}
	if l.Assignment != nil {
		row.Assignment = &models.JSON[courses.AssignmentWork]{V: *l.Assignment}
	}
	d.lessons = append(d.lessons, row)
	return nil
}
