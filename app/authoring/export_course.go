package authoring

import (
	"context"
	"errors"
	"io"

	"academy/app/access"
	"academy/app/authoring/folder"
	"academy/app/fault"
	"academy/models"
	"academy/models/courses"
)

// Export is a course folder about to be written. Its films are read from the store while it is.
type Export struct {
	Slug  string
	Files []folder.File
}

// WriteZip writes the folder as a ZIP.
func (e Export) WriteZip(ctx context.Context, to io.Writer) error {
	return folder.WriteZip(ctx, to, e.Files)
}

// Report says what the folder consists of.
func (e Export) Report() Report {
	items := make([]folder.Item, len(e.Files))
	for i, f := range e.Files {
		items[i] = folder.Item{Name: f.Name, Type: folder.TypeOf(f.Name), State: "ok"}
	}
	return reportOf(e.Slug, items)
}

// ExportCourse makes a course folder of what learners see of a course, or of its draft: from it ImportCourse makes the
// same course, wherever. The same course is the same bytes. It is the operator's; ExportWork asks who.
func (s *Service) ExportCourse(ctx context.Context, slug string, draft bool) (Export, error) {
	return s.export(ctx, slug, draft, func(*models.Tx) error { return nil })
}

// ExportWork is ExportCourse for those who may change the course: it holds the answers of its quizzes.
func (s *Service) ExportWork(ctx context.Context, who access.Actor, slug string, draft bool) (Export, error) {
	return s.export(ctx, slug, draft, func(tx *models.Tx) error {
		_, p, err := look(tx, who, slug)
		if err == nil && !p.MayEdit() {
			return fault.ErrDenied
		}
		return err
	})
}

// ErrUnpublished says that learners see nothing of a course yet.
var ErrUnpublished = fault.New(fault.Conflict, "authoring.unpublished")

func (s *Service) export(ctx context.Context, slug string, draft bool, may func(tx *models.Tx) error) (Export, error) {
	var v loaded
	err := s.DB.Snapshot(ctx, func(tx *models.Tx) error {
		if err := may(tx); err != nil {
			return err
		}
		c, err := courses.FindCourse(tx, slug)
		if err != nil {
			return err
		}
		r, err := revisionFor(tx, c, draft)
		if err != nil {
			return err
		}
		v, err = s.load(tx, slug, r)
		return err
	})
	if err != nil {
		return Export{}, err
	}
	return s.files(ctx, v)
}

// revisionFor finds what learners see of a course, or its draft where it has one and that is asked for.
func revisionFor(tx *models.Tx, c courses.Course, draft bool) (courses.Revision, error) {
	if draft {
		r, err := courses.FindDraft(tx, c.ID)
		if !errors.Is(err, models.ErrNotFound) {
			return r, err
		}
	}
	if c.PublishedRevisionID == nil {
		return courses.Revision{}, ErrUnpublished
	}
	return courses.FindRevision(tx, *c.PublishedRevisionID)
}

// files names the films and adds them to the texts.
func (s *Service) files(ctx context.Context, v loaded) (Export, error) {
	e := Export{Slug: v.course.Slug}
	for i := range v.course.Sections {
		for j := range v.course.Sections[i].Lessons {
			l := &v.course.Sections[i].Lessons[j]
			film, ok := v.films[l.Key]
			if !ok {
				continue
			}
			l.Film = folder.FilmName(l.Key)
			if err := e.add(ctx, s, l.Film, film.VideoKey); err != nil {
				return e, err
			}
			if film.SourceKey == "" {
				continue
			}
			l.Source = folder.SourceName(l.Key)
			if err := e.add(ctx, s, l.Source, film.SourceKey); err != nil {
				return e, err
			}
		}
	}
	if err := e.addShown(ctx, s, &v); err != nil {
		return e, err
	}
	texts, err := folder.Texts(v.course)
	e.Files = append(e.Files, texts...)
	folder.Sort(e.Files)
	return e, err
}

func (e *Export) add(ctx context.Context, s *Service, name, key string) error {
	info, err := s.Store.Stat(ctx, key)
	if err != nil {
		return err
	}
	e.Files = append(e.Files, folder.File{Name: name, Size: info.Size, Open: func(ctx context.Context) (io.ReadCloser, error) { return s.Store.Open(ctx, key) }})
	return nil
}
