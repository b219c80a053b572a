package app

import (
	"context"

	"academy/app/access"
	"academy/app/authoring"
	"academy/app/coursework"
	"academy/app/jobs"
	"academy/app/prose"
	"academy/models"
	"academy/models/assets"
	"academy/models/courses"

	"github.com/google/uuid"
)

// coursework builds the area of assignments.
func (a *App) coursework(db *models.DB, queue *jobs.Queue, text *prose.Writer) *coursework.Service {
	return coursework.New(coursework.Deps{
		DB: db, Queue: queue, HTML: text.HTML, Look: lookAtCoursework, Admit: a.deskOf, Done: a.Learning.Passed, FindSent: findSent,
		Compose: func(ctx context.Context, who access.Actor, slug string, lessonID uuid.UUID, from int, task coursework.Task) error {
			return a.Authoring.SetAssignment(ctx, who, slug, lessonID, from, task)
		},
		Graded: func(tx *models.Tx, enrolmentID, lessonID uuid.UUID, percent float64, passed bool) error {
			_, err := a.Learning.Graded(tx, enrolmentID, lessonID, percent, passed)
			return err
		},
		Address: func(ctx context.Context, file assets.Asset) (string, error) {
			return a.Library.SavingAddress(ctx, file)
		},
	})
}

// lookAtCoursework tells coursework who makes a course.
func lookAtCoursework(tx *models.Tx, who access.Actor, slug string) (courses.Work, coursework.Head, error) {
	head, work, err := authoring.Look(tx, who, slug)
	return work, coursework.Head(head), err
}

// deskOf tells coursework what learning knows of a citizen before an assignment.
func (a *App) deskOf(tx *models.Tx, citizenID, lessonID uuid.UUID) (coursework.Admission, error) {
	seat, err := a.Learning.LessonSeat(tx, citizenID, lessonID, true)
	return coursework.Admission{EnrolmentID: seat.EnrolmentID, Locked: seat.Locked, Archived: seat.Archived, PassPercent: seat.PassPercent}, err
}
