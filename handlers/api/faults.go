package api

import (
	"errors"

	"academy/app/fault"
	"academy/handlers/respond"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humafiber"
	"github.com/gofiber/fiber/v2"
)

// faults is a router whose handlers answer errors as all others do, by returning them. The framework would write its
// own, and repeat in it what was sent, passwords too.
type faults struct{ fiber.Router }

// Add registers a handler.
func (r faults) Add(method, path string, handlers ...fiber.Handler) fiber.Router {
	for i, handle := range handlers {
		handlers[i] = func(c *fiber.Ctx) error {
			if err := handle(c); err != nil {
				return err
			}
			caught, _ := c.Locals(caughtKey{}).(error)
			return tell(c, caught)
		}
	}
	return r.Router.Add(method, path, handlers...)
}

type caughtKey struct{}

// refusal carries the error of an operation through the framework.
type refusal struct{ error }

// GetStatus makes it an error that the framework hands on whole.
func (refusal) GetStatus() int { return fiber.StatusInternalServerError }

// catch takes every error out of the answers and keeps it for faults.
func catch(ctx huma.Context, _ string, answer any) (any, error) {
	var err error
	switch wrong := answer.(type) {
	case refusal:
		err = wrong.error
	case *huma.ErrorModel:
		err = misread(wrong)
	default:
		return answer, nil
	}
	humafiber.Unwrap(ctx).Locals(caughtKey{}, err)
	return nil, nil //nolint:nilnil // faults answers in its place
}

// errMalformed says that a body is no JSON object.
var errMalformed = fault.New(fault.Invalid, "malformed_json")

// misread says in our words what the framework could not read: the body, for the rest is read by us.
func misread(e *huma.ErrorModel) error {
	switch e.Status {
	case fiber.StatusBadRequest:
		return errMalformed
	case fiber.StatusRequestEntityTooLarge:
		return fault.ErrTooLarge
	}
	return fiber.NewError(e.Status)
}

// tell hands an error to the server's error handler. What is no JSON is answered here: it is the one fault with 400.
func tell(c *fiber.Ctx, err error) error {
	if errors.Is(err, errMalformed) {
		return respond.SendProblem(c, errMalformed, fiber.StatusBadRequest)
	}
	return err
}
