// Package media keeps and examines bytes: lecture videos, posters, captions,
// certificates. It knows names, sizes, types, signatures and film, and must not
// know people, permissions, records or HTTP frameworks. Whoever asks for an
// address has already decided that the reader may have the object.
package media

import (
	"context"
	"fmt"
	"io"
	"mime"
	"strings"
	"sync/atomic"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Store is a place for objects: files under the data folder, or a bucket of an
// S3 server. Objects are written whole and never changed in place, so a reader
// sees the old object or the new one, never a mixture. All methods may be
// called from several goroutines. mediatest.Store is the contract as a test.
type Store interface {
	// Put stores exactly size bytes of content under key, replacing what stood
	// there. Content that ends early is ErrRefused, content that goes on is
	// ErrTooLarge, and either leaves the earlier object as it was. When Put
	// returns nil the object survives a crash.
	Put(ctx context.Context, key string, content io.Reader, size int64, contentType string) error
	// Open gives the object for reading; the caller closes it. The context
	// governs the reads that follow as well.
	Open(ctx context.Context, key string) (*Object, error)
	// Stat describes the object without reading it.
	Stat(ctx context.Context, key string) (ServeInfo, error)
	// Delete removes the object. An absent one is no error, so that a job may
	// run twice.
	Delete(ctx context.Context, key string) error
	// URL makes an address from which a browser can GET the object, ranges
	// included. It is valid for at least ttl and at most a quarter (never more
	// than an hour) longer: ends are rounded, so that within that step the
	// same question has the same answer and browser caches work. It does not
	// look whether the object exists.
	URL(ctx context.Context, key string, ttl time.Duration, as Disposition) (string, error)
	// Ready says whether the store can be written and read now.
	Ready(ctx context.Context) error
	// Origin is what the Content-Security-Policy must allow as a media source,
	// as scheme://host; empty when addresses are on the academy's own origin.
	Origin() string

	Parts
}

// ServeInfo is what an HTTP answer says about an object.
type ServeInfo struct {
	Size     int64     // bytes
	Modified time.Time // UTC
	Type     string    // media type as given to Put
	ETag     string    // quoted, as in the HTTP header; changes with the content
}

// Object is an open object. It seeks, so ranges can be served from it.
type Object struct {
	io.ReadSeekCloser
	ServeInfo
}

// Disposition says what a browser does with an object. The zero value leaves
// that to the browser, which shows what it can.
type Disposition struct {
	Attachment bool   // save, do not show
	Name       string // file name offered when saving; any language
}

// Header is the value of Content-Disposition (RFC 6266, with the name encoded
// by RFC 8187 where it is not ASCII), or empty for the zero value.
func (d Disposition) Header() string {
	name := cleanName(d.Name)
	if !d.Attachment && name == "" {
		return ""
	}
	kind, parameters := "inline", map[string]string{}
	if d.Attachment {
		kind = "attachment"
	}
	if name != "" {
		parameters["filename"] = name
	}
	return mime.FormatMediaType(kind, parameters)
}

const maxNameRunes = 200

// cleanName makes a file name safe to offer: composed Hangul even where a Mac
// sent it decomposed, no path, no control characters, and none of the
// invisible marks that turn "fdp.exe" round into something harmless-looking.
func cleanName(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case r == '/' || r == '\\':
			return '_'
		case unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r):
			return -1
		}
		return r
	}, norm.NFC.String(strings.ToValidUTF8(name, "")))
	if runes := []rune(name); len(runes) > maxNameRunes {
		name = string(runes[:maxNameRunes])
	}
	return strings.TrimSpace(name)
}

// maxTTL keeps every address below the seven days that S3 signatures may last.
const maxTTL = 6 * 24 * time.Hour

func checkTTL(ttl time.Duration) error {
	if ttl < time.Second || ttl > maxTTL {
		return refused("an address cannot last %v", ttl)
	}
	return nil
}

// stepOf is how coarsely the end of an address with this lifetime is rounded.
func stepOf(ttl time.Duration) time.Duration {
	return max(time.Second, min(ttl/4, time.Hour).Truncate(time.Second))
}

// exactReader hands on exactly left bytes. It withholds the last of them until
// it has seen that nothing follows, so a store that counts bytes never takes
// content of the wrong length for complete.
type exactReader struct {
	ctx  context.Context
	from io.Reader
	left int64
	// failed is what went wrong on the giving side, told apart from what goes
	// wrong in the store. An HTTP client may still be reading when it is asked.
	failed atomic.Pointer[error]
}

func exactly(ctx context.Context, from io.Reader, size int64) (*exactReader, error) {
	r := &exactReader{ctx: ctx, from: from, left: size}
	if size < 0 {
		return nil, refused("a size of %d bytes", size)
	}
	if size == 0 {
		return r, r.checkEnd()
	}
	return r, nil
}

func (r *exactReader) Read(p []byte) (int, error) {
	if err := r.Err(); err != nil {
		return 0, err
	}
	if r.left == 0 {
		return 0, io.EOF
	}
	n, err := r.read(p[:min(int64(len(p)), r.left)])
	if err != nil {
		r.failed.Store(&err)
		return 0, err
	}
	return n, nil
}

// Err is why the content could not be handed on whole, or nil.
func (r *exactReader) Err() error {
	if err := r.failed.Load(); err != nil {
		return *err
	}
	return nil
}

func (r *exactReader) read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := r.from.Read(p)
	r.left -= int64(n)
	switch {
	case r.left == 0 && n > 0:
		return n, r.checkEnd()
	case err == io.EOF:
		return 0, refused("content ended %d bytes early", r.left)
	case err != nil:
		return 0, fmt.Errorf("reading the content: %w", err)
	}
	return n, nil
}

func (r *exactReader) checkEnd() error {
	var extra [1]byte
	n, err := io.ReadFull(r.from, extra[:])
	if n > 0 {
		return fmt.Errorf("%w: content goes on after its announced size", ErrTooLarge)
	}
	if err != io.EOF {
		return fmt.Errorf("reading the content: %w", err)
	}
	return nil
}
