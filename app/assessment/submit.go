package assessment

import (
	"context"
	"errors"
	"fmt"
	"time"

	"academy/app/access"
	"academy/models"
	"academy/models/assessment"
	"academy/models/courses"

	"github.com/google/uuid"
)

// Submit hands in a citizen's own attempt and grades it. Handing in twice answers the same; after the deadline and
// its grace the clock has handed in already, with the answers that were in time.
func (s *Service) Submit(ctx context.Context, who access.Actor, attemptID uuid.UUID) (Result, error) {
	if err := access.Check(who, access.Learn); err != nil {
		return Result{}, err
	}
	var a assessment.HeadedAttempt
	err := s.DB.Write(ctx, func(tx *models.Tx) error {
		found, err := assessment.FindAttempt(tx, attemptID)
		if err != nil {
			return err
		}
		if found.CitizenID != who.ID {
			return models.ErrNotFound
		}
		if found.Open() {
			if err := s.handIn(tx, &found); err != nil {
				return err
			}
		}
		a, err = assessment.FindHeaded(tx, attemptID, who.ID)
		return err
	})
	if err != nil {
		return Result{}, err
	}
	return newResult(a, s.DB.Now()), nil
}

// handIn takes the locks in their order and finishes the attempt, unless somebody was faster; a is then what they
// made of it.
func (s *Service) handIn(tx *models.Tx, a *assessment.Attempt) (err error) {
	if _, err = courses.LockEnrolmentByID(tx, a.EnrolmentID); err != nil {
		return err
	}
	if *a, err = assessment.LockAttempt(tx, a.ID); err != nil {
		return err
	}
	_, err = s.finish(tx, a)
	return err
}

func newResult(a assessment.HeadedAttempt, now time.Time) Result {
	r := Result{ID: a.ID, State: a.State, Max: a.Max}
	if a.Score == nil {
		return r
	}
	if r.Review = reviewed(a, now); r.Review != nothing {
		r.Score, r.Passed = *a.Score, a.Passed != nil && *a.Passed
	}
	return r
}

// sweepBatch is how many due attempts are read at a time.
const sweepBatch = 200

// SubmitOverdue hands in every attempt whose deadline and grace are over, each in a transaction of its own. One that
// cannot be graded does not keep the others waiting: what went wrong is answered in the end. Two sweepers at once do
// no harm, since each looks again at the attempt's state under its lock.
func (s *Service) SubmitOverdue(ctx context.Context) error {
	var after assessment.DueAttempt
	var failures error
	for {
		due, err := s.due(ctx, after)
		if err != nil {
			return errors.Join(failures, err)
		}
		for _, d := range due {
			if err := s.submitDue(ctx, d.ID); err != nil {
				failures = errors.Join(failures, fmt.Errorf("attempt %s: %w", d.ID, err))
			}
		}
		if len(due) < sweepBatch || ctx.Err() != nil {
			return failures
		}
		after = due[len(due)-1]
	}
}

func (s *Service) due(ctx context.Context, after assessment.DueAttempt) ([]assessment.DueAttempt, error) {
	var due []assessment.DueAttempt
	err := s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		due, err = assessment.ListDue(tx, tx.Now.Add(-grace), after, sweepBatch)
		return err
	})
	return due, err
}

func (s *Service) submitDue(ctx context.Context, id uuid.UUID) error {
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		a, err := assessment.FindAttempt(tx, id)
		if err != nil || !a.Open() {
			return err
		}
		return s.handIn(tx, &a)
	})
}

// utc keeps every time that leaves the area in one zone, whatever zone the driver reads it in.
func utc(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	u := t.UTC()
	return &u
}
