// Package guard is what every request passes before its handler: it gets a number, a language, a deadline and a
// person, and is turned away where it may not go on. It must not know what any page is about.
package guard

import (
	"context"
	"crypto/rand"
	"net/netip"
	"time"

	"academy/app/locale"
	"academy/handlers/request"
	"academy/handlers/respond"

	"github.com/gofiber/fiber/v2"
)

// Begin gives a request its number, its language and its address. It stands first, so that even the refusals of the
// guards behind it speak the reader's language. X-Request-ID is written, never read: a number that a client chose
// would prove nothing.
func Begin(trusted []netip.Prefix) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v := &request.Visit{ID: rand.Text()[:16], Address: request.Address(c, trusted)}
		v.Lang, v.Path = request.Split(c.OriginalURL())
		if request.API(c) {
			v.Lang = locale.Accepted(c.Get(fiber.HeaderAcceptLanguage))
		}
		if !request.Local(v.Path) {
			v.Path = "/" // it is linked to, and must not lead elsewhere
		}
		c.Set(fiber.HeaderXRequestID, v.ID)
		request.Open(c, v)
		return c.Next()
	}
}

// Speak puts the voice of the request's language into its context. It runs before anybody is known, for those who are
// turned away; Session does it again in the person's own time zone.
func Speak(p *respond.Printers) fiber.Handler {
	return func(c *fiber.Ctx) error {
		p.Speak(c)
		return c.Next()
	}
}

// Deadline ends what a request has started after a while, so that a slow database does not pile up requests.
func Deadline(after time.Duration) fiber.Handler {
	return func(c *fiber.Ctx) error {
		ctx, cancel := context.WithTimeout(c.UserContext(), after)
		defer cancel()
		c.SetUserContext(ctx)
		return c.Next()
	}
}
