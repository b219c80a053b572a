// Package api is the academy as JSON, version 1: the use cases that pages show, in shapes that are published and do not
// change. It knows HTTP and the published shapes; what is allowed and what happens is decided below.
package api

import (
	"academy/app"
	"academy/handlers/request"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humafiber"
	"github.com/gofiber/fiber/v2"
)

// Where things stand.
const (
	root         = "/api/v1"
	documentPath = root + "/openapi.json"
	readablePath = "/api/docs"
)

// Options say how the academy is reached.
type Options struct {
	// BaseURL begins the addresses in answers, without a slash at its end.
	BaseURL string
}

// API answers the operations.
type API struct {
	app  *app.App
	base string
	huma huma.API
	json *ready
}

// Mount puts the JSON API, its OpenAPI document and its readable page on a server whose guards stand before it. Errors
// go to the server's error handler.
func Mount(server *fiber.App, a *app.App, o Options) error {
	s := &API{app: a, base: o.BaseURL, json: newReady()}
	group := server.Group(root)
	group.Add(fiber.MethodGet, "/courses", s.json.courses)
	s.huma = humafiber.NewWithGroup(server, faults{group}, config())
	s.routes()
	return s.publish(server)
}

// config sets up the framework: JSON alone, and neither pages that load from elsewhere nor links in our answers.
func config() huma.Config {
	c := huma.Config{
		OpenAPI:       document(),
		Formats:       map[string]huma.Format{"application/json": huma.DefaultJSONFormat, "json": huma.DefaultJSONFormat}, // json ends problem+json
		DefaultFormat: "application/json",
		Transformers:  []huma.Transformer{catch},
	}
	c.AllowAdditionalPropertiesByDefault = true // shapes grow, and clients must not mind
	return c
}

// absolute makes the address of a file one that works outside a page.
func (s *API) absolute(address string) string {
	if request.Local(address) {
		return s.base + address
	}
	return address
}
