// Package folder is the course folder: a course as files that people can read, keep under version control and carry from
// one academy to another. It turns files into a Course with every mistake at its file and line, and a Course into the
// same files again, byte for byte. It is pure: it knows no database and no store.
package folder

import (
	"encoding/json"
	"io/fs"
	"slices"
	"strconv"
	"time"

	"academy/media"
	"academy/media/film"
	"academy/models"
	"academy/models/courses"
)

// Course is what a folder says, without the bytes of its films.
type Course struct {
	Slug                                    string
	Title, Summary, Description, Instructor models.Text
	Level                                   string
	Languages                               []string
	Minutes                                 int
	Agenda, Palette                         string
	Coverage, Score                         int // percent, 0 where completion does not ask
	Duty                                    string
	Months                                  int // how long the role grant lasts
	Prerequisites                           []string
	Media                                   []Media
	Sections                                []Section
	Certificate                             *Certificate // nil as those of the academy
}

// Release says when something opens: At a time, so many Days after the enrolment, or, with neither, at once.
type Release struct {
	At   time.Time
	Days int
}

// Section is a part of a course. Key is its identity there.
type Section struct {
	Key     string
	Title   models.Text
	Release Release
	Lessons []Lesson
}

// Lesson is one lesson. Key is its identity in the course: progress hangs on it.
type Lesson struct {
	Key      string
	Kind     string // reading, lecture, quiz or assignment
	Title    models.Text
	Minutes  int
	Required bool
	Requires []string // keys of the lessons that come first
	Release  Release
	Body     models.Text
	// Film and Source name files of the folder: what is played, and the recording that it was made of.
	Film, Source string
	Slides       []film.Slide // instead of a film
	Captions     map[string][]media.Cue
	// CaptionsMissing is why a lecture has no captions in some language.
	CaptionsMissing string
	Quiz            *Quiz
	// Assignment is what an assignment asks for; its text is the body.
	Assignment *courses.AssignmentWork
}

// Quiz is a quiz as an author writes it.
type Quiz struct {
	Terms     courses.QuizTerms
	Questions []Question
}

// Question is a question as an author writes it; Key is its identity within the course.
type Question struct {
	Key      string
	Type     string
	Marks    float64
	Prompt   models.Text
	Feedback models.Text
	Section  models.Text // of the part that begins with it
	// Body is what its type needs, as JSON.
	Body json.RawMessage
}

// Lessons answers all lessons in their order.
func (c Course) Lessons() []Lesson {
	var list []Lesson
	for _, s := range c.Sections {
		list = append(list, s.Lessons...)
	}
	return list
}

// Problem is one mistake in a folder. Key and Args make its sentence.
type Problem struct {
	Line int
	Key  string
	Args []any
}

// Item is one file of a folder, or the course itself, and what became of it: ok or refused.
type Item struct {
	Name     string
	Type     string // course, reading, quiz, certificate, captions, slides, video, source, media, archive
	State    string
	Problems []Problem
}

func (i *Item) add(line int, key string, args ...any) {
	i.Problems = append(i.Problems, Problem{line, key, args})
}

// Folder is a course folder that has been read. Its Course is whole only where it is not Broken.
type Folder struct {
	Course Course
	FS     fs.FS
	items  []*Item
	places map[Place]spot
}

// Place is something that a folder says, as those name it who find fault with it later.
type Place string

// Places of the course itself.
const (
	AtSlug   Place = "slug"
	AtAgenda Place = "agenda"
	AtDuty   Place = "duty"
)

// AtPrerequisite is a course that comes first.
func AtPrerequisite(slug string) Place { return Place("prerequisite " + slug) }

// AtLesson is a lesson.
func AtLesson(key string) Place { return Place("lesson " + key) }

// AtCaptions is the captions of a lecture in a language.
func AtCaptions(key, lang string) Place { return Place("captions " + lang + " " + key) }

// AtQuestion is a question of a lesson's quiz, counted from 0; -1 is the quiz itself.
func AtQuestion(key string, i int) Place { return Place("question " + strconv.Itoa(i) + " " + key) }

// spot is where something stands.
type spot struct {
	item *Item
	line int
}

// Refuse notes a mistake at a place; at one that the folder does not have, it is the course's.
func (f *Folder) Refuse(at Place, key string, args ...any) {
	s, ok := f.places[at]
	if !ok {
		s = spot{item: f.items[0]}
	}
	s.item.add(s.line, key, args...)
}

// Broken says that the folder has mistakes.
func (f *Folder) Broken() bool {
	return slices.ContainsFunc(f.items, func(i *Item) bool { return len(i.Problems) > 0 })
}

// Items answers the files with what is wrong in them.
func (f *Folder) Items() []Item {
	list := make([]Item, len(f.items))
	for i, item := range f.items {
		list[i] = *item
		list[i].State = "ok"
		if len(item.Problems) > 0 {
			list[i].State = "refused"
		}
	}
	return list
}

func (f *Folder) item(name, kind string) *Item {
	i := &Item{Name: name, Type: kind}
	f.items = append(f.items, i)
	return i
}

func (f *Folder) mark(at Place, item *Item, line int) { f.places[at] = spot{item, line} }
