package request

import (
	"errors"
	"io"
	"net"
	"time"

	"github.com/gofiber/fiber/v2"
)

const (
	// stall is how long a sender may say nothing at all.
	stall = 30 * time.Second
	// politenessTime is how long one who is refused is still heard.
	politenessTime = 30 * time.Second
)

// Line is a large body on its way in, of which nothing is held. It gives a slow sender time as long as anything comes:
// the deadline of reading moves with every piece.
type Line struct {
	from   io.Reader
	conn   net.Conn
	left   int
	failed error
}

// OpenLine is the body of a request, or nil where its size is not announced: nobody knows how much is still to come.
func OpenLine(c *fiber.Ctx) *Line {
	body, size := c.Context().RequestBodyStream(), c.Request().Header.ContentLength()
	if body == nil || size <= 0 {
		return nil
	}
	return &Line{from: body, conn: c.Context().Conn(), left: size}
}

// Left is how many bytes are still to come.
func (l *Line) Left() int64 { return int64(l.left) }

// Failed is what has broken the line, or nil.
func (l *Line) Failed() error { return l.failed }

// Read implements io.Reader.
func (l *Line) Read(p []byte) (int, error) {
	if err := l.conn.SetReadDeadline(time.Now().Add(stall)); err != nil {
		l.failed = err
		return 0, err
	}
	n, err := l.from.Read(p)
	l.left -= n
	if errors.Is(err, io.EOF) && l.left > 0 {
		err = io.ErrUnexpectedEOF
	}
	if err != nil && !errors.Is(err, io.EOF) {
		l.failed = err
	}
	return n, err
}

// Drain hears a refused sender out, up to a measure, so that they get to read why: nobody listens while talking, and a
// line that is cut says nothing.
func (l *Line) Drain(most int64) {
	if l == nil || l.failed != nil || l.Left() > most {
		return
	}
	if err := l.conn.SetReadDeadline(time.Now().Add(politenessTime)); err == nil {
		_, _ = io.Copy(io.Discard, io.LimitReader(l.from, most)) // the answer is an error already
	}
}
