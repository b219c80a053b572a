package api

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gofiber/fiber/v2"
)

// openapiType is the registered media type of an OpenAPI document.
const openapiType = "application/openapi+json;version=3.1"

// publish serves the document and the page that is made from it. Neither changes while the program runs.
func (s *API) publish(server *fiber.App) error {
	d := s.huma.OpenAPI()
	settle(d.Components.Schemas.Map())
	document, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("OpenAPI document: %w", err)
	}
	var page bytes.Buffer
	if err := readable(newManual(d)).Render(context.Background(), &page); err != nil {
		return fmt.Errorf("page of the API: %w", err)
	}
	server.Get(documentPath, still(openapiType, document))
	server.Get(readablePath, still(fiber.MIMETextHTMLCharsetUTF8, page.Bytes()))
	return nil
}

func still(contentType string, content []byte) fiber.Handler {
	return func(c *fiber.Ctx) error {
		c.Set(fiber.HeaderContentType, contentType)
		c.Set(fiber.HeaderCacheControl, "no-cache")
		c.Response().SetBodyRaw(content)
		return nil
	}
}

// settle takes out of the schemas what the framework puts there by itself: its own errors, which we never answer, and
// lists that may be null, which ours never are.
func settle(schemas map[string]*huma.Schema) {
	delete(schemas, "ErrorModel")
	delete(schemas, "ErrorDetail")
	for _, schema := range schemas {
		neverNull(schema)
	}
}

func neverNull(s *huma.Schema) {
	if s.Type == huma.TypeArray {
		s.Nullable = false
		neverNull(s.Items)
	}
	for _, member := range s.Properties {
		neverNull(member)
	}
}
