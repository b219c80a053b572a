package guard

import (
	"bytes"
	"errors"
	"io"

	"academy/app/fault"

	"github.com/gofiber/fiber/v2"
)

// ErrEncoded refuses compressed requests: a few bytes of them can be made to fill the memory.
var ErrEncoded = fiber.NewError(fiber.StatusUnsupportedMediaType, "Content-Encoding")

// Body holds a request to as many bytes as its path may have. The framework leaves bodies unread and unlimited, so this one reads them, and
// hands them on read. What announces more is refused unread; what does not announce its size is refused when it goes
// beyond. Either way the connection is closed, for the rest is still coming.
func Body(limit func(path string) int) fiber.Handler {
	return func(c *fiber.Ctx) error {
		if encoding := c.Get(fiber.HeaderContentEncoding); encoding != "" && encoding != "identity" {
			c.Context().SetConnectionClose()
			return ErrEncoded
		}
		if err := take(c, limit(c.Path())); err != nil {
			c.Context().SetConnectionClose()
			return err
		}
		return c.Next()
	}
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
