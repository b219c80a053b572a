package api

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// manual is the document as people read it.
type manual struct {
	title      string
	paragraphs []string
	chapters   []chapter
	shapes     []shape
}

type chapter struct {
	topic      string
	operations []described
}

type described struct {
	name, method, path, summary, need string
	inputs                            []member
	body                              string // the shape it takes, empty for none
	answers                           []answered
}

type answered struct{ status, meaning, shape string }

type shape struct {
	name    string
	members []member
}

type member struct {
	name, kind, shape, note string
	required                bool
}

func newManual(d *huma.OpenAPI) manual {
	m := manual{title: d.Info.Title, paragraphs: strings.Split(d.Info.Description, "\n\n")}
	topics := map[string][]described{}
	for path, item := range d.Paths {
		for _, o := range []*huma.Operation{item.Get, item.Post, item.Put, item.Delete} {
			if o != nil {
				topics[topic(path)] = append(topics[topic(path)], describeOperation(o))
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(topics)) {
		slices.SortFunc(topics[name], func(a, b described) int { return cmp.Or(cmp.Compare(a.path, b.path), cmp.Compare(a.method, b.method)) })
		m.chapters = append(m.chapters, chapter{name, topics[name]})
	}
	schemas := d.Components.Schemas.Map()
	for _, name := range slices.Sorted(maps.Keys(schemas)) {
		m.shapes = append(m.shapes, describeShape(name, schemas[name]))
	}
	return m
}

func describeOperation(o *huma.Operation) described {
	d := described{name: o.OperationID, method: o.Method, path: root + o.Path, summary: o.Summary, need: fmt.Sprint(o.Extensions["x-permission"])}
	for _, p := range o.Parameters {
		d.inputs = append(d.inputs, member{name: p.Name, kind: p.In, note: joined(p.Description, choices(p.Schema)), required: p.Required})
	}
	if o.RequestBody != nil {
		d.body = shapeIn(o.RequestBody.Content)
	}
	for _, status := range slices.Sorted(maps.Keys(o.Responses)) {
		d.answers = append(d.answers, answered{status, o.Responses[status].Description, shapeIn(o.Responses[status].Content)})
	}
	return d
}

func shapeIn(content map[string]*huma.MediaType) string {
	for _, media := range content {
		return referred(media.Schema)
	}
	return ""
}

// referred is the name of the shape that a schema refers to; empty for none.
func referred(s *huma.Schema) string { return s.Ref[strings.LastIndex(s.Ref, "/")+1:] }

func describeShape(name string, s *huma.Schema) shape {
	d := shape{name: name}
	for _, key := range slices.Sorted(maps.Keys(s.Properties)) {
		p := s.Properties[key]
		kind, of := kindOf(p)
		d.members = append(d.members, member{name: key, kind: kind, shape: of, note: joined(p.Description, choices(p)), required: slices.Contains(s.Required, key)})
	}
	return d
}

// kindOf says in words what a value is, and which shape it has or is a list of.
func kindOf(s *huma.Schema) (kind, of string) {
	switch {
	case s.Ref != "":
		return "", referred(s)
	case s.Type == huma.TypeArray:
		kind, of = kindOf(s.Items)
		return strings.TrimSpace("list of " + kind), of
	case s.Type == "":
		return "any", ""
	}
	kind = s.Type
	if s.Format != "" && s.Type == huma.TypeString {
		kind = s.Format
	}
	if s.Nullable {
		kind += " or null"
	}
	return kind, ""
}

func choices(s *huma.Schema) string {
	if s == nil || len(s.Enum) == 0 {
		return ""
	}
	words := make([]string, len(s.Enum))
	for i, value := range s.Enum {
		words[i] = fmt.Sprint(value)
	}
	return "One of " + strings.Join(words, ", ") + "."
}

func joined(sentences ...string) string {
	return strings.Join(slices.DeleteFunc(sentences, func(s string) bool { return s == "" }), " ")
}

func (d described) heading() string { return d.method + " " + d.path }

func (m member) must() string { return strconv.FormatBool(m.required) }
