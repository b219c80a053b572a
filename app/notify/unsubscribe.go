package notify

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"

	"academy/models"
	"academy/models/operations"

	"github.com/google/uuid"
)

// digest names the mail of a morning, with all kinds that come in it.
const digest = "digest"

const (
	markBytes = 16
	idBytes   = len(uuid.UUID{})
)

// leave is the address at which somebody stops mails of a kind, without signing in. It says whose and which, and carries a
// mark that nobody else can make.
func (s *Service) leave(userID uuid.UUID, kind, lang string) string {
	said := append(userID[:], kind...)
	token := base64.RawURLEncoding.EncodeToString(append(s.mark(said), said...))
	return s.address(lang, "/unsubscribe?t="+token)
}

func (s *Service) mark(said []byte) []byte {
	h := hmac.New(sha256.New, s.LinkKey)
	h.Write(said)
	return h.Sum(nil)[:markBytes]
}

func (s *Service) readToken(token string) (userID uuid.UUID, kind string, err error) {
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(raw) <= markBytes+idBytes || !hmac.Equal(raw[:markBytes], s.mark(raw[markBytes:])) {
		return uuid.Nil, "", models.ErrNotFound
	}
	userID, kind = uuid.UUID(raw[markBytes:markBytes+idBytes]), string(raw[markBytes+idBytes:])
	if _, err := kindOf(kind); err != nil && kind != digest {
		return uuid.Nil, "", models.ErrNotFound
	}
	return userID, kind, nil
}

// Subscription is what a link in a mail is about, and whether such mails come.
type Subscription struct {
	Kind string // digest, or a kind of notice
	On   bool
}

// Subscription answers whether mails come of which somebody holds a link. Who holds it need not sign in.
func (s *Service) Subscription(ctx context.Context, token string) (Subscription, error) {
	userID, kind, err := s.readToken(token)
	if err != nil {
		return Subscription{}, err
	}
	v := Subscription{Kind: kind}
	err = s.DB.Read(ctx, func(tx *models.Tx) error {
		chosen, err := concerned(tx, userID, kind)
		for _, p := range chosen {
			v.On = v.On || p.Mail
		}
		return err
	})
	return v, err
}

// Subscribe stops the mails of which somebody holds a link, or lets them come again. Twice is once.
func (s *Service) Subscribe(ctx context.Context, token string, on bool) (Subscription, error) {
	userID, kind, err := s.readToken(token)
	if err != nil {
		return Subscription{}, err
	}
	err = s.DB.Write(ctx, func(tx *models.Tx) error {
		chosen, err := concerned(tx, userID, kind)
		for _, p := range chosen {
			if err == nil && p.Mail != on {
				p.Mail = on
				err = operations.UpdatePreference(tx, p.row(userID))
			}
		}
		return err
	})
	return Subscription{kind, on}, err
}

// concerned are the choices that a link changes: those of its kind, or of all that come in the mail of a morning.
func concerned(tx *models.Tx, userID uuid.UUID, kind string) ([]Preference, error) {
	stored, err := operations.ListPreferences(tx, userID)
	var list []Preference
	for _, k := range kinds {
		if p := k.chosen(stored); k.name == kind || (kind == digest && p.Digest) {
			list = append(list, p)
		}
	}
	return list, err
}
