package question

import (
	"strings"

	"academy/app/questions"
)

func shortAnswer(q *questions.ShortAnswer) []Block {
	parts := Block{Name: "partly", Legend: "question.partly", Hint: "question.partly_hint", Lines: true}
	for i := range len(q.Partly) + spareRows {
		var p questions.PartAnswer
		if i < len(q.Partly) {
			p = q.Partly[i]
		}
		row := []Cell{{Name: "part", Label: "question.part", Kind: line, Value: p.Text}, decimal("part_percent", "question.percent", p.Percent)}
		parts.Rows = append(parts.Rows, append(row, more(both("part_comment", "question.comment", p.Feedback)...)...))
	}
	return []Block{
		{Name: "accepted", Legend: "question.accepted", Hint: "question.accepted_hint", Rows: [][]Cell{{{Name: "accepted", Label: "question.accepted", Kind: area, Value: strings.Join(q.Accepted, "\n")}}}},
		{Name: "rules", Legend: "question.rules", Rows: [][]Cell{{
			{Name: "case", Label: "question.case", Kind: check, Value: "true", Checked: q.Case},
			{Name: "spaceless", Label: "question.spaceless", Kind: check, Value: "true", Checked: q.Spaceless},
			{Name: "wildcards", Label: "question.wildcards", Kind: check, Value: "true", Checked: q.Wildcards},
		}}},
		parts,
	}
}

// lines are the lines of a text that hold something.
func lines(text string) []string {
	var list []string
	for l := range strings.Lines(text) {
		if l = strings.TrimSpace(l); l != "" {
			list = append(list, l)
		}
	}
	return list
}

func readShortAnswer(sent Sent) any {
	q := questions.ShortAnswer{Accepted: lines(sent.at("accepted", 0)), Case: sent.has("case"), Spaceless: sent.has("spaceless"), Wildcards: sent.has("wildcards")}
	for i := range sent.rows("part") {
		if text := sent.at("part", i); text != "" {
			q.Partly = append(q.Partly, questions.PartAnswer{Text: text, Percent: sent.number("part_percent", i), Feedback: sent.text("part_comment", i)})
		}
	}
	return q
}

// The two kinds of tolerance.
const (
	absolute = "absolute"
	relative = "relative"
)

func numeric(q *questions.Numeric) []Block {
	answers := Block{Name: "numbers", Legend: "question.numbers", Hint: "question.numbers_hint", Lines: true}
	for i := range len(q.Answers) + spareRows {
		answers.Rows = append(answers.Rows, numberRow(q.Answers, i))
	}
	units := Block{Name: "units", Legend: "question.units", Hint: "question.units_hint", Lines: true}
	for i := range len(q.Units) + spareRows {
		var u questions.Unit
		if i < len(q.Units) {
			u = q.Units[i]
		}
		units.Rows = append(units.Rows, []Cell{{Name: "unit", Label: "question.unit", Kind: line, Value: u.Name}, decimal("factor", "question.factor", u.Factor)})
	}
	return []Block{answers, units}
}

func numberRow(list []questions.NumericAnswer, i int) []Cell {
	value, kind := Cell{Name: "value", Label: "question.value", Kind: number}, absolute
	var a questions.NumericAnswer
	if i < len(list) {
		a = list[i]
		value.Value = written(a.Value)
	}
	if a.Relative {
		kind = relative
	}
	row := []Cell{
		value, decimal("tolerance", "question.tolerance", a.Tolerance),
		{Name: "tolerance_kind", Label: "question.tolerance_kind", Kind: choice, Value: kind, Options: []string{absolute, relative}},
	}
	return append(row, more(append(both("number_comment", "question.comment", a.Feedback), decimal("number_percent", "question.percent", a.Percent))...)...)
}

func readNumeric(sent Sent) any {
	var q questions.Numeric
	for i := range sent.rows("value") {
		if sent.at("value", i) == "" {
			continue
		}
		a := questions.NumericAnswer{Value: sent.number("value", i), Tolerance: sent.number("tolerance", i), Relative: sent.at("tolerance_kind", i) == relative, Percent: sent.number("number_percent", i), Feedback: sent.text("number_comment", i)}
		if a.Value == unread {
			a.Percent = unread
		}
		q.Answers = append(q.Answers, a)
	}
	for i := range sent.rows("unit") {
		if name := sent.at("unit", i); name != "" {
			q.Units = append(q.Units, questions.Unit{Name: name, Factor: sent.number("factor", i)})
		}
	}
	return q
}
