package pages

import (
	"net/http"
	"strconv"

	"academy/app/fault"
	"academy/app/participation"
	"academy/handlers/request"
	"academy/handlers/views/layout"
	"academy/handlers/views/meeting"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
)

// MeetingAfter is where those who look after a meeting publish what came of it.
func (p *Pages) MeetingAfter(c *fiber.Ctx) error {
	return p.meetingAfter(c, http.StatusOK, layout.Form{})
}

func (p *Pages) meetingAfter(c *fiber.Ctx, status int, f layout.Form) error {
	v, err := p.shownMeeting(c)
	if err != nil {
		return err
	}
	who, lang := actor(c)
	choices, err := p.App.Meetings.Choices(c.UserContext(), who, lang, v.ID)
	if err != nil {
		return err
	}
	f = f.Or(meeting.AfterValues(v))
	return p.show(c, status, func(s layout.Shell) templ.Component { return meeting.After(s, v, choices, f) })
}

// SaveMeetingAfter publishes minutes, makes a decision a commitment, or says which lecture the recording has become.
func (p *Pages) SaveMeetingAfter(c *fiber.Ctx) error {
	who, _ := actor(c)
	id, err := request.ID(c, "id")
	if err != nil {
		return err
	}
	flash, fields := "flash.saved", []string(nil)
	switch request.Text(c, "do") {
	case "minutes":
		flash, fields = "flash.minutes_published", []string{"minutes", "because"}
		err = p.App.Meetings.PublishMinutes(c.UserContext(), who, id, request.Text(c, "minutes"), request.Text(c, "because"))
	case "decide":
		fields = []string{"commitment", "commitment_division", "due_on"}
		err = p.App.Meetings.Decide(c.UserContext(), who, id, participation.NewCommitment{
			Title: request.Text(c, "commitment"), Division: request.Text(c, "commitment_division"), DueOn: request.Text(c, "due_on"),
		})
	case "recording":
		fields = []string{"recording"}
		err = p.setRecording(c, id)
	default:
		err = fault.ErrMissing
	}
	if err != nil {
		f, status, err := form(c, err, fields...)
		if err != nil {
			return err
		}
		return p.meetingAfter(c, status, named(f, "division", "commitment_division"))
	}
	return p.done(c, flash, meetingDesk(id, "/after"))
}

func (p *Pages) setRecording(c *fiber.Ctx, id uuid.UUID) error {
	who, _ := actor(c)
	lesson := uuid.Nil
	if given := request.Text(c, "recording"); given != "" {
		var err error
		if lesson, err = uuid.Parse(given); err != nil {
			return fault.Field("recording", "meetings.recording_unknown")
		}
	}
	return p.App.Meetings.SetRecording(c.UserContext(), who, id, lesson)
}

// SetMeetingProgress says how far a commitment has come that was made at a meeting.
func (p *Pages) SetMeetingProgress(c *fiber.Ctx) error {
	who, _ := actor(c)
	id, err := request.ID(c, "id")
	if err != nil {
		return err
	}
	commitment, err := request.ID(c, "commitment")
	if err != nil {
		return err
	}
	percent, err := strconv.Atoi(c.FormValue("percent"))
	if err != nil {
		percent = -1
	}
	to := participation.Progress{State: request.Text(c, "state"), Percent: percent, Note: request.Text(c, "note")}
	if err := p.App.Voice.SetMeetingProgress(c.UserContext(), who, id, commitment, to); err != nil {
		f, status, err := form(c, err, "state", "percent", "note", "commitment_id")
		if err != nil {
			return err
		}
		return p.meetingAfter(c, status, f)
	}
	return p.done(c, "flash.saved", meetingDesk(id, "/after"))
}
