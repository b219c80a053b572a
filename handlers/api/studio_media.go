package api

import (
	"context"

	"academy/app/authoring"
)

func (s studio) media(ctx context.Context, who caller, in *slugInput) (*reply[List[StudioMedia]], error) {
	slug, err := slugOf(in.Slug)
	if err != nil {
		return nil, err
	}
	v, err := s.app.Authoring.CourseMedia(ctx, who.Actor, slug)
	if err != nil {
		return nil, err
	}
	return ok(listOf(v.Items, "", func(m authoring.MediaItem) StudioMedia { return s.mediaOf(who, m) }))
}

func (s studio) mediaOf(who caller, m authoring.MediaItem) StudioMedia {
	return StudioMedia{
		ID: m.ID, Kind: m.Kind, Upload: known(m.Upload), Mine: m.Mine, Name: m.Name, State: m.State, Percent: m.Percent,
		Reason: present(m.Reason), Detail: who.sentence(m.Reason), Type: m.ContentType, Bytes: m.Bytes, Seconds: m.Duration.Seconds(),
		Alt: textOf(m.Alt), Thumb: present(s.absolute(m.Thumb)), AddedAt: m.AddedAt.UTC(),
		Used: each(m.Used, func(l authoring.OtherLesson) UsingItem { return UsingItem{l.ID, textOf(l.Title)} }),
	}
}

func (s studio) describeMedia(ctx context.Context, who caller, in *partBody[MediaEdit]) error {
	id, asked, err := in.open()
	if err != nil {
		return err
	}
	return s.app.Library.Describe(ctx, who.Actor, in.Slug, id, asked.Alt.both())
}

func (s studio) removeMedia(ctx context.Context, who caller, in *partInput) error {
	slug, id, err := in.open()
	if err != nil {
		return err
	}
	return s.app.Library.RemoveMedia(ctx, who.Actor, slug, id)
}
