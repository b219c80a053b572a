package assessment

import (
	"crypto/subtle"
	"time"

	"academy/app/fault"
	"academy/models/assessment"

	"github.com/google/uuid"
)

// mayBegin says why no new attempt may start now.
func mayBegin(a Admission, use assessment.QuizUse, password string, now time.Time) error {
	switch reason := blocked(a, use, now); reason {
	case "":
	case tooSoon:
		return ErrTooSoon.Carrying(map[string]any{"from": soonest(use).UTC()})
	case notOpen:
		return ErrNotOpen.Carrying(map[string]any{"from": use.OpensAt.UTC()})
	default:
		return map[string]*fault.Error{notEnrolled: ErrNotEnrolled, locked: ErrLocked, attemptsUsed: ErrAttemptsUsed, closed: ErrClosed}[reason]
	}
	if subtle.ConstantTimeCompare([]byte(use.Password), []byte(password)) == 0 && use.Password != "" {
		return fault.Field("password", "assessment.password")
	}
	return nil
}

// What can stand in the way of a new attempt.
const (
	notEnrolled  = "not_enrolled"
	locked       = "locked"
	notOpen      = "not_open"
	closed       = "closed"
	attemptsUsed = "attempts_used"
	tooSoon      = "too_soon"
)

// blocked is what stands in the way of a new attempt; empty where nothing does.
func blocked(a Admission, use assessment.QuizUse, now time.Time) string {
	closes := use.Closes()
	switch {
	case a.EnrolmentID == uuid.Nil:
		return notEnrolled
	case a.Locked:
		return locked
	case use.OpensAt != nil && now.Before(*use.OpensAt):
		return notOpen
	case closes != nil && !now.Before(*closes):
		return closed
	case use.Attempts() > 0 && use.Last >= use.Attempts():
		return attemptsUsed
	case soonest(use).After(now):
		return tooSoon
	}
	return ""
}

// soonest is when the delay after the last attempt is over; zero where there is none.
func soonest(use assessment.QuizUse) time.Time {
	if use.EndedAt == nil || use.DelayS == 0 {
		return time.Time{}
	}
	return use.EndedAt.Add(time.Duration(use.DelayS) * time.Second)
}
