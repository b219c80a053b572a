package pages

import (
	"net/http"

	"academy/handlers/request"
	"academy/handlers/views/catalogue"
	"academy/handlers/views/layout"
	"academy/handlers/views/learn"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
)

// PreviewCourse is a course as learners will see it, for those who make it.
func (p *Pages) PreviewCourse(c *fiber.Ctx) error {
	who, lang := actor(c)
	page, err := p.App.Learning.PreviewCourse(c.UserContext(), who, lang, c.Params("slug"))
	if err != nil {
		return err
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return catalogue.Course(s, page) })
}

// PreviewLesson is a lesson as learners will see it, for those who make it.
func (p *Pages) PreviewLesson(c *fiber.Ctx) error {
	id, err := request.ID(c, "lesson")
	if err != nil {
		return err
	}
	who, lang := actor(c)
	page, err := p.App.Learning.PreviewLesson(c.UserContext(), who, lang, c.Params("slug"), id)
	if err != nil {
		return err
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return learn.Lesson(s, page) })
}

// PreviewCaption is the captions of a previewed lecture as WebVTT.
func (p *Pages) PreviewCaption(c *fiber.Ctx) error {
	id, err := request.ID(c, "lesson")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	vtt, err := p.App.Learning.PreviewCaption(c.UserContext(), who, c.Params("slug"), id, c.Params("lang"))
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "text/vtt; charset=utf-8")
	return c.SendString(vtt)
}
