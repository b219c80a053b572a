package pages

import (
	"context"
	"strconv"

	"academy/app/access"
	"academy/app/coursework"
	"academy/app/learning"
	"academy/app/library"
	"academy/handlers/request"
	"academy/handlers/views/layout"
	"academy/handlers/views/learn"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
)

// assignmentOn is the lesson of an assignment, whose page has been opened, with what its learner has made of it.
func (p *Pages) assignmentOn(c *fiber.Ctx, page learning.LessonPage, status int, f layout.Form) error {
	who, _ := actor(c)
	v, err := p.App.Coursework.Own(c.UserContext(), who, page.Lesson.ID)
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return learn.Assignment(s, page, v, f) })
}

// refusedWork shows the assignment again with what was typed and what is wrong.
func (p *Pages) refusedWork(c *fiber.Ctx, err error, fields ...string) error {
	f, status, err := form(c, err, fields...)
	if err != nil {
		return err
	}
	page, err := p.lesson(c)
	if err != nil {
		return err
	}
	return p.assignmentOn(c, page, status, f)
}

// SaveDraft keeps what a learner has written, or takes a file out of it.
func (p *Pages) SaveDraft(c *fiber.Ctx) error {
	id, err := request.ID(c, "lesson")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	if asset, taken := uuid.Parse(c.FormValue("remove")); taken == nil {
		_, err = p.App.Coursework.RemoveFile(c.UserContext(), who, id, asset)
	} else {
		_, err = p.App.Coursework.SaveDraft(c.UserContext(), who, id, draftIn(c))
	}
	if err != nil {
		return p.refusedWork(c, err, "text")
	}
	return p.done(c, "flash.saved", lessonPath(c.Params("slug"), id)+"#hand-in")
}

func draftIn(c *fiber.Ctx) coursework.DraftChange {
	from, err := strconv.ParseInt(request.Text(c, "from"), 10, 64)
	if err != nil {
		from = -1 // which nothing begins from
	}
	return coursework.DraftChange{From: from, Text: request.Text(c, "text")}
}

// HandIn hands in what a learner has written and sent.
func (p *Pages) HandIn(c *fiber.Ctx) error {
	id, err := request.ID(c, "lesson")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	if _, err := p.App.Coursework.HandIn(c.UserContext(), who, id, coursework.HandIn{OpID: request.Text(c, "op_id"), DraftChange: draftIn(c)}); err != nil {
		return p.refusedWork(c, err, "text")
	}
	return p.done(c, "flash.handed_in", lessonPath(c.Params("slug"), id))
}

// SendFile takes a file into the draft, for those whose browser runs no script.
func (p *Pages) SendFile(c *fiber.Ctx) error {
	id, err := request.ID(c, "lesson")
	if err != nil {
		return err
	}
	asset, err := p.takeFile(c, library.ForAssignment)
	if err == nil {
		err = p.addFile(c, id, asset)
	}
	if err != nil {
		return p.refusedWork(c, err)
	}
	return p.done(c, "flash.saved", lessonPath(c.Params("slug"), id)+"#hand-in")
}

// addFile may outlive the request's deadline, as the file may have taken that long.
func (p *Pages) addFile(c *fiber.Ctx, lesson, asset uuid.UUID) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.UserContext()), answerTime)
	defer cancel()
	who, _ := actor(c)
	_, err := p.App.Coursework.AddFile(ctx, who, lesson, asset)
	return err
}

// DraftFile leads to a file that a learner has put into a submission.
func (p *Pages) DraftFile(c *fiber.Ctx) error {
	lesson, err := request.ID(c, "lesson")
	if err != nil {
		return err
	}
	return p.answerFile(c, func(ctx context.Context, who access.Actor, asset uuid.UUID) (string, error) {
		return p.App.Coursework.OwnFile(ctx, who, lesson, asset)
	})
}
