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

// Preview is a roster that is proposed.
type Preview struct {
	ID, Activity uuid.UUID
	Title        Text
	State        string
	Step, Steps  int
	Missing      int
	Exact        bool
	Seed         int64
	AskedAt      time.Time
	Rows         []PreviewNeed
}

// Going says that it is still being worked out.
func (p Preview) Going() bool {
	return p.State == volunteering.RunWaiting || p.State == volunteering.RunRunning
}

// Ready says that it waits to be looked at.
func (p Preview) Ready() bool { return p.State == volunteering.RunReady }

// Proposed counts the proposals.
func (p Preview) Proposed() (n int) {
	for _, row := range p.Rows {
		n += len(row.People)
	}
	return n
}

// All are the proposed seats.
func (p Preview) All() (all []Choice) {
	for _, row := range p.Rows {
		for _, one := range row.People {
			all = append(all, Choice{row.Need.ID, one.ID})
		}
	}
	return all
}

// PreviewNeed is a need with who is proposed, and why seats stay empty.
type PreviewNeed struct {
	Need    BoardNeed
	People  []Proposed
	Missing int
	Open    int
	Removed []Removed
}

// Proposed is somebody who is proposed. Reason is OK, or what has come between since.
type Proposed struct {
	ID      uuid.UUID
	Name    string
	Minutes int
	Reason  Reason
}

// Removed is how many people a rule keeps away from a seat.
type Removed struct {
	Reason Reason
	People int
}

// Preview shows a roster that is proposed, each seat judged as things are now.
func (s *Service) Preview(ctx context.Context, who access.Actor, activity, id uuid.UUID) (Preview, error) {
	if err := coordinate(who); err != nil {
		return Preview{}, err
	}
	var v Preview
	err := s.DB.Snapshot(ctx, func(tx *models.Tx) error {
		sheet, err := volunteering.FindRunSheet(tx, activity, id)
		if err != nil {
			return err
		}
		people, err := volunteering.ListPeople(tx, activity)
		if err != nil {
			return err
		}
		if err := looksAfter(who, sheet.Activity); err != nil {
			return err
		}
		run := sheet.Run
		v = Preview{ID: run.ID, Activity: activity, State: run.State, Step: run.Step, Steps: run.Steps, Missing: run.Missing, Exact: run.Exact, Seed: run.Seed, AskedAt: run.AskedAt}
		v.Title = sheet.Title
		if v.Going() {
			return nil
		}
		return v.fill(sceneToCome(sheet.Sheet, people, tx.Now), run, tx.Now)
	})
	return v, err
}

func (p *Preview) fill(c *scene, run volunteering.Run, now time.Time) error {
	broken, err := c.refused(run.Proposals.V)
	if err != nil {
		return err
	}
	rows := make([]PreviewNeed, len(c.needs))
	for i, n := range c.needs {
		rows[i].Need = boardNeed(c.sheet, n, c.shifts[c.problem.Needs[i].Shift], now, nil)
	}
	for i, proposal := range run.Proposals.V {
		if need, known := c.needOf[proposal.NeedID]; known {
			rows[need].People = append(rows[need].People, Proposed{ID: proposal.CitizenID, Name: proposal.Name, Minutes: proposal.Load, Reason: broken[i]})
		}
	}
	for _, vacancy := range run.Vacancies.V {
		if need, known := c.needOf[vacancy.NeedID]; known {
			rows[need].Missing, rows[need].Open, rows[need].Removed = vacancy.Missing, vacancy.Open, removedOf(vacancy)
		}
	}
	for _, row := range rows {
		if len(row.People) > 0 || row.Missing > 0 {
			p.Rows = append(p.Rows, row)
		}
	}
	slices.SortStableFunc(p.Rows, func(a, b PreviewNeed) int { return a.Need.Starts.Compare(b.Need.Starts) })
	return nil
}

func removedOf(v volunteering.Vacancy) []Removed {
	var list []Removed
	for r, n := range v.Removed {
		list = append(list, Removed{Reason(r), n})
	}
	slices.SortFunc(list, func(a, b Removed) int {
		return cmp.Or(b.People-a.People, cmp.Compare(a.Reason, b.Reason))
	})
	return list
}

// refused puts proposals on the board beside what is there now and says of each what it breaks, OK for nothing.
func (c *scene) refused(list []volunteering.Proposal) ([]Reason, error) {
	reasons, all := make([]Reason, len(list)), slices.Clone(c.problem.Pins)
	at := map[roster.Assignment]int{}
	for i, p := range list {
		need, known := c.needOf[p.NeedID]
		person, there := c.person[p.CitizenID]
		a := roster.Assignment{Need: need, Person: person}
		switch {
		case !known:
			reasons[i] = Over
		case !there:
			reasons[i] = NotApproved
		case slices.Contains(c.problem.Pins, a):
			reasons[i] = AlreadyIn
		default:
			reasons[i], at[a] = OK, i
			all = append(all, a)
		}
	}
	board, err := roster.NewBoard(&c.problem, all)
	if err != nil {
		return nil, err
	}
	for _, b := range board.Breaches() {
		if i, proposed := at[b.Assignment]; proposed && !b.Pinned {
			reasons[i] = reasonOf(b.Reason)
		}
	}
	return reasons, nil
}
