package record

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"time"

	"academy/app/access"
	"academy/app/credentials"
	"academy/app/locale"
	"academy/models"
	records "academy/models/credentials"
	"academy/models/identity"
	"academy/models/operations"

	"github.com/google/uuid"
)

// Terms are how a choice is shared.
type Terms struct {
	Choice
	Days int
	// Replaces is the share that its maker has seen and wants to end by the new one; zero where there was none.
	Replaces uuid.UUID
}

// Share shows a choice to whoever gets its code, and makes any older code void. It answers the code, which is kept nowhere.
// Of two windows that share at once the second is told ErrMeanwhile, and the code of the first holds.
func (s *Service) Share(ctx context.Context, who access.Actor, lang locale.Lang, t Terms) (Shared, error) {
	if err := access.Check(who, access.Learn); err != nil {
		return Shared{}, err
	}
	if !slices.Contains(Days(), t.Days) {
		return Shared{}, errDays
	}
	code, err := credentials.NewCode(rand.Reader)
	if err != nil {
		return Shared{}, err
	}
	made := Shared{ID: models.NewID(), Code: code, URL: s.address(lang, code)}
	err = s.DB.Write(ctx, func(tx *models.Tx) error {
		made.EndsAt = tx.Now.Add(time.Duration(t.Days) * day)
		if made.Replaced, err = replace(tx, who.ID, t.Replaces); err != nil {
			return err
		}
		refs, err := t.refs(tx, who.ID)
		if err != nil {
			return err
		}
		share := records.RecordShare{
			ID: made.ID, CitizenID: who.ID, Digest: digest(code), HideName: t.HideName, WithResults: t.Results, CreatedAt: tx.Now, EndsAt: made.EndsAt,
		}
		if err := records.InsertShare(tx, share, refs); err != nil {
			return err
		}
		return note(tx, who.ID, "record.shared", made.ID)
	})
	return made, err
}

// refs are the lines of a choice, each of which must be there for its maker to choose.
func (c Choice) refs(tx *models.Tx, citizenID uuid.UUID) ([]records.RecordRef, error) {
	rows, err := records.ListRecord(tx, citizenID, mostLines)
	if err != nil {
		return nil, err
	}
	chosen, err := c.among(rows)
	refs := make([]records.RecordRef, len(chosen))
	for i, row := range chosen {
		refs[i] = records.RecordRef{Kind: row.Kind, RefID: row.ID}
	}
	return refs, err
}

// replace ends the share that somebody knows of, and refuses where another one holds. The holder's row is held until the new
// share is written.
func replace(tx *models.Tx, citizenID, known uuid.UUID) (bool, error) {
	if _, err := identity.LockUser(tx, citizenID); err != nil {
		return false, err
	}
	current, err := records.FindShare(tx, citizenID)
	if err != nil && !errors.Is(err, models.ErrNotFound) {
		return false, err
	}
	if err == nil && current.ID != known {
		return false, ErrMeanwhile
	}
	return records.UpdateShareEnded(tx, citizenID)
}

// End makes the code that holds now void at once. Where none holds it changes nothing.
func (s *Service) End(ctx context.Context, who access.Actor) error {
	if err := access.Check(who, access.Learn); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		if _, err := identity.LockUser(tx, who.ID); err != nil {
			return err
		}
		current, err := records.FindShare(tx, who.ID)
		if errors.Is(err, models.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		if _, err := records.UpdateShareEnded(tx, who.ID); err != nil {
			return err
		}
		return note(tx, who.ID, "record.ended", current.ID)
	})
}

// Sweep forgets shares that have long been over.
func (s *Service) Sweep(ctx context.Context) error {
	return s.DB.Write(ctx, func(tx *models.Tx) error { return records.DeleteShares(tx, tx.Now.Add(-overKept)) })
}

func note(tx *models.Tx, citizenID uuid.UUID, action string, shareID uuid.UUID) error {
	return operations.InsertAudit(tx, operations.AuditEntry{ActorID: &citizenID, Action: action, SubjectID: &citizenID, ObjectKind: "record_share", ObjectID: &shareID})
}
