package request

import (
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// Local says whether a target given by a client leads to a page of this site: a path, and nothing that a browser
// could take for a host. Browsers read a backslash as a slash and skip tabs and line breaks.
func Local(target string) bool {
	if !strings.HasPrefix(target, "/") || strings.HasPrefix(target, "//") {
		return false
	}
	if strings.ContainsFunc(target, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\\' }) {
		return false
	}
	u, err := url.Parse(target)
	return err == nil && u.Scheme == "" && u.Host == "" && u.User == nil && !strings.HasPrefix(u.Path, "//") && !strings.Contains(u.Path, "\\")
}

// maxNext is the longest way back that is kept.
const maxNext = 500

// Next is where a sign-in leads afterwards, from the form or the query; empty when there is none or when it leads
// away from this site. It keeps its language.
func Next(c *fiber.Ctx) string {
	next := c.Query("next")
	if Unsafe(c) {
		next = c.FormValue("next")
	}
	if len(next) > maxNext || !Local(next) {
		return ""
	}
	return next
}

// Back is the page a form was sent from, when the browser says so and it is ours; empty otherwise.
func Back(c *fiber.Ctx, baseURL string) string {
	rest, ours := strings.CutPrefix(c.Get(fiber.HeaderReferer), baseURL)
	if !ours || len(rest) > maxNext || !Local(rest) {
		return ""
	}
	return rest
}
