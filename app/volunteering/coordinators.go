package volunteering

import (
	"context"
	"slices"

	"academy/app/access"
	"academy/app/fault"
	"academy/models"
	"academy/models/volunteering"

	"github.com/google/uuid"
)

// PlanCoordinator is somebody who could look after an activity.
type PlanCoordinator struct {
	ID   uuid.UUID
	Name string
	In   bool
}

// ErrLocksOut keeps coordinators from taking an activity away from themselves.
var ErrLocksOut = fault.New(fault.Conflict, "volunteering.locks_out")

// looksAfter lets through those who look after an activity: the ones who are named, all who coordinate where nobody is, and
// administrators. For others it is not there.
func looksAfter(who access.Actor, a volunteering.Activity) error {
	if err := coordinate(who); err != nil {
		return err
	}
	if len(a.Coordinators.V) == 0 || who.Has(access.Admin) || slices.Contains(a.Coordinators.V, who.ID) {
		return nil
	}
	return fault.ErrMissing
}

// reach is whose activities somebody may look into: their own ones; nobody named is those of all.
func reach(who access.Actor) uuid.UUID {
	if who.Has(access.Admin) {
		return uuid.Nil
	}
	return who.ID
}

// lockOwn holds an activity that somebody looks after.
func (s *Service) lockOwn(tx *models.Tx, who access.Actor, id uuid.UUID) (volunteering.Activity, error) {
	a, err := volunteering.LockActivity(tx, id)
	if err == nil {
		err = looksAfter(who, a)
	}
	return a, err
}

// findOwn finds an activity that somebody looks after.
func findOwn(tx *models.Tx, who access.Actor, id uuid.UUID) (volunteering.Activity, error) {
	a, err := volunteering.FindActivity(tx, id)
	if err == nil {
		err = looksAfter(who, a)
	}
	return a, err
}

// sheetOf finds the sheet of an activity that somebody looks after.
func sheetOf(tx *models.Tx, who access.Actor, id uuid.UUID) (volunteering.Sheet, error) {
	sheet, err := volunteering.FindSheet(tx, id)
	if err == nil {
		err = looksAfter(who, sheet.Activity)
	}
	return sheet, err
}

// boardSheet is sheetOf, with whether the reader's last change can be taken back.
func boardSheet(tx *models.Tx, who access.Actor, id uuid.UUID) (volunteering.BoardSheet, error) {
	sheet, err := volunteering.FindBoardSheet(tx, id, who.ID, tx.Now.Add(-undoable))
	if err == nil {
		err = looksAfter(who, sheet.Activity)
	}
	return sheet, err
}

func coordinatorsOf(a volunteering.Activity, all []volunteering.Named) []PlanCoordinator {
	list := make([]PlanCoordinator, len(all))
	for i, n := range all {
		list[i] = PlanCoordinator{ID: n.ID, Name: n.Name, In: slices.Contains(a.Coordinators.V, n.ID)}
	}
	return list
}

// SetCoordinators says who looks after an activity; nobody named is everybody who coordinates.
func (s *Service) SetCoordinators(ctx context.Context, who access.Actor, id uuid.UUID, named []uuid.UUID) error {
	if err := coordinate(who); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		if _, err := s.lockOwn(tx, who, id); err != nil {
			return err
		}
		all, err := volunteering.ListCoordinators(tx)
		if err != nil {
			return err
		}
		kept := []uuid.UUID{}
		for _, n := range all {
			if slices.Contains(named, n.ID) {
				kept = append(kept, n.ID)
			}
		}
		if len(kept) > 0 && !slices.Contains(kept, who.ID) && !who.Has(access.Admin) {
			return ErrLocksOut
		}
		if err := volunteering.UpdateCoordinators(tx, id, kept); err != nil {
			return err
		}
		return noteOn(tx, who, "activity.coordinators", "activity", id, "")
	})
}
