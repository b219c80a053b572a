package qti

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"academy/app/questions"
	"academy/app/questions/formats/item"
	"academy/models"
)

// matched is the rule that what is right earns everything, and summed that a mapping says what is earned.
func matched() string {
	return `<responseCondition><responseIf><match><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></match>` +
		`<setOutcomeValue identifier="SCORE"><variable identifier="MAXSCORE"/></setOutcomeValue></responseIf></responseCondition>`
}

func summed(id string) string {
	return `<setOutcomeValue identifier="SCORE"><sum><variable identifier="SCORE"/><mapResponse identifier="` + id + `"/></sum></setOutcomeValue>`
}

func mapEntry(key string, value float64, more string) string {
	return fmt.Sprintf("<mapEntry mapKey=\"%s\" mappedValue=\"%s\"%s/>", item.Escaped(key), item.Digits(value), more)
}

func (p *page) interaction(q questions.Question) string {
	switch q := q.(type) {
	case *questions.Single:
		return p.single(q)
	case *questions.Multiple:
		return p.multiple(q)
	case *questions.TrueFalse:
		return p.judged(q)
	case *questions.ShortAnswer:
		p.typed("RESPONSE", q, p.marks)
		return `<p><textEntryInteraction responseIdentifier="RESPONSE"/></p>`
	case *questions.Numeric:
		p.number("RESPONSE", q, p.marks)
		return `<p><textEntryInteraction responseIdentifier="RESPONSE"/></p>`
	case *questions.Matching:
		return p.matching(q)
	case *questions.Ordering:
		return p.ordering(q)
	case *questions.Essay:
		return p.essay(q)
	case *questions.File:
		p.Criteria(q.Rubric)
		p.declare("RESPONSE", "single", "file", nil, "")
		return `<uploadInteraction responseIdentifier="RESPONSE"/>` + p.notes(q.Notes)
	}
	return ""
}

func (p *page) choices(list []questions.Choice, most int) string {
	var out strings.Builder
	fmt.Fprintf(&out, "<choiceInteraction responseIdentifier=\"RESPONSE\" shuffle=\"true\" maxChoices=\"%d\">\n", most)
	for _, c := range list {
		id := identifier(c.Key)
		fmt.Fprintf(&out, "<simpleChoice identifier=\"%s\">%s", id, p.HTML(c.Text))
		if said := p.HTML(c.Feedback); said != "" {
			p.told = true
			fmt.Fprintf(&out, "<feedbackInline outcomeIdentifier=\"FEEDBACK\" identifier=\"%s\" showHide=\"show\">%s</feedbackInline>", id, said)
		}
		out.WriteString("</simpleChoice>\n")
	}
	out.WriteString("</choiceInteraction>")
	return out.String()
}

func right(list []questions.Choice) []string {
	var ids []string
	for _, c := range list {
		if c.Correct {
			ids = append(ids, identifier(c.Key))
		}
	}
	return ids
}

// weights are the entries of choices that each earn something.
func weights(list []questions.Choice, percents []float64, marks float64) []string {
	var entries []string
	for i, c := range list {
		if percents[i] != 0 {
			entries = append(entries, mapEntry(identifier(c.Key), percents[i]*marks/100, ""))
		}
	}
	return entries
}

func partly(c questions.Choice) bool { return c.Percent != 0 }

func (p *page) single(q *questions.Single) string {
	if slices.ContainsFunc(q.Choices, partly) {
		entries := weights(q.Choices, item.Percents(q.Choices, "", false), p.marks)
		p.declare("RESPONSE", "single", "identifier", right(q.Choices), mappingOf(p.marks, entries...))
		p.rules = append(p.rules, summed("RESPONSE"))
	} else {
		p.declare("RESPONSE", "single", "identifier", right(q.Choices), "")
		p.rules = append(p.rules, matched())
	}
	return p.choices(q.Choices, 1)
}

func (p *page) multiple(q *questions.Multiple) string {
	if q.Scoring == questions.All {
		p.declare("RESPONSE", "multiple", "identifier", right(q.Choices), "")
		p.rules = append(p.rules, matched())
		return p.choices(q.Choices, 0)
	}
	p.LoseIf(q.Scoring != questions.Weights, "formats.lost_scoring")
	entries := weights(q.Choices, item.Percents(q.Choices, q.Scoring, true), p.marks)
	p.declare("RESPONSE", "multiple", "identifier", right(q.Choices), mappingOf(p.marks, entries...))
	p.rules = append(p.rules, summed("RESPONSE"))
	return p.choices(q.Choices, 0)
}

func (p *page) judged(q *questions.TrueFalse) string {
	yes, no := models.Text{KO: "맞음", EN: "True"}, models.Text{KO: "틀림", EN: "False"}
	list := []questions.Choice{
		{Key: "true", Text: p.only(yes), Correct: q.Answer != nil && *q.Answer, Feedback: q.IfTrue},
		{Key: "false", Text: p.only(no), Correct: q.Answer != nil && !*q.Answer, Feedback: q.IfFalse},
	}
	p.declare("RESPONSE", "single", "identifier", right(list), "")
	p.rules = append(p.rules, matched())
	return p.choices(list, 1)
}

// only is a text in the language of the file alone.
func (p *page) only(t models.Text) models.Text { return models.Text{EN: t.In(p.Lang)} }

// typed declares what may be typed, and what each earns.
func (p *page) typed(id string, q *questions.ShortAnswer, marks float64) {
	p.LoseIf(q.Spaceless, "formats.lost_spaceless")
	p.LoseIf(q.Wildcards, "formats.lost_wildcards")
	more := fmt.Sprintf(" caseSensitive=\"%t\"", q.Case)
	var entries []string
	for _, text := range q.Accepted {
		entries = append(entries, mapEntry(text, marks, more))
	}
	for _, part := range q.Partly {
		p.LoseIf(part.Feedback != models.Text{}, "formats.lost_answer_feedback")
		entries = append(entries, mapEntry(part.Text, marks*part.Percent/100, more))
	}
	p.declare(id, "single", "string", q.Accepted[:min(1, len(q.Accepted))], mappingOf(marks, entries...))
	p.rules = append(p.rules, summed(id))
}

// number declares a number, and compares it within tolerances.
func (p *page) number(id string, q *questions.Numeric, marks float64) {
	p.LoseIf(len(q.Units) > 0, "formats.lost_units")
	var correct []string
	var rule strings.Builder
	for i, a := range q.Answers {
		p.LoseIf(a.Feedback != models.Text{}, "formats.lost_answer_feedback")
		earns, name := marks, "responseElseIf"
		if a.Percent != 0 {
			earns = marks * a.Percent / 100
		}
		if i == 0 {
			name = "responseIf"
		}
		if earns == marks && correct == nil {
			correct = []string{item.Digits(a.Value)}
		}
		fmt.Fprintf(&rule, "<%s>%s<setOutcomeValue identifier=\"SCORE\"><sum><variable identifier=\"SCORE\"/><baseValue baseType=\"float\">%s</baseValue></sum></setOutcomeValue></%s>",
			name, equal(id, a), item.Digits(earns), name)
	}
	p.declare(id, "single", "float", correct, "")
	p.rules = append(p.rules, "<responseCondition>"+rule.String()+"</responseCondition>")
}

func equal(id string, a questions.NumericAnswer) string {
	mode := "absolute"
	if a.Relative {
		mode = "relative"
	}
	t := item.Digits(math.Abs(a.Tolerance))
	return fmt.Sprintf("<equal toleranceMode=\"%s\" tolerance=\"%s %s\"><variable identifier=\"%s\"/><baseValue baseType=\"float\">%s</baseValue></equal>",
		mode, t, t, id, item.Digits(a.Value))
}

func (p *page) matching(q *questions.Matching) string {
	var left, right strings.Builder
	var correct, entries []string
	ids := map[models.Text]string{}
	lefts := 0
	for _, pair := range q.Pairs {
		if pair.Left != (models.Text{}) {
			lefts++
		}
	}
	for i, pair := range q.Pairs {
		if ids[pair.Right] == "" {
			ids[pair.Right] = fmt.Sprintf("R%d", len(ids)+1)
			fmt.Fprintf(&right, "<simpleAssociableChoice identifier=\"%s\" matchMax=\"0\">%s</simpleAssociableChoice>\n", ids[pair.Right], p.HTML(pair.Right))
		}
		if pair.Left == (models.Text{}) {
			continue
		}
		fmt.Fprintf(&left, "<simpleAssociableChoice identifier=\"L%d\" matchMax=\"1\">%s</simpleAssociableChoice>\n", i+1, p.HTML(pair.Left))
		key := fmt.Sprintf("L%d %s", i+1, ids[pair.Right])
		correct = append(correct, key)
		entries = append(entries, mapEntry(key, p.marks/float64(lefts), ""))
	}
	p.declare("RESPONSE", "multiple", "directedPair", correct, mappingOf(p.marks, entries...))
	p.rules = append(p.rules, summed("RESPONSE"))
	return fmt.Sprintf("<matchInteraction responseIdentifier=\"RESPONSE\" shuffle=\"true\" maxAssociations=\"%d\">\n<simpleMatchSet>\n%s</simpleMatchSet>\n<simpleMatchSet>\n%s</simpleMatchSet>\n</matchInteraction>",
		lefts, left.String(), right.String())
}

func (p *page) ordering(q *questions.Ordering) string {
	p.LoseIf(q.Scoring != questions.All, "formats.lost_scoring")
	var correct, choices []string
	for i, t := range q.Items {
		id := fmt.Sprintf("I%d", i+1)
		correct = append(correct, id)
		choices = append(choices, fmt.Sprintf("<simpleChoice identifier=\"%s\">%s</simpleChoice>", id, p.HTML(t)))
	}
	p.declare("RESPONSE", "ordered", "identifier", correct, "")
	p.rules = append(p.rules, matched())
	return "<orderInteraction responseIdentifier=\"RESPONSE\" shuffle=\"true\">\n" + strings.Join(choices, "\n") + "\n</orderInteraction>"
}

func (p *page) essay(q *questions.Essay) string {
	p.Criteria(q.Rubric)
	p.LoseIf(q.Template != models.Text{}, "formats.lost_template")
	p.declare("RESPONSE", "single", "string", nil, "")
	size := ""
	if q.Lines > 0 {
		size += fmt.Sprintf(" expectedLines=\"%d\"", q.Lines)
	}
	if q.Most > 0 {
		size += fmt.Sprintf(` patternMask="[\s\S]{0,%d}"`, q.Most)
	}
	return "<extendedTextInteraction responseIdentifier=\"RESPONSE\"" + size + "/>" + p.notes(q.Notes)
}

func (p *page) notes(t models.Text) string {
	if said := p.HTML(t); said != "" {
		return "\n<rubricBlock view=\"scorer\">" + said + "</rubricBlock>"
	}
	return ""
}

// gapped is the prompt with a field in the place of each gap.
func (p *page) gapped(prompt string, q *questions.Cloze) string {
	sum := 0.0
	for _, g := range q.Gaps {
		sum += item.Weight(g)
	}
	n := 0
	return item.FillGaps(prompt, q, func(g questions.Gap) string {
		n++
		id := fmt.Sprintf("RESPONSE_%d", n)
		marks := p.marks * item.Weight(g) / sum
		switch {
		case g.Number != nil:
			p.number(id, g.Number, marks)
		case g.Text != nil:
			p.typed(id, g.Text, marks)
		default:
			return p.inlineChoice(id, g.Choice, marks)
		}
		return fmt.Sprintf("<textEntryInteraction responseIdentifier=\"%s\"/>", id)
	})
}

// inlineChoice is a gap that is chosen; within a line there are words alone.
func (p *page) inlineChoice(id string, q *questions.Single, marks float64) string {
	entries := weights(q.Choices, item.Percents(q.Choices, "", false), marks)
	p.declare(id, "single", "identifier", right(q.Choices), mappingOf(marks, entries...))
	p.rules = append(p.rules, summed(id))
	var out strings.Builder
	fmt.Fprintf(&out, "<inlineChoiceInteraction responseIdentifier=\"%s\" shuffle=\"true\">", id)
	for _, c := range q.Choices {
		p.LoseIf(c.Feedback != models.Text{}, "formats.lost_answer_feedback")
		words, exact := item.Words(p.Text(c.Text))
		p.LoseIf(!exact, "formats.lost_markup")
		fmt.Fprintf(&out, "<inlineChoice identifier=\"%s\">%s</inlineChoice>", identifier(c.Key), item.Escaped(words))
	}
	out.WriteString("</inlineChoiceInteraction>")
	return out.String()
}
