package authoring

import (
	"slices"
	"strings"

	"academy/app/authoring/folder"
	"academy/models"
	"academy/models/assets"

	"github.com/google/uuid"
)

// Certificate is how the certificates of a course look, with the pictures of its library on it, zero for none.
type Certificate struct {
	folder.Certificate
	SealID, SignatureID uuid.UUID
}

// checkCertificate adds what the area of certificates finds, at the line of the field.
func (s *Service) checkCertificate(f *folder.Folder) {
	if f.Course.Certificate == nil {
		return
	}
	for field, key := range s.CheckCertificate(f.Course) {
		for _, lang := range []string{"_ko", "_en"} {
			field = strings.TrimSuffix(field, lang)
		}
		f.Refuse(folder.AtCertificate(field), key)
	}
}

// checkSeals asks that what is to be printed is a picture; what could not be taken at all has been refused already.
func (p *films) checkSeals() {
	c := p.folder.Course.Certificate
	if c == nil {
		return
	}
	for field, file := range map[string]string{"seal": c.Seal, "signature": c.Signature} {
		if brought := p.broughtAs(file); brought != nil && brought.Kind != "image" {
			p.folder.Refuse(folder.AtCertificate(field), "credentials.picture")
		}
	}
}

// broughtAs is what was made of a file of the folder, nil of none.
func (p *films) broughtAs(file string) *assets.Asset {
	i := slices.IndexFunc(p.shown, func(b broughtFile) bool { return b.file == file })
	if i < 0 {
		return nil
	}
	return &p.shown[i].row
}

// writeCertificate keeps how the certificates look, with pictures that stand in the course's library by now. A folder
// that does not say it leaves it as it is.
func (p *films) writeCertificate(tx *models.Tx, courseID uuid.UUID) error {
	c := p.folder.Course.Certificate
	if c == nil {
		return nil
	}
	kept := Certificate{Certificate: *c}
	if seal := p.broughtAs(c.Seal); seal != nil {
		kept.SealID = seal.ID
	}
	if signature := p.broughtAs(c.Signature); signature != nil {
		kept.SignatureID = signature.ID
	}
	return p.SaveCertificate(tx, courseID, nil, kept)
}

// copyCertificate lets the certificates of a copy look as those of the first, with pictures of its own.
func (s *Service) copyCertificate(tx *models.Tx, courseID, by uuid.UUID, from loaded) error {
	if from.certificate == nil {
		return nil
	}
	c := *from.certificate
	c.SealID, c.SignatureID = from.copies[c.SealID], from.copies[c.SignatureID]
	return s.SaveCertificate(tx, courseID, &by, c)
}
