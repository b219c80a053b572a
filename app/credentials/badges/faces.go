package badges

import (
	"cmp"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"academy/app/credentials"
	"academy/app/credentials/openbadges"
	"academy/app/credentials/proof"
	"academy/app/locale"
	"academy/models"
	records "academy/models/credentials"

	"github.com/google/uuid"
)

// File is a credential ready to be sent.
type File struct {
	Name    string
	Content []byte
}

// JSON answers a certificate as an Open Badges credential with a proof in it.
func (s *Service) JSON(ctx context.Context, lang locale.Lang, typed string) (File, error) {
	return s.face(ctx, lang, typed, "json", algorithmProof, func(award openbadges.Award, key signer, _ string) ([]byte, error) {
		return s.sign(award.Document(), key, award.From)
	})
}

// Token answers it as a VC-JWT.
func (s *Service) Token(ctx context.Context, lang locale.Lang, typed string) (File, error) {
	return s.face(ctx, lang, typed, "jwt", algorithmToken, func(award openbadges.Award, key signer, _ string) ([]byte, error) {
		token, err := proof.SignToken(award.Document(), key.key, key.id)
		return []byte(token), err
	})
}

// Picture answers it as a badge to look at that carries the credential.
func (s *Service) Picture(ctx context.Context, lang locale.Lang, typed string) (File, error) {
	return s.face(ctx, lang, typed, "png", algorithmProof, func(award openbadges.Award, key signer, palette string) ([]byte, error) {
		credential, err := s.sign(award.Document(), key, award.From)
		if err != nil {
			return nil, err
		}
		drawn, err := drawBadge(award.Number, palette)
		if err != nil {
			return nil, err
		}
		return proof.Bake(drawn, string(credential))
	})
}

// sign writes a document with its proof. It says to have been made at the time the document is valid from, so that the
// same document always has the same proof.
func (s *Service) sign(document map[string]any, key signer, at time.Time) ([]byte, error) {
	private, ok := key.key.(ed25519.PrivateKey)
	if !ok {
		return nil, fmt.Errorf("key %s is of another type", key.id)
	}
	signed, err := s.suite.Sign(document, private, proof.Method(s.did, key.id), at)
	if err != nil {
		return nil, fmt.Errorf("sign credential: %w", err)
	}
	return json.Marshal(signed)
}

// face finds a certificate and answers one of its faces, from memory when the very same was asked for before. One that
// is not valid any more is withheld, like its PDF.
func (s *Service) face(ctx context.Context, lang locale.Lang, typed, kind, algorithm string, write func(openbadges.Award, signer, string) ([]byte, error)) (File, error) {
	shown, err := s.find(ctx, typed)
	if err != nil {
		return File{}, err
	}
	if shown.State != records.Issued {
		return File{}, credentials.ErrWithheld
	}
	key, err := s.signer(ctx, algorithm)
	if err != nil {
		return File{}, err
	}
	award := s.award(shown, lang, kind)
	file := File{Name: shown.Number + "." + kind}
	file.Content, err = s.once(kind+" "+key.id+" "+shown.Palette, award.Document(), func() ([]byte, error) { return write(award, key, shown.Palette) })
	return file, err
}

// once answers what was made of this very document before, or makes it.
func (s *Service) once(how string, document map[string]any, write func() ([]byte, error)) ([]byte, error) {
	content, err := json.Marshal(document)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(content)
	key := how + " " + hex.EncodeToString(sum[:])
	if made, ok := s.signed.GetIfPresent(key); ok {
		return made, nil
	}
	made, err := write()
	if err == nil {
		s.signed.Set(key, made)
	}
	return made, err
}

func (s *Service) find(ctx context.Context, typed string) (records.Shown, error) {
	code, err := credentials.ParseCode(typed)
	if err != nil {
		return records.Shown{}, credentials.ErrUnknown.Because(err)
	}
	var shown records.Shown
	err = s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		shown, err = records.FindShown(tx, code)
		return err
	})
	if errors.Is(err, models.ErrNotFound) {
		return shown, credentials.ErrUnknown.Because(err)
	}
	return shown, err
}

// award says what a certificate certifies. The credential's name is the address it is read at: every language and form
// is a credential of its own.
func (s *Service) award(c records.Shown, lang locale.Lang, kind string) openbadges.Award {
	p := s.Messages.Printer(lang, "")
	holder := c.HolderName
	if c.HideName {
		holder = credentials.Veil(holder)
	}
	return openbadges.Award{
		ID: s.address(lang, "/certificates/"+c.Code+"."+kind), Issuer: s.issuer(lang), Subject: subject(c.ID), Holder: holder, Achievement: s.achievement(c, lang),
		Hours: strconv.FormatFloat(float64(c.Minutes)/60, 'f', 2, 64), HoursName: p.T(hoursName(c)), Number: c.Number,
		From: c.IssuedAt, Until: c.ExpiresAt, StatusURL: s.statusURL(c.List), Place: c.Place,
	}
}

func hoursName(c records.Shown) string {
	if c.Kind == credentials.ServiceKind {
		return "badges.service_hours"
	}
	return "badges.hours"
}

// achievement is what a certificate is of: a course, or the service of a volunteer.
func (s *Service) achievement(c records.Shown, lang locale.Lang) openbadges.Achievement {
	p, title := s.Messages.Printer(lang, ""), c.CourseTitle.In(string(lang))
	a := openbadges.Achievement{Name: title, Language: string(lang), Criteria: c.Criteria.In(string(lang))}
	if c.Kind == credentials.ServiceKind {
		a.ID, a.Kind, a.Description = s.address(lang, "/activities"), "CommunityService", p.T("badges.service_description", title, p.Minutes(c.Minutes))
		return a
	}
	a.ID, a.Kind, a.Description = s.address(lang, "/courses/"+c.CourseSlug), "Course", p.T("badges.description", title, p.Minutes(c.Minutes))
	a.Criteria, a.Image = cmp.Or(a.Criteria, p.T("badges.criteria", title)), s.BaseURL+"/covers/"+c.CourseSlug+".svg"
	return a
}

// subject names the holder on one certificate: two certificates of one person do not show that they are of one person.
func subject(certificateID uuid.UUID) string {
	return "urn:uuid:" + uuid.NewSHA1(certificateID, []byte("holder")).String()
}

func (s *Service) address(lang locale.Lang, path string) string {
	if lang == locale.EN {
		path = "/en" + path
	}
	return s.BaseURL + path
}
