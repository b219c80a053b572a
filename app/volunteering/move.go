package volunteering

import (
	"context"
	"errors"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/volunteering/roster"
	"academy/models"
	"academy/models/volunteering"

	"github.com/google/uuid"
)

// SaveShift changes when and where a shift is and what it needs. Who had said yes to another time is asked again; who cannot
// come then, because of another seat, loses this one. They are told when the roster is published.
func (s *Service) SaveShift(ctx context.Context, who access.Actor, activity, id uuid.UUID, d ShiftDraft) error {
	duties, err := s.Duties(ctx)
	if err != nil {
		return err
	}
	return s.withShift(ctx, who, activity, id, func(tx *models.Tx, a volunteering.Activity, old volunteering.Shift) error {
		d.Times = 1
		if err := d.check(a, duties); err != nil {
			return err
		}
		row := old
		row.StartsAt, row.EndsAt, _ = d.period(d.Day)
		row.Place, row.Online, row.Version = d.Place, d.Online, d.Version
		if !tx.Now.Before(old.StartsAt) {
			return errRefused(Over)
		}
		if err := volunteering.UpdateShift(tx, row); err != nil {
			return stale(err)
		}
		if err := saveNeeds(tx, id, d.Needs); err != nil {
			return err
		}
		if !row.StartsAt.Equal(old.StartsAt) || !row.EndsAt.Equal(old.EndsAt) {
			if err := askAgain(tx, id); err != nil {
				return err
			}
		}
		if err := s.promoteAll(tx, id); err != nil {
			return err
		}
		return noteOn(tx, who, "shift.saved", "shift", id, "")
	})
}

// withShift holds an activity, all who are in a shift, and the shift.
func (s *Service) withShift(ctx context.Context, who access.Actor, activity, id uuid.UUID, change func(*models.Tx, volunteering.Activity, volunteering.Shift) error) error {
	if err := coordinate(who); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		a, err := s.lockOwn(tx, who, activity)
		if err != nil {
			return err
		}
		live, err := volunteering.ListLive(tx, id)
		if err != nil {
			return err
		}
		var citizens []uuid.UUID
		for _, one := range live {
			citizens = append(citizens, one.CitizenID)
		}
		if err := volunteering.LockVolunteers(tx, citizens); err != nil {
			return err
		}
		shift, err := volunteering.LockShift(tx, id)
		if err != nil {
			return err
		}
		if shift.ActivityID != activity {
			return fault.ErrMissing
		}
		if shift.CancelledAt != nil {
			return ErrNotNow
		}
		return change(tx, a, shift)
	})
}

// saveNeeds brings the needs of a shift to what a draft says. Seats that are given cannot be taken away so.
func saveNeeds(tx *models.Tx, shift uuid.UUID, drafts []NeedDraft) error {
	old, err := volunteering.ListNeeds(tx, []uuid.UUID{shift})
	if err != nil {
		return err
	}
	byDuty := map[uuid.UUID]volunteering.Need{}
	for _, n := range old {
		byDuty[n.DutyID] = n
	}
	var fresh []volunteering.Need
	for _, d := range drafts {
		row, was := d.row(shift), byDuty[d.Duty]
		delete(byDuty, d.Duty)
		switch {
		case was.ID == uuid.Nil:
			fresh = append(fresh, row)
			continue
		case row.Max < was.Taken:
			return fault.Field("needs", "volunteering.need_taken")
		}
		row.ID = was.ID
		if err := volunteering.UpdateNeed(tx, row); err != nil {
			return err
		}
	}
	for _, gone := range byDuty {
		if err := volunteering.DeleteNeed(tx, gone.ID); errors.Is(err, models.ErrConflict) {
			return fault.Field("needs", "volunteering.need_used").Because(err)
		} else if err != nil {
			return err
		}
	}
	return volunteering.InsertNeeds(tx, fresh)
}

// askAgain puts the seats of a shift that has moved back to be answered.
func askAgain(tx *models.Tx, shift uuid.UUID) error {
	sheet, err := volunteering.FindShiftSheet(tx, shift)
	if err != nil {
		return err
	}
	for _, seat := range sheet.People.V {
		if !holdsSeat(seat.State) {
			continue
		}
		a, err := volunteering.LockAssignment(tx, seat.ID)
		if err != nil {
			return err
		}
		p, err := volunteering.FindPerson(tx, a.CitizenID)
		if err != nil {
			return err
		}
		c := newScene(sheet, []volunteering.Person{p}, sight{needs: just(a.NeedID), never: true, seated: true})
		why, err := c.rules()
		if err != nil {
			return err
		}
		a.State = volunteering.Assigned
		if r := why(0, 0); r == roster.Overlap || r == roster.Travel {
			a.State = volunteering.ByOrganiser
		}
		if err := volunteering.UpdateAssignment(tx, a); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) promoteAll(tx *models.Tx, shift uuid.UUID) error {
	sheet, err := volunteering.FindShiftSheet(tx, shift)
	if err != nil {
		return err
	}
	for _, n := range sheet.Needs.V {
		if err := s.promote(tx, sheet, n.ID); err != nil {
			return err
		}
	}
	return nil
}

// CancelShift calls a shift off. One that has begun stays, with the hours worked in it. Its people are told when the roster
// is published.
func (s *Service) CancelShift(ctx context.Context, who access.Actor, activity, id uuid.UUID, reason string) error {
	if reason = clean(reason); reason == "" || len([]rune(reason)) > maxReason {
		return fault.Field("cancel_reason", "volunteering.reason_needed")
	}
	return s.withShift(ctx, who, activity, id, func(tx *models.Tx, _ volunteering.Activity, shift volunteering.Shift) error {
		if !tx.Now.Before(shift.StartsAt) {
			return errRefused(Over)
		}
		live, err := volunteering.ListLive(tx, id)
		if err != nil {
			return err
		}
		for _, a := range live {
			a.State, a.Reason = volunteering.ByOrganiser, reason
			if err := volunteering.UpdateAssignment(tx, a); err != nil {
				return err
			}
		}
		if err := volunteering.UpdateShiftCancelled(tx, id); err != nil {
			return stale(err)
		}
		return noteOn(tx, who, "shift.cancelled", "shift", id, reason)
	})
}
