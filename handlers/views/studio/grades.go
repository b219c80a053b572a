package studio

import (
	"context"
	"net/url"
	"strconv"

	"academy/app/authoring"
	"academy/app/grades"
	"academy/app/locale"
	"academy/handlers/views/layout"
	"academy/handlers/views/parts"

	"github.com/google/uuid"
)

// gradesHead is the head of a course as grades hands it on.
func gradesHead(h grades.Head) authoring.CourseHead { return authoring.CourseHead(h) }

func gradesPath(slug, only, after string) string {
	query := url.Values{}
	if only != "" {
		query.Set("only", only)
	}
	if after != "" {
		query.Set("after", after)
	}
	if len(query) == 0 {
		return path(slug, "grades")
	}
	return path(slug, "grades") + "?" + query.Encode()
}

func nextGrades(v grades.Gradebook) string {
	if v.Next == "" {
		return ""
	}
	return gradesPath(v.Course.Slug, v.Only, v.Next)
}

// gradeFilters are the learners that one may ask for, everybody first.
func gradeFilters() []string { return append([]string{"all"}, grades.Filters()...) }

func filterValue(filter string) string {
	if filter == "all" {
		return ""
	}
	return filter
}

// gradedTitle is a lesson with its place among all.
func gradedTitle(ctx context.Context, number int, text grades.Text) string {
	return strconv.Itoa(number) + ". " + title(ctx, text)
}

// GradesTable is the gradebook as a table to be taken along, filled in and brought back: what new grades are written into
// stands behind all that is there.
func GradesTable(ctx context.Context, v grades.Gradebook) [][]string {
	head := []string{
		grades.Heading(locale.T(ctx, "studio.grades.number"), grades.Learners), locale.T(ctx, "studio.figures.name"), locale.T(ctx, "studio.state"),
		locale.T(ctx, "parts.grades.so_far"), locale.T(ctx, "parts.grades.final"),
	}
	for _, l := range v.Lessons {
		head = append(head, grades.Heading(gradedTitle(ctx, l.Number, l.Title), l.Key))
	}
	for _, l := range v.Lessons {
		head = append(head, grades.Heading(locale.T(ctx, "studio.grades.new_for", gradedTitle(ctx, l.Number, l.Title)), grades.NewGrade(l.Key)))
	}
	rows := [][]string{head}
	for _, p := range v.Learners {
		row := []string{p.ID.String(), p.Name, locale.T(ctx, "studio.learners.state."+p.State), fixed(p.SoFar), fixed(p.Final)}
		for _, c := range p.Cells {
			row = append(row, fixed(c.Percent))
		}
		rows = append(rows, append(row, make([]string, len(v.Lessons))...))
	}
	return rows
}

// NumbersInGrades is the first column of GradesTable that holds numbers.
const NumbersInGrades = 3

func fixed(h *grades.Hundredths) string {
	if h == nil {
		return ""
	}
	return h.Fixed()
}

// overrideForm is what the form of a lesson shows: what was typed, or the grade that was given.
func overrideForm(f layout.Form, l grades.LessonStanding) layout.Form {
	if f.Value("lesson") != l.ID.String() {
		f = layout.Form{Values: map[string]string{}}
		if l.Given != nil {
			f.Values["percent"] = l.Given.Percent.String()
		}
	}
	return f
}

func overrideID(f layout.Form, l uuid.UUID, name string) string {
	return fieldID(f, name+"-"+l.String(), name)
}

// weightForm fills the weights that nobody has typed anew.
func weightForm(f layout.Form, v grades.Weights) layout.Form {
	values := map[string]string{}
	for _, l := range v.Lessons {
		values[weightField(l)] = l.Weight.String()
	}
	return f.Or(values)
}

func weightField(l grades.Lesson) string { return grades.NewWeight{Lesson: l.ID}.Field() }

// rowTone is how a row of a table that was brought is marked.
func rowTone(state string) (tone, icon string) {
	switch state {
	case grades.RowBroken:
		return "r", "circle-alert"
	case grades.RowMoved:
		return "y", "triangle-alert"
	case grades.RowReady:
		return "b", "square-pen"
	case grades.RowTaken:
		return "g", "circle-check"
	}
	return "n", "circle"
}

func newGradeText(ctx context.Context, r grades.ImportRow) string {
	if r.Remove {
		return locale.T(ctx, "studio.grades.taken_away")
	}
	return parts.GradeText(r.New)
}

// givenBy names who has given a grade; an account may be gone.
func givenBy(ctx context.Context, g grades.Given) string {
	if g.By == "" {
		return locale.T(ctx, "studio.grades.somebody")
	}
	return g.By
}
