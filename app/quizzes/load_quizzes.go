package quizzes

import (
	"slices"

	"academy/app/questions"
	"academy/models"
	"academy/models/assessment"
	"academy/models/courses"

	"github.com/google/uuid"
)

// LoadQuizzes reads quizzes in the caller's transaction as their authors wrote them: SaveQuiz would change nothing. Those
// that a draft has composed ask what it says.
func (*Service) LoadQuizzes(tx *models.Tx, ids []uuid.UUID, composed map[uuid.UUID]courses.QuizWork) (map[uuid.UUID]QuizDraft, error) {
	rows, err := assessment.ListQuizzes(tx, ids)
	if err != nil {
		return nil, err
	}
	drafts := make(map[uuid.UUID]QuizDraft, len(rows))
	for _, q := range rows {
		if c, ok := composed[q.ID]; ok {
			q.QuizTerms = c.QuizTerms
		}
		drafts[q.ID] = QuizDraft{CourseID: q.CourseID, ID: q.ID, Terms: q.QuizTerms}
	}
	slots, err := assessment.ListWritten(tx, slices.DeleteFunc(slices.Clone(ids), func(id uuid.UUID) bool { _, ok := composed[id]; return ok }))
	if err != nil {
		return nil, err
	}
	added, err := composedSlots(tx, composed)
	if err != nil {
		return nil, err
	}
	for _, s := range append(slots, added...) {
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

// composedSlots are the slots that a draft has composed, each quiz's in order.
func composedSlots(tx *models.Tx, composed map[uuid.UUID]courses.QuizWork) ([]assessment.WrittenSlot, error) {
	var ids []uuid.UUID
	for _, c := range composed {
		for _, slot := range c.Slots {
			ids = append(ids, slot.Question)
		}
	}
	written, err := assessment.ListWrittenQuestions(tx, ids)
	if err != nil {
		return nil, err
	}
	var list []assessment.WrittenSlot
	for id, c := range composed {
		for _, slot := range c.Slots {
			if w, ok := written[slot.Question]; ok {
				w.QuizID, w.Marks = id, slot.Marks
				list = append(list, w)
			}
		}
	}
	return list, nil
}
