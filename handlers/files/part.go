package files

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"time"

	"academy/app/fault"
	"academy/handlers/request"

	"github.com/gofiber/fiber/v2"
)

// Part is one part of an upload on its way in. Query is unescaped, and Size is what the sender announces.
type Part struct {
	Upload  string
	Number  int
	Query   url.Values
	Size    int64
	Content io.Reader
}

// Receive takes the part of a signed address and answers its ETag, quoted. An address that was altered or has run out
// is ErrPartLink, a part of another size than was agreed ErrPartLength, an upload that is no more fault.ErrMissing.
type Receive func(ctx context.Context, p Part) (etag string, err error)

// Faults of parts. All but the last are the sender's to mend: by asking for a new address, or by cutting the file anew.
var (
	ErrPartLink   = fault.New(fault.Denied, "upload.link_refused")
	ErrPartLength = fault.New(fault.Invalid, "upload.part_length")
	ErrFull       = fault.New(fault.Unavailable, "upload.disk_full")
)

const (
	// partTime is how long one part may take altogether; its address lasts no longer either.
	partTime = time.Hour
	// politeness is how much of a refused part is still heard.
	politeness = 64 << 20
)

// TakePart streams one part of an upload to a store that is a folder. Nobody is asked who they are: the address is
// signed, and only those who may send got it. A nil receive takes nothing: the store has addresses of its own.
func TakePart(receive Receive) fiber.Handler {
	return func(c *fiber.Ctx) error {
		line := request.OpenLine(c)
		etag, err := takePart(c, receive, line)
		if err != nil {
			c.Context().SetConnectionClose()
			line.Drain(politeness)
			return err
		}
		c.Set(fiber.HeaderETag, etag)
		c.Set(fiber.HeaderCacheControl, "no-store")
		return c.SendStatus(fiber.StatusOK)
	}
}

func takePart(c *fiber.Ctx, receive Receive, line *request.Line) (string, error) {
	number, err := request.Number(c, "number")
	if err != nil || receive == nil {
		return "", fault.ErrMissing
	}
	if encoding := c.Get(fiber.HeaderContentEncoding); encoding != "" && encoding != "identity" {
		return "", fiber.NewError(fiber.StatusUnsupportedMediaType, fiber.HeaderContentEncoding)
	}
	query, err := url.ParseQuery(string(c.Request().URI().QueryString()))
	if err != nil {
		return "", ErrPartLink
	}
	if line == nil {
		return "", ErrPartLength
	}
	ctx, cancel := context.WithTimeout(c.UserContext(), partTime)
	defer cancel()
	etag, err := receive(ctx, Part{Upload: c.Params("upload"), Number: number, Query: query, Size: line.Left(), Content: line})
	if failed := line.Failed(); failed != nil {
		return "", errors.Join(fiber.ErrBadRequest, failed)
	}
	if err != nil {
		return "", fmt.Errorf("part: %w", err)
	}
	return etag, nil
}
