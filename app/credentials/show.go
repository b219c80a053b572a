package credentials

import (
	"context"
	"errors"
	"time"

	"academy/app/access"
	"academy/app/credentials/diploma"
	"academy/app/credentials/paper"
	"academy/app/locale"
	"academy/media"
	"academy/models"
	"academy/models/credentials"
)

// File is a printed certificate.
type File struct {
	Name  string
	Bytes []byte
}

// maxFile is more than any certificate we print.
const maxFile = 1 << 20

// Certificate answers the public page of a code as it was typed. A code that cannot be one answers ErrMistyped, one
// that is not known ErrUnknown.
func (s *Service) Certificate(ctx context.Context, who access.Actor, lang locale.Lang, typed string) (Certificate, error) {
	code, err := ParseCode(typed)
	if err != nil {
		return Certificate{}, ErrMistyped.Because(err)
	}
	var view Certificate
	err = s.DB.Read(ctx, func(tx *models.Tx) error {
		c, err := credentials.FindPublic(tx, code)
		if err != nil {
			return err
		}
		view = s.view(c, who, lang)
		view.Expired = c.Expired(tx.Now)
		if view.Paper, err = s.paper(tx, c, view.Holder, lang); err != nil {
			return err
		}
		view.Issuer = view.Paper.Words.Authority
		return view.addGain(tx, c.Certificate, lang)
	})
	if errors.Is(err, models.ErrNotFound) {
		return view, ErrUnknown.Because(err)
	}
	return view, err
}

func (s *Service) view(c credentials.Public, who access.Actor, lang locale.Lang) Certificate {
	view := Certificate{
		ID: c.ID, Kind: c.Kind, Code: c.Code, Number: c.Number, State: c.State, Holder: c.HolderName, Course: c.CourseTitle.In(string(lang)), Minutes: c.Minutes, Criteria: c.Criteria.In(string(lang)),
		IssuedAt: c.IssuedAt, RevokedAt: c.RevokedAt, Mine: who.Known() && who.ID == c.CitizenID,
		Ready: c.Printed(), HiddenName: c.HideName, VerifyURL: s.VerifyURL(c.Code), CourseSlug: c.Slug, Palette: c.Palette,
		ExpiresAt: c.ExpiresAt, RevokedCode: c.RevokedCode, Successor: c.SuccessorCode, SupersededAt: c.SupersededAt,
	}
	if c.HideName && !view.Mine {
		view.Holder = veil(c.HolderName)
	}
	return view
}

// sheetKey is what one sheet differs by from all others: what is printed for a code stays as it is, but for the name that
// its holder shows, and the colours of a course without a template.
type sheetKey struct{ code, holder, palette, lang string }

// mostSheets bounds what is kept of sheets, at some six kilobytes each. Whoever is shown a certificate mostly comes back to
// it, or passes the link on.
const mostSheets = 500

// paper is how a certificate looks on paper, with the name that may be seen.
func (s *Service) paper(tx *models.Tx, c credentials.Public, holder string, lang locale.Lang) (Paper, error) {
	key := sheetKey{c.Code, holder, c.Palette, string(lang)}
	if ready, ok := s.sheets.GetIfPresent(key); ok {
		return ready, nil
	}
	of, err := lookOf(tx, c.Certificate, c.Palette)
	if err != nil {
		return Paper{}, err
	}
	c.HolderName = holder
	p, err := s.compose(c.Certificate, of, lang)
	if err == nil {
		s.sheets.Set(key, p)
	}
	return p, err
}

func (s *Service) compose(c credentials.Certificate, of look, lang locale.Lang) (p Paper, err error) {
	t := s.plain(of)
	face := s.face(c, t, lang)
	p.Across, p.Border = t.Across, t.Border
	if p.Composed, err = s.Printer.Compose(face); err != nil {
		return p, err
	}
	if t.Border == diploma.BorderCloth {
		p.Cloth = string(media.PatchworkSVG(face.Seed, t.Palette, sheetSide(t.Across), sheetSide(!t.Across)))
	}
	if of.Look != nil {
		p.Seal, p.Signature = of.SealKey != "", of.SignatureKey != ""
	}
	p.QR, err = paper.NewSymbol(face.VerifyURL)
	return p, err
}

// sheetSide is how wide a sheet is across, or upright.
func sheetSide(across bool) float64 {
	if across {
		return 297
	}
	return 210
}

// CertificatePicture is the seal or the signature on a certificate, as a PNG. What is not on it is ErrUnknown.
func (s *Service) CertificatePicture(ctx context.Context, typed, name string) ([]byte, error) {
	code, err := ParseCode(typed)
	if err != nil {
		return nil, ErrUnknown.Because(err)
	}
	key := ""
	err = s.DB.Read(ctx, func(tx *models.Tx) error {
		c, err := credentials.FindByCode(tx, code)
		if err != nil || c.TemplateID == nil {
			return err
		}
		found, err := credentials.FindLook(tx, *c.TemplateID)
		key = map[string]string{"seal": found.SealKey, "signature": found.SignatureKey}[name]
		return err
	})
	if errors.Is(err, models.ErrNotFound) || err == nil && key == "" {
		return nil, ErrUnknown
	}
	if err != nil {
		return nil, err
	}
	picture, err := s.picture(ctx, key)
	if err != nil {
		return nil, err
	}
	return picture.PNG, nil
}

// addGain shows the holder what the certificate qualifies for, or that it was taken back; others are not told.
func (c *Certificate) addGain(tx *models.Tx, row credentials.Certificate, lang locale.Lang) error {
	if !c.Mine || row.State == Superseded || row.EnrolmentID == nil {
		return nil
	}
	grants, err := credentials.ListGrantsByEnrolment(tx, *row.EnrolmentID)
	for _, g := range grants {
		c.Gain, c.GainUntil, c.GainLostAt = g.Duty.In(string(lang)), &g.EndsAt, g.RevokedAt
	}
	return err
}

// PDF answers the printed certificate. The language that nobody has asked for yet is printed now; until the job has printed
// the first, and while the store is away, the answer is ErrBeingMade. One that was revoked or superseded, and one whose name
// is hidden from this reader, is withheld.
func (s *Service) PDF(ctx context.Context, who access.Actor, lang locale.Lang, typed string) (File, error) {
	code, err := ParseCode(typed)
	if err != nil {
		return File{}, ErrMistyped.Because(err)
	}
	var c credentials.Certificate
	err = s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		c, err = credentials.FindByCode(tx, code)
		return err
	})
	switch {
	case errors.Is(err, models.ErrNotFound):
		return File{}, ErrUnknown.Because(err)
	case err != nil:
		return File{}, err
	case c.State != "issued", c.HideName && who.ID != c.CitizenID:
		return File{}, ErrWithheld
	case !c.Printed():
		return File{}, ErrBeingMade.After(3)
	}
	raw, err := s.printed(ctx, c, lang)
	if errors.Is(err, media.ErrUnavailable) {
		err = ErrBeingMade.Because(err).After(3)
	}
	return File{Name: c.Number + ".pdf", Bytes: raw}, err
}

// Earned answers the reader's own certificates, the newest first, and what they are qualified for now.
func (s *Service) Earned(ctx context.Context, who access.Actor, lang locale.Lang) (certificates []MyCertificate, grants []MyGrant, err error) {
	if err := access.Check(who, access.Learn); err != nil {
		return nil, nil, err
	}
	var rows []credentials.Earned
	var now time.Time
	err = s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		now = tx.Now
		rows, err = credentials.ListEarned(tx, who.ID)
		return err
	})
	for _, r := range rows {
		if r.Kind == "certificate" {
			certificates = append(certificates, myCertificate(r, lang, now))
			continue
		}
		grant := MyGrant{Duty: r.Title.In(string(lang)), EndsAt: r.At}
		if r.Course != nil {
			grant.Course = r.Course.In(string(lang))
		}
		grants = append(grants, grant)
	}
	return certificates, grants, err
}

func myCertificate(r credentials.Earned, lang locale.Lang, now time.Time) MyCertificate {
	return MyCertificate{
		Code: r.Code, Number: r.Number, State: r.State, Course: r.Title.In(string(lang)), IssuedAt: r.At, ExpiresAt: r.ExpiresAt,
		Expired: r.State == Issued && r.ExpiresAt != nil && !r.ExpiresAt.After(now), RevokedCode: r.RevokedCode, Successor: r.Successor,
	}
}
