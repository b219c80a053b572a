package pages

import (
	"net/http"

	"academy/app/learning"
	"academy/handlers/request"
	"academy/handlers/respond"
	"academy/handlers/views/catalogue"
	"academy/handlers/views/layout"
	"academy/handlers/views/meeting"
	"academy/handlers/views/site"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
)

// CatalogueQuery is what the catalogue reads of an address's query.
func CatalogueQuery() []string { return []string{"q", "agenda", "level", "language", "cursor"} }

const homeCards = 6

// Home is the first page.
func (p *Pages) Home(c *fiber.Ctx) error {
	who, lang := actor(c)
	list, err := p.App.Learning.Catalogue(c.UserContext(), who, lang, learning.Filter{Limit: homeCards})
	if err != nil {
		return err
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component {
		return site.Home(s, site.HomeView{
			Resume: s.Resume, Cards: list.Cards, Agendas: list.Agendas, Unconfirmed: who.Known() && !who.Confirmed,
		})
	})
}

// Catalogue lists courses.
func (p *Pages) Catalogue(c *fiber.Ctx) error {
	who, lang := actor(c)
	list, err := p.App.Learning.Catalogue(c.UserContext(), who, lang, learning.Filter{
		Query: request.Query(c, "q"), Agenda: request.Query(c, "agenda"), Level: request.Query(c, "level"),
		Language: request.Query(c, "language"), Cursor: request.Query(c, "cursor"),
	})
	if err != nil {
		return err
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return catalogue.List(s, list) })
}

// Course is a course's page.
func (p *Pages) Course(c *fiber.Ctx) error {
	page, err := p.course(c)
	if err != nil {
		return err
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return catalogue.Course(s, page) })
}

func (p *Pages) course(c *fiber.Ctx) (learning.CoursePage, error) {
	who, lang := actor(c)
	return p.App.Learning.Course(c.UserContext(), who, lang, c.Params("slug"))
}

// EnrolForm asks once more before one enters a course.
func (p *Pages) EnrolForm(c *fiber.Ctx) error {
	page, err := p.course(c)
	if err != nil {
		return err
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return catalogue.Enrol(s, page, layout.Form{}) })
}

// Enrol enters a course and leads to its first lesson. Sent twice it is one enrolment.
func (p *Pages) Enrol(c *fiber.Ctx) error {
	who, _ := actor(c)
	result, err := p.App.Learning.Enrol(c.UserContext(), who, c.Params("slug"))
	if err != nil {
		return p.enrolRefused(c, err)
	}
	p.badges.moved(who)
	if result.State == "applied" {
		return p.done(c, "flash.applied", coursePath(c))
	}
	return p.done(c, "flash.enrolled", "/learn/"+c.Params("slug"))
}

func (p *Pages) enrolRefused(c *fiber.Ctx, err error) error {
	f, status, err := form(c, err)
	if err != nil {
		return err
	}
	page, err := p.course(c)
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return catalogue.Enrol(s, page, f) })
}

// Withdraw leaves a course.
func (p *Pages) Withdraw(c *fiber.Ctx) error {
	who, _ := actor(c)
	if err := p.App.Learning.Withdraw(c.UserContext(), who, c.Params("slug")); err != nil {
		return err
	}
	p.badges.moved(who)
	return p.done(c, "flash.withdrawn", coursePath(c))
}

func coursePath(c *fiber.Ctx) string { return "/courses/" + c.Params("slug") }

// Next is the page after a course. Who has not completed it is led to the course.
func (p *Pages) Next(c *fiber.Ctx) error {
	who, lang := actor(c)
	page, err := p.course(c)
	if err != nil {
		return err
	}
	if page.Enrolment == nil || page.Enrolment.State != "completed" {
		return respond.SeeOther(c, coursePath(c))
	}
	grants, err := p.App.Volunteering.Unlocked(c.UserContext(), who, page.ID)
	if err != nil {
		return err
	}
	open, err := p.App.Voice.Following(c.UserContext(), lang, page.AgendaSlug)
	if err != nil {
		return err
	}
	events, err := p.App.Meetings.Coming(c.UserContext(), lang, page.AgendaSlug, eventsBeside)
	if err != nil {
		return err
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component {
		return catalogue.Next(s, page, grants, open, meeting.Coming(events))
	})
}
