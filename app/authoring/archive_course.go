package authoring

import (
	"context"

	"academy/app/access"
	"academy/app/fault"
	"academy/models"
	"academy/models/courses"
)

// ErrArchived says that an archived course is as it was: nothing of it changes until it is taken back.
var ErrArchived = fault.New(fault.Conflict, "authoring.archived")

const archived = "archived"

// Archive takes a course out of the catalogue and lets nobody in any more; whoever learns in it goes on, and keeps what
// was earned. Only owners may. Archiving again changes nothing.
func (s *Service) Archive(ctx context.Context, who access.Actor, slug string) error {
	return s.archive(ctx, who, slug, true)
}

// Unarchive makes a course what it was before it was archived.
func (s *Service) Unarchive(ctx context.Context, who access.Actor, slug string) error {
	return s.archive(ctx, who, slug, false)
}

func (s *Service) archive(ctx context.Context, who access.Actor, slug string, away bool) error {
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		if _, err := courses.LockCourse(tx, slug); err != nil {
			return err
		}
		w, p, err := look(tx, who, slug)
		switch {
		case err != nil:
			return err
		case p != Owner:
			return fault.ErrDenied
		case away == (w.State == archived):
			return nil
		}
		if err := courses.UpdateArchived(tx, w.CourseID, away); err != nil {
			return err
		}
		tx.AfterCommit(func() { s.Published(slug) })
		action := "course.unarchived"
		if away {
			action = "course.archived"
		}
		return audit(tx, who, action, w.CourseID)
	})
}

// mayChange says whether somebody with a part in a course may change it now.
func mayChange(w courses.Work, p Part) error {
	switch {
	case !p.MayEdit():
		return fault.ErrDenied
	case w.State == archived:
		return ErrArchived
	}
	return nil
}
