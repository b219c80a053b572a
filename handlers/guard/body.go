package guard

import (
	"bytes"
	"errors"
	"io"

	"academy/app/fault"
	"academy/handlers/request"

	"github.com/gofiber/fiber/v2"
)

// ErrEncoded refuses compressed requests: a few bytes of them can be made to fill the memory.
var ErrEncoded = fiber.NewError(fiber.StatusUnsupportedMediaType, "Content-Encoding")

// Body holds a request to as many bytes as its path may have. The framework leaves bodies unread and unlimited, so this one reads them, and
// hands them on read. What announces more is refused unread; what does not announce its size is refused when it goes
// beyond. Either way the connection is closed, for the rest is still coming. Forms that bring a file are left to be read as
// they come; file is how much of them there may be, 0 for paths that take none.
func Body(limit func(path string) int, file func(path string) int64) fiber.Handler {
	return func(c *fiber.Ctx) error {
		if encoding := c.Get(fiber.HeaderContentEncoding); encoding != "" && encoding != "identity" {
			c.Context().SetConnectionClose()
			return ErrEncoded
		}
		if most := file(c.Path()); most > 0 && c.Method() == fiber.MethodPost {
			return pass(c, most)
		}
		if err := take(c, limit(c.Path())); err != nil {
			c.Context().SetConnectionClose()
			return err
		}
		return c.Next()
	}
}

// pass lets a form that brings a file go on to whoever takes it. A sender who is refused is heard out.
func pass(c *fiber.Ctx, most int64) error {
	sending, err := request.OpenSending(c, most)
	if err != nil {
		c.Context().SetConnectionClose()
		return err
	}
	request.Of(c).Sending = sending
	err = c.Next()
	if !sending.Over() {
		c.Context().SetConnectionClose()
		sending.Drain()
	}
	return err
}

func take(c *fiber.Ctx, limit int) error {
	stream := c.Context().RequestBodyStream()
	if stream == nil {
		return nil
	}
	if c.Request().Header.ContentLength() > limit {
		return fault.ErrTooLarge
	}
	body, err := io.ReadAll(io.LimitReader(stream, int64(limit)+1))
	if err != nil {
		return errors.Join(fiber.ErrBadRequest, err)
	}
	if len(body) > limit {
		return fault.ErrTooLarge
	}
	c.Request().SetBodyStream(bytes.NewReader(body), len(body))
	return nil
}
