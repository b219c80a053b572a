package table

import (
	"fmt"
	"strings"

	"academy/app/questions"
	"academy/app/questions/formats/item"
	"academy/models"
)

// write puts a question into the columns that its type has, as far as they can say it.
func write(r row, q questions.Question) {
	switch q := q.(type) {
	case *questions.Single:
		setChoices(r, q.Choices)
	case *questions.Multiple:
		setChoices(r, q.Choices)
		setScoring(r, q.Scoring)
	case *questions.TrueFalse:
		if q.Answer != nil {
			r[colCorrect] = fmt.Sprint(*q.Answer)
		}
		r.setList(colTold, []models.Text{q.IfTrue, q.IfFalse})
	case *questions.ShortAnswer:
		setSpelled(r, q)
	case *questions.Numeric:
		r[colCorrect] = strings.Join(written(q), "\n")
		for _, u := range q.Units {
			r.set("unit "+u.Name, item.Digits(u.Factor))
		}
	case *questions.Matching:
		setPairs(r, q)
	case *questions.Ordering:
		r.setList(colChoices, q.Items)
		setScoring(r, q.Scoring)
	case *questions.Cloze:
		setGaps(r, q)
	case *questions.Essay:
		if q.Lines != 0 {
			r.set("lines", fmt.Sprint(q.Lines))
		}
		if q.Most != 0 {
			r.set("most", fmt.Sprint(q.Most))
		}
	}
}

func setScoring(r row, scoring string) {
	if scoring != "" {
		r.set("scoring", scoring)
	}
}

func setChoices(r row, list []questions.Choice) {
	var texts, told []models.Text
	var correct []string
	for i, c := range list {
		texts, told = append(texts, c.Text), append(told, c.Feedback)
		if c.Correct {
			correct = append(correct, item.Letter(i))
		}
		if c.Percent != 0 {
			correct = append(correct, item.Letter(i)+" "+item.Digits(c.Percent)+"%")
		}
	}
	r.setList(colChoices, texts)
	r.setList(colTold, told)
	r[colCorrect] = strings.Join(correct, ", ")
}

func setSpelled(r row, q *questions.ShortAnswer) {
	r[colCorrect] = strings.Join(spellings(q), "\n")
	if q.Case {
		r.set("case", "")
	}
	if q.Spaceless {
		r.set("spaceless", "")
	}
	if q.Wildcards {
		r.set("wildcards", "")
	}
}

func spellings(q *questions.ShortAnswer) []string {
	list := append([]string(nil), q.Accepted...)
	for _, p := range q.Partly {
		list = append(list, "%"+item.Digits(p.Percent)+"% "+p.Text)
	}
	return list
}

func written(q *questions.Numeric) []string {
	var list []string
	for _, a := range q.Answers {
		text := item.Digits(a.Value)
		if a.Percent != 0 {
			text = "%" + item.Digits(a.Percent) + "% " + text
		}
		if a.Tolerance != 0 || a.Relative {
			text += " ± " + item.Digits(a.Tolerance)
		}
		if a.Relative {
			text += "%"
		}
		list = append(list, text)
	}
	return list
}

func setPairs(r row, q *questions.Matching) {
	pair := func(left, right string) string {
		if left == "" && right == "" {
			return ""
		}
		return strings.TrimSpace(left + " " + arrow + " " + right)
	}
	var list []models.Text
	for _, p := range q.Pairs {
		list = append(list, models.Text{KO: pair(p.Left.KO, p.Right.KO), EN: pair(p.Left.EN, p.Right.EN)})
	}
	r.setList(colChoices, list)
}

func setGaps(r row, q *questions.Cloze) {
	var list []string
	for _, g := range q.Gaps {
		head := g.ID
		if g.Weight != 0 {
			head += " (" + item.Digits(g.Weight) + ")"
		}
		var parts []string
		switch {
		case g.Text != nil:
			parts = spellings(g.Text)
		case g.Number != nil:
			parts = written(g.Number)
			parts[0] = "# " + parts[0]
		default:
			parts = boxes(g.Choice)
		}
		list = append(list, head+": "+strings.Join(parts, " | "))
	}
	r[colCorrect] = joined(list)
}

func boxes(q *questions.Single) []string {
	var list []string
	for _, c := range q.Choices {
		box := "[ ] "
		if c.Correct {
			box = "[x] "
		}
		list = append(list, box+c.Text.In("ko"))
	}
	return list
}
