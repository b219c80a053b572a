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

// ErrNoUndo says that there is nothing of one's own to take back.
var ErrNoUndo = fault.New(fault.Conflict, "volunteering.no_undo")

// undoable is how long a change of a board can be taken back.
const undoable = 24 * time.Hour

// deed is one thing that a coordinator does on a board, with all that it changes.
type deed struct {
	activity, batch uuid.UUID
	who             access.Actor
}

func newDeed(who access.Actor, activity uuid.UUID) deed {
	return deed{activity: activity, batch: models.NewID(), who: who}
}

// record keeps what a seat was before, nil for nothing, and the version that it has now.
func (d deed) record(tx *models.Tx, id uuid.UUID, before *volunteering.Assignment, version int) error {
	c := volunteering.Change{Batch: d.batch, ActivityID: d.activity, ActorID: d.who.ID, AssignmentID: id, Version: version}
	if before != nil {
		c.Before = &models.JSON[volunteering.Standing]{V: volunteering.Standing{
			State: before.State, NeedID: before.NeedID, Origin: before.Origin, QueueNo: before.QueueNo, OfferedUntil: before.OfferedUntil,
			Overridden: before.Overridden, Reason: before.Reason,
		}}
	}
	return volunteering.InsertChange(tx, c)
}

// Undo takes back the last thing that somebody did on a board, whole. Where anything of it has changed since, by whomever, it
// is refused and nothing is changed.
func (s *Service) Undo(ctx context.Context, who access.Actor, activity uuid.UUID) error {
	if err := coordinate(who); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		if _, err := s.lockOwn(tx, who, activity); err != nil {
			return err
		}
		changes, err := volunteering.ListLastChanges(tx, activity, who.ID, tx.Now.Add(-undoable))
		if err != nil {
			return err
		}
		if len(changes) == 0 {
			return ErrNoUndo
		}
		seats, err := holdChanged(tx, changes)
		if err != nil {
			return err
		}
		freed, err := takeBack(tx, who, changes, seats)
		if err != nil {
			return err
		}
		for _, a := range freed {
			sheet, err := volunteering.FindShiftSheet(tx, a.ShiftID)
			if err != nil {
				return err
			}
			if err := s.promote(tx, sheet, a.NeedID); err != nil {
				return err
			}
		}
		if err := volunteering.UpdateUndone(tx, changes[0].Batch); err != nil {
			return stale(err)
		}
		return noteOn(tx, who, "roster.undone", "activity", activity, "")
	})
}

// holdChanged holds the volunteers, the shifts and the seats of changes, and refuses what is no longer as it was left.
func holdChanged(tx *models.Tx, changes []volunteering.Change) ([]volunteering.Assignment, error) {
	var citizens, shifts []uuid.UUID
	seats := make([]volunteering.Assignment, len(changes))
	for _, c := range changes {
		a, err := volunteering.FindAssignment(tx, c.AssignmentID)
		if err != nil {
			return nil, err
		}
		citizens, shifts = append(citizens, a.CitizenID), append(shifts, a.ShiftID)
	}
	if err := errors.Join(volunteering.LockVolunteers(tx, citizens), volunteering.LockShifts(tx, shifts...)); err != nil {
		return nil, err
	}
	for i, c := range changes {
		var err error
		if seats[i], err = volunteering.LockAssignment(tx, c.AssignmentID); err != nil {
			return nil, err
		}
		if seats[i].Version != c.Version || !tx.Now.Before(seats[i].StartsAt) {
			return nil, ErrChanged
		}
	}
	return seats, nil
}

// takeBack first takes the seats away that were given, and then gives back those that were taken. It answers the former.
func takeBack(tx *models.Tx, who access.Actor, changes []volunteering.Change, seats []volunteering.Assignment) (freed []volunteering.Assignment, err error) {
	for i, c := range changes {
		if !holdsSeat(seats[i].State) {
			continue
		}
		a := seats[i]
		a.State, a.Reason, a.Overridden = volunteering.ByOrganiser, "", ""
		if c.Before != nil {
			a = before(a, c.Before.V)
		}
		if err := putBack(tx, who, a); err != nil {
			return nil, err
		}
		freed = append(freed, seats[i])
	}
	for i, c := range changes {
		if holdsSeat(seats[i].State) || c.Before == nil {
			continue
		}
		a := before(seats[i], c.Before.V)
		if err := stillFits(tx, a); err != nil {
			return nil, err
		}
		if err := putBack(tx, who, a); err != nil {
			return nil, err
		}
	}
	return freed, nil
}

func before(a volunteering.Assignment, was volunteering.Standing) volunteering.Assignment {
	a.State, a.NeedID, a.Origin, a.QueueNo, a.OfferedUntil = was.State, was.NeedID, was.Origin, was.QueueNo, was.OfferedUntil
	a.Overridden, a.Reason = was.Overridden, was.Reason
	return a
}

func putBack(tx *models.Tx, who access.Actor, a volunteering.Assignment) error {
	if err := volunteering.UpdateAssignment(tx, a); err != nil {
		return stale(err)
	}
	return note(tx, who.ID, a, "shift.undone", a.Reason)
}

// stillFits refuses a seat that nobody could give any more: it is taken, or the person is elsewhere.
func stillFits(tx *models.Tx, a volunteering.Assignment) error {
	if !holdsSeat(a.State) {
		return nil
	}
	sheet, err := volunteering.FindShiftSheet(tx, a.ShiftID)
	if err != nil {
		return err
	}
	p, err := volunteering.FindPerson(tx, a.CitizenID)
	if err != nil {
		return err
	}
	j, err := newJudge(sheet, []volunteering.Person{p}, a.NeedID)
	if err != nil || len(j.needs) == 0 {
		return errors.Join(ErrChanged, err)
	}
	if r, _ := j.reason(tx.Now, 0); r != OK && !r.Overridable() {
		return errRefused(r)
	}
	return nil
}

// Move gives somebody who has a seat another one in its place, in one deed. A rule that can be set aside is, with a reason.
func (s *Service) Move(ctx context.Context, who access.Actor, activity, seat, need uuid.UUID, reason string) error {
	if err := coordinate(who); err != nil {
		return err
	}
	if reason = clean(reason); len([]rune(reason)) > maxReason {
		return fault.Field("reason", "volunteering.long")
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		a, err := volunteering.FindAssignment(tx, seat)
		if err != nil {
			return err
		}
		n, err := volunteering.FindNeed(tx, need)
		if err != nil {
			return err
		}
		if _, err := volunteering.LockVolunteer(tx, a.CitizenID); err != nil {
			return err
		}
		if err := volunteering.LockShifts(tx, a.ShiftID, n.ShiftID); err != nil {
			return err
		}
		old, err := holdShift(tx, a.CitizenID, a.ShiftID)
		if err != nil {
			return err
		}
		d := newDeed(who, activity)
		if err := d.takeAway(tx, old, seat, ""); err != nil {
			return err
		}
		h, err := holdShift(tx, a.CitizenID, n.ShiftID)
		if err != nil {
			return err
		}
		if err := d.assign(tx, h, Placing{Need: need, Citizen: a.CitizenID, Reason: reason}); err != nil {
			return err
		}
		return s.promote(tx, old.sheet, a.NeedID)
	})
}

// takeAway takes a seat of the activity away. Volunteer and shift are held.
func (d deed) takeAway(tx *models.Tx, h hold, seat uuid.UUID, reason string) error {
	if h.sheet.ID != d.activity {
		return fault.ErrMissing
	}
	if err := looksAfter(d.who, h.sheet.Activity); err != nil {
		return err
	}
	a, err := volunteering.LockAssignment(tx, seat)
	if err != nil {
		return err
	}
	switch {
	case a.State != Assigned && a.State != Confirmed:
		return ErrChanged
	case !tx.Now.Before(a.StartsAt):
		return errRefused(Over)
	}
	was := a
	a.State, a.Reason, a.Overridden = volunteering.ByOrganiser, reason, ""
	if err := volunteering.UpdateAssignment(tx, a); err != nil {
		return err
	}
	if err := d.record(tx, a.ID, &was, was.Version+1); err != nil {
		return err
	}
	return note(tx, d.who.ID, a, "shift.unassigned", reason)
}

// assign judges and gives a seat of the activity. Volunteer and shift are held.
func (d deed) assign(tx *models.Tx, h hold, p Placing) error {
	if h.sheet.ID != d.activity {
		return fault.ErrMissing
	}
	if err := looksAfter(d.who, h.sheet.Activity); err != nil {
		return err
	}
	j, err := newJudge(h.sheet, []volunteering.Person{h.person}, p.Need)
	if err != nil {
		return err
	}
	j.walkIn = p.WalkIn
	a := volunteering.Assignment{NeedID: p.Need, CitizenID: p.Citizen, Origin: volunteering.FromCoordinator}
	if r, _ := j.reason(tx.Now, 0); r != OK {
		if !r.Overridable() {
			return errRefused(r)
		}
		if p.Reason == "" {
			return fault.Field("reason", "volunteering.override_needed").Carrying(map[string]any{"reasons": []string{string(r)}})
		}
		a.Overridden, a.Reason = string(r), p.Reason
	}
	return d.give(tx, h, a)
}
