package api

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"academy/app/access"
	"academy/app/credentials/badges"

	"github.com/danielgtaylor/huma/v2"
)

// Verdict is what was found of a credential.
type Verdict struct {
	Valid  bool    `json:"valid" doc:"Every check is ok."`
	Checks []Check `json:"checks"`
	// What follows is what the credential says, to be believed as far as the checks go.
	Issuer      string     `json:"issuer" doc:"The name by which its keys are found."`
	IssuerName  string     `json:"issuer_name"`
	Achievement string     `json:"achievement"`
	Holder      string     `json:"holder" doc:"Empty where no name stands openly on it."`
	ValidFrom   *time.Time `json:"valid_from"`
	ValidUntil  *time.Time `json:"valid_until"`
	Certificate *string    `json:"certificate" doc:"The code, where it is a certificate of this academy."`
}

// Check is one thing that was looked at.
type Check struct {
	Name   string `json:"name" enum:"structure,proof,issuer,time,status"`
	OK     bool   `json:"ok"`
	State  string `json:"state" enum:"passed,unproven,unknown,failed" doc:"unproven is ok: a key that came with the credential shows that nothing was changed, but not whose it is. unknown is not: nothing is fetched, so it could not be looked at."`
	Detail string `json:"detail" doc:"In words."`
}

// credentialInput is a credential as it is: JSON, a token, or a picture.
type credentialInput struct {
	RawBody []byte
}

// verifyRoute stands apart, for it is the only operation that takes more than JSON.
func (s *API) verifyRoute() {
	o := operation{post, "/verify", access.Anyone, "verify", "Verify an Open Badges 3.0 credential: JSON, VC-JWT or baked PNG", []int{slow}}
	answer(s, o, fine, s.verify)
	d, text := s.find(o), &huma.Schema{Type: huma.TypeString}
	d.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
		"application/json": {Schema: &huma.Schema{Type: huma.TypeObject}}, "application/jwt": {Schema: text}, "image/png": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}},
	}}
	for _, status := range []int{http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity} {
		d.Responses[strconv.Itoa(status)] = s.problem(status)
	}
}

func (s *API) verify(ctx context.Context, who caller, in *credentialInput) (*reply[Verdict], error) {
	found, err := s.app.Badges.Verify(ctx, in.RawBody)
	if err != nil {
		return nil, err
	}
	says := found.Says
	shown := Verdict{
		Valid: found.Valid(), Issuer: says.Issuer, IssuerName: says.IssuerName, Achievement: says.Achievement, Holder: says.Holder, ValidUntil: utc(says.Until),
	}
	if !says.From.IsZero() {
		shown.ValidFrom = utc(&says.From)
	}
	if found.Code != "" {
		shown.Certificate = &found.Code
	}
	for _, c := range found.Checks {
		shown.Checks = append(shown.Checks, Check{Name: c.Name, OK: c.OK(), State: string(c.State), Detail: detail(who, c)})
	}
	return ok(shown)
}

func detail(who caller, c badges.Check) string {
	if c.Day == nil {
		return who.say.T("badges.found." + c.Reason)
	}
	return who.say.T("badges.found."+c.Reason, who.say.Date(*c.Day))
}
