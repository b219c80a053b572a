package authoring

import (
	"context"

	"academy/app/access"
	"academy/app/jobs"
	"academy/models"
	"academy/models/courses"
)

// Publish shows the draft to learners. From then on it never changes: the next edit begins a new draft.
func (s *Service) Publish(ctx context.Context, who access.Actor, slug string) error {
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		if _, err := courses.LockCourse(tx, slug); err != nil {
			return err
		}
		w, p, err := look(tx, who, slug)
		if err == nil {
			err = mayChange(w, p)
		}
		switch {
		case err != nil:
			return err
		case w.Number > 0:
			return ErrNothing
		}
		lessons, err := courses.ListDraftLessons(tx, w.ID)
		if err != nil {
			return err
		}
		if len(obstacles(w.Revision, lessons)) > 0 {
			return ErrNotYet
		}
		if err := s.showQuizzes(tx, w.CourseID, lessons); err != nil {
			return err
		}
		if _, err := s.show(tx, w.Revision); err != nil {
			return err
		}
		tx.AfterCommit(func() { s.Published(slug) })
		return audit(tx, who, "course.published", w.CourseID)
	})
}

// show makes a draft the revision that learners see, and answers the number it gets.
func (s *Service) show(tx *models.Tx, r courses.Revision) (int, error) {
	number, err := courses.FindLatestNumber(tx, r.CourseID)
	if err != nil {
		return 0, err
	}
	number++
	if err := courses.UpdateNumber(tx, r.ID, number); err != nil {
		return 0, err
	}
	if err := courses.UpdateCourseFromRevision(tx, r.ID); err != nil {
		return 0, err
	}
	words := s.SearchWords(r.Title.KO, r.Title.EN, r.Summary.KO, r.Summary.EN, r.Description.KO, r.Description.EN)
	if err := courses.UpdatePublished(tx, r.CourseID, r.ID, words); err != nil {
		return 0, err
	}
	return number, s.Queue.Enqueue(tx, jobs.RecountCourse{CourseID: r.CourseID})
}
