package gift

import (
	"fmt"
	"io"
	"math"
	"strings"

	"academy/app/questions"
	"academy/app/questions/formats/item"
	"academy/models"
)

// writer writes GIFT. All texts are [markdown], so that they come back as they are.
type writer struct {
	*item.Pen
	out strings.Builder
}

// Write writes items as GIFT and says what GIFT cannot say of them.
func Write(to io.Writer, items []item.Item, lang string) ([]item.Problem, error) {
	w := &writer{Pen: item.NewPen(lang)}
	category := ""
	for i := range items {
		it := &items[i]
		q, ok := w.Begin(it)
		if !ok {
			continue
		}
		answers, ok := w.answers(q)
		if !ok {
			w.Lose("formats.lost_type", it.Draft.Type)
			continue
		}
		if it.Category != category {
			category = it.Category
			fmt.Fprintf(&w.out, "%s %s\n\n", categoryMark, oneLine(category))
		}
		w.item(it, answers)
	}
	_, err := io.WriteString(to, w.out.String())
	return w.Problems, err
}

func (w *writer) item(it *item.Item, answers string) {
	w.Marks()
	fmt.Fprintf(&w.out, "// [id:%s]", it.Draft.Key)
	for _, tag := range it.Tags {
		fmt.Fprintf(&w.out, " [tag:%s]", strings.ReplaceAll(oneLine(tag), "]", ")"))
	}
	w.out.WriteString("\n")
	if it.Name != "" && it.Name != item.NameOf(it.Draft.Prompt) {
		fmt.Fprintf(&w.out, "::%s::", guarded(oneLine(it.Name)))
	}
	fmt.Fprintf(&w.out, "[markdown]%s", guarded(w.Text(it.Draft.Prompt)))
	feedback := w.Text(it.Draft.Feedback)
	if it.Draft.Type == questions.TypeText {
		w.LoseIf(feedback != "", "formats.lost_feedback")
		w.out.WriteString("\n\n")
		return
	}
	if feedback != "" {
		answers += "\t####" + guarded(feedback) + "\n"
	}
	if strings.Contains(answers, "\n") {
		answers = "\n" + answers
	}
	fmt.Fprintf(&w.out, "{%s}\n\n", answers)
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// guarded puts backslashes before what GIFT would read as its own.
func guarded(text string) string {
	return strings.NewReplacer(
		`\`, `\\`, "~", `\~`, "=", `\=`, "#", `\#`, "{", `\{`, "}", `\}`, ":", `\:`, "\n", `\n`,
	).Replace(text)
}

// opened is a text that begins an answer: a beginning that says a weight or a format would be taken for one.
func opened(text string) string {
	text = guarded(text)
	if strings.HasPrefix(text, "[") {
		return "[markdown]" + text
	}
	return text
}

func (w *writer) answers(q questions.Question) (string, bool) {
	switch q := q.(type) {
	case *questions.Text:
		return "", true
	case *questions.Essay:
		w.Criteria(q.Rubric)
		w.LoseIf(q.Notes != models.Text{} || q.Template != models.Text{} || q.Lines != 0 || q.Most != 0, "formats.lost_essay")
		return "", true
	case *questions.Single:
		return w.choices(q.Choices, item.Percents(q.Choices, "", false), false), true
	case *questions.Multiple:
		w.LoseIf(q.Scoring != questions.Weights, "formats.lost_scoring")
		return w.choices(q.Choices, item.Percents(q.Choices, q.Scoring, true), true), true
	case *questions.TrueFalse:
		return w.judged(q), true
	case *questions.ShortAnswer:
		return w.typed(q)
	case *questions.Numeric:
		return w.numbers(q), true
	case *questions.Matching:
		return w.pairs(q), true
	}
	return "", false
}

func (w *writer) choices(list []questions.Choice, percents []float64, many bool) string {
	var out strings.Builder
	for i, c := range list {
		sign, percent := "~", ""
		if c.Correct && !many {
			sign = "="
		}
		text := w.Text(c.Text)
		if sign == "~" && percents[i] != 0 || strings.HasPrefix(text, "%") {
			percent = "%" + item.Digits(percents[i]) + "%"
		}
		out.WriteString("\t" + sign + percent + opened(text) + w.told(c.Feedback) + "\n")
	}
	return out.String()
}

// told is feedback behind an answer.
func (w *writer) told(t models.Text) string {
	if text := w.Text(t); text != "" {
		return "#" + opened(text)
	}
	return ""
}

func (w *writer) judged(q *questions.TrueFalse) string {
	answer, wrong, right := "FALSE", w.Text(q.IfTrue), w.Text(q.IfFalse)
	if q.Answer != nil && *q.Answer {
		answer, wrong, right = "TRUE", right, wrong
	}
	if wrong != "" || right != "" {
		answer += "#" + opened(wrong)
	}
	if right != "" {
		answer += "#" + opened(right)
	}
	return answer
}

// typed are accepted answers. GIFT has no way to escape an arrow, which makes pairs of them.
func (w *writer) typed(q *questions.ShortAnswer) (string, bool) {
	w.Spelled(q, false)
	var out strings.Builder
	for _, s := range item.Spellings(q) {
		if strings.Contains(s.Text, "->") {
			return "", false
		}
		percent := ""
		if s.Percent != 100 || s.Feedback != (models.Text{}) || strings.HasPrefix(s.Text, "%") {
			percent = "%" + item.Digits(s.Percent) + "%"
		}
		out.WriteString("\t=" + percent + opened(oneLine(s.Text)) + w.told(s.Feedback) + "\n")
	}
	return out.String(), true
}

func (w *writer) numbers(q *questions.Numeric) string {
	w.LoseIf(len(q.Units) > 0, "formats.lost_units")
	var out strings.Builder
	out.WriteString("#\n")
	for _, a := range q.Answers {
		percent, tolerance := "", a.Tolerance
		if a.Relative {
			w.Lose("formats.lost_relative")
			tolerance *= math.Abs(a.Value) / 100
		}
		if a.Percent != 0 && a.Percent != 100 {
			percent = "%" + item.Digits(a.Percent) + "%"
		}
		fmt.Fprintf(&out, "\t=%s%s:%s%s\n", percent, item.Digits(a.Value), item.Digits(tolerance), w.told(a.Feedback))
	}
	return out.String()
}

func (w *writer) pairs(q *questions.Matching) string {
	var out strings.Builder
	for _, p := range q.Pairs {
		left := strings.ReplaceAll(w.Text(p.Left), "->", `-\>`)
		out.WriteString("\t=" + opened(left) + " -> " + opened(w.Text(p.Right)) + "\n")
	}
	return out.String()
}
