package pages

import (
	"net/http"
	"strconv"

	"academy/app/access"
	"academy/app/credentials/paper"
	"academy/app/participation/meetings"
	"academy/handlers/request"
	"academy/handlers/views/layout"
	"academy/handlers/views/meeting"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
)

// meetingDesk is the address of a page of the meeting that is asked for, before those who look after it.
func meetingDesk(id uuid.UUID, rest string) string { return "/mod/events/" + id.String() + rest }

// MeetingDesk lists all meetings for those who look after them.
func (p *Pages) MeetingDesk(c *fiber.Ctx) error {
	who, lang := actor(c)
	v, err := p.App.Meetings.Desk(c.UserContext(), who, lang, request.Query(c, "cursor"))
	if err != nil {
		return err
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return meeting.Desk(s, v) })
}

// NewMeetingForm is the form of a new meeting.
func (p *Pages) NewMeetingForm(c *fiber.Ctx) error {
	return p.newMeeting(c, http.StatusOK, layout.Form{})
}

func (p *Pages) newMeeting(c *fiber.Ctx, status int, f layout.Form) error {
	who, lang := actor(c)
	v, err := p.App.Meetings.NewPlan(c.UserContext(), who, lang)
	if err != nil {
		return err
	}
	if f.Key == "" {
		f = f.Or(meeting.Values(v.Writing))
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return meeting.Edit(s, v, f) })
}

func meetingText(c *fiber.Ctx, name string) meetings.Text {
	return meetings.Text{KO: request.Text(c, name+"_ko"), EN: request.Text(c, name+"_en")}
}

func meetingWriting(c *fiber.Ctx) meetings.Writing {
	w := meetings.Writing{
		Agenda: request.Text(c, "agenda"), Kind: request.Text(c, "kind"), Series: meetingText(c, "series"), Title: meetingText(c, "title"), Summary: meetingText(c, "summary"),
		Place: meetingText(c, "place"), OnlineURL: request.Text(c, "online_url"), Accessibility: meetingText(c, "accessibility"), Contact: request.Text(c, "contact"), Starts: momentOf(c, "starts"),
		Ends: momentOf(c, "ends"), Opens: momentOf(c, "opens"), Closes: momentOf(c, "closes"), Capacity: number(c, "capacity"), OfferHours: number(c, "offer_hours"), From: number(c, "from"),
	}
	for _, l := range meetings.Languages() {
		if c.FormValue("language_"+l) != "" {
			w.Languages = append(w.Languages, l)
		}
	}
	for i := 1; i <= meetings.MostAsks; i++ {
		name := "ask_" + strconv.Itoa(i)
		w.Asks = append(w.Asks, meetings.WrittenAsk{
			Kind: request.Text(c, name+"_kind"), Label: meetingText(c, name), Options: meeting.Options(request.Text(c, name+"_options")), Required: c.FormValue(name+"_required") != "",
		})
	}
	return w
}

// AddMeeting makes a meeting.
func (p *Pages) AddMeeting(c *fiber.Ctx) error {
	who, _ := actor(c)
	id, err := p.App.Meetings.Add(c.UserContext(), who, meetingWriting(c))
	if err != nil {
		f, status, err := form(c, err, meeting.Fields()...)
		if err != nil {
			return err
		}
		return p.newMeeting(c, status, f)
	}
	return p.done(c, "flash.saved", meetingDesk(id, "/edit"))
}

// EditMeetingForm is the form of a meeting.
func (p *Pages) EditMeetingForm(c *fiber.Ctx) error {
	return p.editMeeting(c, http.StatusOK, layout.Form{})
}

func (p *Pages) editMeeting(c *fiber.Ctx, status int, f layout.Form) error {
	who, lang := actor(c)
	id, err := request.ID(c, "id")
	if err != nil {
		return err
	}
	v, err := p.App.Meetings.Plan(c.UserContext(), who, lang, id)
	if err != nil {
		return err
	}
	if _, typed := f.Values["title_ko"]; !typed {
		f = f.Or(meeting.Values(v.Writing))
	} else if f.Key == meetings.ErrStale.Key {
		f.Values["from"] = strconv.Itoa(v.From) // whoever saves once more has seen what was typed beside it
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return meeting.Edit(s, v, f) })
}

// onMeetingDesk does something about a meeting and leads back to its form.
func (p *Pages) onMeetingDesk(c *fiber.Ctx, flash string, do func(who access.Actor, id uuid.UUID) error, fields ...string) error {
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
		return p.editMeeting(c, status, f)
	}
	return p.done(c, flash, meetingDesk(id, "/edit"))
}

// SaveMeeting writes what a meeting says.
func (p *Pages) SaveMeeting(c *fiber.Ctx) error {
	return p.onMeetingDesk(c, "flash.saved", func(who access.Actor, id uuid.UUID) error {
		return p.App.Meetings.Save(c.UserContext(), who, id, meetingWriting(c))
	}, meeting.Fields()...)
}

// PublishMeeting shows a meeting to everybody.
func (p *Pages) PublishMeeting(c *fiber.Ctx) error {
	return p.onMeetingDesk(c, "flash.meeting_published", func(who access.Actor, id uuid.UUID) error { return p.App.Meetings.Publish(c.UserContext(), who, id) })
}

// CancelMeeting calls a meeting off.
func (p *Pages) CancelMeeting(c *fiber.Ctx) error {
	return p.onMeetingDesk(c, "flash.meeting_cancelled", func(who access.Actor, id uuid.UUID) error {
		return p.App.Meetings.Cancel(c.UserContext(), who, id, request.Text(c, "reason"))
	}, "reason")
}

// MeetingGuests is who comes, with what they answered.
func (p *Pages) MeetingGuests(c *fiber.Ctx) error {
	who, lang := actor(c)
	id, err := request.ID(c, "id")
	if err != nil {
		return err
	}
	v, err := p.App.Meetings.Guests(c.UserContext(), who, lang, id)
	if err != nil {
		return err
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return meeting.Guests(s, v, layout.Form{}) })
}

// MeetingDay is the check-in of a meeting.
func (p *Pages) MeetingDay(c *fiber.Ctx) error { return p.meetingDay(c, http.StatusOK, layout.Form{}) }

func (p *Pages) meetingDay(c *fiber.Ctx, status int, f layout.Form) error {
	who, lang := actor(c)
	id, err := request.ID(c, "id")
	if err != nil {
		return err
	}
	v, err := p.App.Meetings.CheckIn(c.UserContext(), who, lang, id, request.Query(c, "q"))
	if err != nil {
		return err
	}
	var qr paper.Symbol
	if v.Address != "" {
		if qr, err = paper.NewSymbol(v.Address); err != nil {
			return err
		}
	}
	c.Set(fiber.HeaderCacheControl, "private, no-store")
	return p.show(c, status, func(s layout.Shell) templ.Component { return meeting.Day(s, v, qr, f) })
}

// MarkGuest notes what has become of somebody, or takes that back.
func (p *Pages) MarkGuest(c *fiber.Ctx) error {
	who, _ := actor(c)
	id, err := request.ID(c, "id")
	if err != nil {
		return err
	}
	registration, err := request.ID(c, "registration")
	if err != nil {
		return err
	}
	if err := p.App.Meetings.Mark(c.UserContext(), who, id, registration, request.Text(c, "mark")); err != nil {
		f, status, err := form(c, err)
		if err != nil {
			return err
		}
		return p.meetingDay(c, status, f)
	}
	return p.done(c, "flash.saved", meetingDesk(id, "/checkin"))
}
