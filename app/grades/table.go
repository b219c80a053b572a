package grades

import (
	"regexp"
	"slices"
	"strings"

	"academy/app/fault"
	"academy/app/sheet"
	"academy/models/grades"

	"github.com/google/uuid"
)

// A table of grades is what was taken along, filled in: who a row is about and what a column holds stands in brackets
// behind its heading, in words that no language changes. What stood there before tells whether it has changed since.

// Learners is the heading of the column that says by number who a row is about.
const Learners = "learner"

// NewGrade is the heading of the column that takes new grades for a lesson, whose own key heads the grades it has now.
func NewGrade(key string) string { return key + ":new" }

// Heading is a heading with what it stands for.
func Heading(title, column string) string { return title + " [" + column + "]" }

// TakeAway is what is written where a given grade is to be taken away again.
const TakeAway = "-"

// Bounds of a table that is brought.
const (
	mostLines   = 10_001
	mostChanges = 5_000
	maxSaid     = 60
)

var heading = regexp.MustCompile(`\[([^\[\]]+)\]\s*$`) //nolint:gochecknoglobals // compiled once

// table is a table while it is being read.
type table struct {
	lessons []grades.Lesson
	columns []string
	rows    []grades.ImportRow
	seen    map[[2]uuid.UUID]bool
}

// readTable reads what is to change. A file that cannot be read at all is told at the field file.
func readTable(data []byte, lessons []grades.Lesson) ([]grades.ImportRow, error) {
	lines, err := sheet.Read(data, mostLines+1)
	if err != nil {
		return nil, fault.Field("file", "grades.import_unread").Because(err)
	}
	t := &table{lessons: lessons, seen: map[[2]uuid.UUID]bool{}}
	if key := t.head(lines); key != "" {
		return nil, fault.Field("file", key)
	}
	for _, l := range lines[1:] {
		t.line(l)
	}
	if len(t.rows) == 0 {
		return nil, fault.Field("file", "grades.import_nothing")
	}
	if len(t.rows) > mostChanges {
		return nil, fault.Field("file", "grades.import_many")
	}
	return t.rows, nil
}

// head reads the headings and answers what is wrong with the table as a whole.
func (t *table) head(lines []sheet.Line) string {
	switch {
	case len(lines) > mostLines:
		return "grades.import_many"
	case len(lines) == 0 || lines[0].Bad:
		return "grades.import_unread"
	}
	for _, text := range lines[0].Cells {
		column := ""
		if m := heading.FindStringSubmatch(text); m != nil {
			column = m[1]
		}
		t.columns = append(t.columns, column)
	}
	if !slices.Contains(t.columns, Learners) {
		return "grades.import_columns"
	}
	for _, column := range t.columns {
		if key, is := strings.CutSuffix(column, ":new"); is && !slices.Contains(t.columns, key) {
			return "grades.import_columns"
		}
	}
	return ""
}

func (t *table) line(l sheet.Line) {
	if l.Bad {
		t.rows = append(t.rows, grades.ImportRow{Line: l.Number, Problem: "grades.import_quotes"})
		return
	}
	at := func(column string) string {
		if i := slices.Index(t.columns, column); i >= 0 && i < len(l.Cells) {
			return strings.TrimSpace(l.Cells[i])
		}
		return ""
	}
	for i, column := range t.columns {
		key, is := strings.CutSuffix(column, ":new")
		if !is || i >= len(l.Cells) || strings.TrimSpace(l.Cells[i]) == "" || len(t.rows) > mostChanges {
			continue
		}
		row := grades.ImportRow{Line: l.Number}
		row.Problem, row.Said = t.cell(&row, key, [3]string{at(Learners), at(key), strings.TrimSpace(l.Cells[i])})
		t.rows = append(t.rows, row)
	}
}

// cell reads who, what was and what is to be, and answers what is wrong and where it was read.
func (t *table) cell(row *grades.ImportRow, key string, cells [3]string) (problem, said string) {
	learner, err := uuid.Parse(cells[0])
	if err != nil {
		return "grades.import_learner", shortened(cells[0])
	}
	i := slices.IndexFunc(t.lessons, func(l grades.Lesson) bool { return l.Key == key })
	if i < 0 {
		return "grades.import_lesson", shortened(key)
	}
	row.Learner, row.Lesson = learner, t.lessons[i].ID
	place := [2]uuid.UUID{row.Learner, row.Lesson}
	if t.seen[place] {
		return "grades.import_twice", ""
	}
	t.seen[place] = true
	var ok bool
	if row.Was, ok = percentIn(cells[1]); !ok {
		return "grades.import_was", shortened(cells[1])
	}
	if strings.Trim(cells[2], "'") == TakeAway {
		return "", ""
	}
	if row.New, ok = percentIn(cells[2]); !ok {
		return "grades.import_percent", shortened(cells[2])
	}
	return "", ""
}

// percentIn reads a cell that may be empty.
func percentIn(text string) (*int, bool) {
	if text == "" {
		return nil, true
	}
	h, ok := ParseHundredths(text, whole)
	return (*int)(&h), ok
}

func shortened(text string) string {
	runes := []rune(text)
	return string(runes[:min(len(runes), maxSaid)])
}
