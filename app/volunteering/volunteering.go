// Package volunteering is activities that volunteers help with: who offers to help, which shifts there are and what they
// need, who takes them, and how a roster comes about. Which rules stand between a person and a seat is decided by its
// package roster; of grants it knows what courses have given and what Deps lets coordinators give.
package volunteering

import (
	"sync"
	"time"

	"academy/app/access"
	"academy/app/attendance"
	"academy/app/fault"
	"academy/app/ical"
	"academy/app/jobs"
	"academy/app/locale"
	"academy/models"
	"academy/models/volunteering"

	"github.com/google/uuid"
)

// Deps is what volunteering needs of the rest.
type Deps struct {
	DB      *models.DB
	Queue   *jobs.Queue
	BaseURL string
	// Messages are for calendars, which are read without a page around them.
	Messages *locale.Catalogue
	// CheckInKey makes the codes that are shown on the day.
	CheckInKey attendance.Key
	// Grant qualifies somebody for a duty by hand.
	Grant func(tx *models.Tx, g HandGrant) error
	// Appointments are what else stands in somebody's calendar.
	Appointments func(tx *models.Tx, citizen uuid.UUID, lang locale.Lang) ([]ical.Event, error)
}

// HandGrant qualifies a citizen for a duty until a time, and says who did so and why.
type HandGrant struct {
	CitizenID, DutyID, By uuid.UUID
	Until                 time.Time
	Reason                string
}

// Service is the area.
type Service struct {
	Deps
	duties  once[[]Duty]
	agendas once[[]Agenda]
}

// New makes the area.
func New(d Deps) *Service { return &Service{Deps: d} }

// once keeps what was found the first time; a failure is tried again.
type once[T any] struct {
	mu    sync.Mutex
	found bool
	value T
}

func (o *once[T]) get(find func() (T, error)) (T, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.found {
		return o.value, nil
	}
	value, err := find()
	if err == nil {
		o.value, o.found = value, true
	}
	return value, err
}

// Text is a text in both languages.
type Text = models.Text

// Faults of volunteering.
var (
	ErrNotVolunteer = fault.New(fault.Denied, "volunteering.not_volunteer")
	ErrNotOpen      = fault.New(fault.Conflict, "volunteering.not_open")
	ErrTooLate      = fault.New(fault.Conflict, "volunteering.too_late")
	ErrNotNow       = fault.New(fault.Conflict, "volunteering.not_now")
	ErrChanged      = fault.New(fault.Conflict, "volunteering.changed")
	ErrRunning      = fault.New(fault.Conflict, "volunteering.running")
	ErrMany         = fault.New(fault.Conflict, "volunteering.many")
	ErrNobody       = fault.New(fault.Conflict, "volunteering.nobody")
	ErrNothing      = fault.New(fault.Conflict, "volunteering.nothing")
)

// errRefused is why a seat cannot be had; its key is that of the reason.
func errRefused(r Reason) *fault.Error {
	return fault.New(fault.Conflict, "volunteering.reason."+string(r)).Carrying(map[string]any{"reasons": []string{string(r)}})
}

// coordinate lets through who may coordinate.
func coordinate(who access.Actor) error { return access.Check(who, access.Coordinate) }

// The states of an assignment that pages tell apart.
const (
	Waitlisted  = volunteering.Waitlisted
	Assigned    = volunteering.Assigned
	Confirmed   = volunteering.Confirmed
	ByVolunteer = volunteering.ByVolunteer
	ByOrganiser = volunteering.ByOrganiser
)

// holdsSeat says the same as the function of the schema.
func holdsSeat(state string) bool {
	switch state {
	case Assigned, Confirmed, "checked_in", "completed", "left_early":
		return true
	}
	return false
}

const (
	maxReason = 500
	perPage   = 24
	// mostShifts and mostNeeds bound an activity and a shift.
	mostShifts, mostNeeds = 1000, 10
	mostAvailability      = 40
)
