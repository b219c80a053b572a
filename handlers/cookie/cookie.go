// Package cookie names every cookie the academy sets and writes each in one way. It knows nothing of who may do what:
// guards and pages ask it for what a browser has sent.
package cookie

import (
	"net/url"
	"strings"
	"time"

	"academy/app/identity"

	"github.com/gofiber/fiber/v2"
)

// Jar writes and reads cookies.
type Jar struct {
	// Secure is set when the academy is reached by https: cookies are then sent by https only, and those of the
	// session carry the prefix that binds them to this host.
	Secure bool
}

const (
	accessName  = "academy_access"
	refreshName = "academy_refresh"
	flashName   = "academy_flash"
	viewName    = "view"
)

const (
	// sessionKept is how long a browser keeps the refresh token; the server decides whether it is still good.
	sessionKept = 30 * 24 * time.Hour
	flashKept   = time.Minute
	viewKept    = 365 * 24 * time.Hour
)

func (j Jar) name(plain string) string {
	if j.Secure {
		return "__Host-" + plain
	}
	return plain
}

func (j Jar) set(c *fiber.Ctx, name, value string, kept time.Duration) {
	c.Cookie(&fiber.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: int(kept.Seconds()),
		Secure: j.Secure, HTTPOnly: true, SameSite: fiber.CookieSameSiteLaxMode,
	})
}

func (j Jar) clear(c *fiber.Ctx, name string) {
	c.Cookie(&fiber.Cookie{
		Name: name, Path: "/", Expires: time.Unix(0, 0), Secure: j.Secure, HTTPOnly: true, SameSite: fiber.CookieSameSiteLaxMode,
	})
}

// Session reads the tokens of a session; each is empty when it was not sent.
func (j Jar) Session(c *fiber.Ctx) (access, refresh string) {
	return c.Cookies(j.name(accessName)), c.Cookies(j.name(refreshName))
}

// SetSession keeps the tokens of a session.
func (j Jar) SetSession(c *fiber.Ctx, t identity.Tokens) {
	j.set(c, j.name(accessName), t.Access, time.Duration(t.ExpiresIn)*time.Second)
	j.set(c, j.name(refreshName), t.Refresh, sessionKept)
}

// ClearSession forgets them.
func (j Jar) ClearSession(c *fiber.Ctx) {
	j.clear(c, j.name(accessName))
	j.clear(c, j.name(refreshName))
}

// flashPrefix begins every message that may be flashed, so that a cookie that somebody else has planted can show
// nothing but what the academy says on such occasions.
const flashPrefix = "flash."

// SetFlash keeps the key of a message for the next page. Keys begin with flash.
func (j Jar) SetFlash(c *fiber.Ctx, key string) { j.set(c, flashName, key, flashKept) }

// HasFlash says whether the next page has something to tell.
func (j Jar) HasFlash(c *fiber.Ctx) bool { return c.Cookies(flashName) != "" }

// TakeFlash reads the message and forgets it; empty when there is none.
func (j Jar) TakeFlash(c *fiber.Ctx) string {
	key := c.Cookies(flashName)
	if key == "" {
		return ""
	}
	j.clear(c, flashName)
	if !strings.HasPrefix(key, flashPrefix) {
		return ""
	}
	return key
}

// View is how somebody wants pages to look. Size is l, xl or empty; Mode is high-contrast or empty.
type View struct{ Size, Mode string }

// known keeps of a view what there is.
func (v View) known() View {
	if v.Size != "l" && v.Size != "xl" {
		v.Size = ""
	}
	if v.Mode != "high-contrast" {
		v.Mode = ""
	}
	return v
}

// View reads the display settings.
func (j Jar) View(c *fiber.Ctx) View {
	sent := c.Cookies(viewName)
	if sent == "" {
		return View{}
	}
	fields, err := url.ParseQuery(sent)
	if err != nil {
		return View{}
	}
	return View{Size: fields.Get("size"), Mode: fields.Get("mode")}.known()
}

// SetView keeps the display settings.
func (j Jar) SetView(c *fiber.Ctx, v View) {
	v = v.known()
	if v == (View{}) {
		j.clear(c, viewName)
		return
	}
	j.set(c, viewName, "size="+v.Size+"&mode="+v.Mode, viewKept)
}
