package identity

import (
	"context"
	"time"

	"academy/app/identity/tokens"
	"academy/models"
	records "academy/models/identity"

	"github.com/google/uuid"
)

// Letter is what it takes to write to a person.
type Letter struct {
	To     string
	Locale string
	Link   string // empty where the mail needs none
	Name   string
}

const (
	confirmLife = 3 * 24 * time.Hour
	resetLife   = time.Hour
)

// MailLink says how to write to a person and makes the one-time link of the mail, which is thus as young as the mail;
// older links of the same purpose are void. Besides the mails of the account it takes the name of any notice, which
// has no link of ours. models.ErrNotFound says that there is nobody to write to: the account is gone or locked, the
// address is confirmed already (confirm_email), or nobody has confirmed it yet (password_changed and notices).
func (s *Service) MailLink(ctx context.Context, userID uuid.UUID, mail string) (Letter, error) {
	token, hash, err := tokens.NewOneTime()
	if err != nil {
		return Letter{}, err
	}
	var letter Letter
	err = s.DB.Write(ctx, func(tx *models.Tx) error {
		user, err := records.LockUser(tx, userID)
		if err != nil {
			return err
		}
		if !reachable(user, mail) {
			return models.ErrNotFound
		}
		letter = Letter{To: user.Email, Locale: user.Locale, Name: user.Name, Link: s.link(user.Locale, mail, token)}
		return replaceLink(tx, records.OneTimeToken{Hash: hash, UserID: userID, Purpose: mail})
	})
	return letter, err
}

// reachable keeps any mail that its reader has not asked for from an address that may be a stranger's.
func reachable(user records.User, mail string) bool {
	confirmed := user.EmailConfirmedAt != nil
	switch mail {
	case ConfirmEmail:
		return user.LockedAt == nil && !confirmed
	case ResetPassword:
		return user.LockedAt == nil
	}
	return user.LockedAt == nil && confirmed
}

// link is the address a mail leads to. It begins with the configured one, never with what a request claims to be.
func (s *Service) link(locale, mail, token string) string {
	base := s.BaseURL
	if locale == "en" {
		base += "/en"
	}
	switch mail {
	case ConfirmEmail:
		return base + "/confirm?token=" + token
	case ResetPassword:
		return base + "/password/reset?token=" + token
	case PasswordChanged:
		return base + "/password/forgot"
	}
	return ""
}

// replaceLink makes a link the only one of its purpose. Mails without a one-time link leave no row.
func replaceLink(tx *models.Tx, link records.OneTimeToken) error {
	life := map[string]time.Duration{ConfirmEmail: confirmLife, ResetPassword: resetLife}[link.Purpose]
	if life == 0 {
		return nil
	}
	if err := records.DeleteUnusedTokens(tx, link.UserID, link.Purpose); err != nil {
		return err
	}
	link.ExpiresAt = tx.Now.Add(life)
	return records.InsertOneTimeToken(tx, link)
}
