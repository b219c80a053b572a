package table

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"

	"academy/app/questions"
	"academy/app/questions/formats/item"
	"academy/models"
)

// read makes the question of a row; nil where f was refused.
func read(r row, f *item.Found) questions.Question {
	typ := strings.ToLower(strings.TrimSpace(r[colType]))
	f.Type = typ
	if body := strings.TrimSpace(r[colBody]); body != "" {
		q, err := questions.Restore(typ, json.RawMessage(body))
		if err != nil {
			f.Refuse("formats.table_body")
			return nil
		}
		return q
	}
	switch typ {
	case questions.TypeSingle:
		return questions.NewSingle(choices(r, f)...)
	case questions.TypeMultiple:
		scoring, _ := r.setting("scoring")
		return questions.NewMultiple(scoring, choices(r, f)...)
	case questions.TypeTrueFalse:
		return judgement(r, f)
	case questions.TypeShortAnswer:
		return spelled(r)
	case questions.TypeNumeric:
		return numeric(r, f)
	case questions.TypeMatching:
		return matching(r)
	case questions.TypeOrdering:
		scoring, _ := r.setting("scoring")
		return &questions.Ordering{Items: r.list(colChoices), Scoring: scoring}
	case questions.TypeCloze:
		return cloze(r, f)
	case questions.TypeEssay:
		return essay(r)
	case questions.TypeFile:
		return &questions.File{}
	case questions.TypeText:
		return &questions.Text{}
	}
	f.Refuse("formats.type", typ)
	return nil
}

// chosen is a choice in the column of what is right: "b", "2" or "c 50%".
var chosen = regexp.MustCompile(`^([A-Za-z]{1,2}|\d{1,2})(?:\s+(-?[0-9.]+)\s*%)?$`) //nolint:gochecknoglobals // compiled once

func choices(r row, f *item.Found) []questions.Choice {
	var list []questions.Choice
	told := r.list(colTold)
	for i, t := range r.list(colChoices) {
		c := questions.Choice{Key: item.Letter(i), Text: t}
		if i < len(told) {
			c.Feedback = told[i]
		}
		list = append(list, c)
	}
	for _, part := range strings.FieldsFunc(r[colCorrect], func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
		part = strings.TrimSpace(part)
		m := chosen.FindStringSubmatch(part)
		if m == nil || !mark(list, m) {
			f.Refuse("formats.table_choice", part)
		}
	}
	return list
}

func mark(list []questions.Choice, m []string) bool {
	for i := range list {
		if !strings.EqualFold(m[1], list[i].Key) && m[1] != strconv.Itoa(i+1) {
			continue
		}
		if m[2] == "" {
			list[i].Correct = true
			return true
		}
		percent, ok := item.Number(m[2])
		list[i].Percent = percent
		return ok
	}
	return false
}

func judgement(r row, f *item.Found) questions.Question {
	q := &questions.TrueFalse{}
	yes, no := true, false
	switch strings.ToLower(strings.TrimSpace(r[colCorrect])) {
	case "true", "t", "o", "참", "맞음":
		q.Answer = &yes
	case "false", "f", "x", "거짓", "틀림":
		q.Answer = &no
	default:
		f.Refuse("formats.no_answer")
	}
	told := append(r.list(colTold), models.Text{}, models.Text{})
	q.IfTrue, q.IfFalse = told[0], told[1]
	return q
}

// weighted is an answer with what it earns before it: "%50% 외무부".
var weighted = regexp.MustCompile(`^%([0-9.]+)%\s*(.*)$`) //nolint:gochecknoglobals // compiled once

func spelled(r row) *questions.ShortAnswer {
	q := typed(lines(r[colCorrect]))
	_, q.Case = r.setting("case")
	_, q.Spaceless = r.setting("spaceless")
	_, q.Wildcards = r.setting("wildcards")
	return q
}

func typed(answers []string) *questions.ShortAnswer {
	q := &questions.ShortAnswer{}
	for _, text := range answers {
		if m := weighted.FindStringSubmatch(text); m != nil {
			percent, _ := item.Number(m[1])
			q.Partly = append(q.Partly, questions.PartAnswer{Text: m[2], Percent: percent})
			continue
		}
		q.Accepted = append(q.Accepted, text)
	}
	return q
}

func numeric(r row, f *item.Found) *questions.Numeric {
	q := numbers(lines(r[colCorrect]), f)
	for _, line := range lines(r[colSettings]) {
		name, factor, is := strings.Cut(line, "=")
		if rest, unit := strings.CutPrefix(strings.TrimSpace(name), "unit "); is && unit {
			n, _ := item.Number(factor)
			q.Units = append(q.Units, questions.Unit{Name: strings.TrimSpace(rest), Factor: n})
		}
	}
	return q
}

// numbers reads "3.14 ± 0.01", "1500 ± 1%" and "%40% 3".
func numbers(answers []string, f *item.Found) *questions.Numeric {
	q := &questions.Numeric{}
	for _, text := range answers {
		var a questions.NumericAnswer
		if m := weighted.FindStringSubmatch(text); m != nil {
			a.Percent, _ = item.Number(m[1])
			text = m[2]
		}
		value, tolerance, within := strings.Cut(strings.ReplaceAll(text, "+-", "±"), "±")
		tolerance, a.Relative = strings.CutSuffix(strings.TrimSpace(tolerance), "%")
		var ok, also bool
		a.Value, ok = item.Number(value)
		a.Tolerance, also = item.Number(tolerance)
		if !ok || within && !also {
			f.Refuse("formats.number", text)
		}
		q.Answers = append(q.Answers, a)
	}
	return q
}

const arrow = "=>"

func matching(r row) *questions.Matching {
	q := &questions.Matching{}
	for _, t := range r.list(colChoices) {
		var p questions.Pair
		p.Left.KO, p.Right.KO = sides(t.KO)
		p.Left.EN, p.Right.EN = sides(t.EN)
		q.Pairs = append(q.Pairs, p)
	}
	return q
}

// sides takes a pair apart; a line without an arrow is a right side that belongs to none.
func sides(text string) (left, right string) {
	left, right, is := strings.Cut(text, arrow)
	if !is {
		return "", strings.TrimSpace(text)
	}
	return strings.TrimSpace(left), strings.TrimSpace(right)
}

func essay(r row) *questions.Essay {
	q := &questions.Essay{}
	text, _ := r.setting("lines")
	q.Lines, _ = strconv.Atoi(text)
	text, _ = r.setting("most")
	q.Most, _ = strconv.Atoi(text)
	return q
}

var (
	gapLine   = regexp.MustCompile(`(?s)^([A-Za-z0-9_-]{1,20})(?:\s*\(\s*([0-9.]+)\s*\))?\s*:\s*(.+)$`) //nolint:gochecknoglobals // compiled once
	gapChoice = regexp.MustCompile(`(?s)^\[([ xX]?)\]\s*(.*)$`)                                         //nolint:gochecknoglobals // compiled once
)

// cloze reads a gap a line: "1: 외교 | 공공외교", "2 (2): # 1991 ± 1" and "3: [x] 서울 | [ ] 부산".
func cloze(r row, f *item.Found) *questions.Cloze {
	q := &questions.Cloze{}
	for _, line := range lines(r[colCorrect]) {
		m := gapLine.FindStringSubmatch(line)
		if m == nil {
			f.Refuse("formats.table_gap", line)
			continue
		}
		g := questions.Gap{ID: m[1]}
		g.Weight, _ = item.Number(m[2])
		var parts []string
		for _, part := range strings.Split(m[3], "|") {
			parts = append(parts, strings.TrimSpace(part))
		}
		switch {
		case strings.HasPrefix(parts[0], "#"):
			parts[0] = strings.TrimSpace(parts[0][1:])
			g.Number = numbers(parts, f)
		case gapChoice.MatchString(parts[0]):
			g.Choice = gapChoices(r, parts, f)
		default:
			g.Text = typed(parts)
		}
		q.Gaps = append(q.Gaps, g)
	}
	return q
}

func gapChoices(r row, parts []string, f *item.Found) *questions.Single {
	var list []questions.Choice
	for i, part := range parts {
		m := gapChoice.FindStringSubmatch(part)
		if m == nil {
			f.Refuse("formats.table_gap", part)
			return nil
		}
		list = append(list, questions.Choice{Key: item.Letter(i), Text: both(r, m[2]), Correct: strings.EqualFold(m[1], "x")})
	}
	return questions.NewSingle(list...)
}

// both is a word in the languages of the prompt.
func both(r row, text string) models.Text {
	var t models.Text
	prompt := r.text(colPrompt)
	if prompt.KO != "" {
		t.KO = text
	}
	if prompt.EN != "" {
		t.EN = text
	}
	return t
}
