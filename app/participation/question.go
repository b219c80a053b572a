package participation

import (
	"context"

	"academy/app/access"
	"academy/models"
	"academy/models/meetings"
	"academy/models/participation"

	"github.com/google/uuid"
)

// Questions that are put at meetings come before moderators as everything else does that people write.

// ReportQuestion brings a question of a meeting before a moderator. Once is enough, whoever does it.
func (s *Service) ReportQuestion(ctx context.Context, who access.Actor, meetingID, questionID uuid.UUID, why string) error {
	if err := access.Check(who, access.Learn); err != nil {
		return err
	}
	text, err := reported(why)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		q, err := meetings.LockQuestion(tx, meetingID, questionID)
		if err != nil {
			return err
		}
		if q.State != meetings.IsShown {
			return models.ErrNotFound
		}
		return participation.InsertCase(tx, participation.Case{QuestionID: &q.ID, Origin: "report", AuthorID: q.AuthorID, Report: text}, &who.ID)
	})
}

// HideQuestion keeps the words of a question back, reported or not, for a reason that its author is told and can appeal
// against.
func (s *Service) HideQuestion(ctx context.Context, who access.Actor, meetingID, questionID uuid.UUID, code, why string) error {
	verdict, err := Verdict{Do: "hide", Code: code, Reason: why}.read()
	return s.onQuestion(ctx, who, meetingID, questionID, func(tx *models.Tx, q meetings.Question) error {
		if err != nil {
			return err
		}
		if q.State != meetings.IsShown {
			return ErrDecided
		}
		if err := participation.InsertCase(tx, participation.Case{QuestionID: &q.ID, Origin: "moderator", AuthorID: q.AuthorID}, nil); err != nil {
			return err
		}
		c, err := participation.LockCaseOf(tx, q.ID, "open")
		if err != nil {
			return err
		}
		return s.decide(tx, who, c, participation.Proposal{}, verdict)
	})
}

// ShowQuestion takes that back, appealed against or not.
func (s *Service) ShowQuestion(ctx context.Context, who access.Actor, meetingID, questionID uuid.UUID) error {
	return s.onQuestion(ctx, who, meetingID, questionID, func(tx *models.Tx, q meetings.Question) error {
		if q.State != meetings.IsHidden {
			return ErrDecided
		}
		c, err := participation.LockCaseOf(tx, q.ID, "hidden", "appealed", "upheld")
		if err != nil {
			return err
		}
		if err := participation.UpdateCaseState(tx, c.ID, "reversed"); err != nil {
			return err
		}
		if err := meetings.ShowQuestion(tx, q.ID); err != nil {
			return err
		}
		return s.tellOfCase(tx, c, "reversed")
	})
}

// onQuestion lets a moderator decide on a question that is not their own.
func (s *Service) onQuestion(ctx context.Context, who access.Actor, meetingID, questionID uuid.UUID, do func(*models.Tx, meetings.Question) error) error {
	if err := access.Check(who, access.Moderate); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		q, err := meetings.LockQuestion(tx, meetingID, questionID)
		if err != nil {
			return err
		}
		if of(who.ID, q.AuthorID) {
			return ErrOwnCase
		}
		return do(tx, q)
	})
}
