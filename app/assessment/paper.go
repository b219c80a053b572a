package assessment

import (
	"academy/models"
	"academy/models/assessment"

	"github.com/google/uuid"
)

// paper is what one attempt is asked, with the cards of its questions.
type paper struct {
	slots []assessment.AttemptSlot
	max   float64
	cards map[uuid.UUID]*card
}

// draw makes the paper that belongs to a seed: the same from the same slots, for ever. Its slots belong to no attempt.
func (s *Service) draw(tx *models.Tx, asked []assessment.AskedSlot, shuffled assessment.Shuffled, seed int64) (paper, error) {
	chosen := choose(asked, seed)
	cards, err := s.cardsOf(tx, versionsIn(chosen))
	if err != nil {
		return paper{}, err
	}
	if shuffled.ShuffleQuestions {
		mix(chosen, cards, seed)
	}
	drawn := paper{cards: cards}
	drawn.snapshot(chosen, seed, shuffled.Shuffle)
	return drawn, nil
}

// snapshot copies what is asked, with the order of the choices drawn from the seed, and counts the marks.
func (p *paper) snapshot(chosen []section, seed int64, shuffle bool) {
	var most int64
	for _, part := range chosen {
		for i, asked := range part.asked {
			n := len(p.slots) + 1
			most += hundredths(asked.marks)
			slot := assessment.AttemptSlot{
				Slot: n, QuestionVersionID: asked.version, Marks: asked.marks,
				ChoiceOrder: p.cards[asked.version].question.Order(chance(seed, n, shuffle)),
			}
			if i == 0 {
				slot.Section = part.title
			}
			p.slots = append(p.slots, slot)
		}
	}
	p.max = float64(most) / 100
}

func askedIn(slots []assessment.AttemptSlot) []uuid.UUID {
	ids := make([]uuid.UUID, len(slots))
	for i, slot := range slots {
		ids[i] = slot.QuestionVersionID
	}
	return ids
}
