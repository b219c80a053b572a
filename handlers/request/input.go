package request

import (
	"strconv"
	"strings"

	"academy/app/fault"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
)

// ID reads an identifier out of the address. What is none names nothing, so it is Missing.
func ID(c *fiber.Ctx, name string) (uuid.UUID, error) {
	given := c.Params(name)
	id, err := uuid.Parse(given)
	if err != nil || len(given) != 36 {
		return uuid.Nil, fault.ErrMissing
	}
	return id, nil
}

// Number reads a small positive number out of the address; anything else is Missing.
func Number(c *fiber.Ctx, name string) (int, error) {
	n, err := strconv.Atoi(c.Params(name))
	if err != nil || n < 0 || n > 10_000 {
		return 0, fault.ErrMissing
	}
	return n, nil
}

// Text reads a field of a form as text that can be kept and shown.
func Text(c *fiber.Ctx, name string) string { return readable(c.FormValue(name)) }

// Query reads a part of the address's query in the same way.
func Query(c *fiber.Ctx, name string) string { return readable(c.Query(name)) }

// readable replaces what is no UTF-8 and drops the one character that the database cannot keep.
func readable(given string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(given, "\uFFFD"), "\x00", "")
}

// Fields reads the named fields of a form, to show it again as it was filled in. Passwords are asked for by
// c.FormValue alone, so that they never stand among what is shown.
func Fields(c *fiber.Ctx, names ...string) map[string]string {
	values := make(map[string]string, len(names))
	for _, name := range names {
		if value := Text(c, name); value != "" {
			values[name] = value
		}
	}
	return values
}

// All reads every value of a field that may stand several times in a form.
func All(c *fiber.Ctx, name string) []string {
	var values []string
	if form, err := c.MultipartForm(); err == nil {
		for _, value := range form.Value[name] {
			values = append(values, readable(value))
		}
		return values
	}
	for _, value := range c.Request().PostArgs().PeekMulti(name) {
		values = append(values, readable(string(value)))
	}
	return values
}

// Named lists the fields of a form whose names begin with a prefix, by what follows it.
func Named(c *fiber.Ctx, prefix string) map[string]string {
	values := map[string]string{}
	for key, value := range c.Request().PostArgs().All() {
		if rest, ok := strings.CutPrefix(string(key), prefix); ok {
			values[rest] = readable(string(value))
		}
	}
	return values
}

// SaveData says that the reader asks to be sent less.
func SaveData(c *fiber.Ctx) bool { return strings.EqualFold(c.Get("Save-Data"), "on") }
