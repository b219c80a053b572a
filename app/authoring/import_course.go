package authoring

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"strings"

	"academy/app/authoring/folder"
	"academy/models"
	"academy/models/assets"
	"academy/models/courses"
	"academy/models/operations"

	"github.com/google/uuid"
)

// ErrRefused says that a folder has mistakes; the report lists them and nothing has been taken.
var ErrRefused = errors.New("course folder refused")

// ImportCourse takes a course folder whole, as a new revision that learners see at once, or refuses it whole. Lessons
// keep their identity by their key, so progress survives. Films come first and outside the transaction; what a refused
// or failed import has put into the store goes again. Operator is the system account that runs the command, for the
// audit.
func (s *Service) ImportCourse(ctx context.Context, operator string, fsys fs.FS) (Report, error) {
	f := folder.Read(fsys)
	s.checkQuizzes(f)
	s.checkAssignments(f)
	s.checkPictures(f)
	s.checkCertificate(f)
	g, err := s.ground(ctx, f)
	if err != nil {
		return Report{}, err
	}
	if f.Broken() {
		return reportOf(f.Course.Slug, f.Items()), ErrRefused
	}
	films := &films{Service: s, folder: f, known: g.films, knownShown: g.shown, ready: map[string]*film{}}
	report, err := s.take(ctx, films, g, operator)
	if err != nil {
		films.drop(ctx)
	}
	return report, err
}

// take brings the films in and then writes everything down at once.
func (s *Service) take(ctx context.Context, films *films, g ground, operator string) (Report, error) {
	f := films.folder
	if err := errors.Join(films.bringShown(ctx), films.prepare(ctx)); err != nil {
		return Report{}, err
	}
	films.checkSeals()
	report := reportOf(f.Course.Slug, f.Items())
	if f.Broken() {
		return report, ErrRefused
	}
	err := s.DB.Write(ctx, func(tx *models.Tx) error {
		ready, err := films.write(tx)
		if err != nil {
			return err
		}
		if err := films.writeShown(tx); err != nil {
			return err
		}
		c, number, err := s.publish(tx, f.Course, g, ready)
		if err != nil {
			return err
		}
		for _, b := range films.shown {
			if err := assets.UpdateCourse(tx, b.row.ID, c); err != nil {
				return err
			}
		}
		if err := films.writeCertificate(tx, c); err != nil {
			return err
		}
		report.Revision = number
		tx.AfterCommit(func() { s.Published(f.Course.Slug) })
		return auditOperator(tx, operator, "course.imported", c, nil)
	})
	return report, err
}

// auditOperator notes what a command did to a course, on whose word, and for whom.
func auditOperator(tx *models.Tx, operator, action string, courseID uuid.UUID, subject *uuid.UUID) error {
	return operations.InsertAudit(tx, operations.AuditEntry{
		Action: action, SubjectID: subject, ObjectKind: "course", ObjectID: &courseID, Details: models.JSON[map[string]string]{V: map[string]string{"operator": operator}},
	})
}

// checkQuizzes adds what the area of quizzes finds, at the line of the question.
func (s *Service) checkQuizzes(f *folder.Folder) {
	for _, l := range f.Course.Lessons() {
		if l.Quiz == nil {
			continue
		}
		for _, p := range s.CheckQuiz(QuizDraft{Quiz: *l.Quiz}) {
			f.Refuse(folder.AtQuestion(l.Key, p.Question), p.Key)
		}
	}
}

// checkPictures asks that pictures are those of the folder, and described.
func (s *Service) checkPictures(f *folder.Folder) {
	for _, l := range f.Course.Lessons() {
		for _, p := range append(s.Pictures(l.Body.KO), s.Pictures(l.Body.EN)...) {
			switch {
			case !strings.HasPrefix(p.Address, "media/"):
				f.Refuse(folder.AtLesson(l.Key), "authoring.picture_elsewhere")
			case strings.TrimSpace(p.Alt) == "":
				f.Refuse(folder.AtLesson(l.Key), "authoring.picture_alt")
			}
		}
	}
}

// ground is what a folder names that is already there.
type ground struct {
	agenda uuid.UUID
	duty   *uuid.UUID
	first  []uuid.UUID // the courses that come before it
	films  []knownFilm
	shown  []assets.Asset
}

// ground finds the agenda and the duty, and what the academy has of the course itself.
func (s *Service) ground(ctx context.Context, f *folder.Folder) (g ground, err error) {
	if f.Course.Slug == "" {
		return g, nil // course.yaml itself cannot be read, and that has been said
	}
	err = s.DB.Read(ctx, func(tx *models.Tx) error {
		agendas, err := courses.ListAgendas(tx)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(agendas, func(a courses.Agenda) bool { return a.Slug == f.Course.Agenda })
		if i < 0 {
			f.Refuse(folder.AtAgenda, "import.agenda", f.Course.Agenda)
		} else {
			g.agenda = agendas[i].ID
		}
		if g.duty, err = findDuty(tx, f); err != nil {
			return err
		}
		if g.shown, err = knownShown(tx, f); err != nil {
			return err
		}
		if g.first, err = findPrerequisites(tx, f); err != nil {
			return err
		}
		g.films, err = before(tx, f)
		return err
	})
	return g, err
}

func findDuty(tx *models.Tx, f *folder.Folder) (*uuid.UUID, error) {
	duties, err := courses.ListDuties(tx)
	for _, d := range duties {
		if d.Slug == f.Course.Duty {
			return &d.ID, nil
		}
	}
	if f.Course.Duty != "" {
		f.Refuse(folder.AtDuty, "import.duty", f.Course.Duty)
	}
	return nil, err //nolint:nilnil // a course need not qualify for anything
}

// knownShown are the pictures and files that the library of the course has.
func knownShown(tx *models.Tx, f *folder.Folder) ([]assets.Asset, error) {
	c, err := courses.FindCourse(tx, f.Course.Slug)
	if errors.Is(err, models.ErrNotFound) || len(f.Course.Media) == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return assets.ListShelved(tx, c.ID)
}

// findPrerequisites finds the courses that come first: they are here, and none waits for this one.
func findPrerequisites(tx *models.Tx, f *folder.Folder) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	own, err := courses.FindCourse(tx, f.Course.Slug)
	if err != nil && !errors.Is(err, models.ErrNotFound) {
		return nil, err
	}
	for _, slug := range f.Course.Prerequisites {
		c, err := courses.FindCourse(tx, slug)
		if errors.Is(err, models.ErrNotFound) {
			f.Refuse(folder.AtPrerequisite(slug), "import.prerequisite", slug)
			continue
		}
		if err != nil {
			return nil, err
		}
		circle, err := courses.ListWaiting(tx, own.ID, []uuid.UUID{c.ID})
		if err != nil {
			return nil, err
		}
		if len(circle) > 0 {
			f.Refuse(folder.AtPrerequisite(slug), "import.prerequisite_circle", slug)
		}
		ids = append(ids, c.ID)
	}
	return ids, nil
}

// before finds the films that the course has, and what stands in the way of another revision: changes that are not
// published, and lessons whose kind the folder would change under those who learned them.
func before(tx *models.Tx, f *folder.Folder) ([]knownFilm, error) {
	c, err := courses.FindCourse(tx, f.Course.Slug)
	if errors.Is(err, models.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if c.State == archived {
		f.Refuse(folder.AtSlug, "import.archived")
	}
	if _, err := courses.FindDraft(tx, c.ID); err == nil {
		f.Refuse(folder.AtSlug, "import.draft_open")
	} else if !errors.Is(err, models.ErrNotFound) {
		return nil, err
	}
	known, err := courses.ListLessons(tx, c.ID)
	if err != nil {
		return nil, err
	}
	for _, l := range f.Course.Lessons() {
		for _, old := range known {
			if l.Key == old.Key && l.Kind != old.Kind {
				f.Refuse(folder.AtLesson(l.Key), "import.kind_changed", l.Key, old.Kind)
			}
		}
	}
	return knownFilms(tx, c.ID)
}

// publish writes the course and its revision, and shows it.
func (s *Service) publish(tx *models.Tx, from folder.Course, g ground, ready map[string]uuid.UUID) (uuid.UUID, int, error) {
	c, err := saveCourse(tx, from, g)
	if err != nil {
		return c.ID, 0, err
	}
	for _, film := range ready {
		if err := assets.UpdateCourse(tx, film, c.ID); err != nil {
			return c.ID, 0, err
		}
	}
	if _, err := courses.FindDraft(tx, c.ID); err == nil {
		return c.ID, 0, ErrStale // somebody has begun to edit it since the folder was read
	} else if !errors.Is(err, models.ErrNotFound) {
		return c.ID, 0, err
	}
	d, err := s.draft(tx, from, revisionOf(tx, from, c, g.duty), ready)
	if err != nil {
		return c.ID, 0, err
	}
	if err := d.insert(tx, g.first); err != nil {
		return c.ID, 0, err
	}
	number, err := s.show(tx, d.revision)
	return c.ID, number, err
}

// saveCourse writes the course and, for a new one, its open cohort.
func saveCourse(tx *models.Tx, from folder.Course, g ground) (courses.Course, error) {
	c, err := courses.LockCourse(tx, from.Slug)
	missing := errors.Is(err, models.ErrNotFound)
	if err != nil && !missing {
		return c, err
	}
	if missing {
		c = courses.Course{ID: models.NewID(), Slug: from.Slug, State: "draft", CreatedAt: tx.Now}
	}
	if c.State == archived {
		return c, ErrArchived // since the folder was read
	}
	c.AgendaID, c.Level, c.Languages, c.Minutes, c.Palette = g.agenda, from.Level, from.Languages, from.Minutes, from.Palette
	if !missing {
		return c, nil
	}
	if err := courses.InsertCourse(tx, c); err != nil {
		return c, err
	}
	return c, courses.InsertCohort(tx, courses.Cohort{ID: models.NewID(), CourseID: c.ID, Policy: "open", SelfPaced: true, CreatedAt: tx.Now})
}

func revisionOf(tx *models.Tx, from folder.Course, c courses.Course, duty *uuid.UUID) courses.Revision {
	r := courses.Revision{
		ID: models.NewID(), CourseID: c.ID, Title: from.Title, Summary: from.Summary, Description: from.Description, Instructor: from.Instructor,
		GrantDutyID: duty, AgendaID: c.AgendaID, Level: c.Level, Languages: c.Languages, Minutes: c.Minutes, Palette: c.Palette,
		Rule:      models.JSON[courses.Rule]{V: courses.Rule{Coverage: from.Coverage, Score: from.Score}},
		CreatedAt: tx.Now, ChangedAt: tx.Now,
	}
	if duty != nil {
		r.GrantMonths = &from.Months
	}
	return r
}

// Exists says whether there is a course of this name, in any state.
func (s *Service) Exists(ctx context.Context, slug string) (bool, error) {
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		_, err := courses.FindCourse(tx, slug)
		return err
	})
	if errors.Is(err, models.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}
