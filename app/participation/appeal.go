package participation

import (
	"context"
	"errors"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/participation/rules"
	"academy/models"
	"academy/models/meetings"
	"academy/models/participation"

	"github.com/google/uuid"
)

// Appeal speaks against a decision by which one's own text is hidden: once, and in time.
func (s *Service) Appeal(ctx context.Context, who access.Actor, caseID uuid.UUID, text string) error {
	if err := access.Check(who, access.Learn); err != nil {
		return err
	}
	text, err := reason(text)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		c, _, err := lockCase(tx, caseID)
		switch {
		case err != nil:
			return err
		case !of(who.ID, c.AuthorID):
			return models.ErrNotFound
		case c.State != "hidden":
			return ErrAppealed
		}
		set, err := findSettings(tx)
		if err != nil {
			return err
		}
		if !set.within("appeal", *c.DecidedAt, tx.Now) {
			return ErrTooLate
		}
		if err := participation.InsertAppeal(tx, c.ID, *c.Decider, text); err != nil {
			return err
		}
		return participation.UpdateCaseState(tx, c.ID, "appealed")
	})
}

// DecideAppeal lets another moderator uphold a decision, or reverse it: then the text is shown again.
func (s *Service) DecideAppeal(ctx context.Context, who access.Actor, caseID uuid.UUID, reverse bool, words string) error {
	if err := access.Check(who, access.Moderate); err != nil {
		return err
	}
	words, err := reason(words)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		c, p, err := lockCase(tx, caseID)
		switch {
		case err != nil:
			return err
		case of(who.ID, c.AuthorID):
			return ErrOwnCase
		case c.State != "appealed":
			return ErrDecided
		case of(who.ID, c.Decider):
			return ErrSameJudge
		}
		if err := participation.UpdateAppeal(tx, c.ID, who.ID, words); err != nil {
			return err
		}
		if !reverse {
			if err := participation.UpdateCaseState(tx, c.ID, "upheld"); err != nil {
				return err
			}
			return s.tellOfCase(tx, c, "upheld")
		}
		if err := participation.UpdateCaseState(tx, c.ID, "reversed"); err != nil {
			return err
		}
		switch {
		case c.QuestionID != nil:
			err = meetings.ShowQuestion(tx, *c.QuestionID)
		case c.CommentID != nil:
			err = participation.UpdateCommentState(tx, *c.CommentID, "shown", "")
		default:
			return s.restore(tx, p, words)
		}
		if err != nil {
			return err
		}
		return s.tellOfCase(tx, c, "reversed")
	})
}

// restore shows a hidden proposal again, where it stood: with a new clock where one was running, for it was not the
// author's fault that time has passed.
func (s *Service) restore(tx *models.Tx, p participation.Proposal, why string) error {
	if p.HiddenFrom == nil {
		return errors.Join(ErrState, errors.New("a hidden proposal has no state to go back to"))
	}
	set, err := findSettings(tx)
	if err != nil {
		return err
	}
	move := participation.Move{State: *p.HiddenFrom}
	switch rules.State(move.State) {
	case rules.Submitted, rules.Returned, rules.Gathering:
		move.State, move.GatheringUntil = string(rules.Gathering), set.due("gathering", tx.Now)
	case rules.UnderReview:
		move.DueAt, move.DueFor = set.due("review", tx.Now), ptr("review")
	default: // what has been answered has no clock
	}
	if err := participation.UpdateState(tx, p.ID, move); err != nil {
		return err
	}
	return s.note(tx, participation.Event{ProposalID: p.ID, Kind: "restored", Reason: why, Until: move.GatheringUntil})
}

// Merge takes one proposal into another: its supporters come along, each once, and its author follows the other.
func (s *Service) Merge(ctx context.Context, who access.Actor, from, into uuid.UUID, why string) error {
	if err := access.Check(who, access.Moderate); err != nil {
		return err
	}
	text, err := reason(why)
	if err != nil {
		return err
	}
	if from == into {
		return fault.Field("into", "voice.merge_into")
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		both, err := lockBoth(tx, from, into)
		if err != nil {
			return err
		}
		if of(who.ID, both[from].AuthorID) || of(who.ID, both[into].AuthorID) {
			return ErrOwnCase
		}
		if target := rules.State(both[into].State); target != rules.Gathering && target != rules.UnderReview {
			return fault.Field("into", "voice.merge_into")
		}
		if rules.State(both[from].State) != rules.Gathering {
			return ErrState
		}
		if err := participation.InsertCarried(tx, from, into); err != nil {
			return err
		}
		if err := participation.UpdateState(tx, from, participation.Move{State: string(rules.Merged), Reason: text, MergedInto: &into}); err != nil {
			return err
		}
		if err := s.note(tx, participation.Event{ProposalID: from, Kind: "merged", Reason: text}); err != nil {
			return err
		}
		return s.note(tx, participation.Event{ProposalID: into, Kind: "taken_in", Reason: both[from].Title})
	})
}

// lockBoth holds two proposals, the lower ID first, so that two merges do not wait for each other.
func lockBoth(tx *models.Tx, a, b uuid.UUID) (map[uuid.UUID]participation.Proposal, error) {
	if a.String() > b.String() {
		a, b = b, a
	}
	both := map[uuid.UUID]participation.Proposal{}
	for _, id := range []uuid.UUID{a, b} {
		p, err := participation.LockProposal(tx, id)
		if errors.Is(err, models.ErrNotFound) {
			return nil, fault.Field("into", "voice.merge_into").Because(err)
		}
		if err != nil {
			return nil, err
		}
		both[id] = p
	}
	return both, nil
}
