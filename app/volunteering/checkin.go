package volunteering

import (
	"context"
	"errors"
	"time"

	"academy/app/access"
	"academy/app/attendance"
	"academy/app/fault"
	"academy/models"
	"academy/models/volunteering"

	"github.com/google/uuid"
)

// How a mark came about.
const (
	byQR          = "qr"
	byCode        = "code"
	byCoordinator = "coordinator"
)

// mostTries are the codes that somebody may type wrongly in a shift; the schema says the same.
const mostTries = 5

// Faults of checking in.
var (
	ErrTokenExpired = fault.New(fault.Conflict, "volunteering.checkin.expired")
	ErrTokenUnknown = fault.New(fault.Missing, "volunteering.checkin.unknown")
	ErrWrongCode    = fault.New(fault.Invalid, "volunteering.checkin.wrong_code")
	ErrNoTries      = fault.New(fault.Limited, "volunteering.checkin.no_tries")
)

// errHere is why somebody can neither check in nor out; its key is that of the reason.
func errHere(why string) *fault.Error {
	kind := fault.Conflict
	if why == hereNotAssigned {
		kind = fault.Denied
	}
	return fault.New(kind, "volunteering.checkin."+why)
}

// Presence is somebody who has read a code, before the one button: which shift it is, and what can be done.
type Presence struct {
	Assignment   uuid.UUID
	Name         string
	Title, Duty  Text
	Place        Text
	Online       bool
	Starts, Ends time.Time
	State        string
	Do           string // in, out
	// Ticket proves for some minutes that the code was read, so that nobody has to be quick.
	Ticket string
}

// ReadCode is what the reader of a QR code can do about which of their shifts.
func (s *Service) ReadCode(ctx context.Context, who access.Actor, token string) (Presence, error) {
	if err := access.Check(who, access.Learn); err != nil {
		return Presence{}, err
	}
	var v Presence
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		activity, err := s.CheckInKey.ReadToken(token, tx.Now)
		switch {
		case errors.Is(err, attendance.ErrExpired):
			return ErrTokenExpired.Because(err)
		case err != nil:
			return ErrTokenUnknown.Because(err)
		}
		rows, err := volunteering.ListOwnOf(tx, who.ID, activity)
		if err != nil {
			return err
		}
		at, do, why := pick(rows, tx.Now)
		if do == "" {
			return notHere(rows, at, why)
		}
		a := rows[at]
		v = Presence{
			Assignment: a.ID, Name: who.Name, Title: a.Title, Duty: a.Duty, Place: a.Place, Online: a.Online, Starts: a.StartsAt, Ends: a.EndsAt, State: a.State, Do: do,
			Ticket: s.CheckInKey.Ticket(a.ID, do, tx.Now),
		}
		return nil
	})
	return v, err
}

// notHere says why there is nothing to do, and of what is too early, from when on it is not.
func notHere(rows []volunteering.OwnAssignment, at int, why string) error {
	err := errHere(why)
	if why == hereTooEarly || why == hereWrongDay && at >= 0 {
		err = err.Carrying(map[string]any{"opens_at": rows[at].StartsAt.Add(-opensBefore).UTC()})
	}
	return err
}

// Proof is how somebody shows that they are there: the ticket of a code that was read, or the code as it was typed.
type Proof struct{ Ticket, Code string }

// CheckIn notes that the owner of an assignment has come, or with DoOut that they leave. Twice is once. A wrong code is
// counted even though it is refused.
func (s *Service) CheckIn(ctx context.Context, who access.Actor, id uuid.UUID, do string, p Proof) (MyShift, error) {
	if do != DoIn && do != DoOut {
		return MyShift{}, ErrNotNow
	}
	var refusal error
	err := s.own(ctx, who, id, func(tx *models.Tx, h hold, a volunteering.Assignment) error {
		if did(a.State, do) {
			return nil
		}
		can, why := here(a.State, a.StartsAt, a.EndsAt, tx.Now)
		if can != do {
			if why == "" {
				return ErrNotNow
			}
			return errHere(why)
		}
		how, wrong, err := s.prove(tx, h.sheet.ID, a, do, p)
		if err != nil || wrong != nil {
			refusal = wrong
			return err
		}
		mark := MarkIn
		if do == DoOut {
			mark = outMark(a.EndsAt, tx.Now)
		}
		return s.mark(tx, who, h, a, mark, how)
	})
	if err == nil {
		err = refusal
	}
	if err != nil {
		return MyShift{}, err
	}
	return s.MyShift(ctx, who, id)
}

// did says that an assignment is already what would be done.
func did(state, do string) bool {
	if do == DoIn {
		return state == volunteering.CheckedIn
	}
	return state == volunteering.Completed || state == volunteering.LeftEarly
}

// prove judges a proof. What is wrong with it is told apart from what has failed: a wrong code is written down.
func (s *Service) prove(tx *models.Tx, activity uuid.UUID, a volunteering.Assignment, do string, p Proof) (how string, wrong, err error) {
	if p.Ticket != "" {
		if !s.CheckInKey.KnowsTicket(a.ID, do, p.Ticket, tx.Now) {
			return "", ErrTokenExpired, nil
		}
		return byQR, nil, nil
	}
	tries, err := volunteering.CountTries(tx, a.ShiftID, a.CitizenID)
	switch {
	case err != nil:
		return "", nil, err
	case tries >= mostTries:
		return "", ErrNoTries, nil
	case s.CheckInKey.KnowsCode(activity, p.Code, tx.Now):
		return byCode, nil, nil
	}
	left := mostTries - tries - 1
	return "", ErrWrongCode.With(left).Carrying(map[string]any{"tries_left": left}), volunteering.InsertTry(tx, a.ShiftID, a.CitizenID, tries+1)
}

// mark writes what an assignment comes to by a mark. Volunteer, shift and assignment are held.
func (s *Service) mark(tx *models.Tx, who access.Actor, h hold, a volunteering.Assignment, m Mark, how string) error {
	before := a.Attendance()
	if !m.Can(before, a.StartsAt, tx.Now) {
		return ErrNotNow
	}
	step := volunteering.Step{AssignmentID: a.ID, Mark: string(m), How: how, MadeBy: &who.ID}
	step.Before.V, step.After.V = before, m.apply(before, a.StartsAt, a.EndsAt, tx.Now)
	return s.take(tx, who, h, a, step)
}

// take writes a step, with what follows from it: a seat that is given up or taken again, and hours.
func (s *Service) take(tx *models.Tx, who access.Actor, h hold, a volunteering.Assignment, step volunteering.Step) error {
	before, after := step.Before.V, step.After.V
	if !holdsSeat(before.State) && holdsSeat(after.State) {
		if err := seatAgain(tx, h, a.NeedID); err != nil {
			return err
		}
	}
	if err := volunteering.UpdateAttendance(tx, a.ID, after); err != nil {
		return err
	}
	if err := volunteering.InsertStep(tx, step); err != nil {
		return err
	}
	a.State = after.State
	if err := note(tx, who.ID, a, "shift."+step.Mark, ""); err != nil {
		return err
	}
	if err := s.settleHours(tx, who, h, a, before, after); err != nil {
		return err
	}
	if holdsSeat(before.State) && !holdsSeat(after.State) {
		return s.promote(tx, h.sheet, a.NeedID)
	}
	return nil
}

// seatAgain says whether somebody who was missing can have the seat again: another may have it by now, and nobody is in two
// places at once.
func seatAgain(tx *models.Tx, h hold, need uuid.UUID) error {
	n, err := volunteering.FindNeed(tx, need)
	if err != nil {
		return err
	}
	if n.Taken >= n.Max {
		return errRefused(Full)
	}
	shift := h.sheet.Shifts.V[0]
	for _, e := range h.person.Engagements.V {
		if e.ShiftID != shift.ID && e.StartsAt.Before(shift.EndsAt) && shift.StartsAt.Before(e.EndsAt) {
			return errRefused(Overlap)
		}
	}
	return nil
}
