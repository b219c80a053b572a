package assessment

import (
	"context"
	"encoding/json"
	"math/rand/v2"

	"academy/app/access"
	"academy/app/locale"
	"academy/models"
	"academy/models/assessment"

	"github.com/google/uuid"
)

// QuizTrial is one question of a quiz that an author tries.
type QuizTrial struct {
	Slug   string
	Lesson uuid.UUID
	// Seed is what draws and orders come from; 0 takes a new one.
	Seed int64
	// At counts from 1.
	At int
	// Response is empty before an answer is given.
	Response json.RawMessage
}

// TriedQuiz is that question, as learners would be asked it if the draft were published now.
type TriedQuiz struct {
	Slug   string
	Lesson uuid.UUID
	Title  string
	Seed   int64
	At, Of int
	// Marks is what all questions are worth together.
	Marks float64
	// Slot tells what is right once an answer was tried.
	Slot  Slot
	Tried bool
	// Section is the title of the part that the question stands in.
	Section string
}

// maxSeed keeps the seeds of trials short, since they stand in addresses.
const maxSeed = 1 << 31

// TryQuiz shows an author one question of a quiz as its draft composes it and grades an answer by the same code as
// learners', storing nothing. What a person marks gets no score. A quiz that asks nothing is Missing, and so is a place
// beyond its end.
func (s *Service) TryQuiz(ctx context.Context, who access.Actor, lang locale.Lang, try QuizTrial) (TriedQuiz, error) {
	if try.Seed <= 0 {
		try.Seed = 1 + rand.Int64N(maxSeed)
	}
	v := TriedQuiz{Slug: try.Slug, Lesson: try.Lesson, Seed: try.Seed, At: try.At}
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		work, _, err := s.Look(tx, who, try.Slug)
		if err != nil {
			return err
		}
		quiz, err := assessment.FindRehearsal(tx, work.ID, try.Lesson)
		if err != nil {
			return err
		}
		v.Title = quiz.Title.In(string(lang))
		return s.rehearse(tx, quiz, try, lang, &v)
	})
	return v, err
}

func (s *Service) rehearse(tx *models.Tx, quiz assessment.Rehearsal, try QuizTrial, lang locale.Lang, v *TriedQuiz) error {
	drawn, err := s.draw(tx, quiz.Slots, quiz.Shuffled, try.Seed)
	if err != nil {
		return err
	}
	slots := drawn.slots
	if try.At < 1 || try.At > len(slots) {
		return models.ErrNotFound
	}
	v.Of, v.Marks = len(slots), drawn.max
	for _, slot := range slots[:try.At] {
		if slot.Section != nil {
			v.Section = slot.Section.In(string(lang))
		}
	}
	return v.answer(slots[try.At-1], drawn.cards, try.Response, lang)
}

// answer shows the question, with what an answer earns where there is one.
func (v *TriedQuiz) answer(slot assessment.AttemptSlot, cards map[uuid.UUID]*card, response json.RawMessage, lang locale.Lang) error {
	card := cards[slot.QuestionVersionID]
	row := assessment.AnsweredSlot{AttemptSlot: slot}
	if len(response) == 0 {
		v.Slot = card.slot(row, lang)
		return nil
	}
	given, err := card.question.Accept(response)
	if err != nil {
		return err
	}
	row.Response.V = given
	var score *float64
	if judged := judge(asked{slot.QuestionVersionID, slot.Marks, given}, cards); !judged.waits {
		score = &judged.score
	}
	v.Slot, v.Tried = card.revealed(card.slot(row, lang), score, lang), true
	return nil
}
