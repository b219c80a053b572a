package pages

import (
	"net/http"
	"time"

	"academy/app/volunteering"
	"academy/handlers/request"
	"academy/handlers/views/coord"
	"academy/handlers/views/layout"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
)

// coordPath is the address of a page of the activity that is asked for.
func coordPath(c *fiber.Ctx, rest string) string {
	return "/coord/activities/" + c.Params("activity") + rest
}

// Coordinated lists all activities for those who coordinate.
func (p *Pages) Coordinated(c *fiber.Ctx) error {
	who, _ := actor(c)
	v, err := p.App.Volunteering.Coordinated(c.UserContext(), who, request.Query(c, "after"))
	if err != nil {
		return err
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return coord.Activities(s, v) })
}

// NewActivityForm is the form of a new activity.
func (p *Pages) NewActivityForm(c *fiber.Ctx) error {
	return p.newActivity(c, http.StatusOK, layout.Form{})
}

func (p *Pages) newActivity(c *fiber.Ctx, status int, f layout.Form) error {
	who, _ := actor(c)
	v, err := p.App.Volunteering.NewPlan(c.UserContext(), who)
	if err != nil {
		return err
	}
	f = f.Or(coord.ActivityValues(v.ActivityDraft))
	return p.show(c, status, func(s layout.Shell) templ.Component { return coord.Edit(s, v, f) })
}

// activityFields are those of the form of an activity.
func activityFields() []string {
	return []string{
		"kind", "agenda", "title_ko", "title_en", "summary_ko", "summary_en", "place_ko", "place_en", "meeting_point_ko", "meeting_point_en", "accessibility_ko", "accessibility_en",
		"contact", "starts_on", "ends_on", "opens", "travel", "rest_hours", "day_hours", "week_hours", "withdraw_hours", "offer_hours", "swap_automatic", "night_age", "version",
	}
}

func twinOf(c *fiber.Ctx, name string) volunteering.Text {
	return volunteering.Text{KO: request.Text(c, name+"_ko"), EN: request.Text(c, name+"_en")}
}

func present(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// calendarDay reads a day as the database keeps it: without a zone.
func calendarDay(c *fiber.Ctx, name string) *time.Time {
	t := dayOf(c, name)
	if t.IsZero() {
		return nil
	}
	day := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	return &day
}

func activityDraft(c *fiber.Ctx) volunteering.ActivityDraft {
	agenda, _ := uuid.Parse(request.Text(c, "agenda")) // what is none is no agenda of ours
	return volunteering.ActivityDraft{
		Kind: request.Text(c, "kind"), Agenda: agenda, Title: twinOf(c, "title"), Summary: twinOf(c, "summary"), Place: twinOf(c, "place"),
		MeetingPoint: twinOf(c, "meeting_point"), Accessibility: twinOf(c, "accessibility"), Contact: request.Text(c, "contact"),
		StartsOn: calendarDay(c, "starts_on"), EndsOn: calendarDay(c, "ends_on"), Opens: present(momentOf(c, "opens")), Travel: number(c, "travel"),
		RestHours: number(c, "rest_hours"), DayHours: number(c, "day_hours"), WeekHours: number(c, "week_hours"), WithdrawHours: number(c, "withdraw_hours"),
		OfferHours: number(c, "offer_hours"), SwapAutomatic: c.FormValue("swap_automatic") != "",
		NightAge: number(c, "night_age"), Version: number(c, "version"),
	}
}

// AddActivity makes an activity and leads to its shifts.
func (p *Pages) AddActivity(c *fiber.Ctx) error {
	who, _ := actor(c)
	id, err := p.App.Volunteering.AddActivity(c.UserContext(), who, activityDraft(c))
	if err != nil {
		f, status, err := form(c, err, activityFields()...)
		if err != nil {
			return err
		}
		return p.newActivity(c, status, f)
	}
	return p.done(c, "flash.activity_saved", "/coord/activities/"+id.String()+"/shifts")
}

// EditActivityForm is the form of an activity.
func (p *Pages) EditActivityForm(c *fiber.Ctx) error {
	return p.editActivity(c, http.StatusOK, layout.Form{})
}

func (p *Pages) editActivity(c *fiber.Ctx, status int, f layout.Form) error {
	id, err := request.ID(c, "activity")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	v, err := p.App.Volunteering.Plan(c.UserContext(), who, id)
	if err != nil {
		return err
	}
	f = f.Or(coord.ActivityValues(v.ActivityDraft))
	return p.show(c, status, func(s layout.Shell) templ.Component { return coord.Edit(s, v, f) })
}

// SaveActivity writes what an activity says.
func (p *Pages) SaveActivity(c *fiber.Ctx) error {
	id, err := request.ID(c, "activity")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	if err := p.App.Volunteering.SaveActivity(c.UserContext(), who, id, activityDraft(c)); err != nil {
		f, status, err := form(c, err, activityFields()...)
		if err != nil {
			return err
		}
		if f.Key == volunteering.ErrChanged.Key {
			delete(f.Values, "version") // whoever saves once more has seen what was typed beside it
		}
		return p.editActivity(c, status, f)
	}
	return p.done(c, "flash.activity_saved", coordPath(c, "/edit"))
}

// SetActivityState publishes an activity or closes it.
func (p *Pages) SetActivityState(c *fiber.Ctx) error {
	id, err := request.ID(c, "activity")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	state := request.Text(c, "state")
	if err := p.App.Volunteering.SetActivityState(c.UserContext(), who, id, state); err != nil {
		f, status, err := form(c, err)
		if err != nil {
			return err
		}
		return p.editActivity(c, status, f)
	}
	return p.done(c, "flash.activity_"+state, coordPath(c, "/edit"))
}

// SetCoordinators says who looks after an activity.
func (p *Pages) SetCoordinators(c *fiber.Ctx) error {
	id, err := request.ID(c, "activity")
	if err != nil {
		return err
	}
	var named []uuid.UUID
	for _, given := range request.All(c, "coordinator") {
		if one, err := uuid.Parse(given); err == nil {
			named = append(named, one)
		}
	}
	who, _ := actor(c)
	if err := p.App.Volunteering.SetCoordinators(c.UserContext(), who, id, named); err != nil {
		f, status, err := form(c, err)
		if err != nil {
			return err
		}
		return p.editActivity(c, status, f)
	}
	return p.done(c, "flash.activity_saved", coordPath(c, "/edit"))
}

// Shifts is the shifts of an activity.
func (p *Pages) Shifts(c *fiber.Ctx) error { return p.shifts(c, http.StatusOK, layout.Form{}) }

func (p *Pages) shifts(c *fiber.Ctx, status int, f layout.Form) error {
	v, err := p.shiftPlan(c)
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return coord.Shifts(s, v, f) })
}

func (p *Pages) shiftPlan(c *fiber.Ctx) (volunteering.ShiftPlan, error) {
	id, err := request.ID(c, "activity")
	if err != nil {
		return volunteering.ShiftPlan{}, err
	}
	who, _ := actor(c)
	return p.App.Volunteering.ShiftPlan(c.UserContext(), who, id)
}

// shiftDraft reads the form of a shift, and answers the names of its fields as well.
func (p *Pages) shiftDraft(c *fiber.Ctx) (volunteering.ShiftDraft, []string, error) {
	d := volunteering.ShiftDraft{
		Day: dayOf(c, "day"), From: request.Text(c, "from"), Until: request.Text(c, "until"), Place: twinOf(c, "place"), Online: c.FormValue("online") != "",
		Times: number(c, "times"), Every: number(c, "every"), Version: number(c, "version"),
	}
	fields := []string{"day", "from", "until", "place_ko", "place_en", "online", "times", "every", "version", "copy_from", "copy_to", "cancel_reason"}
	duties, err := p.App.Volunteering.Duties(c.UserContext())
	for _, duty := range duties {
		d.Needs = append(d.Needs, volunteering.NeedDraft{
			Duty: duty.ID, Min: number(c, "min_"+duty.Slug), Max: number(c, "max_"+duty.Slug), Qualified: c.FormValue("qualified_"+duty.Slug) != "",
			MinAge: number(c, "age_"+duty.Slug), Language: request.Text(c, "language_"+duty.Slug),
		})
		fields = append(fields, "min_"+duty.Slug, "max_"+duty.Slug, "qualified_"+duty.Slug, "age_"+duty.Slug, "language_"+duty.Slug)
	}
	return d, fields, err
}

// typedAnew fills a refused form with what was typed; a tick that was taken away stays away.
func typedAnew(c *fiber.Ctx, f layout.Form, fields []string) layout.Form {
	f.Values = map[string]string{}
	for _, name := range fields {
		f.Values[name] = request.Text(c, name)
	}
	return f
}

// AddShifts adds a shift, as often as it repeats.
func (p *Pages) AddShifts(c *fiber.Ctx) error {
	id, err := request.ID(c, "activity")
	if err != nil {
		return err
	}
	d, fields, err := p.shiftDraft(c)
	if err != nil {
		return err
	}
	who, _ := actor(c)
	if _, err := p.App.Volunteering.AddShifts(c.UserContext(), who, id, d); err != nil {
		f, status, err := form(c, err)
		if err != nil {
			return err
		}
		return p.shifts(c, status, typedAnew(c, f, fields))
	}
	return p.done(c, "flash.shifts_added", coordPath(c, "/shifts"))
}

// CopyDay repeats the shifts of one day on another.
func (p *Pages) CopyDay(c *fiber.Ctx) error {
	id, err := request.ID(c, "activity")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	if _, err := p.App.Volunteering.CopyDay(c.UserContext(), who, id, dayOf(c, "copy_from"), dayOf(c, "copy_to")); err != nil {
		f, status, err := form(c, err, "copy_from", "copy_to")
		if err != nil {
			return err
		}
		return p.shifts(c, status, f)
	}
	return p.done(c, "flash.shifts_added", coordPath(c, "/shifts"))
}

// Shift is one shift, to be changed.
func (p *Pages) Shift(c *fiber.Ctx) error { return p.shift(c, http.StatusOK, layout.Form{}) }

func (p *Pages) shift(c *fiber.Ctx, status int, f layout.Form) error {
	id, err := request.ID(c, "shift")
	if err != nil {
		return err
	}
	v, err := p.shiftPlan(c)
	if err != nil {
		return err
	}
	shift, err := v.PlannedShift(id)
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return coord.Shift(s, v, shift, f) })
}

// SaveShift moves or changes a shift.
func (p *Pages) SaveShift(c *fiber.Ctx) error {
	return p.changeShift(c, "flash.shift_saved", func(activity, shift uuid.UUID, d volunteering.ShiftDraft) error {
		who, _ := actor(c)
		return p.App.Volunteering.SaveShift(c.UserContext(), who, activity, shift, d)
	})
}

// CancelShift calls a shift off.
func (p *Pages) CancelShift(c *fiber.Ctx) error {
	return p.changeShift(c, "flash.shift_cancelled", func(activity, shift uuid.UUID, _ volunteering.ShiftDraft) error {
		who, _ := actor(c)
		return p.App.Volunteering.CancelShift(c.UserContext(), who, activity, shift, request.Text(c, "cancel_reason"))
	})
}

func (p *Pages) changeShift(c *fiber.Ctx, flash string, change func(activity, shift uuid.UUID, d volunteering.ShiftDraft) error) error {
	activity, err := request.ID(c, "activity")
	if err != nil {
		return err
	}
	id, err := request.ID(c, "shift")
	if err != nil {
		return err
	}
	d, fields, err := p.shiftDraft(c)
	if err != nil {
		return err
	}
	if err := change(activity, id, d); err != nil {
		f, status, err := form(c, err, "cancel_reason")
		if err == nil && c.FormValue("day") != "" {
			f = typedAnew(c, f, fields)
		}
		if err != nil {
			return err
		}
		return p.shift(c, status, f)
	}
	return p.done(c, flash, coordPath(c, "/shifts"))
}
