package api

import (
	"time"

	"github.com/google/uuid"
)

// The published shapes of a roster as those who coordinate see it.

// Board is the roster of an activity on up to four days.
type Board struct {
	ID         uuid.UUID      `json:"id" format:"uuid"`
	Title      string         `json:"title"`
	State      string         `json:"state" enum:"draft,published,closed"`
	Days       []string       `json:"days" format:"date"`
	Earlier    *string        `json:"earlier" format:"date" doc:"Where the days before begin; null for none."`
	Later      *string        `json:"later" format:"date"`
	Volunteers int            `json:"volunteers" doc:"How many are approved."`
	Seats      int            `json:"seats" doc:"Of the whole activity, as all that follow."`
	Taken      int            `json:"taken"`
	Missing    int            `json:"missing" doc:"How many are missing to the minimums."`
	Pending    int            `json:"pending" doc:"How many have not confirmed yet."`
	Untold     int            `json:"untold" doc:"How many changes wait to be published."`
	Run        *uuid.UUID     `json:"run" format:"uuid" doc:"A roster that is being worked out or waits to be looked at."`
	Needs      []BoardNeed    `json:"needs"`
	Problems   []BoardProblem `json:"problems"`
}

// BoardNeed is how many people are needed for a duty of a shift, with who they are.
type BoardNeed struct {
	ID       uuid.UUID   `json:"id" format:"uuid"`
	Shift    uuid.UUID   `json:"shift" format:"uuid"`
	Duty     string      `json:"duty"`
	StartsAt time.Time   `json:"starts_at"`
	EndsAt   time.Time   `json:"ends_at"`
	Place    string      `json:"place"`
	Online   bool        `json:"online"`
	Min      int         `json:"min"`
	Max      int         `json:"max"`
	Taken    int         `json:"taken"`
	Waiting  int         `json:"waiting"`
	Open     bool        `json:"open" doc:"Whether it is to come and has a seat."`
	People   []BoardSeat `json:"people"`
}

// BoardSeat is somebody who has a seat.
type BoardSeat struct {
	ID     uuid.UUID `json:"id" format:"uuid"`
	Person uuid.UUID `json:"person" format:"uuid"`
	Name   string    `json:"name"`
	State  string    `json:"state"`
	Reason *Reason   `json:"reason" doc:"The rule that is broken; null for none."`
	Told   bool      `json:"told" doc:"Whether the person knows."`
}

// BoardProblem is a seat whose person breaks a rule that nobody has set aside.
type BoardProblem struct {
	Need   uuid.UUID `json:"need" format:"uuid"`
	Seat   uuid.UUID `json:"seat" format:"uuid"`
	Name   string    `json:"name"`
	Reason *Reason   `json:"reason"`
}

// Candidates are the people for a need: who can and has least to do, who could if a rule were set aside, who cannot.
type Candidates struct {
	Need   BoardNeed   `json:"need"`
	People []Candidate `json:"people"`
	More   int         `json:"more" doc:"How many others there are; search for them by name."`
}

// Candidate is somebody before a need.
type Candidate struct {
	ID          uuid.UUID `json:"id" format:"uuid"`
	Name        string    `json:"name"`
	Duties      []string  `json:"duties"`
	Minutes     int       `json:"minutes" doc:"What the person has before them already."`
	Position    int       `json:"position" doc:"The place in line; 0 for none."`
	Reason      *Reason   `json:"reason" doc:"null, or the first rule that stands against it."`
	Overridable bool      `json:"overridable" doc:"Whether a coordinator may set the rule aside, with a reason."`
}

// GiveSeat gives somebody a seat.
type GiveSeat struct {
	Person uuid.UUID `json:"person" format:"uuid"`
	Reason string    `json:"reason,omitempty" doc:"Needed where a rule is set aside."`
}

// RosterPublished is how many people were told of changes.
type RosterPublished struct {
	Told int `json:"told"`
}

// RosterRun is a roster that is worked out.
type RosterRun struct {
	ID      uuid.UUID   `json:"id" format:"uuid"`
	State   string      `json:"state" enum:"waiting,running,ready,accepted,dropped,failed"`
	Step    int         `json:"step"`
	Steps   int         `json:"steps"`
	Missing int         `json:"missing" doc:"How many stay missing to the minimums."`
	Exact   bool        `json:"exact" doc:"Whether it is proven that none is better."`
	Seed    int64       `json:"seed" doc:"The same seed gives the same roster."`
	Needs   []RunOfNeed `json:"needs"`
}

// RunOfNeed is who is proposed for a need, and what keeps people from the seats that stay empty.
type RunOfNeed struct {
	Need     BoardNeed     `json:"need"`
	Proposed []RunProposal `json:"proposed"`
	Missing  int           `json:"missing"`
	Removed  []RunRemoved  `json:"removed"`
}

// RunProposal is somebody who is proposed.
type RunProposal struct {
	Person  uuid.UUID `json:"person" format:"uuid"`
	Name    string    `json:"name"`
	Minutes int       `json:"minutes"`
	Reason  *Reason   `json:"reason" doc:"null, or what has come between since."`
}

// RunRemoved is how many people a rule keeps away.
type RunRemoved struct {
	Reason *Reason `json:"reason"`
	People int     `json:"people"`
}

// RunChoice takes proposed seats.
type RunChoice struct {
	Seats []RunSeat `json:"seats" doc:"Empty takes all that are proposed."`
}

// RunSeat is a proposed seat.
type RunSeat struct {
	Need   uuid.UUID `json:"need" format:"uuid"`
	Person uuid.UUID `json:"person" format:"uuid"`
}

// RunTaken is how many seats were given.
type RunTaken struct {
	Given int `json:"given"`
}
