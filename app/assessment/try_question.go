package assessment

import (
	"context"
	"encoding/json"
	"strings"

	"academy/app/access"
	"academy/app/locale"
	"academy/models"
	"academy/models/assessment"

	"github.com/google/uuid"
)

// Trial is how an author's own answer would be graded.
type Trial struct {
	// Score is of Max, which is 1: what a question is worth is said in each quiz.
	Score, Max float64
	Feedback   string // sanitised HTML
	// Question is the question with the answer and what would be right.
	Question Slot
}

// TryQuestion grades an author's answer to a question as it is now, by the same code as learners', and stores nothing.
// A question of a course that the author does not make is Missing.
func (s *Service) TryQuestion(ctx context.Context, who access.Actor, lang locale.Lang, questionID uuid.UUID, response json.RawMessage) (Trial, error) {
	var v assessment.HomedVersion
	err := s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		if v, err = assessment.FindHomedVersion(tx, questionID); err != nil {
			return err
		}
		_, _, err = s.Look(tx, who, v.Slug)
		return err
	})
	if err != nil {
		return Trial{}, err
	}
	c, err := s.newCard(v.QuestionVersion)
	if err != nil {
		return Trial{}, err
	}
	given, err := c.question.Accept(response)
	if err != nil {
		return Trial{}, err
	}
	score := float64(hundredths(c.question.Grade(given))) / 100
	row := assessment.AnsweredSlot{AttemptSlot: assessment.AttemptSlot{Slot: 1, Marks: 1}, Response: models.JSON[json.RawMessage]{V: given}}
	shown := c.revealed(c.slot(row, lang), &score, lang)
	return Trial{Score: score, Max: 1, Feedback: strings.Join(append([]string{shown.Feedback}, shown.Comments...), ""), Question: shown}, nil
}
