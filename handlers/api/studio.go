package api

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"

	"academy/app"
	"academy/app/authoring"
	"academy/app/fault"

	"github.com/google/uuid"
)

// studio answers the operations by which courses are made.
type studio struct {
	app      *app.App
	absolute func(address string) string
}

// What the studio's operations take.
type (
	courseBody[T any] struct {
		Slug string `path:"slug"`
		payload[T]
	}
	partInput struct {
		Slug string `path:"slug"`
		ID   string `path:"id" format:"uuid"`
	}
	partBody[T any] struct {
		Slug string `path:"slug"`
		ID   string `path:"id" format:"uuid"`
		payload[T]
	}
	trackBody[T any] struct {
		Slug string `path:"slug"`
		ID   string `path:"id" format:"uuid"`
		Lang string `path:"lang" enum:"ko,en"`
		payload[T]
	}
)

func (in *courseBody[T]) open() (slug string, asked T, err error) {
	if slug, err = slugOf(in.Slug); err != nil {
		return slug, asked, err
	}
	asked, err = in.whole()
	return slug, asked, err
}

func (in *partInput) open() (slug string, id uuid.UUID, err error) {
	if slug, err = slugOf(in.Slug); err != nil {
		return slug, id, err
	}
	id, err = identifier(in.ID)
	return slug, id, err
}

func (in *partBody[T]) open() (id uuid.UUID, asked T, err error) {
	at := partInput{in.Slug, in.ID}
	if _, id, err = at.open(); err != nil {
		return id, asked, err
	}
	asked, err = in.whole()
	return id, asked, err
}

// whole is read for bodies of which nothing may be left out: an edit replaces what was there, and a slip of the pen must
// not empty it. Members that the shape does not have are refused for the same reason.
func (p *payload[T]) whole() (T, error) {
	body, err := p.read()
	if err != nil {
		return body, err
	}
	wrong := map[string]string{}
	compare(wrong, "", p.RawBody, reflect.TypeFor[T]())
	if len(wrong) > 0 {
		return body, fault.Fields(wrong)
	}
	return body, nil
}

// compare holds an object against its shape and notes what is left out of it or stands in it in vain.
func compare(wrong map[string]string, under string, raw []byte, shape reflect.Type) {
	var given map[string]json.RawMessage
	if err := json.Unmarshal(raw, &given); err != nil {
		return // read has found it an object
	}
	for _, member := range reflect.VisibleFields(shape) {
		name, rest, _ := strings.Cut(member.Tag.Get("json"), ",")
		if name == "" {
			continue
		}
		value, there := given[name]
		delete(given, name)
		there = there && (member.Type.Kind() == reflect.Pointer || string(value) != "null")
		switch inner := bare(member.Type); {
		case !there && rest != "omitempty":
			wrong[under+name] = "api.left_out"
		case there && inner.Kind() == reflect.Struct && string(value) != "null":
			compare(wrong, under+name+".", value, inner)
		}
	}
	for name := range given {
		if len(wrong) < mostWrong {
			wrong[under+name[:min(len(name), longestMember)]] = "api.unknown_member"
		}
	}
}

// What an answer repeats of a body that is wrong throughout.
const (
	mostWrong     = 30
	longestMember = 40
)

func bare(t reflect.Type) reflect.Type {
	if t.Kind() == reflect.Pointer {
		return t.Elem()
	}
	return t
}

// named reads an ID out of a body.
func named(member, given string) (uuid.UUID, error) {
	id, err := uuid.Parse(given)
	if err != nil || len(given) != 36 {
		return uuid.Nil, fault.Field(member, "api.not_an_id")
	}
	return id, nil
}

// asSent names what a use case finds wrong with the fields of a page as bodies do: title_ko is ko in title.
func asSent(o operation, err error) error {
	var f *fault.Error
	if !errors.As(err, &f) || len(f.Fields) == 0 {
		return err
	}
	sent := plannedAs
	if strings.HasPrefix(o.path, authored) {
		sent = sentAs
	}
	renamed := *f
	renamed.Fields = make(map[string]string, len(f.Fields))
	for name, key := range f.Fields {
		renamed.Fields[sent(o.path, name)] = key
	}
	return &renamed
}

// inLanguage parts a field of a page from the language that it is in.
func inLanguage(field string) (name, lang string) {
	for _, end := range []string{"_ko", "_en"} {
		if base, is := strings.CutSuffix(field, end); is {
			return base, "." + end[1:]
		}
	}
	return field, ""
}

func sentAs(path, field string) string {
	name, lang := inLanguage(field)
	if strings.HasPrefix(path, template) { // where months are no grant's
		return name + lang
	}
	switch name {
	case "section", "lesson": // what they are called; the ID of a section has no language
		if lang != "" {
			name = "title"
		}
	case "opens":
		return "release.how"
	case "opens_at", "opens_days":
		return "release." + strings.TrimPrefix(name, "opens_")
	case "coverage", "score":
		return "completion." + name
	case "duty", "months":
		return "grant." + name
	case "captions":
		return "text"
	case "seconds", "from":
		return name
	}
	return name + lang
}

// newer adds to the fault of an edit that somebody else was faster than which version there is now, if there still is one.
func newer(err error, now func() (map[string]any, error)) error {
	var f *fault.Error
	if !errors.Is(err, authoring.ErrStale) || !errors.As(err, &f) {
		return err
	}
	data, unread := now()
	if unread != nil {
		return unread
	}
	return f.Carrying(data)
}

func textOf(t authoring.Text) Text { return Text(t) }

func (t Text) both() authoring.Text { return authoring.Text(t) }

// placed is an answer that says where something that was made is found.
type placed[T any] struct {
	Status   int
	Location string `header:"Location"`
	Body     T
}

func (c caller) lacks(keys []string) []Lack {
	return each(keys, func(key string) Lack { return Lack{key, c.say.T(key)} })
}
