// Package pages is every page of the academy and every form on them: it reads what was asked, calls one use case, and
// shows or leads on. It decides nothing; what may be done is decided in app.
package pages

import (
	"errors"

	"academy/app"
	"academy/app/access"
	"academy/app/fault"
	"academy/app/locale"
	"academy/app/prose"
	"academy/handlers/cookie"
	"academy/handlers/request"
	"academy/handlers/respond"
	"academy/handlers/views/layout"
	"academy/handlers/views/site"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
)

// Deps is what pages need beside the academy itself.
type Deps struct {
	App *app.App
	Jar cookie.Jar
	// BaseURL is how browsers reach the academy, and StoreOrigin how they reach the media when that is elsewhere.
	BaseURL, StoreOrigin string
	// Demo says that mails are kept to be read.
	Demo bool
}

// Pages answers for pages.
type Pages struct {
	Deps
	badges *badges
	prose  *prose.Writer
}

// New makes the pages.
func New(d Deps) *Pages { return &Pages{Deps: d, badges: newBadges(d.App), prose: prose.NewWriter()} }

// view makes a page within its frame.
type view func(s layout.Shell) templ.Component

// show sends a page with all that its frame shows of the reader.
func (p *Pages) show(c *fiber.Ctx, status int, page view) error {
	s, err := p.shell(c)
	if err != nil {
		return err
	}
	return respond.Page(c, status, page(s))
}

// showBare sends a page whose frame asks nothing of the database: one without a header.
func (p *Pages) showBare(c *fiber.Ctx, status int, page view) error {
	return respond.Page(c, status, page(p.frame(c)))
}

// Fault is the page of a fault.
func (p *Pages) Fault(c *fiber.Ctx, f *fault.Error, status int) templ.Component {
	return site.Fault(p.frame(c), site.FaultView{
		Status: status, Key: f.Key, Args: f.Args, RequestID: request.Of(c).ID, RetryAfter: f.RetryAfter,
	})
}

// actor is the person who asks, in the language of the page.
func actor(c *fiber.Ctx) (access.Actor, locale.Lang) {
	v := request.Of(c)
	return v.Actor, v.Lang
}

// form makes a refused form: what was typed, what is wrong with it, and the status it goes back with. It answers the
// error itself when a form cannot tell it.
func form(c *fiber.Ctx, err error, fields ...string) (layout.Form, int, error) {
	var f *fault.Error
	if !errors.As(err, &f) {
		return layout.Form{}, 0, err
	}
	switch f.Kind {
	case fault.Invalid, fault.Denied, fault.Conflict, fault.Limited, fault.TooLarge:
		return layout.Form{Values: request.Fields(c, fields...), Errors: f.Fields, Key: f.Key, Args: f.Args}, respond.Status(f.Kind), nil
	}
	return layout.Form{}, 0, err
}

// done leads on with a message. The key begins with flash.
func (p *Pages) done(c *fiber.Ctx, key, path string) error {
	p.Jar.SetFlash(c, key)
	return respond.SeeOther(c, path)
}
