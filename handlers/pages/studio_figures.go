package pages

import (
	"net/http"

	"academy/app/insight"
	"academy/handlers/request"
	"academy/handlers/respond"
	"academy/handlers/views/layout"
	"academy/handlers/views/studio"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
)

// Figures is how far the learners of a course come.
func (p *Pages) Figures(c *fiber.Ctx) error {
	v, err := p.figures(c)
	if err != nil {
		return err
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return studio.Figures(s, v) })
}

// FiguresCSV is the same as a table to be taken along.
func (p *Pages) FiguresCSV(c *fiber.Ctx) error {
	v, err := p.figures(c)
	if err != nil {
		return err
	}
	return respond.CSV(c, v.Course.Slug+"-figures.csv", studio.FiguresCSV(c.UserContext(), v))
}

func (p *Pages) figures(c *fiber.Ctx) (insight.CourseFigures, error) {
	who, _ := actor(c)
	return p.App.Insight.CourseFigures(c.UserContext(), who, c.Params("slug"))
}

// LessonFigures is how they fare with one lesson.
func (p *Pages) LessonFigures(c *fiber.Ctx) error {
	v, err := p.lessonFigures(c)
	if err != nil {
		return err
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return studio.LessonFigures(s, v) })
}

// LessonFiguresCSV is the same as a table to be taken along.
func (p *Pages) LessonFiguresCSV(c *fiber.Ctx) error {
	v, err := p.lessonFigures(c)
	if err != nil {
		return err
	}
	return respond.CSV(c, v.Course.Slug+"-"+v.Lesson.ID.String()+".csv", studio.LessonFiguresCSV(c.UserContext(), v))
}

func (p *Pages) lessonFigures(c *fiber.Ctx) (insight.LessonFigures, error) {
	id, err := request.ID(c, "lesson")
	if err != nil {
		return insight.LessonFigures{}, err
	}
	who, _ := actor(c)
	return p.App.Insight.LessonFigures(c.UserContext(), who, c.Params("slug"), id)
}

// Away is the learners who stay away, by name.
func (p *Pages) Away(c *fiber.Ctx) error {
	who, _ := actor(c)
	v, err := p.App.Insight.Away(c.UserContext(), who, c.Params("slug"), request.Query(c, "cursor"))
	if err != nil {
		return err
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return studio.Away(s, v) })
}

// AwayCSV is all of them as a table to be taken along.
func (p *Pages) AwayCSV(c *fiber.Ctx) error {
	who, _ := actor(c)
	v, err := p.App.Insight.AwayAll(c.UserContext(), who, c.Params("slug"))
	if err != nil {
		return err
	}
	return respond.CSV(c, v.Course.Slug+"-learners.csv", studio.AwayCSV(c.UserContext(), v))
}
