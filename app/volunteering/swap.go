package volunteering

import (
	"context"
	"errors"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/models"
	"academy/models/volunteering"

	"github.com/google/uuid"
)

// Faults of swaps.
var (
	ErrSwapOpen  = fault.New(fault.Conflict, "volunteering.swap_open")
	ErrSwapOther = fault.New(fault.Conflict, "volunteering.swap_other")
	ErrSwapOver  = fault.New(fault.Conflict, "volunteering.swap_over")
)

func swapUntil(now time.Time, hours int, starts ...time.Time) time.Time {
	until := now.Add(time.Duration(hours) * time.Hour)
	for _, at := range starts {
		if at.Before(until) {
			until = at
		}
	}
	return until
}

// pair is two seats with their people, all held.
type pair struct {
	activity volunteering.Activity
	sheets   [2]volunteering.Sheet
	seats    [2]volunteering.Assignment
	people   [2]volunteering.Person
}

// holdPair holds the two volunteers, then the two shifts, then the seats, each in one order.
func holdPair(tx *models.Tx, from, to uuid.UUID) (pair, error) {
	var h pair
	for i, id := range []uuid.UUID{from, to} {
		var err error
		if h.seats[i], err = volunteering.FindAssignment(tx, id); err != nil {
			return h, err
		}
	}
	if err := volunteering.LockVolunteers(tx, []uuid.UUID{h.seats[0].CitizenID, h.seats[1].CitizenID}); err != nil {
		return h, err
	}
	if err := volunteering.LockShifts(tx, h.seats[0].ShiftID, h.seats[1].ShiftID); err != nil {
		return h, err
	}
	for i := range h.seats {
		if err := h.read(tx, i); err != nil {
			return h, err
		}
	}
	h.activity = h.sheets[0].Activity
	return h, nil
}

func (h *pair) read(tx *models.Tx, i int) (err error) {
	if h.seats[i], err = volunteering.LockAssignment(tx, h.seats[i].ID); err != nil {
		return err
	}
	if h.sheets[i], err = volunteering.FindShiftSheet(tx, h.seats[i].ShiftID); err != nil {
		return err
	}
	h.people[i], err = volunteering.FindPerson(tx, h.seats[i].CitizenID)
	return err
}

// judge says why the two cannot change places now.
func (h *pair) judge(now time.Time) error {
	var seats [2]volunteering.SheetSeat
	for i, a := range h.seats {
		if a.State != Confirmed || !now.Before(a.StartsAt) {
			return ErrSwapOver
		}
		seats[i] = volunteering.SheetSeat{ID: a.ID, ShiftID: a.ShiftID, NeedID: a.NeedID, CitizenID: a.CitizenID, State: a.State}
	}
	reason, err := bothTake(h.sheets[0], h.sheets[1], h.people, seats, now)
	if err == nil && reason != OK {
		err = errRefused(reason)
	}
	return err
}

// OfferSwap asks somebody to change places. Both stay where they are until it is approved.
func (s *Service) OfferSwap(ctx context.Context, who access.Actor, from, to uuid.UUID) (uuid.UUID, error) {
	if err := access.Check(who, access.Learn); err != nil {
		return uuid.Nil, err
	}
	id := models.NewID()
	err := s.DB.Write(ctx, func(tx *models.Tx) error {
		h, err := holdPair(tx, from, to)
		if err != nil {
			return err
		}
		switch {
		case h.seats[0].CitizenID != who.ID || h.seats[0].Told == "" || h.sheets[1].ID != h.activity.ID || h.seats[1].Told == "":
			return models.ErrNotFound
		case h.seats[1].CitizenID == who.ID:
			return ErrSwapOther
		}
		if err := h.judge(tx.Now); err != nil {
			return err
		}
		w := volunteering.Swap{
			ID: id, ActivityID: h.activity.ID, FromID: from, ToID: to, State: volunteering.SwapOffered, OfferedAt: tx.Now,
			ExpiresAt: swapUntil(tx.Now, h.activity.OfferHours, h.seats[0].StartsAt, h.seats[1].StartsAt),
		}
		if err := volunteering.InsertSwap(tx, w); errors.Is(err, models.ErrConflict) {
			return ErrSwapOpen.Because(err)
		} else if err != nil {
			return err
		}
		if err := note(tx, who.ID, h.seats[0], "swap.offered", ""); err != nil {
			return err
		}
		return s.tell(tx, "swap_offered", h.activity, h.seats[1], id.String())
	})
	return id, err
}

// withSwap holds the two sides of a swap and the swap itself.
func (s *Service) withSwap(ctx context.Context, id uuid.UUID, change func(*models.Tx, pair, volunteering.Swap) error) error {
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		w, err := volunteering.FindSwap(tx, id)
		if err != nil {
			return err
		}
		h, err := holdPair(tx, w.FromID, w.ToID)
		if err != nil {
			return err
		}
		if w, err = volunteering.LockSwap(tx, id); err != nil {
			return err
		}
		return change(tx, h, w)
	})
}

// AnswerSwap says yes or no to a swap that one is asked for. A yes waits for a coordinator, unless the activity takes it as it
// is. Twice is once.
func (s *Service) AnswerSwap(ctx context.Context, who access.Actor, id uuid.UUID, yes bool) (string, error) {
	if err := access.Check(who, access.Learn); err != nil {
		return "", err
	}
	state := ""
	err := s.withSwap(ctx, id, func(tx *models.Tx, h pair, w volunteering.Swap) error {
		if h.seats[1].CitizenID != who.ID {
			return models.ErrNotFound
		}
		asked := volunteering.SwapRefused
		if yes {
			asked = volunteering.SwapAccepted
		}
		state = w.State
		switch {
		case w.State == asked, yes && w.State == volunteering.SwapApproved:
			return nil
		case w.State != volunteering.SwapOffered || !tx.Now.Before(w.ExpiresAt):
			return ErrSwapOver
		case !yes:
			state = asked
			return s.endSwap(tx, h, w, asked, &who.ID, "")
		}
		if err := h.judge(tx.Now); err != nil {
			return err
		}
		w.AcceptedAt = &tx.Now
		if h.activity.SwapAutomatic {
			state = volunteering.SwapApproved
			return s.exchange(tx, h, w, nil, "")
		}
		w.State, state = asked, asked
		if err := volunteering.UpdateSwap(tx, w); errors.Is(err, models.ErrConflict) {
			return ErrSwapOpen.Because(err)
		} else if err != nil {
			return err
		}
		if err := note(tx, who.ID, h.seats[1], "swap.accepted", ""); err != nil {
			return err
		}
		return errors.Join(s.tellSwap(tx, h, w, asked, 0), s.tellCoordinators(tx, h.activity, "swap_to_decide", w.ID.String(), "/swaps"))
	})
	return state, err
}

// WithdrawSwap takes back a swap that one has offered. Twice is once.
func (s *Service) WithdrawSwap(ctx context.Context, who access.Actor, id uuid.UUID) error {
	if err := access.Check(who, access.Learn); err != nil {
		return err
	}
	return s.withSwap(ctx, id, func(tx *models.Tx, h pair, w volunteering.Swap) error {
		switch {
		case h.seats[0].CitizenID != who.ID:
			return models.ErrNotFound
		case w.State == volunteering.SwapRefused:
			return nil
		case w.State != volunteering.SwapOffered && w.State != volunteering.SwapAccepted:
			return ErrSwapOver
		}
		return s.endSwap(tx, h, w, volunteering.SwapRefused, &who.ID, "")
	})
}

// DecideSwap approves or refuses a swap that both want. What was agreed is judged once more. Twice is once.
func (s *Service) DecideSwap(ctx context.Context, who access.Actor, activity, id uuid.UUID, approve bool, reason string) error {
	if err := coordinate(who); err != nil {
		return err
	}
	if reason = clean(reason); len([]rune(reason)) > maxReason {
		return fault.Field("reason", "volunteering.long")
	}
	return s.withSwap(ctx, id, func(tx *models.Tx, h pair, w volunteering.Swap) error {
		switch {
		case w.ActivityID != activity || looksAfter(who, h.activity) != nil:
			return fault.ErrMissing
		case approve && w.State == volunteering.SwapApproved, !approve && w.State == volunteering.SwapRefused:
			return nil
		case w.State != volunteering.SwapAccepted:
			return ErrSwapOver
		case !approve && reason == "":
			return fault.Field("reason", "volunteering.reason_needed")
		case !approve:
			return s.endSwap(tx, h, w, volunteering.SwapRefused, &who.ID, reason)
		}
		if err := h.judge(tx.Now); err != nil {
			return err
		}
		return s.exchange(tx, h, w, &who.ID, reason)
	})
}

// exchange has the two change places: their seats are given up, and each gets a new one in place of the other's, so that
// calendars see one appointment go and another come.
func (s *Service) exchange(tx *models.Tx, h pair, w volunteering.Swap, by *uuid.UUID, reason string) error {
	actor := h.seats[1].CitizenID
	if by != nil {
		actor = *by
	}
	for _, a := range h.seats {
		a.State = volunteering.ByVolunteer
		if err := settle(tx, actor, a, "shift.swapped"); err != nil {
			return err
		}
	}
	for i, seat := range h.seats {
		if err := succeed(tx, actor, seat, h.seats[1-i].CitizenID, "shift.swapped"); err != nil {
			return err
		}
	}
	if err := volunteering.ExpireSwapsOf(tx, w.FromID, w.ToID); err != nil {
		return err
	}
	w.State, w.EndedAt, w.EndedBy, w.Reason = volunteering.SwapApproved, &tx.Now, by, reason
	if err := volunteering.UpdateSwap(tx, w); err != nil {
		return err
	}
	return errors.Join(s.tellSwap(tx, h, w, w.State, 0), s.tellSwap(tx, h, w, w.State, 1))
}

// succeed gives somebody the seat that another has just given up; it is not offered to those in line.
func succeed(tx *models.Tx, actor uuid.UUID, seat volunteering.Assignment, citizen uuid.UUID, action string) error {
	a := volunteering.Assignment{
		ID: models.NewID(), ShiftID: seat.ShiftID, NeedID: seat.NeedID, CitizenID: citizen, StartsAt: seat.StartsAt, EndsAt: seat.EndsAt,
		State: Confirmed, Origin: volunteering.Self,
	}
	if err := volunteering.InsertAssignment(tx, a); err != nil {
		return stale(err)
	}
	if err := volunteering.UpdateTold(tx, a.ID); err != nil {
		return err
	}
	return note(tx, actor, a, action, "")
}

// endSwap ends a swap that does not come about, and tells both but the one who has ended it.
func (s *Service) endSwap(tx *models.Tx, h pair, w volunteering.Swap, state string, by *uuid.UUID, reason string) error {
	w.State, w.EndedAt, w.EndedBy, w.Reason = state, &tx.Now, by, reason
	if err := volunteering.UpdateSwap(tx, w); err != nil {
		return err
	}
	for i, seat := range h.seats {
		if by != nil && seat.CitizenID == *by {
			continue
		}
		if err := s.tellSwap(tx, h, w, state, i); err != nil {
			return err
		}
	}
	actor := h.seats[0].CitizenID
	if by != nil {
		actor = *by
	}
	return note(tx, actor, h.seats[0], "swap."+state, reason)
}

// ExpireSwaps ends what nobody has answered or decided in time, swaps and requests for cover.
func (s *Service) ExpireSwaps(ctx context.Context) error {
	var late []uuid.UUID
	err := s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		late, err = volunteering.ListExpiredSwaps(tx, 100)
		return err
	})
	for _, id := range late {
		if err == nil {
			err = s.withSwap(ctx, id, func(tx *models.Tx, h pair, w volunteering.Swap) error {
				if w.EndedAt != nil || w.ExpiresAt.After(tx.Now) && h.seats[0].Live() && h.seats[1].Live() {
					return nil
				}
				return s.endSwap(tx, h, w, volunteering.SwapExpired, nil, "")
			})
		}
	}
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, volunteering.ExpireCovers)
}
