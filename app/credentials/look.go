package credentials

import (
	"context"
	"errors"
	"time"

	"academy/app/credentials/diploma"
	"academy/app/credentials/paper"
	"academy/app/locale"
	"academy/models"
	"academy/models/credentials"

	"github.com/google/uuid"
)

// What begins numbers: those of courses that ask for no prefix of their own, and those of service.
const (
	defaultPrefix = "PDA"
	servicePrefix = "PDV"
)

// look is how a certificate is printed: by a version of its course's template, or as the academy prints those of courses
// without one.
type look struct {
	*credentials.Look
	palette string // of the course
	service bool   // as the academy prints what volunteers have done
}

func (l look) prefix() string {
	switch {
	case l.service:
		return servicePrefix
	case l.Look == nil:
		return defaultPrefix
	}
	return l.Prefix
}

func (l look) id() *uuid.UUID {
	if l.Look == nil {
		return nil
	}
	return &l.ID
}

// months is how long the certificates are valid, 0 for ever.
func (l look) months() int {
	if l.Look == nil || l.Months == nil {
		return 0
	}
	return *l.Months
}

// currentLook is how a course's certificates are printed from now on.
func currentLook(tx *models.Tx, courseID uuid.UUID, palette string) (look, error) {
	found, err := credentials.FindCurrentLook(tx, courseID)
	if errors.Is(err, models.ErrNotFound) {
		return look{palette: palette}, nil
	}
	return look{Look: &found, palette: palette}, err
}

// lookOf is how a certificate was printed first, and is printed ever after.
func lookOf(tx *models.Tx, c credentials.Certificate, palette string) (look, error) {
	if c.TemplateID == nil {
		return look{palette: palette, service: c.Kind == ServiceKind}, nil
	}
	found, err := credentials.FindLook(tx, *c.TemplateID)
	return look{Look: &found, palette: palette}, err
}

// plain is the template without its pictures.
func (s *Service) plain(l look) diploma.Template {
	switch {
	case l.service:
		return diploma.Service(s.issuer())
	case l.Look == nil:
		return diploma.Default(s.issuer(), l.palette)
	}
	t := l.Template
	return diploma.Template{
		Across: t.Orientation == Landscape, Border: t.Border, Palette: t.Palette, Title: t.Title, Lead: t.Lead, Statement: t.Statement, Note: t.Note,
		Authority: t.Authority, Signatory: t.Signatory, Position: t.Position,
	}
}

// templateOf is what a certificate is printed by.
func (s *Service) templateOf(ctx context.Context, c credentials.Certificate, palette string) (diploma.Template, error) {
	var l look
	err := s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		l, err = lookOf(tx, c, palette)
		return err
	})
	if err != nil {
		return diploma.Template{}, err
	}
	return s.template(ctx, l)
}

// template is the template with its pictures, which come from the store.
func (s *Service) template(ctx context.Context, l look) (t diploma.Template, err error) {
	t = s.plain(l)
	if l.Look == nil {
		return t, nil
	}
	if t.Seal, err = s.picture(ctx, l.SealKey); err != nil {
		return t, err
	}
	t.Signature, err = s.picture(ctx, l.SignatureKey)
	return t, err
}

// picture makes a picture of the library ready for paper, or nothing of no key.
func (s *Service) picture(ctx context.Context, key string) (p *paper.Picture, err error) {
	if ready, ok := s.pictures.GetIfPresent(key); ok || key == "" {
		return ready, nil
	}
	object, err := s.Store.Open(ctx, key)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, object.Close()) }()
	if p, err = paper.NewPicture(object); err == nil {
		s.pictures.Set(key, p)
	}
	return p, err
}

// issuer is the academy in both languages.
func (s *Service) issuer() models.Text {
	return models.Text{KO: s.printer(locale.KO).T("credentials.issuer"), EN: s.printer(locale.EN).T("credentials.issuer")}
}

// face is what stands on a certificate.
func (s *Service) face(c credentials.Certificate, t diploma.Template, lang locale.Lang) diploma.Face {
	zone := s.printer(lang).Zone
	face := diploma.Face{
		Template: t, Lang: string(lang), Name: c.HolderName, Course: c.CourseTitle, Hours: s.length(c.Minutes),
		Code: c.Code, Number: c.Number, VerifyURL: s.VerifyURL(c.Code), IssuedOn: c.IssuedAt.In(zone), Seed: c.Code,
	}
	if c.ExpiresAt != nil {
		face.ExpiresOn = c.ExpiresAt.Add(-time.Second).In(zone) // it ends as the day after begins
	}
	return face
}

// length is a length of time in both languages.
func (s *Service) length(minutes int) models.Text {
	return models.Text{KO: s.printer(locale.KO).Minutes(minutes), EN: s.printer(locale.EN).Minutes(minutes)}
}

// fits says ErrOverflow where a certificate would not fit on its page in one of its languages, before it is issued.
// Composing takes a fraction of a millisecond, unlike printing.
func (s *Service) fits(c credentials.Certificate, l look) error {
	for _, lang := range []locale.Lang{locale.KO, locale.EN} {
		err := s.Printer.Check(s.face(c, s.plain(l), lang))
		if errors.Is(err, diploma.ErrOverflow) {
			return ErrOverflow.Because(err)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
