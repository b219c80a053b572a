package api

import (
	"context"
	"time"

	"academy/app/access"
	"academy/app/locale"
	"academy/app/participation"
	"academy/app/participation/rules"

	"github.com/google/uuid"
)

type agendaInput struct {
	Slug string `path:"slug"`
}

type newAgendaInput = payload[AgendaDraft]

type agendaEditInput struct {
	Slug string `path:"slug"`
	payload[AgendaDraft]
}

type phaseInput struct {
	Slug string `path:"slug"`
	payload[PhaseDraft]
}

type agendaPartInput struct {
	Slug string `path:"slug"`
	Part string `path:"part" format:"uuid"`
}

type documentInput struct {
	Slug string `path:"slug"`
	payload[DocumentDraft]
}

type ladderInput = payload[LadderChange]

type clocksInput = payload[ClocksChange]

type holidayInput = payload[HolidayDraft]

type dayInput struct {
	Day string `path:"day" format:"date"`
}

// governRoutes is every operation of those who look after agendas and the rules by which proposals go.
func (s *API) governRoutes() {
	answer(s, operation{get, "/mod/agendas/{slug}", access.Govern, "governedAgenda", "An agenda as it is edited", []int{unknown}}, fine, s.governedAgenda)
	act(s, operation{post, "/mod/agendas", access.Govern, "addAgenda", "Make an agenda: a policy priority where it has a parent", []int{busy}}, s.addAgenda)
	act(s, operation{put, "/mod/agendas/{slug}", access.Govern, "saveAgenda", "Change what is said of an agenda", []int{unknown, busy}}, s.saveAgenda)
	act(s, operation{post, "/mod/agendas/{slug}/phases", access.Govern, "addPhase", "Say when something can be done on an agenda; from its first phase on, nothing else can", []int{unknown, busy}}, s.addPhase)
	act(s, operation{remove, "/mod/agendas/{slug}/phases/{part}", access.Govern, "removePhase", "Take a phase away", []int{unknown, busy}}, s.removePhase)
	act(s, operation{post, "/mod/agendas/{slug}/documents", access.Moderate, "addDocument", "Put something to read on an agenda", []int{unknown, busy}}, s.addDocument)
	act(s, operation{remove, "/mod/agendas/{slug}/documents/{part}", access.Govern, "removeDocument", "Take it away", []int{unknown, busy}}, s.removeDocument)
	answer(s, operation{get, "/mod/rules", access.Govern, "voiceRules", "The rules by which proposals go", nil}, fine, s.voiceRules)
	act(s, operation{put, "/mod/rules/ladder", access.Govern, "setLadder", "Say what numbers of supports bring about, and why that changes", []int{busy}}, s.setLadder)
	act(s, operation{put, "/mod/rules/clocks", access.Govern, "setClocks", "Say how long steps may take; a clock that runs keeps its due day", []int{busy}}, s.setClocks)
	act(s, operation{post, "/mod/rules/holidays", access.Govern, "addHoliday", "Add a day on which no office works", []int{busy}}, s.addHoliday)
	act(s, operation{remove, "/mod/rules/holidays/{day}", access.Govern, "removeHoliday", "Take a day away that is still to come", []int{unknown, busy}}, s.removeHoliday)
}

func (s *API) governedAgenda(ctx context.Context, who caller, in *agendaInput) (*reply[GovernedAgenda], error) {
	v, err := s.app.Voice.EditAgenda(ctx, who.Actor, who.say.Lang, clean(in.Slug))
	if err != nil {
		return nil, err
	}
	e := v.Values
	return ok(GovernedAgenda{
		AgendaDraft: AgendaDraft{Slug: e.Slug, Parent: e.Parent, Division: e.Division, Title: Text(e.Title), Summary: Text(e.Summary), Pillars: append([]string{}, e.Pillars...)},
		Level:       v.Level,
		Phases: each(v.Phases, func(p participation.Phase) AgendaPhase {
			return AgendaPhase{p.ID, PhaseDraft{p.Kind, dayIn(p.From), dayIn(p.Last)}}
		}),
		Documents: each(v.Files, func(d participation.Document) AgendaDocument { return AgendaDocument{d.ID, d.Title, d.URL, d.Pages} }),
	})
}

// dayIn is a day in Seoul as it is written.
func dayIn(at time.Time) string { return at.In(locale.Seoul()).Format(time.DateOnly) }

func (d AgendaDraft) read() participation.AgendaEdit {
	return participation.AgendaEdit{Slug: d.Slug, Parent: d.Parent, Division: d.Division, Title: participation.Text(d.Title), Summary: participation.Text(d.Summary), Pillars: d.Pillars}
}

func (s *API) addAgenda(ctx context.Context, who caller, in *newAgendaInput) error {
	body, err := in.read()
	if err != nil {
		return err
	}
	return s.app.Voice.SetAgenda(ctx, who.Actor, body.read(), true)
}

func (s *API) saveAgenda(ctx context.Context, who caller, in *agendaEditInput) error {
	body, err := in.whole()
	if err != nil {
		return err
	}
	edit := body.read()
	edit.Slug = clean(in.Slug) // it is given once
	return s.app.Voice.SetAgenda(ctx, who.Actor, edit, false)
}

func (s *API) addPhase(ctx context.Context, who caller, in *phaseInput) error {
	body, err := in.read()
	if err != nil {
		return err
	}
	return s.app.Voice.AddPhase(ctx, who.Actor, clean(in.Slug), participation.NewPhase(body))
}

func (s *API) removePhase(ctx context.Context, who caller, in *agendaPartInput) error {
	return withID(in.Part, func(id uuid.UUID) error { return s.app.Voice.RemovePhase(ctx, who.Actor, clean(in.Slug), id) })
}

func (s *API) addDocument(ctx context.Context, who caller, in *documentInput) error {
	body, err := in.read()
	if err != nil {
		return err
	}
	return s.app.Voice.AddDocument(ctx, who.Actor, clean(in.Slug), participation.NewDocument(body))
}

func (s *API) removeDocument(ctx context.Context, who caller, in *agendaPartInput) error {
	return withID(in.Part, func(id uuid.UUID) error { return s.app.Voice.RemoveDocument(ctx, who.Actor, clean(in.Slug), id) })
}

func (s *API) voiceRules(ctx context.Context, who caller, _ *nothing) (*reply[VoiceRules], error) {
	v, err := s.app.Voice.Rules(ctx, who.Actor, who.say.Lang)
	if err != nil {
		return nil, err
	}
	clocks := map[string]ClockRule{}
	for name, c := range v.Clocks {
		clocks[name] = ClockRule(c)
	}
	return ok(VoiceRules{
		Ladder: LadderRule(v.Ladder), Clocks: clocks,
		Holidays: each(v.Holidays, func(h participation.Holiday) HolidayDraft { return HolidayDraft{h.Day, Text(h.Title)} }),
		Changes:  each(v.Changes, func(c participation.RuleChange) RuleChange { return RuleChange(c) }),
	})
}

func (s *API) setLadder(ctx context.Context, who caller, in *ladderInput) error {
	body, err := in.whole()
	if err != nil {
		return err
	}
	return s.app.Voice.SetLadder(ctx, who.Actor, rules.Ladder(body.Ladder), body.Reason)
}

func (s *API) setClocks(ctx context.Context, who caller, in *clocksInput) error {
	body, err := in.whole()
	if err != nil {
		return err
	}
	clocks := map[string]rules.Clock{}
	for name, c := range body.Clocks {
		clocks[name] = rules.Clock(c)
	}
	return s.app.Voice.SetClocks(ctx, who.Actor, clocks, body.Reason)
}

func (s *API) addHoliday(ctx context.Context, who caller, in *holidayInput) error {
	body, err := in.read()
	if err != nil {
		return err
	}
	return s.app.Voice.AddHoliday(ctx, who.Actor, body.Day, participation.Text(body.Title))
}

func (s *API) removeHoliday(ctx context.Context, who caller, in *dayInput) error {
	return s.app.Voice.RemoveHoliday(ctx, who.Actor, clean(in.Day))
}
