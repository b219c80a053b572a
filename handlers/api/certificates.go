package api

import (
	"context"
	"errors"

	"academy/app/credentials"
)

type codeInput struct {
	Code string `path:"code" doc:"As it was typed: case, spaces and hyphens do not matter."`
}

const issued = "issued"

func (s *API) myCertificates(ctx context.Context, who caller, _ *nothing) (*reply[List[MyCertificate]], error) {
	mine, _, err := s.app.Credentials.Earned(ctx, who.Actor, who.say.Lang)
	if err != nil {
		return nil, err
	}
	return ok(listOf(mine, "", func(c credentials.MyCertificate) MyCertificate {
		return MyCertificate{
			Code: c.Code, Number: c.Number, State: c.State, Course: c.Course, IssuedAt: c.IssuedAt.UTC(), ExpiresAt: utc(c.ExpiresAt),
			RevokedCode: present(c.RevokedCode), SupersededBy: present(c.Successor), URL: s.app.Credentials.VerifyURL(c.Code),
		}
	}))
}

func (s *API) certificate(ctx context.Context, who caller, in *codeInput) (*reply[Certificate], error) {
	c, err := s.app.Credentials.Certificate(ctx, who.Actor, who.say.Lang, in.Code)
	if errors.Is(err, credentials.ErrMistyped) {
		return nil, credentials.ErrUnknown.Because(err) // to a program, what cannot be a code is one that is not known
	}
	if err != nil {
		return nil, err
	}
	shown := Certificate{
		Code: c.Code, Number: c.Number, State: c.State, Valid: c.Valid(), Holder: c.Holder, Course: c.Course, CourseSlug: c.CourseSlug,
		Hours: hours(c.Minutes), IssuedAt: c.IssuedAt.UTC(), ExpiresAt: utc(c.ExpiresAt), RevokedAt: utc(c.RevokedAt),
		RevokedCode: present(c.RevokedCode), SupersededBy: present(c.Successor), Issuer: c.Issuer, URL: c.VerifyURL,
	}
	if c.State == issued && c.Ready && (c.Mine || !c.HiddenName) {
		shown.PDF = present(c.VerifyURL + ".pdf")
	}
	return ok(shown)
}
