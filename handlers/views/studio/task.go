package studio

import (
	"context"
	"math"
	"strconv"

	"academy/app/authoring"
	"academy/app/coursework"
	"academy/app/locale"
	"academy/app/questions"
	"academy/handlers/views/layout"
	"academy/handlers/views/parts"

	"github.com/google/uuid"
)

// TaskFields are the fields of what an assignment asks for, in the order of the page. The rubric stands beside them.
func TaskFields() []string {
	return []string{
		"text", "files", "words", "most_files", "most_megabytes", "kind", "opens_at", "due_at", "grace_hours", "deduct", "again", "most_times",
		"points", "pass_percent", "notes_ko", "notes_en", "named",
	}
}

// TaskValues is what an assignment asks for as its form shows it, in the reader's zone.
func TaskValues(ctx context.Context, t coursework.Task) map[string]string {
	values := map[string]string{
		"words": strconv.Itoa(t.Words), "most_files": strconv.Itoa(t.MostFiles), "most_megabytes": strconv.Itoa(t.MostMegabytes),
		"opens_at": moment(ctx, t.OpensAt), "due_at": moment(ctx, t.DueAt), "grace_hours": strconv.Itoa(t.GraceHours), "deduct": strconv.Itoa(t.Deduct),
		"again": t.Again, "most_times": strconv.Itoa(t.MostTimes), "points": taskPoints(t.Points), "pass_percent": strconv.Itoa(t.PassPercent),
		"notes_ko": t.Notes.KO, "notes_en": t.Notes.EN,
	}
	for name, ticked := range map[string]bool{"text": t.Text, "files": t.Files, "named": t.Named} {
		if ticked {
			values[name] = "true"
		}
	}
	if len(t.Kinds) == 1 {
		values["kind"] = t.Kinds[0]
	}
	return values
}

// pointsText writes points; what was no number is left to be typed again.
func taskPoints(n float64) string {
	if math.IsNaN(n) {
		return ""
	}
	return marks(n)
}

// criteria are those of a rubric and some lines to write more into.
func criteria(t coursework.Task) []coursework.Criterion {
	const spare = 3
	return append(t.Rubric[:len(t.Rubric):len(t.Rubric)], make([]coursework.Criterion, spare)...)
}

func criterionPoints(c coursework.Criterion) string {
	if c.Points == 0 {
		return ""
	}
	return taskPoints(c.Points)
}

func fileKinds(ctx context.Context) []parts.Choice {
	return anyOf(ctx, "studio.task.kind_any", choicesOf(ctx, "studio.task.kind.", questions.FileKinds()))
}

func taskPath(slug string, lesson uuid.UUID) string {
	return path(slug, "assignments", lesson.String())
}

func taskHead(c coursework.Head) authoring.CourseHead { return authoring.CourseHead(c) }

// submissionCode names a submission without saying whose it is.
func submissionCode(id uuid.UUID) string { return id.String()[28:] }

func submissionPath(slug string, id uuid.UUID) string {
	return path(slug, "submissions", id.String())
}

// queuePath is a page of the submissions of a course.
func queuePath(v coursework.Queue, done bool, cursor string) string {
	query := ""
	if done {
		query = "?done=true"
	}
	if cursor != "" && query == "" {
		query = "?cursor=" + cursor
	} else if cursor != "" {
		query += "&cursor=" + cursor
	}
	return path(v.Course.Slug, "submissions") + query
}

func submissionTone(state string) string {
	switch state {
	case coursework.Marked:
		return "g"
	case coursework.Returned:
		return "y"
	case coursework.HandedIn:
		return "b"
	}
	return "n"
}

// criterionText is a criterion in the reader's language.
func criterionText(ctx context.Context, c coursework.Criterion) string {
	return c.Text.In(string(locale.From(ctx).Lang))
}

// pointsBefore is what was typed for a criterion, or what was given when it was marked before.
func pointsBefore(f layout.Form, v coursework.ToMark, i int) string {
	if typed := pointsAt(f, i); typed != "" || len(v.Marks) == 0 || i >= len(v.Marks[0].Criteria) {
		return typed
	}
	return marks(v.Marks[0].Criteria[i].Given)
}

func totalBefore(f layout.Form, v coursework.ToMark) string {
	if typed := f.Value("total"); typed != "" || len(v.Marks) == 0 || v.Marks[0].Points == nil {
		return typed
	}
	return marks(*v.Marks[0].Points)
}
