package pages

import (
	"net/http"
	"strconv"
	"time"

	"academy/app/authoring"
	"academy/app/locale"
	"academy/handlers/request"
	"academy/handlers/views/layout"
	"academy/handlers/views/studio"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
)

// Studio lists the courses that one makes.
func (p *Pages) Studio(c *fiber.Ctx) error {
	who, _ := actor(c)
	list, err := p.App.Authoring.Studio(c.UserContext(), who)
	if err != nil {
		return err
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return studio.List(s, list) })
}

// NewCourseForm asks what a course begins with.
func (p *Pages) NewCourseForm(c *fiber.Ctx) error {
	return p.newCourse(c, http.StatusOK, layout.Form{Values: map[string]string{"level": "beginner"}})
}

func (p *Pages) newCourse(c *fiber.Ctx, status int, f layout.Form) error {
	agendas, err := p.App.Authoring.Agendas(c.UserContext())
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return studio.New(s, agendas, f) })
}

// NewCourse begins a course.
func (p *Pages) NewCourse(c *fiber.Ctx) error {
	who, _ := actor(c)
	n := authoring.NewCourse{Title: text(c, "title"), Slug: request.Text(c, "slug"), Agenda: request.Text(c, "agenda"), Level: request.Text(c, "level")}
	if err := p.App.Authoring.CreateCourse(c.UserContext(), who, n); err != nil {
		f, status, err := form(c, err, "title_ko", "title_en", "slug", "agenda", "level")
		if err != nil {
			return err
		}
		return p.newCourse(c, status, f)
	}
	return p.done(c, "flash.saved", "/studio/"+n.Slug)
}

// text reads a text that stands in a form in both languages.
func text(c *fiber.Ctx, name string) authoring.Text {
	return authoring.Text{KO: request.Text(c, name+"_ko"), EN: request.Text(c, name+"_en")}
}

// whole reads a number of a form; what is none is -1, which no rule takes.
func whole(c *fiber.Ctx, name string) int {
	n, err := strconv.Atoi(request.Text(c, name))
	if err != nil {
		return -1
	}
	return n
}

func studioPath(c *fiber.Ctx) string { return "/studio/" + c.Params("slug") }

// Contents is what a course contains.
func (p *Pages) Contents(c *fiber.Ctx) error { return p.contents(c, http.StatusOK, layout.Form{}) }

func (p *Pages) contents(c *fiber.Ctx, status int, f layout.Form) error {
	who, _ := actor(c)
	w, err := p.App.Authoring.CourseWork(c.UserContext(), who, c.Params("slug"))
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return studio.Contents(s, w, f) })
}

// edited leads back to the contents, at the place that was changed, or shows what is wrong.
func (p *Pages) edited(c *fiber.Ctx, err error, place string) error {
	if err != nil {
		f, status, err := form(c, err, "section_ko", "section_en", "lesson_ko", "lesson_en", "kind", "opens", "opens_at", "opens_days", "in")
		if err != nil {
			return err
		}
		return p.contents(c, status, f)
	}
	return p.done(c, "flash.saved", studioPath(c)+place)
}

// AddSection adds a section.
func (p *Pages) AddSection(c *fiber.Ctx) error {
	who, _ := actor(c)
	_, err := p.App.Authoring.AddSection(c.UserContext(), who, c.Params("slug"), text(c, "section"))
	return p.edited(c, err, "")
}

// EditSection renames, moves or removes a section.
func (p *Pages) EditSection(c *fiber.Ctx) error {
	id, err := request.ID(c, "section")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	ctx, slug := c.UserContext(), c.Params("slug")
	switch c.FormValue("do") {
	case "save":
		err = p.App.Authoring.SaveSection(ctx, who, slug, id, authoring.SectionChange{From: whole(c, "from"), Title: text(c, "section"), Release: release(c)})
	case "remove":
		return p.edited(c, p.App.Authoring.RemoveSection(ctx, who, slug, id), "")
	case "place":
		err = p.App.Authoring.PlaceSection(ctx, who, slug, id, authoring.Spot{Place: whole(c, "place"), Was: c.FormValue("was")})
	default:
		err = p.App.Authoring.MoveSection(ctx, who, slug, id, direction(c))
	}
	return p.edited(c, err, "#s-"+id.String())
}

// release reads when something opens. A date is meant where its author is; one that is none is zero.
func release(c *fiber.Ctx) authoring.Release {
	at, _ := time.ParseInLocation(studio.DateForm, request.Text(c, "opens_at"), locale.From(c.UserContext()).Zone) //nolint:errcheck // zero is told as what it is
	return authoring.Release{How: request.Text(c, "opens"), At: at, Days: whole(c, "opens_days")}
}

func direction(c *fiber.Ctx) int {
	if c.FormValue("do") == "up" {
		return -1
	}
	return 1
}

// AddLesson adds a lesson and leads to it.
func (p *Pages) AddLesson(c *fiber.Ctx) error {
	section, err := uuid.Parse(c.FormValue("section"))
	if err != nil {
		return fiber.ErrNotFound
	}
	who, _ := actor(c)
	n := authoring.NewLesson{Section: section, Kind: c.FormValue("kind"), Title: text(c, "lesson")}
	id, err := p.App.Authoring.AddLesson(c.UserContext(), who, c.Params("slug"), n)
	return p.edited(c, err, "/lessons/"+id.String())
}

// MoveLesson moves or removes a lesson.
func (p *Pages) MoveLesson(c *fiber.Ctx) error {
	id, err := request.ID(c, "lesson")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	ctx, slug := c.UserContext(), c.Params("slug")
	switch c.FormValue("do") {
	case "remove":
		return p.edited(c, p.App.Authoring.RemoveLesson(ctx, who, slug, id), "")
	case "place":
		section, err := uuid.Parse(c.FormValue("section"))
		if err != nil {
			return fiber.ErrNotFound
		}
		to := authoring.Spot{Section: section, Place: whole(c, "place"), Was: c.FormValue("was")}
		return p.edited(c, p.App.Authoring.MoveLesson(ctx, who, slug, id, to), "#l-"+id.String())
	}
	return p.edited(c, p.App.Authoring.StepLesson(ctx, who, slug, id, direction(c)), "#l-"+id.String())
}
