package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/locale"
	"academy/app/volunteering"
)

type activityInput = payload[ActivityDraft]

type activityEditInput struct {
	ID string `path:"id" format:"uuid"`
	payload[ActivityDraft]
}

type activityStateInput struct {
	ID string `path:"id" format:"uuid"`
	payload[ActivityState]
}

type shiftInput struct {
	ID string `path:"id" format:"uuid"`
	payload[ShiftDraft]
}

type shiftEditInput struct {
	ID    string `path:"id" format:"uuid"`
	Shift string `path:"shift" format:"uuid"`
	payload[ShiftDraft]
}

type shiftCancelInput struct {
	ID    string `path:"id" format:"uuid"`
	Shift string `path:"shift" format:"uuid"`
	payload[Cancellation]
}

type dayCopyInput struct {
	ID string `path:"id" format:"uuid"`
	payload[DayCopy]
}

// planRoutes is every operation of those who plan activities and their shifts.
func (s *API) planRoutes() {
	answer(s, operation{post, "/coord/activities", access.Coordinate, "addActivity", "Plan an activity; it is a draft", nil}, created, s.addActivity)
	answer(s, operation{get, "/coord/activities/{id}", access.Coordinate, "plannedActivity", "An activity as it is planned", []int{unknown}}, fine, s.plannedActivity)
	act(s, operation{put, "/coord/activities/{id}", access.Coordinate, "saveActivity", "Change an activity", []int{unknown, busy}}, s.saveActivity)
	act(s, operation{post, "/coord/activities/{id}/state", access.Coordinate, "setActivityState", "Publish an activity, close it or open it again", []int{unknown, busy}}, s.setActivityState)
	answer(s, operation{get, "/coord/activities/{id}/shifts", access.Coordinate, "shiftPlan", "The shifts of an activity as they are planned", []int{unknown}}, fine, s.shiftPlan)
	answer(s, operation{post, "/coord/activities/{id}/shifts", access.Coordinate, "addShifts", "Add a shift, on one day or on several", []int{unknown, busy}}, created, s.addShifts)
	act(s, operation{put, "/coord/activities/{id}/shifts/{shift}", access.Coordinate, "saveShift", "Change a shift; who has a seat is asked again where it moves", []int{unknown, busy}}, s.saveShift)
	act(s, operation{post, "/coord/activities/{id}/shifts/{shift}/cancel", access.Coordinate, "cancelShift", "Call a shift off; those who have a seat are told", []int{unknown, busy}}, s.cancelShift)
	answer(s, operation{post, "/coord/activities/{id}/days", access.Coordinate, "copyDay", "Copy the shifts of a day to another", []int{unknown, busy}}, created, s.copyDay)
}

// plannedAs names the fields of the pages of coordinators and volunteers as bodies do.
func plannedAs(path, field string) string {
	if !strings.HasPrefix(path, "/coord/") && !strings.HasPrefix(path, "/me/volunteering") {
		return field
	}
	switch name, lang := inLanguage(field); name {
	case "travel":
		return "travel_minutes"
	case "ends":
		return "ends_at"
	case "grant_day":
		return "last_day"
	case "grant_reason":
		return "reason"
	default:
		return name + lang
	}
}

// dayOf reads a day in Seoul; empty is none.
func dayOf(field, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	day, err := time.ParseInLocation(time.DateOnly, text, locale.Seoul())
	if err != nil {
		return day, fault.Field(field, "form.invalid")
	}
	return day, nil
}

func (d ActivityDraft) read() (volunteering.ActivityDraft, error) {
	v := volunteering.ActivityDraft{
		Kind: d.Kind, Agenda: d.Agenda, Title: volunteering.Text(d.Title), Summary: volunteering.Text(d.Summary), Place: volunteering.Text(d.Place), MeetingPoint: volunteering.Text(d.MeetingPoint),
		Accessibility: volunteering.Text(d.Accessibility), Contact: d.Contact, Opens: d.OpensAt, Travel: d.TravelMinutes, RestHours: d.RestHours, DayHours: d.DayHours, WeekHours: d.WeekHours,
		WithdrawHours: d.WithdrawHours, OfferHours: d.OfferHours, SwapAutomatic: d.SwapAutomatic, NightAge: d.NightAge, Version: d.Version,
	}
	for field, day := range map[string]struct {
		from *string
		to   **time.Time
	}{"starts_on": {d.StartsOn, &v.StartsOn}, "ends_on": {d.EndsOn, &v.EndsOn}} {
		if day.from != nil && *day.from != "" {
			at, err := dayOf(field, *day.from)
			if err != nil {
				return v, err
			}
			*day.to = &at
		}
	}
	return v, nil
}

func (s *API) addActivity(ctx context.Context, who caller, in *activityInput) (*reply[Created], error) {
	body, err := in.read()
	if err != nil {
		return nil, err
	}
	d, err := body.read()
	if err != nil {
		return nil, err
	}
	id, err := s.app.Volunteering.AddActivity(ctx, who.Actor, d)
	return &reply[Created]{http.StatusCreated, Created{id}}, err
}

func (s *API) plannedActivity(ctx context.Context, who caller, in *idInput) (*reply[PlannedActivity], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	v, err := s.app.Volunteering.Plan(ctx, who.Actor, id)
	if err != nil {
		return nil, err
	}
	return ok(PlannedActivity{ID: v.ID, State: v.State, ActivityDraft: ActivityDraft{
		Kind: v.Kind, Agenda: v.Agenda, Title: Text(v.Title), Summary: Text(v.Summary), Place: Text(v.Place), MeetingPoint: Text(v.MeetingPoint), Accessibility: Text(v.Accessibility),
		Contact: v.Contact, StartsOn: dateOf(v.StartsOn), EndsOn: dateOf(v.EndsOn), OpensAt: utc(v.Opens), TravelMinutes: v.Travel, RestHours: v.RestHours, DayHours: v.DayHours,
		WeekHours: v.WeekHours, WithdrawHours: v.WithdrawHours, OfferHours: v.OfferHours, SwapAutomatic: v.SwapAutomatic, NightAge: v.NightAge, Version: v.Version,
	}})
}

func (s *API) saveActivity(ctx context.Context, who caller, in *activityEditInput) error {
	id, err := identifier(in.ID)
	if err != nil {
		return err
	}
	body, err := in.whole()
	if err != nil {
		return err
	}
	d, err := body.read()
	if err != nil {
		return err
	}
	return s.app.Volunteering.SaveActivity(ctx, who.Actor, id, d)
}

func (s *API) setActivityState(ctx context.Context, who caller, in *activityStateInput) error {
	id, err := identifier(in.ID)
	if err != nil {
		return err
	}
	body, err := in.read()
	if err != nil {
		return err
	}
	return s.app.Volunteering.SetActivityState(ctx, who.Actor, id, body.State)
}

func (s *API) shiftPlan(ctx context.Context, who caller, in *idInput) (*reply[ShiftPlan], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	v, err := s.app.Volunteering.ShiftPlan(ctx, who.Actor, id)
	if err != nil {
		return nil, err
	}
	lang := string(who.say.Lang)
	return ok(ShiftPlan{
		Duties: each(v.Duties, func(d volunteering.Duty) DutyOption { return DutyOption{d.ID, d.Title.In(lang)} }),
		Shifts: each(v.Shifts, func(p volunteering.PlannedShift) PlannedShift {
			return PlannedShift{
				ID: p.ID, StartsAt: p.Starts.UTC(), EndsAt: p.Ends.UTC(), Place: Text(p.Place), Online: p.Online, Cancelled: p.Cancelled, Version: p.Version,
				Needs: each(p.Needs, func(n volunteering.PlannedNeed) PlannedNeed {
					return PlannedNeed{ID: n.ID, Title: n.Title.In(lang), Taken: n.Taken, NeedDraft: NeedDraft(n.NeedDraft)}
				}),
			}
		}),
	})
}

func (d ShiftDraft) read() (volunteering.ShiftDraft, error) {
	day, err := dayOf("day", d.Day)
	return volunteering.ShiftDraft{
		Day: day, From: d.From, Until: d.Until, Place: volunteering.Text(d.Place), Online: d.Online, Times: max(d.Times, 1), Every: max(d.Every, 1), Version: d.Version,
		Needs: each(d.Needs, func(n NeedDraft) volunteering.NeedDraft { return volunteering.NeedDraft(n) }),
	}, err
}

func (s *API) addShifts(ctx context.Context, who caller, in *shiftInput) (*reply[ShiftsAdded], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	body, err := in.read()
	if err != nil {
		return nil, err
	}
	d, err := body.read()
	if err != nil {
		return nil, err
	}
	n, err := s.app.Volunteering.AddShifts(ctx, who.Actor, id, d)
	return &reply[ShiftsAdded]{http.StatusCreated, ShiftsAdded{n}}, err
}

func (s *API) saveShift(ctx context.Context, who caller, in *shiftEditInput) error {
	activity, shift, err := identifiers(in.ID, in.Shift)
	if err != nil {
		return err
	}
	body, err := in.whole()
	if err != nil {
		return err
	}
	d, err := body.read()
	if err != nil {
		return err
	}
	return s.app.Volunteering.SaveShift(ctx, who.Actor, activity, shift, d)
}

func (s *API) cancelShift(ctx context.Context, who caller, in *shiftCancelInput) error {
	activity, shift, err := identifiers(in.ID, in.Shift)
	if err != nil {
		return err
	}
	body, err := in.read()
	if err != nil {
		return err
	}
	return s.app.Volunteering.CancelShift(ctx, who.Actor, activity, shift, body.Reason)
}

func (s *API) copyDay(ctx context.Context, who caller, in *dayCopyInput) (*reply[ShiftsAdded], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	body, err := in.read()
	if err != nil {
		return nil, err
	}
	from, err := dayOf("from", body.From)
	if err != nil {
		return nil, err
	}
	to, err := dayOf("to", body.To)
	if err != nil {
		return nil, err
	}
	n, err := s.app.Volunteering.CopyDay(ctx, who.Actor, id, from, to)
	return &reply[ShiftsAdded]{http.StatusCreated, ShiftsAdded{n}}, err
}
