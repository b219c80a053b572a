package learning

import (
	"time"

	"github.com/google/uuid"
)

// CourseCard is a course as the catalogue shows it. Texts are in the reader's language.
type CourseCard struct {
	ID         uuid.UUID
	Slug       string
	Title      string
	Summary    string
	Agenda     string
	AgendaSlug string
	Palette    string
	Level      string // beginner, intermediate, advanced
	Languages  []string
	Minutes    int
	Lessons    int
	// Gain is the duty that completing the course qualifies for; empty when there is none.
	Gain   string
	Intake Intake
	// Mine is set for a signed-in reader who is enrolled.
	Mine *MyCourse
	New  bool
}

// Intake says how one gets into a course.
type Intake struct {
	Policy string // open, approval, key
	Open   bool
	// SeatsLeft is nil where seats are not limited.
	SeatsLeft *int
}

// MyCourse is the reader's own enrolment in short.
type MyCourse struct {
	EnrolmentID uuid.UUID
	State       string
	Percent     int
}

// Filter is what the catalogue is asked for. Empty values do not filter.
type Filter struct {
	Query    string
	Agenda   string // a slug of either level
	Level    string
	Language string
	Cursor   string
	Limit    int
}

// AgendaChoice is one agenda offered as a filter.
type AgendaChoice struct {
	Slug  string
	Title string
	Level int
}

// Catalogue is one page of courses.
type Catalogue struct {
	Filter Filter
	Cards  []CourseCard
	// Total is the number of matches, counted up to 100; More says that there are more than that.
	Total   int
	More    bool
	Next    string // cursor of the next page, empty on the last
	Agendas []AgendaChoice
}

// Resume is where a learner stopped.
type Resume struct {
	CourseSlug  string
	CourseTitle string
	LessonID    uuid.UUID
	LessonTitle string
	Percent     int
}

// Rule is a completion rule in words: one sentence a part.
type Rule struct{ Parts []RulePart }

// RulePart is one demand: lectures (Percent of each), quizzes (Percent in each), assignments or readings. Count is how many lessons it covers.
type RulePart struct {
	Kind    string // lectures, quizzes, readings, assignments
	Percent int
	Count   int
	// Met is for an enrolled reader.
	Met bool
}

// LessonItem is a lesson in an outline.
type LessonItem struct {
	ID       uuid.UUID
	Kind     string // lecture, reading, quiz, assignment
	Title    string
	Number   int // counted through the course from 1
	Minutes  int
	Required bool
	Locked   bool
	// WhyLocked names the reason: not_enrolled, requires (then Needs lists what is missing first) or release (then it opens
	// at OpensAt).
	WhyLocked string
	Needs     []string
	OpensAt   time.Time
	State     string // todo, opened, completed
}

// Section is a part of an outline.
type Section struct {
	ID      uuid.UUID
	Title   string
	Lessons []LessonItem
	Done    int // completed lessons
}

// Enrolment is the reader's own enrolment on a course page.
type Enrolment struct {
	ID          uuid.UUID
	State       string
	Percent     int
	Missing     []MissingLesson
	CompletedAt *time.Time
	// Certificate is the code once it has been issued.
	Certificate string
	Resume      *LessonItem
}

// MissingLesson is what still stands between a learner and completion.
type MissingLesson struct {
	LessonID uuid.UUID
	Title    string
	Kind     string
	// Why is unread, coverage (Have of Need percent watched), score (Have of Need percent, Have -1 when not tried), untold
	// (a score that the quiz does not show now), handed_in, unopened.
	Why  string
	Have int
	Need int
}

// CoursePage is everything a reader decides by.
type CoursePage struct {
	CourseCard
	Description string // sanitised HTML
	Instructor  string
	Sections    []Section
	Rule        Rule
	GrantMonths int
	Enrolment   *Enrolment // nil when not enrolled
	// Archived says that nobody can enrol any more.
	Archived bool
	// Prerequisites are the courses to be completed before enrolling.
	Prerequisites []Prerequisite
	// Preview says that its makers look at it as learners will.
	Preview bool
}

// Prerequisite is a course that comes before another one.
type Prerequisite struct {
	Slug  string
	Title string
	// Completed is for a signed-in reader.
	Completed bool
}

// EnrolResult says which enrolment one has now, and whether this call made it.
type EnrolResult struct {
	ID    uuid.UUID
	State string
	New   bool
}

// Caption is one caption track.
type Caption struct {
	Lang string
	URL  string
	Cues []Cue
}

// Cue is one line of a transcript; times in seconds.
type Cue struct {
	Start, End float64
	Text       string
}

// Lecture is what a player needs. Times are in seconds.
type Lecture struct {
	AssetID   uuid.UUID
	Duration  float64
	VideoURL  string // empty while the film is in the making
	PosterURL string
	Rungs     []int // the shorter sides of its rungs in pixels, the largest first; none where there is only the one file
	Sound     bool  // it can be heard without its picture
	Captions  []Caption
	Percent   int // covered
	Ranges    [][2]float64
	Position  float64
	Need      int    // percent of coverage that completes the lesson
	Notes     string // sanitised HTML
}

// QuizBrief is a quiz as its lesson page shows it.
type QuizBrief struct {
	QuizID      uuid.UUID
	Questions   int
	PassPercent int
	MaxAttempts int  // 0 when not limited
	TimeLimit   int  // minutes, 0 when not limited
	BestPercent int  // -1 before the first, and where Untold
	Untold      bool // the score is not shown now
}

// LessonPage is one lesson in its course.
type LessonPage struct {
	CourseSlug  string
	CourseTitle string
	Section     string
	Lesson      LessonItem
	Sections    []Section
	Done, Total int // lessons of the course
	Percent     int
	Prev, Next  *LessonItem
	Lecture     *Lecture
	Reading     string // sanitised HTML
	Quiz        *QuizBrief
	// Assignment says that something can be handed in; Reading is the task.
	Assignment bool
	CourseDone bool
	// Preview says that its makers look at it as learners will; nothing is recorded.
	Preview bool
}

// CoverageClaim is what a player says it has played.
type CoverageClaim struct {
	ViewID    string
	Seq       int
	Intervals [][2]float64 // seconds
	Position  float64
}

// Rejected is one interval that was not believed. Reason is outside_video, malformed or too_fast.
type Rejected struct {
	Interval [2]float64 `json:"interval"`
	Reason   string     `json:"reason"`
}

// CoverageResult is what is now believed.
type CoverageResult struct {
	Percent  int
	Ranges   [][2]float64
	Accepted float64 // newly accepted seconds
	Rejected []Rejected
	// Completed says that the lesson is complete.
	Completed bool
}

// MyEnrolment is one row of My learning.
type MyEnrolment struct {
	ID          uuid.UUID
	State       string
	CourseID    uuid.UUID
	CourseSlug  string
	CourseTitle string
	Palette     string
	Percent     int
	Missing     []MissingLesson
	// Resume is the lesson to go on with; zero when there is none.
	ResumeID    uuid.UUID
	ResumeTitle string
	LastSeenAt  time.Time
	CompletedAt *time.Time
	Certificate string
}

// Dashboard is My learning: courses in progress first, then the completed ones.
type Dashboard struct {
	Active    []MyEnrolment
	Completed []MyEnrolment
	Other     []MyEnrolment // withdrawn and the like
	Next      string
}
