package notify

import (
	"context"
	"errors"

	"academy/app/locale"
	"academy/models"
	"academy/models/operations"

	"github.com/google/uuid"
)

// MailNotice is the job that mails a notice.
type MailNotice struct {
	NoticeID uuid.UUID `json:"notice_id"`
}

// Kind names the job.
func (MailNotice) Kind() string { return "mail_notice" }

// MailNotice takes the job: the notice in the person's language, with a link to what it is about.
func (s *Service) MailNotice(ctx context.Context, job MailNotice) error {
	var notice operations.Notice
	err := s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		notice, err = operations.FindNotice(tx, job.NoticeID)
		return err
	})
	if errors.Is(err, models.ErrNotFound) {
		return nil // it went with its person
	}
	if err != nil {
		return err
	}
	kind, err := kindOf(notice.Kind)
	if err != nil {
		return err
	}
	letter, err := s.Letter(ctx, notice.UserID, notice.Kind)
	if errors.Is(err, models.ErrNotFound) {
		return nil // nobody to write to
	}
	if err != nil {
		return err
	}
	letter.Link = s.address(letter.Locale, notice.Link)
	if s.Files != nil {
		if letter.Files, err = s.Files(ctx, notice.UserID, notice.Params.V, locale.Parse(letter.Locale)); err != nil {
			return err
		}
	}
	return s.send(ctx, notice.Kind, letter, s.leave(notice.UserID, notice.Kind, letter.Locale), kind.args(notice.Params.V, letter.Locale)...)
}

// address makes a path a link for somebody's language.
func (s *Service) address(lang, path string) string {
	if locale.Parse(lang) == locale.EN {
		return s.BaseURL + "/en" + path
	}
	return s.BaseURL + path
}
