// Package files sends bytes that are no pages: the browser's own files, covers, captions, and the objects of a store
// that is a folder. It decides nothing about who may have them: an address is either public or signed by the store.
package files

import (
	"context"
	"fmt"
	"net/http"
	"regexp"

	"academy/app/fault"
	"academy/handlers/asset"
	"academy/handlers/request"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
)

const (
	// day is for what is drawn from an address and changes with the program only.
	day = "public, max-age=86400"
	// hour is for what an editor may replace.
	hour = "private, max-age=3600"
)

// Static sends a built file under its hashed name.
func Static(c *fiber.Ctx) error {
	file, ok := asset.Find(c.Params("name"))
	if !ok {
		return fault.ErrMissing
	}
	return sendAsset(c, file, asset.CacheControl)
}

// Favicon sends the mark to browsers that ask for it under its old name.
func Favicon(c *fiber.Ctx) error {
	file, ok := asset.Find(asset.URL("logo.svg")[len(asset.Prefix):])
	if !ok {
		return fault.ErrMissing
	}
	return sendAsset(c, file, day)
}

func sendAsset(c *fiber.Ctx, file asset.File, keep string) error {
	content, encoding := file.Body(c.Get(fiber.HeaderAcceptEncoding))
	c.Set(fiber.HeaderContentType, file.Type)
	c.Set(fiber.HeaderCacheControl, keep)
	c.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	if encoding != "" {
		c.Set(fiber.HeaderContentEncoding, encoding)
	}
	c.Response().SetBodyRaw(content)
	return nil
}

const robots = `User-agent: *
Disallow: /admin
Disallow: /api/
Disallow: /attempts/
Disallow: /login
Disallow: /me
Disallow: /media/
Disallow: /en/admin
Disallow: /en/attempts/
Disallow: /en/login
Disallow: /en/me
`

// Robots tells search engines what is nobody's business.
func Robots(c *fiber.Ctx) error {
	c.Set(fiber.HeaderContentType, fiber.MIMETextPlainCharsetUTF8)
	c.Set(fiber.HeaderCacheControl, day)
	return c.SendString(robots)
}

var slugs = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,99}$`) //nolint:gochecknoglobals // a constant

// Cover sends the picture of a course. Palette tells the colours of a course, and that there is one; draw makes the
// picture.
func Cover(palette func(ctx context.Context, slug string) (string, error), draw func(slug, palette string) []byte) fiber.Handler {
	return func(c *fiber.Ctx) error {
		slug := c.Params("slug")
		if draw == nil || !slugs.MatchString(slug) {
			return fault.ErrMissing
		}
		colours, err := palette(c.UserContext(), slug)
		if err != nil {
			return err
		}
		c.Set(fiber.HeaderContentType, "image/svg+xml")
		c.Set(fiber.HeaderCacheControl, day)
		c.Set(fiber.HeaderContentSecurityPolicy, nothing)
		return c.Send(draw(slug, colours))
	}
}

// nothing is the policy of what is no page of ours: opened by itself, it runs nothing and loads nothing.
const nothing = "default-src 'none'; sandbox"

var languages = regexp.MustCompile(`^[a-z]{2,3}$`) //nolint:gochecknoglobals // a constant

// Caption sends a caption track. Browsers take tracks from the page's own origin only, so they never come from a store.
func Caption(find func(ctx context.Context, lessonID uuid.UUID, lang string) (string, error)) fiber.Handler {
	return func(c *fiber.Ctx) error {
		id, err := request.ID(c, "lesson")
		if err != nil || !languages.MatchString(c.Params("lang")) {
			return fault.ErrMissing
		}
		vtt, err := find(c.UserContext(), id, c.Params("lang"))
		if err != nil {
			return fmt.Errorf("captions: %w", err)
		}
		c.Set(fiber.HeaderContentType, "text/vtt; charset=utf-8")
		c.Set(fiber.HeaderCacheControl, hour)
		return c.Status(http.StatusOK).SendString(vtt)
	}
}
