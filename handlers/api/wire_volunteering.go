package api

import (
	"time"

	"github.com/google/uuid"
)

// The published shapes of volunteering.

// ActivityCard is an activity that volunteers are looked for.
type ActivityCard struct {
	ID       uuid.UUID  `json:"id" format:"uuid"`
	Kind     string     `json:"kind" enum:"dated,flexible,open"`
	State    string     `json:"state" enum:"draft,published,closed"`
	Title    string     `json:"title"`
	Summary  string     `json:"summary"`
	Place    string     `json:"place"`
	StartsOn *string    `json:"starts_on" format:"date"`
	EndsOn   *string    `json:"ends_on" format:"date"`
	Next     *time.Time `json:"next_shift_at"`
	Shifts   int        `json:"shifts" doc:"How many are to come."`
	Seats    int        `json:"seats"`
	Free     int        `json:"free"`
	Duties   []string   `json:"duties"`
	ForMe    bool       `json:"for_me" doc:"Whether the caller is qualified for some of it."`
}

// Activity is an activity with its shifts.
type Activity struct {
	ID            uuid.UUID       `json:"id" format:"uuid"`
	Kind          string          `json:"kind" enum:"dated,flexible,open"`
	State         string          `json:"state" enum:"draft,published,closed"`
	Title         string          `json:"title"`
	Summary       string          `json:"summary"`
	Place         string          `json:"place"`
	MeetingPoint  string          `json:"meeting_point"`
	Accessibility string          `json:"accessibility"`
	Contact       string          `json:"contact"`
	OpensAt       *time.Time      `json:"opens_at" doc:"When one can sign up; null is at any time."`
	WithdrawHours int             `json:"withdraw_hours" doc:"How long before it begins a shift can be given back."`
	Shifts        []ActivityShift `json:"shifts"`
}

// ActivityShift is a shift with what it needs.
type ActivityShift struct {
	ID        uuid.UUID      `json:"id" format:"uuid"`
	StartsAt  time.Time      `json:"starts_at"`
	EndsAt    time.Time      `json:"ends_at"`
	Place     string         `json:"place"`
	Online    bool           `json:"online"`
	Cancelled bool           `json:"cancelled"`
	Mine      *MyAssignment  `json:"mine" doc:"What the caller is in it; null for nothing."`
	Needs     []ActivityNeed `json:"needs"`
}

// ActivityNeed is how many people are needed for a duty, and whether the caller can be one of them.
type ActivityNeed struct {
	ID        uuid.UUID `json:"id" format:"uuid"`
	Duty      string    `json:"duty"`
	Qualified bool      `json:"qualified" doc:"Whether it asks for a role grant."`
	Min       int       `json:"min"`
	Max       int       `json:"max"`
	Free      int       `json:"free"`
	Waiting   int       `json:"waiting"`
	Eligible  bool      `json:"eligible"`
	Waitlist  bool      `json:"waitlist" doc:"Whether only a seat is missing, so that the caller can get in line."`
	Reasons   []Reason  `json:"reasons" doc:"Why not; empty for a caller who can, and for strangers."`
}

// Reason is why a seat cannot be had.
type Reason struct {
	Code string `json:"code" enum:"already_in,ended,full,not_volunteer,not_approved,no_grant,language,unavailable,overlap,travel,rest,day_max,week_max,age,too_early"`
	Text string `json:"text"`
}

// MyAssignment is the caller in a shift.
type MyAssignment struct {
	ID           uuid.UUID  `json:"id" format:"uuid"`
	State        string     `json:"state"`
	Duty         string     `json:"duty"`
	Position     int        `json:"position" doc:"The place in line, from 1; 0 for those who are in none."`
	OfferedUntil *time.Time `json:"offered_until" doc:"Until when a free seat waits for an answer."`
}

// MyShift is one of the caller's shifts.
type MyShift struct {
	MyAssignment
	Activity   uuid.UUID `json:"activity" format:"uuid"`
	Shift      uuid.UUID `json:"shift" format:"uuid"`
	Title      string    `json:"title"`
	StartsAt   time.Time `json:"starts_at"`
	EndsAt     time.Time `json:"ends_at"`
	Place      string    `json:"place"`
	Online     bool      `json:"online"`
	Answerable bool      `json:"answerable" doc:"Whether one can say yes to it."`
	Leavable   bool      `json:"leavable" doc:"Whether one can give it back."`
}

// ShiftRequest signs up for a shift.
type ShiftRequest struct {
	Need *uuid.UUID `json:"need,omitempty" format:"uuid" doc:"The need; the first with a seat where it is left out."`
}

// ShiftAnswer is what became of signing up or of giving back.
type ShiftAnswer struct {
	Assignment uuid.UUID `json:"assignment" format:"uuid"`
	State      string    `json:"state" enum:"confirmed,waitlisted,cancelled_by_volunteer"`
	Position   int       `json:"position" doc:"The place in line, from 1; 0 for those who are in none."`
	Reasons    []Reason  `json:"reasons"`
}
