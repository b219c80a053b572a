package api

import (
	"context"

	"academy/app/access"
	"academy/app/authoring"

	"github.com/google/uuid"
)

func (s studio) review(ctx context.Context, who caller, in *slugInput) (*reply[StudioReview], error) {
	slug, err := slugOf(in.Slug)
	if err != nil {
		return nil, err
	}
	v, err := s.app.Authoring.PublishReview(ctx, who.Actor, slug)
	if err != nil {
		return nil, err
	}
	return ok(StudioReview{
		StudioHead: studioHead(v.Course), Changes: each(v.Changes, changeOf),
		Problems: each(v.Problems, func(o authoring.Obstacle) StudioObstacle {
			return StudioObstacle{Lesson: known(o.Lesson), Title: textOf(o.Title), Lack: Lack{o.Key, who.say.T(o.Key)}}
		}),
	})
}

func changeOf(c authoring.Change) StudioChange {
	return StudioChange{Kind: c.Kind, What: c.What, Title: textOf(c.Title), Opened: c.Opened, Completed: c.Completed}
}

// known is nil for an ID that is not there.
func known(id uuid.UUID) *string {
	if id == uuid.Nil {
		return nil
	}
	return present(id.String())
}

// onCourse is an operation that takes nothing but the course and answers nothing.
func onCourse(do func(ctx context.Context, who access.Actor, slug string) error) func(context.Context, caller, *slugInput) error {
	return func(ctx context.Context, who caller, in *slugInput) error {
		slug, err := slugOf(in.Slug)
		if err != nil {
			return err
		}
		return do(ctx, who.Actor, slug)
	}
}

func (s studio) history(ctx context.Context, who caller, in *slugInput) (*reply[List[PastRevision]], error) {
	slug, err := slugOf(in.Slug)
	if err != nil {
		return nil, err
	}
	v, err := s.app.Authoring.History(ctx, who.Actor, slug)
	if err != nil {
		return nil, err
	}
	return ok(listOf(v.Revisions, "", func(r authoring.PastRevision) PastRevision {
		return PastRevision{Number: r.Number, Lessons: r.Lessons, At: r.At.UTC(), By: r.By, Current: r.Current}
	}))
}

func (s studio) restore(ctx context.Context, who caller, in *courseBody[RestoreRequest]) error {
	slug, asked, err := in.open()
	if err != nil {
		return err
	}
	return s.app.Authoring.Restore(ctx, who.Actor, slug, asked.Number)
}
