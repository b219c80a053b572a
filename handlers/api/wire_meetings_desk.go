package api

import (
	"time"

	"github.com/google/uuid"
)

// The published shapes of events as they are planned, and of what those who look after them do. An edit sends everything that a draft
// holds; version is the one that it begins from.

// EventDraft is an event as it is written.
type EventDraft struct {
	Agenda        string     `json:"agenda" doc:"The slug of an agenda."`
	Kind          string     `json:"kind" enum:"town_hall,roundtable,seminar,open_lecture"`
	Series        Text       `json:"series" doc:"Of an open lecture."`
	Title         Text       `json:"title"`
	Summary       Text       `json:"summary"`
	Place         Text       `json:"place"`
	OnlineURL     string     `json:"online_url" doc:"Told to nobody: whoever has a seat gets a link of their own."`
	Accessibility Text       `json:"accessibility"`
	Contact       string     `json:"contact"`
	Languages     []string   `json:"languages" doc:"ko, en; ksl is Korean Sign Language."`
	StartsAt      time.Time  `json:"starts_at"`
	EndsAt        time.Time  `json:"ends_at"`
	OpensAt       time.Time  `json:"opens_at" doc:"When registration opens."`
	ClosesAt      time.Time  `json:"closes_at"`
	Capacity      int        `json:"capacity"`
	OfferHours    int        `json:"offer_hours" doc:"How long a freed seat is kept for whoever is offered it."`
	Asks          []AskDraft `json:"asks" doc:"Up to 5; fixed once somebody has answered."`
	Version       int        `json:"version"`
}

// AskDraft is something to ask of those who register.
type AskDraft struct {
	Kind     string `json:"kind" enum:"text,choice"`
	Label    Text   `json:"label"`
	Options  []Text `json:"options" doc:"Of a choice, two at least."`
	Required bool   `json:"required"`
}

// PlannedEvent is an event before those who look after it.
type PlannedEvent struct {
	ID    uuid.UUID `json:"id" format:"uuid"`
	State string    `json:"state" enum:"draft,published,cancelled"`
	Taken int       `json:"taken" doc:"Seats that somebody has or is offered."`
	EventDraft
}

// DeskEvent is an event in the list of those who look after them.
type DeskEvent struct {
	State string `json:"state" enum:"draft,published,cancelled"`
	EventCard
}

// EventGuests is who comes to an event, or waits in line. Each look at answers is noted.
type EventGuests struct {
	Asks   []RegistrationAsk `json:"asks"`
	Guests []EventGuest      `json:"guests"`
	More   bool              `json:"more" doc:"Whether there are others, to be found by their name."`
	Counts map[string]int    `json:"counts" doc:"How many registrations stand where."`
	Code   *string           `json:"code" doc:"Six digits for those who are there, on the day only; they change every thirty seconds."`
}

// EventGuest is somebody who is registered, or in line.
type EventGuest struct {
	ID         uuid.UUID  `json:"id" format:"uuid"`
	Name       string     `json:"name"`
	State      string     `json:"state" enum:"registered,waitlisted,offered,confirmed,attended,no_show,cancelled"`
	Position   *int       `json:"position" doc:"In line, from 1."`
	AnswerBy   *time.Time `json:"answer_by"`
	AttendedAt *time.Time `json:"attended_at"`
	How        *string    `json:"how" enum:"qr,code,link,organiser"`
	Answers    []string   `json:"answers" doc:"In the order of what is asked; empty for none."`
	Marks      []string   `json:"marks" doc:"What can be noted now: here, no_show, undo."`
}

// GuestMark notes what has become of somebody, or takes that back.
type GuestMark struct {
	Mark string `json:"mark" enum:"here,no_show,undo"`
}

// QuestionHiding keeps the words of a question back.
type QuestionHiding struct {
	Code   string `json:"code"`
	Reason string `json:"reason" doc:"What the author is told."`
}

// QuestionReply is what was answered.
type QuestionReply struct {
	Answer string `json:"answer" doc:"Up to 3,000 characters; it can be written better later."`
}

// MinutesRequest publishes what was said and decided.
type MinutesRequest struct {
	Body           string `json:"body" doc:"Up to 20,000 characters."`
	ChangedBecause string `json:"changed_because,omitempty" doc:"Of another version."`
}

// RecordingRequest says which lecture the recording has become.
type RecordingRequest struct {
	Lesson *uuid.UUID `json:"lesson" format:"uuid" doc:"null for none."`
}
