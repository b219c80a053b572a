package pages

import (
	"context"

	"academy/app/access"
	"academy/app/learning"
	"academy/app/locale"
	"academy/handlers/request"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
)

// Transcript sends the captions of a lecture to a learner: as a text to read, or as WebVTT.
func (p *Pages) Transcript(format string) fiber.Handler {
	return transcript(p.App.Learning.Transcript, format)
}

// WorkTranscript is Transcript for authors, of the captions in the studio.
func (p *Pages) WorkTranscript(format string) fiber.Handler {
	return transcript(p.App.Authoring.Transcript, format)
}

type transcriptOf func(ctx context.Context, who access.Actor, slug string, lesson uuid.UUID, lang string) (learning.Transcript, error)

func transcript(of transcriptOf, format string) fiber.Handler {
	return func(c *fiber.Ctx) error {
		id, err := request.ID(c, "lesson")
		if err != nil {
			return err
		}
		who, _ := actor(c)
		found, err := of(c.UserContext(), who, c.Params("slug"), id, c.Params("lang"))
		if err != nil {
			return err
		}
		file, err := found.File(format, locale.Timestamp)
		if err != nil {
			return err
		}
		c.Set(fiber.HeaderContentType, file.Type)
		c.Set(fiber.HeaderContentDisposition, file.Disposition)
		c.Set(fiber.HeaderCacheControl, "private, no-store")
		return c.Send(file.Content)
	}
}
