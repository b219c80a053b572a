package authoring

import (
	"context"
	"errors"
	"io/fs"
	"slices"

	"academy/models"
	"academy/models/assets"
	"academy/models/courses"
	"academy/models/operations"

	"github.com/google/uuid"
)

// ErrRefused says that a folder has mistakes; the report lists them and nothing has been taken.
var ErrRefused = errors.New("course folder refused")

// ImportCourse takes a course folder whole, as a new revision that learners see at once, or refuses it whole. Lessons
// keep their identity by their key, so progress survives. Media come first and outside the transaction; what a
// refused or failed import has left in the store is found again by the next one.
func (s *Service) ImportCourse(ctx context.Context, fsys fs.FS) (Report, error) {
	f := readFolder(fsys)
	f.checkQuizzes(s.CheckQuiz)
	ground, err := s.ground(ctx, f)
	if err != nil {
		return Report{}, err
	}
	if f.broken() {
		return f.report(), ErrRefused
	}
	ready, err := s.prepareMedia(ctx, f)
	if err != nil {
		return Report{}, err
	}
	if f.broken() {
		return f.report(), ErrRefused
	}
	report := f.report()
	err = s.DB.Write(ctx, func(tx *models.Tx) (err error) {
		for _, a := range ready {
			if err := a.write(tx); err != nil {
				return err
			}
		}
		report.Revision, err = s.publish(tx, f, ground, ready)
		tx.AfterCommit(func() { s.Published(f.course.Slug.V) })
		return err
	})
	return report, err
}

// ground is what a folder names that is already there.
type ground struct {
	agenda uuid.UUID
	duty   *uuid.UUID
}

// ground finds the agenda and the duty, and lessons whose kind the folder would change under those who learned them.
func (s *Service) ground(ctx context.Context, f *folder) (g ground, err error) {
	if f.course.Slug.V == "" {
		return g, nil
	}
	item := f.items[0]
	err = s.DB.Read(ctx, func(tx *models.Tx) error {
		agendas, err := courses.ListAgendas(tx)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(agendas, func(a courses.Agenda) bool { return a.Slug == f.course.Agenda.V })
		if i < 0 {
			item.add(f.course.Agenda.Line, "import.agenda", f.course.Agenda.V)
		} else {
			g.agenda = agendas[i].ID
		}
		if err := f.checkKinds(tx, item); err != nil || f.course.Grants == nil {
			return err
		}
		duties, err := courses.ListDuties(tx)
		for _, d := range duties {
			if d.Slug == f.course.Grants.Duty.V {
				g.duty = &d.ID
			}
		}
		if g.duty == nil {
			item.add(f.course.Grants.Duty.Line, "import.duty", f.course.Grants.Duty.V)
		}
		return err
	})
	return g, err
}

func (f *folder) checkKinds(tx *models.Tx, item *Item) error {
	c, err := courses.FindCourse(tx, f.course.Slug.V)
	if errors.Is(err, models.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := courses.FindDraft(tx, c.ID); err == nil {
		item.add(f.course.Slug.Line, "import.draft_open")
	} else if !errors.Is(err, models.ErrNotFound) {
		return err
	}
	known, err := courses.ListLessons(tx, c.ID)
	for _, old := range known {
		for _, s := range f.course.Sections.V {
			for _, l := range s.Lessons {
				if l.Key.V == old.Key && l.Kind.V != old.Kind {
					item.add(l.Kind.Line, "import.kind_changed", old.Key, old.Kind)
				}
			}
		}
	}
	return err
}

// publish writes the course and its new revision. It answers the revision's number.
func (s *Service) publish(tx *models.Tx, f *folder, g ground, ready map[string]*asset) (int, error) {
	c, err := f.saveCourse(tx, g)
	if err != nil {
		return 0, err
	}
	for _, a := range ready {
		if err := assets.UpdateCourse(tx, a.row.ID, c.ID); err != nil {
			return 0, err
		}
	}
	r := revisionOf(f, c, g)
	r.CreatedAt, r.ChangedAt = tx.Now, tx.Now
	draft, err := s.draft(tx, f, r, ready)
	if err != nil {
		return 0, err
	}
	if err := courses.InsertRevision(tx, r, draft.sections, draft.lessons, draft.requirements); err != nil {
		return 0, err
	}
	number, err := s.show(tx, r)
	if err != nil {
		return 0, err
	}
	return number, operations.InsertAudit(tx, operations.AuditEntry{Action: "course.imported", ObjectKind: "course", ObjectID: &c.ID})
}

// saveCourse writes the course and, for a new one, its open cohort.
func (f *folder) saveCourse(tx *models.Tx, g ground) (courses.Course, error) {
	c, err := courses.LockCourse(tx, f.course.Slug.V)
	missing := errors.Is(err, models.ErrNotFound)
	if err != nil && !missing {
		return c, err
	}
	if missing {
		c = courses.Course{ID: models.NewID(), Slug: f.course.Slug.V, State: "draft", CreatedAt: tx.Now}
	}
	c.AgendaID, c.Level, c.Languages, c.Minutes, c.Palette = g.agenda, f.course.Level.V, f.course.Languages.V, f.course.Minutes.V, f.course.Palette.V
	if !missing {
		return c, nil
	}
	if err := courses.InsertCourse(tx, c); err != nil {
		return c, err
	}
	return c, courses.InsertCohort(tx, courses.Cohort{ID: models.NewID(), CourseID: c.ID, Policy: "open", SelfPaced: true, CreatedAt: tx.Now})
}

func revisionOf(f *folder, c courses.Course, g ground) courses.Revision {
	r := courses.Revision{
		ID: models.NewID(), CourseID: c.ID, Title: f.course.Title.Text, Summary: f.course.Summary.Text, Description: f.course.Description.Text,
		Instructor: f.course.Instructor.Text, GrantDutyID: g.duty,
		AgendaID: c.AgendaID, Level: c.Level, Languages: c.Languages, Minutes: c.Minutes, Palette: c.Palette,
		Rule: models.JSON[courses.Rule]{V: courses.Rule{Coverage: f.course.Completion.Coverage.V, Score: f.course.Completion.Score.V}},
	}
	if g.duty != nil {
		r.GrantMonths = &f.course.Grants.Months.V
	}
	for _, s := range f.course.Sections.V {
		r.LessonCount += len(s.Lessons)
	}
	return r
}

// write keeps an asset's row and captions; an asset that was there stays, its captions are replaced.
func (a *asset) write(tx *models.Tx) error {
	if a.fresh {
		a.row.CreatedAt = tx.Now
		if err := assets.InsertAsset(tx, a.row); err != nil {
			return err
		}
	}
	for _, lang := range []string{"ko", "en"} {
		if err := assets.UpdateCaption(tx, assets.Caption{AssetID: a.row.ID, Lang: lang, VTT: a.captions[lang]}); err != nil {
			return err
		}
	}
	return nil
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
