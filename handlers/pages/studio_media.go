package pages

import (
	"net/http"

	"academy/app/authoring"
	"academy/handlers/request"
	"academy/handlers/views/layout"
	"academy/handlers/views/studio"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
)

// CourseMedia is the library of a course.
func (p *Pages) CourseMedia(c *fiber.Ctx) error {
	return p.courseMedia(c, http.StatusOK, layout.Form{}, uuid.Nil)
}

// courseMedia shows the library; on is the picture whose form has come back.
func (p *Pages) courseMedia(c *fiber.Ctx, status int, f layout.Form, on uuid.UUID) error {
	who, _ := actor(c)
	v, err := p.App.Authoring.CourseMedia(c.UserContext(), who, c.Params("slug"))
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return studio.Media(s, v, f, on.String()) })
}

// ChangeMedia describes a picture, removes what nothing shows, or goes on with what came by an upload.
func (p *Pages) ChangeMedia(c *fiber.Ctx) error {
	id, err := request.ID(c, "asset")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	ctx, slug := c.UserContext(), c.Params("slug")
	switch c.FormValue("do") {
	case "retry", "cancel":
		return p.changeUpload(c, id)
	case "remove":
		err = p.App.Library.RemoveMedia(ctx, who, slug, id)
	default:
		err = p.App.Library.Describe(ctx, who, slug, id, text(c, "alt"))
	}
	if err != nil {
		f, status, err := form(c, err, "alt_ko", "alt_en")
		if err != nil {
			return err
		}
		return p.courseMedia(c, status, f, id)
	}
	return p.done(c, "flash.saved", studioPath(c)+"/media")
}

// changeUpload takes up once more what was refused, or takes back what is on its way, and leads back to where that was asked.
func (p *Pages) changeUpload(c *fiber.Ctx, asset uuid.UUID) error {
	upload, err := uuid.Parse(c.FormValue("upload"))
	if err != nil {
		return fiber.ErrNotFound
	}
	who, _ := actor(c)
	flash := "flash.retried"
	if c.FormValue("do") == "cancel" {
		flash, err = "flash.cancelled", p.App.Library.CancelUpload(c.UserContext(), who, upload)
	} else {
		_, err = p.App.Library.RetryUpload(c.UserContext(), who, upload)
	}
	if err != nil {
		f, status, err := form(c, err)
		if err != nil {
			return err
		}
		return p.courseMedia(c, status, f, asset)
	}
	if lesson, err := uuid.Parse(c.FormValue("lesson")); err == nil {
		return p.done(c, flash, studioPath(c)+"/lessons/"+lesson.String())
	}
	return p.done(c, flash, studioPath(c)+"/media")
}

// SetFilm gives a lecture a film.
func (p *Pages) SetFilm(c *fiber.Ctx) error {
	id, err := request.ID(c, "lesson")
	if err != nil {
		return err
	}
	asset, _ := uuid.Parse(c.FormValue("asset")) // none is refused beside its field
	was, _ := uuid.Parse(c.FormValue("was"))
	who, _ := actor(c)
	change := authoring.FilmChange{Was: was, Asset: asset, Same: c.FormValue("same") != ""}
	if err := p.App.Authoring.SetFilm(c.UserContext(), who, c.Params("slug"), id, change); err != nil {
		f, status, err := form(c, err, "asset")
		if err != nil {
			return err
		}
		f.Values = nil // the texts come from the draft
		return p.editLesson(c, status, f)
	}
	return p.done(c, "flash.saved", studioPath(c)+"/lessons/"+id.String()+"#film")
}

// mediaKept is how long a browser may keep where a picture was.
const mediaKept = "private, max-age=600"

// Media leads to a picture or a file of a course.
func (p *Pages) Media(c *fiber.Ctx) error {
	id, err := request.ID(c, "id")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	address, err := p.App.Learning.Media(c.UserContext(), who, id)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderCacheControl, mediaKept)
	c.Set(fiber.HeaderVary, fiber.HeaderCookie)
	return c.Redirect(address, http.StatusFound)
}
