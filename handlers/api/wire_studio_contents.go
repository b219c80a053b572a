package api

import (
	"academy/handlers/respond"

	"github.com/google/uuid"
)

// The published shapes of what a course contains, as its authors see it.

// StudioContents is the sections of a course with their lessons.
type StudioContents struct {
	Sections []StudioSection `json:"sections"`
	Order    string          `json:"order" doc:"Stands for the order of everything: a move names the one it begins from."`
}

// StudioSection is a section with its lessons.
type StudioSection struct {
	ID      uuid.UUID          `json:"id" format:"uuid"`
	From    int                `json:"from" doc:"The version that an edit begins from."`
	Title   Text               `json:"title"`
	Release StudioRelease      `json:"release"`
	Lessons []StudioLessonItem `json:"lessons"`
}

// StudioRelease is when something opens.
type StudioRelease struct {
	How  string `json:"how" enum:"at_once,date,days"`
	At   string `json:"at,omitempty" format:"date-time" doc:"With date."`
	Days int    `json:"days,omitempty" doc:"With days: so many after the enrolment."`
}

// StudioLessonItem is a lesson in the contents of a course.
type StudioLessonItem struct {
	ID       uuid.UUID     `json:"id" format:"uuid"`
	Kind     string        `json:"kind" enum:"lecture,reading,quiz,assignment"`
	Title    Text          `json:"title"`
	Minutes  int           `json:"minutes"`
	Required bool          `json:"required"`
	Requires int           `json:"requires" doc:"Number of lessons that come first."`
	Release  StudioRelease `json:"release"`
	Lacks    []Lack        `json:"lacks"`
}

// Lack is something that is missing before a course can be published.
type Lack struct {
	Code string `json:"code"`
	Text string `json:"text" doc:"A sentence."`
}

// NewSection is what a section begins with.
type NewSection struct {
	Title Text `json:"title"`
}

// SectionEdit is a section as an author leaves it.
type SectionEdit struct {
	From    int           `json:"from" doc:"The version that the edit begins from; saving another one is refused."`
	Title   Text          `json:"title"`
	Release StudioRelease `json:"release"`
}

// SectionMove puts a section with its lessons somewhere else.
type SectionMove struct {
	Place int    `json:"place" minimum:"0" doc:"Among the sections, counted from 0; beyond the end is the end."`
	Was   string `json:"was,omitempty" doc:"The order that the move begins from; left out for whatever it is."`
}

// NewLesson is what a lesson begins with.
type NewLesson struct {
	Section string `json:"section" format:"uuid"`
	Kind    string `json:"kind" enum:"lecture,reading"`
	Title   Text   `json:"title"`
}

// StudioLesson is a lesson as its authors edit it.
type StudioLesson struct {
	ID        uuid.UUID   `json:"id" format:"uuid"`
	Kind      string      `json:"kind" enum:"lecture,reading,quiz,assignment"`
	Section   uuid.UUID   `json:"section" format:"uuid"`
	Edit      LessonEdit  `json:"edit" doc:"What saving takes: change it and send it back."`
	BodyHTML  Text        `json:"body_html" doc:"The text as learners will see it."`
	Film      *StudioFilm `json:"film,omitempty" doc:"What a lecture plays."`
	Captioned []string    `json:"captioned" doc:"The languages in which a lecture has captions."`
	Lacks     []Lack      `json:"lacks"`
}

// LessonEdit is a lesson as an author leaves it. It is kept as a whole.
type LessonEdit struct {
	From            int           `json:"from" doc:"The version of the lesson; saving another one is refused."`
	Title           Text          `json:"title"`
	Body            Text          `json:"body" doc:"Markdown."`
	Minutes         int           `json:"minutes"`
	Required        bool          `json:"required" doc:"Whether completion asks for it."`
	Requires        []string      `json:"requires" doc:"IDs of the lessons that come first."`
	Release         StudioRelease `json:"release"`
	CaptionsMissing string        `json:"captions_missing" doc:"Why a lecture has no captions in some language; empty while it should have them."`
}

// LessonMove puts a lesson somewhere else.
type LessonMove struct {
	Section string `json:"section" format:"uuid"`
	Place   int    `json:"place" minimum:"0" doc:"In the section, counted from 0; beyond the end is the end."`
	Was     string `json:"was,omitempty" doc:"The order that the move begins from; left out for whatever it is."`
}

// StudioFilm is what a lecture plays.
type StudioFilm struct {
	Asset     uuid.UUID `json:"asset" format:"uuid"`
	Name      string    `json:"name"`
	State     string    `json:"state" enum:"receiving,stored,processing,ready,refused"`
	Seconds   float64   `json:"seconds"`
	URL       *string   `json:"url" format:"uri" doc:"null before it is ready."`
	Continued bool      `json:"continued" doc:"Whether what was watched of an earlier film still counts."`
}

// FilmChange gives a lecture a film of the course's library.
type FilmChange struct {
	Was   *string `json:"was" format:"uuid" doc:"The film that the change begins from; null for none."`
	Asset string  `json:"asset" format:"uuid"`
	Same  bool    `json:"same" doc:"The content is that of the film before: what was watched still counts."`
}

// StudioCaptions is the captions of a lecture.
type StudioCaptions struct {
	Seconds float64       `json:"seconds" doc:"The film's length; 0 before it is known."`
	Tracks  []StudioTrack `json:"tracks"`
}

// StudioTrack is captions in a language.
type StudioTrack struct {
	Lang     string           `json:"lang" enum:"ko,en"`
	Text     string           `json:"text" doc:"WebVTT; empty for none."`
	Was      string           `json:"was" doc:"Stands for the text: what an edit begins from."`
	Cues     int              `json:"cues"`
	Warnings []CaptionWarning `json:"warnings" doc:"The first of them, where cues are hard to read."`
	Warned   int              `json:"warned" doc:"The number of all."`
}

// CaptionWarning is a cue that is hard to read.
type CaptionWarning struct {
	Cue  int    `json:"cue" doc:"Counted from 1."`
	Code string `json:"code"`
}

// CaptionsEdit is captions as an author leaves them.
type CaptionsEdit struct {
	Text string `json:"text" doc:"WebVTT or SRT; empty takes them away."`
	Was  string `json:"was" doc:"What the edit begins from; empty for none."`
}

// CaptionsShift is captions that are kept moved in time.
type CaptionsShift struct {
	Text    string  `json:"text" doc:"WebVTT or SRT."`
	Was     string  `json:"was" doc:"What the edit begins from; empty for none."`
	Seconds float64 `json:"seconds" doc:"To the thousandth; less than 0 is earlier."`
	From    int     `json:"from" minimum:"1" doc:"The first cue that moves, counted from 1."`
}

// CaptionsProblem is the problem of captions that cannot be taken.
type CaptionsProblem struct {
	respond.Problem
	Lines []CaptionLine `json:"lines,omitempty" doc:"With authoring.captions_wrong: all that is wrong."`
}

// CaptionLine is what is wrong with a line of captions.
type CaptionLine struct {
	Line   int    `json:"line" doc:"Counted from 1."`
	Code   string `json:"code"`
	Detail string `json:"detail" doc:"A sentence."`
}
