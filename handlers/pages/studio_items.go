package pages

import (
	"cmp"
	"net/http"

	"academy/app/insight"
	"academy/handlers/request"
	"academy/handlers/respond"
	"academy/handlers/views/layout"
	"academy/handlers/views/studio"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
)

// ItemQuizzes is the quizzes of a course with how well each measures.
func (p *Pages) ItemQuizzes(c *fiber.Ctx) error {
	who, _ := actor(c)
	v, err := p.App.Insight.ItemQuizzes(c.UserContext(), who, c.Params("slug"))
	if err != nil {
		return err
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return studio.ItemQuizzes(s, v) })
}

// lookAgain is after how many seconds a page without figures is asked for anew by the browser itself. A page that has
// some never is: somebody may be reading it.
const lookAgain = "3"

// ItemFigures is how well a quiz and its questions measure.
func (p *Pages) ItemFigures(c *fiber.Ctx) error {
	v, err := p.itemFigures(c)
	if err != nil {
		return err
	}
	if v.Quiz.Waiting && v.Quiz.ComputedAt.IsZero() {
		c.Set("Refresh", lookAgain)
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return studio.ItemFigures(s, v) })
}

// ItemFiguresCSV is the questions as a table to be taken along.
func (p *Pages) ItemFiguresCSV(c *fiber.Ctx) error {
	v, err := p.itemFigures(c)
	if err != nil {
		return err
	}
	return respond.CSV(c, v.Course.Slug+"-items-"+v.Quiz.ID.String()+".csv", studio.ItemsCSV(c.UserContext(), v))
}

func (p *Pages) itemFigures(c *fiber.Ctx) (insight.ItemFigures, error) {
	id, err := request.ID(c, "quiz")
	if err != nil {
		return insight.ItemFigures{}, err
	}
	who, _ := actor(c)
	return p.App.Insight.ItemFigures(c.UserContext(), who, c.Params("slug"), id, attemptsOf(c))
}

// AskItems has the figures worked out anew.
func (p *Pages) AskItems(c *fiber.Ctx) error {
	id, err := request.ID(c, "quiz")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	if err := p.App.Insight.AskItems(c.UserContext(), who, c.Params("slug"), id, attemptsOf(c)); err != nil {
		return err
	}
	to := "/studio/" + c.Params("slug") + "/analytics/items/" + id.String()
	if a := attemptsOf(c); a != insight.First {
		to += "?attempts=" + a
	}
	return respond.SeeOther(c, to)
}

func attemptsOf(c *fiber.Ctx) string { return cmp.Or(request.Query(c, "attempts"), insight.First) }
