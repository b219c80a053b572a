package api

import (
	"time"

	"github.com/google/uuid"
)

// The published shapes of the day of a shift and of the hours that come of it. Hours are minutes.

// AttendanceClaim is somebody who says that they are there.
type AttendanceClaim struct {
	Do    string  `json:"do" enum:"in,out"`
	Code  *string `json:"code,omitempty" doc:"The six digits that are shown on the spot."`
	Token *string `json:"token,omitempty" doc:"What the QR code on the spot leads to, without the address before it; instead of the code."`
}

// OwnAttendance is the caller in a shift on the day.
type OwnAttendance struct {
	Assignment uuid.UUID  `json:"assignment" format:"uuid"`
	State      string     `json:"state" enum:"checked_in,completed,left_early"`
	CameAt     *time.Time `json:"came_at"`
	LeftAt     *time.Time `json:"left_at"`
}

// MyHours is the caller's hours.
type MyHours struct {
	Approved int          `json:"approved"`
	Waiting  int          `json:"waiting"`
	Items    []HoursEntry `json:"items" doc:"The newest 500."`
}

// HoursEntry is what a shift came to.
type HoursEntry struct {
	ID         uuid.UUID  `json:"id" format:"uuid"`
	Activity   uuid.UUID  `json:"activity" format:"uuid"`
	Title      string     `json:"title"`
	Duty       string     `json:"duty"`
	StartsAt   time.Time  `json:"starts_at"`
	EndsAt     time.Time  `json:"ends_at"`
	Planned    int        `json:"planned"`
	Checked    int        `json:"checked" doc:"From check-in to check-out, within the shift; or as corrected."`
	Factor     int        `json:"factor" doc:"Per cent."`
	State      string     `json:"state" enum:"waiting,approved"`
	Credited   int        `json:"credited" doc:"0 as long as it waits."`
	ApprovedAt *time.Time `json:"approved_at"`
	Correction string     `json:"correction" doc:"Why these are others than were checked; empty where they are not."`
}

// VolunteerHours is what a shift came to for somebody, before those who coordinate.
type VolunteerHours struct {
	HoursEntry
	Volunteer uuid.UUID `json:"volunteer" format:"uuid"`
	Name      string    `json:"name"`
	Due       int       `json:"due" doc:"What would be approved now: by the factor, and no more than counts of a day."`
	Exported  bool      `json:"exported"`
}

// PortalConsent is under which name the national volunteer portal knows the caller.
type PortalConsent struct {
	Member  string `json:"member"`
	Consent bool   `json:"consent"`
}

// DeskPerson is somebody who is expected on a day.
type DeskPerson struct {
	ID        uuid.UUID  `json:"id" format:"uuid" doc:"The assignment."`
	Volunteer uuid.UUID  `json:"volunteer" format:"uuid"`
	Name      string     `json:"name"`
	Shift     uuid.UUID  `json:"shift" format:"uuid"`
	StartsAt  time.Time  `json:"starts_at"`
	EndsAt    time.Time  `json:"ends_at"`
	Duty      string     `json:"duty"`
	State     string     `json:"state" enum:"assigned,confirmed,checked_in,completed,left_early,no_show,excused"`
	Late      bool       `json:"late"`
	CameAt    *time.Time `json:"came_at"`
	LeftAt    *time.Time `json:"left_at"`
	Marks     []string   `json:"marks" doc:"Those that can be made now."`
	Undoable  bool       `json:"undoable"`
}

// Desk is the check-in of an activity on a day.
type Desk struct {
	Day     string       `json:"day" format:"date"`
	Code    *string      `json:"code" doc:"The six digits of now; null on another day than today."`
	URL     *string      `json:"url" format:"uri" doc:"What the QR code of now leads to."`
	Renews  int          `json:"renews_in_ms"`
	Here    int          `json:"here"`
	Missing int          `json:"missing"`
	People  []DeskPerson `json:"people"`
}

// AttendanceMark is what has become of somebody.
type AttendanceMark struct {
	Mark string `json:"mark" enum:"check_in,late,check_out,leave_early,no_show,excuse"`
}

// WalkIn adds somebody on the spot.
type WalkIn struct {
	Need      uuid.UUID `json:"need" format:"uuid"`
	Volunteer uuid.UUID `json:"volunteer" format:"uuid"`
	Reason    string    `json:"reason,omitempty" doc:"Why a rule is set aside."`
}

// HoursCorrection is what hours are to be instead.
type HoursCorrection struct {
	Minutes int    `json:"minutes"`
	Factor  *int   `json:"factor,omitempty" doc:"Per cent; as it was where it is left out."`
	Reason  string `json:"reason"`
}

// HoursLine names a line of the ledger.
type HoursLine struct {
	ID uuid.UUID `json:"id" format:"uuid"`
}

// HoursApproval approves lines: one, or all that wait in an activity.
type HoursApproval struct {
	Line     *uuid.UUID `json:"line,omitempty" format:"uuid"`
	Activity *uuid.UUID `json:"activity,omitempty" format:"uuid"`
}

// Approved is how many lines were approved.
type Approved struct {
	Lines int `json:"lines"`
}

// PortalExport is hours that were taken to the national volunteer portal.
type PortalExport struct {
	ID      uuid.UUID    `json:"id" format:"uuid"`
	MadeAt  time.Time    `json:"made_at"`
	Rows    int          `json:"rows"`
	Minutes int          `json:"minutes"`
	Lines   []PortalLine `json:"lines" doc:"Without those who have withdrawn their consent since."`
}

// PortalLine is one line of it.
type PortalLine struct {
	Entry    uuid.UUID `json:"entry" format:"uuid"`
	Member   string    `json:"member"`
	Name     string    `json:"name"`
	Activity string    `json:"activity"`
	Day      string    `json:"day" format:"date"`
	StartsAt time.Time `json:"starts_at"`
	EndsAt   time.Time `json:"ends_at"`
	Minutes  int       `json:"minutes" doc:"Below zero takes back what was exported before."`
}
