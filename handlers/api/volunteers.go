package api

import (
	"context"

	"academy/app/access"
	"academy/app/volunteering"

	"github.com/google/uuid"
)

type volunteersInput struct {
	State  string `query:"state" doc:"applied, approved, paused, refused or ended; all where it is left out."`
	Cursor string `query:"cursor" doc:"next of the page before."`
}

type decisionInput struct {
	ID string `path:"id" format:"uuid"`
	payload[VolunteerDecision]
}

type grantInput struct {
	ID string `path:"id" format:"uuid"`
	payload[DutyGrant]
}

type applicationInput = payload[VolunteerApplication]

type availabilityInput = payload[Availability]

// volunteerRoutes is every operation on those who offer to help, their own among them.
func (s *API) volunteerRoutes() {
	answer(s, operation{get, "/coord/volunteers", access.Coordinate, "volunteers", "Those who offer to help, who applied last first; each look is noted", nil}, fine, s.volunteers)
	act(s, operation{post, "/coord/volunteers/{id}/decision", access.Coordinate, "decideVolunteer", "Approve or refuse an application, or pause or end an approval", []int{unknown, busy}}, s.decideVolunteer)
	act(s, operation{post, "/coord/volunteers/{id}/grants", access.Coordinate, "grantDuty", "Qualify somebody for a duty by hand", []int{unknown, busy}}, s.grantDuty)

	answer(s, operation{get, "/me/volunteering", access.Learn, "myVolunteering", "What I have said as a volunteer", nil}, fine, s.myVolunteering)
	act(s, operation{put, "/me/volunteering", access.TakePart, "applyVolunteer", "Offer to help, or change what I have said", nil}, s.applyVolunteer)
	act(s, operation{post, "/me/volunteering/availability", access.Learn, "sayAvailability", "Say when I can come, or would like to or not", []int{busy}}, s.sayAvailability)
	act(s, operation{remove, "/me/volunteering/availability/{id}", access.Learn, "unsayAvailability", "Take a line of it back; twice is once", []int{unknown}}, s.unsayAvailability)
	answer(s, operation{post, "/me/shifts/{id}/acceptance", access.Learn, "acceptShift", "Say yes to a seat that I was given or offered; twice is once", []int{unknown, busy}}, fine, s.acceptShift)
}

func (s *API) volunteers(ctx context.Context, who caller, in *volunteersInput) (*reply[List[VolunteerCard]], error) {
	v, err := s.app.Volunteering.Volunteers(ctx, who.Actor, in.State, in.Cursor)
	if err != nil {
		return nil, err
	}
	lang := string(who.say.Lang)
	return ok(listOf(v.Rows, v.Next, func(r volunteering.ListedVolunteer) VolunteerCard {
		return VolunteerCard{
			ID: r.ID, Name: r.Name, State: r.State, Term: r.Term, Languages: r.Languages, Duties: each(r.Duties, func(t volunteering.Text) string { return t.In(lang) }),
			EndsAt: utc(r.Ends), AppliedAt: r.Applied.UTC(), Shifts: r.Shifts, Minutes: r.Minutes,
		}
	}))
}

func (s *API) decideVolunteer(ctx context.Context, who caller, in *decisionInput) error {
	id, err := identifier(in.ID)
	if err != nil {
		return err
	}
	body, err := in.read()
	if err != nil {
		return err
	}
	last, err := dayOf("last_day", body.LastDay)
	if err != nil {
		return err
	}
	return s.app.Volunteering.DecideVolunteer(ctx, who.Actor, id, volunteering.Decision{State: body.State, Term: body.Term, Answer: body.Answer, LastDay: last})
}

func (s *API) grantDuty(ctx context.Context, who caller, in *grantInput) error {
	id, err := identifier(in.ID)
	if err != nil {
		return err
	}
	body, err := in.read()
	if err != nil {
		return err
	}
	last, err := dayOf("last_day", body.LastDay)
	if err != nil {
		return err
	}
	return s.app.Volunteering.GrantDuty(ctx, who.Actor, id, body.Duty, last, body.Reason)
}

func (s *API) myVolunteering(ctx context.Context, who caller, _ *nothing) (*reply[MyVolunteering], error) {
	v, err := s.app.Volunteering.MyProfile(ctx, who.Actor)
	if err != nil {
		return nil, err
	}
	lang := string(who.say.Lang)
	return ok(MyVolunteering{
		VolunteerApplication: VolunteerApplication(v.Application), State: v.State, Term: v.Term, EndsAt: utc(v.Ends), Answer: v.Answer,
		Grants: each(v.Grants, func(g volunteering.Grant) MyGrant { return MyGrant{g.Duty.In(lang), g.Source, g.Until.UTC()} }),
		Availability: each(v.Said, func(a volunteering.Said) Availability {
			line := Availability{ID: a.ID, Level: a.Level, Weekday: a.Weekday, From: a.From, Until: a.Until}
			if a.Weekday == 0 {
				line.StartsAt, line.EndsAt = utc(&a.Starts), utc(&a.Ends)
			}
			return line
		}),
	})
}

func (s *API) applyVolunteer(ctx context.Context, who caller, in *applicationInput) error {
	body, err := in.read()
	if err != nil {
		return err
	}
	return s.app.Volunteering.Apply(ctx, who.Actor, volunteering.Application(body))
}

func (s *API) sayAvailability(ctx context.Context, who caller, in *availabilityInput) error {
	body, err := in.read()
	if err != nil {
		return err
	}
	said := volunteering.Said{Level: body.Level, Weekday: body.Weekday, From: body.From, Until: body.Until}
	if body.StartsAt != nil && body.EndsAt != nil {
		said.Starts, said.Ends = *body.StartsAt, *body.EndsAt
	}
	return s.app.Volunteering.Say(ctx, who.Actor, said)
}

func (s *API) unsayAvailability(ctx context.Context, who caller, in *idInput) error {
	return withID(in.ID, func(id uuid.UUID) error { return s.app.Volunteering.Unsay(ctx, who.Actor, id) })
}

func (s *API) acceptShift(ctx context.Context, who caller, in *idInput) (*reply[ShiftAnswer], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	r, err := s.app.Volunteering.Accept(ctx, who.Actor, id)
	if err != nil {
		return nil, err
	}
	return ok(who.answerOf(r))
}
