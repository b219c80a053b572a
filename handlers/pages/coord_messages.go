package pages

import (
	"net/http"
	"strings"

	"academy/app/volunteering"
	"academy/handlers/request"
	"academy/handlers/views/coord"
	"academy/handlers/views/layout"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
)

// RosterMessages is what was told in an activity, and the form to tell more.
func (p *Pages) RosterMessages(c *fiber.Ctx) error {
	return p.rosterMessages(c, http.StatusOK, layout.Form{})
}

func (p *Pages) rosterMessages(c *fiber.Ctx, status int, f layout.Form) error {
	id, err := request.ID(c, "activity")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	v, err := p.App.Volunteering.MessagesOf(c.UserContext(), who, id)
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return coord.Messages(s, v, f) })
}

// SendRosterMessage tells something to a shift, a duty or an activity.
func (p *Pages) SendRosterMessage(c *fiber.Ctx) error {
	activity, err := request.ID(c, "activity")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	if _, err := p.App.Volunteering.SendMessage(c.UserContext(), who, activity, messageDraft(c)); err != nil {
		f, status, err := form(c, err, "to", "body")
		if err != nil {
			return err
		}
		return p.rosterMessages(c, status, f)
	}
	return p.done(c, "flash.message_sent", coordPath(c, "/messages"))
}

// messageDraft reads whom a message is for: shift:<id>, duty:<id>, or everybody.
func messageDraft(c *fiber.Ctx) volunteering.MessageDraft {
	d := volunteering.MessageDraft{Body: request.Text(c, "body")}
	d.ID, _ = uuid.Parse(request.Text(c, "id")) // without one it is not known again
	kind, given, _ := strings.Cut(request.Text(c, "to"), ":")
	id, err := uuid.Parse(given)
	switch {
	case err != nil:
	case kind == "shift":
		d.Shift = &id
	case kind == "duty":
		d.Duty = &id
	}
	return d
}
