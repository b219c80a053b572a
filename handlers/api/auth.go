package api

import (
	"cmp"
	"context"
	"net/http"

	"academy/app/identity"
	"academy/app/locale"
)

type (
	registerInput = payload[Registration]
	tokenInput    = payload[TokenRequest]
	refreshInput  = payload[RefreshRequest]
	nothing       struct{}
)

func (s *API) register(ctx context.Context, who caller, in *registerInput) (*reply[Created], error) {
	r, err := in.read()
	if err != nil {
		return nil, err
	}
	r.Locale = cmp.Or(r.Locale, string(locale.KO))
	id, err := s.app.Identity.Register(ctx, identity.Registration(r), who.address)
	if err != nil {
		return nil, err
	}
	return &reply[Created]{http.StatusCreated, Created{id}}, nil
}

func (s *API) token(ctx context.Context, who caller, in *tokenInput) (*reply[Tokens], error) {
	r, err := in.read()
	if err != nil {
		return nil, err
	}
	t, err := s.app.Identity.SignIn(ctx, r.Email, r.Password, who.address, identity.API)
	if err != nil {
		return nil, err
	}
	return ok(tokens(t))
}

func (s *API) refresh(ctx context.Context, _ caller, in *refreshInput) (*reply[Tokens], error) {
	r, err := in.read()
	if err != nil {
		return nil, err
	}
	t, err := s.app.Identity.Refresh(ctx, r.RefreshToken)
	if err != nil {
		return nil, err
	}
	return ok(tokens(t))
}

func tokens(t identity.Tokens) Tokens {
	return Tokens{AccessToken: t.Access, TokenType: "Bearer", ExpiresIn: t.ExpiresIn, RefreshToken: t.Refresh}
}

func (s *API) revoke(ctx context.Context, _ caller, in *refreshInput) error {
	r, err := in.read()
	if err != nil {
		return err
	}
	return s.app.Identity.Revoke(ctx, r.RefreshToken)
}

func (s *API) me(ctx context.Context, who caller, _ *nothing) (*reply[Me], error) {
	p, err := s.app.Identity.Profile(ctx, who.Actor)
	if err != nil {
		return nil, err
	}
	return ok(Me{ID: p.ID, Email: p.Email, Confirmed: p.Confirmed, Name: p.Name, Locale: p.Locale, TimeZone: p.TimeZone, Roles: each(p.Roles, same)})
}

func same[T any](v T) T { return v }
