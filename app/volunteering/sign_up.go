package volunteering

import (
	"context"
	"errors"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/models"
	"academy/models/operations"
	"academy/models/volunteering"

	"github.com/google/uuid"
)

// Receipt is what became of an assignment. Position is the place in line, from 1; 0 for those who are in none.
type Receipt struct {
	ID       uuid.UUID
	State    string
	Position int
	Reasons  []Reason
	Activity uuid.UUID
}

// hold is one volunteer before one shift, both held.
type hold struct {
	person volunteering.Person
	sheet  volunteering.Sheet
	// mine is what the volunteer is in the shift, nil for nothing.
	mine *volunteering.SheetSeat
}

// holdShift holds a volunteer and then a shift, in this order everywhere, and reads what decides.
func holdShift(tx *models.Tx, citizenID, shiftID uuid.UUID) (hold, error) {
	var h hold
	if _, err := volunteering.LockVolunteer(tx, citizenID); errors.Is(err, models.ErrNotFound) {
		return h, ErrNotVolunteer
	} else if err != nil {
		return h, err
	}
	if _, err := volunteering.LockShift(tx, shiftID); err != nil {
		return h, err
	}
	var err error
	if h.sheet, err = volunteering.FindShiftSheet(tx, shiftID); err != nil {
		return h, err
	}
	for _, seat := range h.sheet.People.V {
		if seat.CitizenID == citizenID {
			h.mine = &seat
		}
	}
	h.person, err = volunteering.FindPerson(tx, citizenID)
	return h, err
}

// SignUp gives a citizen a seat in a shift, or the next place in line when only a seat is missing. Without a need it is the
// first in which there is one.
func (s *Service) SignUp(ctx context.Context, who access.Actor, shiftID, needID uuid.UUID) (Receipt, error) {
	if err := access.Check(who, access.Learn); err != nil {
		return Receipt{}, err
	}
	var r Receipt
	err := s.DB.Write(ctx, func(tx *models.Tx) error {
		h, err := holdShift(tx, who.ID, shiftID)
		if err != nil {
			return err
		}
		if h.sheet.State == volunteering.Draft {
			return fault.ErrMissing
		}
		need, verdict, err := h.choose(tx.Now, needID)
		if err != nil {
			return err
		}
		if !verdict.Can() && !verdict.Waitlist {
			return errRefused(verdict.Reason)
		}
		return s.enter(tx, h, need, verdict, &r)
	})
	return r, err
}

// choose finds the need in which there is a seat, else one with a line, else why there is neither.
func (h hold) choose(now time.Time, needID uuid.UUID) (volunteering.SheetNeed, Verdict, error) {
	c := newScene(h.sheet, []volunteering.Person{h.person}, sight{
		needs: func(n volunteering.SheetNeed, _ volunteering.SheetShift) bool {
			return needID == uuid.Nil || n.ID == needID
		}, mild: true,
	})
	if len(c.needs) == 0 {
		return volunteering.SheetNeed{}, Verdict{}, fault.ErrMissing
	}
	why, err := c.rules()
	if err != nil {
		return volunteering.SheetNeed{}, Verdict{}, err
	}
	best, verdict := 0, Verdict{}
	for i := range c.needs {
		v := Decide(c.standing(now, i, h.mine != nil, why(0, i)))
		if i == 0 || !verdict.Can() && (v.Can() || v.Waitlist && !verdict.Waitlist) {
			best, verdict = i, v
		}
	}
	return c.needs[best], verdict, nil
}

// enter writes the assignment of somebody who has signed up.
func (s *Service) enter(tx *models.Tx, h hold, need volunteering.SheetNeed, v Verdict, r *Receipt) error {
	shift := h.sheet.Shifts.V[0]
	a := volunteering.Assignment{
		ID: models.NewID(), ShiftID: shift.ID, NeedID: need.ID, CitizenID: h.person.CitizenID, StartsAt: shift.StartsAt, EndsAt: shift.EndsAt,
		State: volunteering.Confirmed, Origin: volunteering.Self,
	}
	*r = Receipt{ID: a.ID, State: a.State, Activity: h.sheet.ID, Reasons: []Reason{}}
	if v.Waitlist {
		a.State = volunteering.Waitlisted
		r.State, r.Position, r.Reasons = a.State, need.Waiting+1, []Reason{Full}
	}
	if err := volunteering.InsertAssignment(tx, a); err != nil {
		return err
	}
	if err := volunteering.UpdateTold(tx, a.ID); err != nil {
		return err
	}
	if err := note(tx, a.CitizenID, a, "shift.signed_up", ""); err != nil {
		return err
	}
	if v.Waitlist && need.Taken+need.Offered < need.Max { // those before cannot take the free seat
		return s.promote(tx, h.sheet, need.ID)
	}
	return nil
}

// note keeps who did what with an assignment.
func note(tx *models.Tx, actor uuid.UUID, a volunteering.Assignment, action, reason string) error {
	return operations.InsertAudit(tx, operations.AuditEntry{
		ActorID: &actor, Action: action, SubjectID: &a.CitizenID, ObjectKind: "shift_assignment", ObjectID: &a.ID, Reason: reason,
		Details: models.JSON[map[string]string]{V: map[string]string{"shift": a.ShiftID.String(), "need": a.NeedID.String(), "state": a.State, "overridden": a.Overridden}},
	})
}
