package volunteering

import (
	"context"
	"strconv"

	"academy/app/access"
	"academy/models"
	"academy/models/volunteering"

	"github.com/google/uuid"
)

// Publish tells volunteers what has changed since they were told last, and nobody anything twice. It answers how many
// assignments that was.
func (s *Service) Publish(ctx context.Context, who access.Actor, activity uuid.UUID) (int, error) {
	if err := coordinate(who); err != nil {
		return 0, err
	}
	told := 0
	err := s.DB.Write(ctx, func(tx *models.Tx) error {
		a, err := s.lockOwn(tx, who, activity)
		if err != nil {
			return err
		}
		if a.State == volunteering.Draft {
			return ErrNotOpen
		}
		rows, err := volunteering.ListUntold(tx, activity)
		if err != nil {
			return err
		}
		if told = len(rows); told == 0 {
			return ErrNothing
		}
		var ids []uuid.UUID
		for _, row := range rows {
			ids = append(ids, row.ID)
			if err := s.tell(tx, noticeOf(row.Assignment), a, row.Assignment, strconv.FormatInt(tx.Now.UnixMicro(), 10)); err != nil {
				return err
			}
		}
		if err := volunteering.UpdateTold(tx, ids...); err != nil {
			return err
		}
		return noteOn(tx, who, "roster.published", "activity", activity, "")
	})
	return told, err
}

// noticeOf is the kind of what has to be told.
func noticeOf(a volunteering.Assignment) string {
	switch {
	case a.State == volunteering.ByOrganiser:
		return "shift_cancelled"
	case a.State == volunteering.Confirmed:
		return "shift_changed"
	case a.Told != "":
		return "shift_moved"
	}
	return "shift_assigned"
}
