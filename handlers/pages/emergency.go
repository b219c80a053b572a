package pages

import (
	"net/http"

	"academy/app/volunteering"
	"academy/handlers/request"
	"academy/handlers/views/coord"
	"academy/handlers/views/layout"
	"academy/handlers/views/volunteer"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
)

const emergencyPath = volunteeringPath + "/emergency"

// EmergencyForm is whom one has named to be called.
func (p *Pages) EmergencyForm(c *fiber.Ctx) error {
	return p.emergencyForm(c, http.StatusOK, layout.Form{})
}

func (p *Pages) emergencyForm(c *fiber.Ctx, status int, f layout.Form) error {
	who, _ := actor(c)
	v, err := p.App.Volunteering.MyEmergency(c.UserContext(), who)
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return volunteer.Emergency(s, v, f) })
}

// SetEmergency names whom to call, or forgets it.
func (p *Pages) SetEmergency(c *fiber.Ctx) error {
	who, _ := actor(c)
	if c.FormValue("do") == "forget" {
		if err := p.App.Volunteering.ForgetEmergency(c.UserContext(), who); err != nil {
			return err
		}
		return p.done(c, "flash.emergency_forgotten", emergencyPath)
	}
	e := volunteering.Emergency{Name: request.Text(c, "name"), Phone: request.Text(c, "phone"), Relation: request.Text(c, "relation"), Consent: c.FormValue("consent") != ""}
	if err := p.App.Volunteering.SetEmergency(c.UserContext(), who, e); err != nil {
		f, status, err := form(c, err, "name", "phone", "relation", "consent")
		if err != nil {
			return err
		}
		return p.emergencyForm(c, status, f)
	}
	return p.done(c, "flash.saved", emergencyPath)
}

// SeatEmergency is whom to call for somebody who has a seat.
func (p *Pages) SeatEmergency(c *fiber.Ctx) error {
	activity, seat, err := activityAnd(c, "seat")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	v, err := p.App.Volunteering.SeatEmergency(c.UserContext(), who, activity, seat)
	if err != nil {
		return err
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return coord.Emergency(s, v) })
}
