package api

import (
	"context"
	"net/http"

	"academy/app/authoring"

	"github.com/google/uuid"
)

func (s studio) addLesson(ctx context.Context, who caller, in *courseBody[NewLesson]) (*placed[StudioLesson], error) {
	slug, asked, err := in.open()
	if err != nil {
		return nil, err
	}
	section, err := named("section", asked.Section)
	if err != nil {
		return nil, err
	}
	id, err := s.app.Authoring.AddLesson(ctx, who.Actor, slug, authoring.NewLesson{Section: section, Kind: asked.Kind, Title: asked.Title.both()})
	if err != nil {
		return nil, err
	}
	l, err := s.lessonOf(ctx, who, slug, id)
	return &placed[StudioLesson]{http.StatusCreated, studioPath(slug, "lessons", id.String()), l}, err
}

func (s studio) lesson(ctx context.Context, who caller, in *partInput) (*reply[StudioLesson], error) {
	slug, id, err := in.open()
	if err != nil {
		return nil, err
	}
	l, err := s.lessonOf(ctx, who, slug, id)
	if err != nil {
		return nil, err
	}
	return ok(l)
}

func (s studio) lessonOf(ctx context.Context, who caller, slug string, id uuid.UUID) (StudioLesson, error) {
	v, err := s.app.Authoring.LessonWork(ctx, who.Actor, slug, id)
	if err != nil {
		return StudioLesson{}, err
	}
	return StudioLesson{
		ID: v.ID, Kind: v.Kind, Section: v.Section, Edit: lessonEdit(v.LessonChange), BodyHTML: Text{v.Preview["ko"], v.Preview["en"]},
		Film: s.filmOf(v.Film), Captioned: each(v.Captioned, same), Lacks: who.lacks(v.Lacks),
	}, nil
}

func lessonEdit(c authoring.LessonChange) LessonEdit {
	return LessonEdit{
		From: c.From, Title: textOf(c.Title), Body: textOf(c.Body), Minutes: c.Minutes, Required: c.Required, Release: releaseOf(c.Release),
		Requires: each(c.Requires, uuid.UUID.String), CaptionsMissing: c.CaptionsMissing,
	}
}

func (s studio) filmOf(f *authoring.Film) *StudioFilm {
	if f == nil {
		return nil
	}
	return &StudioFilm{
		Asset: f.ID, Name: f.Name, State: f.State, Seconds: f.Duration.Seconds(), URL: present(s.absolute(f.VideoURL)), Continued: f.Continued,
	}
}

func (s studio) saveLesson(ctx context.Context, who caller, in *partBody[LessonEdit]) (*reply[StudioLesson], error) {
	id, asked, err := in.open()
	if err != nil {
		return nil, err
	}
	change, err := asked.change()
	if err != nil {
		return nil, err
	}
	if err := s.app.Authoring.SaveLesson(ctx, who.Actor, in.Slug, id, change); err != nil {
		return nil, newer(err, func() (map[string]any, error) {
			saved, err := s.lessonOf(ctx, who, in.Slug, id)
			return map[string]any{"from": saved.Edit.From}, err
		})
	}
	return s.lesson(ctx, who, &partInput{in.Slug, in.ID})
}

func (v LessonEdit) change() (authoring.LessonChange, error) {
	c := authoring.LessonChange{
		From: v.From, Title: v.Title.both(), Body: v.Body.both(), Minutes: v.Minutes, Required: v.Required, Release: v.Release.chosen(),
		CaptionsMissing: v.CaptionsMissing,
	}
	for _, given := range v.Requires {
		id, err := named("requires", given)
		if err != nil {
			return c, err
		}
		c.Requires = append(c.Requires, id)
	}
	return c, nil
}

func (s studio) removeLesson(ctx context.Context, who caller, in *partInput) error {
	slug, id, err := in.open()
	if err != nil {
		return err
	}
	return s.app.Authoring.RemoveLesson(ctx, who.Actor, slug, id)
}

func (s studio) moveLesson(ctx context.Context, who caller, in *partBody[LessonMove]) (*reply[StudioContents], error) {
	id, asked, err := in.open()
	if err != nil {
		return nil, err
	}
	section, err := named("section", asked.Section)
	if err != nil {
		return nil, err
	}
	to := authoring.Spot{Section: section, Place: asked.Place, Was: asked.Was}
	if err := s.app.Authoring.MoveLesson(ctx, who.Actor, in.Slug, id, to); err != nil {
		return nil, err
	}
	return s.arranged(ctx, who, in.Slug)
}

func (s studio) setFilm(ctx context.Context, who caller, in *partBody[FilmChange]) (*reply[StudioLesson], error) {
	id, asked, err := in.open()
	if err != nil {
		return nil, err
	}
	change, err := asked.change()
	if err != nil {
		return nil, err
	}
	if err := s.app.Authoring.SetFilm(ctx, who.Actor, in.Slug, id, change); err != nil {
		return nil, newer(err, func() (map[string]any, error) {
			saved, err := s.lessonOf(ctx, who, in.Slug, id)
			if saved.Film == nil {
				return map[string]any{"was": nil}, err
			}
			return map[string]any{"was": saved.Film.Asset}, err
		})
	}
	return s.lesson(ctx, who, &partInput{in.Slug, in.ID})
}

func (v FilmChange) change() (authoring.FilmChange, error) {
	asset, err := named("asset", v.Asset)
	if err != nil || v.Was == nil {
		return authoring.FilmChange{Asset: asset, Same: v.Same}, err
	}
	was, err := named("was", *v.Was)
	return authoring.FilmChange{Was: was, Asset: asset, Same: v.Same}, err
}
