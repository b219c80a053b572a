package participation

import (
	"context"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/locale"
	"academy/app/participation/rules"
	"academy/models"
	"academy/models/meetings"
	"academy/models/participation"

	"github.com/google/uuid"
)

// PromiseOf shows a commitment.
func PromiseOf(k participation.Commitment, lang locale.Lang, now time.Time) Promise {
	return promise(k, lang, now)
}

// ReadCommitment reads what an office promises, whichever thing it comes of, and whose it is.
func ReadCommitment(tx *models.Tx, n NewCommitment) (participation.Commitment, error) {
	row := participation.Commitment{ID: models.NewID(), Title: rules.Line(n.Title), DueOn: n.DueOn}
	wrong := map[string]string{}
	if !rules.Fits(row.Title, titleMin, 200) {
		wrong["commitment"] = "voice.commitment_title"
	}
	if _, err := time.Parse("2006-01-02", n.DueOn); err != nil {
		wrong["due_on"] = "voice.due_on"
	}
	division, err := participation.FindDivision(tx, n.Division)
	if err != nil {
		wrong["division"] = "voice.division_needed"
	}
	row.DivisionID = division.ID
	if err := fault.Fields(wrong); err != nil {
		return row, err
	}
	return row, nil
}

// SetMeetingProgress says how far a commitment has come that was made at a meeting.
func (s *Service) SetMeetingProgress(ctx context.Context, who access.Actor, meeting, id uuid.UUID, to Progress) error {
	if err := access.Check(who, access.Moderate); err != nil {
		return err
	}
	to, err := to.read()
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		if _, err := meetings.LockMeeting(tx, meeting); err != nil {
			return err
		}
		k, err := participation.FindCommitment(tx, id)
		if err == nil && k.MeetingID != meeting {
			err = models.ErrNotFound
		}
		if err != nil {
			return err
		}
		k.State, k.Percent, k.Note = to.State, to.Percent, to.Note
		return participation.UpdateProgress(tx, k, who.ID)
	})
}
