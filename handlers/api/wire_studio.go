package api

import (
	"time"

	"github.com/google/uuid"
)

// The published shapes of the studio. Texts stand in both languages. What takes the same shape as it answers can be
// sent back as it came: from is what an edit begins from.

// Text is a text in both languages.
type Text struct {
	KO string `json:"ko" doc:"Empty while there is none."`
	EN string `json:"en" doc:"Empty while there is none."`
}

// StudioCard is a course in the list of those that one makes.
type StudioCard struct {
	Slug      string    `json:"slug"`
	Title     Text      `json:"title"`
	Palette   string    `json:"palette" enum:"blue,green,navy,coral,teal,gold"`
	State     string    `json:"state" enum:"draft,published,archived"`
	Part      string    `json:"part" enum:"owner,editor,assistant" doc:"The caller's."`
	Changed   bool      `json:"changed" doc:"Whether there is something that learners do not see yet."`
	Lessons   int       `json:"lessons"`
	Learners  int       `json:"learners"`
	ChangedAt time.Time `json:"changed_at"`
}

// StudioHead is what every answer about a course begins with.
type StudioHead struct {
	Slug      string    `json:"slug"`
	Title     Text      `json:"title"`
	State     string    `json:"state" enum:"draft,published,archived"`
	Part      string    `json:"part" enum:"owner,editor,assistant" doc:"The caller's."`
	Changed   bool      `json:"changed" doc:"Whether there is something that learners do not see yet."`
	Published bool      `json:"published" doc:"Whether learners see anything."`
	Learners  int       `json:"learners"`
	ChangedAt time.Time `json:"changed_at"`
}

// StudioCourse is a course as its authors see it.
type StudioCourse struct {
	StudioHead
	Settings StudioSettings `json:"settings"`
	Choices  StudioChoices  `json:"choices"`
	StudioContents
}

// NewCourse is what a course begins with.
type NewCourse struct {
	Title  Text   `json:"title"`
	Slug   string `json:"slug" doc:"Its name in addresses: 2 to 80 lower-case letters, digits and hyphens."`
	Agenda string `json:"agenda" doc:"The slug of an agenda."`
	Level  string `json:"level" enum:"beginner,intermediate,advanced"`
}

// CourseCopy is what the copy of a course is called.
type CourseCopy struct {
	Title Text   `json:"title"`
	Slug  string `json:"slug"`
}

// CreatedCourse names a course that was made.
type CreatedCourse struct {
	Slug string `json:"slug"`
}

// StudioSettings is what a course says of itself and what completes it. They are kept as a whole.
type StudioSettings struct {
	From          int              `json:"from" doc:"The version of the settings; saving another one is refused."`
	Title         Text             `json:"title"`
	Summary       Text             `json:"summary"`
	Description   Text             `json:"description" doc:"Markdown."`
	Instructor    Text             `json:"instructor"`
	Agenda        string           `json:"agenda" doc:"The slug of an agenda."`
	Level         string           `json:"level" enum:"beginner,intermediate,advanced"`
	Palette       string           `json:"palette" enum:"blue,green,navy,coral,teal,gold"`
	Languages     []string         `json:"languages" doc:"ko, en or both."`
	Minutes       int              `json:"minutes"`
	Completion    StudioCompletion `json:"completion"`
	Grant         StudioGrant      `json:"grant"`
	Prerequisites []string         `json:"prerequisites" doc:"Slugs of the courses that come first."`
}

// StudioCompletion is what completes a course besides its required lessons.
type StudioCompletion struct {
	Coverage int `json:"coverage" minimum:"0" maximum:"100" doc:"Percent of each lecture; 0 does not ask."`
	Score    int `json:"score" minimum:"0" maximum:"100" doc:"Percent in each quiz; 0 does not ask."`
}

// StudioGrant is the role that completion gives, by which one is eligible for a duty.
type StudioGrant struct {
	Duty   string `json:"duty" doc:"The slug of a duty; empty where completion gives no role."`
	Months int    `json:"months" maximum:"120" doc:"How long it lasts."`
}

// StudioChoices is what authors choose from in the settings.
type StudioChoices struct {
	Agendas []StudioOption `json:"agendas"`
	Duties  []StudioOption `json:"duties"`
	Courses []StudioOption `json:"courses" doc:"Some that could come first; any published course can be named."`
}

// StudioOption is something to choose by its slug.
type StudioOption struct {
	Slug  string `json:"slug"`
	Title Text   `json:"title"`
}

// StudioMember is one of a course's staff.
type StudioMember struct {
	ID    uuid.UUID `json:"id" format:"uuid"`
	Name  string    `json:"name"`
	Email string    `json:"email" format:"email"`
	Part  string    `json:"part" enum:"owner,editor,assistant"`
}

// StaffChange gives an instructor a part in a course in place of the one they had.
type StaffChange struct {
	Email string `json:"email" format:"email"`
	Part  string `json:"part" enum:"owner,editor,assistant"`
}
