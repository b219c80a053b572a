package app

import (
	"academy/app/authoring"
	"academy/app/authoring/folder"
	"academy/app/credentials"
	"academy/models"
	"academy/models/courses"

	"github.com/google/uuid"
)

// loadCertificate tells authoring how the certificates of a course look.
func (a *App) loadCertificate(tx *models.Tx, courseID uuid.UUID) (*authoring.Certificate, error) {
	t, err := a.Credentials.TemplateOf(tx, courseID)
	if err != nil || t == nil {
		return nil, err
	}
	return &authoring.Certificate{SealID: t.Seal, SignatureID: t.Signature, Certificate: folder.Certificate{
		Orientation: t.Orientation, Border: t.Border, Palette: t.Palette, Title: t.Title, Lead: t.Lead, Statement: t.Statement, Note: t.Note,
		Authority: t.Authority, Signatory: t.Signatory, Position: t.Position, Prefix: t.Prefix, Months: t.Months,
	}}, nil
}

func (a *App) saveCertificate(tx *models.Tx, courseID uuid.UUID, by *uuid.UUID, c authoring.Certificate) error {
	return a.Credentials.KeepTemplate(tx, courseID, by, templateChange(c))
}

// checkCertificate says what is wrong with how a folder wants certificates to look.
func (a *App) checkCertificate(c folder.Course) map[string]string {
	return a.Credentials.CheckTemplate(courses.Revision{Title: c.Title, Minutes: c.Minutes, Palette: c.Palette}, c.Slug, templateChange(authoring.Certificate{Certificate: *c.Certificate}))
}

func templateChange(c authoring.Certificate) credentials.TemplateChange {
	return credentials.TemplateChange{
		Orientation: c.Orientation, Border: c.Border, Palette: c.Palette, Title: c.Title, Lead: c.Lead, Statement: c.Statement, Note: c.Note,
		Authority: c.Authority, Signatory: c.Signatory, Position: c.Position, Seal: c.SealID, Signature: c.SignatureID, Prefix: c.Prefix, Months: c.Months,
	}
}
