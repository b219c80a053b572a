package pages

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"academy/app/fault"
	"academy/app/locale"
	"academy/app/volunteering"
	"academy/handlers/request"
	"academy/handlers/respond"
	"academy/handlers/views/layout"
	"academy/handlers/views/volunteer"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
)

const (
	myShiftsPath     = "/me/shifts"
	volunteeringPath = "/me/volunteering"
)

// Activities lists what volunteers are looked for.
func (p *Pages) Activities(c *fiber.Ctx) error {
	who, _ := actor(c)
	v, err := p.App.Volunteering.Activities(c.UserContext(), who, request.Query(c, "mine") != "", request.Query(c, "after"))
	if err != nil {
		return err
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return volunteer.Activities(s, v) })
}

// Activity is one activity with its shifts.
func (p *Pages) Activity(c *fiber.Ctx) error { return p.activity(c, http.StatusOK, layout.Form{}) }

func (p *Pages) activity(c *fiber.Ctx, status int, f layout.Form) error {
	id, err := request.ID(c, "activity")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	v, err := p.App.Volunteering.Activity(c.UserContext(), who, id)
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return volunteer.Activity(s, v, f) })
}

// TakeShift takes a seat in a shift, or a place in line.
func (p *Pages) TakeShift(c *fiber.Ctx) error {
	who, _ := actor(c)
	shift, errShift := uuid.Parse(request.Text(c, "shift"))
	need, errNeed := uuid.Parse(request.Text(c, "need"))
	if errShift != nil || errNeed != nil {
		return fault.ErrMissing
	}
	r, err := p.App.Volunteering.SignUp(c.UserContext(), who, shift, need)
	if err != nil {
		f, status, err := form(c, err)
		if err != nil {
			return err
		}
		return p.activity(c, status, f)
	}
	key := "flash.shift_taken"
	if r.Position > 0 {
		key = "flash.in_line"
	}
	return p.done(c, key, "/activities/"+r.Activity.String())
}

// MyShifts is one's own shifts.
func (p *Pages) MyShifts(c *fiber.Ctx) error { return p.myShifts(c, http.StatusOK, layout.Form{}) }

func (p *Pages) myShifts(c *fiber.Ctx, status int, f layout.Form) error {
	who, _ := actor(c)
	v, err := p.App.Volunteering.MyShifts(c.UserContext(), who)
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return volunteer.Shifts(s, v, f) })
}

// AnswerShift says yes or no to a shift, or gives it back.
func (p *Pages) AnswerShift(c *fiber.Ctx) error {
	id, err := request.ID(c, "assignment")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	do := c.FormValue("do")
	switch do {
	case "accept":
		_, err = p.App.Volunteering.Accept(c.UserContext(), who, id)
	case "decline", "withdraw", "leave_line":
		_, err = p.App.Volunteering.Leave(c.UserContext(), who, id)
	default:
		return fiber.ErrBadRequest
	}
	if err != nil {
		f, status, err := form(c, err)
		if err != nil {
			return err
		}
		return p.myShifts(c, status, f)
	}
	return p.done(c, "flash.shift_"+do, myShiftsPath)
}

// ShiftCalendar is one of one's shifts as a calendar file.
func (p *Pages) ShiftCalendar(c *fiber.Ctx) error {
	id, err := request.ID(c, "assignment")
	if err != nil {
		return err
	}
	who, lang := actor(c)
	file, err := p.App.Volunteering.CalendarFile(c.UserContext(), who, lang, id)
	if err != nil {
		return err
	}
	return sendCalendar(c, "shifts.ics", file)
}

// ResetFeed makes a secret address of one's calendar and shows it, this once: the page is the answer to the form itself.
func (p *Pages) ResetFeed(c *fiber.Ctx) error {
	who, _ := actor(c)
	address, err := p.App.Volunteering.ResetFeed(c.UserContext(), who)
	if err != nil {
		return err
	}
	return p.show(c, http.StatusCreated, func(s layout.Shell) templ.Component { return volunteer.Feed(s, address) })
}

// Feed is the calendar behind a secret address, for programs that sign nobody in.
func (p *Pages) Feed(c *fiber.Ctx) error {
	secluded(c)
	file, err := p.App.Volunteering.Feed(c.UserContext(), c.Params("token"))
	if err != nil {
		return err
	}
	return sendCalendar(c, "shifts.ics", file)
}

func sendCalendar(c *fiber.Ctx, name string, file []byte) error {
	c.Set(fiber.HeaderContentType, "text/calendar; charset=utf-8")
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="`+name+`"`)
	c.Set(fiber.HeaderCacheControl, "private, no-store")
	return c.Send(file)
}

// VolunteerProfile is what one says of oneself as a volunteer.
func (p *Pages) VolunteerProfile(c *fiber.Ctx) error {
	return p.volunteerProfile(c, http.StatusOK, layout.Form{})
}

func (p *Pages) volunteerProfile(c *fiber.Ctx, status int, f layout.Form) error {
	who, _ := actor(c)
	v, err := p.App.Volunteering.MyProfile(c.UserContext(), who)
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return volunteer.Profile(s, v, f) })
}

// Volunteer applies, or changes what one has said.
func (p *Pages) Volunteer(c *fiber.Ctx) error {
	who, _ := actor(c)
	a := volunteering.Application{Motivation: request.Text(c, "motivation"), BirthYear: number(c, "birth_year"), DayHours: number(c, "day_hours"), WeekHours: number(c, "week_hours")}
	fields := []string{"motivation", "birth_year", "day_hours", "week_hours"}
	for _, l := range volunteering.Languages() {
		fields = append(fields, "language_"+l)
		if c.FormValue("language_"+l) != "" {
			a.Languages = append(a.Languages, l)
		}
	}
	if err := p.App.Volunteering.Apply(c.UserContext(), who, a); err != nil {
		f, status, err := form(c, err, fields...)
		if err != nil {
			return err
		}
		return p.volunteerProfile(c, status, f)
	}
	return p.done(c, "flash.volunteer_applied", volunteeringPath)
}

// number reads a whole number; what is none, but for nothing at all, is one that no use case takes.
func number(c *fiber.Ctx, name string) int {
	typed := strings.TrimSpace(c.FormValue(name))
	if typed == "" {
		return 0
	}
	n, err := strconv.Atoi(typed)
	if err != nil {
		return -1
	}
	return n
}

// dayOf reads a day of the calendar in the zone of the academy, and a moment likewise; what is none is the zero time.
func dayOf(c *fiber.Ctx, name string) time.Time { return timeOf(c, name, time.DateOnly) }

func momentOf(c *fiber.Ctx, name string) time.Time { return timeOf(c, name, "2006-01-02T15:04") }

func timeOf(c *fiber.Ctx, name, form string) time.Time {
	t, err := time.ParseInLocation(form, strings.TrimSpace(c.FormValue(name)), locale.Seoul())
	if err != nil || t.Year() < 2000 || t.Year() > 2200 {
		return time.Time{}
	}
	return t
}

// AddTimes says when one can come.
func (p *Pages) AddTimes(c *fiber.Ctx) error {
	who, _ := actor(c)
	said := volunteering.Said{Level: request.Text(c, "level_once"), Starts: momentOf(c, "starts"), Ends: momentOf(c, "ends")}
	if request.Text(c, "how") == "weekly" {
		said = volunteering.Said{Level: request.Text(c, "level"), Weekday: number(c, "weekday"), From: request.Text(c, "from"), Until: request.Text(c, "until")}
		if said.Weekday == 0 {
			said.Weekday = -1
		}
	}
	if err := p.App.Volunteering.Say(c.UserContext(), who, said); err != nil {
		f, status, err := form(c, err, "how", "level", "level_once", "weekday", "from", "until", "starts", "ends")
		if err != nil {
			return err
		}
		return p.volunteerProfile(c, status, f)
	}
	return p.done(c, "flash.saved", volunteeringPath)
}

// RemoveTimes takes back a line of when one can come.
func (p *Pages) RemoveTimes(c *fiber.Ctx) error {
	who, _ := actor(c)
	id, err := uuid.Parse(request.Text(c, "id"))
	if err != nil {
		return fault.ErrMissing
	}
	if err := p.App.Volunteering.Unsay(c.UserContext(), who, id); err != nil {
		return err
	}
	return respond.SeeOther(c, volunteeringPath)
}
