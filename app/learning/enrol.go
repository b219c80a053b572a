package learning

import (
	"context"
	"errors"

	"academy/app/access"
	"academy/models"
	"academy/models/courses"

	"github.com/google/uuid"
)

// Enrol puts a citizen into a course's open cohort. The same call twice is one enrolment; one that was withdrawn
// becomes active again with all its progress. Seats are counted under the cohort's lock.
func (s *Service) Enrol(ctx context.Context, who access.Actor, slug string) (EnrolResult, error) {
	if err := access.Check(who, access.Learn); err != nil {
		return EnrolResult{}, err
	}
	o, err := s.outline(ctx, slug)
	if err != nil {
		return EnrolResult{}, err
	}
	var result EnrolResult
	err = s.DB.Write(ctx, func(tx *models.Tx) error {
		gate, err := courses.LockSelfPaced(tx, o.course.ID)
		if err != nil {
			return err
		}
		e, err := courses.LockEnrolment(tx, o.course.ID, who.ID)
		missing := errors.Is(err, models.ErrNotFound)
		switch {
		case err != nil && !missing:
			return err
		case err == nil && e.State != "withdrawn":
			result = EnrolResult{ID: e.ID, State: e.State}
			return nil
		}
		if err := s.mayEnter(tx, slug, who); err != nil {
			return err
		}
		if missing {
			result, err = enter(tx, gate, who.ID)
			return err
		}
		result = EnrolResult{ID: e.ID, State: entryState(gate.Cohort)}
		if err := admit(tx, gate); err != nil {
			return err
		}
		return courses.UpdateState(tx, e.ID, result.State)
	})
	return result, err
}

func enter(tx *models.Tx, cohort courses.Gate, citizenID uuid.UUID) (EnrolResult, error) {
	if err := admit(tx, cohort); err != nil {
		return EnrolResult{}, err
	}
	e := courses.Enrolment{
		ID: models.NewID(), CohortID: cohort.ID, CourseID: cohort.CourseID, CitizenID: citizenID, State: entryState(cohort.Cohort),
		EnrolledAt: tx.Now, LastSeenAt: tx.Now,
	}
	return EnrolResult{ID: e.ID, State: e.State, New: true}, courses.InsertEnrolment(tx, e)
}

// admit says whether one may enter this way and there is room; the caller holds the cohort.
func admit(tx *models.Tx, cohort courses.Gate) error {
	if cohort.CourseState == "archived" {
		return ErrArchived
	}
	if !cohort.Open(tx.Now) {
		return ErrClosed
	}
	if cohort.Policy != "open" && cohort.Policy != "approval" {
		return ErrKeyNeeded // nothing asks for a key yet, so nobody has one
	}
	if cohort.Seats == nil {
		return nil
	}
	n, err := courses.CountTaken(tx, cohort.ID)
	if err == nil && n >= *cohort.Seats {
		return ErrFull
	}
	return err
}

func entryState(c courses.Cohort) string {
	if c.Policy == "approval" {
		return "applied"
	}
	return "active"
}

// Withdraw leaves a course. Progress stays for a later return; a completed course cannot be left.
func (s *Service) Withdraw(ctx context.Context, who access.Actor, slug string) error {
	if err := access.Check(who, access.Learn); err != nil {
		return err
	}
	o, err := s.outline(ctx, slug)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		e, err := courses.LockEnrolment(tx, o.course.ID, who.ID)
		if errors.Is(err, models.ErrNotFound) {
			return ErrNotEnrolled
		}
		if err != nil {
			return err
		}
		if e.State == "completed" {
			return ErrCompleted
		}
		return courses.UpdateState(tx, e.ID, "withdrawn")
	})
}
