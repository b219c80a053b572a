package files

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
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
	// politeness is how much of a refused part is still read, so that its sender gets to read why: nobody listens while
	// talking, and a line that is cut says nothing.
	politeness     = 64 << 20
	politenessTime = 30 * time.Second
)

// TakePart streams one part of an upload to a store that is a folder. Nobody is asked who they are: the address is
// signed, and only those who may send got it. A nil receive takes nothing: the store has addresses of its own.
func TakePart(receive Receive) fiber.Handler {
	return func(c *fiber.Ctx) error {
		etag, err := takePart(c, receive)
		if err != nil {
			c.Context().SetConnectionClose()
			drain(c)
			return err
		}
		c.Set(fiber.HeaderETag, etag)
		c.Set(fiber.HeaderCacheControl, "no-store")
		return c.SendStatus(fiber.StatusOK)
	}
}

func takePart(c *fiber.Ctx, receive Receive) (string, error) {
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
	body := c.Context().RequestBodyStream()
	size := c.Request().Header.ContentLength()
	if body == nil || size <= 0 { // of a chunked body nobody knows how much is still to come
		return "", ErrPartLength
	}
	ctx, cancel := context.WithTimeout(c.UserContext(), partTime)
	defer cancel()
	line := &arriving{from: body, conn: c.Context().Conn(), left: size}
	etag, err := receive(ctx, Part{Upload: c.Params("upload"), Number: number, Query: query, Size: int64(size), Content: line})
	if line.failed != nil {
		return "", errors.Join(fiber.ErrBadRequest, line.failed)
	}
	if err != nil {
		return "", fmt.Errorf("part: %w", err)
	}
	return etag, nil
}

// arriving gives a slow sender time as long as anything comes in: the deadline of reading moves with every piece.
type arriving struct {
	from   io.Reader
	conn   net.Conn
	left   int // bytes still to come
	failed error
}

func (a *arriving) Read(p []byte) (int, error) {
	if err := a.conn.SetReadDeadline(time.Now().Add(stall)); err != nil {
		a.failed = err
		return 0, err
	}
	n, err := a.from.Read(p)
	a.left -= n
	if errors.Is(err, io.EOF) && a.left > 0 {
		err = io.ErrUnexpectedEOF
	}
	if err != nil && !errors.Is(err, io.EOF) {
		a.failed = err
	}
	return n, err
}

// drain reads what a refused sender is still saying, up to a measure.
func drain(c *fiber.Ctx) {
	body, size := c.Context().RequestBodyStream(), c.Request().Header.ContentLength()
	if body == nil || size <= 0 || size > politeness {
		return
	}
	if err := c.Context().Conn().SetReadDeadline(time.Now().Add(politenessTime)); err == nil {
		_, _ = io.Copy(io.Discard, io.LimitReader(body, politeness)) // the answer is an error already
	}
}
