package pages

import (
	"net/http"

	"academy/app/assessment"
	"academy/handlers/request"
	"academy/handlers/views/layout"
	"academy/handlers/views/studio"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
)

// Accommodations is what a learner is granted at the quizzes of a course.
func (p *Pages) Accommodations(c *fiber.Ctx) error {
	return p.accommodations(c, http.StatusOK, layout.Form{})
}

func (p *Pages) accommodations(c *fiber.Ctx, status int, f layout.Form) error {
	id, err := request.ID(c, "enrolment")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	v, err := p.App.Assessment.Accommodations(c.UserContext(), who, c.Params("slug"), id)
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return studio.Accommodations(s, v, f) })
}

// Accommodate grants something to a learner, or takes back what was granted.
func (p *Pages) Accommodate(c *fiber.Ctx) error {
	id, err := request.ID(c, "enrolment")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	if back, taken := uuid.Parse(c.FormValue("take_back")); taken == nil {
		err = p.App.Assessment.TakeBack(c.UserContext(), who, c.Params("slug"), id, back)
	} else {
		var quiz uuid.UUID // zero is all of them
		if written := c.FormValue("quiz"); written != "" {
			if quiz, err = uuid.Parse(written); err != nil {
				return fiber.ErrNotFound
			}
		}
		err = p.App.Assessment.Accommodate(c.UserContext(), who, c.Params("slug"), id, quiz, assessment.Grant{
			ExtraPercent: whole(c, "extra_percent"), Untimed: c.FormValue("untimed") != "", ExtraAttempts: whole(c, "extra_attempts"),
			ClosesAt: moment(c, "closes_at"), Reason: request.Text(c, "reason"),
		})
	}
	if err != nil {
		f, status, err := form(c, err, "quiz", "extra_percent", "untimed", "extra_attempts", "closes_at", "reason")
		if err != nil {
			return err
		}
		return p.accommodations(c, status, f)
	}
	return p.done(c, "flash.saved", studioPath(c)+"/learners/"+id.String()+"/accommodations")
}
