package volunteering

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/volunteering/roster"
	"academy/models"
	"academy/models/volunteering"

	"github.com/google/uuid"
)

// Candidates are the people who could be given a seat, and those who cannot, each with the reason.
type Candidates struct {
	Activity uuid.UUID
	Title    Text
	Need     BoardNeed
	Search   string
	Rows     []Candidate
	// More are how many others there are.
	More int
}

// Candidate is somebody before a need. Minutes are what they have before them already.
type Candidate struct {
	ID      uuid.UUID
	Name    string
	Duties  []Text
	Minutes int
	// Reason is OK, or why not; Overridable that a coordinator may set it aside.
	Reason      Reason
	Overridable bool
	// Position is the place in line, 0 for those who are in none.
	Position int
}

const candidatesMost = 60

// Candidates ranks people for a need: who can and has least to do, who could if a rule were set aside, who cannot.
func (s *Service) Candidates(ctx context.Context, who access.Actor, activity, need uuid.UUID, search string) (Candidates, error) {
	return s.candidates(ctx, who, activity, need, search, false)
}

func (s *Service) candidates(ctx context.Context, who access.Actor, activity, need uuid.UUID, search string, walkIn bool) (Candidates, error) {
	v := Candidates{Search: strings.TrimSpace(search)}
	if err := coordinate(who); err != nil {
		return v, err
	}
	err := s.DB.Snapshot(ctx, func(tx *models.Tx) error {
		sheet, err := sheetOf(tx, who, activity)
		if err != nil {
			return err
		}
		people, err := volunteering.ListPeople(tx, activity)
		if err != nil {
			return err
		}
		return v.fill(sheet, people, need, tx.Now, walkIn)
	})
	return v, err
}

func (v *Candidates) fill(sheet volunteering.Sheet, people []volunteering.Person, need uuid.UUID, now time.Time, walkIn bool) error {
	people = slices.DeleteFunc(people, func(p volunteering.Person) bool {
		return p.State != volunteering.Approved || v.Search != "" && !strings.Contains(strings.ToLower(p.Name), strings.ToLower(v.Search))
	})
	judge, err := newJudge(sheet, people, need)
	if err != nil {
		return err
	}
	if len(judge.needs) == 0 {
		return fault.ErrMissing
	}
	judge.walkIn = walkIn
	v.Activity, v.Title = sheet.ID, sheet.Title
	v.Need = boardNeed(sheet, judge.needs[0], judge.shifts[0], now, nil)
	for i, p := range people {
		one := poolPerson(p, now)
		row := Candidate{ID: one.ID, Name: one.Name, Duties: one.Duties, Minutes: one.Minutes}
		row.Reason, row.Position = judge.reason(now, i)
		row.Overridable = row.Reason.Overridable()
		v.Rows = append(v.Rows, row)
	}
	rank := func(c Candidate) int {
		switch {
		case c.Reason == OK:
			return 0
		case c.Overridable:
			return 1
		}
		return 2
	}
	slices.SortStableFunc(v.Rows, func(a, b Candidate) int {
		first := func(c Candidate) int { return cmp.Or(min(c.Position, 1)*-1, 0) }
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(first(a), first(b)), cmp.Compare(a.Position, b.Position), cmp.Compare(a.Minutes, b.Minutes), cmp.Compare(a.Name, b.Name))
	})
	v.More = max(len(v.Rows)-candidatesMost, 0)
	v.Rows = v.Rows[:len(v.Rows)-v.More]
	return nil
}

// judge decides who may be given a seat in one need.
type judge struct {
	*scene
	why, never func(person, need int) roster.Reason
	// walkIn says that the person has come by: the seat can be had until the shift ends.
	walkIn bool
}

func newJudge(sheet volunteering.Sheet, people []volunteering.Person, need uuid.UUID) (*judge, error) {
	j := &judge{scene: newScene(sheet, people, sight{needs: just(need)})}
	var err, errNever error
	j.why, err = j.rules()
	j.never, errNever = newScene(sheet, people, sight{needs: just(need), never: true}).rules()
	return j, errors.Join(err, errNever)
}

// reason is the first that stands against giving the seat to a person, those first that nobody can set aside; and where the
// person stands in line.
func (j *judge) reason(now time.Time, person int) (Reason, int) {
	n, s := j.needs[0], j.shifts[0]
	position, offered := 0, n.Offered
	for _, seat := range j.sheet.People.V {
		if seat.ShiftID != s.ID || seat.CitizenID != j.people[person].CitizenID {
			continue
		}
		if holdsSeat(seat.State) || seat.State != Waitlisted {
			return AlreadyIn, 0
		}
		if seat.NeedID == n.ID {
			position = seat.Before + 1
			if seat.OfferedUntil != nil && seat.OfferedUntil.After(now) {
				offered--
			}
		}
	}
	switch {
	case s.CancelledAt != nil || !now.Before(s.StartsAt) && !j.walkIn, !now.Before(s.EndsAt):
		return Over, position
	case j.walkIn && now.Before(startOfDay(s.StartsAt)):
		return TooEarly, position
	case n.Taken+offered >= n.Max:
		return Full, position
	}
	if r := j.never(person, 0); r != roster.OK {
		return reasonOf(r), position
	}
	return reasonOf(j.why(person, 0)), position
}

// Assign gives somebody a seat. A rule that can be set aside is, with a reason that is kept. It is a draft until the roster
// is published.
func (s *Service) Assign(ctx context.Context, who access.Actor, activity, need, citizen uuid.UUID, reason string) error {
	if err := coordinate(who); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		_, err := newDeed(who, activity).seat(tx, Placing{Need: need, Citizen: citizen, Reason: reason})
		return err
	})
}

// Placing is whom a coordinator gives a seat in which need, and why against a rule; WalkIn says that they have come by.
type Placing struct {
	Need, Citizen uuid.UUID
	Reason        string
	WalkIn        bool
}

// seat holds the volunteer and the shift, and gives the seat.
func (d deed) seat(tx *models.Tx, p Placing) (hold, error) {
	p.Reason = clean(p.Reason)
	if len([]rune(p.Reason)) > maxReason {
		return hold{}, fault.Field("reason", "volunteering.long")
	}
	n, err := volunteering.FindNeed(tx, p.Need)
	if err != nil {
		return hold{}, err
	}
	h, err := holdShift(tx, p.Citizen, n.ShiftID)
	if err != nil {
		return h, err
	}
	return h, d.assign(tx, h, p)
}

// give writes a seat: that of whoever is in line already, or a new one.
func (d deed) give(tx *models.Tx, h hold, a volunteering.Assignment) error {
	shift := h.sheet.Shifts.V[0]
	a.State = volunteering.Assigned
	if h.mine != nil {
		held, err := volunteering.LockAssignment(tx, h.mine.ID)
		if err != nil {
			return err
		}
		was := held
		held.State, held.NeedID, held.Origin, held.Overridden, held.Reason = a.State, a.NeedID, a.Origin, a.Overridden, a.Reason
		if err := volunteering.UpdateAssignment(tx, held); err != nil {
			return err
		}
		if err := d.record(tx, held.ID, &was, was.Version+1); err != nil {
			return err
		}
		return note(tx, d.who.ID, held, "shift.assigned", held.Reason)
	}
	a.ID, a.ShiftID, a.StartsAt, a.EndsAt = models.NewID(), shift.ID, shift.StartsAt, shift.EndsAt
	if err := volunteering.InsertAssignment(tx, a); err != nil {
		return stale(err)
	}
	if err := d.record(tx, a.ID, nil, 1); err != nil {
		return err
	}
	return note(tx, d.who.ID, a, "shift.assigned", a.Reason)
}

// SeatView is one seat before those who coordinate.
type SeatView struct {
	Activity uuid.UUID
	Title    Text
	Need     BoardNeed
	Seat     BoardSeat
	Why      string // the reason that is kept with an override
	Origin   string
	// Others are the seats that the person could be moved to.
	Others []Fit
}

// Seat shows one seat.
func (s *Service) Seat(ctx context.Context, who access.Actor, activity, id uuid.UUID) (SeatView, error) {
	var v SeatView
	if err := coordinate(who); err != nil {
		return v, err
	}
	err := s.DB.Snapshot(ctx, func(tx *models.Tx) error {
		sheet, err := sheetOf(tx, who, activity)
		if err != nil {
			return err
		}
		people, err := volunteering.ListPeople(tx, activity)
		if err != nil {
			return err
		}
		c := newScene(sheet, people, sight{needs: func(_ volunteering.SheetNeed, s volunteering.SheetShift) bool { return s.CancelledAt == nil }, seated: true})
		breaches, err := c.breaches()
		if err != nil {
			return err
		}
		v.Activity, v.Title = sheet.ID, sheet.Title
		if err := v.find(c, id, tx.Now, breaches); err != nil {
			return err
		}
		return v.others(c, tx.Now)
	})
	return v, err
}

// others are the seats that somebody could be moved to: those that no rule forbids for good.
func (v *SeatView) others(c *scene, now time.Time) error {
	all, err := fits(c.sheet, c.people[c.person[v.Seat.Citizen]], v.Seat.ID, now)
	for _, fit := range all {
		if (fit.Reason == OK || fit.Overridable) && fit.Need.ID != v.Need.ID {
			v.Others = append(v.Others, fit)
		}
	}
	return err
}

func (v *SeatView) find(c *scene, id uuid.UUID, now time.Time, breaches map[uuid.UUID]Reason) error {
	for _, seat := range c.sheet.People.V {
		need, known := c.needOf[seat.NeedID]
		if seat.ID != id || !known || !holdsSeat(seat.State) {
			continue
		}
		v.Why, v.Origin = seat.Reason, seat.Origin
		v.Need = boardNeed(c.sheet, c.needs[need], c.shifts[c.problem.Needs[need].Shift], now, breaches)
		for _, shown := range v.Need.Seats {
			if shown.ID == id {
				v.Seat = shown
			}
		}
		return nil
	}
	return fault.ErrMissing
}

// Unassign takes a seat away again; whoever is first in line is offered it. The person is told when the roster is published,
// if they knew of the seat.
func (s *Service) Unassign(ctx context.Context, who access.Actor, activity, id uuid.UUID, reason string) error {
	if err := coordinate(who); err != nil {
		return err
	}
	reason = clean(reason)
	if len([]rune(reason)) > maxReason {
		return fault.Field("reason", "volunteering.long")
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		a, err := volunteering.FindAssignment(tx, id)
		if err != nil {
			return err
		}
		h, err := holdShift(tx, a.CitizenID, a.ShiftID)
		if err != nil {
			return err
		}
		if err := newDeed(who, activity).takeAway(tx, h, id, reason); err != nil {
			return err
		}
		return s.promote(tx, h.sheet, a.NeedID)
	})
}
