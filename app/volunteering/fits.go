package volunteering

import (
	"cmp"
	"context"
	"slices"
	"time"

	"academy/app/access"
	"academy/app/volunteering/roster"
	"academy/models"
	"academy/models/volunteering"

	"github.com/google/uuid"
)

// Fit is whether somebody could have a seat in a need, and if not, why.
type Fit struct {
	Need        BoardNeed
	Reason      Reason
	Overridable bool
}

// Fits says of every need to come whether somebody could be given a seat in it, as if they gave one of theirs away.
func (s *Service) Fits(ctx context.Context, who access.Actor, activity, citizen, giving uuid.UUID) ([]Fit, error) {
	if err := coordinate(who); err != nil {
		return nil, err
	}
	var list []Fit
	err := s.DB.Snapshot(ctx, func(tx *models.Tx) error {
		sheet, err := sheetOf(tx, who, activity)
		if err != nil {
			return err
		}
		p, err := volunteering.FindPerson(tx, citizen)
		if err != nil {
			return err
		}
		list, err = fits(sheet, p, giving, tx.Now)
		return err
	})
	return list, err
}

func fits(sheet volunteering.Sheet, p volunteering.Person, giving uuid.UUID, now time.Time) ([]Fit, error) {
	people := []volunteering.Person{without(p, giving)}
	c := newScene(sheet, people, sight{needs: toCome(now)})
	why, err := c.rules()
	if err != nil {
		return nil, err
	}
	never, err := newScene(sheet, people, sight{needs: toCome(now), never: true}).rules()
	if err != nil {
		return nil, err
	}
	in := map[uuid.UUID]bool{}
	for _, seat := range sheet.People.V {
		in[seat.ShiftID] = in[seat.ShiftID] || seat.CitizenID == p.CitizenID && seat.ID != giving && holdsSeat(seat.State)
	}
	var list []Fit
	for i, n := range c.needs {
		shift := c.shifts[c.problem.Needs[i].Shift]
		v := Fit{Need: BoardNeed{ID: n.ID, Shift: shift.ID, Duty: n.Duty, Starts: shift.StartsAt, Ends: shift.EndsAt, Place: shift.Place, Online: shift.Online, Min: n.Min, Max: n.Max, Taken: n.Taken}}
		switch r := never(0, i); {
		case in[shift.ID]:
			v.Reason = AlreadyIn
		case n.Taken+n.Offered >= n.Max:
			v.Reason = Full
		case r != roster.OK:
			v.Reason = reasonOf(r)
		default:
			v.Reason = reasonOf(why(0, i))
		}
		v.Overridable = v.Reason.Overridable()
		list = append(list, v)
	}
	slices.SortStableFunc(list, func(a, b Fit) int {
		return cmp.Or(a.Need.Starts.Compare(b.Need.Starts), cmp.Compare(a.Need.Duty.KO, b.Need.Duty.KO))
	})
	return list, nil
}
