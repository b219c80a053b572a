package authoring

import (
	"context"
	"errors"

	"academy/app/access"
	"academy/app/authoring/folder"
	"academy/app/fault"
	"academy/models"
	"academy/models/courses"

	"github.com/google/uuid"
)

// NewCourse is what a course begins with.
type NewCourse struct {
	Title  Text
	Slug   string
	Agenda string
	Level  string
}

func levels() []string { return []string{"beginner", "intermediate", "advanced"} }

// CreateCourse begins a course as a draft with one section. Nobody sees it before it is published.
func (s *Service) CreateCourse(ctx context.Context, who access.Actor, n NewCourse) error {
	if err := access.Check(who, access.Author); err != nil {
		return err
	}
	n.Title = clean(n.Title)
	w := wrong{}
	w.text("title", n.Title, maxTitle, true)
	w.oneOf("level", n.Level, levels()...)
	if !folder.IsSlug(n.Slug) || n.Slug == "new" { // /studio/new is a page of its own
		w["slug"] = "authoring.slug"
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		agenda, err := agendaID(tx, n.Agenda)
		if err != nil {
			return err
		}
		if agenda == uuid.Nil {
			w["agenda"] = "authoring.choose"
		}
		if _, err := courses.FindCourse(tx, n.Slug); err == nil {
			w["slug"] = "authoring.slug_taken"
		} else if !errors.Is(err, models.ErrNotFound) {
			return err
		}
		if err := w.err(); err != nil {
			return err
		}
		return s.insertCourse(tx, who, n, agenda)
	})
}

func (s *Service) insertCourse(tx *models.Tx, who access.Actor, n NewCourse, agenda uuid.UUID) error {
	c := courses.Course{
		ID: models.NewID(), Slug: n.Slug, AgendaID: agenda, State: "draft", Level: n.Level, Languages: courses.Strings{"ko", "en"}, Minutes: 60, Palette: "blue", CreatedAt: tx.Now,
	}
	if err := courses.InsertCourse(tx, c); errors.Is(err, models.ErrConflict) {
		return fault.Field("slug", "authoring.slug_taken")
	} else if err != nil {
		return err
	}
	if err := courses.InsertCohort(tx, courses.Cohort{ID: models.NewID(), CourseID: c.ID, Policy: "open", SelfPaced: true, CreatedAt: tx.Now}); err != nil {
		return err
	}
	r := courses.Revision{
		ID: models.NewID(), CourseID: c.ID, Title: n.Title, AgendaID: agenda, Level: c.Level, Languages: c.Languages, Minutes: c.Minutes, Palette: c.Palette,
		CreatedAt: tx.Now, ChangedAt: tx.Now, ChangedBy: &who.ID,
	}
	first := newSection(r.ID, 1, Text{KO: "1장", EN: "Section 1"})
	if err := courses.InsertRevision(tx, r, []courses.RevisionSection{first}, nil, nil); err != nil {
		return err
	}
	if err := courses.UpdateStaff(tx, courses.Staff{CourseID: c.ID, UserID: who.ID, Role: string(Owner), AddedAt: tx.Now}); err != nil {
		return err
	}
	return audit(tx, who, "course.created", c.ID)
}

// agendaID finds an agenda by its name in addresses; none is uuid.Nil.
func agendaID(tx *models.Tx, slug string) (uuid.UUID, error) {
	agendas, err := courses.ListAgendas(tx)
	for _, a := range agendas {
		if a.Slug == slug {
			return a.ID, nil
		}
	}
	return uuid.Nil, err
}
