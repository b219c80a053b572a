package pages

import (
	"context"
	"time"

	"academy/app/authoring"
	"academy/app/library"
	"academy/handlers/request"
	"academy/handlers/views/layout"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
)

// fileTime is how long a file may take to come in.
const fileTime = time.Hour

// TakeFile takes a file into the library of a course, for those whose browser runs no script.
func (p *Pages) TakeFile(c *fiber.Ctx) error {
	if _, err := p.takeFile(c, request.Of(c).Sending.Field("purpose")); err != nil {
		f, status, err := fileForm(c, err)
		if err != nil {
			return err
		}
		return p.courseMedia(c, status, f, uuid.Nil)
	}
	return p.done(c, "flash.file_taken", studioPath(c)+"/media")
}

// TakeLessonFile does the same for a lesson. A film becomes that of the lecture.
func (p *Pages) TakeLessonFile(c *fiber.Ctx) error {
	id, err := request.ID(c, "lesson")
	if err != nil {
		return err
	}
	sending := request.Of(c).Sending
	asset, err := p.takeFile(c, sending.Field("purpose"))
	if err == nil && sending.Field("purpose") == library.ForLecture {
		was, _ := uuid.Parse(sending.Field("was"))
		who, _ := actor(c)
		err = p.App.Authoring.SetFilm(c.UserContext(), who, c.Params("slug"), id, authoring.FilmChange{Was: was, Asset: asset})
	}
	if err != nil {
		f, status, err := fileForm(c, err)
		if err != nil {
			return err
		}
		return p.editLesson(c, status, f)
	}
	return p.done(c, "flash.file_taken", studioPath(c)+"/lessons/"+id.String())
}

// takeFile outlives the deadline of other requests: a file comes as fast as its sender can.
func (p *Pages) takeFile(c *fiber.Ctx, purpose string) (uuid.UUID, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.UserContext()), fileTime)
	defer cancel()
	name, content, err := request.Of(c).Sending.File()
	if err != nil {
		return uuid.Nil, err
	}
	who, _ := actor(c)
	course := c.Params("slug")
	if purpose == library.ForAssignment { // which is its learner's own, and in no library
		course = ""
	}
	return p.App.Library.TakeFile(ctx, who, library.UploadRequest{Name: name, Purpose: purpose, Course: course}, content)
}

// fileForm makes the page with what is wrong with a file beside the one of its forms that has sent it.
func fileForm(c *fiber.Ctx, err error) (layout.Form, int, error) {
	f, status, err := form(c, err)
	if key := f.Err("file"); key != "" {
		f.Errors = map[string]string{"file-" + request.Of(c).Sending.Field("purpose"): key}
	}
	f.Values = nil // the texts come from the draft
	return f, status, err
}
