package authoring

import (
	"errors"
	"io"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"academy/media"
	"academy/media/film"
	"academy/models"

	"go.yaml.in/yaml/v3"
	"golang.org/x/text/unicode/norm"
)

// maxText bounds a text file of a folder.
const maxText = 1 << 20

// folder is a course folder that has been read. It is good when no item has a problem.
type folder struct {
	fsys   fs.FS
	course courseFile
	items  []*Item
	// What the lessons name, by lesson key.
	bodies   map[string]models.Text
	quizzes  map[string]QuizDraft
	slides   map[string][]film.Slide
	captions map[string]map[string][]media.Cue
}

var slugForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{1,79}$`)

const courseName = "course.yaml"

// readFolder reads everything but the media and notes every mistake it finds.
func readFolder(fsys fs.FS) *folder {
	f := &folder{fsys: fsys, bodies: map[string]models.Text{}, quizzes: map[string]QuizDraft{}, slides: map[string][]film.Slide{}, captions: map[string]map[string][]media.Cue{}}
	item := f.item(courseName, "course")
	if f.decode(item, &f.course) {
		f.checkCourse(item)
		f.readLessons(item)
	}
	return f
}

func (f *folder) item(name, kind string) *Item {
	i := &Item{Name: name, Type: kind}
	f.items = append(f.items, i)
	return i
}

func (i *Item) add(line int, key string, args ...any) {
	i.Problems = append(i.Problems, Problem{line, key, args})
}

func (f *folder) broken() bool {
	return slices.ContainsFunc(f.items, func(i *Item) bool { return len(i.Problems) > 0 })
}

// read reads a text file of the folder; a name that leads out of it is as if it were not there.
func (f *folder) read(item *Item) ([]byte, bool) {
	file, err := f.fsys.Open(item.Name)
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

var yamlLine = regexp.MustCompile(`line (\d+): (.*)`)

// decode reads YAML strictly: a field that we do not know is a mistake, most likely in its spelling.
func (f *folder) decode(item *Item, into any) bool {
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

func (f *folder) checkCourse(item *Item) {
	c := &f.course
	if !slugForm.MatchString(c.Slug.V) {
		item.add(c.Slug.Line, "import.slug")
	}
	for name, t := range map[string]text{"title": c.Title, "summary": c.Summary, "description": c.Description, "instructor": c.Instructor} {
		checkText(item, name, t)
	}
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
	if c.Grants != nil {
		between(item, "months", c.Grants.Months, 1, 600)
	}
	if len(c.Sections.V) == 0 {
		item.add(c.Sections.Line, "import.missing", "sections")
	}
}

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

// readLessons reads what the lessons name and checks that keys are unique and locks can be opened.
func (f *folder) readLessons(item *Item) {
	seen, sections := map[string]bool{}, map[string]bool{}
	for _, s := range f.course.Sections.V {
		checkKey(item, "section", s.Key, sections)
		checkText(item, "title", s.Title)
		for _, l := range s.Lessons {
			checkKey(item, "lesson", l.Key, seen)
			checkText(item, "title", l.Title)
			between(item, "minutes", l.Minutes, 0, 10_000)
			f.readLesson(item, l)
		}
	}
	if len(seen) == 0 {
		item.add(f.course.Sections.Line, "import.missing", "lessons")
	}
	f.checkRequires(item, seen)
}

func checkKey(item *Item, what string, key at[string], seen map[string]bool) {
	switch {
	case !slugForm.MatchString(key.V):
		item.add(key.Line, "import.key", what, key.V)
	case seen[key.V]:
		item.add(key.Line, "import.twice", what, key.V)
	}
	seen[key.V] = true
}

// checkRequires refuses a lock that nothing can open: an unknown lesson, or lessons that wait for one another.
func (f *folder) checkRequires(item *Item, known map[string]bool) {
	requires := map[string][]string{}
	var order []at[string]
	for _, s := range f.course.Sections.V {
		for _, l := range s.Lessons {
			order = append(order, l.Key)
			for _, r := range l.Requires {
				if !known[r.V] {
					item.add(r.Line, "import.unknown_lesson", r.V)
				}
				requires[l.Key.V] = append(requires[l.Key.V], r.V)
			}
		}
	}
	for _, key := range order {
		if reaches(requires, key.V, key.V, map[string]bool{}) {
			item.add(key.Line, "import.cycle", key.V)
			return
		}
	}
}

func reaches(requires map[string][]string, from, goal string, seen map[string]bool) bool {
	for _, r := range requires[from] {
		if r == goal {
			return true
		}
		if !seen[r] {
			seen[r] = true
			if reaches(requires, r, goal, seen) {
				return true
			}
		}
	}
	return false
}

func (f *folder) readLesson(item *Item, l lessonFile) {
	switch l.Kind.V {
	case "reading":
		if len(l.Body) == 0 {
			item.add(l.Key.Line, "import.missing", "body")
		}
	case "lecture":
		f.readLecture(item, l)
	case "quiz":
		f.readQuiz(item, l)
	default:
		oneOf(item, "kind", l.Kind, "reading", "lecture", "quiz")
	}
	if len(l.Body) > 0 {
		f.bodies[l.Key.V] = models.Text{KO: f.markdown(item, l, "ko"), EN: f.markdown(item, l, "en")}
	}
}

func (f *folder) markdown(course *Item, l lessonFile, lang string) string {
	name, ok := l.Body[lang]
	if !ok {
		course.add(l.Key.Line, "import.both_languages", "body")
		return ""
	}
	item := f.item(name.V, "reading")
	raw, ok := f.read(item)
	if !ok {
		return ""
	}
	body := strings.TrimSpace(norm.NFC.String(strings.ToValidUTF8(string(raw), "\uFFFD")))
	if body == "" {
		item.add(1, "import.empty")
	}
	return body
}

func (f *folder) readQuiz(course *Item, l lessonFile) {
	if l.Quiz.V == "" {
		course.add(l.Key.Line, "import.missing", "quiz")
		return
	}
	item := f.item(l.Quiz.V, "quiz")
	var q quizFile
	if !f.decode(item, &q) {
		return
	}
	between(item, "pass_percent", q.PassPercent, 0, 100)
	between(item, "attempts", q.Attempts, 0, 1000)
	between(item, "time_limit_minutes", q.Minutes, 0, 10_000)
	draft := QuizDraft{PassPercent: q.PassPercent.V, MaxAttempts: q.Attempts.V, TimeLimit: q.Minutes.V * 60, Shuffle: q.Shuffle}
	seen := map[string]bool{}
	for _, question := range q.Questions {
		checkKey(item, "question", question.Key, seen)
		draft.Questions = append(draft.Questions, question.draft(l.Key.V))
	}
	f.quizzes[l.Key.V] = draft
}

// draft names the question within its course: the same key in two quizzes is two questions.
func (q questionFile) draft(lesson string) QuestionDraft {
	d := QuestionDraft{
		Key: lesson + "--" + q.Key.V, Type: q.Type.V, Marks: q.Marks, Prompt: q.Prompt.Text, Answer: q.Answer, Feedback: q.Feedback.Text,
	}
	for _, a := range q.Accepted {
		d.Accepted = append(d.Accepted, norm.NFC.String(a))
	}
	for _, c := range q.Choices {
		d.Choices = append(d.Choices, ChoiceDraft{c.Key, c.Text.Text, c.Correct})
	}
	return d
}

// checkQuizzes adds what the area of quizzes finds, at the line of the question.
func (f *folder) checkQuizzes(check func(QuizDraft) []QuizProblem) {
	for _, s := range f.course.Sections.V {
		for _, l := range s.Lessons {
			draft, ok := f.quizzes[l.Key.V]
			if !ok {
				continue
			}
			item := f.find(l.Quiz.V)
			for _, p := range check(draft) {
				item.add(f.questionLine(l.Quiz.V, p.Question), p.Key)
			}
		}
	}
}

func (f *folder) find(name string) *Item {
	i := slices.IndexFunc(f.items, func(i *Item) bool { return i.Name == name })
	return f.items[i]
}

// questionLine reads the file again: quizzes with mistakes are rare and small.
func (f *folder) questionLine(name string, question int) int {
	var q quizFile
	if question < 0 || !f.decode(&Item{Name: name}, &q) || question >= len(q.Questions) {
		return 1
	}
	return q.Questions[question].Key.Line
}

func (f *folder) report() Report {
	r := Report{Slug: f.course.Slug.V}
	for _, i := range f.items {
		i.State = "ok"
		if len(i.Problems) > 0 {
			i.State = "refused"
			r.Refused++
		} else {
			r.OK++
		}
		r.Items = append(r.Items, *i)
	}
	return r
}
