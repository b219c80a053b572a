package api

import (
	"context"
	"net/http"
	"reflect"
	"strconv"

	"academy/app/access"
	"academy/handlers/respond"

	"github.com/danielgtaylor/huma/v2"
)

// Where the studio's operations stand.
const (
	authored = "/studio/courses"
	course   = authored + "/{slug}"
	section  = course + "/sections/{id}"
	lesson   = course + "/lessons/{id}"
)

// studioRoutes is every operation by which courses are made. A course is not there for anybody who is not of its staff;
// of those, assistants only look.
func (s *API) studioRoutes() {
	p := studio{s.app, s.absolute}
	s.courseRoutes(p)
	s.contentRoutes(p)
	s.revisionRoutes(p)
	s.figureRoutes(p)
	s.certificateRoutes(p)
	s.templateRoutes(p)
}

func (s *API) courseRoutes(p studio) {
	answer(s, operation{get, authored, access.Author, "studioCourses", "The courses I make, the last changed first", nil}, fine, p.courses)
	place(s, operation{post, authored, access.Author, "createCourse", "Begin a course, as a draft", nil}, p.create)
	answer(s, operation{get, course, access.Author, "studioCourse", "A course as its authors see it: its settings, and what it contains and lacks", []int{unknown}}, fine, p.course)
	answer(s, operation{put, course + "/settings", access.Author, "saveSettings", "Keep the settings as a whole; saved by somebody else since from, the problem carries the version of now", []int{unknown, busy}}, fine, p.saveSettings)
	place(s, operation{post, course + "/duplicate", access.Author, "duplicateCourse", "Make a new course of this one", []int{unknown, busy}}, p.duplicate)
	act(s, operation{post, course + "/archive", access.Author, "archiveCourse", "Let nobody in any more; twice is once", []int{unknown}}, onCourse(s.app.Authoring.Archive))
	act(s, operation{post, course + "/unarchive", access.Author, "unarchiveCourse", "Take a course out of the archive; twice is once", []int{unknown}}, onCourse(s.app.Authoring.Unarchive))
	zipped(s, operation{get, course + "/export", access.Author, "exportCourse", "The course folder, from which the same course can be made", []int{unknown, busy}}, p.export)

	answer(s, operation{get, course + "/staff", access.Author, "courseStaff", "Who makes a course", []int{unknown}}, fine, p.staff)
	answer(s, operation{put, course + "/staff", access.Author, "setStaff", "Give an instructor a part in a course, as its owner", []int{unknown, busy}}, fine, p.setStaff)
	act(s, operation{remove, course + "/staff/{id}", access.Author, "removeStaff", "End somebody's part in a course, as its owner; twice is once", []int{unknown, busy}}, p.removeStaff)
}

func (s *API) contentRoutes(p studio) {
	place(s, operation{post, course + "/sections", access.Author, "addSection", "Add a section at the end", []int{unknown, busy}}, p.addSection)
	answer(s, operation{put, section, access.Author, "saveSection", "Keep a section; saved by somebody else since from, the problem carries the version of now", []int{unknown, busy}}, fine, p.saveSection)
	answer(s, operation{post, "/studio/questions/{id}/try", access.Author, "tryQuestion", "Grade an answer of one's own to a question as it is now; nothing is stored", []int{unknown}}, fine, p.tryQuestion)
	act(s, operation{remove, section, access.Author, "removeSection", "Remove a section that has no lessons; twice is once", []int{unknown, busy}}, p.removeSection)
	answer(s, operation{post, section + "/move", access.Author, "moveSection", "Move a section, if the order is what it was", []int{unknown, busy}}, fine, p.moveSection)

	place(s, operation{post, course + "/lessons", access.Author, "addLesson", "Add a lesson at the end of a section", []int{unknown, busy}}, p.addLesson)
	answer(s, operation{get, lesson, access.Author, "studioLesson", "A lesson as its authors edit it", []int{unknown}}, fine, p.lesson)
	answer(s, operation{put, lesson, access.Author, "saveLesson", "Keep a lesson as a whole; saved by somebody else since from, the problem carries the version of now", []int{unknown, busy}}, fine, p.saveLesson)
	act(s, operation{remove, lesson, access.Author, "removeLesson", "Take a lesson out of the draft; twice is once", []int{unknown, busy}}, p.removeLesson)
	answer(s, operation{post, lesson + "/move", access.Author, "moveLesson", "Move a lesson, if the order is what it was", []int{unknown, busy}}, fine, p.moveLesson)
	answer(s, operation{put, lesson + "/film", access.Author, "setFilm", "Give a lecture a film of the library, if it has the one that it had", []int{unknown, busy}}, fine, p.setFilm)

	answer(s, operation{get, lesson + "/captions", access.Author, "studioCaptions", "The captions of a lecture", []int{unknown}}, fine, p.captions)
	lines(s, operation{put, lesson + "/captions/{lang}", access.Author, "setCaptions", "Keep captions, whole or not at all, if they are what they were", []int{unknown, busy}}, p.setCaptions)
	lines(s, operation{post, lesson + "/captions/{lang}/shift", access.Author, "shiftCaptions", "Keep captions moved in time, from one of them on", []int{unknown, busy}}, p.shiftCaptions)
}

func (s *API) revisionRoutes(p studio) {
	answer(s, operation{get, course + "/publish", access.Author, "publishReview", "What publishing would change, and what stands in its way", []int{unknown}}, fine, p.review)
	act(s, operation{post, course + "/publish", access.Author, "publishCourse", "Show the draft to learners", []int{unknown, busy}}, onCourse(s.app.Authoring.Publish))
	act(s, operation{post, course + "/discard", access.Author, "discardDraft", "Drop the changes since the last publishing", []int{unknown, busy}}, onCourse(s.app.Authoring.DiscardDraft))
	answer(s, operation{get, course + "/history", access.Author, "courseHistory", "What learners have seen, the newest first", []int{unknown}}, fine, p.history)
	act(s, operation{post, course + "/restore", access.Author, "restoreRevision", "Begin a draft as a copy of an earlier revision", []int{unknown, busy}}, p.restore)
}

func (s *API) figureRoutes(p studio) {
	answer(s, operation{get, course + "/media", access.Author, "courseMedia", "The library of a course, the newest first", []int{unknown}}, fine, p.media)
	act(s, operation{put, course + "/media/{id}", access.Author, "describeMedia", "Say what a picture shows", []int{unknown}}, p.describeMedia)
	act(s, operation{remove, course + "/media/{id}", access.Author, "removeMedia", "Remove what nothing shows", []int{unknown, busy}}, p.removeMedia)

	answer(s, operation{get, course + "/figures", access.Author, "courseFigures", "How far learners come; nothing is told of fewer than ten", []int{unknown}}, fine, p.figures)
	answer(s, operation{get, course + "/figures/{id}", access.Author, "lessonFigures", "How learners fare with a lesson", []int{unknown}}, fine, p.lessonFigures)
	answer(s, operation{get, course + "/items", access.Author, "itemQuizzes", "How well the quizzes of a course measure", []int{unknown}}, fine, p.itemQuizzes)
	answer(s, operation{get, course + "/items/{id}", access.Author, "itemFigures", "How well the questions of a quiz measure", []int{unknown}}, fine, p.itemFigures)
}

// place registers an operation that makes something with an address of its own.
func place[I, T any](s *API, o operation, handle func(context.Context, caller, *I) (*placed[T], error)) {
	register(s, o, http.StatusCreated, handle)
}

// zipped registers an operation that sends a ZIP.
func zipped[I any](s *API, o operation, handle func(context.Context, caller, *I) (*huma.StreamResponse, error)) {
	register(s, o, http.StatusOK, handle)
	s.find(o).Responses[strconv.Itoa(http.StatusOK)].Content = map[string]*huma.MediaType{
		"application/zip": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}},
	}
}

// lines registers an operation that takes captions, and says line by line why it does not.
func lines[I, T any](s *API, o operation, handle func(context.Context, caller, *I) (*reply[T], error)) {
	register(s, o, http.StatusOK, handle)
	content := s.find(o).Responses[strconv.Itoa(http.StatusUnprocessableEntity)].Content
	content[respond.ProblemType] = &huma.MediaType{Schema: s.schema(reflect.TypeFor[CaptionsProblem]())}
}
