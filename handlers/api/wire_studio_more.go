package api

import (
	"time"

	"github.com/google/uuid"
)

// The published shapes of publishing, of libraries and of figures.

// StudioReview is what publishing would change and what stands in its way.
type StudioReview struct {
	StudioHead
	Changes  []StudioChange   `json:"changes" doc:"Empty before the first publishing."`
	Problems []StudioObstacle `json:"problems" doc:"While there is any, publishing is refused."`
}

// StudioChange is one difference between the draft and what learners see.
type StudioChange struct {
	Kind      string `json:"kind" enum:"added,removed,changed,moved"`
	What      string `json:"what" enum:"settings,section,lesson"`
	Title     Text   `json:"title"`
	Opened    int    `json:"opened" doc:"Learners who have opened the lesson."`
	Completed int    `json:"completed" doc:"Learners who have completed it."`
}

// StudioObstacle is something to do before publishing.
type StudioObstacle struct {
	Lesson *string `json:"lesson" format:"uuid" doc:"null where it is about the course."`
	Title  Text    `json:"title"`
	Lack
}

// PastRevision is something that learners have seen.
type PastRevision struct {
	Number  int       `json:"number"`
	Lessons int       `json:"lessons"`
	At      time.Time `json:"at"`
	By      string    `json:"by"`
	Current bool      `json:"current"`
}

// RestoreRequest names a revision to take up again.
type RestoreRequest struct {
	Number int `json:"number"`
}

// StudioMedia is a film, a picture or a file in the library of a course.
type StudioMedia struct {
	ID      uuid.UUID   `json:"id" format:"uuid"`
	Kind    string      `json:"kind" enum:"film,image,file"`
	Upload  *string     `json:"upload" format:"uuid" doc:"How it came; null where it was imported."`
	Mine    bool        `json:"mine" doc:"Whether the caller sends it."`
	Name    string      `json:"name"`
	State   string      `json:"state" enum:"receiving,stored,processing,ready,refused"`
	Percent int         `json:"percent" doc:"Of what is being made, while it is processing."`
	Reason  *string     `json:"reason" doc:"Why it was refused, for programs."`
	Detail  *string     `json:"detail" doc:"The same as a sentence."`
	Type    string      `json:"type"`
	Bytes   int64       `json:"bytes"`
	Seconds float64     `json:"seconds"`
	Alt     Text        `json:"alt" doc:"What a picture shows."`
	Thumb   *string     `json:"thumb" format:"uri"`
	AddedAt time.Time   `json:"added_at"`
	Used    []UsingItem `json:"used" doc:"The lessons that show it."`
}

// UsingItem is a lesson that shows something of the library.
type UsingItem struct {
	ID    uuid.UUID `json:"id" format:"uuid"`
	Title Text      `json:"title"`
}

// MediaEdit says what a picture shows.
type MediaEdit struct {
	Alt Text `json:"alt"`
}

// StudioFigures is how far the learners of a course come. People are counted in tens, and fewer than ten are null.
type StudioFigures struct {
	Nobody    bool            `json:"nobody" doc:"Whether nobody has enrolled."`
	Learners  *int            `json:"learners"`
	Elsewhere *int            `json:"elsewhere" doc:"Those who stay away and have opened no lesson."`
	Lessons   []LessonFigures `json:"lessons" doc:"Empty before the first publishing."`
}

// LessonFigures is how many come how far with a lesson.
type LessonFigures struct {
	ID        uuid.UUID `json:"id" format:"uuid"`
	Number    int       `json:"number"`
	Kind      string    `json:"kind" enum:"lecture,reading,quiz,assignment"`
	Title     Text      `json:"title"`
	Opened    *int      `json:"opened"`
	Completed *int      `json:"completed"`
	Stopped   *int      `json:"stopped" doc:"Those who stay away and were last here."`
	Loss      *int      `json:"loss_percent" doc:"Stopped in percent of opened."`
}

// LessonDetail is how the learners fare with a lesson.
type LessonDetail struct {
	LessonFigures
	Watched *int           `json:"watched_percent" doc:"Of the film: half of the learners have watched less."`
	Days    *int           `json:"days" doc:"From opening to completion: half of the learners took less."`
	Curve   *FiguresCurve  `json:"curve,omitempty" doc:"Of a lecture that enough people have opened."`
	Bands   []FiguresBands `json:"bands" doc:"The best scores in a quiz, from the lowest."`
}

// FiguresCurve is how many have watched which part of a lecture.
type FiguresCurve struct {
	Seconds float64         `json:"seconds"`
	Bins    []*int          `json:"bins" doc:"Equal parts of the film: how many have watched each."`
	Fall    *FiguresFall    `json:"fall,omitempty" doc:"Where most leave at once."`
	Skipped *FiguresStretch `json:"skipped,omitempty" doc:"What most leave out though they watch what follows."`
}

// FiguresFall is a place after which fewer watch anything.
type FiguresFall struct {
	At     float64 `json:"at" doc:"Seconds."`
	Before *int    `json:"before"`
	After  *int    `json:"after"`
}

// FiguresStretch is a part of a film.
type FiguresStretch struct {
	From    float64 `json:"from" doc:"Seconds."`
	To      float64 `json:"to" doc:"Seconds."`
	Percent int     `json:"percent" doc:"Of those who opened it that have watched this, on average."`
}

// FiguresBands is the learners whose best score lies between two percentages, both included.
type FiguresBands struct {
	From   int  `json:"from"`
	To     int  `json:"to"`
	People *int `json:"people"`
}
