package api

import (
	"context"

	"academy/app/insight"
)

func (s studio) figures(ctx context.Context, who caller, in *slugInput) (*reply[StudioFigures], error) {
	slug, err := slugOf(in.Slug)
	if err != nil {
		return nil, err
	}
	v, err := s.app.Insight.CourseFigures(ctx, who.Actor, slug)
	if err != nil {
		return nil, err
	}
	return ok(StudioFigures{Nobody: v.Nobody, Learners: people(v.Learners), Elsewhere: people(v.Elsewhere), Lessons: each(v.Lessons, figuresOf)})
}

// people is a count as it is told: nil for fewer than ten.
func people(n insight.Count) *int {
	if n.Few() {
		return nil
	}
	count := int(n)
	return &count
}

// told is nil for a figure that too few people stand behind.
func told(figure int, enough bool) *int {
	if !enough {
		return nil
	}
	return &figure
}

func figuresOf(l insight.Lesson) LessonFigures {
	return LessonFigures{
		ID: l.ID, Number: l.Number, Kind: l.Kind, Title: textOf(l.Title), Opened: people(l.Opened), Completed: people(l.Completed),
		Stopped: people(l.Stopped), Loss: told(l.Loss(), !l.Stopped.Few()),
	}
}

func (s studio) lessonFigures(ctx context.Context, who caller, in *partInput) (*reply[LessonDetail], error) {
	slug, id, err := in.open()
	if err != nil {
		return nil, err
	}
	v, err := s.app.Insight.LessonFigures(ctx, who.Actor, slug, id)
	if err != nil {
		return nil, err
	}
	return ok(LessonDetail{
		LessonFigures: figuresOf(v.Lesson), Watched: told(v.Watched, v.Watched >= 0), Days: told(v.Days, v.Days >= 0), Curve: curveOf(v.Curve),
		Bands: each(v.Bands, func(b insight.Band) FiguresBands { return FiguresBands{b.From, b.To, people(b.People)} }),
	})
}

func curveOf(c *insight.Curve) *FiguresCurve {
	if c == nil || c.Few() {
		return nil
	}
	curve := &FiguresCurve{Seconds: c.Length.Seconds(), Bins: each(c.Bins, people)}
	if f := c.Fall; f != nil {
		curve.Fall = &FiguresFall{f.At.Seconds(), people(f.Before), people(f.After)}
	}
	if p := c.Skipped; p != nil {
		curve.Skipped = &FiguresStretch{p.From.Seconds(), p.To.Seconds(), p.Percent}
	}
	return curve
}
