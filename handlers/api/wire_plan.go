package api

import (
	"time"

	"github.com/google/uuid"
)

// The published shapes of activities and shifts as they are planned, and of those who offer to help. An edit sends
// everything that a draft holds; version is the one that it begins from. Days are in Seoul.

// ActivityDraft is an activity as it is written.
type ActivityDraft struct {
	Kind          string     `json:"kind" enum:"dated,flexible,open"`
	Agenda        uuid.UUID  `json:"agenda" format:"uuid"`
	Title         Text       `json:"title"`
	Summary       Text       `json:"summary"`
	Place         Text       `json:"place"`
	MeetingPoint  Text       `json:"meeting_point"`
	Accessibility Text       `json:"accessibility"`
	Contact       string     `json:"contact"`
	StartsOn      *string    `json:"starts_on" format:"date"`
	EndsOn        *string    `json:"ends_on" format:"date"`
	OpensAt       *time.Time `json:"opens_at" doc:"When one can sign up; null is at any time."`
	TravelMinutes int        `json:"travel_minutes" doc:"How long it takes from one place to another."`
	RestHours     int        `json:"rest_hours" doc:"The least between the last shift of a day and the first of the next."`
	DayHours      int        `json:"day_hours" doc:"The most in a day."`
	WeekHours     int        `json:"week_hours"`
	WithdrawHours int        `json:"withdraw_hours" doc:"How long before it begins a shift can be given back."`
	OfferHours    int        `json:"offer_hours" doc:"How long a freed seat is kept for whoever is offered it."`
	SwapAutomatic bool       `json:"swap_automatic" doc:"Whether a swap that both want holds without a coordinator."`
	NightAge      int        `json:"night_age" doc:"From which age on somebody may work at night; 0 from any."`
	Version       int        `json:"version"`
}

// PlannedActivity is an activity before those who look after it.
type PlannedActivity struct {
	ID    uuid.UUID `json:"id" format:"uuid"`
	State string    `json:"state" enum:"draft,published,closed"`
	ActivityDraft
}

// ActivityState is what an activity is to be.
type ActivityState struct {
	State string `json:"state" enum:"published,closed"`
}

// NeedDraft is how many people a shift needs for a duty.
type NeedDraft struct {
	Duty      uuid.UUID `json:"duty" format:"uuid"`
	Min       int       `json:"min"`
	Max       int       `json:"max"`
	Qualified bool      `json:"qualified" doc:"Whether it asks for a role grant."`
	MinAge    int       `json:"min_age" doc:"0 for any."`
	MaxAge    int       `json:"max_age" doc:"0 for any."`
	Language  string    `json:"language" doc:"Empty for any."`
}

// ShiftDraft is a shift as it is written. An end that is not after the beginning is on the next day.
type ShiftDraft struct {
	Day     string      `json:"day" format:"date"`
	From    string      `json:"from" doc:"As 09:00."`
	Until   string      `json:"until"`
	Place   Text        `json:"place"`
	Online  bool        `json:"online"`
	Needs   []NeedDraft `json:"needs"`
	Times   int         `json:"times,omitempty" doc:"On how many days it stands; 0 and 1 are one. Of new ones only."`
	Every   int         `json:"every,omitempty" doc:"How many days apart."`
	Version int         `json:"version"`
}

// PlannedShift is a shift before those who look after its activity.
type PlannedShift struct {
	ID        uuid.UUID     `json:"id" format:"uuid"`
	StartsAt  time.Time     `json:"starts_at"`
	EndsAt    time.Time     `json:"ends_at"`
	Place     Text          `json:"place"`
	Online    bool          `json:"online"`
	Cancelled bool          `json:"cancelled"`
	Version   int           `json:"version"`
	Needs     []PlannedNeed `json:"needs"`
}

// PlannedNeed is a need with how it stands.
type PlannedNeed struct {
	ID    uuid.UUID `json:"id" format:"uuid"`
	Title string    `json:"title"`
	Taken int       `json:"taken"`
	NeedDraft
}

// ShiftPlan is the shifts of an activity, and what people can be needed for.
type ShiftPlan struct {
	Duties []DutyOption   `json:"duties"`
	Shifts []PlannedShift `json:"shifts"`
}

// DutyOption is what people can be needed for.
type DutyOption struct {
	ID    uuid.UUID `json:"id" format:"uuid"`
	Title string    `json:"title"`
}

// ShiftsAdded is how many shifts were added.
type ShiftsAdded struct {
	Added int `json:"added"`
}

// DayCopy copies the shifts of a day to another.
type DayCopy struct {
	From string `json:"from" format:"date"`
	To   string `json:"to" format:"date"`
}

// Cancellation says why something is off.
type Cancellation struct {
	Reason string `json:"reason"`
}

// VolunteerCard is somebody who offers to help.
type VolunteerCard struct {
	ID        uuid.UUID  `json:"id" format:"uuid"`
	Name      string     `json:"name"`
	State     string     `json:"state" enum:"applied,approved,paused,refused,ended"`
	Term      string     `json:"term"`
	Languages []string   `json:"languages"`
	Duties    []string   `json:"duties"`
	EndsAt    *time.Time `json:"ends_at"`
	AppliedAt time.Time  `json:"applied_at"`
	Shifts    int        `json:"shifts"`
	Minutes   int        `json:"minutes"`
}

// VolunteerDecision is what is decided about a volunteer.
type VolunteerDecision struct {
	State   string `json:"state" enum:"approved,paused,refused,ended"`
	Term    string `json:"term,omitempty" doc:"The name of the term that an approval is for."`
	LastDay string `json:"last_day,omitempty" format:"date" doc:"Of an approval."`
	Answer  string `json:"answer,omitempty" doc:"What the volunteer is told."`
}

// DutyGrant qualifies somebody by hand.
type DutyGrant struct {
	Duty    uuid.UUID `json:"duty" format:"uuid"`
	LastDay string    `json:"last_day" format:"date"`
	Reason  string    `json:"reason"`
}

// VolunteerApplication is what somebody says who offers to help.
type VolunteerApplication struct {
	Motivation string   `json:"motivation"`
	Languages  []string `json:"languages" doc:"Of ko, en, zh, ja, fr, es, ru, ar."`
	BirthYear  int      `json:"birth_year,omitempty" doc:"For shifts with limits of age; 0 is not told."`
	DayHours   int      `json:"day_hours,omitempty" doc:"The most that one wants in a day; 0 for no limit."`
	WeekHours  int      `json:"week_hours,omitempty"`
}

// MyVolunteering is a volunteer as they see themselves.
type MyVolunteering struct {
	VolunteerApplication
	State        string         `json:"state" doc:"Empty for those who have not applied."`
	Term         string         `json:"term"`
	EndsAt       *time.Time     `json:"ends_at"`
	Answer       string         `json:"answer"`
	Grants       []MyGrant      `json:"grants"`
	Availability []Availability `json:"availability"`
}

// MyGrant is a duty that one is qualified for.
type MyGrant struct {
	Duty   string    `json:"duty"`
	Source string    `json:"source" enum:"course,manual"`
	Until  time.Time `json:"until"`
}

// Availability is when one can come: on a weekday between two times, or between two moments.
type Availability struct {
	ID       uuid.UUID  `json:"id" format:"uuid"`
	Level    string     `json:"level" enum:"unavailable,undesired,desired"`
	Weekday  int        `json:"weekday" doc:"Monday is 1; 0 for once."`
	From     string     `json:"from" doc:"As 09:00, of a weekday."`
	Until    string     `json:"until"`
	StartsAt *time.Time `json:"starts_at" doc:"Of what is once."`
	EndsAt   *time.Time `json:"ends_at"`
}
