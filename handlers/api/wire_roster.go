package api

import (
	"time"

	"github.com/google/uuid"
)

// The published shapes of what goes on around a roster.

// ShiftTable is a table of shifts to be looked at.
type ShiftTable struct {
	Name string `json:"name" doc:"The name of the file."`
	CSV  string `json:"csv" doc:"The table as CSV, headings first; see the template on the page of the import."`
}

// ShiftImport is a table of shifts with what it would add, or has added.
type ShiftImport struct {
	ID       uuid.UUID        `json:"id" format:"uuid"`
	Name     string           `json:"name"`
	Missing  []string         `json:"missing" doc:"Columns that are needed and not there; nothing can be taken then."`
	Unknown  []string         `json:"unknown" doc:"Headings under which nothing was read."`
	Ready    int              `json:"ready"`
	Broken   int              `json:"broken"`
	Same     int              `json:"same" doc:"Rows that the activity has already."`
	TakenAt  *time.Time       `json:"taken_at"`
	UndoneAt *time.Time       `json:"undone_at"`
	Rows     []ShiftImportRow `json:"rows" doc:"What needs to be looked at first, then the others as they stand in the table."`
}

// ShiftImportRow is a row of the table.
type ShiftImportRow struct {
	Line     int             `json:"line"`
	State    string          `json:"state" enum:"broken,ready,same,taken,left"`
	StartsAt *time.Time      `json:"starts_at"`
	EndsAt   *time.Time      `json:"ends_at"`
	Place    string          `json:"place"`
	Duty     string          `json:"duty"`
	Min      int             `json:"min"`
	Max      int             `json:"max"`
	Problems []ImportProblem `json:"problems"`
}

// ImportProblem is what is wrong with a cell.
type ImportProblem struct {
	Column string `json:"column" doc:"Empty for the row as a whole."`
	Code   string `json:"code"`
	Text   string `json:"text"`
}

// TakeImport takes the rows of a table.
type TakeImport struct {
	LeaveOut bool `json:"leave_out" doc:"Whether rows that are wrong are left out; otherwise they keep all from being added."`
}

// SwapSide is one of two seats that change places.
type SwapSide struct {
	Name     string    `json:"name"`
	StartsAt time.Time `json:"starts_at"`
	EndsAt   time.Time `json:"ends_at"`
	Place    string    `json:"place"`
	Online   bool      `json:"online"`
	Duty     string    `json:"duty"`
}

// Swap is two people who would change places. Until it is approved both stay where they are.
type Swap struct {
	ID        uuid.UUID `json:"id" format:"uuid"`
	Activity  uuid.UUID `json:"activity" format:"uuid"`
	Title     string    `json:"title"`
	State     string    `json:"state" enum:"offered,accepted,approved,refused,expired"`
	Mine      bool      `json:"mine" doc:"Whether the caller has offered it."`
	Asked     bool      `json:"asked" doc:"Whether the caller is the one who is asked."`
	From      SwapSide  `json:"from"`
	To        SwapSide  `json:"to"`
	ExpiresAt time.Time `json:"expires_at"`
}

// SwapChoice is a seat that a seat of the caller could be swapped for.
type SwapChoice struct {
	Seat uuid.UUID `json:"seat" format:"uuid"`
	SwapSide
}

// SwapRequest asks for a swap.
type SwapRequest struct {
	Seat uuid.UUID `json:"seat" format:"uuid" doc:"One of the choices."`
}

// YesOrNo answers what one is asked.
type YesOrNo struct {
	Yes    bool   `json:"yes"`
	Reason string `json:"reason,omitempty" doc:"Needed from a coordinator who says no."`
}

// StateAnswer is how something stands now.
type StateAnswer struct {
	ID    uuid.UUID `json:"id" format:"uuid"`
	State string    `json:"state"`
}

// CoverNote goes with a request for cover.
type CoverNote struct {
	Note string `json:"note"`
}

// CoverAsked is how many people were asked to take a seat over.
type CoverAsked struct {
	Asked int `json:"asked"`
}

// Cover is a seat that somebody is looked for.
type Cover struct {
	ID       uuid.UUID `json:"id" format:"uuid"`
	Title    string    `json:"title"`
	Note     string    `json:"note"`
	Mine     bool      `json:"mine" doc:"Whether the caller looks for somebody; otherwise the caller is asked."`
	Seat     SwapSide  `json:"seat"`
	Asked    int       `json:"asked"`
	Declined int       `json:"declined"`
}

// Changes are the swaps and requests for cover that wait for the caller, or for others because of the caller.
type Changes struct {
	Swaps  []Swap  `json:"swaps"`
	Covers []Cover `json:"covers"`
}

// Fit is whether somebody could have a seat in a need.
type Fit struct {
	Need        uuid.UUID `json:"need" format:"uuid"`
	StartsAt    time.Time `json:"starts_at"`
	EndsAt      time.Time `json:"ends_at"`
	Duty        string    `json:"duty"`
	Reason      string    `json:"reason" doc:"ok, or the first rule that stands against it."`
	Word        string    `json:"word" doc:"The reason in a word or two."`
	Text        string    `json:"text"`
	Overridable bool      `json:"overridable" doc:"Whether a coordinator may set the rule aside, with a reason."`
}

// MoveSeat moves somebody to another seat.
type MoveSeat struct {
	Need   uuid.UUID `json:"need" format:"uuid"`
	Reason string    `json:"reason,omitempty" doc:"Needed where a rule is set aside."`
}

// RosterMessage is told to those of a shift, those of a duty, or with neither to all of an activity.
type RosterMessage struct {
	Body  string     `json:"body"`
	Shift *uuid.UUID `json:"shift,omitempty" format:"uuid"`
	Duty  *uuid.UUID `json:"duty,omitempty" format:"uuid"`
	Key   *uuid.UUID `json:"key,omitempty" format:"uuid" doc:"Chosen by the caller: the same message with the same key is told once."`
}

// MessageSent is how many people a message reaches.
type MessageSent struct {
	People int `json:"people"`
}

// Coordinators look after an activity.
type Coordinators struct {
	Coordinators []uuid.UUID `json:"coordinators"`
}

// EmergencyContact is whom to call if something happens to a volunteer.
type EmergencyContact struct {
	Name     string `json:"name"`
	Phone    string `json:"phone"`
	Relation string `json:"relation"`
	Consent  bool   `json:"consent" doc:"That those who coordinate one's activities see it; it is kept only so."`
}

// SeatEmergency is whom to call for somebody who has a seat.
type SeatEmergency struct {
	Of      string            `json:"of"`
	Contact *EmergencyContact `json:"contact" doc:"null where the volunteer has named nobody."`
}
