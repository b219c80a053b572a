package participation

import (
	"time"

	"academy/app/locale"
	"academy/app/participation/rules"
	"academy/models"
	"academy/models/participation"

	"github.com/google/uuid"
)

// Text is a text in both languages.
type Text = models.Text

// Card is a proposal in a list.
type Card struct {
	ID      uuid.UUID
	Title   string
	Idea    string
	State   string
	Outcome string
	Reason  string
	// Hidden says that its words are kept back.
	Hidden     bool
	Author     string // partly hidden; empty once nobody's
	AgendaSlug string
	Agenda     string
	Supports   int
	// Next is the step that comes next: listed or answer, with how many supports it needs; empty after the last.
	Next     string
	Needed   int
	Comments int
	Summary  string // of the official answer
	// Until is when the gathering ends, DueAt when the step it stands at must be done, DueFor which one that is.
	Until, DueAt *time.Time
	DueFor       string
	Overdue      bool
	DaysLeft     int
	At           time.Time
}

func card(l participation.Listed, lang locale.Lang, ladder rules.Ladder, now time.Time) Card {
	c := Card{
		ID: l.ID, Title: l.Title, Idea: l.Idea, State: l.State, Reason: l.Reason, Author: veil(l.Author), AgendaSlug: l.AgendaSlug, Agenda: l.Agenda.In(string(lang)),
		Supports: l.Supports, Comments: l.Comments, Summary: l.Summary, DueAt: utc(l.DueAt), At: l.CreatedAt.UTC(),
	}
	if l.SubmittedAt != nil {
		c.At = l.SubmittedAt.UTC()
	}
	if l.Outcome != nil {
		c.Outcome = *l.Outcome
	}
	if l.DueFor != nil {
		c.DueFor = *l.DueFor
	}
	if l.State == string(rules.Hidden) {
		c.Hidden, c.Title, c.Idea, c.Summary = true, "", "", ""
	}
	if l.State == string(rules.Gathering) {
		c.Next, c.Needed = ladder.Next(l.Supports)
		c.Until = utc(l.GatheringUntil)
		c.DaysLeft = rules.NewCalendar(locale.Seoul(), nil).DaysLeft(*l.GatheringUntil, now)
	}
	c.Overdue = c.DueAt != nil && rules.Overdue(*c.DueAt, now)
	return c
}

func cards(rows []participation.Listed, lang locale.Lang, ladder rules.Ladder, now time.Time) []Card {
	list := make([]Card, len(rows))
	for i, r := range rows {
		list[i] = card(r, lang, ladder, now)
	}
	return list
}

// AgendaCard is an agenda with the balance of its three pillars.
type AgendaCard struct {
	Slug, Title, Summary, Division string
	Level                          int
	Tags                           []string
	Courses, Documents             int
	Open                           int
	rules.Pillars
}

func agendaCard(a participation.Agenda, lang locale.Lang) AgendaCard {
	l := string(lang)
	return AgendaCard{
		Slug: a.Slug, Title: a.Title.In(l), Summary: a.Summary.In(l), Division: a.Division.In(l), Level: a.Level, Tags: a.Pillars, Courses: a.Courses, Documents: a.Documents, Open: a.Open,
		Pillars: rules.Pillars{Informed: a.Courses + a.Documents, Taking: a.Taking, Trained: a.Trained},
	}
}

// Change is a commitment with the proposal that it came of, or the meeting.
type Change struct {
	ID         uuid.UUID
	ProposalID uuid.UUID
	Proposal   string
	Agenda     string
	Supports   int
	MeetingID  uuid.UUID
	Meeting    string
	Promise
}

// Promise is a commitment.
type Promise struct {
	ID       uuid.UUID
	Title    string
	Division string
	DueOn    time.Time // the start of the day in Seoul
	State    string
	Percent  int
	Note     string
	MovedAt  time.Time
	Overdue  bool
}

func promise(k participation.Commitment, lang locale.Lang, now time.Time) Promise {
	day, _ := time.ParseInLocation("2006-01-02", k.DueOn, locale.Seoul()) // a date of the database is one
	return Promise{
		ID: k.ID, Title: k.Title, Division: k.Division.In(string(lang)), DueOn: day, State: k.State, Percent: k.Percent, Note: k.Note, MovedAt: k.MovedAt.UTC(),
		Overdue: (k.State == "planned" || k.State == "in_progress") && !now.Before(day.AddDate(0, 0, 1)),
	}
}

func change(k participation.Changed, lang locale.Lang, now time.Time) Change {
	return Change{ID: k.ID, ProposalID: k.ProposalID, Proposal: k.Proposal, MeetingID: k.MeetingID, Meeting: textIn(k.Meeting, lang), Agenda: k.Agenda.In(string(lang)), Supports: k.Supports, Promise: promise(k.Commitment, lang, now)}
}

// Step is something that has happened to a proposal.
type Step struct {
	Kind   string
	At     time.Time
	Reason string
	Until  *time.Time
}

func steps(events []participation.Event, lang locale.Lang) []Step {
	list := make([]Step, len(events))
	for i, e := range events {
		list[i] = Step{e.Kind, e.At.UTC(), e.Reason, utc(e.Until)}
		if e.Named != nil {
			list[i].Reason = e.Named.In(string(lang))
		}
	}
	return list
}

// Answer is an official answer that was published.
type Answer struct {
	Version  int
	Outcome  string
	Summary  string
	Points   []Point
	Because  string // why there is another version
	Division string
	SignedAt time.Time
}

// Point is what is answered to one thing that a proposal asks for.
type Point = participation.Point

func answer(a participation.Answer, lang locale.Lang) Answer {
	v := Answer{Version: a.Version, Outcome: a.Outcome, Summary: a.Summary, Points: a.Points, Because: a.ChangedBecause, Division: a.Division.In(string(lang))}
	if a.SignedAt != nil {
		v.SignedAt = a.SignedAt.UTC()
	}
	return v
}

// Choice is something to choose in a form.
type Choice struct {
	Value, Title string
	Level        int
}

func agendaChoices(rows []participation.AgendaChoice, lang locale.Lang) []Choice {
	list := make([]Choice, len(rows))
	for i, r := range rows {
		list[i] = Choice{r.Slug, r.Title.In(string(lang)), r.Level}
	}
	return list
}

func textIn(t *models.Text, lang locale.Lang) string {
	if t == nil {
		return ""
	}
	return t.In(string(lang))
}
