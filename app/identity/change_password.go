package identity

import (
	"context"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/identity/slowdown"
	"academy/app/jobs"
	"academy/models"
	records "academy/models/identity"

	"github.com/google/uuid"
)

// ChangePassword replaces one's password, ends all one's other sessions and tells the account's address. Wrong fields
// are "current" and "next". Guessing the current one in a session left open is slowed down like signing in.
func (s *Service) ChangePassword(ctx context.Context, who access.Actor, current, next string) error {
	if !who.Known() {
		return fault.ErrAnonymous
	}
	user, err := s.tryPassword(ctx, who.ID, current)
	if err != nil {
		return err
	}
	if key := weakness(next, current, user); key != "" {
		return fault.Field("next", key)
	}
	hash, err := s.hasher.Hash(ctx, next)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		locked, err := records.LockUser(tx, who.ID)
		if err != nil {
			return err
		}
		if locked.PasswordHash != user.PasswordHash {
			return ErrPasswordChanged
		}
		return s.replacePassword(tx, locked, hash, replacement{actor: who.ID, spare: who.SessionID, reason: "password_changed"})
	})
}

func weakness(next, current string, user records.User) string {
	if next == current {
		return "identity.password_same"
	}
	return checkPassword(next, user.Name, email{address: user.Email, key: user.EmailKey})
}

// tryPassword answers the account if the password is its own, and counts a failure if not.
func (s *Service) tryPassword(ctx context.Context, id uuid.UUID, password string) (records.User, error) {
	var user records.User
	err := s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		user, err = records.FindUser(tx, id)
		return err
	})
	if err != nil {
		return user, err
	}
	right, err := s.hasher.Verify(ctx, user.PasswordHash, password)
	if err != nil {
		return user, err
	}
	return user, s.settleTry(ctx, s.guard.Account(user.EmailKey), right)
}

func (s *Service) settleTry(ctx context.Context, counter slowdown.Counter, right bool) error {
	err := s.DB.Write(ctx, func(tx *models.Tx) error {
		wait, err := slowdown.Hold(tx, counter)
		switch {
		case err != nil:
			return err
		case wait > 0:
			return retry(ErrTooManyTries, wait)
		case right:
			return slowdown.Clear(tx, counter)
		}
		return slowdown.Count(tx, counter)
	})
	if err == nil && !right {
		return fault.Field("current", "identity.wrong_password")
	}
	return err
}

// replacement says who replaces a password, which session stays open, and why the others end.
type replacement struct {
	actor, spare uuid.UUID
	reason       string
}

// replacePassword is what every new password means: other sessions end, links that were mailed for the old one are
// void, the account's address hears of it if it is confirmed, and the audit too. The mail counts like those that are
// asked for, but is never held back: then asking for mails would be the way to change a password unnoticed.
func (s *Service) replacePassword(tx *models.Tx, user records.User, hash string, r replacement) error {
	if err := records.UpdatePassword(tx, user.ID, hash); err != nil {
		return err
	}
	if err := s.endSessions(tx, user.ID, r.spare, r.reason); err != nil {
		return err
	}
	if err := records.DeleteUnusedTokens(tx, user.ID, ResetPassword); err != nil {
		return err
	}
	if err := audit(tx, r.actor, user.ID, r.reason, "", nil); err != nil {
		return err
	}
	if user.EmailConfirmedAt == nil {
		return nil
	}
	if err := slowdown.Count(tx, s.guard.Mails(user.EmailKey)); err != nil {
		return err
	}
	return s.Queue.Enqueue(tx, jobs.SendMail{UserID: user.ID, Mail: PasswordChanged})
}
