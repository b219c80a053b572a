// Package request reads what comes in: who asks, in which language, from where, and the fields of a form. It judges
// nothing about it: guards do, and use cases.
package request

import (
	"context"
	"strings"

	"academy/app/access"
	"academy/app/locale"

	"github.com/gofiber/fiber/v2"
)

// Visit is what the guards have found out about a request. It lives as long as the request does.
type Visit struct {
	// ID is the request's number: ours, never the client's.
	ID    string
	Actor access.Actor
	Lang  locale.Lang
	// Path is the address without the language prefix, with its query. It always stays on this site.
	Path string
	// Address is where the request comes from: an IPv4 address, or the /64 of an IPv6 one, which is one household.
	Address string
	// CSRF is the token that binds a form to the session, empty without one.
	CSRF string
	// Bearer says that the Authorization header has authorised the request, and Cookie that a session's cookies came.
	Bearer, Cookie bool
	// Sending is the form of a request that brings a file, nil for all others.
	Sending *Sending
}

type visitKey struct{}

// Open begins a visit. The context that use cases and views get carries it.
func Open(c *fiber.Ctx, v *Visit) {
	c.Locals(visitKey{}, v)
	c.SetUserContext(context.WithValue(c.UserContext(), visitKey{}, v))
}

// Of is the visit of a request. Where no guard has run, as for a request that could not even be read, it is a
// stranger's.
func Of(c *fiber.Ctx) *Visit {
	if v, ok := c.Locals(visitKey{}).(*Visit); ok {
		return v
	}
	return &Visit{Lang: locale.KO, Path: "/"}
}

// From is Of for those who have the context only, such as the operations of the JSON API.
func From(ctx context.Context) *Visit {
	if v, ok := ctx.Value(visitKey{}).(*Visit); ok {
		return v
	}
	return &Visit{Lang: locale.KO, Path: "/"}
}

// Actor is the person who asks.
func Actor(c *fiber.Ctx) access.Actor { return Of(c).Actor }

// Lang is the language the answer is written in.
func Lang(c *fiber.Ctx) locale.Lang { return Of(c).Lang }

// englishRoot is where the English pages stand.
const englishRoot = "/en"

// Split takes the language off a path: /en/courses is /courses in English.
func Split(path string) (locale.Lang, string) {
	rest, english := strings.CutPrefix(path, englishRoot)
	switch {
	case english && (rest == "" || rest[0] == '?'):
		return locale.EN, "/" + rest
	case english && rest[0] == '/':
		return locale.EN, rest
	}
	return locale.KO, path
}

// InLang puts the language back before a path of ours.
func InLang(lang locale.Lang, path string) string {
	switch {
	case lang != locale.EN:
		return path
	case path == "/":
		return englishRoot
	case strings.HasPrefix(path, "/?"):
		return englishRoot + path[1:]
	}
	return englishRoot + path
}

// API says whether a request speaks JSON with us. Parts of uploads are sent by scripts only.
func API(c *fiber.Ctx) bool {
	return strings.HasPrefix(c.Path(), "/api/") || strings.HasPrefix(c.Path(), "/uploads/parts/")
}

// Unsafe says whether the method may change something.
func Unsafe(c *fiber.Ctx) bool {
	switch c.Method() {
	case fiber.MethodGet, fiber.MethodHead, fiber.MethodOptions:
		return false
	}
	return true
}
