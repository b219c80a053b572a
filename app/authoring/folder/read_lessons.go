package folder

import (
	"encoding/json"
	"time"

	"academy/models/courses"
)

// readLessons reads what the lessons name and checks that keys are unique and locks can be opened.
func (f *Folder) readLessons(item *Item, c courseFile) {
	seen, sections := map[string]bool{}, map[string]bool{}
	for _, s := range c.Sections.V {
		checkKey(item, "section", s.Key, sections)
		if s.Title.IsZero() {
			item.add(s.Title.Line, "import.missing", "title")
		}
		section := Section{Key: s.Key.V, Title: s.Title.Text, Release: release(item, s.Opens, s.After)}
		for _, l := range s.Lessons {
			checkKey(item, "lesson", l.Key, seen)
			section.Lessons = append(section.Lessons, f.readLesson(item, l))
		}
		f.Course.Sections = append(f.Course.Sections, section)
	}
	if len(seen) == 0 {
		item.add(c.Sections.Line, "import.missing", "lessons")
	}
	checkRequires(item, c, seen)
}

func (f *Folder) readLesson(item *Item, l lessonFile) Lesson {
	f.mark(AtLesson(l.Key.V), item, l.Key.Line)
	f.needs(item, "title", l.Title)
	between(item, "minutes", l.Minutes, 0, 10_000)
	lesson := Lesson{
		Key: l.Key.V, Kind: l.Kind.V, Title: l.Title.Text, Minutes: l.Minutes.V, Required: l.Required == nil || *l.Required,
		Release: release(item, l.Opens, l.After),
	}
	for _, r := range l.Requires {
		lesson.Requires = append(lesson.Requires, r.V)
	}
	f.readBody(item, l, &lesson)
	switch l.Kind.V {
	case "reading":
	case "lecture":
		f.readLecture(item, l, &lesson)
	case "quiz":
		lesson.Quiz = f.readQuiz(item, l)
	case "assignment":
		lesson.Assignment = readAssignment(item, l)
	default:
		oneOf(item, "kind", l.Kind, "reading", "lecture", "quiz", "assignment")
	}
	return lesson
}

// readBody reads the text of a lesson. A reading and an assignment have one in every language of the course, others need
// none.
func (f *Folder) readBody(course *Item, l lessonFile, lesson *Lesson) {
	for _, lang := range []string{"ko", "en"} {
		name, ok := l.Body[lang]
		if !ok {
			continue
		}
		item := f.item(name.V, "reading")
		raw, ok := f.read(item)
		body := composed(string(raw))
		if ok && body == "" {
			item.add(1, "import.empty")
		}
		if lang == "ko" {
			lesson.Body.KO = body
		} else {
			lesson.Body.EN = body
		}
	}
	for lang, name := range l.Body {
		oneOf(course, "body", at[string]{lang, name.Line}, "ko", "en")
	}
	needed := l.Kind.V == "reading" || l.Kind.V == "assignment"
	if !needed && len(l.Body) == 0 {
		return
	}
	if len(l.Body) == 0 {
		course.add(l.Key.Line, "import.missing", "body")
		return
	}
	for _, lang := range f.Course.Languages {
		if _, ok := l.Body[lang]; !ok && needed {
			course.add(l.Key.Line, "import.both_languages", "body")
		}
	}
}

// checkRequires refuses a lock that nothing can open: an unknown lesson, or lessons that wait for one another.
func checkRequires(item *Item, c courseFile, known map[string]bool) {
	requires := map[string][]string{}
	var order []at[string]
	for _, s := range c.Sections.V {
		for _, l := range s.Lessons {
			order = append(order, l.Key)
			twice := map[string]bool{}
			for _, r := range l.Requires {
				if !known[r.V] {
					item.add(r.Line, "import.unknown_lesson", r.V)
				}
				if twice[r.V] {
					item.add(r.Line, "import.twice", "lesson", r.V)
				}
				twice[r.V] = true
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

func (f *Folder) readQuiz(course *Item, l lessonFile) *Quiz {
	if l.Quiz.V == "" {
		course.add(l.Key.Line, "import.missing", "quiz")
		return nil
	}
	item := f.item(l.Quiz.V, "quiz")
	f.mark(AtQuestion(l.Key.V, -1), item, 1)
	var q quizFile
	if !f.decode(item, &q) {
		return nil
	}
	between(item, "pass_percent", q.PassPercent, 0, 100)
	between(item, "attempts", q.Attempts, 0, 1000)
	between(item, "time_limit_minutes", q.Minutes, 0, 10_000)
	between(item, "delay_minutes", q.Delay, 0, 525_600)
	quiz := &Quiz{Terms: q.terms()}
	seen := map[string]bool{}
	for i, question := range q.Questions {
		f.mark(AtQuestion(l.Key.V, i), item, question.Key.Line)
		checkKey(item, "question", question.Key, seen)
		quiz.Questions = append(quiz.Questions, question.value(item, l.Key.V))
	}
	return quiz
}

func (q quizFile) terms() courses.QuizTerms {
	return courses.QuizTerms{
		PassPercent: q.PassPercent.V, MaxAttempts: q.Attempts.V, TimeLimitS: q.Minutes.V * 60, Shuffle: q.Shuffle, ShuffleQuestions: q.Mixed,
		OpensAt: set(q.Opens.V), ClosesAt: set(q.Closes.V), DelayS: q.Delay.V * 60, Password: q.Password.V, Grading: q.Grading.V,
		ReviewDuring: q.Review.During.V, ReviewAfter: q.Review.After.V, ReviewLater: q.Review.Later.V, ReviewClosed: q.Review.Closed.V,
	}.Usual()
}

func set(at time.Time) *time.Time {
	if at.IsZero() {
		return nil
	}
	return &at
}

// within names a question in its course: the same key in two quizzes is two questions.
func within(lesson string) string { return lesson + "--" }

func (q questionFile) value(item *Item, lesson string) Question {
	body, err := json.Marshal(changed(q.Body, composed))
	if err != nil {
		item.add(q.Key.Line, "import.yaml", err.Error())
	}
	return Question{Key: within(lesson) + q.Key.V, Type: q.Type.V, Marks: q.Marks, Prompt: q.Prompt.Text, Feedback: q.Feedback.Text, Section: q.Section.Text, Body: body}
}

// changed is a tree with every text in it changed.
func changed(tree any, change func(string) string) any {
	switch v := tree.(type) {
	case string:
		return change(v)
	case []any:
		list := make([]any, len(v))
		for i := range v {
			list[i] = changed(v[i], change)
		}
		return list
	case map[string]any:
		fields := make(map[string]any, len(v))
		for k := range v {
			fields[k] = changed(v[k], change)
		}
		return fields
	}
	return tree
}
