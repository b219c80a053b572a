package notify

import (
	"context"
	"errors"
	"strings"
	"time"

	"academy/app/jobs"
	"academy/app/locale"
	"academy/models"
	"academy/models/operations"

	"github.com/google/uuid"
)

const (
	// morning is the hour in Seoul from which the mails of a day go out.
	morning = 8
	// peopleAtOnce is how many people's mails are made in one go.
	peopleAtOnce = 500
	// noticesInOne is how many notices one mail tells.
	noticesInOne = 50
	// digestKept is how many days it is remembered what went out.
	digestKept = 30
)

// MailDigest is the job that mails the notices of a day in one.
type MailDigest struct {
	UserID uuid.UUID `json:"user_id"`
	Day    string    `json:"day"` // in Seoul, as 2026-12-25
}

// Kind names the job.
func (MailDigest) Kind() string { return "mail_digest" }

// SendDigests lets the mails of the morning go out, once a day to each person. It runs every few minutes, and twice is once.
func (s *Service) SendDigests(ctx context.Context) error {
	for more := true; more; {
		err := s.DB.Write(ctx, func(tx *models.Tx) error {
			now := tx.Now.In(locale.Seoul())
			eight := time.Date(now.Year(), now.Month(), now.Day(), morning, 0, 0, 0, now.Location())
			if more = false; now.Before(eight) {
				return nil
			}
			day := now.Format(time.DateOnly)
			people, err := operations.TakeDigests(tx, day, eight.UTC(), peopleAtOnce)
			if err != nil {
				return err
			}
			more = len(people) == peopleAtOnce
			var list []jobs.Args
			for _, id := range people {
				list = append(list, MailDigest{id, day})
			}
			if err := s.Queue.EnqueueAll(tx, list); err != nil {
				return err
			}
			return operations.DeleteDigests(tx, now.AddDate(0, 0, -digestKept).Format(time.DateOnly))
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// MailDigest takes the job: what the person has not read yet and still wants to hear of by mail.
func (s *Service) MailDigest(ctx context.Context, job MailDigest) error {
	var rows []operations.Notice
	var stored []operations.NoticePreference
	err := s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		if rows, err = operations.ListDigest(tx, job.UserID, job.Day, noticesInOne); err == nil {
			stored, err = operations.ListPreferences(tx, job.UserID)
		}
		return err
	})
	if err != nil || len(rows) == 0 {
		return err
	}
	letter, err := s.Letter(ctx, job.UserID, digest)
	if errors.Is(err, models.ErrNotFound) {
		return nil // nobody to write to
	}
	if err != nil {
		return err
	}
	text, count := s.lines(rows, stored, letter.Locale)
	if count == 0 {
		return nil
	}
	letter.Link = s.address(letter.Locale, "/me/notifications")
	return s.send(ctx, digest, letter, s.leave(job.UserID, digest, letter.Locale), text, count)
}

// lines writes notices one below another, each with where it leads.
func (s *Service) lines(rows []operations.Notice, stored []operations.NoticePreference, lang string) (text string, count int) {
	printer := s.Catalogue.Printer(locale.Parse(lang), "")
	var lines []string
	for _, n := range rows {
		k, err := kindOf(n.Kind)
		if err != nil {
			continue // a kind that is no longer used
		}
		if p := k.chosen(stored); !p.Mail || !p.Digest {
			continue
		}
		lines = append(lines, "- "+printer.T("notice."+k.name, k.args(n.Params.V, lang)...)+"\n  "+s.address(lang, n.Link))
	}
	return strings.Join(lines, "\n\n"), len(lines)
}
