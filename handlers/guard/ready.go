package guard

import (
	"net/url"
	"strings"
	"time"

	"academy/handlers/cookie"
	"academy/handlers/request"

	"github.com/gofiber/fiber/v2"
	"github.com/maypok86/otter/v2"
	"github.com/valyala/fasthttp"
	"golang.org/x/sync/singleflight"
)

// Ready keeps pages as bytes for a moment, plain and compressed, and sends them to strangers: those who have not
// signed in, have nothing to be told, and ask in the same way.
type Ready struct {
	jar    cookie.Jar
	pages  *otter.Cache[string, readyPage]
	flight singleflight.Group
}

type readyPage struct{ plain, gzip []byte }

// readyLife is how old a page may be, and readyBytes how much memory all of them take.
const (
	readyLife  = 3 * time.Second
	readyBytes = 24 << 20
)

// NewReady makes an empty cache.
func NewReady(jar cookie.Jar) *Ready {
	return &Ready{jar: jar, pages: otter.Must(&otter.Options[string, readyPage]{
		MaximumWeight:    readyBytes,
		Weigher:          func(key string, p readyPage) uint32 { return uint32(len(key) + len(p.plain) + len(p.gzip)) },
		ExpiryCalculator: otter.ExpiryWriting[string, readyPage](readyLife),
	})}
}

// Page answers from memory what h has made a moment ago; of many who ask at once, one waits for h and the others for
// that one. Known names the parts of the query that the page reads. The page sees no others, so nobody can have a
// word of theirs shown to those who come after.
func (r *Ready) Page(h fiber.Handler, known ...string) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v := request.Of(c)
		_, path := request.Split(c.Path())
		address, ok := normal(c, path, known)
		if !ok || !request.Local(address) {
			return h(c)
		}
		v.Path = address
		if v.Actor.Known() || v.Cookie || r.jar.HasFlash(c) {
			return h(c)
		}
		key := r.key(c, v)
		page, there := r.pages.GetIfPresent(key)
		if !there {
			var made bool
			var err error
			if page, made, err = r.make(c, key, h); made || err != nil {
				return err
			}
		}
		if page.plain == nil {
			return h(c) // what the other got is no page to share
		}
		return send(c, page)
	}
}

// make runs h, or waits for another request that is doing so; made says that the answer is in c already.
func (r *Ready) make(c *fiber.Ctx, key string, h fiber.Handler) (page readyPage, made bool, err error) {
	shared, _, _ := r.flight.Do(key, func() (any, error) {
		made = true
		if err = h(c); err == nil && c.Response().StatusCode() == fiber.StatusOK {
			page = pack(c.Response().Body())
			r.pages.Set(key, page)
		}
		return page, nil
	})
	if made && err == nil && c.Response().StatusCode() == fiber.StatusOK {
		share(c)
	}
	return shared.(readyPage), made, err
}

func pack(body []byte) readyPage {
	return readyPage{plain: append([]byte(nil), body...), gzip: fasthttp.AppendGzipBytesLevel(nil, body, fasthttp.CompressDefaultCompression)}
}

func send(c *fiber.Ctx, page readyPage) error {
	share(c)
	c.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
	if takesGzip(c.Get(fiber.HeaderAcceptEncoding)) {
		c.Set(fiber.HeaderContentEncoding, "gzip")
		c.Response().SetBodyRaw(page.gzip)
		return nil
	}
	c.Response().SetBodyRaw(page.plain)
	return nil
}

// share says what the page depends on. Caches between us and the reader must ask each time: a sign-in changes all.
func share(c *fiber.Ctx) {
	c.Set(fiber.HeaderCacheControl, "no-cache")
	c.Set(fiber.HeaderVary, "Accept-Encoding, Cookie, Save-Data")
}

func (r *Ready) key(c *fiber.Ctx, v *request.Visit) string {
	view, less := r.jar.View(c), "-"
	if request.SaveData(c) {
		less = "+"
	}
	return string(v.Lang) + less + view.Size + "." + view.Mode + " " + v.Path
}

// maxKnown is the longest value of a query that makes a page of its own.
const maxKnown = 200

// normal is the path with the known parts of the query alone, in one order. It is not ok where a part is too long to
// be kept or comes twice: the page still reads it, so that its answer must not stand under an address without it.
func normal(c *fiber.Ctx, path string, known []string) (address string, ok bool) {
	kept := url.Values{}
	for _, name := range known {
		value := strings.TrimSpace(request.Query(c, name))
		if len(value) > maxKnown || len(c.Context().QueryArgs().PeekMulti(name)) > 1 {
			return "", false
		}
		if value != "" {
			kept.Set(name, value)
		}
	}
	if len(kept) == 0 {
		return path, true
	}
	return path + "?" + kept.Encode(), true
}

func takesGzip(header string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, weight, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.EqualFold(strings.TrimSpace(name), "gzip") {
			weight = strings.ReplaceAll(weight, " ", "")
			return weight != "q=0" && !strings.HasPrefix(weight, "q=0.0")
		}
	}
	return false
}
