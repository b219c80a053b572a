package pages

import (
	"net/http"

	"academy/handlers/request"
	"academy/handlers/views/layout"
	views "academy/handlers/views/naming"
	"academy/handlers/views/studio"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
)

// MyCertificates lists one's own certificates.
func (p *Pages) MyCertificates(c *fiber.Ctx) error {
	who, lang := actor(c)
	mine, err := p.App.Naming.Certificates(c.UserContext(), who, lang, request.Query(c, "cursor"))
	if err != nil {
		return err
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return views.Certificates(s, mine) })
}

func certificatePath(c *fiber.Ctx) string { return "/certificates/" + c.Params("code") }

// HideName hides part of the name on a certificate from others, or shows it again.
func (p *Pages) HideName(c *fiber.Ctx) error {
	who, _ := actor(c)
	hide := request.Text(c, "hide") == "true"
	if err := p.App.Naming.HideName(c.UserContext(), who, c.Params("code"), hide); err != nil {
		return err
	}
	if hide {
		return p.done(c, "flash.name_hidden", certificatePath(c))
	}
	return p.done(c, "flash.name_shown", certificatePath(c))
}

// NameForm asks for another name on a certificate and shows what became of earlier wishes.
func (p *Pages) NameForm(c *fiber.Ctx) error { return p.naming(c, http.StatusOK, layout.Form{}) }

func (p *Pages) naming(c *fiber.Ctx, status int, f layout.Form) error {
	who, lang := actor(c)
	n, err := p.App.Naming.Naming(c.UserContext(), who, lang, c.Params("code"))
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return views.Ask(s, n, f) })
}

// AskName sends the wish.
func (p *Pages) AskName(c *fiber.Ctx) error {
	who, _ := actor(c)
	if err := p.App.Naming.Ask(c.UserContext(), who, c.Params("code"), c.FormValue("name"), request.Text(c, "reason")); err != nil {
		f, status, err := form(c, err, "name", "reason")
		if err != nil {
			return err
		}
		return p.naming(c, status, f)
	}
	return p.done(c, "flash.name_asked", certificatePath(c)+"/name")
}

// NameWishes lists what holders of certificates of a course have asked for.
func (p *Pages) NameWishes(c *fiber.Ctx) error { return p.nameWishes(c, http.StatusOK, layout.Form{}) }

func (p *Pages) nameWishes(c *fiber.Ctx, status int, f layout.Form) error {
	who, _ := actor(c)
	v, err := p.App.Naming.Wishes(c.UserContext(), who, c.Params("slug"))
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return studio.Names(s, v, f) })
}

// RefuseName answers a wish with why the name stays.
func (p *Pages) RefuseName(c *fiber.Ctx) error {
	id, err := uuid.Parse(c.FormValue("wish"))
	if err != nil {
		return fiber.ErrNotFound
	}
	who, _ := actor(c)
	if err := p.App.Naming.Refuse(c.UserContext(), who, c.Params("slug"), id, request.Text(c, "answer")); err != nil {
		f, status, err := form(c, err, "wish", "answer")
		if err != nil {
			return err
		}
		return p.nameWishes(c, status, f)
	}
	return p.done(c, "flash.name_refused", studioPath(c)+"/certificates/names")
}
