package quiz

import (
	"encoding/json"
	"slices"
	"strings"

	"academy/app/assessment"
	"academy/handlers/views/layout"
	"academy/handlers/views/parts"

	"github.com/google/uuid"
)

// response is an answer of any type that is asked here, in the shape of the published API.
type response struct {
	Choice  string   `json:"choice"`
	Choices []string `json:"choices"`
	Value   *bool    `json:"value"`
	Text    string   `json:"text"`
}

// read understands a stored response; what cannot be read counts as no answer.
func read(raw json.RawMessage) response {
	var r response
	if len(raw) > 0 && json.Unmarshal(raw, &r) != nil {
		return response{}
	}
	return r
}

// typed is the answer to fill the form with: what was just sent and refused, else what is stored. In a form's
// values several choices stand in one string, with commas between them.
func typed(f layout.Form, slot assessment.Slot) response {
	if _, sent := f.Values["seq"]; !sent {
		return read(slot.Response)
	}
	r := response{Choice: f.Value("choice"), Text: f.Value("text")}
	if f.Value("choices") != "" {
		r.Choices = strings.Split(f.Value("choices"), ",")
	}
	if v := f.Value("value"); v != "" {
		yes := v == "true"
		r.Value = &yes
	}
	return r
}

// picks says whether a choice is part of an answer.
func (r response) picks(id string) bool { return r.Choice == id || slices.Contains(r.Choices, id) }

// says says whether an answer is a given truth value.
func (r response) says(value bool) bool { return r.Value != nil && *r.Value == value }

// opID names this change of an answer, so that a form sent twice is one change. A form that comes back is another.
func opID() string { return uuid.NewString() }

// field is the name of the form field that holds an answer of this type.
func field(kind string) string {
	switch kind {
	case "multiple":
		return "choices"
	case "true_false":
		return "value"
	case "short_answer":
		return "text"
	}
	return "choice"
}

// wrong is the message key of what is wrong with the answer; the fields of all types say it in one place.
func wrong(f layout.Form, kind string) string {
	for _, name := range []string{field(kind), "response"} {
		if key := f.Err(name); key != "" {
			return key
		}
	}
	return ""
}

// long says that a choice is more than one line.
func long(c assessment.Choice) bool { _, rest := parts.Split(c.HTML); return rest != "" }
