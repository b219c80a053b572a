package api

import (
	"time"

	"github.com/google/uuid"
)

// The published shapes of agendas as they are edited, and of the rules by which proposals go. Days are in Seoul.

// AgendaDraft is what is said of an agenda. The slug is given once.
type AgendaDraft struct {
	Slug     string   `json:"slug"`
	Parent   string   `json:"parent" doc:"The national agenda that a policy priority belongs to; empty of a national agenda."`
	Division string   `json:"division" doc:"The office that looks after it; empty for none."`
	Title    Text     `json:"title"`
	Summary  Text     `json:"summary"`
	Pillars  []string `json:"pillars" doc:"communication, participation, capacity."`
}

// GovernedAgenda is an agenda before those who look after it.
type GovernedAgenda struct {
	AgendaDraft
	Level     int              `json:"level"`
	Phases    []AgendaPhase    `json:"phases"`
	Documents []AgendaDocument `json:"documents"`
}

// AgendaPhase is a time in which something can be done on an agenda.
type AgendaPhase struct {
	ID uuid.UUID `json:"id" format:"uuid"`
	PhaseDraft
}

// PhaseDraft is a phase as it is written, with its first and its last day.
type PhaseDraft struct {
	Kind  string `json:"kind"`
	First string `json:"first" format:"date"`
	Last  string `json:"last" format:"date"`
}

// AgendaDocument is something to read on an agenda.
type AgendaDocument struct {
	ID    uuid.UUID `json:"id" format:"uuid"`
	Title string    `json:"title"`
	URL   string    `json:"url"`
	Pages *int      `json:"pages" doc:"null where that is not known."`
}

// DocumentDraft puts something to read on an agenda.
type DocumentDraft struct {
	Title string `json:"title"`
	URL   string `json:"url"`
	Pages int    `json:"pages,omitempty"`
}

// VoiceRules is the rules by which proposals go.
type VoiceRules struct {
	Ladder   LadderRule           `json:"ladder"`
	Clocks   map[string]ClockRule `json:"clocks" doc:"moderation, gathering, review, answer, objection, appeal."`
	Holidays []HolidayDraft       `json:"holidays" doc:"From today on."`
	Changes  []RuleChange         `json:"changes" doc:"The last first."`
}

// LadderRule is what numbers of supports bring about: the words are fixed, the proposal is listed, it is answered.
type LadderRule struct {
	Frozen int `json:"frozen"`
	Listed int `json:"listed"`
	Answer int `json:"answer"`
}

// ClockRule is how long a step may take.
type ClockRule struct {
	Days    int  `json:"days" doc:"1 to 400."`
	Working bool `json:"working" doc:"Counts only days on which offices work."`
}

// LadderChange changes the ladder for a reason.
type LadderChange struct {
	Ladder LadderRule `json:"ladder"`
	Reason string     `json:"reason"`
}

// ClocksChange changes all clocks for a reason.
type ClocksChange struct {
	Clocks map[string]ClockRule `json:"clocks"`
	Reason string               `json:"reason"`
}

// HolidayDraft is a day on which no office works.
type HolidayDraft struct {
	Day   string `json:"day" format:"date"`
	Title Text   `json:"title"`
}

// RuleChange is one change, with who made it.
type RuleChange struct {
	At     time.Time `json:"at"`
	Actor  string    `json:"actor"`
	Action string    `json:"action"`
	Reason string    `json:"reason"`
	What   string    `json:"what"`
}
