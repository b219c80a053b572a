package respond

import (
	"context"
	"errors"
	"log/slog"
	"net/url"
	"strings"

	"academy/app/fault"
	"academy/handlers/request"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
)

// Errors answers every error that a handler or a guard returns.
type Errors struct {
	Log      *slog.Logger
	Printers *Printers
	BaseURL  string
	// Page makes the page of a fault. It asks nothing of the database, which may be what is at fault.
	Page func(c *fiber.Ctx, f *fault.Error, status int) templ.Component
}

// Error answers an error: a problem to programs, a page to people, and to those who have to sign in the way there and
// back. It is the only place where errors are logged.
func (e *Errors) Error(c *fiber.Ctx, err error) error {
	f, status := Of(err)
	e.note(c, f, status, err)
	e.ensureVoice(c)
	retryAfter(c, f)
	if WantsJSON(c) {
		return SendProblem(c, f, status)
	}
	if f.Kind == fault.Anonymous && c.Method() != fiber.MethodHead {
		return toLogin(c, e.BaseURL)
	}
	if failed := Page(c, status, e.Page(c, f, status)); failed != nil {
		e.Log.ErrorContext(c.UserContext(), "error page", "error", failed)
		return c.SendStatus(status)
	}
	return nil
}

// note logs what is our own mistake, and what the academy stands on being away. Neither addresses with their queries
// nor what was sent are written down: only the number, the route and who it was.
func (e *Errors) note(c *fiber.Ctx, f *fault.Error, status int, err error) {
	level := slog.LevelError
	switch {
	case f.Kind == fault.Unavailable:
		level = slog.LevelWarn
	case status < fiber.StatusInternalServerError:
		return
	}
	v := request.Of(c)
	args := []any{"request", v.ID, "method", c.Method(), "route", c.Route().Path, "status", status, "error", err}
	if v.Actor.Known() {
		args = append(args, "actor", v.Actor.ID)
	}
	var panicked *Panic
	if errors.As(err, &panicked) {
		args = append(args, "stack", panicked.Stack)
	}
	e.Log.Log(c.UserContext(), level, "request failed", args...)
}

// ensureVoice lets even a request speak that failed before the guards could give it a language, or whose time is over:
// a page is not written on a context that has ended.
func (e *Errors) ensureVoice(c *fiber.Ctx) {
	c.SetUserContext(context.WithoutCancel(c.UserContext()))
	e.Printers.Speak(c)
}

// WantsJSON says whether to answer a program. A browser that opens an address of the API by hand is answered like one.
func WantsJSON(c *fiber.Ctx) bool {
	if request.API(c) {
		return true
	}
	accept := c.Get(fiber.HeaderAccept)
	return strings.Contains(accept, "json") && !strings.Contains(accept, fiber.MIMETextHTML)
}

// toLogin sends a stranger to sign in, and back afterwards: to the page that was asked for, or to the one whose form
// was sent.
func toLogin(c *fiber.Ctx, baseURL string) error {
	next := c.OriginalURL()
	if request.Unsafe(c) {
		next = request.Back(c, baseURL)
	}
	to := "/login"
	if next != "" && request.Local(next) {
		to += "?next=" + url.QueryEscape(next)
	}
	return SeeOther(c, to)
}
