package quizzes

import (
	"slices"
	"strconv"

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
	slots = append(slots, added...)
	placed := placedIn(slots)
	for _, s := range slots {
		d := drafts[s.QuizID]
		draft, err := draftOf(tx, d, s, placed[s.QuizID])
		if err != nil {
			return nil, err
		}
		d.Questions = append(d.Questions, draft)
		drafts[s.QuizID] = d
	}
	return drafts, nil
}

// placedIn are the questions that have a place of their own, by quiz: no draw of the quiz asks them again.
func placedIn(slots []assessment.WrittenSlot) map[uuid.UUID]courses.Strings {
	placed := map[uuid.UUID]courses.Strings{}
	for _, s := range slots {
		if s.QuestionID != nil {
			placed[s.QuizID] = append(placed[s.QuizID], s.QuestionID.String())
		}
	}
	return placed
}

// draftOf is a place of a quiz as its author wrote it.
func draftOf(tx *models.Tx, d QuizDraft, s assessment.WrittenSlot, placed courses.Strings) (draft QuestionDraft, err error) {
	if s.Draw != nil {
		draft, err = writtenDraw(tx, d.CourseID, placed, s)
		draft.Key = "draw-" + strconv.Itoa(len(d.Questions)+1)
	} else {
		var q questions.Question
		if q, err = questions.Restore(s.Type, s.Body.V); err == nil {
			draft = questions.Write(s.Key, s.Marks, s.Prompt, s.Feedback, q)
		}
	}
	if s.Section != nil {
		draft.Section = *s.Section
	}
	return draft, err
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
			w, ok := written[slot.Question]
			if !ok && slot.Draw == nil {
				continue
			}
			w.QuizID, w.Marks, w.Section = id, slot.Marks, slot.Section
			if slot.Draw != nil {
				w.Draw = &models.JSON[Draw]{V: *slot.Draw}
			}
			list = append(list, w)
		}
	}
	return list, nil
}
