package api

import (
	"context"

	"academy/app/authoring"
)

func (s studio) staff(ctx context.Context, who caller, in *slugInput) (*reply[List[StudioMember]], error) {
	slug, err := slugOf(in.Slug)
	if err != nil {
		return nil, err
	}
	v, err := s.app.Authoring.Staff(ctx, who.Actor, slug)
	if err != nil {
		return nil, err
	}
	return ok(listOf(v.Members, "", func(m authoring.Member) StudioMember {
		return StudioMember{ID: m.ID, Name: m.Name, Email: m.Email, Part: string(m.Part)}
	}))
}

func (s studio) setStaff(ctx context.Context, who caller, in *courseBody[StaffChange]) (*reply[List[StudioMember]], error) {
	slug, asked, err := in.open()
	if err != nil {
		return nil, err
	}
	if err := s.app.Authoring.SetStaff(ctx, who.Actor, slug, asked.Email, authoring.Part(asked.Part)); err != nil {
		return nil, err
	}
	return s.staff(ctx, who, &slugInput{slug})
}

func (s studio) removeStaff(ctx context.Context, who caller, in *partInput) error {
	slug, id, err := in.open()
	if err != nil {
		return err
	}
	return s.app.Authoring.RemoveStaff(ctx, who.Actor, slug, id)
}
