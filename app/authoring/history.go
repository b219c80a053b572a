package authoring

import (
	"context"
	"slices"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/models"
	"academy/models/courses"

	"github.com/google/uuid"
)

// PastRevision is a published revision in a course's history.
type PastRevision struct {
	Number  int
	Lessons int
	At      time.Time
	By      string
	Current bool
}

// CourseHistory is what learners have seen, newest first.
type CourseHistory struct {
	Course    CourseHead
	Revisions []PastRevision
}

const mostRevisions = 100

// History lists the published revisions of a course.
func (s *Service) History(ctx context.Context, who access.Actor, slug string) (CourseHistory, error) {
	var v CourseHistory
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		w, p, err := look(tx, who, slug)
		if err != nil {
			return err
		}
		v.Course = head(w, p)
		rows, err := courses.ListPublishedRevisions(tx, w.CourseID, mostRevisions)
		for _, r := range rows {
			v.Revisions = append(v.Revisions, PastRevision{r.Number, r.LessonCount, r.CreatedAt, r.ByName, r.Current})
		}
		return err
	})
	return v, err
}

// ErrCircle says that courses would wait for one another.
var ErrCircle = fault.New(fault.Conflict, "authoring.prerequisite_circle")

// Restore begins a draft as a copy of an earlier revision. A draft that is there already is not thrown away for it.
func (s *Service) Restore(ctx context.Context, who access.Actor, slug string, number int) error {
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
		case w.Number == 0:
			return fault.New(fault.Conflict, "authoring.draft_open")
		}
		rows, err := courses.ListPublishedRevisions(tx, w.CourseID, mostRevisions)
		i := slices.IndexFunc(rows, func(r courses.Published) bool { return r.Number == number })
		if err != nil {
			return err
		}
		if i < 0 {
			return models.ErrNotFound
		}
		first, err := courses.ListPrerequisites(tx, rows[i].ID)
		if err != nil {
			return err
		}
		ids := make([]uuid.UUID, len(first))
		for i, c := range first {
			ids[i] = c.ID
		}
		switch circle, err := courses.ListWaiting(tx, w.CourseID, ids); {
		case err != nil:
			return err
		case len(circle) > 0: // a course that came first then has come to wait for this one
			return ErrCircle
		}
		if err := courses.InsertDraft(tx, models.NewID(), rows[i].ID, who.ID); err != nil {
			return err
		}
		return audit(tx, who, "course.restored", w.CourseID)
	})
}

// DiscardDraft drops all changes since the last publishing. A course that was never published keeps its draft.
func (s *Service) DiscardDraft(ctx context.Context, who access.Actor, slug string) error {
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
		case w.Number > 0 || w.Published == nil:
			return ErrNothing
		}
		if err := courses.DeleteDraft(tx, w.ID); err != nil {
			return err
		}
		return audit(tx, who, "course.draft_discarded", w.CourseID)
	})
}
