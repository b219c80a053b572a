package studio

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"academy/app/authoring"
	"academy/app/locale"
	"academy/handlers/views/layout"
	"academy/handlers/views/parts"

	"github.com/google/uuid"
)

// uploader is a place where files are taken in.
type uploader struct {
	// lesson is the one that it stands at, empty for the library.
	course, lesson, purpose string
	several                 bool
	// was is the film of a lecture before another is taken in.
	was string
	// form is the form that takes the asset when it has arrived, empty for none.
	form string
	// broken are the uploads that broke off and can go on.
	broken []authoring.MediaItem
}

// plain is where its form without a script is sent.
func (u uploader) plain() string {
	if u.lesson != "" {
		return path(u.course, "lessons", u.lesson, "files")
	}
	return path(u.course, "files")
}

// field is the ID of that form's field: two such forms stand on a page.
func (u uploader) field() string { return "file-" + u.purpose }

// accept is what the browser's own dialogue offers first; the server looks at the content.
func (u uploader) accept() string {
	if u.purpose == "lecture" {
		return "video/mp4,video/quicktime,video/webm,video/x-matroska,.mkv,.m4v"
	}
	return ""
}

func brokenFilms(items []authoring.MediaItem) []authoring.MediaItem { return brokenOffs(items, true) }

func brokenFiles(items []authoring.MediaItem) []authoring.MediaItem { return brokenOffs(items, false) }

func brokenOffs(items []authoring.MediaItem, films bool) []authoring.MediaItem {
	return only(items, func(m authoring.MediaItem) bool {
		return m.State == "receiving" && m.Mine && (m.Kind == "film") == films
	})
}

func only(items []authoring.MediaItem, which func(authoring.MediaItem) bool) []authoring.MediaItem {
	return slices.DeleteFunc(slices.Clone(items), func(m authoring.MediaItem) bool { return !which(m) })
}

// choosable are the films that a lecture could have instead of its own.
func choosable(v authoring.LessonWork) []authoring.MediaItem {
	return only(v.Media, func(m authoring.MediaItem) bool {
		return m.Kind == "film" && m.State != "refused" && m.State != "receiving" && m.ID.String() != filmID(v.Film)
	})
}

// showable are the pictures and files that a text could show, now or soon.
func showable(items []authoring.MediaItem) []authoring.MediaItem {
	return only(items, func(m authoring.MediaItem) bool { return m.Kind != "film" && m.State != "receiving" })
}

// removable is what nothing shows and nobody is about to send; what is on its way is cancelled instead.
func removable(m authoring.MediaItem) bool {
	return len(m.Used) == 0 && !m.Cancellable() && m.State != "receiving"
}

func filmChoices(ctx context.Context, films []authoring.MediaItem) []parts.Choice {
	choices := []parts.Choice{{Label: locale.T(ctx, "studio.film_pick")}}
	for _, m := range films {
		choices = append(choices, parts.Choice{Value: m.ID.String(), Label: mediaName(ctx, m) + " · " + mediaFacts(ctx, m)})
	}
	return choices
}

func filmID(f *authoring.Film) string {
	if f == nil {
		return ""
	}
	return f.ID.String()
}

func undescribed(m authoring.MediaItem) bool {
	return m.Kind == "image" && m.Alt.KO == "" && m.Alt.EN == ""
}

// snippet is what shows a picture, or offers a file with its kind and size, in a text.
func snippet(m authoring.MediaItem, lang string) string {
	if m.Kind == "image" {
		return fmt.Sprintf("![%s](%s%s)", m.Alt.In(lang), authoring.MediaPath, m.ID)
	}
	name := strings.NewReplacer("[", "(", "]", ")").Replace(m.Name)
	return fmt.Sprintf("[%s (%s)](%s%s)", name, parts.Size(m.Bytes), authoring.MediaPath, m.ID)
}

// mediaName is the name of the file; what came with a folder has none that says anything, so it is called by its lesson.
func mediaName(ctx context.Context, m authoring.MediaItem) string {
	if m.Upload == uuid.Nil && len(m.Used) > 0 {
		return title(ctx, m.Used[0].Title)
	}
	return m.Name
}

// mediaFacts says what an item is, how large and how long.
func mediaFacts(ctx context.Context, m authoring.MediaItem) string {
	facts := []string{locale.T(ctx, "studio.media.kind."+m.Kind)}
	if m.Kind == "file" {
		if ext := strings.TrimPrefix(filepath.Ext(m.Name), "."); ext != "" && len(ext) <= 5 {
			facts[0] = strings.ToUpper(ext)
		}
	}
	facts = append(facts, parts.Size(m.Bytes))
	if m.Duration > 0 {
		facts = append(facts, locale.Timestamp(m.Duration))
	}
	return strings.Join(facts, " · ")
}

// mediaBadge is how far an item has come, as a word and a tone.
func mediaBadge(m authoring.MediaItem) (tone, key string) {
	switch m.State {
	case "ready":
		return "g", "studio.media.state.ready"
	case "refused":
		return "r", "studio.media.state.refused"
	case "receiving":
		return "n", "studio.media.state.receiving"
	}
	return "b", "studio.media.state." + m.State
}

func mediaIcon(kind string) string {
	if kind == "film" {
		return "video"
	}
	return "file-text"
}

// alt is a field of a picture's description.
type alt struct{ id, value, err string }

// altField is a description in one language: what is kept, or what came back.
func altField(m authoring.MediaItem, lang string, f layout.Form, back bool) alt {
	field := alt{id: "alt-" + lang + "-" + m.ID.String(), value: m.Alt.KO}
	if lang == "en" {
		field.value = m.Alt.EN
	}
	if back && f.Values != nil {
		field.value, field.err = f.Value("alt_"+lang), f.Err("alt_"+lang)
	}
	return field
}
