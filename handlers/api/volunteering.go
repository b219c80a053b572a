package api

import (
	"context"
	"net/http"
	"time"

	"academy/app/access"
	"academy/app/volunteering"

	"github.com/google/uuid"
)

type activitiesInput struct {
	Mine   string `query:"mine" doc:"true for those that the caller is qualified for only."`
	Cursor string `query:"cursor" doc:"next of the page before."`
}

type requestInput struct {
	ID string `path:"id" format:"uuid"`
	payload[ShiftRequest]
}

// volunteeringRoutes is every operation of activities and shifts.
func (s *API) volunteeringRoutes() {
	answer(s, operation{get, "/activities", access.Anyone, "activities", "What volunteers are looked for, the newest first", nil}, fine, s.activities)
	answer(s, operation{get, "/activities/{id}", access.Anyone, "activity", "An activity, its shifts, and whether I can take each, with reasons", []int{unknown}}, fine, s.activity)
	answer(s, operation{get, "/me/shifts", access.Learn, "myShifts", "My shifts: those to come, then what became of others", nil}, fine, s.myShifts)
	answer(s, operation{post, "/shifts/{id}/requests", access.Learn, "requestShift", "Sign up for a shift, or get in line where it is full", []int{unknown, busy}}, created, s.requestShift)
	answer(s, operation{remove, "/shifts/{id}/requests/mine", access.Learn, "withdrawShift", "Give my shift back, or leave the line", []int{unknown, busy}}, fine, s.withdrawShift)
}

func dateOf(t *time.Time) *string {
	if t == nil {
		return nil
	}
	return present(t.Format(time.DateOnly))
}

func (s *API) activities(ctx context.Context, who caller, in *activitiesInput) (*reply[List[ActivityCard]], error) {
	v, err := s.app.Volunteering.Activities(ctx, who.Actor, in.Mine == "true", in.Cursor)
	if err != nil {
		return nil, err
	}
	return ok(listOf(v.Cards, v.Next, who.activityCard))
}

func (c caller) activityCard(v volunteering.ActivityCard) ActivityCard {
	lang := string(c.say.Lang)
	return ActivityCard{
		ID: v.ID, Kind: v.Kind, State: v.State, Title: v.Title.In(lang), Summary: v.Summary.In(lang), Place: v.Place.In(lang), StartsOn: dateOf(v.StartsOn), EndsOn: dateOf(v.EndsOn),
		Next: utc(v.Next), Shifts: v.Shifts, Seats: v.Seats, Free: v.Free, Duties: each(v.Duties, func(t volunteering.Text) string { return t.In(lang) }), ForMe: v.Mine && c.Known(),
	}
}

func (s *API) activity(ctx context.Context, who caller, in *idInput) (*reply[Activity], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	v, err := s.app.Volunteering.Activity(ctx, who.Actor, id)
	if err != nil {
		return nil, err
	}
	lang := string(who.say.Lang)
	a := Activity{
		ID: v.ID, Kind: v.Kind, State: v.State, Title: v.Title.In(lang), Summary: v.Summary.In(lang), Place: v.Place.In(lang), MeetingPoint: v.MeetingPoint.In(lang),
		Accessibility: v.Accessibility.In(lang), Contact: v.Contact, OpensAt: utc(v.Opens), WithdrawHours: v.WithdrawHours, Shifts: []ActivityShift{},
	}
	for _, day := range v.Days {
		a.Shifts = append(a.Shifts, each(day.Shifts, func(shift volunteering.ShownShift) ActivityShift { return who.shiftOf(shift, lang) })...)
	}
	return ok(a)
}

func (c caller) shiftOf(v volunteering.ShownShift, lang string) ActivityShift {
	shift := ActivityShift{ID: v.ID, StartsAt: v.Starts.UTC(), EndsAt: v.Ends.UTC(), Place: v.Place.In(lang), Online: v.Online, Cancelled: v.Cancelled}
	if v.Mine != nil {
		mine := assignedAs(*v.Mine, lang)
		shift.Mine = &mine
	}
	shift.Needs = each(v.Needs, func(n volunteering.ShownNeed) ActivityNeed {
		need := ActivityNeed{
			ID: n.ID, Duty: n.Duty.In(lang), Qualified: n.Qualified, Min: n.Min, Max: n.Max, Free: n.Free, Waiting: n.Waiting,
			Eligible: c.Known() && n.Verdict.Can(), Waitlist: c.Known() && n.Verdict.Waitlist, Reasons: []Reason{},
		}
		if c.Known() && !n.Verdict.Can() {
			need.Reasons = c.reasons(n.Verdict.Reason)
		}
		return need
	})
	return shift
}

func (c caller) reasons(all ...volunteering.Reason) []Reason {
	return each(all, func(r volunteering.Reason) Reason {
		return Reason{string(r), c.say.T("volunteering.reason." + string(r))}
	})
}

func assignedAs(m volunteering.MyShift, lang string) MyAssignment {
	return MyAssignment{ID: m.ID, State: m.State, Duty: m.Duty.In(lang), Position: m.Position, OfferedUntil: utc(m.OfferedUntil)}
}

func (s *API) myShifts(ctx context.Context, who caller, _ *nothing) (*reply[List[MyShift]], error) {
	v, err := s.app.Volunteering.MyShifts(ctx, who.Actor)
	if err != nil {
		return nil, err
	}
	lang := string(who.say.Lang)
	return ok(listOf(append(v.Upcoming, v.Past...), "", func(m volunteering.MyShift) MyShift {
		return MyShift{
			MyAssignment: assignedAs(m, lang), Activity: m.Activity, Shift: m.Shift, Title: m.Title.In(lang), StartsAt: m.Starts.UTC(), EndsAt: m.Ends.UTC(),
			Place: m.Place.In(lang), Online: m.Online, Answerable: m.Answerable, Leavable: m.Leavable,
		}
	}))
}

func (s *API) requestShift(ctx context.Context, who caller, in *requestInput) (*reply[ShiftAnswer], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	asked, err := in.optional()
	if err != nil {
		return nil, err
	}
	need := uuid.Nil
	if asked.Need != nil {
		need = *asked.Need
	}
	r, err := s.app.Volunteering.SignUp(ctx, who.Actor, id, need)
	if err != nil {
		return nil, err
	}
	return &reply[ShiftAnswer]{http.StatusCreated, who.answerOf(r)}, nil
}

func (c caller) answerOf(r volunteering.Receipt) ShiftAnswer {
	return ShiftAnswer{Assignment: r.ID, State: r.State, Position: r.Position, Reasons: c.reasons(r.Reasons...)}
}

func (s *API) withdrawShift(ctx context.Context, who caller, in *idInput) (*reply[ShiftAnswer], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	r, err := s.app.Volunteering.LeaveShift(ctx, who.Actor, id)
	if err != nil {
		return nil, err
	}
	return ok(who.answerOf(r))
}
