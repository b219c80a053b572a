package pages

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"academy/handlers/request"

	"github.com/gofiber/fiber/v2"
)

// answered makes the response of a question's form, in the shape of its type, which the names of the fields tell. A form
// without any mark answers nothing, unless an answer was saved before: then it takes that one back.
func answered(c *fiber.Ctx) json.RawMessage {
	switch {
	case c.FormValue("remove") != "":
		return json.RawMessage("null")
	case c.FormValue("asset") != "":
		return encode(map[string]string{"asset": request.Text(c, "asset")})
	case c.FormValue("choice") != "":
		return encode(map[string]string{"choice": request.Text(c, "choice")})
	case len(request.All(c, "choices")) > 0:
		return encode(map[string][]string{"choices": request.All(c, "choices")})
	case c.FormValue("value") != "":
		return encode(map[string]bool{"value": c.FormValue("value") == "true"})
	case c.FormValue("text") != "":
		return encode(map[string]string{"text": request.Text(c, "text")})
	case c.FormValue("number") != "":
		return encode(numbered(c))
	case len(request.All(c, "order")) > 0:
		return encode(map[string][]string{"order": moved(request.All(c, "order"), c.FormValue("move"))})
	}
	for _, kind := range []string{"pair", "gap"} {
		if fields := filled(request.Named(c, kind+".")); len(fields) > 0 {
			return encode(map[string]map[string]string{kind + "s": fields})
		}
	}
	if seq(c) > 1 {
		return json.RawMessage("null")
	}
	return nil
}

// numbered is a number with its unit, if one is asked for.
func numbered(c *fiber.Ctx) map[string]string {
	answer := map[string]string{"number": request.Text(c, "number")}
	if unit := request.Text(c, "unit"); unit != "" {
		answer["unit"] = unit
	}
	return answer
}

// filled is the fields that hold something.
func filled(fields map[string]string) map[string]string {
	for name, value := range fields {
		if strings.TrimSpace(value) == "" {
			delete(fields, name)
		}
	}
	return fields
}

// moved is an order after the button was pressed that moves one of its items, as in "up.item".
func moved(order []string, button string) []string {
	way, id, _ := strings.Cut(button, ".")
	i := slices.Index(order, id)
	j := i - 1
	if way == "down" {
		j = i + 1
	}
	if i >= 0 && j >= 0 && j < len(order) {
		order[i], order[j] = order[j], order[i]
	}
	return order
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
