package api

import (
	"context"
	"net/http"

	"academy/app/access"
	"academy/app/credentials"
	"academy/app/fault"

	"github.com/google/uuid"
)

// Where the certificates of a course stand.
const (
	certificates = course + "/certificates"
	certificate  = certificates + "/{id}"
)

// certificateRoutes is every operation by which certificates of a course are looked after: its owners', beside looking.
func (s *API) certificateRoutes(p studio) {
	answer(s, operation{get, certificates, access.Author, "studioCertificates", "The certificates of a course, the newest first; whose were seen is noted", []int{unknown}}, fine, p.certificates)
	act(s, operation{post, certificate + "/revoke", access.Certify, "revokeCertificate", "Take a certificate back, and what it qualifies for", []int{unknown, busy}}, p.revokeCertificate)
	place(s, operation{post, certificate + "/reissue", access.Certify, "reissueCertificate", "Put a certificate with a corrected name in the place of one", []int{unknown, busy}}, p.reissueCertificate)
	place(s, operation{post, certificate + "/anew", access.Certify, "issueCertificateAnew", "Issue another certificate after the last one of a completion was revoked", []int{unknown, busy}}, p.issueCertificateAnew)
	place(s, operation{post, certificates + "/runs", access.Certify, "runCertificates", "Issue to all who lack one, or put all into one file, in the background", []int{unknown, busy}}, p.runCertificates)
	answer(s, operation{get, certificates + "/runs/{id}", access.Author, "certificateRun", "How far it is", []int{unknown}}, fine, p.certificateRun)
	answer(s, operation{get, certificates + "/runs/{id}/bundle", access.Certify, "certificateBundle", "Where the ZIP of a bundle can be downloaded; who asked is noted", []int{unknown}}, fine, p.certificateBundle)
}

type certificatesInput struct {
	Slug   string `path:"slug"`
	State  string `query:"state" doc:"issued, expired, revoked or superseded; all when left out."`
	Cursor string `query:"cursor" doc:"next of the page before."`
}

func (s studio) certificates(ctx context.Context, who caller, in *certificatesInput) (*reply[List[StudioCertificate]], error) {
	slug, err := slugOf(in.Slug)
	if err != nil {
		return nil, err
	}
	v, err := s.app.Credentials.Register(ctx, who.Actor, slug, credentials.RegisterQuery{State: in.State, After: in.Cursor})
	if err != nil {
		return nil, err
	}
	return ok(listOf(v.Entries, v.Next, studioCertificateOf))
}

func studioCertificateOf(e credentials.Entry) StudioCertificate {
	c := StudioCertificate{
		ID: e.ID, Code: e.Code, Number: e.Number, State: e.State, Expired: e.State == credentials.Expired, Holder: e.Holder, Course: textOf(e.Course), Minutes: e.Minutes,
		IssuedAt: e.IssuedAt.UTC(), ExpiresAt: utc(e.ExpiresAt), EndedAt: utc(e.EndedAt), RevokedCode: present(e.Reason),
	}
	if c.Expired {
		c.State = issued
	}
	return c
}

func (s studio) revokeCertificate(ctx context.Context, who caller, in *partBody[CertificateRevocation]) error {
	id, asked, err := in.open()
	if err != nil {
		return err
	}
	return s.app.Credentials.Revoke(ctx, who.Actor, in.Slug, id, credentials.Revocation(asked))
}

func (s studio) reissueCertificate(ctx context.Context, who caller, in *partBody[CertificateCorrection]) (*placed[StudioCertificate], error) {
	id, asked, err := in.open()
	if err != nil {
		return nil, err
	}
	made, err := s.app.Credentials.Reissue(ctx, who.Actor, in.Slug, id, credentials.Correction(asked))
	return madeCertificate(made, err)
}

func (s studio) issueCertificateAnew(ctx context.Context, who caller, in *partBody[CertificateReason]) (*placed[StudioCertificate], error) {
	id, asked, err := in.open()
	if err != nil {
		return nil, err
	}
	made, err := s.app.Credentials.IssueAnew(ctx, who.Actor, in.Slug, id, asked.Reason)
	return madeCertificate(made, err)
}

func madeCertificate(made credentials.Entry, err error) (*placed[StudioCertificate], error) {
	if err != nil {
		return nil, err
	}
	return &placed[StudioCertificate]{http.StatusCreated, "/api/v1/certificates/" + made.Code, studioCertificateOf(made)}, nil
}

func (s studio) certificateBundle(ctx context.Context, who caller, in *partInput) (*reply[CertificateBundle], error) {
	slug, id, err := in.open()
	if err != nil {
		return nil, err
	}
	address, err := s.app.Credentials.BundleAddress(ctx, who.Actor, slug, id)
	if err != nil {
		return nil, err
	}
	return ok(CertificateBundle{s.absolute(address)})
}

func (s studio) runCertificates(ctx context.Context, who caller, in *courseBody[CertificateRunRequest]) (*placed[CertificateRun], error) {
	slug, asked, err := in.open()
	if err != nil {
		return nil, err
	}
	var id uuid.UUID
	switch asked.Kind {
	case credentials.IssueRun:
		id, err = s.app.Credentials.IssueAll(ctx, who.Actor, slug)
	case credentials.BundleRun:
		id, err = s.app.Credentials.TakeAll(ctx, who.Actor, slug, asked.Reason)
	default:
		err = fault.Field("kind", "api.wrong_type")
	}
	if err != nil {
		return nil, err
	}
	run, err := s.certificateRun(ctx, who, &partInput{slug, id.String()})
	if err != nil {
		return nil, err
	}
	return &placed[CertificateRun]{http.StatusCreated, studioPath(slug, "certificates", "runs", id.String()), run.Body}, nil
}

func (s studio) certificateRun(ctx context.Context, who caller, in *partInput) (*reply[CertificateRun], error) {
	slug, id, err := in.open()
	if err != nil {
		return nil, err
	}
	v, err := s.app.Credentials.ShownRun(ctx, who.Actor, slug, id)
	if err != nil {
		return nil, err
	}
	return ok(CertificateRun{
		ID: v.ID, Kind: v.Kind, AskedAt: v.AskedAt.UTC(), FinishedAt: utc(v.FinishedAt), Total: v.Total, Done: v.Done, Failed: v.Failed, Bytes: v.Bytes, ExpiresAt: utc(v.ExpiresAt),
		Failures: each(v.Failures, func(f credentials.Failure) CertificateFailure {
			return CertificateFailure{f.EnrolmentID, f.Name, f.Problem, who.say.T(f.Problem)}
		}),
	})
}
