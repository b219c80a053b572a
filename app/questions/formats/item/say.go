package item

import (
	"fmt"

	"academy/app/questions"
	"academy/models"
)

// Pen is what writers have in common: the language that a file is in, and what it could not say.
type Pen struct {
	Lang     string
	Problems []Problem

	sheet *Sheet
	item  *Item
}

// NewPen writes in a language, and in the other one where a text has not been translated.
func NewPen(lang string) *Pen { return &Pen{Lang: lang, sheet: NewSheet(lang)} }

// Begin turns to an item and makes its question. An item that was refused, or that the rules do not allow, is not written.
func (p *Pen) Begin(it *Item) (questions.Question, bool) {
	p.item = it
	if it.State == Refused {
		p.Lose("formats.lost_question")
		return nil, false
	}
	q, problems := it.Draft.Make()
	if len(problems) > 0 {
		p.Lose("formats.lost_question")
		return nil, false
	}
	return q, true
}

// Lose says what of the item the format cannot say.
func (p *Pen) Lose(key string, args ...any) {
	for _, known := range p.Problems {
		if known.Item == p.item.Name && known.Key == key && fmt.Sprintln(known.Args...) == fmt.Sprintln(args...) {
			return
		}
	}
	p.Problems = append(p.Problems, Problem{Item: p.item.Name, Key: key, Args: args})
}

// LoseIf is Lose where something was there to lose.
func (p *Pen) LoseIf(there bool, key string, args ...any) {
	if there {
		p.Lose(key, args...)
	}
}

// Text is a text in the language of the file.
func (p *Pen) Text(t models.Text) string {
	p.LoseIf(t.KO != "" && t.EN != "", "formats.lost_language")
	return t.In(p.Lang)
}

// HTML is a text in the language of the file, as HTML that is well-formed as XML.
func (p *Pen) HTML(t models.Text) string { return p.sheet.Rendered(p.Text(t)) }

// Marks are lost where a format has none.
func (p *Pen) Marks() {
	p.LoseIf(p.item.Draft.Marks > 1 || p.item.Draft.Marks > 0 && p.item.Draft.Marks < 1, "formats.lost_marks")
}

// Spelled loses what other systems do not know of a short answer.
func (p *Pen) Spelled(q *questions.ShortAnswer, caseToo bool) {
	p.LoseIf(q.Spaceless, "formats.lost_spaceless")
	p.LoseIf(q.Case && !caseToo, "formats.lost_case")
}

// Criteria loses a rubric.
func (p *Pen) Criteria(list []questions.Criterion) {
	p.LoseIf(len(list) > 0, "formats.lost_rubric")
}
