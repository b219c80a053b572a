package guard

import (
	"runtime/debug"

	"academy/handlers/respond"

	"github.com/gofiber/fiber/v2"
)

// Recover turns a panic into an error that is answered and logged like any other.
func Recover() fiber.Handler {
	return func(c *fiber.Ctx) (err error) {
		defer func() {
			if value := recover(); value != nil {
				err = &respond.Panic{Value: value, Stack: string(debug.Stack())}
			}
		}()
		return c.Next()
	}
}
