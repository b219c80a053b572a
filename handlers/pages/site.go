package pages

import (
	"net/http"

	"academy/app/fault"
	"academy/app/locale"
	"academy/handlers/request"
	"academy/handlers/views/admin"
	"academy/handlers/views/layout"
	"academy/handlers/views/site"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
)

// Text is one of the academy's own texts: help, terms, privacy, accessibility.
func (p *Pages) Text(name string) fiber.Handler {
	return func(c *fiber.Ctx) error {
		text, ok := locale.Page(name, request.Lang(c))
		if !ok {
			return fault.ErrMissing
		}
		v := site.TextView{Title: locale.T(c.UserContext(), "site.page."+name), HTML: p.prose.HTML(text)}
		return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return site.Text(s, v) })
	}
}

// Admin leads to what there is to run.
func (p *Pages) Admin(c *fiber.Ctx) error {
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return admin.Home(s, p.Demo) })
}

// Outbox lists the mails that the demonstration has kept. Elsewhere none are kept, and there is no such page.
func (p *Pages) Outbox(c *fiber.Ctx) error {
	if !p.Demo {
		return fault.ErrMissing
	}
	who, _ := actor(c)
	mails, next, err := p.App.Notify.Outbox(c.UserContext(), who, request.Query(c, "cursor"))
	if err != nil {
		return err
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return admin.Outbox(s, mails, next) })
}
