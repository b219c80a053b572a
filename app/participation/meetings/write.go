package meetings

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/jobs"
	"academy/app/locale"
	"academy/app/participation/rules"
	"academy/models"
	"academy/models/meetings"
	"academy/models/participation"

	"github.com/google/uuid"
)

// Writing is what a meeting says, as those who look after it write it. Times that are zero were not said.
type Writing struct {
	Agenda        string
	Kind          string
	Series        Text
	Title         Text
	Summary       Text
	Place         Text
	OnlineURL     string
	Accessibility Text
	Contact       string
	Languages     []string
	Starts, Ends  time.Time
	Opens, Closes time.Time
	Capacity      int
	OfferHours    int
	Asks          []WrittenAsk
	// From is the version that the writing began with.
	From int
}

// WrittenAsk is something to ask of those who register. One without a label is none.
type WrittenAsk struct {
	Kind     string
	Label    Text
	Options  []Text
	Required bool
}

// MostAsks is how many things can be asked.
const MostAsks = 5

// Plan is a meeting before those who look after it.
type Plan struct {
	ID    uuid.UUID
	State string
	Title string
	Writing
	Agendas []Choice
	// Taken is how many seats are given. Asked says that somebody has answered, so that the questions stand as they are.
	Taken int
	Asked bool
}

// NewPlan is what the form of a new meeting begins with.
func (s *Service) NewPlan(ctx context.Context, who access.Actor, lang locale.Lang) (Plan, error) {
	v := Plan{Writing: Writing{Kind: "town_hall", Languages: []string{"ko"}, Capacity: 50, OfferHours: 24}}
	if err := look(who); err != nil {
		return v, err
	}
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		rows, err := participation.ListAgendaChoices(tx, uuid.Nil)
		v.Agendas = choices(rows, lang)
		return err
	})
	return v, err
}

// Plan shows a meeting to be edited.
func (s *Service) Plan(ctx context.Context, who access.Actor, lang locale.Lang, id uuid.UUID) (Plan, error) {
	var v Plan
	if err := look(who); err != nil {
		return v, err
	}
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		rows, err := participation.ListAgendaChoices(tx, uuid.Nil)
		if err != nil {
			return err
		}
		m, err := meetings.FindShown(tx, id, uuid.Nil)
		if err != nil {
			return err
		}
		v = Plan{ID: m.ID, State: m.State, Title: m.Title.In(string(lang)), Writing: written(m), Agendas: choices(rows, lang), Taken: m.Taken, Asked: len(m.Counts.V) > 0}
		return nil
	})
	return v, err
}

func written(m meetings.Shown) Writing {
	w := Writing{
		Agenda: m.AgendaSlug, Kind: m.Kind, Series: m.Series, Title: m.Title, Summary: m.Summary, Place: m.Place, OnlineURL: m.OnlineURL, Accessibility: m.Accessibility, Contact: m.Contact,
		Languages: m.Languages.V, Starts: m.StartsAt, Ends: m.EndsAt, Opens: m.OpensAt, Closes: m.ClosesAt, Capacity: m.Capacity, OfferHours: m.OfferHours, From: m.Version,
	}
	for _, a := range m.Asks.V {
		w.Asks = append(w.Asks, WrittenAsk{a.Kind, a.Label, a.Options, a.Required})
	}
	return w
}

// tidy composes what was typed.
func (w *Writing) tidy() {
	for _, t := range []*Text{&w.Series, &w.Title, &w.Place} {
		t.KO, t.EN = rules.Line(t.KO), rules.Line(t.EN)
	}
	for _, t := range []*Text{&w.Summary, &w.Accessibility} {
		t.KO, t.EN = rules.Text(t.KO), rules.Text(t.EN)
	}
	w.OnlineURL, w.Contact = rules.Line(w.OnlineURL), rules.Line(w.Contact)
	if w.Kind != "open_lecture" {
		w.Series = Text{}
	}
	for i := range w.Asks {
		a := &w.Asks[i]
		a.Label = Text{KO: rules.Line(a.Label.KO), EN: rules.Line(a.Label.EN)}
		if a.Kind != meetings.AskChoice {
			a.Options = nil
		}
	}
}

// check says what is wrong, by field.
func (w *Writing) check() error {
	w.tidy()
	wrong := map[string]string{}
	w.checkWords(wrong)
	w.checkTimes(wrong)
	w.checkAsks(wrong)
	if !slices.Contains(Kinds(), w.Kind) {
		wrong["kind"] = "meetings.choose"
	}
	if len(w.Languages) == 0 || slices.ContainsFunc(w.Languages, func(l string) bool { return !slices.Contains(Languages(), l) }) {
		wrong["languages"] = "meetings.languages_needed"
	}
	if w.Capacity < 1 || w.Capacity > 100_000 {
		wrong["capacity"] = "meetings.capacity"
	}
	if w.OfferHours < 1 || w.OfferHours > 168 {
		wrong["offer_hours"] = "meetings.offer_hours"
	}
	if err := fault.Fields(wrong); err != nil {
		return err
	}
	return nil
}

func (w *Writing) checkWords(wrong map[string]string) {
	for name, t := range map[string]struct {
		Text
		most int
	}{"title": {w.Title, TitleMax}, "series": {w.Series, LineMax}, "place": {w.Place, LineMax}, "summary": {w.Summary, SummaryMax}, "accessibility": {w.Accessibility, SummaryMax}} {
		for lang, text := range map[string]string{"ko": t.KO, "en": t.EN} {
			if !rules.Fits(text, 0, t.most) {
				wrong[name+"_"+lang] = "meetings.long"
			}
		}
	}
	if w.Title.KO == "" {
		wrong["title_ko"] = "meetings.title_needed"
	}
	if !rules.Fits(w.Contact, 0, LineMax) {
		wrong["contact"] = "meetings.long"
	}
	if at, err := url.Parse(w.OnlineURL); w.OnlineURL != "" && (err != nil || (at.Scheme != "https" && at.Scheme != "http") || at.Host == "" || len(w.OnlineURL) > 1000) {
		wrong["online_url"] = "voice.document_url"
	}
	if w.Place.KO == "" && w.OnlineURL == "" {
		wrong["place_ko"] = "meetings.place_needed"
	}
}

func (w *Writing) checkTimes(wrong map[string]string) {
	for name, t := range map[string]time.Time{"starts": w.Starts, "ends": w.Ends, "opens": w.Opens, "closes": w.Closes} {
		if t.IsZero() {
			wrong[name] = "meetings.time_needed"
		}
	}
	if wrong["starts"] == "" && wrong["ends"] == "" && !w.Ends.After(w.Starts) {
		wrong["ends"] = "meetings.ends_before"
	}
	if wrong["opens"] == "" && wrong["closes"] == "" && !w.Closes.After(w.Opens) {
		wrong["closes"] = "meetings.ends_before"
	}
	if wrong["closes"] == "" && wrong["ends"] == "" && w.Closes.After(w.Ends) {
		wrong["closes"] = "meetings.closes_late"
	}
}

// checkAsks drops what has no label, and says what is wrong with the rest.
func (w *Writing) checkAsks(wrong map[string]string) {
	for i, a := range w.Asks {
		name := "ask_" + strconv.Itoa(i+1)
		switch {
		case a.Label.KO == "":
			if a.Label.EN != "" || len(a.Options) > 0 {
				wrong[name+"_ko"] = "meetings.ask_label"
			}
		case !rules.Fits(a.Label.KO, 1, LineMax):
			wrong[name+"_ko"] = "meetings.long"
		case !rules.Fits(a.Label.EN, 0, LineMax):
			wrong[name+"_en"] = "meetings.long"
		case a.Kind != meetings.AskText && a.Kind != meetings.AskChoice:
			wrong[name+"_kind"] = "meetings.choose"
		case a.Kind == meetings.AskChoice && (len(a.Options) < 2 || len(a.Options) > 20 || slices.ContainsFunc(a.Options, badOption)):
			wrong[name+"_options"] = "meetings.ask_options"
		}
	}
	w.Asks = slices.DeleteFunc(slices.Clone(w.Asks), func(a WrittenAsk) bool { return a.Label.KO == "" })
	if len(w.Asks) > MostAsks {
		wrong["ask_1_ko"] = "meetings.asks_many"
	}
}

func badOption(o Text) bool { return !rules.Fits(o.KO, 1, LineMax) || !rules.Fits(o.EN, 0, LineMax) }

func (w *Writing) row(tx *models.Tx) (meetings.Meeting, error) {
	agenda, err := participation.AgendaID(tx, w.Agenda)
	if errors.Is(err, models.ErrNotFound) {
		return meetings.Meeting{}, fault.Field("agenda", "voice.agenda_needed")
	}
	m := meetings.Meeting{
		AgendaID: agenda, Kind: w.Kind, Series: w.Series, Title: w.Title, Summary: w.Summary, Place: w.Place, OnlineURL: w.OnlineURL, Accessibility: w.Accessibility, Contact: w.Contact,
		StartsAt: w.Starts.UTC(), EndsAt: w.Ends.UTC(), OpensAt: w.Opens.UTC(), ClosesAt: w.Closes.UTC(), Capacity: w.Capacity, OfferHours: w.OfferHours, Version: w.From,
	}
	m.Languages.V = w.Languages
	return m, err
}

func (w *Writing) asks() []meetings.Ask {
	var list []meetings.Ask
	for _, a := range w.Asks {
		list = append(list, meetings.Ask{Kind: a.Kind, Label: a.Label, Options: a.Options, Required: a.Required})
	}
	return list
}

// Add makes a meeting, which nobody else sees until it is published.
func (s *Service) Add(ctx context.Context, who access.Actor, w Writing) (uuid.UUID, error) {
	if err := look(who); err != nil {
		return uuid.Nil, err
	}
	if err := w.check(); err != nil {
		return uuid.Nil, err
	}
	id := models.NewID()
	err := s.DB.Write(ctx, func(tx *models.Tx) error {
		m, err := w.row(tx)
		if err != nil {
			return err
		}
		m.ID, m.CreatedBy = id, &who.ID
		if err := meetings.InsertMeeting(tx, m); err != nil {
			return err
		}
		if err := meetings.ReplaceAsks(tx, id, w.asks()); err != nil {
			return err
		}
		return note(tx, who, "meeting.added", id, "")
	})
	return id, err
}

// Save writes what a meeting says. There are never fewer seats than are given; seats that are added go to those in line.
// When or where it is held cannot change without all who come being told.
func (s *Service) Save(ctx context.Context, who access.Actor, id uuid.UUID, w Writing) error {
	if err := look(who); err != nil {
		return err
	}
	if err := w.check(); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		old, err := meetings.LockMeeting(tx, id)
		if err != nil {
			return err
		}
		m, err := w.row(tx)
		if err != nil {
			return err
		}
		switch m.ID = id; {
		case old.State == meetings.Cancelled:
			return ErrCancelled
		case old.Version != w.From:
			return ErrStale
		case m.Capacity < old.Taken:
			return fault.Field("capacity", "meetings.capacity_taken")
		}
		if err := s.saveAsks(tx, id, w); err != nil {
			return err
		}
		if err := meetings.UpdateMeeting(tx, m); err != nil {
			return err
		}
		if err := note(tx, who, "meeting.saved", id, ""); err != nil {
			return err
		}
		if old.State != meetings.Published {
			return nil
		}
		m.Taken, m.State = old.Taken, old.State
		if moved(old, m) {
			if err := s.Queue.Enqueue(tx, jobs.TellOfMeeting{MeetingID: id, Notice: "meeting_changed", Mark: strconv.Itoa(old.Version + 1)}); err != nil {
				return err
			}
		}
		return s.promote(tx, m)
	})
}

// saveAsks writes what is asked, as long as nobody has answered.
func (*Service) saveAsks(tx *models.Tx, id uuid.UUID, w Writing) error {
	old, err := meetings.ListAsks(tx, id)
	if err != nil {
		return err
	}
	list := w.asks()
	if slices.EqualFunc(old, list, func(a, b meetings.Ask) bool {
		return a.Kind == b.Kind && a.Label == b.Label && a.Required == b.Required && slices.Equal(a.Options, b.Options)
	}) {
		return nil
	}
	n, err := meetings.CountRegistrations(tx, id)
	if err != nil {
		return err
	}
	if n > 0 {
		return ErrAsked
	}
	return meetings.ReplaceAsks(tx, id, list)
}

// moved says whether a meeting is held at another time or place.
func moved(a, b meetings.Meeting) bool {
	return !a.StartsAt.Equal(b.StartsAt) || !a.EndsAt.Equal(b.EndsAt) || a.Place != b.Place || a.OnlineURL != b.OnlineURL
}

// Publish shows a meeting to everybody.
func (s *Service) Publish(ctx context.Context, who access.Actor, id uuid.UUID) error {
	if err := look(who); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		m, err := meetings.LockMeeting(tx, id)
		switch {
		case err != nil:
			return err
		case m.State == meetings.Published:
			return nil
		case m.State == meetings.Cancelled:
			return ErrCancelled
		}
		if err := meetings.UpdateState(tx, id, meetings.Published, ""); err != nil {
			return err
		}
		return note(tx, who, "meeting.published", id, "")
	})
}

// Cancel calls a meeting off before it ends, with a reason. All who come or are in line are told.
func (s *Service) Cancel(ctx context.Context, who access.Actor, id uuid.UUID, why string) error {
	if err := look(who); err != nil {
		return err
	}
	text, err := reason(why)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		m, err := meetings.LockMeeting(tx, id)
		switch {
		case err != nil:
			return err
		case m.State == meetings.Cancelled:
			return nil
		case m.State != meetings.Published || !tx.Now.Before(m.EndsAt):
			return ErrNotNow
		}
		if err := meetings.UpdateState(tx, id, meetings.Cancelled, text); err != nil {
			return err
		}
		if err := note(tx, who, "meeting.cancelled", id, text); err != nil {
			return err
		}
		return s.Queue.Enqueue(tx, jobs.TellOfMeeting{MeetingID: id, Notice: "meeting_cancelled", Mark: "once"})
	})
}

// Tell takes the job of the same name: all whom it concerns are told, some hundreds at a time.
func (s *Service) Tell(ctx context.Context, job jobs.TellOfMeeting) error {
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		m, err := meetings.FindMeeting(tx, job.MeetingID)
		if err != nil {
			return err
		}
		ids, err := concerned(tx, job)
		if err != nil {
			return err
		}
		params := s.words(m)
		if m.Reason != "" {
			params["reason"] = m.Reason
		}
		var list []jobs.Args
		for _, id := range ids {
			list = append(list, jobs.Notify{UserID: id, Notice: job.Notice, EventKey: job.Notice + ":" + m.ID.String() + ":" + job.Mark, Params: params, Link: path(m.ID)})
		}
		if len(ids) == atOnce {
			job.Behind = ids[atOnce-1]
			list = append(list, job)
		}
		return s.Queue.EnqueueAll(tx, list)
	})
}

// concerned answers whom a notice is for: minutes are for those who were there or had put a question, reminders for those who
// have a seat.
func concerned(tx *models.Tx, job jobs.TellOfMeeting) ([]uuid.UUID, error) {
	states := []string{meetings.Registered, meetings.Confirmed}
	switch job.Notice {
	case minutesNotice:
		return meetings.ListReaders(tx, job.MeetingID, job.Behind, atOnce)
	case reminderNotice:
	default:
		states = append(states, meetings.Waitlisted, meetings.Offered, meetings.Attended)
	}
	return meetings.ListConcerned(tx, job.MeetingID, job.Behind, states, atOnce)
}
