package api

import (
	"context"
	"net/http"

	"academy/app/library"
)

type uploadInput = payload[UploadRequest]

type partNumbersInput struct {
	ID string `path:"id" format:"uuid"`
	payload[PartNumbers]
}

type uploadFinishInput struct {
	ID string `path:"id" format:"uuid"`
	payload[UploadFinish]
}

func (s *API) beginUpload(ctx context.Context, who caller, in *uploadInput) (*reply[UploadTicket], error) {
	asked, err := in.read()
	if err != nil {
		return nil, err
	}
	t, err := s.app.Library.BeginUpload(ctx, who.Actor, library.UploadRequest(asked))
	if err != nil {
		return nil, err
	}
	return made(UploadTicket{ID: t.ID, PartBytes: t.PartBytes, Parts: each(t.Parts, s.partAddress), ExpiresAt: t.ExpiresAt.UTC()}, true)
}

func (s *API) partAddress(p library.PartAddress) PartAddress {
	return PartAddress{Number: p.Number, URL: s.absolute(p.URL)}
}

func (s *API) uploadParts(ctx context.Context, who caller, in *partNumbersInput) (*reply[PartAddresses], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	asked, err := in.read()
	if err != nil {
		return nil, err
	}
	parts, err := s.app.Library.UploadParts(ctx, who.Actor, id, asked.Numbers)
	if err != nil {
		return nil, err
	}
	return ok(PartAddresses{Parts: each(parts, s.partAddress)})
}

func (s *API) uploadState(ctx context.Context, who caller, in *idInput) (*reply[UploadState], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	u, err := s.app.Library.UploadState(ctx, who.Actor, id)
	if err != nil {
		return nil, err
	}
	return ok(UploadState{
		State: u.State, Received: u.Received, Reason: present(u.Reason), Detail: who.sentence(u.Reason),
		Percent: u.Percent, Asset: u.Asset, Name: u.Name, Bytes: u.Bytes, PartBytes: u.PartBytes,
	})
}

func (s *API) finishUpload(ctx context.Context, who caller, in *uploadFinishInput) (*reply[UploadOutcome], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	said, err := in.read()
	if err != nil {
		return nil, err
	}
	o, err := s.app.Library.FinishUpload(ctx, who.Actor, id, each(said.Parts, func(p SentPart) library.SentPart { return library.SentPart(p) }))
	if err != nil {
		return nil, err
	}
	return goesOn(who, o)
}

func (s *API) retryUpload(ctx context.Context, who caller, in *idInput) (*reply[UploadOutcome], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	o, err := s.app.Library.RetryUpload(ctx, who.Actor, id)
	if err != nil {
		return nil, err
	}
	return goesOn(who, o)
}

func (s *API) cancelUpload(ctx context.Context, who caller, in *idInput) error {
	id, err := identifier(in.ID)
	if err != nil {
		return err
	}
	return s.app.Library.CancelUpload(ctx, who.Actor, id)
}

// goesOn answers what will become known later.
func goesOn(who caller, o library.UploadOutcome) (*reply[UploadOutcome], error) {
	return &reply[UploadOutcome]{http.StatusAccepted, UploadOutcome{Asset: o.Asset, State: o.State, Reason: present(o.Reason), Detail: who.sentence(o.Reason)}}, nil
}

// sentence is a message in the caller's language, and null for none.
func (c caller) sentence(key string) *string {
	if key == "" {
		return nil
	}
	text := c.say.T(key)
	return &text
}
