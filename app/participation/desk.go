package participation

import (
	"context"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/participation/rules"
	"academy/models"
	"academy/models/participation"

	"github.com/google/uuid"
)

// extendMost is the most days that a step is extended by.
const extendMost = 60

// steer lets somebody who looks after proposals move one on that is not their own.
func (s *Service) steer(ctx context.Context, who access.Actor, id uuid.UUID, do func(*models.Tx, participation.Proposal, settings) error) error {
	if err := access.Check(who, access.Moderate); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		p, err := participation.LockProposal(tx, id)
		if err != nil {
			return err
		}
		if of(who.ID, p.AuthorID) {
			return ErrOwnCase
		}
		set, err := findSettings(tx)
		if err != nil {
			return err
		}
		return do(tx, p, set)
	})
}

// Override lists a proposal, or has it answered, before enough people support it. Everybody reads why.
func (s *Service) Override(ctx context.Context, who access.Actor, id uuid.UUID, effect, why string) error {
	text, err := reason(why)
	if err != nil {
		return err
	}
	if effect != "listed" && effect != "answer" {
		return fault.Field("effect", "voice.effect")
	}
	return s.steer(ctx, who, id, func(tx *models.Tx, p participation.Proposal, set settings) error {
		state := rules.State(p.State)
		if effect == "answer" {
			if state != rules.Gathering && state != rules.Lapsed {
				return ErrState
			}
			return s.review(tx, p, set, text)
		}
		if state != rules.Gathering || p.ListedAt != nil {
			return ErrState
		}
		if err := participation.UpdateListed(tx, id); err != nil {
			return err
		}
		return s.note(tx, participation.Event{ProposalID: id, Kind: "listed", Reason: text})
	})
}

// review has a proposal answered: by which office is to be said first.
func (s *Service) review(tx *models.Tx, p participation.Proposal, set settings, why string) error {
	due := set.due("review", tx.Now)
	if err := participation.UpdateState(tx, p.ID, participation.Move{State: string(rules.UnderReview), DueAt: due, DueFor: ptr("review")}); err != nil {
		return err
	}
	if err := participation.UpdateListed(tx, p.ID); err != nil {
		return err
	}
	return s.note(tx, participation.Event{ProposalID: p.ID, Kind: "review", Reason: why, Until: due})
}

// TakeUp says which office answers a proposal. From now on the answer has a due day.
func (s *Service) TakeUp(ctx context.Context, who access.Actor, id uuid.UUID, division string) error {
	return s.steer(ctx, who, id, func(tx *models.Tx, p participation.Proposal, set settings) error {
		d, err := participation.FindDivision(tx, division)
		if err != nil {
			return fault.Field("division", "voice.division_needed").Because(err)
		}
		if rules.State(p.State) != rules.UnderReview || p.DueFor == nil || *p.DueFor != "review" {
			return ErrState
		}
		due := set.due("answer", tx.Now)
		if err := participation.UpdateDivision(tx, id, d.ID, *due); err != nil {
			return err
		}
		return s.note(tx, participation.Event{ProposalID: id, Kind: "taken_up", Named: &d.Title, Until: due})
	})
}

// Extend gives the step at which a proposal stands more days, once, and says why.
func (s *Service) Extend(ctx context.Context, who access.Actor, id uuid.UUID, days int, why string) error {
	text, err := reason(why)
	if err != nil {
		return err
	}
	if days < 1 || days > extendMost {
		return fault.Field("days", "voice.days")
	}
	return s.steer(ctx, who, id, func(tx *models.Tx, p participation.Proposal, set settings) error {
		switch {
		case p.DueAt == nil:
			return ErrState
		case p.ExtendedAt != nil:
			return ErrExtended
		}
		from := *p.DueAt
		if from.Before(tx.Now) {
			from = tx.Now
		}
		until := set.calendar.Due(from.Add(-1), rules.Clock{Days: days})
		if err := participation.UpdateDue(tx, id, until, text); err != nil {
			return err
		}
		return s.note(tx, participation.Event{ProposalID: id, Kind: "extended", Reason: text, Until: &until})
	})
}
