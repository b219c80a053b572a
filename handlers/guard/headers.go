package guard

import (
	"strings"

	"github.com/gofiber/fiber/v2"
)

// Headers sets what keeps a browser from doing more than our pages ask of it. Scripts and styles come from this
// origin only, never from within a page. StoreOrigin is where media come from when it is not the academy; secure says
// that the academy is reached by https.
func Headers(storeOrigin string, secure bool) fiber.Handler {
	policy := contentPolicy(storeOrigin)
	return func(c *fiber.Ctx) error {
		h := &c.Response().Header
		h.Set(fiber.HeaderContentSecurityPolicy, policy)
		h.Set(fiber.HeaderXContentTypeOptions, "nosniff")
		h.Set(fiber.HeaderReferrerPolicy, "same-origin")
		h.Set(fiber.HeaderPermissionsPolicy, "camera=(), microphone=(), geolocation=(), payment=(), usb=()")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		if secure {
			h.Set(fiber.HeaderStrictTransportSecurity, "max-age=31536000")
		}
		return c.Next()
	}
}

func contentPolicy(storeOrigin string) string {
	store := ""
	if storeOrigin != "" {
		store = " " + storeOrigin
	}
	return strings.Join([]string{
		"default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:" + store, "font-src 'self'",
		"connect-src 'self'" + store, "media-src 'self' blob:" + store, "worker-src 'self'", "manifest-src 'self'",
		"form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
	}, "; ")
}
