package identity

import (
	"context"
	"errors"

	"academy/app/fault"
	"academy/app/identity/slowdown"
	"academy/app/identity/tokens"
	"academy/app/jobs"
	"academy/models"
	records "academy/models/identity"

	"github.com/google/uuid"
)

// RequestReset mails a link to set a new password, if somebody has an account of that address. Nothing in the answer
// or its time tells: for an unknown address the same rows are written, with a mail to nobody. Too many requests for
// one address, known or not, or from one network address are ErrTooManyMails.
func (s *Service) RequestReset(ctx context.Context, emailTyped, address string) error {
	e, ok := readEmail(emailTyped)
	if !ok {
		return fault.Field("email", "identity.email_invalid")
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		if err := s.countMail(tx, s.guard.Mails(e.key), s.guard.MailsFrom(address)); err != nil {
			return err
		}
		user, err := records.FindUserByEmail(tx, e.key)
		if err != nil && !errors.Is(err, models.ErrNotFound) {
			return err
		}
		return s.Queue.Enqueue(tx, jobs.SendMail{UserID: user.ID, Mail: ResetPassword})
	})
}

// countMail counts a mail that somebody asks for, or says how long to wait.
func (s *Service) countMail(tx *models.Tx, counters ...slowdown.Counter) error {
	wait, err := slowdown.Hold(tx, counters...)
	if err != nil {
		return err
	}
	if wait > 0 {
		return retry(ErrTooManyMails, wait)
	}
	return slowdown.Count(tx, counters...)
}

// ResetPassword sets a new password by a mailed link and ends all sessions. Whoever has the link has the address, so
// the address is confirmed and failed sign-ins are forgotten. The wrong field is "password"; a link that is not the
// newest, was used or is an hour old is ErrLinkExpired.
func (s *Service) ResetPassword(ctx context.Context, token, password string) error {
	hashed := tokens.HashOneTime(token)
	user, err := s.linkHolder(ctx, hashed)
	if err != nil {
		return err
	}
	if key := checkPassword(password, user.Name, email{address: user.Email, key: user.EmailKey}); key != "" {
		return fault.Field("password", key)
	}
	hash, err := s.hasher.Hash(ctx, password)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		if err := useLink(tx, hashed, ResetPassword, user.ID); err != nil {
			return err
		}
		if err := records.UpdateEmailConfirmed(tx, user.ID); err != nil {
			return err
		}
		if err := slowdown.Clear(tx, s.guard.Account(user.EmailKey)); err != nil {
			return err
		}
		user.EmailConfirmedAt = &tx.Now
		return s.replacePassword(tx, user, hash, replacement{actor: user.ID, spare: uuid.Nil, reason: "password_reset"})
	})
}

// linkHolder finds whose link it is before anything is hashed for it.
func (s *Service) linkHolder(ctx context.Context, hashed []byte) (records.User, error) {
	var user records.User
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		link, err := records.FindOneTimeToken(tx, hashed, ResetPassword)
		if err != nil {
			return expired(err)
		}
		user, err = records.FindUser(tx, link.UserID)
		return err
	})
	if err == nil && user.LockedAt != nil {
		err = ErrLocked
	}
	return user, err
}

// useLink spends a link. The person is locked before it, as everywhere.
func useLink(tx *models.Tx, hashed []byte, purpose string, user uuid.UUID) error {
	if _, err := records.LockUser(tx, user); err != nil {
		return err
	}
	if _, err := records.LockOneTimeToken(tx, hashed, purpose); err != nil {
		return expired(err)
	}
	return records.UpdateUsed(tx, hashed)
}

// expired makes the fault of a link that is not there to be used.
func expired(err error) error {
	if errors.Is(err, models.ErrNotFound) {
		return ErrLinkExpired.Because(err)
	}
	return err
}
