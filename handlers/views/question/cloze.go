package question

import (
	"encoding/json"
	"strconv"
	"strings"

	"academy/app/questions"
	"academy/app/quizzes"
)

// The kinds of gaps.
const (
	typedGap  = "text"
	numberGap = "number"
	choiceGap = "choice"
)

func cloze(q *questions.Cloze) []Block {
	b := Block{Name: "gaps", Legend: "question.gaps", Hint: "question.gaps_hint", Lines: true}
	for i := range padded(len(q.Gaps)) {
		g := questions.Gap{ID: strconv.Itoa(i + 1)}
		if i < len(q.Gaps) {
			g = q.Gaps[i]
		}
		b.Rows = append(b.Rows, gapRow(g, i < len(q.Gaps)))
	}
	return []Block{b}
}

// gapRow shows a gap. What it was before goes along, so that nothing is lost of what the fields do not show.
func gapRow(g questions.Gap, there bool) []Cell {
	kind, answers := gapAnswers(g)
	before := ""
	if raw, err := json.Marshal(g); err == nil && there {
		before = string(raw)
	}
	return []Cell{
		{Name: "gap_before", Kind: hidden, Value: before},
		{Name: "gap_id", Label: "question.gap_id", Kind: line, Value: g.ID},
		{Name: "gap_kind", Label: "question.gap_kind", Kind: choice, Value: kind, Options: []string{typedGap, numberGap, choiceGap}},
		{Name: "gap_answers", Label: "question.gap_answers", Kind: area, Value: answers},
	}
}

// gapAnswers writes what is right in a gap as lines: texts; a number with its tolerance behind a colon; choices, the
// right one with an asterisk, in both languages with a stroke between them.
func gapAnswers(g questions.Gap) (kind, answers string) {
	var list []string
	switch {
	case g.Number != nil:
		for _, a := range g.Number.Answers {
			text := written(a.Value)
			if a.Tolerance != 0 {
				text += ":" + written(a.Tolerance)
			}
			list = append(list, text)
		}
		return numberGap, strings.Join(list, "\n")
	case g.Choice != nil:
		for _, c := range g.Choice.Choices {
			text := c.Text.KO + " | " + c.Text.EN
			if c.Text.KO == "" || c.Text.EN == "" || c.Text.KO == c.Text.EN {
				text = c.Text.KO
				if text == "" {
					text = c.Text.EN
				}
			}
			if c.Correct {
				text = "*" + text
			}
			list = append(list, text)
		}
		return choiceGap, strings.Join(list, "\n")
	case g.Text != nil:
		list = g.Text.Accepted
	}
	return typedGap, strings.Join(list, "\n")
}

func readCloze(sent Sent) any {
	var q questions.Cloze
	for i := range sent.rows("gap_id") {
		kind, answers := sent.at("gap_kind", i), lines(sent.at("gap_answers", i))
		if len(answers) == 0 {
			continue
		}
		q.Gaps = append(q.Gaps, readGap(sent.at("gap_before", i), sent.at("gap_id", i), kind, answers))
	}
	return q
}

// readGap keeps a gap that nobody has changed as it was.
func readGap(before, id, kind string, answers []string) questions.Gap {
	var g questions.Gap
	if json.Unmarshal([]byte(before), &g) == nil {
		wasKind, wasAnswers := gapAnswers(g)
		g.ID = id
		if wasKind == kind && strings.Join(lines(wasAnswers), "\n") == strings.Join(answers, "\n") {
			return g
		}
	}
	made := questions.Gap{ID: id, Weight: g.Weight}
	switch kind {
	case numberGap:
		made.Number = &questions.Numeric{Answers: gapNumbers(answers)}
	case choiceGap:
		made.Choice = questions.NewSingle(gapChoices(answers)...)
	default:
		made.Text = &questions.ShortAnswer{Accepted: answers}
	}
	return made
}

func gapNumbers(answers []string) []questions.NumericAnswer {
	var list []questions.NumericAnswer
	for _, a := range answers {
		value, tolerance, _ := strings.Cut(a, ":")
		sent := Sent(func(name string) []string {
			return []string{map[string]string{"value": value, "tolerance": tolerance}[name]}
		})
		n := questions.NumericAnswer{Value: sent.number("value", 0), Tolerance: sent.number("tolerance", 0)}
		if n.Value == unread {
			n.Percent = unread
		}
		list = append(list, n)
	}
	return list
}

func gapChoices(answers []string) []questions.Choice {
	var list []questions.Choice
	for i, a := range answers {
		text, right := strings.CutPrefix(a, "*")
		ko, en, two := strings.Cut(text, "|")
		if !two {
			en = ko
		}
		list = append(list, questions.Choice{Key: "c" + strconv.Itoa(i+1), Text: quizzes.Text{KO: strings.TrimSpace(ko), EN: strings.TrimSpace(en)}, Correct: right})
	}
	return list
}
