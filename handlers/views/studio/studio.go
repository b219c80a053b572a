// Package studio is the pages on which courses are made: what a course contains and says, what publishing would
// change, and who makes it. Every text stands there in Korean and English side by side.
package studio

import (
	"context"
	"slices"
	"strconv"

	"academy/app/authoring"
	"academy/app/credentials"
	"academy/app/locale"
	"academy/handlers/views/layout"
	"academy/handlers/views/parts"
)

// twin is a field that stands twice, as name_ko and name_en.
type twin struct {
	name, label, hint string
	max               int
	// long makes it a text of several lines, brief one of a few.
	long, brief bool
	// saved is what is kept now, shown beside what was typed when somebody else has saved meanwhile.
	saved authoring.Text
}

func (t twin) in(lang string) string { return t.name + "_" + lang }

func (t twin) savedIn(lang string) string {
	if lang == "ko" {
		return t.saved.KO
	}
	return t.saved.EN
}

// otherVersion says whether the saved text is to be shown beside the typed one.
func (t twin) otherVersion(f layout.Form, lang string) bool {
	return (f.Key == authoring.ErrStale.Key || f.Key == credentials.ErrTemplateStale.Key) && f.Value(t.in(lang)) != t.savedIn(lang)
}

// rows is the height of a text of several lines.
func (t twin) rows() string {
	if t.brief {
		return "4"
	}
	return "12"
}

func languages() []string { return []string{"ko", "en"} }

// texts fills the fields of texts in both languages.
func texts(values map[string]string, fields map[string]authoring.Text) map[string]string {
	for name, t := range fields {
		values[name+"_ko"], values[name+"_en"] = t.KO, t.EN
	}
	return values
}

// SettingsValues is the settings as their form shows them.
func SettingsValues(c authoring.SettingsChange) map[string]string {
	values := texts(map[string]string{
		"agenda": c.Agenda, "level": c.Level, "palette": c.Palette, "minutes": strconv.Itoa(c.Minutes), "coverage": strconv.Itoa(c.Coverage),
		"score": strconv.Itoa(c.Score), "duty": c.Duty, "months": strconv.Itoa(max(c.Months, 1)),
	}, map[string]authoring.Text{"title": c.Title, "summary": c.Summary, "description": c.Description, "instructor": c.Instructor})
	for _, lang := range c.Languages {
		values["language_"+lang] = "true"
	}
	for _, slug := range c.Prerequisites {
		values["prerequisite_"+slug] = "true"
	}
	return values
}

// LessonValues is a lesson as its form shows it.
func LessonValues(ctx context.Context, c authoring.LessonChange) map[string]string {
	values := texts(releaseValues(ctx, c.Release), map[string]authoring.Text{"title": c.Title, "body": c.Body})
	values["minutes"], values["captions_missing"] = strconv.Itoa(c.Minutes), c.CaptionsMissing
	if c.Required {
		values["required"] = "true"
	}
	for _, id := range c.Requires {
		values["requires_"+id.String()] = "true"
	}
	return values
}

// DateForm is how a browser writes a date and a time of day.
const DateForm = "2006-01-02T15:04"

// releaseValues is a release as a form shows it, in the reader's zone.
func releaseValues(ctx context.Context, r authoring.Release) map[string]string {
	values := map[string]string{"opens": r.How}
	if !r.At.IsZero() {
		values["opens_at"] = r.At.In(locale.From(ctx).Zone).Format(DateForm)
	}
	if r.Days > 0 {
		values["opens_days"] = strconv.Itoa(r.Days)
	}
	return values
}

// own is what has been typed into one of several forms of a page; every other one is as it was.
func own(f layout.Form, in string) layout.Form {
	if f.Value("in") != in {
		return layout.Form{}
	}
	return f
}

// fieldID is the ID of a field in a form that stands several times on a page: where something is wrong with it, it is the
// field that the summary of errors leads to.
func fieldID(f layout.Form, unique, name string) string {
	if f.Err(name) != "" {
		return name
	}
	return unique
}

// sectionForm is what the form of a section shows.
func sectionForm(ctx context.Context, f layout.Form, part authoring.WorkSection) layout.Form {
	f = own(f, "s-"+part.ID.String())
	if f.Values == nil {
		f.Values = texts(releaseValues(ctx, part.Release), map[string]authoring.Text{"section": part.Title})
	}
	return f
}

// releaseText says when something opens, where that is not at once.
func releaseText(ctx context.Context, r authoring.Release) string {
	switch r.How {
	case authoring.OnDate:
		return locale.T(ctx, "studio.opens_on", locale.From(ctx).DateTime(r.At))
	case authoring.AfterDays:
		return locale.T(ctx, "studio.opens_after", r.Days)
	}
	return ""
}

func path(slug string, rest ...string) string {
	p := "/studio/" + slug
	for _, part := range rest {
		p += "/" + part
	}
	return p
}

func title(ctx context.Context, t authoring.Text) string { return t.In(string(locale.From(ctx).Lang)) }

// half says that a text stands in one language only.
func half(t authoring.Text) bool { return (t.KO == "") != (t.EN == "") }

type tab struct{ key, path, icon string }

// tabs are the parts of a course that somebody may open, those about its learners side by side: assistants see no names.
func tabs(c authoring.CourseHead) []tab {
	slug := c.Slug
	all := []tab{
		{"contents", path(slug), "list"},
		{"bank", path(slug, "bank"), "circle-question-mark"},
		{"media", path(slug, "media"), "video"},
		{"settings", path(slug, "settings"), "settings"},
		{"publish", path(slug, "publish"), "upload"},
		{"marking", path(slug, "marking"), "check-check"},
		{"grades", path(slug, "grades"), "table-2"},
		{"certificates", path(slug, "certificates"), "award"},
		{"figures", path(slug, "analytics"), "chart-no-axes-column"},
		{"history", path(slug, "history"), "history"},
		{"staff", path(slug, "staff"), "users"},
		{"more", path(slug, "more"), "download"},
	}
	return slices.DeleteFunc(all, func(t tab) bool { return (t.key == "grades" || t.key == "certificates") && !c.Part.MayEdit() })
}

func state(ctx context.Context, state string, changed bool) (tone, word string) {
	switch {
	case state == "archived":
		return "", locale.T(ctx, "studio.state.archived")
	case changed:
		return "y", locale.T(ctx, "studio.state.changed")
	case state == "published":
		return "g", locale.T(ctx, "studio.state.published")
	}
	return "", locale.T(ctx, "studio.state."+state)
}

func options(ctx context.Context, list []authoring.Option, first ...parts.Choice) []parts.Choice {
	for _, o := range list {
		label := title(ctx, o.Title)
		if o.Under {
			label = "– " + label
		}
		first = append(first, parts.Choice{Value: o.Slug, Label: label})
	}
	return first
}

// named makes choices of values whose words are messages.
func named(ctx context.Context, prefix string, values ...string) []parts.Choice {
	choices := make([]parts.Choice, len(values))
	for i, v := range values {
		choices[i] = parts.Choice{Value: v, Label: locale.T(ctx, prefix+v)}
	}
	return choices
}

func levels(ctx context.Context) []parts.Choice {
	return named(ctx, "parts.level.", "beginner", "intermediate", "advanced")
}

func palettes(ctx context.Context) []parts.Choice {
	return named(ctx, "studio.palette.", "blue", "green", "navy", "coral", "teal", "gold")
}

func staffParts(ctx context.Context) []parts.Choice {
	return named(ctx, "studio.part.", string(authoring.Editor), string(authoring.Assistant), string(authoring.Owner))
}

func icon(kind string) string {
	switch kind {
	case "lecture":
		return "video"
	case "quiz":
		return "clipboard-check"
	case "assignment":
		return "square-pen"
	}
	return "file-text"
}

// sign is how a change is marked: with a word, an icon and a colour.
func sign(kind string) (tone, icon string) {
	switch kind {
	case "added":
		return "g", "plus"
	case "removed":
		return "r", "trash-2"
	case "moved":
		return "n", "list"
	}
	return "b", "square-pen"
}
