package volunteering

import (
	"context"
	"time"

	"academy/app/access"
	"academy/models"
	"academy/models/volunteering"

	"github.com/google/uuid"
)

// Unlocked is a duty that a course has qualified its reader for; Shifts are the next ones that look for people for it.
type Unlocked struct {
	Duty   Text
	EndsAt time.Time
	Shifts []UnlockedShift
}

// UnlockedShift is a shift with free seats.
type UnlockedShift = volunteering.UnlockedShift

// unlockedShifts is how many shifts of a duty are shown beside what else follows a course.
const unlockedShifts = 3

// Unlocked answers what a course has qualified its reader for, in one statement.
func (s *Service) Unlocked(ctx context.Context, who access.Actor, courseID uuid.UUID) ([]Unlocked, error) {
	if err := access.Check(who, access.Learn); err != nil {
		return nil, err
	}
	var list []Unlocked
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		rows, err := volunteering.ListUnlocked(tx, who.ID, courseID, unlockedShifts)
		for _, row := range rows {
			list = append(list, Unlocked{row.Duty, row.EndsAt, row.Shifts.V})
		}
		return err
	})
	return list, err
}
