package api

import (
	"context"
	"net/http"
	"strings"

	"academy/app/authoring"
	"academy/handlers/respond"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humafiber"
)

type exportInput struct {
	Slug  string `path:"slug"`
	Draft string `query:"draft" enum:"true,false" doc:"Take the draft, where there is one, instead of what learners see."`
}

func (s studio) courses(ctx context.Context, who caller, _ *nothing) (*reply[List[StudioCard]], error) {
	list, err := s.app.Authoring.Studio(ctx, who.Actor)
	if err != nil {
		return nil, err
	}
	return ok(listOf(list, "", func(c authoring.AuthoredCourse) StudioCard {
		return StudioCard{
			Slug: c.Slug, Title: textOf(c.Title), Palette: c.Palette, State: c.State, Part: string(c.Part), Changed: c.Changed,
			Lessons: c.Lessons, Learners: c.Learners, ChangedAt: c.ChangedAt.UTC(),
		}
	}))
}

func (s studio) create(ctx context.Context, who caller, in *payload[NewCourse]) (*placed[CreatedCourse], error) {
	asked, err := in.whole()
	if err != nil {
		return nil, err
	}
	n := authoring.NewCourse{Title: asked.Title.both(), Slug: asked.Slug, Agenda: asked.Agenda, Level: asked.Level}
	if err := s.app.Authoring.CreateCourse(ctx, who.Actor, n); err != nil {
		return nil, err
	}
	return madeCourse(n.Slug)
}

func madeCourse(slug string) (*placed[CreatedCourse], error) {
	return &placed[CreatedCourse]{http.StatusCreated, studioPath(slug), CreatedCourse{slug}}, nil
}

func studioPath(slug string, rest ...string) string {
	return strings.Join(append([]string{root + authored, slug}, rest...), "/")
}

func (s studio) course(ctx context.Context, who caller, in *slugInput) (*reply[StudioCourse], error) {
	slug, err := slugOf(in.Slug)
	if err != nil {
		return nil, err
	}
	settings, err := s.app.Authoring.CourseSettings(ctx, who.Actor, slug)
	if err != nil {
		return nil, err
	}
	work, err := s.app.Authoring.CourseWork(ctx, who.Actor, slug)
	if err != nil {
		return nil, err
	}
	return ok(StudioCourse{
		StudioHead: studioHead(work.Course), Settings: settingsOf(settings.SettingsChange), StudioContents: who.contents(work),
		Choices: StudioChoices{
			Agendas: each(settings.Agendas, studioOption), Duties: each(settings.Duties, studioOption), Courses: each(settings.Offered, studioOption),
		},
	})
}

func studioHead(h authoring.CourseHead) StudioHead {
	return StudioHead{
		Slug: h.Slug, Title: textOf(h.Title), State: h.State, Part: string(h.Part), Changed: h.Changed, Published: h.Published,
		Learners: h.Active, ChangedAt: h.ChangedAt.UTC(),
	}
}

func studioOption(o authoring.Option) StudioOption { return StudioOption{o.Slug, textOf(o.Title)} }

func settingsOf(c authoring.SettingsChange) StudioSettings {
	return StudioSettings{
		From: c.From, Title: textOf(c.Title), Summary: textOf(c.Summary), Description: textOf(c.Description), Instructor: textOf(c.Instructor),
		Agenda: c.Agenda, Level: c.Level, Palette: c.Palette, Languages: each(c.Languages, same), Minutes: c.Minutes,
		Completion: StudioCompletion{c.Coverage, c.Score}, Grant: StudioGrant{c.Duty, c.Months}, Prerequisites: each(c.Prerequisites, same),
	}
}

func (s studio) saveSettings(ctx context.Context, who caller, in *courseBody[StudioSettings]) (*reply[StudioSettings], error) {
	slug, asked, err := in.open()
	if err != nil {
		return nil, err
	}
	now := func() (authoring.CourseSettings, error) { return s.app.Authoring.CourseSettings(ctx, who.Actor, slug) }
	if err := s.app.Authoring.SaveSettings(ctx, who.Actor, slug, asked.change()); err != nil {
		return nil, newer(err, func() (map[string]any, error) {
			saved, err := now()
			return map[string]any{"from": saved.From}, err
		})
	}
	saved, err := now()
	if err != nil {
		return nil, err
	}
	return ok(settingsOf(saved.SettingsChange))
}

func (v StudioSettings) change() authoring.SettingsChange {
	return authoring.SettingsChange{
		From: v.From, Title: v.Title.both(), Summary: v.Summary.both(), Description: v.Description.both(), Instructor: v.Instructor.both(),
		Agenda: v.Agenda, Level: v.Level, Palette: v.Palette, Languages: v.Languages, Minutes: v.Minutes,
		Coverage: v.Completion.Coverage, Score: v.Completion.Score, Duty: v.Grant.Duty, Months: v.Grant.Months, Prerequisites: v.Prerequisites,
	}
}

func (s studio) duplicate(ctx context.Context, who caller, in *courseBody[CourseCopy]) (*placed[CreatedCourse], error) {
	slug, asked, err := in.open()
	if err != nil {
		return nil, err
	}
	if err := s.app.Authoring.DuplicateCourse(ctx, who.Actor, slug, authoring.CourseCopy{Title: asked.Title.both(), Slug: asked.Slug}); err != nil {
		return nil, err
	}
	return madeCourse(asked.Slug)
}

// export sends the course folder. It is no JSON, so it leaves past the framework.
func (s studio) export(ctx context.Context, who caller, in *exportInput) (*huma.StreamResponse, error) {
	slug, err := slugOf(in.Slug)
	if err != nil {
		return nil, err
	}
	export, err := s.app.Authoring.ExportWork(ctx, who.Actor, slug, in.Draft == "true")
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(h huma.Context) {
		_ = respond.Zip(humafiber.Unwrap(h), export.Slug+".zip", export.WriteZip) // it only ever answers nil
	}}, nil
}
