package volunteering

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"academy/app/access"
	"academy/app/attendance"
	"academy/app/fault"
	"academy/models"
	"academy/models/volunteering"

	"github.com/google/uuid"
)

// Desk is the check-in of an activity on a day, before those who coordinate.
type Desk struct {
	ID    uuid.UUID
	Title Text
	Now   time.Time
	Day   time.Time
	// Today says that the day is today, so that there is a code to show.
	Today bool
	// Code and Address change with every step; Left is how long these are shown.
	Code, Address string
	Left          time.Duration
	Search        string
	Shifts        []DeskShift
	// Expected are all who are to come, Here those who are or were there, Missing those who are not.
	Expected, Here, Missing int
	// More says that there are others, to be found by their name.
	More bool
}

// DeskShift is a shift of the day.
type DeskShift struct {
	ID           uuid.UUID
	Starts, Ends time.Time
	Place        Text
	Online       bool
	Needs        []DeskNeed
	People       []DeskPerson
	// Open says that somebody can still be added.
	Open bool
}

// DeskNeed is a need with how it is filled.
type DeskNeed struct {
	ID         uuid.UUID
	Duty       Text
	Max, Taken int
}

// DeskPerson is somebody who is expected.
type DeskPerson struct {
	ID, Citizen  uuid.UUID
	Name         string
	Duty         Text
	State        string
	Late         bool
	Came, Left   *time.Time
	Marks        []Mark
	Undoable     bool
	Starts, Ends time.Time
}

const deskMost = 300

// Desk shows who is expected on a day, today if none is named, and the code of now.
func (s *Service) Desk(ctx context.Context, who access.Actor, id uuid.UUID, day time.Time, search string) (Desk, error) {
	v := Desk{Search: strings.TrimSpace(search)}
	if err := coordinate(who); err != nil {
		return v, err
	}
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		if day.IsZero() {
			day = tx.Now
		}
		v.Now, v.Day = tx.Now, startOfDay(day)
		v.Today = v.Day.Equal(startOfDay(tx.Now))
		until := v.Day.AddDate(0, 0, 1)
		a, err := volunteering.FindActivityDay(tx, id, v.Day, until)
		if err != nil {
			return err
		}
		if err := looksAfter(who, a.Activity); err != nil {
			return err
		}
		v.ID, v.Title = a.ID, a.Title
		people, err := volunteering.ListExpected(tx, id, v.Day, until, v.Search, deskMost+1)
		v.fill(a.Needs.V, people)
		return err
	})
	if err == nil && v.Today {
		step := attendance.At(v.Now)
		v.Code, v.Address, v.Left = s.CheckInKey.Code(id, step), s.BaseURL+"/checkin/"+s.CheckInKey.Token(id, step), attendance.Left(v.Now)
	}
	return v, err
}

func (v *Desk) fill(needs []volunteering.DayNeed, people []volunteering.Expected) {
	if v.More = len(people) > deskMost; v.More {
		people = people[:deskMost]
	}
	for _, n := range needs {
		if len(v.Shifts) == 0 || v.Shifts[len(v.Shifts)-1].ID != n.ShiftID {
			v.Shifts = append(v.Shifts, DeskShift{ID: n.ShiftID, Starts: n.StartsAt, Ends: n.EndsAt, Place: n.Place, Online: n.Online, Open: v.Today && v.Now.Before(n.EndsAt)})
		}
		last := &v.Shifts[len(v.Shifts)-1]
		last.Needs = append(last.Needs, DeskNeed{ID: n.ID, Duty: n.Duty, Max: n.Max, Taken: n.Taken})
	}
	for _, p := range people {
		at := slices.IndexFunc(v.Shifts, func(s DeskShift) bool { return s.ID == p.ShiftID })
		if at < 0 {
			continue
		}
		v.Shifts[at].People = append(v.Shifts[at].People, v.person(p))
	}
	if v.Search != "" {
		v.Shifts = slices.DeleteFunc(v.Shifts, func(s DeskShift) bool { return len(s.People) == 0 })
	}
}

func (v *Desk) person(p volunteering.Expected) DeskPerson {
	one := DeskPerson{
		ID: p.ID, Citizen: p.CitizenID, Name: p.Name, Duty: p.Duty, State: p.State, Late: p.Late, Came: p.CameAt, Left: p.LeftAt, Undoable: p.Undoable, Starts: p.StartsAt, Ends: p.EndsAt,
	}
	for _, m := range Marks() {
		if m.Can(p.Attendance(), p.StartsAt, v.Now) {
			one.Marks = append(one.Marks, m)
		}
	}
	switch {
	case p.CameAt != nil:
		v.Here++
		v.Expected++
	case p.State == volunteering.NoShow, p.State == volunteering.Excused:
		v.Missing++
	default:
		v.Expected++
	}
	return one
}

// coordinated lets a coordinator change an assignment of an activity, with volunteer, shift and assignment held.
func (s *Service) coordinated(ctx context.Context, who access.Actor, activity, id uuid.UUID, change func(*models.Tx, hold, volunteering.Assignment) error) error {
	if err := coordinate(who); err != nil {
		return err
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
		if h.sheet.ID != activity {
			return fault.ErrMissing
		}
		if err := looksAfter(who, h.sheet.Activity); err != nil {
			return err
		}
		if a, err = volunteering.LockAssignment(tx, id); err != nil {
			return err
		}
		return change(tx, h, a)
	})
}

// MarkSeat notes what has become of somebody on the day. The same mark twice is made once.
func (s *Service) MarkSeat(ctx context.Context, who access.Actor, activity, id uuid.UUID, m Mark) error {
	return s.coordinated(ctx, who, activity, id, func(tx *models.Tx, h hold, a volunteering.Assignment) error {
		if !slices.Contains(Marks(), m) {
			return ErrNotNow
		}
		if m.made(a.Attendance()) {
			return nil
		}
		return s.mark(tx, who, h, a, m, byCoordinator)
	})
}

// UndoMark takes the last step back: all is as it was before. What has changed otherwise since is ErrNotNow.
func (s *Service) UndoMark(ctx context.Context, who access.Actor, activity, id uuid.UUID) error {
	return s.coordinated(ctx, who, activity, id, func(tx *models.Tx, h hold, a volunteering.Assignment) error {
		last, err := volunteering.FindLastStep(tx, id)
		if errors.Is(err, models.ErrNotFound) {
			return ErrNotNow
		}
		if err != nil {
			return err
		}
		if a.State != last.After.V.State {
			return ErrNotNow
		}
		step := volunteering.Step{AssignmentID: id, Mark: volunteering.UndoMark, How: byCoordinator, Undoes: &last.ID, MadeBy: &who.ID}
		step.Before.V, step.After.V = a.Attendance(), last.Before.V
		return s.take(tx, who, h, a, step)
	})
}

// WalkIns are the people who could be added to a need on the spot, and those who cannot, each with the reason.
func (s *Service) WalkIns(ctx context.Context, who access.Actor, activity, need uuid.UUID, search string) (Candidates, error) {
	return s.candidates(ctx, who, activity, need, search, true)
}

// WalkIn gives somebody who has come by a seat in a shift of today, until it ends, and checks them in. Rules that can be set
// aside are, with a reason; a seat too many and two places at once nobody can give.
func (s *Service) WalkIn(ctx context.Context, who access.Actor, activity, need, citizen uuid.UUID, reason string) error {
	if err := coordinate(who); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		h, err := newDeed(who, activity).seat(tx, Placing{Need: need, Citizen: citizen, Reason: reason, WalkIn: true})
		if err != nil {
			return err
		}
		a, err := volunteering.FindLive(tx, h.sheet.Shifts.V[0].ID, citizen)
		if err != nil {
			return err
		}
		if err := volunteering.UpdateTold(tx, a.ID); err != nil {
			return err
		}
		return s.mark(tx, who, h, a, MarkIn, byCoordinator)
	})
}
