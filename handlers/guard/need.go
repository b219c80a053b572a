package guard

import (
	"academy/app/access"
	"academy/handlers/request"

	"github.com/gofiber/fiber/v2"
)

// Need lets only those pass who may. It stands beside each route; use cases check again what hangs on a row.
func Need(p access.Permission) fiber.Handler {
	return func(c *fiber.Ctx) error {
		if err := access.Check(request.Actor(c), p); err != nil {
			return err
		}
		return c.Next()
	}
}
