package api

import (
	"context"
	"net/http"
	"time"

	"academy/app/access"
	"academy/app/volunteering"

	"github.com/google/uuid"
)

type coordinatedInput struct {
	Cursor string `query:"cursor" doc:"next of the page before."`
}

type boardInput struct {
	ID  string `path:"id" format:"uuid"`
	Day string `query:"day" format:"date" doc:"One of the days to be shown, in Seoul; today or the next where it is left out."`
}

type candidatesInput struct {
	ID     string `path:"id" format:"uuid"`
	Need   string `path:"need" format:"uuid"`
	Search string `query:"q" doc:"Part of a name."`
}

type giveInput struct {
	ID   string `path:"id" format:"uuid"`
	Need string `path:"need" format:"uuid"`
	payload[GiveSeat]
}

type takeAwayInput struct {
	ID     string `path:"id" format:"uuid"`
	Seat   string `path:"seat" format:"uuid"`
	Reason string `query:"reason"`
}

type runInput struct {
	ID  string `path:"id" format:"uuid"`
	Run string `path:"run" format:"uuid"`
}

type runTakeInput struct {
	ID  string `path:"id" format:"uuid"`
	Run string `path:"run" format:"uuid"`
	payload[RunChoice]
}

// boardRoutes is every operation on a roster: to see it, to give seats one by one or all at once, to publish.
func (s *API) boardRoutes() {
	answer(s, operation{get, "/coord/activities", access.Coordinate, "coordinated", "The activities that I look after, drafts among them", nil}, fine, s.coordinated)
	answer(s, operation{get, "/coord/activities/{id}/board", access.Coordinate, "board", "The roster of an activity, with who has which seat", []int{unknown}}, fine, s.board)
	answer(s, operation{get, "/coord/activities/{id}/needs/{need}/candidates", access.Coordinate, "candidates", "Who could be given a seat, and why others cannot", []int{unknown}}, fine, s.candidates)
	act(s, operation{post, "/coord/activities/{id}/needs/{need}/seats", access.Coordinate, "giveSeat", "Give somebody a seat; told once the roster is published", []int{unknown, busy}}, s.giveSeat)
	act(s, operation{remove, "/coord/activities/{id}/seats/{seat}", access.Coordinate, "takeSeatAway", "Take a seat away again", []int{unknown, busy}}, s.takeSeatAway)
	answer(s, operation{post, "/coord/activities/{id}/publications", access.Coordinate, "publishRoster", "Tell volunteers what has changed since they were told last", []int{unknown, busy}}, fine, s.publishRoster)

	answer(s, operation{post, "/coord/activities/{id}/rosters", access.Coordinate, "askRoster", "Have a roster worked out for the seats that are empty", []int{unknown, busy}}, created, s.askRoster)
	answer(s, operation{get, "/coord/activities/{id}/rosters/{run}", access.Coordinate, "rosterRun", "A roster that is worked out, each seat judged as things are now", []int{unknown}}, fine, s.rosterRun)
	answer(s, operation{post, "/coord/activities/{id}/rosters/{run}/take", access.Coordinate, "takeRoster", "Give the seats that are proposed, all of them or some", []int{unknown, busy}}, fine, s.takeRoster)
	act(s, operation{post, "/coord/activities/{id}/rosters/{run}/stop", access.Coordinate, "stopRoster", "End the search and have the best so far proposed", []int{unknown, busy}}, s.stopRoster)
	act(s, operation{remove, "/coord/activities/{id}/rosters/{run}", access.Coordinate, "dropRoster", "Want none of what is proposed", []int{unknown, busy}}, s.dropRoster)
}

func (s *API) coordinated(ctx context.Context, who caller, in *coordinatedInput) (*reply[List[ActivityCard]], error) {
	v, err := s.app.Volunteering.Coordinated(ctx, who.Actor, in.Cursor)
	if err != nil {
		return nil, err
	}
	return ok(listOf(v.Cards, v.Next, who.activityCard))
}

func (s *API) board(ctx context.Context, who caller, in *boardInput) (*reply[Board], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	day, err := dayOf("day", in.Day)
	if err != nil {
		return nil, err
	}
	v, err := s.app.Volunteering.Board(ctx, who.Actor, id, day)
	if err != nil {
		return nil, err
	}
	b := Board{
		ID: v.ID, Title: v.Title.In(string(who.say.Lang)), State: v.State, Days: each(v.Days, func(d volunteering.BoardDay) string { return d.Day.Format(time.DateOnly) }), Earlier: dateOf(v.Earlier), Later: dateOf(v.Later),
		Volunteers: v.Volunteers, Seats: v.Seats, Taken: v.Taken, Missing: v.Missing, Pending: v.Pending, Untold: v.Untold, Run: v.Run, Needs: []BoardNeed{},
		Problems: each(v.Problems, func(p volunteering.BoardProblem) BoardProblem {
			return BoardProblem{Need: p.Need.ID, Seat: p.Seat.ID, Name: p.Seat.Name, Reason: who.reason(p.Seat.Reason)}
		}),
	}
	for _, row := range v.Duties {
		for _, cell := range row.Cells {
			b.Needs = append(b.Needs, each(cell, who.boardNeed)...)
		}
	}
	return ok(b)
}

func (c caller) boardNeed(n volunteering.BoardNeed) BoardNeed {
	lang := string(c.say.Lang)
	return BoardNeed{
		ID: n.ID, Shift: n.Shift, Duty: n.Duty.In(lang), StartsAt: n.Starts.UTC(), EndsAt: n.Ends.UTC(), Place: n.Place.In(lang), Online: n.Online,
		Min: n.Min, Max: n.Max, Taken: n.Taken, Waiting: n.Waiting, Open: n.Open,
		People: each(n.Seats, func(seat volunteering.BoardSeat) BoardSeat {
			return BoardSeat{ID: seat.ID, Person: seat.Citizen, Name: seat.Name, State: seat.State, Reason: c.reason(seat.Reason), Told: seat.Told}
		}),
	}
}

func (c caller) reason(r volunteering.Reason) *Reason {
	if r == volunteering.OK {
		return nil
	}
	return &Reason{Code: string(r), Text: c.say.T("volunteering.reason." + string(r))}
}

func (s *API) candidates(ctx context.Context, who caller, in *candidatesInput) (*reply[Candidates], error) {
	activity, need, err := identifiers(in.ID, in.Need)
	if err != nil {
		return nil, err
	}
	v, err := s.app.Volunteering.Candidates(ctx, who.Actor, activity, need, in.Search)
	if err != nil {
		return nil, err
	}
	lang := string(who.say.Lang)
	return ok(Candidates{Need: who.boardNeed(v.Need), More: v.More, People: each(v.Rows, func(c volunteering.Candidate) Candidate {
		return Candidate{
			ID: c.ID, Name: c.Name, Duties: each(c.Duties, func(t volunteering.Text) string { return t.In(lang) }), Minutes: c.Minutes, Position: c.Position,
			Reason: who.reason(c.Reason), Overridable: c.Overridable,
		}
	})})
}

func (s *API) giveSeat(ctx context.Context, who caller, in *giveInput) error {
	activity, need, err := identifiers(in.ID, in.Need)
	if err != nil {
		return err
	}
	given, err := in.read()
	if err != nil {
		return err
	}
	return s.app.Volunteering.Assign(ctx, who.Actor, activity, need, given.Person, given.Reason)
}

func (s *API) takeSeatAway(ctx context.Context, who caller, in *takeAwayInput) error {
	activity, seat, err := identifiers(in.ID, in.Seat)
	if err != nil {
		return err
	}
	return s.app.Volunteering.Unassign(ctx, who.Actor, activity, seat, in.Reason)
}

func (s *API) publishRoster(ctx context.Context, who caller, in *idInput) (*reply[RosterPublished], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	told, err := s.app.Volunteering.Publish(ctx, who.Actor, id)
	if err != nil {
		return nil, err
	}
	return ok(RosterPublished{told})
}

func (s *API) askRoster(ctx context.Context, who caller, in *idInput) (*reply[RosterRun], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	run, err := s.app.Volunteering.AskRoster(ctx, who.Actor, id)
	if err != nil {
		return nil, err
	}
	v, err := s.runOf(ctx, who, id, run)
	return &reply[RosterRun]{http.StatusCreated, v}, err
}

func (s *API) rosterRun(ctx context.Context, who caller, in *runInput) (*reply[RosterRun], error) {
	activity, run, err := identifiers(in.ID, in.Run)
	if err != nil {
		return nil, err
	}
	v, err := s.runOf(ctx, who, activity, run)
	if err != nil {
		return nil, err
	}
	return ok(v)
}

func (s *API) runOf(ctx context.Context, who caller, activity, run uuid.UUID) (RosterRun, error) {
	v, err := s.app.Volunteering.Preview(ctx, who.Actor, activity, run)
	if err != nil {
		return RosterRun{}, err
	}
	return RosterRun{ID: v.ID, State: v.State, Step: v.Step, Steps: v.Steps, Missing: v.Missing, Exact: v.Exact, Seed: v.Seed, Needs: each(v.Rows, func(n volunteering.PreviewNeed) RunOfNeed {
		return RunOfNeed{
			Need: who.boardNeed(n.Need), Missing: n.Missing,
			Proposed: each(n.People, func(p volunteering.Proposed) RunProposal {
				return RunProposal{Person: p.ID, Name: p.Name, Minutes: p.Minutes, Reason: who.reason(p.Reason)}
			}),
			Removed: each(n.Removed, func(r volunteering.Removed) RunRemoved { return RunRemoved{who.reason(r.Reason), r.People} }),
		}
	})}, nil
}

func (s *API) takeRoster(ctx context.Context, who caller, in *runTakeInput) (*reply[RunTaken], error) {
	activity, run, err := identifiers(in.ID, in.Run)
	if err != nil {
		return nil, err
	}
	body, err := in.read()
	if err != nil {
		return nil, err
	}
	chosen := each(body.Seats, func(seat RunSeat) volunteering.Choice {
		return volunteering.Choice{Need: seat.Need, Citizen: seat.Person}
	})
	if len(chosen) == 0 {
		v, err := s.app.Volunteering.Preview(ctx, who.Actor, activity, run)
		if err != nil {
			return nil, err
		}
		chosen = v.All()
	}
	given, err := s.app.Volunteering.AcceptRoster(ctx, who.Actor, activity, run, chosen)
	if err != nil {
		return nil, err
	}
	return ok(RunTaken{given})
}

func (s *API) stopRoster(ctx context.Context, who caller, in *runInput) error {
	activity, run, err := identifiers(in.ID, in.Run)
	if err != nil {
		return err
	}
	return s.app.Volunteering.StopRoster(ctx, who.Actor, activity, run)
}

func (s *API) dropRoster(ctx context.Context, who caller, in *runInput) error {
	activity, run, err := identifiers(in.ID, in.Run)
	if err != nil {
		return err
	}
	return s.app.Volunteering.DropRoster(ctx, who.Actor, activity, run)
}
