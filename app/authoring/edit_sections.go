package authoring

import (
	"context"
	"slices"

	"academy/app/access"
	"academy/app/fault"
	"academy/models"
	"academy/models/courses"

	"github.com/google/uuid"
)

// AddSection adds a section at the end and answers its identity.
func (s *Service) AddSection(ctx context.Context, who access.Actor, slug string, title Text) (uuid.UUID, error) {
	title = clean(title)
	w := wrong{}
	w.text("section", title, maxTitle, true)
	var id uuid.UUID
	err := s.change(ctx, who, slug, func(tx *models.Tx, draft courses.Revision) error {
		sections, err := courses.ListSections(tx, draft.ID)
		if err != nil {
			return err
		}
		if len(sections) >= mostSections {
			w["section_ko"] = "authoring.too_many"
		}
		if err := w.err(); err != nil {
			return err
		}
		section := newSection(draft.ID, len(sections)+1, title)
		id = section.SectionID
		return courses.InsertSection(tx, section)
	})
	return id, err
}

// newSection begins a section. In a course folder it is called by its identity: nobody has given it a name.
func newSection(revisionID uuid.UUID, position int, title Text) courses.RevisionSection {
	id := models.NewID()
	return courses.RevisionSection{RevisionID: revisionID, SectionID: id, Key: "section-" + id.String()[24:], Position: position, Title: title}
}

// SectionChange is a section as an author leaves it. From is the version that the author began with.
type SectionChange struct {
	From    int
	Title   Text
	Release Release
}

// SaveSection changes what a section is called and when it opens, or answers ErrStale when it is not the version it was.
func (s *Service) SaveSection(ctx context.Context, who access.Actor, slug string, id uuid.UUID, c SectionChange) error {
	c.Title = clean(c.Title)
	w := wrong{}
	w.text("section", c.Title, maxTitle, true)
	c.Release.check(w)
	if err := w.err(); err != nil {
		return err
	}
	return s.change(ctx, who, slug, func(tx *models.Tx, draft courses.Revision) error {
		return courses.UpdateSection(tx, courses.RevisionSection{RevisionID: draft.ID, SectionID: id, Title: c.Title, Release: c.Release.row()}, c.From)
	})
}

// RemoveSection takes out a section that has no lessons any more.
func (s *Service) RemoveSection(ctx context.Context, who access.Actor, slug string, id uuid.UUID) error {
	return s.change(ctx, who, slug, func(tx *models.Tx, draft courses.Revision) error {
		lessons, err := courses.ListDraftLessons(tx, draft.ID)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(lessons, func(l courses.DraftLesson) bool { return l.SectionID == id }) {
			return fault.New(fault.Conflict, "authoring.section_not_empty")
		}
		if err := courses.DeleteSection(tx, draft.ID, id); err != nil {
			return err
		}
		return renumberSections(tx, draft.ID, uuid.Nil, 0)
	})
}

// MoveSection moves a section up (-1) or down (1) with its lessons.
func (s *Service) MoveSection(ctx context.Context, who access.Actor, slug string, id uuid.UUID, by int) error {
	return s.change(ctx, who, slug, func(tx *models.Tx, draft courses.Revision) error {
		return renumberSections(tx, draft.ID, id, by)
	})
}

// PlaceSection puts a section with its lessons at a place among the sections, or answers ErrMoved when somebody else has
// moved something meanwhile.
func (s *Service) PlaceSection(ctx context.Context, who access.Actor, slug string, id uuid.UUID, to Spot) error {
	return s.change(ctx, who, slug, func(tx *models.Tx, draft courses.Revision) error {
		o, err := contents(tx, draft.ID)
		if err != nil {
			return err
		}
		at := slices.Index(o.sections, id)
		switch {
		case at < 0:
			return models.ErrNotFound
		case o.moved(to.Was):
			return ErrMoved
		}
		return renumberSections(tx, draft.ID, id, to.Place-at)
	})
}

// renumberSections moves one section by some places and counts sections and lessons anew.
func renumberSections(tx *models.Tx, revisionID, id uuid.UUID, by int) error {
	o, err := contents(tx, revisionID)
	if err != nil {
		return err
	}
	if at := slices.Index(o.sections, id); at >= 0 {
		to := min(max(at+by, 0), len(o.sections)-1)
		o.sections = slices.Insert(slices.Delete(o.sections, at, at+1), to, id)
	}
	if err := courses.UpdateSectionPlaces(tx, revisionID, o.sections); err != nil {
		return err
	}
	return courses.UpdatePlaces(tx, revisionID, o.places())
}
