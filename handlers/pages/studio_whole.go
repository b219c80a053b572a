package pages

import (
	"net/http"

	"academy/app/authoring"
	"academy/handlers/request"
	"academy/handlers/respond"
	"academy/handlers/views/layout"
	"academy/handlers/views/studio"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
)

// More is what can be done to a course as a whole.
func (p *Pages) More(c *fiber.Ctx) error { return p.more(c, http.StatusOK, layout.Form{}) }

func (p *Pages) more(c *fiber.Ctx, status int, f layout.Form) error {
	who, _ := actor(c)
	v, err := p.App.Authoring.CourseMore(c.UserContext(), who, c.Params("slug"))
	if err != nil {
		return err
	}
	if f.Values == nil {
		f.Values = studio.CopyValues(v.Copy)
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return studio.More(s, v, f) })
}

// Export sends the course folder as a ZIP.
func (p *Pages) Export(c *fiber.Ctx) error {
	who, _ := actor(c)
	export, err := p.App.Authoring.ExportWork(c.UserContext(), who, c.Params("slug"), c.Query("draft") != "")
	if err != nil {
		return err
	}
	return respond.Zip(c, export.Slug+".zip", export.WriteZip)
}

// Duplicate makes a copy of a course and leads to it.
func (p *Pages) Duplicate(c *fiber.Ctx) error {
	who, _ := actor(c)
	n := authoring.CourseCopy{Title: text(c, "title"), Slug: request.Text(c, "slug")}
	if err := p.App.Authoring.DuplicateCourse(c.UserContext(), who, c.Params("slug"), n); err != nil {
		f, status, err := form(c, err, "title_ko", "title_en", "slug")
		if err != nil {
			return err
		}
		f.Values = studio.CopyValues(n)
		return p.more(c, status, f)
	}
	return p.done(c, "flash.copied", "/studio/"+n.Slug)
}

// Archive puts a course away, or takes it back.
func (p *Pages) Archive(c *fiber.Ctx) error {
	who, _ := actor(c)
	if c.FormValue("do") == "unarchive" {
		if err := p.App.Authoring.Unarchive(c.UserContext(), who, c.Params("slug")); err != nil {
			return err
		}
		return p.done(c, "flash.unarchived", studioPath(c)+"/more")
	}
	if err := p.App.Authoring.Archive(c.UserContext(), who, c.Params("slug")); err != nil {
		return err
	}
	return p.done(c, "flash.archived", studioPath(c)+"/more")
}
