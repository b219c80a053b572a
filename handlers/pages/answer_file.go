package pages

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"academy/app/access"
	"academy/app/assessment"
	"academy/app/library"
	"academy/handlers/request"
	"academy/handlers/respond"
	"academy/handlers/views/layout"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
)

// HandInFile takes a file as the answer to a question, for those whose browser runs no script, and leads back to the
// question, which shows it.
func (p *Pages) HandInFile(c *fiber.Ctx) error {
	a, err := p.attempt(c)
	if err != nil {
		return err
	}
	slot, err := request.Number(c, "slot")
	if err != nil {
		return err
	}
	if !open(a) || !has(a, slot) {
		return respond.SeeOther(c, attemptPath(a.ID))
	}
	asset, err := p.takeFile(c, library.ForAssignment)
	if err == nil {
		err = p.answerWith(c, a.ID, slot, asset)
	}
	switch {
	case errors.Is(err, assessment.ErrStale):
		return p.question(c, http.StatusConflict, layout.Form{Key: assessment.ErrStale.Key})
	case errors.Is(err, assessment.ErrDeadlinePassed), errors.Is(err, assessment.ErrAttemptClosed):
		return respond.SeeOther(c, attemptPath(a.ID))
	case err != nil:
		return p.fileRefused(c, err)
	}
	return respond.SeeOther(c, questionPath(a.ID, slot))
}

// answerTime is how long an answer may take to be saved once its file is in, which may have outlived the request's deadline.
const answerTime = 15 * time.Second

func (p *Pages) answerWith(c *fiber.Ctx, attempt uuid.UUID, slot int, asset uuid.UUID) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.UserContext()), answerTime)
	defer cancel()
	sending := request.Of(c).Sending
	next, _ := strconv.Atoi(sending.Field("seq")) // what is no number is 0, which no use case takes
	who, _ := actor(c)
	_, err := p.App.Assessment.SaveResponse(ctx, who, assessment.Answer{
		AttemptID: attempt, Slot: slot, OpID: sending.Field("op_id"), Seq: next, Response: encode(map[string]string{"asset": asset.String()}),
	})
	return err
}

// fileRefused shows the question again with what is wrong with the file.
func (p *Pages) fileRefused(c *fiber.Ctx, err error) error {
	f, status, err := form(c, err)
	if err != nil {
		return err
	}
	if key := f.Err("file"); key != "" {
		f.Errors = map[string]string{"response": key}
	}
	f.Values = nil
	return p.question(c, status, f)
}

// OwnFile leads to a file that a learner has handed in.
func (p *Pages) OwnFile(c *fiber.Ctx) error {
	attempt, err := request.ID(c, "id")
	if err != nil {
		return err
	}
	return p.answerFile(c, func(ctx context.Context, who access.Actor, asset uuid.UUID) (string, error) {
		return p.App.Assessment.OwnFile(ctx, who, attempt, asset)
	})
}

// MarkedFile leads those who make a course to a file that was handed in there.
func (p *Pages) MarkedFile(c *fiber.Ctx) error {
	return p.answerFile(c, func(ctx context.Context, who access.Actor, asset uuid.UUID) (string, error) {
		return p.App.Assessment.MarkedFile(ctx, who, c.Params("slug"), asset)
	})
}

func (p *Pages) answerFile(c *fiber.Ctx, of func(ctx context.Context, who access.Actor, asset uuid.UUID) (string, error)) error {
	asset, err := request.ID(c, "asset")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	address, err := of(c.UserContext(), who, asset)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderCacheControl, "private, no-store")
	return c.Redirect(address, http.StatusSeeOther)
}
