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
		IssuedAt: c.IssuedAt, RevokedAt: c.RevokedAt, Issuer: s.printer(lang).T("layout.brand"), Mine: who.Known() && who.ID == c.CitizenID,
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

// Mine answers the reader's own certificates, the newest first.
func (s *Service) Mine(ctx context.Context, who access.Actor, lang locale.Lang) ([]MyCertificate, error) {
	if err := access.Check(who, access.Learn); err != nil {
		return nil, err
	}
	var list []MyCertificate
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		rows, err := credentials.ListByCitizen(tx, who.ID, 100)
		for _, c := range rows {
			list = append(list, MyCertificate{c.Code, c.Number, c.State, c.CourseTitle.In(string(lang)), c.IssuedAt})
		}
		return err
	})
	return list, err
}

// Grants answers what the reader is qualified for now.
func (s *Service) Grants(ctx context.Context, who access.Actor, lang locale.Lang) ([]MyGrant, error) {
	if err := access.Check(who, access.Learn); err != nil {
		return nil, err
	}
	var list []MyGrant
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		rows, err := credentials.ListGrants(tx, who.ID)
		for _, g := range rows {
			grant := MyGrant{Duty: g.Duty.In(string(lang)), EndsAt: g.EndsAt}
			if g.Course != nil {
				grant.Course = g.Course.In(string(lang))
			}
			list = append(list, grant)
		}
		return err
	})
	return list, err
}
