package assessment

import (
	"encoding/json"
	"fmt"

	"academy/app/locale"
	"academy/app/questions"
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
	form     questions.Form
	faces    map[locale.Lang]face
}

// face is a card in one language, as sanitised HTML.
type face struct {
	prompt   string
	feedback string
	// options are by their IDs, and so is what is said to those who chose them.
	options  map[string]string
	comments map[string]string
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
	c := &card{typ: v.Type, question: q, form: q.Form(), faces: map[locale.Lang]face{}}
	for _, lang := range []locale.Lang{locale.KO, locale.EN} {
		c.faces[lang] = s.newFace(v, q, lang)
	}
	return c, nil
}

func (s *Service) newFace(v assessment.QuestionVersion, q questions.Question, lang locale.Lang) face {
	f := face{
		prompt: s.HTML(v.Prompt.In(string(lang))), feedback: s.HTML(v.Feedback.In(string(lang))),
		options: map[string]string{}, comments: map[string]string{},
	}
	printer := s.Catalogue.Printer(lang, "")
	for _, o := range q.Form().Options() {
		if o.Message != "" {
			f.options[o.ID] = printer.T(o.Message)
		} else {
			f.options[o.ID] = s.Inline(o.Text.In(string(lang)))
		}
		if comment := o.Feedback.In(string(lang)); comment != "" {
			f.comments[o.ID] = s.HTML(comment)
		}
	}
	return f
}

// slot shows one question of an attempt to its learner. It never carries what is right: revealed adds that.
func (c *card) slot(row assessment.AnsweredSlot, lang locale.Lang) Slot {
	f := c.faces[lang]
	shown := Slot{
		Slot: row.Slot, Type: c.typ, Marks: row.Marks, Prompt: f.prompt,
		Section: sectionTitle(row.Section, lang), Lines: c.form.Lines, Most: c.form.Most, Units: c.form.Units,
		Seq: row.Seq, Response: json.RawMessage("null"), Answered: questions.Answered(row.Response.V), Asks: c.question.Scored() != questions.ByNobody,
	}
	if shown.Answered {
		shown.Response = row.Response.V
	}
	if shown.File = c.form.File; shown.File != nil {
		shown.HandedIn = handedIn(row.Response.V, row.File)
	}
	ordered := c.form.Arranged(row.ChoiceOrder)
	shown.Choices, shown.Left, shown.Right, shown.Items = f.shown(ordered.Choices), f.shown(ordered.Left), f.shown(ordered.Right), f.shown(ordered.Items)
	for _, gap := range ordered.Gaps {
		shown.Gaps = append(shown.Gaps, Gap{ID: gap.ID, Number: gap.Number, Size: gap.Size, Choices: f.within(gap)})
	}
	return shown
}

// marked is what was given for each criterion; nothing where there are none, or a regrade has decided since.
func (c *card) marked(row assessment.AnsweredSlot, lang locale.Lang) []CriterionMark {
	question, ok := c.question.(questions.ByPerson)
	if !ok || row.RegradeID != nil {
		return nil
	}
	criteria, _ := question.Guide()
	var marks []CriterionMark
	for i, given := range row.CriterionPoints.V[:min(len(criteria), len(row.CriterionPoints.V))] {
		marks = append(marks, CriterionMark{Criterion{criteria[i].Text.In(string(lang)), criteria[i].Points}, given})
	}
	return marks
}

func sectionTitle(title *models.Text, lang locale.Lang) string {
	if title == nil {
		return ""
	}
	return title.In(string(lang))
}

func (f face) shown(options []questions.Option) []Choice {
	var list []Choice
	for _, o := range options {
		list = append(list, Choice{ID: o.ID, HTML: f.options[o.ID]})
	}
	return list
}

func (f face) within(gap questions.Field) []Choice {
	var list []Choice
	for _, o := range gap.Choices {
		list = append(list, Choice{ID: o.ID, HTML: f.options[gap.ID+"."+o.ID]})
	}
	return list
}

// revealed adds what a learner may see once the attempt is graded and its review is full.
func (c *card) revealed(shown Slot, score *float64, lang locale.Lang) Slot {
	f := c.faces[lang]
	shown.Score, shown.Feedback = score, f.feedback
	if right := c.question.Correct(); questions.Answered(right) {
		shown.Correct = right
	}
	for _, picked := range c.question.Picks(shown.Response) {
		if comment := f.comments[picked]; comment != "" {
			shown.Comments = append(shown.Comments, comment)
		}
	}
	return shown
}
