package assessment

import (
	"encoding/json"

	"academy/app/locale"
	"academy/app/questions"
	"academy/models"
	"academy/models/assessment"
)

// Preview shows a question as learners will see it reviewed: with what is right and why. Nothing of it is stored.
func (s *Service) Preview(d questions.Draft, lang locale.Lang) (Slot, error) {
	c, err := s.newCard(assessment.QuestionVersion{Type: d.Type, Prompt: d.Prompt, Feedback: d.Feedback, Body: models.JSON[json.RawMessage]{V: d.Body}})
	if err != nil {
		return Slot{}, err
	}
	return c.revealed(c.slot(assessment.AnsweredSlot{AttemptSlot: assessment.AttemptSlot{Marks: d.Marks}}, lang), nil, lang), nil
}
