package respond

import (
	"bytes"
	"sync"

	"academy/handlers/request"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
)

// buffers are reused: a page is written whole before any of it is sent, so that a mistake in a template is an error
// page and never half a page.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }} //nolint:gochecknoglobals // a pool is shared or none

// keptBuffer is the largest buffer that is worth keeping.
const keptBuffer = 512 << 10

// Page sends a page. Pages are made for one reader, so nothing between may keep them; guard.Ready lifts that for
// strangers.
func Page(c *fiber.Ctx, status int, page templ.Component) error {
	buffer := buffers.Get().(*bytes.Buffer)
	defer func() {
		if buffer.Cap() <= keptBuffer {
			buffer.Reset()
			buffers.Put(buffer)
		}
	}()
	if err := page.Render(c.UserContext(), buffer); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
	c.Set(fiber.HeaderCacheControl, "private, no-store")
	c.Response().SetBody(buffer.Bytes())
	c.Status(status)
	return nil
}

// SeeOther leads to a page of ours, in the language of the request. The path is written by us, never by a client.
func SeeOther(c *fiber.Ctx, path string) error {
	return Back(c, request.InLang(request.Lang(c), path))
}

// Back leads to an address that has its language already. One that leads away from this site becomes the first page.
func Back(c *fiber.Ctx, address string) error {
	if !request.Local(address) {
		address = "/"
	}
	c.Set(fiber.HeaderCacheControl, "private, no-store")
	return c.Redirect(address, fiber.StatusSeeOther)
}
