package pages

import (
	"errors"
	"net/http"

	"academy/app/fault"
	"academy/app/learning"
	"academy/handlers/request"
	"academy/handlers/respond"
	"academy/handlers/views/layout"
	"academy/handlers/views/learn"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
)

// Learn leads to the lesson to go on with.
func (p *Pages) Learn(c *fiber.Ctx) error {
	page, err := p.course(c)
	if err != nil {
		return err
	}
	lesson := goOn(page)
	if lesson == uuid.Nil {
		return respond.SeeOther(c, coursePath(c))
	}
	return respond.SeeOther(c, lessonPath(page.Slug, lesson))
}

// goOn is the lesson to go on with: the first of all when nothing is left to do, none for who is not enrolled.
func goOn(page learning.CoursePage) uuid.UUID {
	switch e := page.Enrolment; {
	case e == nil || (e.State != "active" && e.State != "completed"):
		return uuid.Nil
	case e.Resume != nil:
		return e.Resume.ID
	}
	for _, section := range page.Sections {
		for _, lesson := range section.Lessons {
			return lesson.ID
		}
	}
	return uuid.Nil
}

func lessonPath(slug string, id uuid.UUID) string { return "/learn/" + slug + "/" + id.String() }

// Lesson opens a lesson.
func (p *Pages) Lesson(c *fiber.Ctx) error {
	page, err := p.lesson(c)
	if errors.Is(err, learning.ErrNotEnrolled) {
		return p.done(c, "flash.enrol_first", coursePath(c))
	}
	if err != nil {
		return err
	}
	who, lang := actor(c)
	p.badges.at(who, lang, &learning.Resume{
		CourseSlug: page.CourseSlug, CourseTitle: page.CourseTitle, LessonID: page.Lesson.ID, LessonTitle: page.Lesson.Title, Percent: page.Percent,
	})
	if page.Assignment {
		return p.assignmentOn(c, page, http.StatusOK, layout.Form{})
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return learn.Lesson(s, page) })
}

func (p *Pages) lesson(c *fiber.Ctx) (learning.LessonPage, error) {
	id, err := request.ID(c, "lesson")
	if err != nil {
		return learning.LessonPage{}, err
	}
	who, lang := actor(c)
	return p.App.Learning.Lesson(c.UserContext(), who, lang, c.Params("slug"), id)
}

// Complete marks a lesson as done and leads to the next, or to what comes after the course.
func (p *Pages) Complete(c *fiber.Ctx) error {
	id, err := request.ID(c, "lesson")
	if err != nil {
		return err
	}
	who, lang := actor(c)
	if _, err := p.App.Learning.CompleteLesson(c.UserContext(), who, lang, id); err != nil {
		return err
	}
	page, err := p.lesson(c)
	if err != nil {
		return err
	}
	switch {
	case page.Next != nil && !page.Next.Locked:
		return respond.SeeOther(c, lessonPath(page.CourseSlug, page.Next.ID))
	case page.CourseDone:
		return respond.SeeOther(c, "/courses/"+page.CourseSlug+"/next")
	}
	return p.done(c, "flash.lesson_done", lessonPath(page.CourseSlug, id))
}

// Dashboard is My learning.
func (p *Pages) Dashboard(c *fiber.Ctx) error {
	who, lang := actor(c)
	ctx := c.UserContext()
	dashboard, err := p.App.Learning.Dashboard(ctx, who, lang, request.Query(c, "cursor"))
	if err != nil {
		return err
	}
	certificates, grants, err := p.App.Credentials.Earned(ctx, who, lang)
	if err != nil {
		return err
	}
	if request.Query(c, "cursor") == "" {
		p.badges.at(who, lang, resume(dashboard))
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return learn.Dashboard(s, dashboard, certificates, grants) })
}

// resume is where to go on by the list of what is in progress, the course seen last being the first.
func resume(d learning.Dashboard) *learning.Resume {
	for _, e := range d.Active {
		if e.ResumeID != uuid.Nil {
			return &learning.Resume{CourseSlug: e.CourseSlug, CourseTitle: e.CourseTitle, LessonID: e.ResumeID, LessonTitle: e.ResumeTitle, Percent: e.Percent}
		}
	}
	return nil
}

// Session answers scripts whether somebody is still signed in; the guards have renewed the session by now if it could
// be. Scripts get the token of their session anew.
func (p *Pages) Session(c *fiber.Ctx) error {
	v := request.Of(c)
	c.Set(fiber.HeaderCacheControl, "no-store")
	if !v.Actor.Known() {
		return respond.SendProblem(c, fault.ErrAnonymous, http.StatusUnauthorized)
	}
	c.Set("X-CSRF-Token", v.CSRF)
	return c.SendStatus(http.StatusNoContent)
}
