package identity

import (
	"context"
	"errors"

	"academy/app/access"
	"academy/app/identity/slowdown"
	"academy/app/jobs"
	"academy/models"
	records "academy/models/identity"

	"github.com/google/uuid"
)

// Register makes a citizen of a newcomer: the account, the consents to the texts in force, a first notice and the mail
// that asks to confirm the address. Everything that is wrong is answered at once, by field; a taken address is
// ErrEmailTaken. Too many from one network address are ErrTooManyAccounts, before anything is hashed for them: each
// sends a mail to an address that somebody has typed.
func (s *Service) Register(ctx context.Context, r Registration, address string) (uuid.UUID, error) {
	user, err := newcomer(r)
	if err != nil {
		return uuid.Nil, err
	}
	if err := s.countRegistration(ctx, address); err != nil {
		return uuid.Nil, err
	}
	if user.PasswordHash, err = s.hasher.Hash(ctx, r.Password); err != nil {
		return uuid.Nil, err
	}
	err = s.DB.Write(ctx, func(tx *models.Tx) error {
		if err := insertUser(tx, user, []access.Role{access.Citizen}); err != nil {
			return err
		}
		if err := records.InsertConsents(tx, user.ID); err != nil {
			return err
		}
		if err := s.Queue.Enqueue(tx, jobs.SendMail{UserID: user.ID, Mail: ConfirmEmail}); err != nil {
			return err
		}
		return s.Queue.Enqueue(tx, jobs.Notify{UserID: user.ID, Notice: "welcome", EventKey: "welcome", Link: "/courses"})
	})
	if err != nil {
		return uuid.Nil, err
	}
	return user.ID, nil
}

func (s *Service) countRegistration(ctx context.Context, address string) error {
	counter := s.guard.Registrations(address)
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		wait, err := slowdown.Hold(tx, counter)
		if err != nil {
			return err
		}
		if wait > 0 {
			return retry(ErrTooManyAccounts, wait)
		}
		return slowdown.Count(tx, counter)
	})
}

// newcomer reads the form. The account has no password yet.
func newcomer(r Registration) (records.User, error) {
	e, emailRight := readEmail(r.Email)
	name, nameRight := ReadName(r.Name)
	err := invalid(map[string]string{
		"email":         unless(emailRight, "identity.email_invalid"),
		"name":          unless(nameRight, "identity.name_invalid"),
		"password":      checkPassword(r.Password, name, e),
		"locale":        unless(isLocale(r.Locale), "identity.locale_unknown"),
		"accept_terms":  unless(r.AcceptTerms, "identity.terms_needed"),
		"age_confirmed": unless(r.AgeConfirmed, "identity.age_needed"),
	})
	return records.User{ID: models.NewID(), Email: e.address, EmailKey: e.key, Name: name, Locale: r.Locale, TimeZone: defaultZone}, err
}

const defaultZone = "Asia/Seoul"

// insertUser writes an account with its roles. Of several that race for one address, one comes first.
func insertUser(tx *models.Tx, user records.User, roles []access.Role) error {
	user.CreatedAt = tx.Now
	err := records.InsertUser(tx, user)
	if errors.Is(err, models.ErrConflict) {
		return ErrEmailTaken.Because(err)
	}
	if err != nil {
		return err
	}
	for _, role := range roles {
		if err := records.InsertRole(tx, user.ID, string(role)); err != nil {
			return err
		}
	}
	return nil
}
