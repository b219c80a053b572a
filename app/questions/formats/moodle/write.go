package moodle

import (
	"fmt"
	"io"
	"math"
	"strings"

	"academy/app/questions"
	"academy/app/questions/formats/item"
	"academy/models"
)

// writer writes Moodle XML. All texts are Markdown, which Moodle knows, so that they come back as they are.
type writer struct {
	*item.Pen
	out strings.Builder
}

// Write writes items as Moodle XML and says what that cannot say of them.
func Write(to io.Writer, items []item.Item, lang string) ([]item.Problem, error) {
	w := &writer{Pen: item.NewPen(lang)}
	w.out.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<quiz>\n")
	category := ""
	for i := range items {
		it := &items[i]
		q, ok := w.Begin(it)
		if !ok {
			continue
		}
		if it.Category != category {
			category = it.Category
			fmt.Fprintf(&w.out, "<question type=\"category\"><category><text>%s</text></category></question>\n", item.Escaped(category))
		}
		w.item(it, q)
	}
	w.out.WriteString("</quiz>\n")
	_, err := io.WriteString(to, w.out.String())
	return w.Problems, err
}

func (w *writer) item(it *item.Item, q questions.Question) {
	prompt := w.Text(it.Draft.Prompt)
	if c, is := q.(*questions.Cloze); is {
		prompt = w.gapped(prompt, c)
	}
	fmt.Fprintf(&w.out, "<question type=%q>\n", named(q))
	w.line("name", it.Name)
	w.markdown("questiontext", prompt)
	w.markdown("generalfeedback", w.Text(it.Draft.Feedback))
	w.plain("defaultgrade", item.Digits(it.Draft.Marks))
	w.plain("penalty", "0")
	w.plain("hidden", "0")
	w.plain("idnumber", it.Draft.Key)
	w.body(q)
	if len(it.Tags) > 0 {
		w.out.WriteString("<tags>")
		for _, tag := range it.Tags {
			w.line("tag", tag)
		}
		w.out.WriteString("</tags>\n")
	}
	w.out.WriteString("</question>\n")
}

func named(q questions.Question) string {
	switch q.Type() {
	case questions.TypeSingle, questions.TypeMultiple:
		return "multichoice"
	case questions.TypeTrueFalse:
		return "truefalse"
	case questions.TypeShortAnswer:
		return "shortanswer"
	case questions.TypeNumeric:
		return "numerical"
	case questions.TypeCloze:
		return "multianswer"
	case questions.TypeFile, questions.TypeEssay:
		return "essay"
	case questions.TypeText:
		return "description"
	}
	return q.Type() // matching and ordering
}

func (w *writer) plain(name, value string) {
	fmt.Fprintf(&w.out, "<%s>%s</%s>\n", name, item.Escaped(value), name)
}

func (w *writer) line(name, text string) {
	fmt.Fprintf(&w.out, "<%s><text>%s</text></%s>\n", name, item.Escaped(text), name)
}

func (w *writer) markdown(name, text string) {
	fmt.Fprintf(&w.out, "<%s format=\"markdown\"><text>%s</text></%s>\n", name, item.Escaped(text), name)
}

// answer is an answer with what it earns and what is told, and more inside where a type needs it.
func (w *writer) answer(percent float64, format, text, feedback, more string) {
	fmt.Fprintf(&w.out, "<answer fraction=\"%s\"%s><text>%s</text>%s", item.Digits(percent), format, item.Escaped(text), more)
	if feedback != "" {
		fmt.Fprintf(&w.out, "<feedback format=\"markdown\"><text>%s</text></feedback>", item.Escaped(feedback))
	}
	w.out.WriteString("</answer>\n")
}

const asMarkdown = ` format="markdown"`

func (w *writer) body(q questions.Question) {
	switch q := q.(type) {
	case *questions.Single:
		w.choices(q.Choices, item.Percents(q.Choices, "", false), true)
	case *questions.Multiple:
		w.LoseIf(q.Scoring != questions.Weights, "formats.lost_scoring")
		w.choices(q.Choices, item.Percents(q.Choices, q.Scoring, true), false)
	case *questions.TrueFalse:
		w.answer(right(q, true), "", "true", w.Text(q.IfTrue), "")
		w.answer(right(q, false), "", "false", w.Text(q.IfFalse), "")
	case *questions.ShortAnswer:
		w.Spelled(q, true)
		w.plain("usecase", digit(q.Case))
		for _, s := range item.Spellings(q) {
			w.answer(s.Percent, "", s.Text, w.Text(s.Feedback), "")
		}
	case *questions.Numeric:
		w.numeric(q)
	case *questions.Matching:
		w.matching(q)
	case *questions.Ordering:
		w.ordering(q)
	case *questions.Essay:
		w.essay(q)
	case *questions.File:
		w.Criteria(q.Rubric)
		w.plain("responseformat", "noinline")
		w.plain("attachments", "1")
		w.markdown("graderinfo", w.Text(q.Notes))
	}
}

func digit(yes bool) string {
	if yes {
		return "1"
	}
	return "0"
}

func right(q *questions.TrueFalse, value bool) float64 {
	if q.Answer != nil && *q.Answer == value {
		return 100
	}
	return 0
}

func (w *writer) choices(list []questions.Choice, percents []float64, single bool) {
	w.plain("single", fmt.Sprint(single))
	w.plain("shuffleanswers", "true")
	for i, c := range list {
		w.answer(percents[i], asMarkdown, w.Text(c.Text), w.Text(c.Feedback), "")
	}
}

func (w *writer) numeric(q *questions.Numeric) {
	for _, a := range q.Answers {
		percent := 100.0
		if a.Percent != 0 {
			percent = a.Percent
		}
		w.answer(percent, "", item.Digits(a.Value), w.Text(a.Feedback), "<tolerance>"+item.Digits(w.absolute(a))+"</tolerance>")
	}
	if len(q.Units) == 0 {
		return
	}
	w.plain("unitgradingtype", "1")
	w.plain("unitpenalty", "1")
	w.plain("showunits", "1")
	w.out.WriteString("<units>\n")
	for _, u := range q.Units {
		fmt.Fprintf(&w.out, "<unit><multiplier>%s</multiplier><unit_name>%s</unit_name></unit>\n", item.Digits(1/u.Factor), item.Escaped(u.Name))
	}
	w.out.WriteString("</units>\n")
}

// absolute is the tolerance of an answer as a number.
func (w *writer) absolute(a questions.NumericAnswer) float64 {
	if !a.Relative {
		return a.Tolerance
	}
	w.Lose("formats.lost_relative")
	return a.Tolerance * math.Abs(a.Value) / 100
}

func (w *writer) matching(q *questions.Matching) {
	w.plain("shuffleanswers", "true")
	for _, p := range q.Pairs {
		words, exact := item.Words(w.Text(p.Right))
		w.LoseIf(!exact, "formats.lost_markup")
		fmt.Fprintf(&w.out, "<subquestion format=\"markdown\"><text>%s</text><answer><text>%s</text></answer></subquestion>\n",
			item.Escaped(w.Text(p.Left)), item.Escaped(words))
	}
}

func (w *writer) ordering(q *questions.Ordering) {
	w.plain("layouttype", "VERTICAL")
	w.plain("selecttype", "ALL")
	grading := "LONGEST_ORDERED_SUBSET"
	if q.Scoring == questions.All {
		grading = "ALL_OR_NOTHING"
	}
	w.plain("gradingtype", grading)
	for i, t := range q.Items {
		w.answer(float64(i+1), asMarkdown, w.Text(t), "", "")
	}
}

func (w *writer) essay(q *questions.Essay) {
	w.Criteria(q.Rubric)
	w.LoseIf(q.Most != 0, "formats.lost_most")
	w.plain("responseformat", "editor")
	w.plain("responsefieldlines", fmt.Sprint(q.Lines))
	w.plain("attachments", "0")
	w.markdown("graderinfo", w.Text(q.Notes))
	if t := w.Text(q.Template); t != (models.Text{}).KO {
		w.markdown("responsetemplate", t)
	}
}

// gapped is the prompt with each gap written out where it stands.
func (w *writer) gapped(prompt string, q *questions.Cloze) string {
	return item.FillGaps(prompt, q, func(g questions.Gap) string {
		weight := item.Weight(g)
		w.LoseIf(weight != math.Trunc(weight), "formats.lost_weight")
		return fmt.Sprintf("{%d:%s}", int(math.Max(1, math.Round(weight))), w.gap(g))
	})
}

func (w *writer) gap(g questions.Gap) string {
	var list []string
	switch {
	case g.Text != nil:
		w.Spelled(g.Text, true)
		for _, s := range item.Spellings(g.Text) {
			list = append(list, w.part(s.Percent, s.Text, s.Feedback))
		}
		if g.Text.Case {
			return "SHORTANSWER_C:" + strings.Join(list, "~")
		}
		return "SHORTANSWER:" + strings.Join(list, "~")
	case g.Number != nil:
		w.LoseIf(len(g.Number.Units) > 0, "formats.lost_units")
		for _, a := range g.Number.Answers {
			percent := a.Percent
			if percent == 0 {
				percent = 100
			}
			list = append(list, w.part(percent, item.Digits(a.Value)+":"+item.Digits(w.absolute(a)), a.Feedback))
		}
		return "NUMERICAL:" + strings.Join(list, "~")
	}
	percents := item.Percents(g.Choice.Choices, "", false)
	for i, c := range g.Choice.Choices {
		list = append(list, w.part(percents[i], w.Text(c.Text), c.Feedback))
	}
	return "MULTICHOICE:" + strings.Join(list, "~")
}

// part is one answer of a gap: = is right, and where that would be misread, or less is earned, a percentage says it.
func (w *writer) part(percent float64, text string, feedback models.Text) string {
	guard := strings.NewReplacer(`\`, `\\`, "~", `\~`, "#", `\#`, "}", `\}`)
	sign := ""
	odd := strings.HasPrefix(text, "%") || strings.HasPrefix(text, "=")
	switch {
	case percent == 100 && !odd:
		sign = "="
	case percent != 0 || odd:
		sign = "%" + item.Digits(percent) + "%"
	}
	part := sign + guard.Replace(text)
	if said := w.Text(feedback); said != "" {
		part += "#" + guard.Replace(said)
	}
	return part
}
