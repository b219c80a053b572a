package pages

import (
	"encoding/json"
	"strconv"
	"strings"

	"academy/handlers/request"

	"github.com/gofiber/fiber/v2"
)

// answered makes the response of a question's form, in the shape of its type, which the field's name tells. A form
// without any mark answers nothing, unless an answer was saved before: then it takes that one back.
func answered(c *fiber.Ctx) json.RawMessage {
	switch {
	case c.FormValue("choice") != "":
		return encode(map[string]string{"choice": request.Text(c, "choice")})
	case len(request.All(c, "choices")) > 0:
		return encode(map[string][]string{"choices": request.All(c, "choices")})
	case c.FormValue("value") != "":
		return encode(map[string]bool{"value": c.FormValue("value") == "true"})
	case c.FormValue("text") != "":
		return encode(map[string]string{"text": request.Text(c, "text")})
	case seq(c) > 1:
		return json.RawMessage("null")
	}
	return nil
}

// encode cannot fail: it is given strings and booleans only.
func encode(v any) json.RawMessage {
	raw, _ := json.Marshal(v)
	return raw
}

// seq is the number of the change; what is no number is 0, which no use case takes.
func seq(c *fiber.Ctx) int {
	n, err := strconv.Atoi(c.FormValue("seq"))
	if err != nil {
		return 0
	}
	return n
}

func joined(c *fiber.Ctx) string { return strings.Join(request.All(c, "choices"), ",") }
