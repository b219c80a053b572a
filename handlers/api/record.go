package api

import (
	"context"

	"academy/app/credentials/record"
	"academy/app/fault"
)

type shareInput = payload[ShareRequest]

type privacyInput struct {
	Code string `path:"code" doc:"As it was typed: case, spaces and hyphens do not matter."`
	payload[CertificatePrivacy]
}

func (s *API) record(ctx context.Context, who caller, _ *nothing) (*reply[MyRecord], error) {
	mine, err := s.app.Record.Mine(ctx, who.Actor, who.say.Lang)
	if err != nil {
		return nil, err
	}
	shown := MyRecord{Lines: []RecordLine{}}
	for _, section := range mine.Sections {
		shown.Lines = append(shown.Lines, each(section.Lines, recordLineOf)...)
	}
	if share := mine.Share; share != nil {
		shown.Share = &RecordShare{
			ID: share.ID, CreatedAt: share.CreatedAt.UTC(), EndsAt: share.EndsAt.UTC(), HideName: share.HideName, Results: share.Results,
			Opened: share.Opened, OpenedAt: utc(share.OpenedAt),
		}
	}
	return ok(shown)
}

func recordLineOf(l record.Line) RecordLine {
	return RecordLine{
		Kind: l.Kind, ID: l.ID, Title: l.Title, State: l.State, At: l.At.UTC(), Until: utc(l.Until), Hours: hours(l.Minutes),
		Result: l.Result, Number: present(l.Number), Chosen: l.Chosen,
	}
}

func (s *API) shareRecord(ctx context.Context, who caller, in *shareInput) (*reply[SharedRecord], error) {
	body, err := in.read()
	if err != nil {
		return nil, err
	}
	t := record.Terms{Days: body.Days, Choice: record.Choice{HideName: body.HideName, Results: body.Results}}
	for _, ref := range body.Lines {
		t.Lines = append(t.Lines, record.Ref(ref))
	}
	if body.Replaces != nil {
		t.Replaces = *body.Replaces
	}
	shared, err := s.app.Record.Share(ctx, who.Actor, who.say.Lang, t)
	if err != nil {
		return nil, err
	}
	return made(SharedRecord{ID: shared.ID, URL: shared.URL, PDF: shared.URL + ".pdf", EndsAt: shared.EndsAt.UTC(), Replaced: shared.Replaced}, true)
}

func (s *API) endRecord(ctx context.Context, who caller, _ *nothing) error {
	return s.app.Record.End(ctx, who.Actor)
}

func (s *API) hideName(ctx context.Context, who caller, in *privacyInput) error {
	body, err := in.read()
	if err != nil {
		return err
	}
	if body.HideName == nil {
		return fault.Field("hide_name", "api.wrong_type")
	}
	return s.app.Naming.HideName(ctx, who.Actor, in.Code, *body.HideName)
}
