package assessment

import (
	"encoding/json"
	"fmt"

	"academy/app/assessment/questions"
	"academy/app/locale"
	"academy/models"
	"academy/models/assessment"

	"github.com/google/uuid"
)

// sheet is what never changes of an attempt: whose it is, and which version of which question stands in each slot.
type sheet struct {
	citizenID uuid.UUID
	versions  map[int]uuid.UUID
}

// card is one version of a question, ready to be shown in every language and to judge.
type card struct {
	typ      string
	question questions.Question
	faces    map[locale.Lang]face
}

// face is a card in one language, as sanitised HTML.
type face struct {
	prompt   string
	feedback string
	choices  map[string]string
}

// sheetOf finds a citizen's own attempt; anybody else's is ErrNotFound.
func (s *Service) sheetOf(tx *models.Tx, attemptID, citizenID uuid.UUID) (*sheet, error) {
	found, ok := s.sheets.GetIfPresent(attemptID)
	if !ok {
		slots, err := assessment.ListOwned(tx, attemptID)
		if err != nil {
			return nil, err
		}
		if len(slots) == 0 {
			return nil, models.ErrNotFound
		}
		found = newSheet(slots)
		s.sheets.Set(attemptID, found)
	}
	if found.citizenID != citizenID {
		return nil, models.ErrNotFound
	}
	return found, nil
}

func newSheet(slots []assessment.OwnedSlot) *sheet {
	known := &sheet{citizenID: slots[0].CitizenID, versions: make(map[int]uuid.UUID, len(slots))}
	for _, slot := range slots {
		known.versions[slot.Slot] = slot.VersionID
	}
	return known
}

// cardsOf finds versions of questions, with one query at most for those that nobody has asked for before.
func (s *Service) cardsOf(tx *models.Tx, versionIDs []uuid.UUID) (map[uuid.UUID]*card, error) {
	found := make(map[uuid.UUID]*card, len(versionIDs))
	var missing []uuid.UUID
	for _, id := range versionIDs {
		if c, ok := s.cards.GetIfPresent(id); ok {
			found[id] = c
		} else {
			missing = append(missing, id)
		}
	}
	if len(missing) == 0 {
		return found, nil
	}
	versions, err := assessment.ListVersions(tx, missing)
	if err != nil {
		return nil, err
	}
	for _, v := range versions {
		c, err := s.newCard(v)
		if err != nil {
			return nil, fmt.Errorf("question version %s: %w", v.ID, err)
		}
		found[v.ID] = c
		s.cards.Set(v.ID, c)
	}
	return found, nil
}

// cardOf finds one version.
func (s *Service) cardOf(tx *models.Tx, versionID uuid.UUID) (*card, error) {
	cards, err := s.cardsOf(tx, []uuid.UUID{versionID})
	if err != nil {
		return nil, err
	}
	c, ok := cards[versionID]
	if !ok {
		return nil, models.ErrNotFound
	}
	return c, nil
}

func (s *Service) newCard(v assessment.QuestionVersion) (*card, error) {
	q, err := questions.Restore(v.Type, v.Body.V)
	if err != nil {
		return nil, err
	}
	c := &card{typ: v.Type, question: q, faces: map[locale.Lang]face{}}
	for _, lang := range []locale.Lang{locale.KO, locale.EN} {
		c.faces[lang] = s.newFace(v, q, lang)
	}
	return c, nil
}

func (s *Service) newFace(v assessment.QuestionVersion, q questions.Question, lang locale.Lang) face {
	f := face{
		prompt:   s.HTML(v.Prompt.In(string(lang))),
		feedback: s.HTML(v.Feedback.In(string(lang))),
		choices:  map[string]string{},
	}
	printer := s.Catalogue.Printer(lang, "")
	for _, o := range q.Options() {
		if o.Message != "" {
			f.choices[o.ID] = printer.T(o.Message)
		} else {
			f.choices[o.ID] = s.Inline(o.Text.In(string(lang)))
		}
	}
	return f
}

// slot shows one question of an attempt to its learner. It never carries what is right: revealed adds that.
func (c *card) slot(row assessment.AnsweredSlot, lang locale.Lang) Slot {
	f := c.faces[lang]
	shown := Slot{
		Slot: row.Slot, Type: c.typ, Marks: row.Marks, Prompt: f.prompt,
		Seq: row.Seq, Response: json.RawMessage("null"), Answered: questions.Answered(row.Response.V),
	}
	if shown.Answered {
		shown.Response = row.Response.V
	}
	for _, key := range row.ChoiceOrder {
		shown.Choices = append(shown.Choices, Choice{ID: key, HTML: f.choices[key]})
	}
	return shown
}

// revealed adds what a learner may see once the attempt is graded and its review is full.
func (c *card) revealed(shown Slot, score *float64, lang locale.Lang) Slot {
	shown.Score, shown.Feedback, shown.Correct = score, c.faces[lang].feedback, c.question.Correct()
	return shown
}
