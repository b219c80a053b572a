package files

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"academy/app/fault"

	"github.com/gofiber/fiber/v2"
)

// Answer is an object that may be sent. Whoever gets it closes Content.
type Answer struct {
	Content  io.ReadSeekCloser
	Size     int64 // bytes
	Modified time.Time
	Type     string
	ETag     string // quoted
	// Disposition is the value of Content-Disposition, empty to leave it to the browser.
	Disposition string
}

// Serve opens the object of a signed address for a method. Key and query are unescaped. An address that was altered or
// has run out is ErrLink, an object that is not there fault.ErrMissing.
type Serve func(ctx context.Context, method, key string, query url.Values) (Answer, error)

// ErrLink is for an address that is not, or no longer, good.
var ErrLink = fault.New(fault.Denied, "web.link_refused")

// Media sends objects of a store that is a folder, whole or in part, without holding them in memory. A nil serve sends
// nothing: the store has addresses of its own.
func Media(serve Serve) fiber.Handler {
	return func(c *fiber.Ctx) error {
		if serve == nil {
			return fault.ErrMissing
		}
		key, err := url.PathUnescape(c.Params("*"))
		if err != nil {
			return fault.ErrMissing
		}
		query, err := url.ParseQuery(string(c.Request().URI().QueryString()))
		if err != nil {
			return ErrLink
		}
		// What is sent is read after the handler has returned, and its deadline with it.
		object, err := serve(context.WithoutCancel(c.UserContext()), c.Method(), key, query)
		if err != nil {
			return fmt.Errorf("media: %w", err)
		}
		return object.send(c)
	}
}

func (a Answer) send(c *fiber.Ctx) error {
	a.describe(c)
	if a.ETag != "" && c.Get(fiber.HeaderIfNoneMatch) == a.ETag {
		c.Status(http.StatusNotModified)
		return a.Content.Close()
	}
	part, status := a.part(c)
	if status == http.StatusRequestedRangeNotSatisfiable {
		c.Set(fiber.HeaderContentRange, fmt.Sprintf("bytes */%d", a.Size))
		c.Status(status)
		return a.Content.Close()
	}
	if status == http.StatusPartialContent {
		c.Set(fiber.HeaderContentRange, fmt.Sprintf("bytes %d-%d/%d", part.from, part.from+part.length-1, a.Size))
	}
	c.Status(status)
	if c.Method() == fiber.MethodHead {
		c.Response().Header.SetContentLength(int(part.length))
		c.Response().SkipBody = true
		return a.Content.Close()
	}
	if _, err := a.Content.Seek(part.from, io.SeekStart); err != nil {
		return errors.Join(fmt.Errorf("media: %w", err), a.Content.Close())
	}
	c.Context().SetBodyStream(&paced{io.LimitReader(a.Content, part.length), a.Content, c.Context().Conn()}, int(part.length))
	return nil
}

func (a Answer) describe(c *fiber.Ctx) {
	c.Set(fiber.HeaderContentType, a.Type)
	c.Set(fiber.HeaderAcceptRanges, "bytes")
	c.Set(fiber.HeaderCacheControl, hour)
	c.Set(fiber.HeaderContentSecurityPolicy, nothing)
	c.Set(fiber.HeaderLastModified, a.Modified.UTC().Format(http.TimeFormat))
	if a.ETag != "" {
		c.Set(fiber.HeaderETag, a.ETag)
	}
	if a.Disposition != "" {
		c.Set(fiber.HeaderContentDisposition, a.Disposition)
	}
}

// part is what to send, and with which status. A range of an object that has changed since is the whole new object.
func (a Answer) part(c *fiber.Ctx) (span, int) {
	whole := span{0, a.Size}
	header := c.Get(fiber.HeaderRange)
	if since := c.Get(fiber.HeaderIfRange); header == "" || (since != "" && since != a.ETag && since != a.Modified.UTC().Format(http.TimeFormat)) {
		return whole, http.StatusOK
	}
	asked, ok := readRange(header, a.Size)
	switch {
	case !ok:
		return whole, http.StatusOK
	case asked.length <= 0:
		return span{}, http.StatusRequestedRangeNotSatisfiable
	}
	return asked, http.StatusPartialContent
}

// paced gives a slow reader time as long as anything gets through: the deadline of writing moves with every piece.
type paced struct {
	io.Reader
	io.Closer
	conn net.Conn
}

// stall is how long a reader may take nothing at all.
const stall = 30 * time.Second

func (p *paced) Read(b []byte) (int, error) {
	if err := p.conn.SetWriteDeadline(time.Now().Add(stall)); err != nil {
		return 0, err
	}
	return p.Reader.Read(b)
}

// span is a part of an object in bytes.
type span struct{ from, length int64 }

// readRange understands one range of bytes (RFC 9110, 14.1.2). What is malformed, in another unit, or several ranges
// at once is not ok and is answered as if it had not been asked for; a range that lies outside has no length.
func readRange(header string, size int64) (span, bool) {
	first, last, ok := cutRange(header)
	if !ok {
		return span{}, false
	}
	if first == "" {
		n, err := strconv.ParseInt(last, 10, 64)
		n = min(n, size)
		return span{size - n, n}, err == nil && n >= 0
	}
	from, err := strconv.ParseInt(first, 10, 64)
	if err != nil || from < 0 {
		return span{}, false
	}
	to := size - 1
	if last != "" {
		asked, err := strconv.ParseInt(last, 10, 64)
		if err != nil || asked < from {
			return span{}, false
		}
		to = min(to, asked)
	}
	return span{from, to - from + 1}, true
}

func cutRange(header string) (first, last string, ok bool) {
	ranges, bytes := strings.CutPrefix(header, "bytes=")
	if !bytes || strings.ContainsAny(ranges, ",+") {
		return "", "", false
	}
	return strings.Cut(strings.TrimSpace(ranges), "-")
}
