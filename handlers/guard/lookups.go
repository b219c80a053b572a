package guard

import (
	"strings"
	"time"

	"academy/handlers/request"

	"github.com/gofiber/fiber/v2"
)

// Lookups does for programs what Guesses does for pages, and holds everybody to so many verifications a minute: each costs
// the processor milliseconds, whatever is sent.
func Lookups(guesses *Guesses, checks int) fiber.Handler {
	made, next := newMinutes(checks), func(c *fiber.Ctx) error { return c.Next() }
	guessed := guesses.Count(next)
	return func(c *fiber.Ctx) error {
		switch path := request.Of(c).Path; {
		case strings.HasPrefix(path, "/api/v1/certificates/"):
			return guessed(c)
		case request.Unsafe(c) && (path == "/verify/credential" || path == "/api/v1/verify"):
			if wait := made.count(request.Of(c).Address, time.Now()); wait > 0 {
				return ErrRate.After(int(wait/time.Second) + 1)
			}
		}
		return next(c)
	}
}
