package credentials

import (
	"context"
	"errors"
	"io"

	"academy/app/access"
	"academy/app/locale"
	"academy/models"
	"academy/models/courses"
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
		c, err := credentials.FindByCode(tx, code)
		if err != nil {
			return err
		}
		course, err := courses.FindCourseByID(tx, c.CourseID)
		if err != nil {
			return err
		}
		view = s.view(c, who, lang)
		view.CourseSlug, view.Palette = course.Slug, course.Palette
		return view.addGain(tx, c, lang)
	})
	if errors.Is(err, models.ErrNotFound) {
		return view, ErrUnknown.Because(err)
	}
	if err != nil {
		return view, err
	}
	view.QR, err = QR(view.VerifyURL)
	return view, err
}

func (s *Service) view(c credentials.Certificate, who access.Actor, lang locale.Lang) Certificate {
	view := Certificate{
		ID: c.ID, Code: c.Code, Number: c.Number, State: c.State, Holder: c.HolderName, Course: c.CourseTitle.In(string(lang)), Minutes: c.Minutes,
		IssuedAt: c.IssuedAt, RevokedAt: c.RevokedAt, Issuer: s.printer(lang).T("credentials.issuer"), Mine: who.Known() && who.ID == c.CitizenID,
		Ready: c.Printed(), HiddenName: c.HideName, VerifyURL: s.VerifyURL(c.Code),
	}
	if c.HideName && !view.Mine {
		view.Holder = veil(c.HolderName)
	}
	return view
}

// addGain shows the holder what the certificate qualifies for; others are not told.
func (c *Certificate) addGain(tx *models.Tx, row credentials.Certificate, lang locale.Lang) error {
	if !c.Mine || row.State != "issued" {
		return nil
	}
	grants, err := credentials.ListGrantsByEnrolment(tx, row.EnrolmentID)
	for _, g := range grants {
		c.Gain, c.GainUntil = g.Duty.In(string(lang)), &g.EndsAt
	}
	return err
}

// PDF answers the printed certificate. Until the job has printed it the answer is ErrBeingMade; a revoked one, and
// one whose name is hidden from this reader, is withheld.
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
	object, err := s.Store.Open(ctx, c.Key(string(lang)))
	if err != nil {
		return File{}, err
	}
	defer func() { _ = object.Close() }()
	raw, err := io.ReadAll(io.LimitReader(object, maxFile))
	return File{Name: c.Number + ".pdf", Bytes: raw}, err
}

// Earned answers the reader's own certificates, the newest first, and what they are qualified for now.
func (s *Service) Earned(ctx context.Context, who access.Actor, lang locale.Lang) (certificates []MyCertificate, grants []MyGrant, err error) {
	if err := access.Check(who, access.Learn); err != nil {
		return nil, nil, err
	}
	var rows []credentials.Earned
	err = s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		rows, err = credentials.ListEarned(tx, who.ID)
		return err
	})
	for _, r := range rows {
		if r.Kind == "certificate" {
			certificates = append(certificates, MyCertificate{r.Code, r.Number, r.State, r.Title.In(string(lang)), r.At})
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
