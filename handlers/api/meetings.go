package api

import (
	"context"
	"strconv"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/participation/meetings"

	"github.com/google/uuid"
)

type eventsInput struct {
	When   string `query:"when" enum:"coming,past" doc:"Those to come, the next in front, where it is left out."`
	Kind   string `query:"kind" enum:"town_hall,roundtable,seminar,open_lecture"`
	Agenda string `query:"agenda" doc:"The slug of an agenda of either level."`
	Limit  string `query:"limit" doc:"Items on a page, 1 to 50; the academy chooses where it is left out."`
	Cursor string `query:"cursor" doc:"next of the page before."`
}

type eventInput struct {
	ID string `path:"id" format:"uuid"`
}

type registrationInput struct {
	ID string `path:"id" format:"uuid"`
	payload[RegistrationRequest]
}

type eventSeatInput struct {
	ID string `path:"id" format:"uuid"`
	payload[SeatAnswer]
}

type questionsInput struct {
	ID     string `path:"id" format:"uuid"`
	Cursor string `query:"cursor" doc:"next of the page before."`
}

type putInput struct {
	ID string `path:"id" format:"uuid"`
	payload[QuestionRequest]
}

type voteInput struct {
	ID       string `path:"id" format:"uuid"`
	Question string `path:"question" format:"uuid"`
	payload[SupportRequest]
}

type unvoteInput struct {
	ID       string `path:"id" format:"uuid"`
	Question string `path:"question" format:"uuid"`
}

type presenceInput struct {
	ID string `path:"id" format:"uuid"`
	payload[PresenceClaim]
}

// meetingRoutes is every operation of town halls, roundtables, seminars and open lectures.
func (s *API) meetingRoutes() {
	answer(s, operation{get, "/events", access.Anyone, "events", "Find town halls, roundtables, seminars and open lectures", nil}, fine, s.events)
	answer(s, operation{get, "/events/{id}", access.Anyone, "event", "An event, with what the caller is at it", []int{unknown}}, fine, s.event)
	answer(s, operation{post, "/events/{id}/registrations", access.TakePart, "registerForEvent", "Register for an event, or get in line where it is full; twice is once", []int{unknown, busy}}, fine, s.registerFor)
	act(s, operation{remove, "/events/{id}/registrations/mine", access.Learn, "withdrawRegistration", "Give my seat or my place in line back, until the event begins; twice is once", []int{unknown, busy}}, s.leaveEvent)
	answer(s, operation{post, "/events/{id}/registrations/mine/answer", access.Learn, "answerSeat", "Take the seat that is offered to me, or let it go", []int{unknown, busy}}, fine, s.answerSeat)
	answer(s, operation{post, "/events/{id}/registrations/mine/attendance", access.Learn, "attendEvent", "Show by what is shown on the spot that I am there; twice is once", []int{unknown, busy, slow}}, fine, s.attendEvent)
	answer(s, operation{get, "/events/{id}/questions", access.Anyone, "eventQuestions", "What people want to have talked about, those with the most votes in front", []int{unknown}}, fine, s.eventQuestions)
	act(s, operation{post, "/events/{id}/questions", access.TakePart, "putQuestion", "Put a question before the event begins; three are the most", []int{unknown, busy}}, s.putQuestion)
	act(s, operation{post, "/events/{id}/questions/{question}/votes", access.TakePart, "voteQuestion", "Vote for a question; twice is once", []int{unknown, busy}}, s.voteQuestion)
	act(s, operation{remove, "/events/{id}/questions/{question}/votes/mine", access.Learn, "unvoteQuestion", "Take my vote back until the event begins", []int{unknown, busy}}, s.unvoteQuestion)
	answer(s, operation{get, "/me/events", access.Learn, "myEvents", "The events that I have registered for: those to come, then the last year's", nil}, fine, s.myEvents)
}

func (s *API) events(ctx context.Context, who caller, in *eventsInput) (*reply[List[EventCard]], error) {
	page, err := s.app.Meetings.Meetings(ctx, who.Actor, who.say.Lang, meetings.Filter{When: in.When, Kind: clean(in.Kind), Agenda: clean(in.Agenda), Cursor: in.Cursor, Limit: count(in.Limit)})
	if err != nil {
		return nil, err
	}
	return ok(listOf(page.Cards, page.Next, eventCard))
}

func eventCard(c meetings.Card) EventCard {
	return EventCard{
		ID: c.ID, Kind: c.Kind, Series: present(c.Series), Phase: c.Phase, Title: c.Title, Agenda: Agenda{c.AgendaSlug, c.Agenda}, Place: present(c.Place), Online: c.Online, Languages: c.Languages,
		StartsAt: c.Starts, EndsAt: c.Ends, OpensAt: c.Opens, ClosesAt: c.Closes, Capacity: c.Capacity, SeatsLeft: c.Free(), Waiting: c.Waiting, Reason: present(c.Reason),
	}
}

func (s *API) event(ctx context.Context, who caller, in *eventInput) (*reply[Event], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	return s.eventOf(ctx, who, id)
}

func (s *API) eventOf(ctx context.Context, who caller, id uuid.UUID) (*reply[Event], error) {
	v, err := s.app.Meetings.Meeting(ctx, who.Actor, who.say.Lang, id)
	if err != nil {
		return nil, err
	}
	e := Event{EventCard: eventCard(v.Card), Summary: present(v.Summary), Accessibility: present(v.Welcome), Contact: present(v.Contact), Asks: each(v.Asks, askOf)}
	e.Minutes = each(v.Minutes, func(m meetings.Minutes) EventMinutes {
		return EventMinutes{m.Version, m.Body, present(m.Because), m.At}
	})
	e.Commitments = each(v.Promises, commitment)
	if r := v.Recording; r != nil {
		e.Recording = &EventRecording{r.Lesson, r.Course, r.Title}
	}
	if v.Mine != nil {
		e.Mine = ptr(seatOf(*v.Mine))
	}
	return ok(e)
}

func askOf(a meetings.Ask) RegistrationAsk {
	v := RegistrationAsk{ID: a.ID, Kind: a.Kind, Label: a.Label, Required: a.Required, Options: []AskOption{}}
	for i, o := range a.Options {
		v.Options = append(v.Options, AskOption{strconv.Itoa(i + 1), o})
	}
	return v
}

func seatOf(m meetings.Mine) EventSeat {
	v := EventSeat{ID: m.ID, State: m.State, AnswerBy: m.Until, AttendedAt: m.Attended, JoinURL: present(m.Join), CanAttend: m.Here, CanWithdraw: m.Leave}
	if m.Place > 0 {
		v.Position = &m.Place
	}
	if m.Join != "" {
		v.JoinsAt = &m.JoinsAt
	}
	return v
}

func ptr[T any](v T) *T { return &v }

func (s *API) registerFor(ctx context.Context, who caller, in *registrationInput) (*reply[Event], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	body, err := in.optional()
	if err != nil {
		return nil, err
	}
	answers := map[uuid.UUID]string{}
	for _, a := range body.Answers {
		answers[a.Ask] = clean(a.Answer)
	}
	if _, err := s.app.Meetings.Register(ctx, who.Actor, id, answers); err != nil {
		return nil, err
	}
	return s.eventOf(ctx, who, id)
}

func (s *API) leaveEvent(ctx context.Context, who caller, in *eventInput) error {
	id, err := identifier(in.ID)
	if err != nil {
		return err
	}
	return s.app.Meetings.Leave(ctx, who.Actor, id)
}

func (s *API) answerSeat(ctx context.Context, who caller, in *eventSeatInput) (*reply[Event], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	body, err := in.read()
	if err != nil {
		return nil, err
	}
	if err := s.app.Meetings.Answer(ctx, who.Actor, id, body.Accept); err != nil {
		return nil, err
	}
	return s.eventOf(ctx, who, id)
}

func (s *API) attendEvent(ctx context.Context, who caller, in *presenceInput) (*reply[Event], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	claim, err := in.read()
	if err != nil {
		return nil, err
	}
	proof := meetings.Proof{}
	switch {
	case claim.Token != nil:
		v, err := s.app.Meetings.ReadCode(ctx, who.Actor, *claim.Token)
		if err != nil {
			return nil, err
		}
		if v.Meeting != id {
			return nil, meetings.ErrTokenUnknown
		}
		proof.Ticket = v.Ticket
	case claim.Code != nil:
		proof.Code = *claim.Code
	default:
		return nil, fault.Field("code", "api.wrong_type")
	}
	if err := s.app.Meetings.Attend(ctx, who.Actor, id, proof); err != nil {
		return nil, err
	}
	return s.eventOf(ctx, who, id)
}

func (s *API) myEvents(ctx context.Context, who caller, _ *nothing) (*reply[MyEvents], error) {
	coming, past, err := s.app.Meetings.Mine(ctx, who.Actor, who.say.Lang)
	if err != nil {
		return nil, err
	}
	return ok(MyEvents{Coming: each(coming, ownEvent), Past: each(past, ownEvent)})
}

func ownEvent(o meetings.Own) OwnEvent {
	return OwnEvent{ID: o.ID, Kind: o.Kind, Title: o.Title, Phase: o.Phase, StartsAt: o.Starts, EndsAt: o.Ends, Mine: seatOf(o.Mine)}
}

func (s *API) eventQuestions(ctx context.Context, who caller, in *questionsInput) (*reply[List[EventQuestion]], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	if _, err := s.app.Meetings.Meeting(ctx, who.Actor, who.say.Lang, id); err != nil {
		return nil, err
	}
	page, err := s.app.Meetings.Questions(ctx, who.Actor, id, in.Cursor)
	if err != nil {
		return nil, err
	}
	return ok(listOf(page.List, page.Next, func(q meetings.Question) EventQuestion {
		return EventQuestion{
			ID: q.ID, Body: present(q.Body), Author: present(q.Author), State: q.State, Reason: present(q.Reason), Votes: q.Votes, Voted: q.Voted, Mine: q.Mine, Answer: present(q.Answer), AnsweredAt: q.Answered,
		}
	}))
}

func (s *API) putQuestion(ctx context.Context, who caller, in *putInput) error {
	id, err := identifier(in.ID)
	if err != nil {
		return err
	}
	body, err := in.read()
	if err != nil {
		return err
	}
	return s.app.Meetings.Put(ctx, who.Actor, id, body.Question, body.Consent)
}

func (s *API) voteQuestion(ctx context.Context, who caller, in *voteInput) error {
	id, question, err := identifiers(in.ID, in.Question)
	if err != nil {
		return err
	}
	body, err := in.optional()
	if err != nil {
		return err
	}
	return s.app.Meetings.Vote(ctx, who.Actor, id, question, body.Consent)
}

func (s *API) unvoteQuestion(ctx context.Context, who caller, in *unvoteInput) error {
	id, question, err := identifiers(in.ID, in.Question)
	if err != nil {
		return err
	}
	return s.app.Meetings.Unvote(ctx, who.Actor, id, question)
}
