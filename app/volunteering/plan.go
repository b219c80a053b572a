package volunteering

import (
	"context"
	"errors"
	"slices"
	"time"
	"unicode/utf8"

	"academy/app/access"
	"academy/app/fault"
	"academy/models"
	"academy/models/courses"
	"academy/models/operations"
	"academy/models/volunteering"

	"github.com/google/uuid"
)

// ActivityDraft is what an activity says, as those who coordinate write it. Limits are minutes and hours, 0 for none.
type ActivityDraft struct {
	Kind          string
	Agenda        uuid.UUID
	Title         Text
	Summary       Text
	Place         Text
	MeetingPoint  Text
	Accessibility Text
	Contact       string
	StartsOn      *time.Time
	EndsOn        *time.Time
	Opens         *time.Time
	Travel        int
	RestHours     int
	DayHours      int
	WeekHours     int
	WithdrawHours int
	OfferHours    int
	// SwapAutomatic says that a swap which both want holds without a coordinator.
	SwapAutomatic bool
	// NightAge is from which age on somebody may work at night, 0 from any.
	NightAge int
	// Version is the one that the writing began with.
	Version int
}

// Plan is an activity before those who coordinate.
type Plan struct {
	ID    uuid.UUID
	State string
	ActivityDraft
	Agendas []Agenda
	// Coordinators are all who could look after it, with whether they do.
	Coordinators []PlanCoordinator
}

// Agenda is what an activity belongs to. Level 2 belongs to the one of level 1 before it.
type Agenda struct {
	ID    uuid.UUID
	Title Text
	Level int
}

// Kinds are the kinds of activities.
func Kinds() []string { return []string{"dated", "flexible", "open"} }

// NewDraft is what an activity begins with.
func NewDraft() ActivityDraft {
	return ActivityDraft{Kind: "dated", Travel: 30, RestHours: 10, DayHours: 8, WeekHours: 40, WithdrawHours: 24, OfferHours: 24, NightAge: 19}
}

// agendas are all; they change with a release only.
func (s *Service) allAgendas(ctx context.Context) ([]Agenda, error) {
	return s.agendas.get(func() ([]Agenda, error) {
		var list []Agenda
		err := s.DB.Read(ctx, func(tx *models.Tx) error {
			rows, err := courses.ListAgendas(tx)
			for _, a := range rows {
				list = append(list, Agenda{ID: a.ID, Title: a.Title, Level: a.Level})
			}
			return err
		})
		return list, err
	})
}

// NewPlan is what the form of a new activity shows.
func (s *Service) NewPlan(ctx context.Context, who access.Actor) (Plan, error) {
	if err := coordinate(who); err != nil {
		return Plan{}, err
	}
	agendas, err := s.allAgendas(ctx)
	return Plan{ActivityDraft: NewDraft(), Agendas: agendas}, err
}

// Plan shows an activity to be edited.
func (s *Service) Plan(ctx context.Context, who access.Actor, id uuid.UUID) (Plan, error) {
	v, err := s.NewPlan(ctx, who)
	if err != nil {
		return v, err
	}
	err = s.DB.Read(ctx, func(tx *models.Tx) error {
		a, err := volunteering.FindActivity(tx, id)
		if err == nil {
			err = looksAfter(who, a)
		}
		if err != nil {
			return err
		}
		v.ID, v.State, v.ActivityDraft = a.ID, a.State, draftOf(a)
		all, err := volunteering.ListCoordinators(tx)
		v.Coordinators = coordinatorsOf(a, all)
		return err
	})
	return v, err
}

func draftOf(a volunteering.Activity) ActivityDraft {
	return ActivityDraft{
		Kind: a.Kind, Agenda: a.AgendaID, Title: a.Title, Summary: a.Summary, Place: a.Place, MeetingPoint: a.MeetingPoint, Accessibility: a.Accessibility, Contact: a.Contact,
		StartsOn: a.StartsOn, EndsOn: a.EndsOn, Opens: a.OpensAt, Travel: a.TravelMinutes, RestHours: a.RestMinutes / 60, DayHours: a.MaxDayMinutes / 60,
		WeekHours: a.MaxWeekMinutes / 60, WithdrawHours: a.WithdrawHours, OfferHours: a.OfferHours, SwapAutomatic: a.SwapAutomatic, NightAge: a.NightAge, Version: a.Version,
	}
}

func (d ActivityDraft) row() volunteering.Activity {
	a := volunteering.Activity{
		Kind: d.Kind, AgendaID: d.Agenda, Title: d.Title, Summary: d.Summary, Place: d.Place, MeetingPoint: d.MeetingPoint, Accessibility: d.Accessibility, Contact: d.Contact,
		StartsOn: d.StartsOn, EndsOn: d.EndsOn, OpensAt: d.Opens, TravelMinutes: d.Travel, RestMinutes: d.RestHours * 60, MaxDayMinutes: d.DayHours * 60,
		MaxWeekMinutes: d.WeekHours * 60, WithdrawHours: d.WithdrawHours, OfferHours: d.OfferHours, SwapAutomatic: d.SwapAutomatic, NightAge: d.NightAge, Version: d.Version,
	}
	if d.Kind == "open" {
		a.StartsOn, a.EndsOn = nil, nil
	}
	return a
}

// check says what is wrong with a draft, by field.
func (d *ActivityDraft) check(agendas []Agenda) error {
	wrong := map[string]string{}
	for name, t := range map[string]*Text{"title": &d.Title, "summary": &d.Summary, "place": &d.Place, "meeting_point": &d.MeetingPoint, "accessibility": &d.Accessibility} {
		t.KO, t.EN = clean(t.KO), clean(t.EN)
		most := 2000
		if name == "title" || name == "place" {
			most = 120
		}
		for lang, text := range map[string]string{"ko": t.KO, "en": t.EN} {
			if utf8.RuneCountInString(text) > most {
				wrong[name+"_"+lang] = "volunteering.long"
			}
		}
	}
	if d.Title.KO == "" {
		wrong["title_ko"] = "volunteering.title_needed"
	}
	if d.Contact = clean(d.Contact); utf8.RuneCountInString(d.Contact) > 200 {
		wrong["contact"] = "volunteering.long"
	}
	if !slices.Contains(Kinds(), d.Kind) {
		wrong["kind"] = "volunteering.choose"
	}
	if !slices.ContainsFunc(agendas, func(a Agenda) bool { return a.ID == d.Agenda }) {
		wrong["agenda"] = "volunteering.choose"
	}
	if d.Kind != "open" && (d.StartsOn == nil || d.EndsOn == nil) {
		wrong["starts_on"] = "volunteering.days_needed"
	} else if d.Kind != "open" && d.EndsOn.Before(*d.StartsOn) {
		wrong["ends_on"] = "volunteering.period"
	}
	for name, n := range map[string][3]int{
		"travel": {d.Travel, 0, 600}, "rest_hours": {d.RestHours, 0, 24}, "day_hours": {d.DayHours, 0, 24}, "week_hours": {d.WeekHours, 0, 168},
		"withdraw_hours": {d.WithdrawHours, 0, 720}, "offer_hours": {d.OfferHours, 1, 168}, "night_age": {d.NightAge, 0, 120},
	} {
		if n[0] < n[1] || n[0] > n[2] {
			wrong[name] = "volunteering.number"
		}
	}
	if len(wrong) > 0 {
		return fault.Fields(wrong)
	}
	return nil
}

// AddActivity makes an activity, which nobody else sees until it is published.
func (s *Service) AddActivity(ctx context.Context, who access.Actor, d ActivityDraft) (uuid.UUID, error) {
	plan, err := s.NewPlan(ctx, who)
	if err == nil {
		err = d.check(plan.Agendas)
	}
	if err != nil {
		return uuid.Nil, err
	}
	a := d.row()
	a.ID, a.State, a.Version, a.CreatedBy = models.NewID(), volunteering.Draft, 1, &who.ID
	a.Coordinators.V = []uuid.UUID{who.ID}
	err = s.DB.Write(ctx, func(tx *models.Tx) error {
		a.CreatedAt = tx.Now
		if err := volunteering.InsertActivity(tx, a); err != nil {
			return err
		}
		return noteOn(tx, who, "activity.added", "activity", a.ID, "")
	})
	return a.ID, err
}

// SaveActivity writes what an activity says. What somebody else has saved meanwhile is not overwritten.
func (s *Service) SaveActivity(ctx context.Context, who access.Actor, id uuid.UUID, d ActivityDraft) error {
	plan, err := s.NewPlan(ctx, who)
	if err == nil {
		err = d.check(plan.Agendas)
	}
	if err != nil {
		return err
	}
	a := d.row()
	a.ID = id
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		if _, err := s.lockOwn(tx, who, id); err != nil {
			return err
		}
		if err := volunteering.UpdateActivity(tx, a); err != nil {
			return stale(err)
		}
		return noteOn(tx, who, "activity.saved", "activity", id, "")
	})
}

// stale says in words that somebody else was faster.
func stale(err error) error {
	if errors.Is(err, models.ErrStale) || errors.Is(err, models.ErrConflict) {
		return ErrChanged.Because(err)
	}
	return err
}

// SetActivityState publishes an activity, closes it or opens it again.
func (s *Service) SetActivityState(ctx context.Context, who access.Actor, id uuid.UUID, state string) error {
	if err := coordinate(who); err != nil {
		return err
	}
	if state != volunteering.Published && state != volunteering.Closed {
		return fault.Field("state", "volunteering.choose")
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		a, err := s.lockOwn(tx, who, id)
		if err != nil {
			return err
		}
		if a.State == volunteering.Draft && state == volunteering.Closed {
			return ErrNotNow
		}
		if err := volunteering.UpdateActivityState(tx, id, state); err != nil {
			return err
		}
		return noteOn(tx, who, "activity."+state, "activity", id, "")
	})
}

func noteOn(tx *models.Tx, who access.Actor, action, kind string, id uuid.UUID, reason string) error {
	return operations.InsertAudit(tx, operations.AuditEntry{ActorID: &who.ID, Action: action, ObjectKind: kind, ObjectID: &id, Reason: reason})
}
