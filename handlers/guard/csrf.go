package guard

import (
	"crypto/subtle"

	"academy/app/fault"
	"academy/handlers/request"

	"github.com/gofiber/fiber/v2"
)

// Faults of requests that another site may have made in somebody's name.
var (
	ErrForeign = fault.New(fault.Denied, "access.foreign")
	ErrCSRF    = fault.New(fault.Denied, "access.csrf")
)

// CSRFHeader carries the token of scripts; forms have a field.
const (
	CSRFHeader = "X-CSRF-Token"
	csrfField  = "_csrf"
)

// CSRF lets a request change something only where it comes from our own pages. With a session's cookie the browser
// must say so and the token of the session must be there. Without one, there is still something to forge (signing
// somebody in as another), so what a browser calls foreign is refused. A bearer token is proof enough: no browser
// sends one by itself.
func CSRF(baseURL string) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v := request.Of(c)
		if v.Bearer || !request.Unsafe(c) {
			return c.Next()
		}
		site, origin := c.Get("Sec-Fetch-Site"), c.Get(fiber.HeaderOrigin)
		if v.Cookie && site != "same-origin" && origin != baseURL {
			return ErrForeign
		}
		if foreign(site, origin, baseURL) {
			return ErrForeign
		}
		if v.Actor.Known() && !same(sent(c), v.CSRF) {
			return ErrCSRF
		}
		return c.Next()
	}
}

// foreign believes the browser's own word first: behind some proxies, or under a second name, the origin differs from
// the address the academy knows itself by.
func foreign(site, origin, baseURL string) bool {
	switch site {
	case "same-origin":
		return false
	case "cross-site", "same-site":
		return true
	}
	return origin != "" && origin != baseURL
}

func sent(c *fiber.Ctx) string {
	if token := c.Get(CSRFHeader); token != "" {
		return token
	}
	if sending := request.Of(c).Sending; sending != nil {
		return sending.Field(csrfField)
	}
	return c.FormValue(csrfField)
}

func same(given, want string) bool {
	return want != "" && subtle.ConstantTimeCompare([]byte(given), []byte(want)) == 1
}
