package respond

import (
	"encoding/json"
	"maps"
	"net/http"
	"strconv"

	"academy/app/fault"
	"academy/app/locale"
	"academy/handlers/request"

	"github.com/gofiber/fiber/v2"
)

// ProblemType is the media type of a problem (RFC 9457).
const ProblemType = "application/problem+json"

// Problem is a fault as JSON clients read it. What the fault carries for them stands beside the rest.
type Problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	// Code is for programs, Detail for people, in their language.
	Code   string `json:"code"`
	Detail string `json:"detail"`
	// Fields says in words what is wrong with each field.
	Fields    map[string]string `json:"fields,omitempty"`
	RequestID string            `json:"request_id"`

	data map[string]any
}

// NewProblem makes the problem of a fault. Nothing of its cause is told.
func NewProblem(f *fault.Error, status int, p locale.Printer, requestID string) Problem {
	var fields map[string]string
	if len(f.Fields) > 0 {
		fields = make(map[string]string, len(f.Fields))
	}
	for name, key := range f.Fields {
		fields[name] = p.T(key)
	}
	return Problem{
		Type: "about:blank", Title: http.StatusText(status), Status: status, Code: f.Key, Detail: p.T(f.Key, f.Args...),
		Fields: fields, RequestID: requestID, data: f.Data,
	}
}

// MarshalJSON puts what the fault carries beside the members that every problem has, which it cannot replace.
func (p Problem) MarshalJSON() ([]byte, error) {
	type plain Problem
	raw, err := json.Marshal(plain(p))
	if err != nil || len(p.data) == 0 {
		return raw, err
	}
	all := maps.Clone(p.data)
	if err := json.Unmarshal(raw, &all); err != nil {
		return nil, err
	}
	return json.Marshal(all)
}

// SendProblem answers a fault as JSON.
func SendProblem(c *fiber.Ctx, f *fault.Error, status int) error {
	raw, err := json.Marshal(NewProblem(f, status, locale.From(c.UserContext()), request.Of(c).ID))
	if err != nil {
		return err
	}
	if status == http.StatusUnauthorized {
		c.Set(fiber.HeaderWWWAuthenticate, "Bearer")
	}
	c.Set(fiber.HeaderContentType, ProblemType)
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.Status(status).Send(raw)
}

// retryAfter tells clients when to come again.
func retryAfter(c *fiber.Ctx, f *fault.Error) {
	switch {
	case f.RetryAfter > 0:
		c.Set(fiber.HeaderRetryAfter, strconv.Itoa(f.RetryAfter))
	case f.Kind == fault.Limited, f.Kind == fault.Unavailable:
		c.Set(fiber.HeaderRetryAfter, "5")
	}
}
