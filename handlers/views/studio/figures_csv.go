package studio

import (
	"context"
	"strconv"
	"time"

	"academy/app/insight"
	"academy/app/locale"
)

// heads are the headings of a table to be taken along.
func heads(ctx context.Context, keys ...string) []string {
	row := make([]string, len(keys))
	for i, key := range keys {
		row[i] = locale.T(ctx, key)
	}
	return row
}

// cells are a number of people and its share, as a spreadsheet can add them up.
func cells(n, whole insight.Count) []string {
	if n.Few() {
		return []string{"<10", ""}
	}
	return []string{strconv.Itoa(int(n)), strconv.Itoa(n.Of(whole))}
}

func percentCell(percent int) string {
	if percent <= 0 {
		return ""
	}
	return strconv.Itoa(percent)
}

// FiguresCSV is the lessons of a course as a table to be taken along.
func FiguresCSV(ctx context.Context, v insight.CourseFigures) [][]string {
	rows := [][]string{heads(
		ctx, "studio.figures.number", "studio.lesson_title", "studio.kind", "studio.figures.opened", "studio.figures.opened_share",
		"studio.figures.completed", "studio.figures.completed_share", "studio.figures.stopped", "studio.figures.stopped_share",
	)}
	for _, l := range v.Lessons {
		row := []string{strconv.Itoa(l.Number), title(ctx, l.Title), locale.T(ctx, "parts.kind."+l.Kind)}
		row = append(row, cells(l.Opened, v.Learners)...)
		row = append(row, cells(l.Completed, l.Opened)...)
		rows = append(rows, append(row, cells(l.Stopped, l.Opened)...))
	}
	return rows
}

// LessonFiguresCSV is one lesson: a line for each thing that was measured.
func LessonFiguresCSV(ctx context.Context, v insight.LessonFigures) [][]string {
	rows := [][]string{heads(ctx, "studio.figures.measure", "studio.figures.from", "studio.figures.to", "studio.figures.value", "studio.figures.percent")}
	add := func(key, from, to string, cells ...string) {
		rows = append(rows, append([]string{locale.T(ctx, key), from, to}, cells...))
	}
	l := v.Lesson
	add("studio.figures.opened", "", "", cells(l.Opened, l.Opened)...)
	add("studio.figures.completed", "", "", cells(l.Completed, l.Opened)...)
	add("studio.figures.stopped", "", "", cells(l.Stopped, l.Opened)...)
	if v.Watched >= 0 && v.Curve != nil {
		add("studio.figures.median_watched", "", "", "", strconv.Itoa(v.Watched))
	}
	if v.Days >= 0 {
		add("studio.figures.median_days", "", "", strconv.Itoa(v.Days), "")
	}
	if v.Curve != nil {
		for _, r := range v.Curve.Rows() {
			add("studio.figures.watched", locale.Timestamp(r.From), locale.Timestamp(r.To), "", percentCell(r.Percent))
		}
	}
	for _, b := range v.Bands {
		add("studio.figures.score", strconv.Itoa(b.From), strconv.Itoa(b.To), strconv.Itoa(int(b.People)), "")
	}
	return rows
}

// AwayCSV is the learners who stay away.
func AwayCSV(ctx context.Context, v insight.AwayList) [][]string {
	rows := [][]string{heads(ctx, "studio.figures.name", "studio.figures.seen", "studio.figures.last_lesson", "studio.figures.percent")}
	zone := locale.From(ctx).Zone
	for _, p := range v.People {
		rows = append(rows, []string{p.Name, p.SeenAt.In(zone).Format(time.DateOnly), title(ctx, p.Lesson), strconv.Itoa(p.Percent)})
	}
	return rows
}
