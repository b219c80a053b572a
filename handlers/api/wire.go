package api

import (
	"time"

	"github.com/google/uuid"
)

// The published shapes. Members may be added; none is renamed, reshaped or taken away. Times are UTC; texts are in the
// language of Accept-Language; what ends in html is sanitised.

// List is every list: a page of items, and the cursor of the next page, null on the last.
type List[T any] struct {
	Items []T     `json:"items"`
	Next  *string `json:"next" doc:"Cursor of the next page; null on the last."`
}

// listOf makes a page of what a use case answers. No list is null.
func listOf[From, To any](items []From, next string, shape func(From) To) List[To] {
	list := List[To]{Items: each(items, shape)}
	if next != "" {
		list.Next = &next
	}
	return list
}

func each[From, To any](items []From, shape func(From) To) []To {
	shaped := make([]To, 0, len(items))
	for _, item := range items {
		shaped = append(shaped, shape(item))
	}
	return shaped
}

// CourseCard is a course in the catalogue.
type CourseCard struct {
	ID        uuid.UUID `json:"id" format:"uuid"`
	Slug      string    `json:"slug"`
	Title     string    `json:"title"`
	Summary   string    `json:"summary"`
	Level     string    `json:"level" enum:"beginner,intermediate,advanced"`
	Languages []string  `json:"languages"`
	Hours     float64   `json:"hours" doc:"Effort, to a tenth of an hour."`
	Lessons   int       `json:"lessons" doc:"Number of lessons."`
	Agenda    Agenda    `json:"agenda"`
	Enrolment Intake    `json:"enrolment"`
}

// Agenda is a subject of the ministry's that courses belong to.
type Agenda struct {
	Slug  string `json:"slug"`
	Title string `json:"title"`
}

// AgendaEntry is an agenda in the list of all.
type AgendaEntry struct {
	Agenda
	Level int `json:"level" doc:"1 is a national agenda, 2 a priority under it."`
}

// Intake is how one gets into a course.
type Intake struct {
	Policy    string `json:"policy" enum:"open,approval,key"`
	Open      bool   `json:"open"`
	SeatsLeft *int   `json:"seats_left" doc:"null where seats are not limited."`
}

// Course is a course with everything one decides by.
type Course struct {
	CourseCard
	DescriptionHTML string         `json:"description_html"`
	Instructor      string         `json:"instructor"`
	Sections        []Section      `json:"sections"`
	CompletionRule  Rule           `json:"completion_rule"`
	Prerequisites   []Prerequisite `json:"prerequisites,omitempty" doc:"The courses to be completed before enrolling; none where the field is missing."`
	Mine            *EnrolmentRef  `json:"mine,omitempty" doc:"The caller's own enrolment, where there is one."`
}

// Prerequisite is a course that comes before another one.
type Prerequisite struct {
	Slug      string `json:"slug"`
	Title     string `json:"title"`
	Completed bool   `json:"completed" doc:"By the caller; false for who is not signed in."`
}

// Section is a part of a course.
type Section struct {
	ID      uuid.UUID    `json:"id" format:"uuid"`
	Title   string       `json:"title"`
	Lessons []LessonItem `json:"lessons"`
}

// LessonItem is a lesson in an outline.
type LessonItem struct {
	ID        uuid.UUID  `json:"id" format:"uuid"`
	Kind      string     `json:"kind" enum:"lecture,reading,quiz,assignment"`
	Title     string     `json:"title"`
	Minutes   int        `json:"minutes"`
	Required  bool       `json:"required"`
	Locked    bool       `json:"locked"`
	WhyLocked *string    `json:"why_locked" doc:"A sentence; null for a lesson that is open."`
	OpensAt   *time.Time `json:"opens_at,omitempty" doc:"When a lesson that is locked until then opens."`
	State     string     `json:"state" enum:"todo,opened,completed"`
}

// Rule is what completes a course.
type Rule struct {
	Text  string     `json:"text"`
	Parts []RulePart `json:"parts"`
}

// RulePart is one demand of it.
type RulePart struct {
	Kind    string `json:"kind" enum:"lectures,readings,quizzes,assignments"`
	Percent int    `json:"percent" doc:"Of each lecture watched, or of each quiz scored; 0 for readings and assignments."`
	Count   int    `json:"count" doc:"How many lessons it covers."`
	Met     bool   `json:"met"`
	Text    string `json:"text"`
}

// EnrolmentRef is what enrolling answers.
type EnrolmentRef struct {
	ID    uuid.UUID `json:"id" format:"uuid"`
	State string    `json:"state" enum:"applied,active,completed,withdrawn,failed"`
}

// EnrolRequest is what some courses ask of those who enrol.
type EnrolRequest struct {
	Key         string `json:"key,omitempty" doc:"For courses with an enrolment key."`
	Application string `json:"application,omitempty" doc:"For courses that approve each enrolment."`
}

// CourseRef names a course.
type CourseRef struct {
	Slug  string `json:"slug"`
	Title string `json:"title"`
}

// LessonRef names a lesson.
type LessonRef struct {
	ID    uuid.UUID `json:"id" format:"uuid"`
	Title string    `json:"title"`
	Kind  string    `json:"kind" enum:"lecture,reading,quiz,assignment"`
}

// Enrolment is one course of mine.
type Enrolment struct {
	ID          uuid.UUID  `json:"id" format:"uuid"`
	Course      CourseRef  `json:"course"`
	State       string     `json:"state" enum:"applied,active,completed,withdrawn,failed"`
	Progress    Progress   `json:"progress"`
	Resume      *ResumeRef `json:"resume,omitempty" doc:"The lesson to go on with."`
	CompletedAt *time.Time `json:"completed_at"`
	Certificate *string    `json:"certificate" doc:"Its code, once it has been issued."`
}

// ResumeRef names the lesson to go on with.
type ResumeRef struct {
	ID    uuid.UUID `json:"id" format:"uuid"`
	Title string    `json:"title"`
}

// Progress is how far a course has come.
type Progress struct {
	Percent int       `json:"percent" doc:"Of the required lessons."`
	Missing []Missing `json:"missing"`
}

// Missing is a lesson that still stands between the learner and completion.
type Missing struct {
	Lesson LessonRef `json:"lesson"`
	Why    string    `json:"why" doc:"A sentence."`
	Reason string    `json:"reason" enum:"unread,unopened,coverage,score,handed_in"`
	Have   int       `json:"have" doc:"Percent so far; -1 for a quiz that was not tried."`
	Need   int       `json:"need" doc:"Percent that is asked for; 0 for readings."`
}

// Lesson is an opened lesson; which members it has besides the first ones depends on its kind.
type Lesson struct {
	ID       uuid.UUID `json:"id" format:"uuid"`
	Kind     string    `json:"kind" enum:"lecture,reading,quiz,assignment"`
	Title    string    `json:"title"`
	Course   CourseRef `json:"course"`
	Section  string    `json:"section"`
	Minutes  int       `json:"minutes"`
	Required bool      `json:"required"`
	State    string    `json:"state" enum:"todo,opened,completed" doc:"As it was before this opening."`
	// One of these.
	*Lecture
	*Reading
	*QuizLesson
}

// Lecture is what a player needs. Times are in seconds.
type Lecture struct {
	Duration  float64   `json:"duration" required:"false"`
	Sources   []Source  `json:"sources" required:"false"`
	Poster    string    `json:"poster" required:"false"`
	Captions  []Caption `json:"captions" required:"false"`
	Coverage  Coverage  `json:"coverage" required:"false"`
	NotesHTML string    `json:"notes_html" required:"false"`
}

// Source is one file that can be played.
type Source struct {
	Type string `json:"type"`
	URL  string `json:"url" format:"uri"`
}

// Caption is a track of captions.
type Caption struct {
	Lang string `json:"lang"`
	URL  string `json:"url" format:"uri"`
}

// Coverage is what of a lecture counts as watched.
type Coverage struct {
	Percent  int          `json:"percent"`
	Ranges   [][2]float64 `json:"ranges"`
	Position float64      `json:"position" doc:"Where playing stopped."`
	Need     int          `json:"need" doc:"Percent that completes the lesson."`
}

// Reading is a text.
type Reading struct {
	HTML string `json:"html" required:"false"`
}

// QuizLesson is a lesson that is a quiz.
type QuizLesson struct {
	Quiz         Quiz   `json:"quiz" required:"false"`
	Introduction string `json:"introduction_html" required:"false"`
}

// Quiz is a quiz in short.
type Quiz struct {
	ID          uuid.UUID `json:"id" format:"uuid"`
	Questions   int       `json:"questions"`
	PassPercent int       `json:"pass_percent"`
	MaxAttempts int       `json:"max_attempts" doc:"0 when not limited."`
	TimeLimit   int       `json:"time_limit_minutes" doc:"0 when not limited."`
	BestPercent *int      `json:"best_percent" doc:"null before the first attempt, and while the quiz does not show it."`
}

// CoverageClaim is what a player says it has played.
type CoverageClaim struct {
	ViewID    string      `json:"view_id" doc:"Made by the client, one for each time a player is opened."`
	Seq       int         `json:"seq" doc:"The same pair of view_id and seq sent again changes nothing."`
	Intervals [][]float64 `json:"intervals" doc:"Pairs of seconds."`
	Rate      float64     `json:"rate,omitempty"`
	Position  float64     `json:"position,omitempty"`
}

// CoverageResult is what is now believed.
type CoverageResult struct {
	Percent   int          `json:"percent"`
	Ranges    [][2]float64 `json:"ranges"`
	Accepted  float64      `json:"accepted" doc:"Seconds that this claim has added."`
	Rejected  []Rejected   `json:"rejected"`
	Completed bool         `json:"completed" doc:"Whether this claim leaves the lesson complete."`
}

// Rejected is an interval that was not believed.
type Rejected struct {
	Interval [2]float64 `json:"interval"`
	Reason   string     `json:"reason" enum:"outside_video,malformed,too_fast"`
}

// State is what completing answers.
type State struct {
	State string `json:"state" enum:"completed"`
}
