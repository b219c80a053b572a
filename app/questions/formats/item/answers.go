package item

import (
	"strings"

	"academy/app/questions"
	"academy/models"
)

// Spelling is an accepted answer as other systems have it: a text that earns some percent.
type Spelling struct {
	Text     string
	Percent  float64
	Feedback models.Text
}

// ShortAnswer makes a question of spellings among which * stands for any characters and \* for a star. Only answers that
// earn part of the marks can be told something of their own: f hears what is lost.
func ShortAnswer(f *Found, list []Spelling) *questions.ShortAnswer {
	q := &questions.ShortAnswer{}
	for _, s := range list {
		q.Wildcards = q.Wildcards || strings.Contains(strings.ReplaceAll(s.Text, `\*`, ""), "*")
	}
	var full []Spelling
	for _, s := range list {
		if !q.Wildcards {
			s.Text = strings.ReplaceAll(s.Text, `\*`, "*")
		}
		switch {
		case s.Percent < 0:
			f.Drop("formats.percent_below", s.Text)
		case s.Percent >= 100 && s.Feedback == models.Text{}:
			q.Accepted = append(q.Accepted, s.Text)
		case s.Percent >= 100:
			full = append(full, s)
		default:
			q.Partly = append(q.Partly, questions.PartAnswer(s))
		}
	}
	if len(q.Accepted) == 0 && len(full) > 0 {
		q.Accepted = questions.Spellings{full[0].Text}
		f.Drop("formats.answer_feedback", full[0].Text)
		full = full[1:]
	}
	for i := len(full) - 1; i >= 0; i-- {
		q.Partly = append([]questions.PartAnswer{{Text: full[i].Text, Percent: 100, Feedback: full[i].Feedback}}, q.Partly...)
	}
	return q
}

// Spellings are the answers of a question as ShortAnswer reads them.
func Spellings(q *questions.ShortAnswer) []Spelling {
	var list []Spelling
	for _, text := range q.Accepted {
		list = append(list, Spelling{Text: text, Percent: 100})
	}
	for _, p := range q.Partly {
		list = append(list, Spelling(p))
	}
	if !q.Wildcards {
		for i := range list {
			list[i].Text = strings.ReplaceAll(list[i].Text, "*", `\*`)
		}
	}
	return list
}

// Weighted makes a question of choices that each earn a percentage: one may be chosen, or many.
func Weighted(list []questions.Choice, many bool) questions.Question {
	for i := range list {
		list[i].Key = Letter(i)
	}
	if many {
		for i := range list {
			list[i].Correct = list[i].Percent > 0
		}
		return questions.NewMultiple(questions.Weights, list...)
	}
	for i := range list {
		if list[i].Percent >= 100 {
			list[i].Correct, list[i].Percent = true, 0
			break
		}
	}
	return questions.NewSingle(list...)
}

// Percents are what the choices of a question earn, as systems count that know nothing but percentages.
func Percents(list []questions.Choice, scoring string, many bool) []float64 {
	percents := make([]float64, len(list))
	right := 0
	for _, c := range list {
		if c.Correct {
			right++
		}
	}
	for i, c := range list {
		switch {
		case many && scoring == questions.Weights || !c.Correct && !many:
			percents[i] = c.Percent
		case !many:
			percents[i] = 100
		case c.Correct:
			percents[i] = 100 / float64(right)
		case scoring == questions.All:
			percents[i] = -100
		default:
			percents[i] = -100 / float64(len(list)-right)
		}
	}
	return percents
}
