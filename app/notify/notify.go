// Package notify tells people what concerns them: as a notice on their pages, by mail, or both, as they have chosen.
// It knows neither why it is asked to nor how an account's links are made, and nothing of HTTP.
package notify

import (
	"context"

	"academy/app/jobs"
	"academy/app/locale"
	"academy/models"
	"academy/models/operations"

	"github.com/google/uuid"
)

// Letter is what it takes to write to a person.
type Letter struct {
	To     string
	Locale string
	Link   string // of the account mails; notices have their own
	Name   string
	Files  []File
}

// Deps is what notify needs of the world. BaseURL is the address links begin with, without a slash at its end.
type Deps struct {
	DB      *models.DB
	Queue   *jobs.Queue
	Mailer  Mailer
	BaseURL string
	// LinkKey marks the links by which mails are stopped.
	LinkKey   []byte
	Catalogue *locale.Catalogue
	// Letter answers how to write to a person under the name of a mail, or models.ErrNotFound where there is nobody to
	// write to; that is then no failure.
	Letter func(ctx context.Context, userID uuid.UUID, mail string) (Letter, error)
	// Files answers what goes with the mail of a notice, by its parameters; nil where nothing ever does.
	Files func(ctx context.Context, userID uuid.UUID, params map[string]string, lang locale.Lang) ([]File, error)
}

// Service is the area.
type Service struct{ Deps }

// New makes the area.
func New(d Deps) *Service { return &Service{d} }

// Notify takes the job of the same name: the notice is kept once however often the job runs, and the mail waits for the
// morning or becomes a job of its own, so that a mail server that is away holds up no notice and a job that runs twice sends no mail twice.
func (s *Service) Notify(ctx context.Context, job jobs.Notify) error {
	kind, err := kindOf(job.Notice)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		notice := operations.Notice{
			ID: models.NewID(), UserID: job.UserID, Kind: job.Notice, Link: job.Link, EventKey: job.EventKey,
			Params: models.JSON[map[string]string]{V: job.Params}, CreatedAt: tx.Now,
		}
		isNew, err := operations.InsertNotice(tx, notice)
		if err != nil || !isNew {
			return err
		}
		chosen, err := preference(tx, job.UserID, kind)
		if err != nil || !chosen.Mail {
			return err
		}
		if chosen.Digest {
			return operations.InsertDigest(tx, notice)
		}
		return s.Queue.Enqueue(tx, MailNotice{NoticeID: notice.ID})
	})
}
