package quizzes

import (
	"bytes"
	"encoding/json"
	"fmt"

	"academy/app/questions"
	"academy/models"
	"academy/models/assessment"

	"github.com/google/uuid"
)

// SaveQuiz writes a quiz and its questions into the caller's transaction and answers its ID. A question is known by
// its key in the course: where it says something new it gets a new version, otherwise it keeps the one it has.
// Attempts in progress go on with what they were asked. A draft that Validate finds fault with is ErrDraft.
func (s *Service) SaveQuiz(tx *models.Tx, d QuizDraft) (uuid.UUID, error) {
	list, problems := d.build()
	if len(problems) > 0 {
		return uuid.Nil, ErrDraft.Because(fmt.Errorf("question %d: %s", problems[0].Question, problems[0].Key))
	}
	quiz := assessment.Quiz{ID: d.ID, CourseID: d.CourseID, QuizTerms: d.Usual()}
	var err error
	if quiz.ID == uuid.Nil {
		quiz.ID = models.NewID()
		err = assessment.InsertQuiz(tx, quiz)
	} else {
		err = assessment.UpdateTerms(tx, quiz)
	}
	if err != nil {
		return uuid.Nil, err
	}
	written, pool := apart(list)
	ids, err := saveQuestions(tx, d.CourseID, append(written, pool...))
	if err != nil {
		return uuid.Nil, err
	}
	for _, m := range pool {
		m.found.ID, m.found.CourseID = ids[m.draft.Key], d.CourseID
		if err := assessment.UpdateQuestion(tx, m.found); err != nil {
			return uuid.Nil, err
		}
	}
	return quiz.ID, saveSlots(tx, quiz.ID, list, ids)
}

// apart parts the questions that have a place of their own from those that are drawn, each once.
func apart(list []made) (written, pool []made) {
	known := map[string]bool{}
	for _, m := range list {
		if m.draw == nil {
			known[m.draft.Key] = true
			written = append(written, m)
		}
	}
	for _, m := range list {
		for _, p := range m.pool {
			if !known[p.draft.Key] {
				known[p.draft.Key] = true
				pool = append(pool, p)
			}
		}
	}
	return written, pool
}

// saveQuestions answers the IDs of the questions by their keys.
func saveQuestions(tx *models.Tx, courseID uuid.UUID, list []made) (map[string]uuid.UUID, error) {
	if len(list) == 0 {
		return map[string]uuid.UUID{}, nil
	}
	rows := make([]assessment.Question, len(list))
	keys := make([]string, len(list))
	for i, m := range list {
		rows[i] = assessment.Question{ID: models.NewID(), CourseID: courseID, Key: m.draft.Key}
		keys[i] = m.draft.Key
	}
	if err := assessment.InsertQuestions(tx, rows); err != nil {
		return nil, err
	}
	held, err := assessment.LockQuestions(tx, courseID, keys)
	if err != nil {
		return nil, err
	}
	ids := make(map[string]uuid.UUID, len(held))
	for _, q := range held {
		ids[q.Key] = q.ID
	}
	return ids, saveVersions(tx, list, ids)
}

func saveVersions(tx *models.Tx, list []made, ids map[string]uuid.UUID) error {
	known := make([]uuid.UUID, 0, len(ids))
	for _, id := range ids {
		known = append(known, id)
	}
	rows, err := assessment.ListLatestVersions(tx, known)
	if err != nil {
		return err
	}
	latest := make(map[uuid.UUID]assessment.QuestionVersion, len(rows))
	for _, v := range rows {
		latest[v.QuestionID] = v
	}
	var news []assessment.QuestionVersion
	for _, m := range list {
		last := latest[ids[m.draft.Key]]
		next, err := m.version(tx, ids[m.draft.Key], last.Number+1)
		if err != nil {
			return err
		}
		if !same(last, next) {
			news = append(news, next)
		}
	}
	if len(news) == 0 {
		return nil
	}
	return assessment.InsertVersions(tx, news)
}

func (m made) version(tx *models.Tx, questionID uuid.UUID, number int) (assessment.QuestionVersion, error) {
	body, err := json.Marshal(m.question)
	if err != nil {
		return assessment.QuestionVersion{}, fmt.Errorf("question %s: %w", m.draft.Key, err)
	}
	return assessment.QuestionVersion{
		ID: models.NewID(), QuestionID: questionID, Number: number, Type: m.draft.Type, Prompt: m.draft.Prompt,
		Body: models.JSON[json.RawMessage]{V: body}, Feedback: m.draft.Feedback, CreatedAt: tx.Now,
	}, nil
}

// same says whether two versions ask and judge alike. The stored body is read and written again first: the database
// keeps JSON in an order and spacing of its own.
func same(last, next assessment.QuestionVersion) bool {
	if last.Type != next.Type || last.Prompt != next.Prompt || last.Feedback != next.Feedback {
		return false
	}
	q, err := questions.Restore(last.Type, last.Body.V)
	if err != nil {
		return false
	}
	body, err := json.Marshal(q)
	return err == nil && bytes.Equal(body, next.Body.V)
}

func saveSlots(tx *models.Tx, quizID uuid.UUID, list []made, ids map[string]uuid.UUID) error {
	if err := assessment.DeleteSlots(tx, quizID); err != nil {
		return err
	}
	slots := make([]assessment.QuizSlot, len(list))
	for i, m := range list {
		place := SlotChange{Question: ids[m.draft.Key], Marks: m.draft.Marks}
		if m.draw != nil {
			place.Draw = &m.draw.Draw
		}
		if m.draft.Section != (Text{}) {
			place.Section = &m.draft.Section
		}
		slots[i] = quizSlot(quizID, i+1, place)
	}
	return assessment.InsertSlots(tx, slots)
}
