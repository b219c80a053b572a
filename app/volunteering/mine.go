package volunteering

import (
	"context"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/models"
	"academy/models/volunteering"

	"github.com/google/uuid"
)

// MyShift is a shift as its volunteer sees it.
type MyShift struct {
	ID, Activity, Shift uuid.UUID
	State               string
	Title, Place, Duty  Text
	MeetingPoint        Text
	Contact             string
	Online              bool
	Starts, Ends        time.Time
	// Position is the place in line; OfferedUntil is until when a free seat waits for an answer.
	Position     int
	OfferedUntil *time.Time
	// Answerable says that one can say yes, Leavable that one can give it back, until LeaveUntil.
	Answerable, Leavable bool
	LeaveUntil           time.Time
	// Here is what can be done on the spot: check in or out; empty for nothing.
	Here       string
	Came, Left *time.Time
	// Swappable says that one can look for somebody in one's place.
	Swappable bool
	// Covering is the request for cover that is open.
	Covering *uuid.UUID
	Sequence int
}

// Over says whether it is a thing of the past.
func (m MyShift) Over(now time.Time) bool { return !now.Before(m.Ends) }

// Mine is one's shifts: those to come, and what became of others.
type Mine struct {
	Now      time.Time
	Upcoming []MyShift
	Past     []MyShift
	// Swaps are those that wait for somebody, Covers one's own requests and those that one is asked for.
	Swaps  []SwapView
	Covers []CoverView
	// Volunteer says that the reader has applied.
	Volunteer bool
}

const (
	shownBack = 180 * 24 * time.Hour
	shownMost = 300
)

// MyShifts are one's own shifts.
func (s *Service) MyShifts(ctx context.Context, who access.Actor) (Mine, error) {
	if err := access.Check(who, access.Learn); err != nil {
		return Mine{}, err
	}
	var v Mine
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		rows, err := volunteering.ListOwn(tx, who.ID, tx.Now.Add(-shownBack), shownMost)
		v.Now = tx.Now
		for _, row := range rows {
			m := myShift(row, tx.Now)
			live := row.Live() && (!m.Over(tx.Now) || m.Here != "")
			if live {
				v.Upcoming = append(v.Upcoming, m)
			} else {
				v.Past = append([]MyShift{m}, v.Past...)
			}
		}
		if err != nil {
			return err
		}
		return v.changes(tx, who.ID)
	})
	return v, err
}

func myShift(a volunteering.OwnAssignment, now time.Time) MyShift {
	m := MyShift{
		ID: a.ID, Activity: a.ActivityID, Shift: a.ShiftID, State: a.State, Title: a.Title, Place: a.Place, Duty: a.Duty, MeetingPoint: a.MeetingPoint, Contact: a.Contact,
		Online: a.Online, Starts: a.StartsAt, Ends: a.EndsAt, Sequence: a.Version + a.ShiftVersion - 2,
		LeaveUntil: a.StartsAt.Add(-time.Duration(a.WithdrawHours) * time.Hour),
	}
	early := now.Before(a.StartsAt)
	m.Came, m.Left = a.CameAt, a.LeftAt
	m.Here, _ = here(a.State, a.StartsAt, a.EndsAt, now)
	switch a.State {
	case volunteering.Waitlisted:
		m.Position, m.Leavable = a.Before+1, early
		if a.OfferedUntil != nil && now.Before(*a.OfferedUntil) {
			m.OfferedUntil, m.Answerable = a.OfferedUntil, early
		}
	case volunteering.Assigned:
		m.Answerable, m.Leavable = early, early
	case volunteering.Confirmed:
		m.Leavable, m.Swappable = withdrawable(now, a.StartsAt, a.WithdrawHours), early
	}
	return m
}

// MyShift finds one of one's own shifts.
func (s *Service) MyShift(ctx context.Context, who access.Actor, id uuid.UUID) (MyShift, error) {
	v, err := s.MyShifts(ctx, who)
	for _, m := range append(v.Upcoming, v.Past...) {
		if m.ID == id {
			return m, err
		}
	}
	if err == nil {
		err = fault.ErrMissing
	}
	return MyShift{}, err
}
