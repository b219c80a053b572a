package authoring

import (
	"fmt"
	"slices"
	"strings"

	"academy/app/authoring/folder"
	"academy/media"
	"academy/models"
	"academy/models/assets"
	"academy/models/courses"

	"github.com/google/uuid"
)

// loaded is a revision as a folder says it, with the films that its lectures show, by lesson key. What is not ready is
// not among them.
type loaded struct {
	course folder.Course
	films  map[string]assets.Asset
	shown  []assets.Asset // the pictures and files in its texts, and on its certificates
	// certificate is how its certificates look, nil as those of the academy.
	certificate *Certificate
	copies      map[uuid.UUID]uuid.UUID // what copyShown has made of what
}

// loader puts a revision together.
type loader struct {
	lessons  []courses.DraftLesson
	films    map[uuid.UUID]assets.Asset
	captions map[uuid.UUID]map[string][]media.Cue
	quizzes  map[uuid.UUID]QuizDraft
}

// load reads all of a revision in a number of queries that does not grow with it.
func (s *Service) load(tx *models.Tx, slug string, r courses.Revision) (loaded, error) {
	v := loaded{films: map[string]assets.Asset{}}
	var err error
	if v.course, err = s.headOf(tx, slug, r); err != nil {
		return v, err
	}
	l, err := s.loader(tx, r.ID)
	if err != nil {
		return v, err
	}
	sections, err := courses.ListSections(tx, r.ID)
	if err != nil {
		return v, err
	}
	for _, part := range sections {
		section := folder.Section{Key: part.Key, Title: part.Title, Release: written(part.Release)}
		for _, lesson := range l.lessons {
			if lesson.SectionID == part.SectionID {
				section.Lessons = append(section.Lessons, l.lesson(lesson, v.films))
			}
		}
		v.course.Sections = append(v.course.Sections, section)
	}
	if v.certificate, err = s.LoadCertificate(tx, r.CourseID); err != nil {
		return v, err
	}
	v.shown, err = shown(tx, r.CourseID, &v)
	return v, err
}

// headOf is what the revision itself says.
func (s *Service) headOf(tx *models.Tx, slug string, r courses.Revision) (folder.Course, error) {
	c := folder.Course{
		Slug: slug, Title: r.Title, Summary: r.Summary, Description: r.Description, Instructor: r.Instructor, Level: r.Level,
		Languages: r.Languages, Minutes: r.Minutes, Palette: r.Palette, Coverage: r.Rule.V.Coverage, Score: r.Rule.V.Score,
	}
	offered, err := s.offered(tx)
	if err != nil {
		return c, err
	}
	for _, a := range offered.agendas {
		if a.ID == r.AgendaID {
			c.Agenda = a.Slug
		}
	}
	for _, d := range offered.duties {
		if r.GrantDutyID != nil && d.ID == *r.GrantDutyID {
			c.Duty, c.Months = d.Slug, *r.GrantMonths
		}
	}
	first, err := courses.ListPrerequisites(tx, r.ID)
	for _, p := range first {
		c.Prerequisites = append(c.Prerequisites, p.Slug)
	}
	return c, err
}

func (s *Service) loader(tx *models.Tx, revisionID uuid.UUID) (*loader, error) {
	l := &loader{films: map[uuid.UUID]assets.Asset{}, captions: map[uuid.UUID]map[string][]media.Cue{}}
	var err error
	if l.lessons, err = courses.ListDraftLessons(tx, revisionID); err != nil {
		return nil, err
	}
	var films, quizzes []uuid.UUID
	composed := map[uuid.UUID]courses.QuizWork{}
	for _, lesson := range l.lessons {
		if lesson.AssetID != nil && lesson.AssetState == "ready" {
			films = append(films, *lesson.AssetID)
		}
		if lesson.QuizID != nil {
			quizzes = append(quizzes, *lesson.QuizID)
		}
		if lesson.QuizID != nil && lesson.Quiz != nil {
			composed[*lesson.QuizID] = lesson.Quiz.V
		}
	}
	rows, err := assets.ListAssets(tx, films)
	if err != nil {
		return nil, err
	}
	for _, a := range rows {
		l.films[a.ID] = a
	}
	if err := l.readCaptions(tx, revisionID); err != nil {
		return nil, err
	}
	l.quizzes, err = s.LoadQuizzes(tx, quizzes, composed)
	return l, err
}

func (l *loader) readCaptions(tx *models.Tx, revisionID uuid.UUID) error {
	tracks, err := courses.ListTracks(tx, revisionID)
	if err != nil {
		return err
	}
	for _, t := range tracks {
		cues, err := media.ParseCaptions(strings.NewReader(t.VTT))
		if err != nil {
			return fmt.Errorf("captions %s of lesson %s: %w", t.Lang, t.LessonID, err)
		}
		if l.captions[t.LessonID] == nil {
			l.captions[t.LessonID] = map[string][]media.Cue{}
		}
		l.captions[t.LessonID][t.Lang] = cues
	}
	return nil
}

// lesson is a lesson as a folder says it; its film is noted beside.
func (l *loader) lesson(row courses.DraftLesson, films map[string]assets.Asset) folder.Lesson {
	v := folder.Lesson{
		Key: row.Key, Kind: row.Kind, Title: row.Title, Minutes: row.Minutes, Required: row.Required, Body: row.Body, CaptionsMissing: row.CaptionsMissing,
		Release: written(row.Release),
	}
	for _, id := range row.Requires {
		i := slices.IndexFunc(l.lessons, func(o courses.DraftLesson) bool { return o.LessonID.String() == id })
		if i >= 0 {
			v.Requires = append(v.Requires, l.lessons[i].Key)
		}
	}
	if row.AssetID != nil {
		if film, ok := l.films[*row.AssetID]; ok {
			films[row.Key], v.Captions = film, l.captions[row.LessonID]
		}
	}
	if row.QuizID != nil {
		quiz := l.quizzes[*row.QuizID].Quiz
		v.Quiz = &quiz
	}
	if row.Assignment != nil {
		v.Assignment = &row.Assignment.V
	}
	return v
}
