package quiz

import (
	"cmp"
	"context"
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"academy/app/assessment"
	"academy/app/locale"
	"academy/handlers/views/layout"
	"academy/handlers/views/parts"

	"github.com/google/uuid"
)

// response is an answer of any type that is asked here, in the shape of the published API.
type response struct {
	Choice  string            `json:"choice"`
	Choices []string          `json:"choices"`
	Value   *bool             `json:"value"`
	Text    string            `json:"text"`
	Number  string            `json:"number"`
	Unit    string            `json:"unit"`
	Pairs   map[string]string `json:"pairs"`
	Order   []string          `json:"order"`
	Gaps    map[string]string `json:"gaps"`
}

// read understands a stored response; what cannot be read counts as no answer.
func read(raw json.RawMessage) response {
	var r response
	if len(raw) > 0 && json.Unmarshal(raw, &r) != nil {
		return response{}
	}
	return r
}

// typed is the answer to fill the form with: what was just sent and refused, else what is stored.
func typed(f layout.Form, slot assessment.Slot) response {
	if sent, ok := f.Values["response"]; ok {
		return read(json.RawMessage(sent))
	}
	return read(slot.Response)
}

// picks says whether a choice is part of an answer.
func (r response) picks(id string) bool {
	return r.Choice == id || slices.Contains(r.Choices, id) || r.Value != nil && strconv.FormatBool(*r.Value) == id
}

// opID names this change of an answer, so that a form sent twice is one change. A form that comes back is another.
func opID() string { return uuid.NewString() }

// wrong is the message key of what is wrong with the answer.
func wrong(f layout.Form) string { return f.Err("response") }

// heading is the first line of a prompt and the rest. A prompt with gaps stands as a whole among the answers.
func heading(ctx context.Context, slot assessment.Slot) (line, rest string) {
	if len(slot.Gaps) > 0 {
		return locale.T(ctx, "quiz.fill"), ""
	}
	return parts.Split(slot.Prompt)
}

// aboutSlot says what a question is worth and how it is answered.
func aboutSlot(ctx context.Context, slot assessment.Slot) string {
	kind := locale.T(ctx, "quiz.type."+slot.Type)
	if !slot.Asks {
		return kind
	}
	return locale.T(ctx, "quiz.marks", decimal(slot.Marks)) + " · " + kind
}

// flat is HTML of one line, without the paragraph around it.
func flat(html string) string {
	line, rest := parts.Split(html)
	if rest != "" {
		return html
	}
	return line
}

// sequenced is the items in the order that was saved, or else as they were drawn.
func sequenced(slot assessment.Slot, r response) []assessment.Choice {
	items := slices.Clone(slot.Items)
	if len(r.Order) == len(items) {
		slices.SortStableFunc(items, func(a, b assessment.Choice) int {
			return cmp.Compare(slices.Index(r.Order, a.ID), slices.Index(r.Order, b.ID))
		})
	}
	return items
}

// piece is a part of a prompt and the gap that follows it, counted from 1.
type piece struct {
	html   string
	gap    *assessment.Gap
	number int
}

// promptOf is a prompt to be read, with the numbers of its gaps.
func promptOf(slot assessment.Slot) string {
	var prompt strings.Builder
	for _, p := range pieces(slot) {
		prompt.WriteString(p.html)
		if p.gap != nil {
			prompt.WriteString("<b>(" + strconv.Itoa(p.number) + ")</b>")
		}
	}
	return prompt.String()
}

// gapMark is how a prompt marks a gap.
var gapMark = regexp.MustCompile(`\[\[([A-Za-z0-9_-]{1,20})\]\]`) //nolint:gochecknoglobals // compiled once

// pieces cuts a prompt at its gaps. A mark inside a tag, as in the name of a picture, is no gap.
func pieces(slot assessment.Slot) []piece {
	var list []piece
	from, n := 0, 0
	for _, at := range gapMark.FindAllStringSubmatchIndex(slot.Prompt, -1) {
		i := slices.IndexFunc(slot.Gaps, func(g assessment.Gap) bool { return g.ID == slot.Prompt[at[2]:at[3]] })
		if i < 0 || strings.LastIndexByte(slot.Prompt[:at[0]], '<') > strings.LastIndexByte(slot.Prompt[:at[0]], '>') {
			continue
		}
		n++
		list = append(list, piece{slot.Prompt[from:at[0]], &slot.Gaps[i], n})
		from = at[1]
	}
	return append(list, piece{html: slot.Prompt[from:]})
}

// long says that a choice is more than one line.
func long(c assessment.Choice) bool { _, rest := parts.Split(c.HTML); return rest != "" }
