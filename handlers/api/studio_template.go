package api

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"academy/app/access"
	"academy/app/credentials"
	"academy/app/fault"
	"academy/app/locale"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
)

const template = course + "/certificate"

func (s *API) templateRoutes(p studio) {
	answer(s, operation{get, template, access.Author, "certificateTemplate", "How the certificates of a course look; without a template of its own, as those of the academy do", []int{unknown}}, fine, p.template)
	answer(s, operation{put, template, access.Author, "saveCertificateTemplate", "Keep the template as a whole, for the certificates that are issued from now on; saved by somebody else since from, the problem carries the version of now", []int{unknown, busy}}, fine, p.saveTemplate)
	printed(s, operation{get, template + "/preview.pdf", access.Author, "savedCertificatePreview", "The template that is saved, printed as the certificate of nobody", []int{unknown}}, p.savedPreview)
	printed(s, operation{post, template + "/preview.pdf", access.Author, "certificatePreview", "A template that is not saved, printed as the certificate of nobody; what cannot be saved cannot be printed", []int{unknown}}, p.preview)
}

// printed registers an operation that sends a PDF.
func printed[I any](s *API, o operation, handle func(context.Context, caller, *I) (*sentFile, error)) {
	register(s, o, http.StatusOK, handle)
	s.find(o).Responses[strconv.Itoa(http.StatusOK)].Content = map[string]*huma.MediaType{
		"application/pdf": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}},
	}
}

// sentFile is a file that is its whole answer.
type sentFile struct {
	Type  string `header:"Content-Type"`
	Cache string `header:"Cache-Control"`
	Body  []byte
}

type previewInput struct {
	Slug string `path:"slug"`
	Lang string `query:"lang" enum:"ko,en" doc:"The language of the paper; that of the answer when left out."`
}

type previewBody struct {
	Slug string `path:"slug"`
	Lang string `query:"lang" enum:"ko,en" doc:"The language of the paper; that of the answer when left out."`
	payload[CertificateTemplate]
}

func (s studio) template(ctx context.Context, who caller, in *slugInput) (*reply[CertificateTemplateWork], error) {
	slug, err := slugOf(in.Slug)
	if err != nil {
		return nil, err
	}
	v, err := s.app.Credentials.Template(ctx, who.Actor, who.say.Lang, slug, nil)
	if err != nil {
		return nil, err
	}
	return ok(CertificateTemplateWork{
		Own: v.Own, Template: templateOf(v.TemplateChange), Unprintable: v.Preview.Unprintable,
		Pictures: each(v.Pictures, func(p credentials.PictureChoice) TemplatePicture { return TemplatePicture{p.ID, p.Name, textOf(p.Alt)} }),
	})
}

func templateOf(c credentials.TemplateChange) CertificateTemplate {
	return CertificateTemplate{
		From: c.From, Orientation: c.Orientation, Border: c.Border, Palette: c.Palette, Title: textOf(c.Title), Lead: textOf(c.Lead), Statement: textOf(c.Statement),
		Note: textOf(c.Note), Authority: textOf(c.Authority), Signatory: textOf(c.Signatory), Position: textOf(c.Position),
		Seal: someID(c.Seal), Signature: someID(c.Signature), Prefix: c.Prefix, Months: c.Months,
	}
}

// someID is nothing of zero.
func someID(id uuid.UUID) *string {
	if id == uuid.Nil {
		return nil
	}
	text := id.String()
	return &text
}

func (t CertificateTemplate) change() (c credentials.TemplateChange, err error) {
	c = credentials.TemplateChange{
		From: t.From, Orientation: t.Orientation, Border: t.Border, Palette: t.Palette, Title: t.Title.both(), Lead: t.Lead.both(), Statement: t.Statement.both(),
		Note: t.Note.both(), Authority: t.Authority.both(), Signatory: t.Signatory.both(), Position: t.Position.both(), Prefix: t.Prefix, Months: t.Months,
	}
	if t.Seal != nil {
		c.Seal, err = named("seal", *t.Seal)
	}
	if err == nil && t.Signature != nil {
		c.Signature, err = named("signature", *t.Signature)
	}
	return c, err
}

func (s studio) saveTemplate(ctx context.Context, who caller, in *courseBody[CertificateTemplate]) (*reply[CertificateTemplate], error) {
	slug, asked, err := in.open()
	if err != nil {
		return nil, err
	}
	change, err := asked.change()
	if err != nil {
		return nil, err
	}
	err = s.app.Credentials.SaveTemplate(ctx, who.Actor, slug, change)
	var stale *fault.Error
	if err != nil && (!errors.Is(err, credentials.ErrTemplateStale) || !errors.As(err, &stale)) {
		return nil, err
	}
	saved, unread := s.app.Credentials.Template(ctx, who.Actor, who.say.Lang, slug, nil)
	switch {
	case unread != nil:
		return nil, unread
	case stale != nil:
		return nil, stale.Carrying(map[string]any{"from": saved.From})
	}
	return ok(templateOf(saved.TemplateChange))
}

func (s studio) savedPreview(ctx context.Context, who caller, in *previewInput) (*sentFile, error) {
	slug, err := slugOf(in.Slug)
	if err != nil {
		return nil, err
	}
	return s.printedPreview(ctx, who, previewInput{slug, in.Lang}, nil)
}

func (s studio) preview(ctx context.Context, who caller, in *previewBody) (*sentFile, error) {
	at := courseBody[CertificateTemplate]{Slug: in.Slug, payload: in.payload}
	slug, asked, err := at.open()
	if err != nil {
		return nil, err
	}
	change, err := asked.change()
	if err != nil {
		return nil, err
	}
	return s.printedPreview(ctx, who, previewInput{slug, in.Lang}, &change)
}

func (s studio) printedPreview(ctx context.Context, who caller, in previewInput, typed *credentials.TemplateChange) (*sentFile, error) {
	lang := who.say.Lang
	switch locale.Lang(in.Lang) {
	case "":
	case locale.KO, locale.EN:
		lang = locale.Lang(in.Lang)
	default:
		return nil, fault.Field("lang", "api.wrong_type")
	}
	file, err := s.app.Credentials.PreviewPDF(ctx, who.Actor, lang, in.Slug, typed)
	if err != nil {
		return nil, err
	}
	return &sentFile{"application/pdf", "private, no-store", file.Bytes}, nil
}
