package volunteering

import (
	"context"
	"encoding/binary"
	"errors"
	"slices"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/jobs"
	"academy/app/volunteering/roster"
	"academy/models"
	"academy/models/volunteering"

	"github.com/google/uuid"
)

// solveLimit bounds the search for a roster, and solveLost is when a worker is believed dead.
const (
	solveLimit = time.Minute
	solveLost  = 3 * time.Minute
	reportPace = time.Second
)

// AskRoster has a roster worked out for the seats that are empty, and answers where its progress can be seen. Nothing is
// given until it is accepted.
func (s *Service) AskRoster(ctx context.Context, who access.Actor, activity uuid.UUID) (uuid.UUID, error) {
	if err := coordinate(who); err != nil {
		return uuid.Nil, err
	}
	id := models.NewID()
	seed := int64(binary.BigEndian.Uint32(id[12:])) // the same seed would give the same roster again
	err := s.DB.Write(ctx, func(tx *models.Tx) error {
		if _, err := findOwn(tx, who, activity); err != nil {
			return err
		}
		r := volunteering.Run{ID: id, ActivityID: activity, State: volunteering.RunWaiting, Seed: seed, AskedBy: &who.ID, AskedAt: tx.Now, MovedAt: tx.Now}
		r.Proposals.V, r.Vacancies.V = []volunteering.Proposal{}, []volunteering.Vacancy{}
		if err := volunteering.InsertRun(tx, r); errors.Is(err, models.ErrConflict) {
			return ErrRunning.Because(err)
		} else if err != nil {
			return err
		}
		if err := noteOn(tx, who, "roster.asked", "activity", activity, ""); err != nil {
			return err
		}
		return s.Queue.Enqueue(tx, jobs.SolveRoster{ID: id})
	})
	return id, err
}

// SolveRoster takes the job of the same name: it looks at the activity as it is now, searches, and keeps what it found.
func (s *Service) SolveRoster(ctx context.Context, j jobs.SolveRoster) error {
	var run volunteering.Run
	var c *scene
	err := s.DB.Snapshot(ctx, func(tx *models.Tx) (err error) {
		if run, err = volunteering.FindRun(tx, j.ID); err != nil || run.FinishedAt != nil {
			return err
		}
		c, err = freshScene(tx, run.ActivityID)
		return err
	})
	if err != nil || run.FinishedAt != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	result, err := roster.Solve(ctx, &c.problem, roster.Options{Seed: uint64(run.Seed), Limit: solveLimit, Report: s.reporter(ctx, &run, stop)})
	if err != nil {
		return s.endRun(ctx, run.ID, volunteering.RunFailed)
	}
	run.Step, run.Missing, run.Cost, run.Exact = result.Steps, result.Score.Missing, result.Score.Cost, result.Exact
	run.Proposals.V, run.Vacancies.V = c.proposals(result), c.vacancies(result.Board)
	err = s.DB.Write(context.WithoutCancel(ctx), func(tx *models.Tx) error { return volunteering.UpdateRunReady(tx, run) })
	if errors.Is(err, models.ErrStale) { // it was dropped meanwhile
		return nil
	}
	return err
}

// freshScene is an activity with its seats as they are now; those that are given stay.
func freshScene(tx *models.Tx, activity uuid.UUID) (*scene, error) {
	sheet, err := volunteering.FindSheet(tx, activity)
	if err != nil {
		return nil, err
	}
	people, err := volunteering.ListPeople(tx, activity)
	if err != nil {
		return nil, err
	}
	return sceneToCome(sheet, people, tx.Now), nil
}

func sceneToCome(sheet volunteering.Sheet, people []volunteering.Person, now time.Time) *scene {
	c := newScene(sheet, people, sight{needs: toCome(now), seated: true})
	c.problem.Pins = c.seats()
	for i, n := range c.needs { // seats that are offered to those in line are not free
		c.problem.Needs[i].Max = max(n.Max-n.Offered, n.Taken)
		c.problem.Needs[i].Min = min(n.Min, c.problem.Needs[i].Max)
	}
	return c
}

// reporter writes down how far the search is, once in a while, and ends it when nobody wants it any more.
func (s *Service) reporter(ctx context.Context, run *volunteering.Run, stop func()) func(roster.Progress) {
	var last time.Time
	return func(p roster.Progress) {
		now := s.DB.Now()
		if !last.IsZero() && now.Sub(last) < reportPace {
			return
		}
		last = now
		run.Step, run.Steps, run.Missing, run.Cost = p.Step, p.Steps, p.Best.Missing, p.Best.Cost
		enough := false
		err := s.DB.Write(ctx, func(tx *models.Tx) (err error) {
			enough, err = volunteering.UpdateRunProgress(tx, *run)
			return err
		})
		if enough || errors.Is(err, models.ErrStale) {
			stop()
		}
	}
}

func (s *Service) endRun(ctx context.Context, id uuid.UUID, state string) error {
	err := s.DB.Write(ctx, func(tx *models.Tx) error { return volunteering.UpdateRunState(tx, id, state) })
	if errors.Is(err, models.ErrStale) {
		return nil
	}
	return err
}

// proposals are what was found beside what is there.
func (c *scene) proposals(r *roster.Result) []volunteering.Proposal {
	list := []volunteering.Proposal{}
	for _, a := range r.Assignments {
		if !slices.Contains(c.problem.Pins, a) {
			p := c.people[a.Person]
			list = append(list, volunteering.Proposal{NeedID: c.needs[a.Need].ID, CitizenID: p.CitizenID, Name: p.Name, Load: r.Board.Load(a.Person) - p.PastMinutes})
		}
	}
	return list
}

func (c *scene) vacancies(b *roster.Board) []volunteering.Vacancy {
	list := []volunteering.Vacancy{}
	for _, v := range b.Vacancies() {
		row := volunteering.Vacancy{NeedID: c.needs[v.Need].ID, Missing: v.Missing, Open: v.Open, Removed: map[string]int{}}
		for r, n := range v.Removed {
			if n > 0 {
				row.Removed[string(reasonOf(roster.Reason(r)))] += n
			}
		}
		list = append(list, row)
	}
	return list
}

// ResumeRosters hands on what a worker that died had in hand.
func (s *Service) ResumeRosters(ctx context.Context) error {
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		stalled, err := volunteering.ListStalledRuns(tx, tx.Now.Add(-solveLost))
		for _, id := range stalled {
			err = errors.Join(err, s.Queue.Enqueue(tx, jobs.SolveRoster{ID: id}))
		}
		return err
	})
}

// Choice is a proposed seat that is wanted.
type Choice struct{ Need, Citizen uuid.UUID }

// AcceptRoster gives the chosen ones of the proposed seats. What is given is judged once more beside what is there by then:
// if one of them breaks a rule now, none is given.
func (s *Service) AcceptRoster(ctx context.Context, who access.Actor, activity, id uuid.UUID, chosen []Choice) (int, error) {
	if err := coordinate(who); err != nil {
		return 0, err
	}
	given := 0
	err := s.DB.Write(ctx, func(tx *models.Tx) error {
		if _, err := s.lockOwn(tx, who, activity); err != nil {
			return err
		}
		run, err := volunteering.LockRun(tx, id)
		if err != nil {
			return err
		}
		if run.ActivityID != activity || run.State != volunteering.RunReady {
			return ErrNotNow
		}
		wanted := slices.DeleteFunc(slices.Clone(run.Proposals.V), func(p volunteering.Proposal) bool {
			return !slices.Contains(chosen, Choice{p.NeedID, p.CitizenID})
		})
		if given = len(wanted); given == 0 {
			return ErrNobody
		}
		if err := s.giveAll(tx, who, activity, wanted); err != nil {
			return err
		}
		if err := volunteering.UpdateRunState(tx, id, volunteering.RunAccepted); err != nil {
			return err
		}
		return noteOn(tx, who, "roster.accepted", "roster_run", id, "")
	})
	return given, err
}

// giveAll holds all volunteers and then all shifts, judges, and gives.
func (s *Service) giveAll(tx *models.Tx, who access.Actor, activity uuid.UUID, wanted []volunteering.Proposal) error {
	var citizens, needs []uuid.UUID
	for _, p := range wanted {
		citizens, needs = append(citizens, p.CitizenID), append(needs, p.NeedID)
	}
	if err := volunteering.LockVolunteers(tx, citizens); err != nil {
		return err
	}
	if err := volunteering.LockShiftsOf(tx, needs); err != nil {
		return err
	}
	c, err := freshScene(tx, activity)
	if err != nil {
		return err
	}
	broken, err := c.refused(wanted)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(broken, func(r Reason) bool { return r != OK }) {
		return ErrChanged
	}
	d := newDeed(who, activity)
	for _, p := range wanted {
		need := c.needOf[p.NeedID]
		shift := c.shifts[c.problem.Needs[need].Shift]
		h := hold{sheet: volunteering.Sheet{Activity: c.sheet.Activity, Shifts: models.JSON[[]volunteering.SheetShift]{V: []volunteering.SheetShift{shift}}}}
		for _, seat := range c.sheet.People.V {
			if seat.ShiftID == shift.ID && seat.CitizenID == p.CitizenID {
				h.mine = &seat
			}
		}
		if err := d.give(tx, h, volunteering.Assignment{NeedID: p.NeedID, CitizenID: p.CitizenID, Origin: volunteering.Auto}); err != nil {
			return err
		}
	}
	return nil
}

// lockRun holds a run of an activity that somebody looks after.
func lockRun(tx *models.Tx, who access.Actor, activity, id uuid.UUID) (volunteering.Run, error) {
	if _, err := findOwn(tx, who, activity); err != nil {
		return volunteering.Run{}, err
	}
	run, err := volunteering.LockRun(tx, id)
	if err == nil && run.ActivityID != activity {
		err = fault.ErrMissing
	}
	return run, err
}

// StopRoster ends the search for a roster and has the best so far proposed. One that has not begun is dropped.
func (s *Service) StopRoster(ctx context.Context, who access.Actor, activity, id uuid.UUID) error {
	if err := coordinate(who); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		run, err := lockRun(tx, who, activity, id)
		switch {
		case err != nil:
			return err
		case run.State == volunteering.RunWaiting:
			return volunteering.UpdateRunState(tx, id, volunteering.RunDropped)
		case run.State != volunteering.RunRunning:
			return nil
		}
		return volunteering.UpdateRunStop(tx, id)
	})
}

// DropRoster wants nothing of a roster, or ends the search for it.
func (s *Service) DropRoster(ctx context.Context, who access.Actor, activity, id uuid.UUID) error {
	if err := coordinate(who); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		run, err := lockRun(tx, who, activity, id)
		if err != nil {
			return err
		}
		if run.State == volunteering.RunDropped {
			return nil
		}
		return stale(volunteering.UpdateRunState(tx, id, volunteering.RunDropped))
	})
}
