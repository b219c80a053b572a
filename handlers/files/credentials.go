package files

import (
	"context"
	"strconv"

	"academy/app/credentials/badges"
	"academy/app/fault"

	"github.com/gofiber/fiber/v2"
)

const (
	// minutes is for keys, which change when an operator rotates them: both the old and the new ones are in it.
	minutes = "public, max-age=300"
	// moment is for what was taken back.
	moment = "public, max-age=60"
)

// Keys sends the academy's public keys.
func Keys(kind string, find func(context.Context) (map[string]any, error)) fiber.Handler {
	return func(c *fiber.Ctx) error {
		keys, err := find(c.UserContext())
		if err != nil {
			return err
		}
		everywhere(c, minutes)
		return c.JSON(keys, kind)
	}
}

// StatusList sends one list of credentials that are no longer valid, or says that it has not changed.
func StatusList(find func(ctx context.Context, list int) (badges.File, string, error)) fiber.Handler {
	return func(c *fiber.Ctx) error {
		list, err := strconv.Atoi(c.Params("list"))
		if err != nil || list < 1 || strconv.Itoa(list) != c.Params("list") {
			return fault.ErrMissing
		}
		file, tag, err := find(c.UserContext(), list)
		if err != nil {
			return err
		}
		everywhere(c, moment)
		c.Set(fiber.HeaderETag, `"`+tag+`"`)
		if c.Fresh() {
			return c.SendStatus(fiber.StatusNotModified)
		}
		c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
		return c.Send(file.Content)
	}
}

// everywhere lets pages of other sites read an answer, which is what verifiers in a browser are.
func everywhere(c *fiber.Ctx, keep string) {
	c.Set(fiber.HeaderAccessControlAllowOrigin, "*")
	c.Set(fiber.HeaderCacheControl, keep)
}
