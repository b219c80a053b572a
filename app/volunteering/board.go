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

// Board is the roster of an activity.
type Board struct {
	ID    uuid.UUID
	Title Text
	Place Text
	State string
	Now   time.Time
	// Days are some that follow one another; Earlier and Later are where there are others. Chosen is the one a phone shows.
	Days           []BoardDay
	Earlier, Later *time.Time
	Chosen         int
	Duties         []BoardDuty
	// People are all who have a seat on these days, and Pool those who could have one.
	People []BoardPerson
	Pool   []PoolPerson
	// Seats there are, Taken are given, Missing below the minimums, Pending not confirmed yet, Untold to be published.
	Seats, Taken, Missing, Pending, Untold int
	Volunteers                             int
	Problems                               []BoardProblem
	// Run is a roster that is being worked out or waits to be looked at.
	Run *uuid.UUID
	// Undoable says that the reader's last change can be taken back, as far as is known.
	Undoable bool
}

// BoardDay is a day of a board.
type BoardDay struct {
	Day          time.Time
	Seats, Taken int
}

// BoardDuty is the row of a duty: its needs by day.
type BoardDuty struct {
	Title Text
	Cells [][]BoardNeed
}

// BoardNeed is a need of a shift with who is there.
type BoardNeed struct {
	ID, Shift       uuid.UUID
	Duty            Text
	Starts, Ends    time.Time
	Place           Text
	Online          bool
	Min, Max, Taken int
	Waiting         int
	Open            bool // that is to come and has a seat
	Seats           []BoardSeat
}

// BoardSeat is somebody in a need. Reason is the rule that is broken, OK for none.
type BoardSeat struct {
	ID, Citizen uuid.UUID
	Name        string
	State       string
	Reason      Reason
	Overridden  string
	Told        bool
}

// BoardPerson is somebody with the seats they have.
type BoardPerson struct {
	ID      uuid.UUID
	Name    string
	Minutes int
	Cells   [][]BoardNeed
}

// PoolPerson is somebody who could be given a seat.
type PoolPerson struct {
	ID      uuid.UUID
	Name    string
	Duties  []Text
	Minutes int
}

// BoardProblem is a seat whose person breaks a rule that nobody has set aside.
type BoardProblem struct {
	Seat BoardSeat
	Need BoardNeed
}

const (
	boardDays = 4
	poolMost  = 60
)

// Board shows the roster from a day on.
func (s *Service) Board(ctx context.Context, who access.Actor, id uuid.UUID, day time.Time) (Board, error) {
	if err := coordinate(who); err != nil {
		return Board{}, err
	}
	var v Board
	err := s.DB.Snapshot(ctx, func(tx *models.Tx) error {
		sheet, err := boardSheet(tx, who, id)
		if err != nil {
			return err
		}
		people, err := volunteering.ListPeople(tx, id)
		if err != nil {
			return err
		}
		v, err = boardOf(sheet.Sheet, people, tx.Now, day)
		v.Undoable = sheet.Undoable
		return err
	})
	return v, err
}

func boardOf(sheet volunteering.Sheet, people []volunteering.Person, now, day time.Time) (Board, error) {
	c := newScene(sheet, people, sight{needs: func(_ volunteering.SheetNeed, s volunteering.SheetShift) bool { return s.CancelledAt == nil }, seated: true})
	breaches, err := c.breaches()
	if err != nil {
		return Board{}, err
	}
	v := Board{ID: sheet.ID, Title: sheet.Title, Place: sheet.Place, State: sheet.State, Now: now, Untold: sheet.Untold, Run: sheet.RunID}
	for _, p := range people {
		if p.State == volunteering.Approved {
			v.Volunteers++
		}
	}
	first := v.window(c, now, day)
	duties := map[uuid.UUID]int{}
	for i, n := range c.needs {
		shift := c.shifts[c.problem.Needs[i].Shift]
		need := boardNeed(sheet, n, shift, now, breaches)
		v.count(need)
		at := slices.IndexFunc(v.Days, func(d BoardDay) bool { return d.Day.Equal(startOfDay(shift.StartsAt)) })
		if at < 0 || first < 0 {
			continue
		}
		v.Days[at].Seats += n.Max
		v.Days[at].Taken += n.Taken
		row, known := duties[n.DutyID]
		if !known {
			row = len(v.Duties)
			duties[n.DutyID] = row
			v.Duties = append(v.Duties, BoardDuty{Title: n.Duty, Cells: make([][]BoardNeed, len(v.Days))})
		}
		v.Duties[row].Cells[at] = append(v.Duties[row].Cells[at], need)
	}
	v.sort()
	v.fillPeople(people, now)
	return v, nil
}

// breaches are the rules that seats break, by assignment.
func (c *scene) breaches() (map[uuid.UUID]Reason, error) {
	board, err := roster.NewBoard(&c.problem, c.seats())
	if err != nil {
		return nil, err
	}
	broken := map[roster.Assignment]Reason{}
	for _, b := range board.Breaches() {
		broken[b.Assignment] = reasonOf(b.Reason)
	}
	all := map[uuid.UUID]Reason{}
	for _, seat := range c.sheet.People.V {
		need, known := c.needOf[seat.NeedID]
		person, there := c.person[seat.CitizenID]
		if known && there && holdsSeat(seat.State) {
			if r, is := broken[roster.Assignment{Need: need, Person: person}]; is {
				all[seat.ID] = r
			}
		}
	}
	return all, nil
}

// window chooses the days that are shown: those from the one asked for, else from today, else the first.
func (v *Board) window(c *scene, now, day time.Time) int {
	days := c.days()
	slices.SortFunc(days, func(a, b time.Time) int { return a.Compare(b) })
	days = slices.DeleteFunc(days, func(d time.Time) bool {
		return !slices.ContainsFunc(c.shifts, func(s volunteering.SheetShift) bool { return startOfDay(s.StartsAt).Equal(d) })
	})
	if len(days) == 0 {
		return -1
	}
	if day.IsZero() {
		day = now
	}
	at, _ := slices.BinarySearchFunc(days, startOfDay(day), func(a, b time.Time) int { return a.Compare(b) })
	at = min(at, len(days)-1)
	first := at / boardDays * boardDays
	last := min(first+boardDays, len(days))
	for _, d := range days[first:last] {
		v.Days = append(v.Days, BoardDay{Day: d})
	}
	v.Chosen = at - first
	if first > 0 {
		v.Earlier = &days[first-boardDays]
	}
	if last < len(days) {
		v.Later = &days[last]
	}
	return first
}

func boardNeed(sheet volunteering.Sheet, n volunteering.SheetNeed, s volunteering.SheetShift, now time.Time, breaches map[uuid.UUID]Reason) BoardNeed {
	v := BoardNeed{
		ID: n.ID, Shift: s.ID, Duty: n.Duty, Starts: s.StartsAt, Ends: s.EndsAt, Place: s.Place, Online: s.Online, Min: n.Min, Max: n.Max, Taken: n.Taken, Waiting: n.Waiting,
		Open: s.StartsAt.After(now) && n.Taken+n.Offered < n.Max,
	}
	for _, seat := range sheet.People.V {
		if seat.NeedID == n.ID && holdsSeat(seat.State) {
			shown := BoardSeat{ID: seat.ID, Citizen: seat.CitizenID, Name: seat.Name, State: seat.State, Reason: OK, Overridden: seat.Overridden, Told: seat.Told}
			if r, broken := breaches[seat.ID]; broken {
				shown.Reason = r
			}
			v.Seats = append(v.Seats, shown)
		}
	}
	return v
}

// count adds a need to the figures. What is over is no longer missing.
func (v *Board) count(n BoardNeed) {
	v.Seats += n.Max
	v.Taken += n.Taken
	if n.Starts.After(v.Now) {
		v.Missing += max(n.Min-n.Taken, 0)
	}
	for _, seat := range n.Seats {
		if seat.State == Assigned && n.Starts.After(v.Now) {
			v.Pending++
		}
		if seat.Reason != OK && Reason(seat.Overridden) != seat.Reason && n.Ends.After(v.Now) {
			v.Problems = append(v.Problems, BoardProblem{seat, n})
		}
	}
}

func (v *Board) sort() {
	for _, row := range v.Duties {
		for _, cell := range row.Cells {
			slices.SortStableFunc(cell, func(a, b BoardNeed) int { return a.Starts.Compare(b.Starts) })
		}
	}
	slices.SortStableFunc(v.Duties, func(a, b BoardDuty) int { return cmp.Compare(a.Title.KO, b.Title.KO) })
	slices.SortStableFunc(v.Problems, func(a, b BoardProblem) int { return a.Need.Starts.Compare(b.Need.Starts) })
}

// fillPeople turns the board round: by person, and those who have little to do first in the pool.
func (v *Board) fillPeople(people []volunteering.Person, now time.Time) {
	byID := map[uuid.UUID]*BoardPerson{}
	for _, row := range v.Duties {
		for day, cell := range row.Cells {
			for _, need := range cell {
				for _, seat := range need.Seats {
					p := byID[seat.Citizen]
					if p == nil {
						p = &BoardPerson{ID: seat.Citizen, Name: seat.Name, Cells: make([][]BoardNeed, len(v.Days))}
						byID[seat.Citizen] = p
					}
					p.Minutes += int(need.Ends.Sub(need.Starts).Minutes())
					one := need
					one.Seats = []BoardSeat{seat}
					p.Cells[day] = append(p.Cells[day], one)
				}
			}
		}
	}
	for _, p := range byID {
		v.People = append(v.People, *p)
	}
	slices.SortFunc(v.People, func(a, b BoardPerson) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID.String(), b.ID.String()))
	})
	for _, p := range people {
		if p.State == volunteering.Approved && p.EndsAt != nil && p.EndsAt.After(now) {
			v.Pool = append(v.Pool, poolPerson(p, now))
		}
	}
	slices.SortStableFunc(v.Pool, func(a, b PoolPerson) int {
		return cmp.Or(cmp.Compare(a.Minutes, b.Minutes), cmp.Compare(a.Name, b.Name))
	})
	v.Pool = v.Pool[:min(len(v.Pool), poolMost)]
}

func poolPerson(p volunteering.Person, now time.Time) PoolPerson {
	one := PoolPerson{ID: p.CitizenID, Name: p.Name, Minutes: minutesOf(p, now)}
	for _, g := range p.Grants.V {
		if g.Until.After(now) {
			one.Duties = append(one.Duties, g.Title)
		}
	}
	return one
}

// minutesOf is what somebody has before them.
func minutesOf(p volunteering.Person, now time.Time) (minutes int) {
	for _, e := range p.Engagements.V {
		if e.EndsAt.After(now) {
			minutes += int(e.EndsAt.Sub(e.StartsAt).Minutes())
		}
	}
	return minutes
}
