package authoring

import (
	"context"

	"academy/app/access"
	"academy/models"
	"academy/models/courses"

	"github.com/google/uuid"
)

// SetQuiz keeps what the quiz of a lesson asks in the draft; learners see it once the draft is published. What may stand
// in it, the area of quizzes has checked. ErrStale says that somebody else has saved the lesson since from.
func (s *Service) SetQuiz(ctx context.Context, who access.Actor, slug string, lessonID uuid.UUID, from int, quiz courses.QuizWork) error {
	return s.change(ctx, who, slug, func(tx *models.Tx, draft courses.Revision) error {
		l, err := courses.FindRevisionLesson(tx, draft.ID, lessonID)
		if err != nil {
			return err
		}
		if l.Kind != "quiz" {
			return models.ErrNotFound
		}
		if l.QuizID == nil {
			id, err := s.NewQuiz(tx, draft.CourseID)
			if err != nil {
				return err
			}
			l.QuizID = &id
		}
		l.Quiz = &models.JSON[courses.QuizWork]{V: quiz}
		return courses.UpdateQuizWork(tx, l.RevisionLesson, from)
	})
}

// showQuizzes makes the quizzes of a draft ask what it says.
func (s *Service) showQuizzes(tx *models.Tx, courseID uuid.UUID, lessons []courses.DraftLesson) error {
	for _, l := range lessons {
		if l.Quiz == nil || l.QuizID == nil {
			continue
		}
		if err := s.ShowQuiz(tx, courseID, *l.QuizID, l.Quiz.V); err != nil {
			return err
		}
	}
	return nil
}
