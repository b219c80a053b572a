package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"academy/app/authoring"
	"academy/app/fault"

	"github.com/google/uuid"
)

func (c caller) contents(w authoring.CourseWork) StudioContents {
	return StudioContents{Sections: each(w.Sections, c.section), Order: w.Order}
}

func (c caller) section(part authoring.WorkSection) StudioSection {
	return StudioSection{
		ID: part.ID, From: part.Version, Title: textOf(part.Title), Release: releaseOf(part.Release), Lessons: each(part.Lessons, c.lessonItem),
	}
}

func (c caller) lessonItem(l authoring.WorkLesson) StudioLessonItem {
	return StudioLessonItem{
		ID: l.ID, Kind: l.Kind, Title: textOf(l.Title), Minutes: l.Minutes, Required: l.Required, Requires: l.Requires,
		Release: releaseOf(l.Release), Lacks: c.lacks(l.Lacks),
	}
}

func releaseOf(r authoring.Release) StudioRelease {
	release := StudioRelease{How: r.How, Days: r.Days}
	if !r.At.IsZero() {
		release.At = r.At.UTC().Format(time.RFC3339)
	}
	return release
}

// chosen is the release that was chosen. A time that is none is zero, which the use case refuses where it counts.
func (r StudioRelease) chosen() authoring.Release {
	at, _ := time.Parse(time.RFC3339, r.At) //nolint:errcheck // zero is told as what it is
	return authoring.Release{How: r.How, At: at, Days: r.Days}
}

func (s studio) addSection(ctx context.Context, who caller, in *courseBody[NewSection]) (*placed[StudioSection], error) {
	slug, asked, err := in.open()
	if err != nil {
		return nil, err
	}
	id, err := s.app.Authoring.AddSection(ctx, who.Actor, slug, asked.Title.both())
	if err != nil {
		return nil, err
	}
	part, err := s.section(ctx, who, slug, id)
	return &placed[StudioSection]{http.StatusCreated, studioPath(slug, "sections", id.String()), part}, err
}

func (s studio) section(ctx context.Context, who caller, slug string, id uuid.UUID) (StudioSection, error) {
	work, err := s.app.Authoring.CourseWork(ctx, who.Actor, slug)
	if err != nil {
		return StudioSection{}, err
	}
	i := slices.IndexFunc(work.Sections, func(part authoring.WorkSection) bool { return part.ID == id })
	if i < 0 {
		return StudioSection{}, fault.ErrMissing
	}
	return who.section(work.Sections[i]), nil
}

func (s studio) saveSection(ctx context.Context, who caller, in *partBody[SectionEdit]) (*reply[StudioSection], error) {
	id, asked, err := in.open()
	if err != nil {
		return nil, err
	}
	change := authoring.SectionChange{From: asked.From, Title: asked.Title.both(), Release: asked.Release.chosen()}
	if err := s.app.Authoring.SaveSection(ctx, who.Actor, in.Slug, id, change); err != nil {
		return nil, newer(err, func() (map[string]any, error) {
			saved, err := s.section(ctx, who, in.Slug, id)
			return map[string]any{"from": saved.From}, err
		})
	}
	saved, err := s.section(ctx, who, in.Slug, id)
	if err != nil {
		return nil, err
	}
	return ok(saved)
}

func (s studio) removeSection(ctx context.Context, who caller, in *partInput) error {
	slug, id, err := in.open()
	if err != nil {
		return err
	}
	return s.app.Authoring.RemoveSection(ctx, who.Actor, slug, id)
}

func (s studio) moveSection(ctx context.Context, who caller, in *partBody[SectionMove]) (*reply[StudioContents], error) {
	id, asked, err := in.open()
	if err != nil {
		return nil, err
	}
	to := authoring.Spot{Place: max(asked.Place, 0), Was: asked.Was}
	if err := s.app.Authoring.PlaceSection(ctx, who.Actor, in.Slug, id, to); err != nil {
		return nil, err
	}
	return s.arranged(ctx, who, in.Slug)
}

// arranged answers a move with everything in its new order, from which the next one begins.
func (s studio) arranged(ctx context.Context, who caller, slug string) (*reply[StudioContents], error) {
	work, err := s.app.Authoring.CourseWork(ctx, who.Actor, slug)
	if err != nil {
		return nil, err
	}
	return ok(who.contents(work))
}
