package assessment

import (
	"context"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/locale"
	"academy/app/questions"
	"academy/models"
	"academy/models/assessment"

	"github.com/google/uuid"
)

// checkable says whether a quiz lets learners ask during an attempt what an answer earns. What a person marks is not
// known by then.
func checkable(terms assessment.GrantedQuiz, asked *card) bool {
	return (terms.ReviewDuring == scoreOnly || terms.ReviewDuring == full) && asked.question.Scored() == questions.ByRule
}

// CheckAnswer tells a learner during an attempt what the saved answer to one question earns, where the quiz allows it,
// and fixes that answer: who has been told cannot answer again. Checking twice answers the same. The quiz says whether
// the right answer is told as well. Without an answer there is nothing to check.
func (s *Service) CheckAnswer(ctx context.Context, who access.Actor, lang locale.Lang, attemptID uuid.UUID, slot int) (Slot, error) {
	if err := access.Check(who, access.Learn); err != nil {
		return Slot{}, err
	}
	var shown Slot
	err := s.DB.Write(ctx, func(tx *models.Tx) error {
		if _, err := s.sheetOf(tx, attemptID, who.ID); err != nil {
			return err
		}
		if _, err := assessment.LockAttempt(tx, attemptID); err != nil {
			return err
		}
		a, err := assessment.FindHeaded(tx, attemptID, who.ID)
		if err != nil {
			return err
		}
		if err := s.check(tx, a, slot); err != nil {
			return err
		}
		view, err := s.show(tx, a, lang)
		for _, each := range view.Slots {
			if each.Slot == slot {
				shown = each
			}
		}
		return err
	})
	return shown, err
}

// check judges one answer and fixes it, unless it is fixed already. The caller holds the attempt.
func (s *Service) check(tx *models.Tx, a assessment.HeadedAttempt, slot int) error {
	switch {
	case !a.Open():
		return ErrAttemptClosed
	case late(a.Deadline, tx.Now):
		return ErrDeadlinePassed
	}
	slots, cards, err := s.toGrade(tx, a.ID)
	if err != nil {
		return err
	}
	for _, row := range slots {
		if row.Slot != slot {
			continue
		}
		switch {
		case row.CheckedAt != nil:
			return nil
		case !checkable(a.Terms, cards[row.QuestionVersionID]):
			return ErrNoChecks
		case !questions.Answered(row.Response.V):
			return fault.Field("response", "assessment.check.unanswered")
		}
		judged, _ := judgeSlot(row, cards)
		now := tx.Now
		row.Score, row.CheckedAt = &judged.score, &now
		return assessment.UpdateChecked(tx, row.AttemptSlot)
	}
	return models.ErrNotFound
}
