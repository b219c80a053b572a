package volunteering

import (
	"context"
	"time"

	"academy/app/access"
	"academy/models"
	"academy/models/volunteering"

	"github.com/google/uuid"
)

// own lets a citizen change an assignment of their own, with volunteer, shift and assignment held. One they were not told
// of is not there.
func (s *Service) own(ctx context.Context, who access.Actor, id uuid.UUID, change func(*models.Tx, hold, volunteering.Assignment) error) error {
	if err := access.Check(who, access.Learn); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		a, err := volunteering.FindAssignment(tx, id)
		if err != nil {
			return err
		}
		if a.CitizenID != who.ID || a.Told == "" {
			return models.ErrNotFound
		}
		h, err := holdShift(tx, who.ID, a.ShiftID)
		if err != nil {
			return err
		}
		if a, err = volunteering.LockAssignment(tx, id); err != nil {
			return err
		}
		return change(tx, h, a)
	})
}

// Accept says yes to a seat that a coordinator gave, or to one that is offered to whoever is first in line. Twice is once.
func (s *Service) Accept(ctx context.Context, who access.Actor, id uuid.UUID) (Receipt, error) {
	var r Receipt
	err := s.own(ctx, who, id, func(tx *models.Tx, h hold, a volunteering.Assignment) error {
		r = Receipt{ID: a.ID, State: volunteering.Confirmed, Activity: h.sheet.ID, Reasons: []Reason{}}
		switch {
		case a.State == volunteering.Confirmed:
			return nil
		case !tx.Now.Before(a.StartsAt):
			return errRefused(Over)
		case a.State == volunteering.Waitlisted && a.OfferedUntil != nil && tx.Now.Before(*a.OfferedUntil):
			if reason, err := h.offered(tx.Now, a); err != nil || reason != OK {
				return cmpErr(err, reason)
			}
		case a.State != volunteering.Assigned:
			return ErrNotNow
		}
		a.State = volunteering.Confirmed
		return settle(tx, who.ID, a, "shift.accepted")
	})
	return r, err
}

// cmpErr is the error, or else what is refused.
func cmpErr(err error, reason Reason) error {
	if err != nil {
		return err
	}
	return errRefused(reason)
}

// offered decides once more about a seat that is offered: it is kept for this volunteer, but other work may have come.
func (h hold) offered(now time.Time, a volunteering.Assignment) (Reason, error) {
	c := newScene(h.sheet, []volunteering.Person{h.person}, sight{needs: just(a.NeedID), mild: true})
	why, err := c.rules()
	if err != nil {
		return "", err
	}
	standing := c.standing(now, 0, false, why(0, 0))
	standing.Offered, standing.Waiting = standing.Offered-1, 0
	return Decide(standing).Reason, nil
}

func settle(tx *models.Tx, actor uuid.UUID, a volunteering.Assignment, action string) error {
	if err := volunteering.UpdateAssignment(tx, a); err != nil {
		return err
	}
	if err := volunteering.UpdateTold(tx, a.ID); err != nil {
		return err
	}
	return note(tx, actor, a, action, "")
}

// Leave gives a seat or a place in line back: a confirmed one until the activity's limit, any other until the shift begins.
// Who is next in line is offered the seat. Twice is once.
func (s *Service) Leave(ctx context.Context, who access.Actor, id uuid.UUID) (Receipt, error) {
	var r Receipt
	err := s.own(ctx, who, id, func(tx *models.Tx, h hold, a volunteering.Assignment) error {
		r = Receipt{ID: a.ID, State: volunteering.ByVolunteer, Activity: h.sheet.ID, Reasons: []Reason{}}
		switch a.State {
		case volunteering.ByVolunteer:
			return nil
		case volunteering.Confirmed:
			if !withdrawable(tx.Now, a.StartsAt, h.sheet.WithdrawHours) {
				return ErrTooLate.With(h.sheet.WithdrawHours)
			}
		case volunteering.Assigned, volunteering.Waitlisted:
			if !tx.Now.Before(a.StartsAt) {
				return errRefused(Over)
			}
		default:
			return ErrNotNow
		}
		a.State = volunteering.ByVolunteer
		if err := settle(tx, who.ID, a, "shift.left"); err != nil {
			return err
		}
		return s.promote(tx, h.sheet, a.NeedID)
	})
	return r, err
}

func withdrawable(now, starts time.Time, hours int) bool {
	return now.Before(starts.Add(-time.Duration(hours) * time.Hour))
}

// LeaveShift is Leave by the shift.
func (s *Service) LeaveShift(ctx context.Context, who access.Actor, shiftID uuid.UUID) (Receipt, error) {
	if err := access.Check(who, access.Learn); err != nil {
		return Receipt{}, err
	}
	var a volunteering.Assignment
	err := s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		a, err = volunteering.FindLive(tx, shiftID, who.ID)
		return err
	})
	if err != nil {
		return Receipt{}, err
	}
	return s.Leave(ctx, who, a.ID)
}
