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
// are "current" and "next". Guessing the current one in a session left open is slowed down like signing in, and so is
// changing it again and again (ErrTooManyChanges).
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
	if err := s.countChange(ctx, user.EmailKey); err != nil {
		return err
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

// countChange has a counter of its own: that of the mails can be driven up by strangers, who would then decide when
// somebody may change a password.
func (s *Service) countChange(ctx context.Context, emailKey string) error {
	counter := s.guard.Changes(emailKey)
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		wait, err := slowdown.Hold(tx, counter)
		if err != nil {
			return err
		}
		if wait > 0 {
			return retry(ErrTooManyChanges, wait)
		}
		return slowdown.Count(tx, counter)
	})
}

func weakness(next, current string, user records.User) string {
	if next == current {
		return "identity.password_same"
	}
	return checkPassword(next, user.Name, email{address: user.Email, key: user.EmailKey})
}

// tryPassword answers the account if the password is its own. The try counts before anything is hashed for it, so that
// a burst of them gets no more than a queue; the right password takes the count back.
func (s *Service) tryPassword(ctx context.Context, id uuid.UUID, password string) (records.User, error) {
	var user records.User
	err := s.DB.Write(ctx, func(tx *models.Tx) (err error) {
		if user, err = records.FindUser(tx, id); err != nil {
			return err
		}
		counter := s.guard.Account(user.EmailKey)
		wait, err := slowdown.Hold(tx, counter)
		if err != nil {
			return err
		}
		if wait > 0 {
			return retry(ErrTooManyTries, wait)
		}
		return slowdown.Count(tx, counter)
	})
	if err != nil {
		return user, err
	}
	right, err := s.hasher.Verify(ctx, user.PasswordHash, password)
	if err != nil {
		return user, err
	}
	if !right {
		return user, fault.Field("current", "identity.wrong_password")
	}
	return user, s.DB.Write(ctx, func(tx *models.Tx) error { return slowdown.Clear(tx, s.guard.Account(user.EmailKey)) })
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
