package pages

import (
	"net/http"
	"slices"
	"strconv"

	"academy/app/authoring"
	"academy/app/fault"
	"academy/handlers/request"
	"academy/handlers/views/layout"
	"academy/handlers/views/studio"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
)

// CourseSettings is what a course says of itself.
func (p *Pages) CourseSettings(c *fiber.Ctx) error {
	return p.courseSettings(c, http.StatusOK, layout.Form{})
}

func (p *Pages) courseSettings(c *fiber.Ctx, status int, f layout.Form) error {
	who, _ := actor(c)
	v, err := p.App.Authoring.CourseSettings(c.UserContext(), who, c.Params("slug"))
	if err != nil {
		return err
	}
	if f.Values == nil {
		f.Values = studio.SettingsValues(v.SettingsChange)
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return studio.Settings(s, v, f) })
}

// SaveCourseSettings keeps the settings. Saved by somebody else meanwhile, they come back with both versions.
func (p *Pages) SaveCourseSettings(c *fiber.Ctx) error {
	who, _ := actor(c)
	change := authoring.SettingsChange{
		From: whole(c, "from"), Title: text(c, "title"), Summary: text(c, "summary"), Description: text(c, "description"), Instructor: text(c, "instructor"),
		Agenda: request.Text(c, "agenda"), Level: request.Text(c, "level"), Palette: request.Text(c, "palette"), Minutes: whole(c, "minutes"),
		Coverage: whole(c, "coverage"), Score: whole(c, "score"), Duty: request.Text(c, "duty"), Months: whole(c, "months"),
	}
	for _, lang := range []string{"ko", "en"} {
		if c.FormValue("language_"+lang) != "" {
			change.Languages = append(change.Languages, lang)
		}
	}
	for slug := range request.Named(c, "prerequisite_") {
		change.Prerequisites = append(change.Prerequisites, slug)
	}
	slices.Sort(change.Prerequisites)
	change.Prerequisites = append(change.Prerequisites, request.Text(c, "prerequisite"))
	if err := p.App.Authoring.SaveSettings(c.UserContext(), who, c.Params("slug"), change); err != nil {
		f, status, err := form(c, err)
		if err != nil {
			return err
		}
		f.Values = studio.SettingsValues(change)
		return p.courseSettings(c, status, f)
	}
	return p.done(c, "flash.saved", studioPath(c)+"/settings")
}

// EditLesson is a lesson as its authors edit it.
func (p *Pages) EditLesson(c *fiber.Ctx) error { return p.editLesson(c, http.StatusOK, layout.Form{}) }

func (p *Pages) editLesson(c *fiber.Ctx, status int, f layout.Form) error {
	id, err := request.ID(c, "lesson")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	v, err := p.App.Authoring.LessonWork(c.UserContext(), who, c.Params("slug"), id)
	if err != nil {
		return err
	}
	if f.Values == nil {
		f.Values = studio.LessonValues(c.UserContext(), v.LessonChange)
	} else {
		v.Preview = p.App.Authoring.Preview(text(c, "body"))
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return studio.Lesson(s, v, f) })
}

// SaveLesson keeps a lesson, or only shows what has been typed as learners would see it.
func (p *Pages) SaveLesson(c *fiber.Ctx) error {
	id, err := request.ID(c, "lesson")
	if err != nil {
		return err
	}
	change := lessonChange(c)
	if c.FormValue("do") == "preview" {
		return p.editLesson(c, http.StatusOK, layout.Form{Values: studio.LessonValues(c.UserContext(), change)})
	}
	who, _ := actor(c)
	if err := p.App.Authoring.SaveLesson(c.UserContext(), who, c.Params("slug"), id, change); err != nil {
		f, status, err := form(c, err)
		if err != nil {
			return err
		}
		f.Values = studio.LessonValues(c.UserContext(), change)
		return p.editLesson(c, status, f)
	}
	return p.done(c, "flash.saved", studioPath(c)+"/lessons/"+id.String())
}

func lessonChange(c *fiber.Ctx) authoring.LessonChange {
	change := authoring.LessonChange{
		From: whole(c, "from"), Title: text(c, "title"), Body: text(c, "body"), Minutes: whole(c, "minutes"), Required: c.FormValue("required") != "",
		CaptionsMissing: request.Text(c, "captions_missing"), Release: release(c),
	}
	for name := range request.Named(c, "requires_") {
		if id, err := uuid.Parse(name); err == nil {
			change.Requires = append(change.Requires, id)
		}
	}
	return change
}

// PublishReview shows what publishing would do.
func (p *Pages) PublishReview(c *fiber.Ctx) error {
	return p.publishReview(c, http.StatusOK, layout.Form{})
}

func (p *Pages) publishReview(c *fiber.Ctx, status int, f layout.Form) error {
	who, _ := actor(c)
	v, err := p.App.Authoring.PublishReview(c.UserContext(), who, c.Params("slug"))
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return studio.Publish(s, v, f) })
}

// Publish shows the draft to learners.
func (p *Pages) Publish(c *fiber.Ctx) error {
	who, _ := actor(c)
	return p.published(c, p.App.Authoring.Publish(c.UserContext(), who, c.Params("slug")), "flash.published")
}

// Discard drops the changes since the last publishing.
func (p *Pages) Discard(c *fiber.Ctx) error {
	who, _ := actor(c)
	return p.published(c, p.App.Authoring.DiscardDraft(c.UserContext(), who, c.Params("slug")), "flash.discarded")
}

func (p *Pages) published(c *fiber.Ctx, err error, flash string) error {
	if err != nil {
		f, status, err := form(c, err)
		if err != nil {
			return err
		}
		return p.publishReview(c, status, f)
	}
	return p.done(c, flash, studioPath(c)+"/publish")
}

// History lists what learners have seen.
func (p *Pages) History(c *fiber.Ctx) error { return p.history(c, http.StatusOK, layout.Form{}) }

func (p *Pages) history(c *fiber.Ctx, status int, f layout.Form) error {
	who, _ := actor(c)
	v, err := p.App.Authoring.History(c.UserContext(), who, c.Params("slug"))
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return studio.History(s, v, f) })
}

// Restore takes an earlier revision up again as a draft.
func (p *Pages) Restore(c *fiber.Ctx) error {
	number, err := strconv.Atoi(c.FormValue("number"))
	if err != nil {
		return fiber.ErrNotFound
	}
	who, _ := actor(c)
	if err := p.App.Authoring.Restore(c.UserContext(), who, c.Params("slug"), number); err != nil {
		f, status, err := form(c, err)
		if err != nil {
			return err
		}
		return p.history(c, status, f)
	}
	return p.done(c, "flash.restored", studioPath(c)+"/publish")
}

// Staff is who makes a course.
func (p *Pages) Staff(c *fiber.Ctx) error { return p.staff(c, http.StatusOK, layout.Form{}) }

func (p *Pages) staff(c *fiber.Ctx, status int, f layout.Form) error {
	who, _ := actor(c)
	v, err := p.App.Authoring.Staff(c.UserContext(), who, c.Params("slug"))
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return studio.Staff(s, v, f) })
}

// ChangeStaff gives somebody a part in a course, or takes it.
func (p *Pages) ChangeStaff(c *fiber.Ctx) error {
	if err := p.changeStaff(c); err != nil {
		f, status, err := form(c, err, "email", "part")
		if err != nil {
			return err
		}
		return p.staff(c, status, f)
	}
	return p.done(c, "flash.saved", studioPath(c)+"/staff")
}

func (p *Pages) changeStaff(c *fiber.Ctx) error {
	who, _ := actor(c)
	ctx, slug := c.UserContext(), c.Params("slug")
	remove := c.FormValue("remove")
	if remove == "" {
		return p.App.Authoring.SetStaff(ctx, who, slug, request.Text(c, "email"), authoring.Part(request.Text(c, "part")))
	}
	id, err := uuid.Parse(remove)
	if err != nil {
		return fault.ErrMissing
	}
	return p.App.Authoring.RemoveStaff(ctx, who, slug, id)
}
