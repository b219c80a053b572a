package pages

import (
	"net/http"

	"academy/app/assessment"
	"academy/handlers/request"
	"academy/handlers/views/layout"
	"academy/handlers/views/studio"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
)

// RegradeChoice is what regrading a question would do.
func (p *Pages) RegradeChoice(c *fiber.Ctx) error {
	return p.regradeChoice(c, http.StatusOK, layout.Form{})
}

func (p *Pages) regradeChoice(c *fiber.Ctx, status int, f layout.Form) error {
	id, err := request.ID(c, "question")
	if err != nil {
		return err
	}
	who, lang := actor(c)
	v, err := p.App.Assessment.RegradeChoice(c.UserContext(), who, lang, c.Params("slug"), id)
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return studio.RegradeChoice(s, v, f) })
}

// AskRegrade has a question regraded and leads to where its progress can be seen.
func (p *Pages) AskRegrade(c *fiber.Ctx) error {
	question, err := request.ID(c, "question")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	wish := assessment.RegradeWish{From: whole(c, "from"), Mode: c.FormValue("mode"), Reason: request.Text(c, "reason")}
	id, err := p.App.Assessment.AskRegrade(c.UserContext(), who, c.Params("slug"), question, wish)
	if err != nil {
		f, status, err := form(c, err, "mode", "reason")
		if err != nil {
			return err
		}
		return p.regradeChoice(c, status, f)
	}
	return p.done(c, "flash.saved", studioPath(c)+"/regrades/"+id.String())
}

// Regrades is the regrades of a course.
func (p *Pages) Regrades(c *fiber.Ctx) error {
	who, lang := actor(c)
	v, err := p.App.Assessment.Regrades(c.UserContext(), who, lang, c.Params("slug"))
	if err != nil {
		return err
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return studio.Regrades(s, v) })
}

// Regrade is how far a regrade is and what has come of it. While it runs the browser itself asks anew.
func (p *Pages) Regrade(c *fiber.Ctx) error { return p.regrade(c, http.StatusOK, layout.Form{}) }

func (p *Pages) regrade(c *fiber.Ctx, status int, f layout.Form) error {
	id, err := request.ID(c, "regrade")
	if err != nil {
		return err
	}
	who, lang := actor(c)
	v, err := p.App.Assessment.RegradeWork(c.UserContext(), who, lang, c.Params("slug"), id)
	if err != nil {
		return err
	}
	if v.FinishedAt == nil && status == http.StatusOK {
		c.Set("Refresh", lookAgain)
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return studio.Regrade(s, v, f) })
}

// DecidePasses lets passes stand or takes them back.
func (p *Pages) DecidePasses(c *fiber.Ctx) error {
	id, err := request.ID(c, "regrade")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	decision := assessment.Decision{Regrade: id, Attempts: ids(request.All(c, "attempt")), Do: c.FormValue("do"), Reason: request.Text(c, "reason")}
	if err := p.App.Assessment.DecidePasses(c.UserContext(), who, c.Params("slug"), decision); err != nil {
		f, status, err := form(c, err, "reason")
		if err != nil {
			return err
		}
		return p.regrade(c, status, f)
	}
	return p.done(c, "flash.saved", studioPath(c)+"/regrades/"+id.String())
}
