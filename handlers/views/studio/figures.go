package studio

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"academy/app/authoring"
	"academy/app/insight"
	"academy/app/locale"
)

// courseHead is the head of a course as insight hands it on.
func courseHead(h insight.Head) authoring.CourseHead { return authoring.CourseHead(h) }

// people is a number of people in words.
func people(ctx context.Context, n insight.Count) string {
	if n.Few() {
		return locale.T(ctx, "studio.figures.few")
	}
	return locale.T(ctx, "studio.figures.people", int(n))
}

// peopleOf is a number of people with its share of others.
func peopleOf(ctx context.Context, n, whole insight.Count) string {
	if n.Few() || whole.Few() {
		return people(ctx, n)
	}
	return people(ctx, n) + " (" + strconv.Itoa(n.Of(whole)) + "%)"
}

// share is a share in per cent, or in words where it is that of too few.
func share(ctx context.Context, percent int) string {
	if percent == 0 {
		return locale.T(ctx, "studio.figures.few")
	}
	return strconv.Itoa(percent) + "%"
}

func lessonName(ctx context.Context, l insight.Lesson) string {
	return locale.T(ctx, "studio.figures.lesson", l.Number, title(ctx, l.Title))
}

func figuresPath(slug string, l insight.Lesson) string { return path(slug, "analytics", l.ID.String()) }

// filmAt leads to a place in the film of a lecture.
func filmAt(slug string, l insight.Lesson, at time.Duration) string {
	return path(slug, "lessons", l.ID.String(), "captions") + "?at=" + strconv.Itoa(int(at.Seconds()))
}

func between(from, to time.Duration) string {
	return locale.Timestamp(from) + "–" + locale.Timestamp(to)
}

func daysWord(ctx context.Context, days int) string {
	if days == 0 {
		return locale.T(ctx, "studio.figures.same_day")
	}
	return locale.T(ctx, "studio.figures.days", days)
}

// area is the outline of a curve in a box that is a unit wide for each bin and 100 high.
func area(c *insight.Curve) string {
	var line strings.Builder
	line.WriteString("M0 100")
	for i, n := range c.Bins {
		fmt.Fprintf(&line, "V%dH%d", 100-n.Of(c.Opened), i+1)
	}
	line.WriteString("V100Z")
	return line.String()
}

// along is where a time of the film lies in that box.
func along(c *insight.Curve, at time.Duration) string {
	return strconv.FormatFloat(float64(at)*float64(len(c.Bins))/float64(c.Length), 'f', 2, 64)
}

// ticks are the times under a curve.
func ticks(c *insight.Curve) []string {
	if c.Length < 8*time.Second {
		return []string{locale.Timestamp(0), locale.Timestamp(c.Length)}
	}
	var list []string
	for i := range time.Duration(5) {
		list = append(list, locale.Timestamp(c.Length*i/4))
	}
	return list
}

// largest is the band that the others are drawn against.
func largest(bands []insight.Band) insight.Count {
	most := insight.Count(0)
	for _, b := range bands {
		most = max(most, b.People)
	}
	return most
}

func points(b insight.Band) string { return strconv.Itoa(b.From) + "–" + strconv.Itoa(b.To) }

// line is a line of the table beside a picture.
type line struct{ what, value string }

func curveRows(ctx context.Context, c *insight.Curve) []line {
	var rows []line
	for _, r := range c.Rows() {
		rows = append(rows, line{between(r.From, r.To), share(ctx, r.Percent)})
	}
	return rows
}

func bandRows(ctx context.Context, bands []insight.Band) []line {
	var rows []line
	for _, b := range bands {
		rows = append(rows, line{points(b), people(ctx, b.People)})
	}
	return rows
}

// hidden says why there are no figures of a course, in a title and a text; both are empty when there are.
func hidden(f insight.CourseFigures) (title, text string) {
	switch {
	case len(f.Lessons) == 0:
		return "studio.figures.unpublished", "studio.figures.unpublished_text"
	case f.Nobody:
		return "studio.figures.nobody", "studio.figures.nobody_text"
	case f.Learners.Few():
		return "studio.figures.hidden", "studio.figures.hidden_text"
	}
	return "", ""
}
