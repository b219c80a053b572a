package pages

import (
	"errors"
	"net/http"
	"time"

	"academy/app/fault"
	"academy/app/volunteering"
	"academy/handlers/request"
	"academy/handlers/respond"
	"academy/handlers/views/layout"
	"academy/handlers/views/volunteer"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
)

// CheckInForm is where a QR code leads to: which shift it is, and one button.
func (p *Pages) CheckInForm(c *fiber.Ctx) error {
	secluded(c)
	who, _ := actor(c)
	v, err := p.App.Volunteering.ReadCode(c.UserContext(), who, c.Params("token"))
	if err != nil {
		return p.notHere(c, err)
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return volunteer.CheckIn(s, v) })
}

// notHere is the page that says why one can neither check in nor out.
func (p *Pages) notHere(c *fiber.Ctx, err error) error {
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind == fault.Anonymous {
		return err
	}
	v := volunteer.NotHereView{Key: f.Key, Args: f.Args}
	if at, ok := f.Data["opens_at"].(time.Time); ok {
		v.Opens = &at
	}
	return p.show(c, respond.Status(f.Kind), func(s layout.Shell) templ.Component { return volunteer.NotHere(s, v) })
}

// CheckIn checks in or out whoever has read a code.
func (p *Pages) CheckIn(c *fiber.Ctx) error {
	secluded(c)
	id, err := uuid.Parse(request.Text(c, "assignment"))
	if err != nil {
		return fault.ErrMissing
	}
	who, _ := actor(c)
	do := request.Text(c, "do")
	if _, err := p.App.Volunteering.CheckIn(c.UserContext(), who, id, do, volunteering.Proof{Ticket: request.Text(c, "ticket")}); err != nil {
		return p.notHere(c, err)
	}
	return p.done(c, "flash.checked_"+do, myShiftsPath)
}

// TypeCode checks in or out by the six digits.
func (p *Pages) TypeCode(c *fiber.Ctx) error {
	id, err := request.ID(c, "assignment")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	do := request.Text(c, "do")
	if _, err := p.App.Volunteering.CheckIn(c.UserContext(), who, id, do, volunteering.Proof{Code: request.Text(c, volunteer.CodeField(id))}); err != nil {
		f, status, wrong := form(c, err)
		if wrong != nil {
			return wrong
		}
		if errors.Is(err, volunteering.ErrWrongCode) {
			name := volunteer.CodeField(id)
			f.Values = map[string]string{name: request.Text(c, name)}
			f.Errors = map[string]string{name: "volunteering.checkin.code_again"}
		}
		return p.myShifts(c, status, f)
	}
	return p.done(c, "flash.checked_"+do, myShiftsPath)
}

// MyHours is one's own hours.
func (p *Pages) MyHours(c *fiber.Ctx) error { return p.myHours(c, http.StatusOK, layout.Form{}) }

func (p *Pages) myHours(c *fiber.Ctx, status int, f layout.Form) error {
	who, _ := actor(c)
	v, err := p.App.Volunteering.MyHours(c.UserContext(), who)
	if err != nil {
		return err
	}
	proof, err := p.App.Credentials.ServiceProof(c.UserContext(), who)
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return volunteer.Hours(s, v, proof, f) })
}

// AskProof has one's hours certified.
func (p *Pages) AskProof(c *fiber.Ctx) error {
	who, _ := actor(c)
	if err := p.App.Volunteering.AskProof(c.UserContext(), who); err != nil {
		f, status, err := form(c, err)
		if err != nil {
			return err
		}
		return p.myHours(c, status, f)
	}
	return p.done(c, "flash.proof_asked", "/me/hours")
}

// SetPortal consents to one's hours being sent to the national volunteer portal.
func (p *Pages) SetPortal(c *fiber.Ctx) error {
	who, _ := actor(c)
	if err := p.App.Volunteering.SetPortal(c.UserContext(), who, request.Text(c, "portal_id"), c.FormValue("portal_consent") != ""); err != nil {
		f, status, err := form(c, err, "portal_id", "portal_consent")
		if err != nil {
			return err
		}
		return p.volunteerProfile(c, status, f)
	}
	return p.done(c, "flash.portal_set", volunteeringPath)
}

// DropPortal takes the consent back.
func (p *Pages) DropPortal(c *fiber.Ctx) error {
	who, _ := actor(c)
	if err := p.App.Volunteering.DropPortal(c.UserContext(), who); err != nil {
		return err
	}
	return p.done(c, "flash.portal_dropped", volunteeringPath)
}
