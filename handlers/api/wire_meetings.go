package api

import (
	"time"

	"github.com/google/uuid"
)

// The published shapes of events. Where one goes on online is told to nobody: whoever has a seat gets a link of their own.

// EventCard is an event in a list.
type EventCard struct {
	ID        uuid.UUID `json:"id" format:"uuid"`
	Kind      string    `json:"kind" enum:"town_hall,roundtable,seminar,open_lecture"`
	Series    *string   `json:"series" doc:"Of an open lecture."`
	Phase     string    `json:"phase" enum:"early,open,full,closed,past,cancelled"`
	Title     string    `json:"title"`
	Agenda    Agenda    `json:"agenda"`
	Place     *string   `json:"place"`
	Online    bool      `json:"online"`
	Languages []string  `json:"languages" doc:"ko, en; ksl is Korean Sign Language."`
	StartsAt  time.Time `json:"starts_at"`
	EndsAt    time.Time `json:"ends_at"`
	OpensAt   time.Time `json:"opens_at" doc:"When registration opens."`
	ClosesAt  time.Time `json:"closes_at"`
	Capacity  int       `json:"capacity"`
	SeatsLeft int       `json:"seats_left" doc:"Seats that nobody has and nobody is offered."`
	Waiting   int       `json:"waiting"`
	Reason    *string   `json:"reason" doc:"Why it is cancelled."`
}

// Event is an event with what is asked of those who register.
type Event struct {
	EventCard
	Summary       *string           `json:"summary"`
	Accessibility *string           `json:"accessibility"`
	Contact       *string           `json:"contact"`
	Asks          []RegistrationAsk `json:"asks"`
	Mine          *EventSeat        `json:"mine" doc:"What the caller is at it; null for nothing."`
	Minutes       []EventMinutes    `json:"minutes" doc:"The newest version first."`
	Commitments   []Commitment      `json:"commitments" doc:"What was decided."`
	Recording     *EventRecording   `json:"recording" doc:"The lecture that the recording has become."`
}

// RegistrationAsk is something that is asked of those who register.
type RegistrationAsk struct {
	ID       uuid.UUID   `json:"id" format:"uuid"`
	Kind     string      `json:"kind" enum:"text,choice"`
	Label    string      `json:"label"`
	Required bool        `json:"required"`
	Options  []AskOption `json:"options"`
}

// AskOption is an option of a choice.
type AskOption struct {
	Value string `json:"value"`
	Label string `json:"label"`
}

// EventSeat is what somebody is at an event.
type EventSeat struct {
	ID          uuid.UUID  `json:"id" format:"uuid"`
	State       string     `json:"state" enum:"registered,waitlisted,offered,confirmed,attended,no_show,cancelled"`
	Position    *int       `json:"position" doc:"In line, from 1."`
	AnswerBy    *time.Time `json:"answer_by" doc:"When an offered seat goes on to the next."`
	AttendedAt  *time.Time `json:"attended_at"`
	JoinURL     *string    `json:"join_url" doc:"Leads online whoever it belongs to, from joins_at on, and notes that they are there."`
	JoinsAt     *time.Time `json:"joins_at"`
	CanAttend   bool       `json:"can_attend"`
	CanWithdraw bool       `json:"can_withdraw"`
}

// RegistrationRequest registers for an event.
type RegistrationRequest struct {
	Answers []AskAnswer `json:"answers,omitempty"`
}

// AskAnswer answers something that is asked: in words, or with the value of an option.
type AskAnswer struct {
	Ask    uuid.UUID `json:"ask" format:"uuid"`
	Answer string    `json:"answer" doc:"Up to 1,000 characters."`
}

// SeatAnswer answers to a seat that is offered.
type SeatAnswer struct {
	Accept bool `json:"accept"`
}

// PresenceClaim shows that somebody is there: the token of the QR code, or the six digits.
type PresenceClaim struct {
	Token *string `json:"token,omitempty" doc:"What stands last in the address of the QR code."`
	Code  *string `json:"code,omitempty" doc:"Five may be wrong."`
}

// MyEvents is the events that the caller has registered for.
type MyEvents struct {
	Coming []OwnEvent `json:"coming"`
	Past   []OwnEvent `json:"past"`
}

// OwnEvent is one of them.
type OwnEvent struct {
	ID       uuid.UUID `json:"id" format:"uuid"`
	Kind     string    `json:"kind" enum:"town_hall,roundtable,seminar,open_lecture"`
	Title    string    `json:"title"`
	Phase    string    `json:"phase" enum:"early,open,full,closed,past,cancelled"`
	StartsAt time.Time `json:"starts_at"`
	EndsAt   time.Time `json:"ends_at"`
	Mine     EventSeat `json:"mine"`
}

// EventQuestion is something that somebody wants to have talked about.
type EventQuestion struct {
	ID         uuid.UUID  `json:"id" format:"uuid"`
	Body       *string    `json:"body" doc:"null while it is hidden from the caller."`
	Author     *string    `json:"author" doc:"Hidden in part; null once nobody's."`
	State      string     `json:"state" enum:"shown,hidden"`
	Reason     *string    `json:"reason" doc:"Why it is hidden."`
	Votes      int        `json:"votes"`
	Voted      bool       `json:"voted"`
	Mine       bool       `json:"mine"`
	Answer     *string    `json:"answer"`
	AnsweredAt *time.Time `json:"answered_at"`
}

// QuestionRequest puts a question.
type QuestionRequest struct {
	Question string `json:"question" doc:"5 to 500 characters."`
	Consent  bool   `json:"consent,omitempty" doc:"Agrees that political opinions of the caller are kept; needed once."`
}

// EventMinutes is a version of what was said and decided.
type EventMinutes struct {
	Version        int       `json:"version"`
	Body           string    `json:"body"`
	ChangedBecause *string   `json:"changed_because"`
	PublishedAt    time.Time `json:"published_at"`
}

// EventRecording is a lecture of a course.
type EventRecording struct {
	Lesson uuid.UUID `json:"lesson" format:"uuid"`
	Course string    `json:"course"`
	Title  string    `json:"title"`
}
