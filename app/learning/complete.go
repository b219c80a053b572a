package learning

import (
	"context"
	"errors"

	"academy/app/access"
	"academy/app/locale"
	"academy/models"
	"academy/models/courses"

	"github.com/google/uuid"
)

// CompleteLesson marks a reading as done. Lectures and quizzes complete by themselves and refuse.
func (s *Service) CompleteLesson(ctx context.Context, who access.Actor, lang locale.Lang, lessonID uuid.UUID) (string, error) {
	if err := access.Check(who, access.Learn); err != nil {
		return "", err
	}
	slug, err := s.CourseOf(ctx, lessonID)
	if err != nil {
		return "", err
	}
	o, err := s.outline(ctx, slug)
	if err != nil {
		return "", err
	}
	l := o.byID[lessonID]
	if l == nil || l.Kind != "reading" {
		return "", ErrKind
	}
	err = s.DB.Write(ctx, func(tx *models.Tx) error {
		e, err := courses.LockEnrolment(tx, o.course.ID, who.ID)
		if errors.Is(err, models.ErrNotFound) {
			return ErrNotEnrolled
		}
		if err != nil {
			return err
		}
		st, err := progressOf(tx, o, e)
		if err != nil {
			return err
		}
		if err := st.mayOpen(l, &held{Enrolment: e}, lang); err != nil {
			return err
		}
		return s.completeLesson(tx, o, e, l)
	})
	return "completed", err
}

func progressOf(tx *models.Tx, o *outline, e courses.Enrolment) (standing, error) {
	rows, err := courses.ListProgress(tx, o.revision.ID, e.ID, e.CitizenID)
	return newStanding(o, rows, tx.Now, e.EnrolledAt), err
}

// completeLesson notes that a lesson is done and evaluates the completion rule in the same transaction. The caller
// holds the enrolment.
func (s *Service) completeLesson(tx *models.Tx, o *outline, e courses.Enrolment, l *lesson) error {
	first, err := courses.UpdateLessonCompleted(tx, e.ID, l.LessonID)
	if err != nil || !first {
		return err
	}
	return s.settle(tx, o, e)
}

// settle brings an enrolment's summary up to date and completes the course where its rule is met. The caller holds the
// enrolment.
func (s *Service) settle(tx *models.Tx, o *outline, e courses.Enrolment) error {
	st, err := progressOf(tx, o, e)
	if err != nil {
		return err
	}
	if !st.done() {
		return courses.UpdatePercent(tx, e.ID, st.percent())
	}
	completed, err := courses.UpdateCompleted(tx, e.ID, o.revision.ID)
	if err != nil || !completed {
		return err
	}
	return s.Completed(tx, e.ID)
}
