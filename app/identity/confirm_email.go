package identity

import (
	"context"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/identity/tokens"
	"academy/app/jobs"
	"academy/models"
	records "academy/models/identity"
)

// ResendConfirmation mails the link that confirms one's address once more; older links are void as soon as the mail
// is made. ErrConfirmedAlready says that there is no need, ErrTooManyMails when to ask again.
func (s *Service) ResendConfirmation(ctx context.Context, who access.Actor) error {
	if !who.Known() {
		return fault.ErrAnonymous
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		user, err := records.LockUser(tx, who.ID)
		if err != nil {
			return err
		}
		if user.EmailConfirmedAt != nil {
			return ErrConfirmedAlready
		}
		if err := s.countMail(tx, s.guard.Mails(user.EmailKey)); err != nil {
			return err
		}
		return s.Queue.Enqueue(tx, jobs.SendMail{UserID: user.ID, Mail: ConfirmEmail})
	})
}

// ConfirmEmail notes that a mailed link has come back: the address is its holder's. The link serves once and three
// days at most; after that it is ErrLinkExpired. It signs nobody in.
func (s *Service) ConfirmEmail(ctx context.Context, token string) error {
	hashed := tokens.HashOneTime(token)
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		link, err := records.FindOneTimeToken(tx, hashed, ConfirmEmail)
		if err != nil {
			return expired(err)
		}
		if err := useLink(tx, hashed, ConfirmEmail, link.UserID); err != nil {
			return err
		}
		tx.AfterCommit(func() { s.seen.dropUser(link.UserID) })
		return records.UpdateEmailConfirmed(tx, link.UserID)
	})
}
