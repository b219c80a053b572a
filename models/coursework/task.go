package coursework

import (
	"academy/models"
	"academy/models/courses"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Task is a lesson of a revision with what it asks for, as its authors see it.
type Task struct {
	Title   models.Text
	Version int
	Kind    string
	Task    *models.JSON[courses.AssignmentWork]
}

// FindTask finds it.
func FindTask(tx *models.Tx, revisionID, lessonID uuid.UUID) (Task, error) {
	var t Task
	err := conn.Gorm(tx).Raw(`select rl.title, rl.version, l.kind, rl.assignment as task from revision_lessons rl join lessons l on l.id = rl.lesson_id
		where rl.revision_id = ? and rl.lesson_id = ?`, revisionID, lessonID).Take(&t).Error
	return t, models.Translate(err)
}
