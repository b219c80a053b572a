package pages

import (
	"net/http"

	"academy/handlers/request"
	"academy/handlers/views/layout"
	"academy/handlers/views/studio"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
)

// Learners lists the learners of a course, or finds those of a name. Names are sent in forms: an address is kept in too
// many places.
func (p *Pages) Learners(c *fiber.Ctx) error {
	who, _ := actor(c)
	v, err := p.App.Learning.Learners(c.UserContext(), who, c.Params("slug"), request.Text(c, "name"), request.Query(c, "cursor"))
	if err != nil {
		return err
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return studio.Learners(s, v) })
}

// LearnerStanding is a course as one of its learners has it.
func (p *Pages) LearnerStanding(c *fiber.Ctx) error {
	id, err := request.ID(c, "enrolment")
	if err != nil {
		return err
	}
	who, lang := actor(c)
	v, err := p.App.Learning.LearnerStanding(c.UserContext(), who, lang, c.Params("slug"), id)
	if err != nil {
		return err
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return studio.LearnerStanding(s, v) })
}
