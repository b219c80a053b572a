package notify

import (
	"context"

	"academy/app/access"
	"academy/models"
	"academy/models/operations"
)

// Outbox answers a page of the mails that the demonstration has kept, the newest first, and the cursor of the next
// page, empty at the end. It is for those who may read other people's mails: they hold working links.
func (s *Service) Outbox(ctx context.Context, who access.Actor, cursor string) ([]KeptMail, string, error) {
	if err := access.Check(who, access.ReadOutbox); err != nil {
		return nil, "", err
	}
	var mails []KeptMail
	var next string
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		rows, err := operations.ListKeptMails(tx, models.ParseCursor(cursor), pageSize+1)
		if err != nil {
			return err
		}
		if len(rows) > pageSize {
			rows = rows[:pageSize]
			next = models.Cursor{At: rows[pageSize-1].CreatedAt, ID: rows[pageSize-1].ID}.String()
		}
		for _, r := range rows {
			mails = append(mails, KeptMail{ID: r.ID, To: r.ToAddress, Subject: r.Subject, Body: r.Body, CreatedAt: r.CreatedAt})
		}
		return nil
	})
	return mails, next, err
}

// Keeper is the mailer of the demonstration: it keeps mails for the outbox instead of sending them, of their files the names.
type Keeper struct{ db *models.DB }

// NewKeeper makes it.
func NewKeeper(db *models.DB) *Keeper { return &Keeper{db} }

// Send keeps the mail.
func (k *Keeper) Send(ctx context.Context, m Mail) error {
	for _, f := range m.Files {
		m.Body += "\n[" + f.Name + "]\n"
	}
	return k.db.Write(ctx, func(tx *models.Tx) error {
		return operations.InsertKeptMail(tx, operations.KeptMail{ID: models.NewID(), ToAddress: m.To, Subject: m.Subject, Body: m.Body, CreatedAt: tx.Now})
	})
}
