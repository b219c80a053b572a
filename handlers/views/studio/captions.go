package studio

import (
	"context"
	"slices"
	"strconv"

	"academy/app/authoring"
	"academy/app/locale"

	"github.com/a-h/templ"
)

// captionsShown is what came back, or what is kept.
func captionsShown(track authoring.Captions, back Returned) string {
	if back.Lang == track.Lang {
		return back.Text
	}
	return track.Text
}

func captioned(v authoring.LessonWork, lang string) bool { return slices.Contains(v.Captioned, lang) }

func lessonPath(v authoring.CaptionsWork) string {
	return path(v.Course.Slug, "lessons", v.Lesson.ID.String())
}

func otherLanguage(lang string) string { return string(locale.Parse(lang).Other()) }

// shortcut is a key of the rows: what is pressed, and the name of what it does.
type shortcut struct{ press, name string }

// cueShortcuts keep clear of what browsers and screen readers take for themselves; Alt with a letter of a menu is theirs.
func cueShortcuts() []shortcut {
	return []shortcut{
		{"Alt + [", "start"}, {"Alt + ]", "end"}, {"Alt + P", "toggle"}, {"Alt + R", "play"}, {"Alt + ,", "back"}, {"Alt + .", "forward"},
		{"Alt + Enter", "add"}, {"Alt + ↑", "up"}, {"Alt + ↓", "down"},
	}
}

// cueActions are the buttons of a row in their order.
func cueActions() []string {
	return []string{"start", "end", "play", "split", "merge", "after", "remove"}
}

// limitAttributes hand the limits to the script, so that they stand in one place.
func limitAttributes(v authoring.CaptionsWork) templ.Attributes {
	attributes := templ.Attributes{}
	for name, n := range map[string]int{
		"wide-per-second": v.Limits.WidePerSecond, "narrow-per-second": v.Limits.NarrowPerSecond, "wide-per-line": v.Limits.WidePerLine,
		"narrow-per-line": v.Limits.NarrowPerLine, "lines": v.Limits.Lines, "shortest": v.Limits.Shortest, "longest": v.Limits.Longest,
	} {
		attributes["data-"+name] = strconv.Itoa(n)
	}
	return attributes
}

// cueTexts are the sentences of the script.
func cueTexts(ctx context.Context, v authoring.CaptionsWork, lang string) templ.Attributes {
	attributes := templ.Attributes{}
	for _, name := range []string{"fast", "short", "long", "overlap", "wide", "lines"} {
		attributes["data-text-"+name] = warningText(ctx, v, "captions."+name)
	}
	for name, key := range map[string]string{
		"time": "studio.cue.bad_time", "end": "captions.end", "beyond": "captions.beyond_film", "empty": "studio.cue.empty",
		"count": "studio.cue.count", "refused": "studio.cue.refused", "unreadable": "studio.cue.unreadable", "removed": "studio.cue.removed",
		"restored": "studio.cue.restored", "waiting": "studio.cue.waiting", "said-start": "studio.cue.said_start", "said-end": "studio.cue.said_end",
		"seconds": "authoring.shift_seconds", "from": "authoring.shift_from", "before": "authoring.shift_before", "shifted": "studio.cue.shifted",
		"copied": "studio.cue.copied." + otherLanguage(lang),
	} {
		attributes["data-text-"+name] = locale.T(ctx, key)
	}
	return attributes
}

// warningText says what makes a cue hard to read, with the limit it is over.
func warningText(ctx context.Context, v authoring.CaptionsWork, key string) string {
	l := v.Limits
	limits := map[string][]any{
		"captions.fast": {l.WidePerSecond, l.NarrowPerSecond}, "captions.wide": {l.WidePerLine, l.NarrowPerLine}, "captions.lines": {l.Lines},
		"captions.short": {inSeconds(l.Shortest)}, "captions.long": {inSeconds(l.Longest)},
	}
	return locale.T(ctx, key, limits[key]...)
}

func inSeconds(ms int) string { return strconv.FormatFloat(float64(ms)/1000, 'f', -1, 64) }
