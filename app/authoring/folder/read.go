package folder

import (
	"errors"
	"io"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"academy/media"

	"go.yaml.in/yaml/v3"
)

// maxText bounds a text file of a folder.
const maxText = 1 << 20

// slugForm is the form of names in addresses, and of the keys of sections and lessons.
var slugForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{1,79}$`) //nolint:gochecknoglobals // compiled once

// IsSlug says whether a course, a section or a lesson may be called so.
func IsSlug(name string) bool { return slugForm.MatchString(name) }

const courseName = "course.yaml"

// Read reads everything but the films and notes every mistake it finds.
func Read(fsys fs.FS) *Folder {
	f := &Folder{FS: fsys, places: map[Place]spot{}}
	item := f.item(courseName, "course")
	var file courseFile
	if f.decode(item, &file) {
		f.takeCourse(item, file)
		f.readLessons(item, file)
		f.readMedia(item, file.Media)
		f.readCertificate(file.Certificate)
	}
	return f
}

// read reads a text file of the folder; a name that leads out of it is as if it were not there.
func (f *Folder) read(item *Item) ([]byte, bool) {
	file, err := f.FS.Open(item.Name)
	if err != nil {
		item.add(0, "import.no_file", item.Name)
		return nil, false
	}
	defer func() { _ = file.Close() }()
	raw, err := io.ReadAll(io.LimitReader(file, maxText+1))
	switch {
	case err != nil:
		item.add(0, "import.unreadable", item.Name)
	case len(raw) > maxText:
		item.add(0, "import.too_large", item.Name)
	default:
		return raw, true
	}
	return nil, false
}

// there says whether the folder has a file, and notes it where it has not.
func (f *Folder) there(item *Item) {
	file, err := f.FS.Open(item.Name)
	if err != nil {
		item.add(0, "import.no_file", item.Name)
		return
	}
	defer func() { _ = file.Close() }()
	if info, err := file.Stat(); err != nil || !info.Mode().IsRegular() {
		item.add(0, "import.no_file", item.Name)
	}
}

var yamlLine = regexp.MustCompile(`line (\d+): (.*)`) //nolint:gochecknoglobals // compiled once

// decode reads YAML strictly: a field that we do not know is a mistake, most likely in its spelling.
func (f *Folder) decode(item *Item, into any) bool {
	raw, ok := f.read(item)
	if !ok {
		return false
	}
	d := yaml.NewDecoder(strings.NewReader(string(raw)))
	d.KnownFields(true)
	err := d.Decode(into)
	if err == nil {
		return true
	}
	var several *yaml.TypeError
	texts := []string{err.Error()}
	if errors.As(err, &several) {
		texts = several.Errors
	}
	for _, t := range texts {
		line := 0
		if m := yamlLine.FindStringSubmatch(t); m != nil {
			line, _ = strconv.Atoi(m[1])
			t = m[2]
		}
		item.add(line, "import.yaml", t)
	}
	return false
}

func (f *Folder) takeCourse(item *Item, c courseFile) {
	f.mark(AtSlug, item, c.Slug.Line)
	f.mark(AtAgenda, item, c.Agenda.Line)
	f.Course = Course{
		Slug: c.Slug.V, Title: c.Title.Text, Summary: c.Summary.Text, Description: c.Description.Text, Instructor: c.Instructor.Text,
		Level: c.Level.V, Minutes: c.Minutes.V, Agenda: c.Agenda.V, Palette: c.Palette.V, Coverage: c.Completion.Coverage.V, Score: c.Completion.Score.V,
	}
	for _, lang := range []string{"ko", "en"} {
		if slices.Contains(c.Languages.V, lang) {
			f.Course.Languages = append(f.Course.Languages, lang)
		}
	}
	if c.Grants != nil {
		f.mark(AtDuty, item, c.Grants.Duty.Line)
		f.Course.Duty, f.Course.Months = c.Grants.Duty.V, c.Grants.Months.V
		between(item, "months", c.Grants.Months, 1, 600)
	}
	for _, first := range c.First {
		f.mark(AtPrerequisite(first.V), item, first.Line)
		if slices.Contains(f.Course.Prerequisites, first.V) || first.V == c.Slug.V {
			item.add(first.Line, "import.twice", "course", first.V)
		}
		f.Course.Prerequisites = append(f.Course.Prerequisites, first.V)
	}
	if len(c.First) > mostPrerequisites {
		item.add(c.First[0].Line, "import.between", "prerequisites", 0, mostPrerequisites)
	}
	f.checkCourse(item, c)
}

// mostPrerequisites bounds the courses that come before one.
const mostPrerequisites = 20

// release reads when something opens: on a date or after some days, not both.
func release(item *Item, opens at[time.Time], after at[int]) Release {
	if after.Line > 0 {
		between(item, "opens_after_days", after, 1, 3650)
	}
	if year := opens.V.Year(); opens.Line > 0 && (year < 2000 || year > 2199) {
		item.add(opens.Line, "import.date", "opens_at")
	}
	if opens.Line > 0 && after.Line > 0 {
		item.add(after.Line, "import.opens_twice")
	}
	return Release{opens.V.UTC(), after.V}
}

func (f *Folder) checkCourse(item *Item, c courseFile) {
	if !IsSlug(c.Slug.V) {
		item.add(c.Slug.Line, "import.slug")
	}
	f.needs(item, "title", c.Title)
	f.needs(item, "summary", c.Summary)
	oneOf(item, "level", c.Level, "beginner", "intermediate", "advanced")
	oneOf(item, "palette", c.Palette, media.Palettes()...)
	if len(c.Languages.V) == 0 {
		item.add(c.Languages.Line, "import.missing", "languages")
	}
	for _, l := range c.Languages.V {
		oneOf(item, "languages", at[string]{l, c.Languages.Line}, "ko", "en")
	}
	between(item, "minutes", c.Minutes, 1, 100_000)
	between(item, "coverage", c.Completion.Coverage, 0, 100)
	between(item, "score", c.Completion.Score, 0, 100)
	if len(c.Sections.V) == 0 {
		item.add(c.Sections.Line, "import.missing", "sections")
	}
}

// needs asks for a text in every language of the course.
func (f *Folder) needs(item *Item, name string, t text) {
	for _, lang := range f.Course.Languages {
		if lang == "ko" && t.KO == "" || lang == "en" && t.EN == "" {
			item.add(t.Line, "import.both_languages", name)
			return
		}
	}
}

// checkText asks for a text in both languages.
func checkText(item *Item, name string, t text) {
	if t.KO == "" || t.EN == "" {
		item.add(t.Line, "import.both_languages", name)
	}
}

func oneOf(item *Item, name string, v at[string], known ...string) {
	if !slices.Contains(known, v.V) {
		item.add(v.Line, "import.one_of", name, v.V, strings.Join(known, ", "))
	}
}

func between(item *Item, name string, v at[int], low, high int) {
	if v.V < low || v.V > high {
		item.add(v.Line, "import.between", name, low, high)
	}
}

// questionForm is the form of a question's key, which stands in form values.
var questionForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,80}$`) //nolint:gochecknoglobals // compiled once

func checkKey(item *Item, what string, key at[string], seen map[string]bool) {
	switch {
	case what == "question" && !questionForm.MatchString(key.V):
		item.add(key.Line, "import.question_key", key.V)
	case what != "question" && !IsSlug(key.V):
		item.add(key.Line, "import.key", what, key.V)
	case seen[key.V]:
		item.add(key.Line, "import.twice", what, key.V)
	}
	seen[key.V] = true
}
