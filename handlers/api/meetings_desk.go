package api

import (
	"context"
	"net/http"

	"academy/app/access"
	"academy/app/participation"
	"academy/app/participation/meetings"

	"github.com/google/uuid"
)

type eventDraftInput = payload[EventDraft]

type guestsInput struct {
	ID     string `path:"id" format:"uuid"`
	Search string `query:"q" doc:"A part of a name, on the day: then the code is shown too."`
	Day    string `query:"day" enum:"true" doc:"Those who can be marked, with the code of the moment."`
}

type guestMarkInput struct {
	ID    string `path:"id" format:"uuid"`
	Guest string `path:"guest" format:"uuid"`
	payload[GuestMark]
}

type questionHideInput struct {
	ID       string `path:"id" format:"uuid"`
	Question string `path:"question" format:"uuid"`
	payload[QuestionHiding]
}

type questionReplyInput struct {
	ID       string `path:"id" format:"uuid"`
	Question string `path:"question" format:"uuid"`
	payload[QuestionReply]
}

type decidedInput struct {
	ID         string `path:"id" format:"uuid"`
	Commitment string `path:"commitment" format:"uuid"`
	payload[CommitmentProgress]
}

// eventDeskRoutes is every operation of those who look after events.
func (s *API) eventDeskRoutes() {
	answer(s, operation{get, "/mod/events", access.Moderate, "eventDesk", "All events, drafts among them, the latest first", nil}, fine, s.eventDesk)
	answer(s, operation{post, "/mod/events", access.Moderate, "addEvent", "Plan an event; it is a draft", nil}, created, s.addEvent)
	answer(s, operation{get, "/mod/events/{id}", access.Moderate, "plannedEvent", "An event as it is planned", []int{unknown}}, fine, s.plannedEvent)
	act(s, operation{put, "/mod/events/{id}", access.Moderate, "saveEvent", "Change an event; those who are registered are told of another time or place", []int{unknown, busy}}, s.saveEvent)
	act(s, operation{post, "/mod/events/{id}/publication", access.Moderate, "publishEvent", "Show an event to everybody; twice is once", []int{unknown, busy}}, s.publishEvent)
	act(s, operation{post, "/mod/events/{id}/cancellation", access.Moderate, "cancelEvent", "Call an event off; all are told why", []int{unknown, busy}}, s.cancelEvent)
	answer(s, operation{get, "/mod/events/{id}/guests", access.Moderate, "eventGuests", "Who comes, and what they answered", []int{unknown}}, fine, s.eventGuests)
	act(s, operation{post, "/mod/events/{id}/guests/{guest}/marks", access.Moderate, "markGuest", "Note that somebody is there or missing, or take that back; twice is once", []int{unknown, busy}}, s.markGuest)
	act(s, operation{put, "/mod/events/{id}/questions/{question}/answer", access.Moderate, "answerQuestion", "Write what was answered to a question", []int{unknown, busy}}, s.answerQuestion)
	act(s, operation{put, "/mod/events/{id}/questions/{question}/hiding", access.Moderate, "hideQuestion", "Keep the words of a question back; its author is told and can appeal", []int{unknown, busy}}, s.hideQuestion)
	act(s, operation{remove, "/mod/events/{id}/questions/{question}/hiding", access.Moderate, "showQuestion", "Show a question again", []int{unknown, busy}}, s.showQuestion)
	act(s, operation{post, "/mod/events/{id}/minutes", access.Moderate, "publishMinutes", "Publish what was said and decided; what was published stays beside it", []int{unknown, busy}}, s.publishMinutes)
	act(s, operation{post, "/mod/events/{id}/commitments", access.Moderate, "decideAtEvent", "Make a commitment of something that was decided", []int{unknown, busy}}, s.decideAtEvent)
	act(s, operation{post, "/mod/events/{id}/commitments/{commitment}/progress", access.Moderate, "setEventProgress", "Say how far such a commitment has come", []int{unknown, busy}}, s.setEventProgress)
	act(s, operation{put, "/mod/events/{id}/recording", access.Moderate, "setRecording", "Say which lecture the recording has become", []int{unknown, busy}}, s.setRecording)
}

func (s *API) eventDesk(ctx context.Context, who caller, in *cursorInput) (*reply[List[DeskEvent]], error) {
	page, err := s.app.Meetings.Desk(ctx, who.Actor, who.say.Lang, in.Cursor)
	if err != nil {
		return nil, err
	}
	return ok(listOf(page.Cards, page.Next, func(c meetings.Card) DeskEvent { return DeskEvent{c.State, eventCard(c)} }))
}

func (d EventDraft) read() meetings.Writing {
	return meetings.Writing{
		Agenda: d.Agenda, Kind: d.Kind, Series: meetings.Text(d.Series), Title: meetings.Text(d.Title), Summary: meetings.Text(d.Summary), Place: meetings.Text(d.Place), OnlineURL: d.OnlineURL,
		Accessibility: meetings.Text(d.Accessibility), Contact: d.Contact, Languages: d.Languages, Starts: d.StartsAt, Ends: d.EndsAt, Opens: d.OpensAt, Closes: d.ClosesAt,
		Capacity: d.Capacity, OfferHours: d.OfferHours, From: d.Version,
		Asks: each(d.Asks, func(a AskDraft) meetings.WrittenAsk {
			return meetings.WrittenAsk{Kind: a.Kind, Label: meetings.Text(a.Label), Required: a.Required, Options: each(a.Options, func(t Text) meetings.Text { return meetings.Text(t) })}
		}),
	}
}

func eventDraftOf(w meetings.Writing) EventDraft {
	return EventDraft{
		Agenda: w.Agenda, Kind: w.Kind, Series: Text(w.Series), Title: Text(w.Title), Summary: Text(w.Summary), Place: Text(w.Place), OnlineURL: w.OnlineURL, Accessibility: Text(w.Accessibility),
		Contact: w.Contact, Languages: w.Languages, StartsAt: w.Starts.UTC(), EndsAt: w.Ends.UTC(), OpensAt: w.Opens.UTC(), ClosesAt: w.Closes.UTC(), Capacity: w.Capacity, OfferHours: w.OfferHours, Version: w.From,
		Asks: each(w.Asks, func(a meetings.WrittenAsk) AskDraft {
			return AskDraft{Kind: a.Kind, Label: Text(a.Label), Required: a.Required, Options: each(a.Options, func(t meetings.Text) Text { return Text(t) })}
		}),
	}
}

func (s *API) addEvent(ctx context.Context, who caller, in *eventDraftInput) (*reply[Created], error) {
	body, err := in.read()
	if err != nil {
		return nil, err
	}
	id, err := s.app.Meetings.Add(ctx, who.Actor, body.read())
	return &reply[Created]{http.StatusCreated, Created{id}}, err
}

func (s *API) plannedEvent(ctx context.Context, who caller, in *idInput) (*reply[PlannedEvent], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	v, err := s.app.Meetings.Plan(ctx, who.Actor, who.say.Lang, id)
	if err != nil {
		return nil, err
	}
	return ok(PlannedEvent{v.ID, v.State, v.Taken, eventDraftOf(v.Writing)})
}

func (s *API) saveEvent(ctx context.Context, who caller, in *on[EventDraft]) error {
	id, err := identifier(in.ID)
	if err != nil {
		return err
	}
	body, err := in.whole()
	if err != nil {
		return err
	}
	return s.app.Meetings.Save(ctx, who.Actor, id, body.read())
}

func (s *API) publishEvent(ctx context.Context, who caller, in *idInput) error {
	return withID(in.ID, func(id uuid.UUID) error { return s.app.Meetings.Publish(ctx, who.Actor, id) })
}

func (s *API) cancelEvent(ctx context.Context, who caller, in *on[Why]) error {
	return in.with(func(id uuid.UUID, b Why) error { return s.app.Meetings.Cancel(ctx, who.Actor, id, b.Reason) })
}

func (s *API) eventGuests(ctx context.Context, who caller, in *guestsInput) (*reply[EventGuests], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	var v meetings.Guests
	if in.Day == "true" || in.Search != "" {
		v, err = s.app.Meetings.CheckIn(ctx, who.Actor, who.say.Lang, id, clean(in.Search))
	} else {
		v, err = s.app.Meetings.Guests(ctx, who.Actor, who.say.Lang, id)
	}
	if err != nil {
		return nil, err
	}
	return ok(EventGuests{Asks: each(v.Asks, askOf), Guests: each(v.List, guestOf), More: v.More, Counts: v.Counts, Code: present(v.Code)})
}

func guestOf(g meetings.Guest) EventGuest {
	v := EventGuest{
		ID: g.ID, Name: g.Name, State: g.State, AnswerBy: utc(g.Until), AttendedAt: utc(g.Attended), How: present(g.How), Answers: append([]string{}, g.Answers...), Marks: append([]string{}, g.Marks...),
	}
	if g.Place > 0 {
		v.Position = &g.Place
	}
	return v
}

func (s *API) markGuest(ctx context.Context, who caller, in *guestMarkInput) error {
	id, guest, err := identifiers(in.ID, in.Guest)
	if err != nil {
		return err
	}
	body, err := in.read()
	if err != nil {
		return err
	}
	return s.app.Meetings.Mark(ctx, who.Actor, id, guest, body.Mark)
}

func (s *API) answerQuestion(ctx context.Context, who caller, in *questionReplyInput) error {
	id, question, err := identifiers(in.ID, in.Question)
	if err != nil {
		return err
	}
	body, err := in.read()
	if err != nil {
		return err
	}
	return s.app.Meetings.AnswerQuestion(ctx, who.Actor, id, question, body.Answer)
}

func (s *API) hideQuestion(ctx context.Context, who caller, in *questionHideInput) error {
	id, question, err := identifiers(in.ID, in.Question)
	if err != nil {
		return err
	}
	body, err := in.read()
	if err != nil {
		return err
	}
	return s.app.Voice.HideQuestion(ctx, who.Actor, id, question, body.Code, body.Reason)
}

func (s *API) showQuestion(ctx context.Context, who caller, in *unvoteInput) error {
	id, question, err := identifiers(in.ID, in.Question)
	if err != nil {
		return err
	}
	return s.app.Voice.ShowQuestion(ctx, who.Actor, id, question)
}

func (s *API) publishMinutes(ctx context.Context, who caller, in *on[MinutesRequest]) error {
	return in.with(func(id uuid.UUID, b MinutesRequest) error {
		return s.app.Meetings.PublishMinutes(ctx, who.Actor, id, b.Body, b.ChangedBecause)
	})
}

func (s *API) decideAtEvent(ctx context.Context, who caller, in *on[CommitmentRequest]) error {
	return in.with(func(id uuid.UUID, b CommitmentRequest) error {
		return s.app.Meetings.Decide(ctx, who.Actor, id, participation.NewCommitment(b))
	})
}

func (s *API) setEventProgress(ctx context.Context, who caller, in *decidedInput) error {
	id, commitment, err := identifiers(in.ID, in.Commitment)
	if err != nil {
		return err
	}
	body, err := in.read()
	if err != nil {
		return err
	}
	return s.app.Voice.SetMeetingProgress(ctx, who.Actor, id, commitment, participation.Progress(body))
}

func (s *API) setRecording(ctx context.Context, who caller, in *on[RecordingRequest]) error {
	return in.with(func(id uuid.UUID, b RecordingRequest) error {
		lesson := uuid.Nil
		if b.Lesson != nil {
			lesson = *b.Lesson
		}
		return s.app.Meetings.SetRecording(ctx, who.Actor, id, lesson)
	})
}
