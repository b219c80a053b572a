package pages

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/participation/meetings"
	"academy/handlers/request"
	"academy/handlers/respond"
	"academy/handlers/views/layout"
	"academy/handlers/views/meeting"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
)

// Meetings is the list of town halls, roundtables, seminars and open lectures.
func (p *Pages) Meetings(c *fiber.Ctx) error {
	who, lang := actor(c)
	f := meetings.Filter{When: request.Query(c, "when"), Kind: request.Query(c, "kind"), Agenda: request.Query(c, "agenda"), Cursor: request.Query(c, "cursor")}
	v, err := p.App.Meetings.Meetings(c.UserContext(), who, lang, f)
	if err != nil {
		return err
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return meeting.List(s, v) })
}

// EventData sends events as a table without personal data. A header says where it goes on.
func (p *Pages) EventData(c *fiber.Ctx) error {
	list, next, err := p.App.Meetings.Open(c.UserContext(), request.Query(c, "cursor"))
	if err != nil {
		return err
	}
	table := [][]string{{"id", "agenda", "kind", "state", "title_ko", "title_en", "place", "online", "starts_at", "ends_at", "capacity", "seats_taken", "attended", "questions", "minutes_at", "decisions"}}
	for _, m := range list {
		table = append(table, []string{
			m.ID.String(), m.AgendaSlug, m.Kind, m.State, m.Title.KO, m.Title.EN, m.Place.KO, strconv.FormatBool(m.Online), timeIn(&m.StartsAt), timeIn(&m.EndsAt), strconv.Itoa(m.Capacity),
			strconv.Itoa(m.Taken), shown(m.Attended), strconv.Itoa(m.Questions), timeIn(m.MinutesAt), strconv.Itoa(m.Commitments),
		})
	}
	if next != "" {
		c.Set(fiber.HeaderLink, "<"+p.BaseURL+"/events.csv?cursor="+next+`>; rel="next"`)
	}
	return respond.CSV(c, "events.csv", table)
}

// timeIn is a time in a table of open data, empty for none.
func timeIn(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// shown is a figure in a table of open data: 0 is what may not be shown.
func shown(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// Meeting is the page of one.
func (p *Pages) Meeting(c *fiber.Ctx) error { return p.meeting(c, http.StatusOK, layout.Form{}) }

func (p *Pages) meeting(c *fiber.Ctx, status int, f layout.Form) error {
	v, err := p.shownMeeting(c)
	if err != nil {
		return err
	}
	who, _ := actor(c)
	asked, err := p.App.Meetings.Questions(c.UserContext(), who, v.ID, request.Query(c, "cursor"))
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return meeting.Show(s, v, asked, f) })
}

func (p *Pages) shownMeeting(c *fiber.Ctx) (meetings.Shown, error) {
	who, lang := actor(c)
	id, err := request.ID(c, "id")
	if err != nil {
		return meetings.Shown{}, err
	}
	return p.App.Meetings.Meeting(c.UserContext(), who, lang, id)
}

// onMeeting does something at a meeting, and shows it again: with what is wrong, or with what was done.
func (p *Pages) onMeeting(c *fiber.Ctx, flash string, do func(who access.Actor, id uuid.UUID) error, fields ...string) error {
	who, _ := actor(c)
	id, err := request.ID(c, "id")
	if err != nil {
		return err
	}
	if err := do(who, id); err != nil {
		f, status, err := form(c, err, fields...)
		if err != nil {
			return err
		}
		return p.meeting(c, status, f)
	}
	return p.done(c, flash, "/events/"+id.String())
}

// RegisterForm is where one registers.
func (p *Pages) RegisterForm(c *fiber.Ctx) error {
	v, err := p.shownMeeting(c)
	if err != nil {
		return err
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return meeting.Register(s, v, layout.Form{}) })
}

// Register registers for a meeting.
func (p *Pages) Register(c *fiber.Ctx) error {
	who, _ := actor(c)
	v, err := p.shownMeeting(c)
	if err != nil {
		return err
	}
	answers := map[uuid.UUID]string{}
	var fields []string
	for _, a := range v.Asks {
		name := meetings.AskField(a.ID)
		answers[a.ID] = request.Text(c, name)
		fields = append(fields, name)
	}
	state, err := p.App.Meetings.Register(c.UserContext(), who, v.ID, answers)
	if err != nil {
		f, status, err := form(c, err, fields...)
		if err != nil {
			return err
		}
		return p.show(c, status, func(s layout.Shell) templ.Component { return meeting.Register(s, v, f) })
	}
	flash := "flash.meeting_registered"
	if state == "waitlisted" {
		flash = "flash.meeting_waitlisted"
	}
	return p.done(c, flash, "/events/"+v.ID.String())
}

// AnswerMeeting leaves a meeting, or answers to a seat that is offered.
func (p *Pages) AnswerMeeting(c *fiber.Ctx) error {
	switch do := request.Text(c, "do"); do {
	case "accept", "decline":
		return p.onMeeting(c, "flash.meeting_"+do, func(who access.Actor, id uuid.UUID) error {
			return p.App.Meetings.Answer(c.UserContext(), who, id, do == "accept")
		})
	case "leave":
		return p.onMeeting(c, "flash.meeting_leave", func(who access.Actor, id uuid.UUID) error { return p.App.Meetings.Leave(c.UserContext(), who, id) })
	}
	return fault.ErrMissing
}

// MyMeetings is the meetings that one has registered for.
func (p *Pages) MyMeetings(c *fiber.Ctx) error {
	who, lang := actor(c)
	coming, past, err := p.App.Meetings.Mine(c.UserContext(), who, lang)
	if err != nil {
		return err
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return meeting.Mine(s, coming, past, layout.Form{}) })
}

// MeetingCalendar is a meeting of one's own for a calendar.
func (p *Pages) MeetingCalendar(c *fiber.Ctx) error {
	who, lang := actor(c)
	id, err := request.ID(c, "id")
	if err != nil {
		return err
	}
	file, err := p.App.Meetings.CalendarFile(c.UserContext(), who, lang, id)
	if err != nil {
		return err
	}
	return sendCalendar(c, "meeting.ics", file)
}

// JoinMeeting leads whoever owns the link to where a meeting goes on online. Asking for the head alone comes to nothing.
func (p *Pages) JoinMeeting(c *fiber.Ctx) error {
	secluded(c)
	c.Set(fiber.HeaderCacheControl, "private, no-store")
	if c.Method() == fiber.MethodHead {
		return c.SendStatus(http.StatusNoContent)
	}
	who, _ := actor(c)
	address, err := p.App.Meetings.Join(c.UserContext(), who, c.Params("pass"))
	if err != nil {
		return p.notAtMeeting(c, err)
	}
	return c.Redirect(address, http.StatusSeeOther)
}

// MeetingCheckInForm is where the QR code of a meeting leads to.
func (p *Pages) MeetingCheckInForm(c *fiber.Ctx) error {
	secluded(c)
	who, _ := actor(c)
	v, err := p.App.Meetings.ReadCode(c.UserContext(), who, c.Params("token"))
	if err != nil {
		return p.notAtMeeting(c, err)
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return meeting.CheckIn(s, v) })
}

// notAtMeeting is the page that says why one cannot show that one is there, or not come in.
func (p *Pages) notAtMeeting(c *fiber.Ctx, err error) error {
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind == fault.Anonymous {
		return err
	}
	v := meeting.NotHereView{Key: f.Key, Args: f.Args}
	if at, ok := f.Data["opens_at"].(time.Time); ok {
		v.Opens = &at
	}
	return p.show(c, respond.Status(f.Kind), func(s layout.Shell) templ.Component { return meeting.NotHere(s, v) })
}

// MeetingCheckIn notes that whoever has read a code is there.
func (p *Pages) MeetingCheckIn(c *fiber.Ctx) error {
	secluded(c)
	id, err := uuid.Parse(request.Text(c, "meeting"))
	if err != nil {
		return fault.ErrMissing
	}
	who, _ := actor(c)
	if err := p.App.Meetings.Attend(c.UserContext(), who, id, meetings.Proof{Ticket: request.Text(c, "ticket")}); err != nil {
		return p.notAtMeeting(c, err)
	}
	return p.done(c, "flash.meeting_attended", "/events/"+id.String())
}

// TypeMeetingCode notes that somebody is there by the six digits.
func (p *Pages) TypeMeetingCode(c *fiber.Ctx) error {
	who, _ := actor(c)
	id, err := request.ID(c, "id")
	if err != nil {
		return err
	}
	if err := p.App.Meetings.Attend(c.UserContext(), who, id, meetings.Proof{Code: request.Text(c, "code")}); err != nil {
		f, status, refused := form(c, err, "code")
		if refused != nil {
			return refused
		}
		if errors.Is(err, meetings.ErrWrongCode) {
			f.Errors = map[string]string{"code": "meetings.here.code_again"}
		}
		return p.meeting(c, status, f)
	}
	return p.done(c, "flash.meeting_attended", "/events/"+id.String())
}
