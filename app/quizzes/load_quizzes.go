package quizzes

import (
	"academy/app/questions"
	"academy/models"
	"academy/models/assessment"

	"github.com/google/uuid"
)

// LoadQuizzes reads quizzes in the caller's transaction as their authors wrote them: SaveQuiz would change nothing.
func (*Service) LoadQuizzes(tx *models.Tx, ids []uuid.UUID) (map[uuid.UUID]QuizDraft, error) {
	rows, err := assessment.ListQuizzes(tx, ids)
	if err != nil {
		return nil, err
	}
	drafts := make(map[uuid.UUID]QuizDraft, len(rows))
	for _, q := range rows {
		drafts[q.ID] = QuizDraft{CourseID: q.CourseID, ID: q.ID, PassPercent: q.PassPercent, MaxAttempts: q.MaxAttempts, TimeLimit: q.TimeLimitS, Shuffle: q.Shuffle}
	}
	slots, err := assessment.ListWritten(tx, ids)
	if err != nil {
		return nil, err
	}
	for _, s := range slots {
		q, err := questions.Restore(s.Type, s.Body.V)
		if err != nil {
			return nil, err
		}
		d := drafts[s.QuizID]
		d.Questions = append(d.Questions, questions.Write(s.Key, s.Marks, s.Prompt, s.Feedback, q))
		drafts[s.QuizID] = d
	}
	return drafts, nil
}
