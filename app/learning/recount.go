package learning

import (
	"context"

	"academy/models"
	"academy/models/courses"

	"github.com/google/uuid"
)

// recountBatch is how many enrolments are settled in one transaction.
const recountBatch = 50

// Recount settles everybody who is learning in a course after a new revision of it: whoever had but what has been taken
// out has completed it. Running it twice changes nothing more.
func (s *Service) Recount(ctx context.Context, courseID uuid.UUID) error {
	after := uuid.Nil
	for {
		var ids []uuid.UUID
		err := s.DB.Write(ctx, func(tx *models.Tx) (err error) {
			if ids, err = courses.ListActiveIDs(tx, courseID, after, recountBatch); err != nil || len(ids) == 0 {
				return err
			}
			return s.recount(tx, courseID, ids)
		})
		if err != nil || len(ids) == 0 {
			return err
		}
		after = ids[len(ids)-1]
	}
}

func (s *Service) recount(tx *models.Tx, courseID uuid.UUID, ids []uuid.UUID) error {
	c, err := courses.FindCourseByID(tx, courseID)
	if err != nil || c.PublishedRevisionID == nil {
		return err
	}
	o, err := s.loadOutline(tx, c.Slug)
	if err != nil {
		return err
	}
	for _, id := range ids {
		e, err := courses.LockEnrolmentByID(tx, id)
		if err != nil {
			return err
		}
		if e.State != "active" {
			continue
		}
		if err := s.settle(tx, o, e); err != nil {
			return err
		}
	}
	return nil
}
