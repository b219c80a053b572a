package quizzes

import (
	"math"
	"slices"
	"unicode/utf8"

	"academy/app/fault"
	"academy/app/questions"
	"academy/models"
	"academy/models/assessment"

	"github.com/google/uuid"
)

// check finds what an author must mend. Questions of other courses are refused, and one may stand in a quiz once.
func (c *QuizChange) check(tx *models.Tx, courseID uuid.UUID) error {
	w := wrong{}
	c.Terms = c.Usual()
	for field, key := range termProblems(c.Terms) {
		w[field] = key
	}
	ids := c.ids()
	rows, err := assessment.ListBankQuestions(tx, courseID, ids)
	if err != nil {
		return err
	}
	if len(rows) != len(ids) {
		return models.ErrNotFound
	}
	asks := 0
	for i := range c.Slots {
		asks += w.slot(&c.Slots[i], rows)
	}
	w.demand(asks <= maxQuestions, "slots", "assessment.draft.questions")
	if len(w) > 0 {
		return &fault.Error{Kind: fault.Invalid, Key: "form.invalid", Fields: w}
	}
	return nil
}

// wrong is what an author must mend, by field.
type wrong map[string]string

func (w wrong) demand(met bool, field, key string) {
	if !met {
		w[field] = key
	}
}

// slot looks at a place of a quiz and answers how many questions it asks.
func (w wrong) slot(slot *SlotChange, rows []assessment.BankQuestion) int {
	if slot.Section != nil {
		w.demand(max(utf8.RuneCountInString(slot.Section.KO), utf8.RuneCountInString(slot.Section.EN)) <= maxSection, "section", "assessment.draft.section")
	}
	if d := slot.Draw; d != nil {
		slot.Question = uuid.Nil
		w.draw(*d)
		w.marks(slot.Marks)
		return d.Count
	}
	i := slices.IndexFunc(rows, func(r assessment.BankQuestion) bool { return r.ID == slot.Question })
	if rows[i].Type == questions.TypeText {
		slot.Marks = 0
		return 0
	}
	w.marks(slot.Marks)
	return 1
}

func (w wrong) draw(d Draw) {
	w.demand(d.Count >= 1 && d.Count <= maxQuestions, "draw", "assessment.draft.draw")
	w.demand(d.Tag != "" || d.Category != "" || d.Difficulty != "", "draw", "assessment.draft.draw_all")
}

func (w wrong) marks(n float64) {
	w.demand(n > 0 && n <= 1000 && math.Abs(n*100-math.Round(n*100)) < 1e-6, "marks", "assessment.draft.marks")
}
