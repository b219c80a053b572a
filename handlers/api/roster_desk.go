package api

import (
	"context"
	"net/http"

	"academy/app/access"
	"academy/app/volunteering"

	"github.com/google/uuid"
)

type fitsInput struct {
	ID     string `path:"id" format:"uuid"`
	Person string `path:"person" format:"uuid"`
	Seat   string `query:"seat" doc:"A seat of the person that would be given away."`
}

type seatInput struct {
	ID   string `path:"id" format:"uuid"`
	Seat string `path:"seat" format:"uuid"`
}

type moveInput struct {
	ID   string `path:"id" format:"uuid"`
	Seat string `path:"seat" format:"uuid"`
	payload[MoveSeat]
}

type messageInput struct {
	ID string `path:"id" format:"uuid"`
	payload[RosterMessage]
}

type coordinatorsInput struct {
	ID string `path:"id" format:"uuid"`
	payload[Coordinators]
}

type emergencyInput = payload[EmergencyContact]

// deskRoutes is every operation of those who coordinate a roster by hand, and what it takes of volunteers.
func (s *API) deskRoutes() {
	answer(s, operation{get, "/coord/activities/{id}/people/{person}/fits", access.Coordinate, "fits", "Into which needs somebody fits, and why not into others", []int{unknown}}, fine, s.fits)
	act(s, operation{post, "/coord/activities/{id}/seats/{seat}/move", access.Coordinate, "moveSeat", "Give somebody another seat in place of one", []int{unknown, busy}}, s.moveSeat)
	act(s, operation{post, "/coord/activities/{id}/undo", access.Coordinate, "undoRoster", "Take back the last thing I did on the board", []int{unknown, busy}}, s.undoRoster)
	answer(s, operation{post, "/coord/activities/{id}/messages", access.Coordinate, "sendMessage", "Tell something to a shift, a duty or an activity; the same with one key is told once", []int{unknown}}, created, s.sendMessage)
	act(s, operation{put, "/coord/activities/{id}/coordinators", access.Coordinate, "setCoordinators", "Say who looks after an activity; nobody is everybody who coordinates", []int{unknown, busy}}, s.setCoordinators)
	answer(s, operation{get, "/coord/activities/{id}/seats/{seat}/emergency", access.Coordinate, "seatEmergency", "Whom to call for somebody; each look is noted", []int{unknown}}, fine, s.seatEmergency)
	act(s, operation{put, "/me/emergency", access.Learn, "setEmergency", "Name whom to call, with my consent", nil}, s.setEmergency)
	act(s, operation{remove, "/me/emergency", access.Learn, "forgetEmergency", "Withdraw my consent and have it forgotten", nil}, s.forgetEmergency)
}

func (s *API) fits(ctx context.Context, who caller, in *fitsInput) (*reply[List[Fit]], error) {
	activity, person, err := identifiers(in.ID, in.Person)
	if err != nil {
		return nil, err
	}
	seat, err := uuid.Parse(in.Seat)
	if err != nil {
		seat = uuid.Nil
	}
	list, err := s.app.Volunteering.Fits(ctx, who.Actor, activity, person, seat)
	if err != nil {
		return nil, err
	}
	lang := string(who.say.Lang)
	return ok(listOf(list, "", func(f volunteering.Fit) Fit {
		return Fit{
			Need: f.Need.ID, StartsAt: f.Need.Starts.UTC(), EndsAt: f.Need.Ends.UTC(), Duty: f.Need.Duty.In(lang), Reason: string(f.Reason),
			Word: who.say.T("volunteering.short." + string(f.Reason)), Text: who.say.T("volunteering.reason." + string(f.Reason)), Overridable: f.Overridable,
		}
	}))
}

func (s *API) moveSeat(ctx context.Context, who caller, in *moveInput) error {
	activity, seat, err := identifiers(in.ID, in.Seat)
	if err != nil {
		return err
	}
	to, err := in.read()
	if err != nil {
		return err
	}
	return s.app.Volunteering.Move(ctx, who.Actor, activity, seat, to.Need, to.Reason)
}

func (s *API) undoRoster(ctx context.Context, who caller, in *idInput) error {
	return withID(in.ID, func(id uuid.UUID) error { return s.app.Volunteering.Undo(ctx, who.Actor, id) })
}

func (s *API) sendMessage(ctx context.Context, who caller, in *messageInput) (*reply[MessageSent], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	m, err := in.read()
	if err != nil {
		return nil, err
	}
	d := volunteering.MessageDraft{Shift: m.Shift, Duty: m.Duty, Body: m.Body}
	if m.Key != nil {
		d.ID = *m.Key
	}
	people, err := s.app.Volunteering.SendMessage(ctx, who.Actor, id, d)
	return &reply[MessageSent]{http.StatusCreated, MessageSent{people}}, err
}

func (s *API) setCoordinators(ctx context.Context, who caller, in *coordinatorsInput) error {
	id, err := identifier(in.ID)
	if err != nil {
		return err
	}
	named, err := in.read()
	if err != nil {
		return err
	}
	return s.app.Volunteering.SetCoordinators(ctx, who.Actor, id, named.Coordinators)
}

func (s *API) seatEmergency(ctx context.Context, who caller, in *seatInput) (*reply[SeatEmergency], error) {
	activity, seat, err := identifiers(in.ID, in.Seat)
	if err != nil {
		return nil, err
	}
	v, err := s.app.Volunteering.SeatEmergency(ctx, who.Actor, activity, seat)
	if err != nil {
		return nil, err
	}
	body := SeatEmergency{Of: v.Of}
	if v.Consent {
		body.Contact = &EmergencyContact{Name: v.Name, Phone: v.Phone, Relation: v.Relation, Consent: true}
	}
	return ok(body)
}

func (s *API) setEmergency(ctx context.Context, who caller, in *emergencyInput) error {
	e, err := in.read()
	if err != nil {
		return err
	}
	return s.app.Volunteering.SetEmergency(ctx, who.Actor, volunteering.Emergency{Name: e.Name, Phone: e.Phone, Relation: e.Relation, Consent: e.Consent})
}

func (s *API) forgetEmergency(ctx context.Context, who caller, _ *nothing) error {
	return s.app.Volunteering.ForgetEmergency(ctx, who.Actor)
}
