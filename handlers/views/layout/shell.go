// Package layout is the frame around every page: head, header, footer, bottom bar, display settings. It knows who
// reads and in which language; it must not know what a page is about, nor requests and sessions.
package layout

import (
	"context"
	"strings"
	"unicode/utf8"

	"academy/app/access"
	"academy/app/learning"
	"academy/app/locale"
	"academy/handlers/views/parts"

	"github.com/a-h/templ"
)

// Form is what a form is shown with: see parts.Form.
type Form = parts.Form

// Href is the address of a page in the reader's language: English pages stand under /en.
func Href(ctx context.Context, path string) templ.SafeURL { return parts.Href(ctx, path) }

// Shell is what the frame of a page needs.
type Shell struct {
	// Title is the page's name without the academy's. Pages name themselves, so it may be left empty.
	Title string
	// Path is the address without the language prefix, with its query.
	Path string
	// Nav names the section to mark: home, courses, learning, volunteer, voice, verify, help, me. Pages know theirs, so it may be empty.
	Nav   string
	Actor access.Actor
	// Unread is the number of unread notices, up to 100.
	Unread int
	// Resume is where the reader stopped, nil when there is nothing to go on with.
	Resume *learning.Resume
	CSRF   string
	// Flash is the key of what has just been done, empty when nothing was.
	Flash     string
	FlashArgs []any
	// Size is l or xl and Mode is high-contrast, both empty by default.
	Size, Mode string
	// StoreOrigin is where media come from when it is not the academy itself.
	StoreOrigin string
	// Bare leaves out header, bottom bar and footer: a quiz has no way to wander off.
	Bare bool
	// Scripts are further entry points, such as player.js.
	Scripts []string
	// SaveData asks for a page without fonts of its own.
	SaveData bool
	// Body is the class of the body, such as has-nextbar.
	Body string
}

// Titled names the page, unless it has been named already.
func (s Shell) Titled(title string) Shell {
	if s.Title == "" {
		s.Title = title
	}
	return s
}

// At marks the section the page belongs to, unless one has been marked already.
func (s Shell) At(nav string) Shell {
	if s.Nav == "" {
		s.Nav = nav
	}
	return s
}

// Running adds a script of the page.
func (s Shell) Running(script string) Shell {
	s.Scripts = append(s.Scripts[:len(s.Scripts):len(s.Scripts)], script)
	return s
}

// Bared leaves out everything around the page.
func (s Shell) Bared() Shell { s.Bare, s.Body = true, "plain"; return s }

// WithNextBar makes room for a bar of actions above the bottom bar.
func (s Shell) WithNextBar() Shell { s.Body = "has-nextbar"; return s }

func (s Shell) fullTitle(ctx context.Context) string {
	academy := locale.T(ctx, "layout.academy")
	if s.Title == "" || s.Title == academy {
		return academy
	}
	return s.Title + " | " + academy
}

// avatar is what stands in the round mark: two syllables of a Hangul name, initials of others.
func avatar(name string) string {
	runes := []rune(strings.TrimSpace(name))
	if len(runes) == 0 {
		return ""
	}
	if runes[0] >= 0xAC00 && runes[0] <= 0xD7A3 {
		return string(runes[max(0, len(runes)-2):])
	}
	initials := ""
	for _, word := range strings.Fields(name) {
		first, _ := utf8.DecodeRuneInString(word)
		initials += strings.ToUpper(string(first))
	}
	runes = []rune(initials)
	return string(runes[:min(2, len(runes))])
}

// link is an entry of a navigation.
type link struct{ nav, icon, path, text string }

func mainLinks(ctx context.Context) []link {
	return []link{
		{"courses", "", "/courses", locale.T(ctx, "layout.nav.courses")},
		{"learning", "", "/me", locale.T(ctx, "layout.nav.learning")},
		{"volunteer", "", "/activities", locale.T(ctx, "layout.nav.volunteer")},
		{"voice", "", "/participate", locale.T(ctx, "layout.nav.voice")},
		{"verify", "", "/verify", locale.T(ctx, "layout.nav.verify")},
	}
}

func tabLinks(ctx context.Context) []link {
	return []link{
		{"home", "house", "/", locale.T(ctx, "layout.tab.home")},
		{"courses", "book-open", "/courses", locale.T(ctx, "layout.nav.courses")},
		{"learning", "graduation-cap", "/me", locale.T(ctx, "layout.tab.learning")},
		{"volunteer", "hand-heart", "/activities", locale.T(ctx, "layout.tab.volunteer")},
		{"voice", "messages-square", "/participate", locale.T(ctx, "layout.tab.voice")},
	}
}

func footLinks(ctx context.Context) []link {
	return []link{
		{"verify", "", "/verify", locale.T(ctx, "layout.nav.verify")},
		{"", "", "/terms", locale.T(ctx, "layout.foot.terms")},
		{"", "", "/accessibility", locale.T(ctx, "layout.foot.accessibility")},
		{"help", "", "/help", locale.T(ctx, "layout.foot.help")},
	}
}
