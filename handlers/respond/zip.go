package respond

import (
	"context"
	"io"
	"net"
	"time"

	"github.com/gofiber/fiber/v2"
)

// zipTime is how long somebody may take to receive an archive.
const zipTime = 6 * time.Hour

// Zip sends an archive while it is written. It never stands whole in memory; where it cannot be written to its end, the
// connection breaks, so that nobody takes half of it for all.
func Zip(c *fiber.Ctx, name string, write func(ctx context.Context, to io.Writer) error) error {
	c.Set(fiber.HeaderContentType, "application/zip")
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="`+name+`"`)
	c.Set(fiber.HeaderCacheControl, "no-store")
	if c.Method() == fiber.MethodHead {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.UserContext()), zipTime)
	out, in := io.Pipe()
	go func() {
		defer cancel()
		in.CloseWithError(write(ctx, in))
	}()
	c.Context().SetBodyStream(&paced{out, c.Context().Conn()}, -1)
	return nil
}

// stall is how long nothing of an archive may get through.
const stall = time.Minute

// paced moves the connection's deadline on as long as its reader takes something: the server's own would cut long
// answers off.
type paced struct {
	*io.PipeReader
	conn net.Conn
}

func (p *paced) Read(into []byte) (int, error) {
	if err := p.conn.SetWriteDeadline(time.Now().Add(stall)); err != nil {
		return 0, err
	}
	return p.PipeReader.Read(into)
}
