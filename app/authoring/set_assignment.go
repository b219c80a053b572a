package authoring

import (
	"context"

	"academy/app/access"
	"academy/app/authoring/folder"
	"academy/models"
	"academy/models/courses"

	"github.com/google/uuid"
)

// SetAssignment keeps what the assignment of a lesson asks for in the draft; learners see it once the draft is published.
// What may stand in it, the area of coursework has checked. ErrStale says that somebody else has saved the lesson since from.
func (s *Service) SetAssignment(ctx context.Context, who access.Actor, slug string, lessonID uuid.UUID, from int, work courses.AssignmentWork) error {
	return s.change(ctx, who, slug, func(tx *models.Tx, draft courses.Revision) error {
		l, err := courses.FindRevisionLesson(tx, draft.ID, lessonID)
		if err != nil {
			return err
		}
		if l.Kind != "assignment" {
			return models.ErrNotFound
		}
		l.Assignment = &models.JSON[courses.AssignmentWork]{V: work}
		return courses.UpdateAssignmentWork(tx, l.RevisionLesson, from)
	})
}

// checkAssignments adds what the area of coursework finds, at the line of the lesson.
func (s *Service) checkAssignments(f *folder.Folder) {
	for _, l := range f.Course.Lessons() {
		if l.Assignment == nil {
			continue
		}
		for _, key := range s.CheckAssignment(*l.Assignment) {
			f.Refuse(folder.AtLesson(l.Key), key)
		}
	}
}
