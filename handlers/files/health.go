package files

import (
	"context"
	"net/http"

	"github.com/gofiber/fiber/v2"
)

// Alive says that the process is up.
func Alive(c *fiber.Ctx) error {
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.SendString("ok\n")
}

// Ready says whether requests can be served: a balancer asks it often, so that trouble is told there and not logged.
func Ready(check func(ctx context.Context) error) fiber.Handler {
	return func(c *fiber.Ctx) error {
		c.Set(fiber.HeaderCacheControl, "no-store")
		if err := check(c.UserContext()); err != nil {
			return c.Status(http.StatusServiceUnavailable).SendString("not ready\n")
		}
		return c.SendString("ready\n")
	}
}
