package api

import (
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"academy/app/access"
	"academy/handlers/respond"

	"github.com/danielgtaylor/huma/v2"
)

const about = `The academy as JSON.

Sign in with POST /auth/token and send the access token as a bearer; a browser's session cookie works too, and then
whatever changes something needs a request from our own origin and the session's token in X-CSRF-Token.
Errors are application/problem+json. Lists are pages of items with a cursor. Times are RFC 3339 in UTC. Texts come in
the language of Accept-Language (ko or en). Members may be added to any object: clients pass over what they do not know.

In the studio, texts stand in both languages and edits are held against each other: an edit names the version that it
begins from, and its answer the next one. What comes too late is a 409 with the version of now. What an edit
leaves out is refused, not emptied.`

// document is the part of the OpenAPI document that does not come from operations.
func document() *huma.OpenAPI {
	return &huma.OpenAPI{
		OpenAPI: "3.1.0",
		Info:    &huma.Info{Title: "Diplomacy Academy API", Version: "1", Description: about},
		Servers: []*huma.Server{{URL: root}},
		Components: &huma.Components{
			Schemas: huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer),
			SecuritySchemes: map[string]*huma.SecurityScheme{
				"bearer": {Type: "http", Scheme: "bearer", BearerFormat: "JWT"},
				"cookie": {Type: "apiKey", In: "cookie", Name: "academy_access", Description: "__Host-academy_access where the academy is reached by https."},
			},
		},
	}
}

// describe makes the document's operation of a line in the table of routes.
func (s *API) describe(o operation, success int) huma.Operation {
	d := huma.Operation{
		Method: o.method, Path: o.path, OperationID: o.name, Summary: o.summary, DefaultStatus: success,
		Tags: []string{topic(o.path)}, Extensions: map[string]any{"x-permission": string(o.need)},
		Responses: map[string]*huma.Response{}, Security: []map[string][]string{},
	}
	if o.need != access.Anyone {
		d.Security = []map[string][]string{{"bearer": {}}, {"cookie": {}}}
	}
	for _, status := range o.statuses() {
		d.Responses[strconv.Itoa(status)] = s.problem(status)
	}
	return d
}

// statuses are the errors that an operation answers: its own, and those of its kind.
func (o operation) statuses() []int {
	list := append([]int{http.StatusInternalServerError, http.StatusServiceUnavailable}, o.refusals...)
	list = append(list, http.StatusUnauthorized) // a bearer token that is wrong, even where none is needed
	if o.need != access.Anyone {
		list = append(list, http.StatusForbidden, http.StatusTooManyRequests)
	}
	if o.method != http.MethodGet {
		list = append(list, http.StatusForbidden, http.StatusTooManyRequests)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// topic groups operations by what their path begins with; those of the studio by what of a course they are about.
func topic(path string) string {
	parts := strings.Split(strings.TrimPrefix(path, "/"), "/")
	if parts[0] != "studio" || len(parts) < 4 {
		return parts[0]
	}
	switch parts[3] {
	case "sections", "lessons", "staff", "media", "figures", "items":
		return "studio-" + parts[3]
	case "publish", "discard", "history", "restore":
		return "studio-revisions"
	}
	return parts[0]
}

func (s *API) problem(status int) *huma.Response {
	return &huma.Response{
		Description: http.StatusText(status),
		Content:     map[string]*huma.MediaType{respond.ProblemType: {Schema: s.schema(reflect.TypeFor[respond.Problem]())}},
	}
}

func (s *API) schema(t reflect.Type) *huma.Schema {
	return s.huma.OpenAPI().Components.Schemas.Schema(t, true, t.Name())
}

// describeBody puts the shape of what an operation takes into the document, and the errors of reading it.
func (s *API) describeBody(o operation, shape reflect.Type) {
	d := s.find(o)
	d.RequestBody.Content = map[string]*huma.MediaType{"application/json": {Schema: s.schema(shape)}}
	d.RequestBody.Required = !slices.Contains([]string{"enrol", "startAttempt", "support", "registerForEvent", "voteQuestion", "requestShift", "takeShifts", "askCover"}, o.name)
	for _, status := range []int{http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity} {
		d.Responses[strconv.Itoa(status)] = s.problem(status)
	}
}

func (s *API) find(o operation) *huma.Operation {
	item := s.huma.OpenAPI().Paths[o.path]
	switch o.method {
	case http.MethodGet:
		return item.Get
	case http.MethodPost:
		return item.Post
	case http.MethodPut:
		return item.Put
	}
	return item.Delete
}
