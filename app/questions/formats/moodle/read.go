// Package moodle reads and writes the XML in which Moodle exports its question bank.
package moodle

import (
	"strconv"
	"strings"

	"academy/app/questions"
	"academy/app/questions/formats/item"
	"academy/models"
)

// reader reads one question at a time.
type reader struct {
	sheet *item.Sheet
	found *item.Found
	node  *item.Node
}

// Read reads a file of Moodle XML. Where it breaks off, the questions before that are read.
func Read(data []byte, lang string) ([]item.Item, error) {
	tree, problem := item.ParseXML(data)
	quiz := tree.Child("quiz")
	if quiz.Name == "" {
		if problem != nil {
			return nil, &item.FileError{Problem: *problem}
		}
		return nil, item.Unreadable("formats.not_moodle")
	}
	sheet := item.NewSheet(lang)
	category := ""
	for _, n := range quiz.Children("question") {
		if n.Attrs["type"] == "category" {
			category = n.Child("category", "text").Text()
			continue
		}
		if n.Cut {
			break
		}
		if sheet.Full(n.Line) {
			return sheet.Items(), nil
		}
		r := reader{sheet, &item.Found{Line: n.Line, Category: category}, n}
		r.read()
		sheet.Add(r.found)
	}
	if problem != nil {
		sheet.Broken("", *problem)
	}
	return sheet.Items(), nil
}

func (r *reader) read() {
	n, f := r.node, r.found
	f.Name = strings.Join(strings.Fields(n.Child("name", "text").Text()), " ")
	if f.TooLong(n.Size()) {
		return
	}
	f.ID = n.Child("idnumber").Text()
	f.Marks, _ = item.Number(n.Child("defaultgrade").Text())
	f.Feedback = r.text(n.Child("generalfeedback"))
	for _, tag := range n.Child("tags").Children("tag") {
		f.Tags = append(f.Tags, tag.Text())
	}
	if n.Child("hidden").Text() == "1" {
		f.Drop("formats.hidden")
	}
	if len(n.Children("hint")) > 0 {
		f.Drop("formats.hints")
	}
	for _, name := range []string{"correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"} {
		if said := n.Child(name, "text").Text(); said != "" && !usual(said) {
			f.Drop("formats.combined_feedback")
		}
	}
	r.question()
}

// usual says whether a text is what Moodle itself tells everybody, which we tell in our own words.
func usual(said string) bool {
	switch strings.Trim(strings.NewReplacer("<p>", "", "</p>", "").Replace(said), " .\n") {
	case "Your answer is correct", "Your answer is partially correct", "Your answer is incorrect",
		"맞습니다", "정답입니다", "답이 맞습니다", "부분적으로 맞습니다", "일부 정답입니다", "틀립니다", "답이 틀립니다", "오답입니다":
		return true
	}
	return false
}

func (r *reader) question() {
	switch typ := r.node.Attrs["type"]; typ {
	case "multianswer", "cloze":
		r.cloze()
		return
	case "gapselect":
		r.chosen("selectoption")
		return
	case "ddwtos":
		r.chosen("dragbox")
		return
	default:
		r.found.Prompt = r.text(r.node.Child("questiontext"))
		r.found.Question = r.typed(typ)
		if r.found.Question == nil {
			r.found.Type = typ
			r.found.Refuse("formats.type", typ)
		}
	}
}

func (r *reader) typed(typ string) questions.Question {
	switch typ {
	case "multichoice":
		return r.choices(!truth(r.node.Child("single").Text()))
	case "multichoiceset":
		return r.set()
	case "truefalse":
		return r.trueFalse()
	case "shortanswer":
		q := item.ShortAnswer(r.found, r.spellings())
		q.Case = truth(r.node.Child("usecase").Text())
		return q
	case "numerical":
		return r.numeric()
	case "matching", "match":
		return r.matching()
	case "ordering":
		return r.ordering()
	case "essay":
		return r.essay()
	case "description":
		return &questions.Text{}
	}
	return nil
}

func truth(text string) bool { return text == "1" || strings.EqualFold(text, "true") }

// text is a text with its format, and without the files in it.
func (r *reader) text(n *item.Node) models.Text {
	return r.sheet.Text(r.markdown(n, n.Child("text").Raw()))
}

func (r *reader) markdown(n *item.Node, text string) string {
	for _, file := range n.Children("file") {
		r.found.Drop("formats.file", file.Attrs["name"])
	}
	switch n.Attrs["format"] {
	case "markdown":
		return item.Markdown(r.found, text)
	case "plain_text":
		return item.Plain(text)
	case "moodle_auto_format":
		return r.sheet.Loose(r.found, text)
	}
	return r.sheet.HTML(r.found, text)
}

// choice is the text of an answer. Old files say no format of it, and mean HTML.
func (r *reader) choice(n *item.Node) questions.Choice {
	percent, _ := item.Number(n.Attrs["fraction"])
	return questions.Choice{Text: r.text(n), Percent: percent, Feedback: r.text(n.Child("feedback"))}
}

func (r *reader) choices(many bool) questions.Question {
	var list []questions.Choice
	for _, n := range r.node.Children("answer") {
		list = append(list, r.choice(n))
	}
	return item.Weighted(list, many)
}

// set is multiple choice that is all or nothing.
func (r *reader) set() questions.Question {
	var list []questions.Choice
	for i, n := range r.node.Children("answer") {
		c := r.choice(n)
		c.Key, c.Correct, c.Percent = item.Letter(i), c.Percent > 0, 0
		list = append(list, c)
	}
	return questions.NewMultiple(questions.All, list...)
}

func (r *reader) trueFalse() questions.Question {
	q := questions.NewTrueFalse(false)
	for _, n := range r.node.Children("answer") {
		percent, _ := item.Number(n.Attrs["fraction"])
		yes := strings.EqualFold(n.Child("text").Text(), "true")
		if yes {
			q.IfTrue = r.text(n.Child("feedback"))
		} else {
			q.IfFalse = r.text(n.Child("feedback"))
		}
		if percent > 0 {
			q = &questions.TrueFalse{Answer: &yes, IfTrue: q.IfTrue, IfFalse: q.IfFalse}
		}
	}
	return q
}

func (r *reader) spellings() []item.Spelling {
	var list []item.Spelling
	for _, n := range r.node.Children("answer") {
		percent, _ := item.Number(n.Attrs["fraction"])
		list = append(list, item.Spelling{Text: n.Child("text").Text(), Percent: percent, Feedback: r.text(n.Child("feedback"))})
	}
	return list
}

func (r *reader) numeric() questions.Question {
	q := &questions.Numeric{Units: r.units()}
	for _, n := range r.node.Children("answer") {
		text := n.Child("text").Text()
		percent, _ := item.Number(n.Attrs["fraction"])
		if text == "*" || percent <= 0 {
			r.found.Drop("formats.number_other", text)
			continue
		}
		value, ok := item.Number(text)
		tolerance, _ := item.Number(n.Child("tolerance").Text())
		if !ok {
			r.found.Refuse("formats.number", text)
			continue
		}
		a := questions.NumericAnswer{Value: value, Tolerance: tolerance, Feedback: r.text(n.Child("feedback"))}
		if percent < 100 {
			a.Percent = percent
		}
		q.Answers = append(q.Answers, a)
	}
	return q
}

// withoutUnits is what showunits says where nobody is asked for a unit.
const withoutUnits = "3"

// units have the one first whose number the answers are. Moodle says how many of a unit make up that one; we say it the
// other way round.
func (r *reader) units() []questions.Unit {
	var list []questions.Unit
	if r.node.Child("showunits").Text() == withoutUnits {
		return nil
	}
	for _, n := range r.node.Child("units").Children("unit") {
		multiplier, ok := item.Number(n.Child("multiplier").Text())
		if !ok || multiplier == 0 {
			r.found.Refuse("formats.unit", n.Child("unit_name").Text())
			return nil
		}
		u := questions.Unit{Name: n.Child("unit_name").Text(), Factor: 1 / multiplier}
		if u.Factor == 1 {
			list = append([]questions.Unit{u}, list...)
		} else {
			list = append(list, u)
		}
	}
	if len(list) > 0 && r.node.Child("unitgradingtype").Text() != "1" {
		r.found.Drop("formats.units_optional")
	}
	return list
}

func (r *reader) matching() questions.Question {
	q := &questions.Matching{}
	for _, n := range r.node.Children("subquestion") {
		right := item.Plain(n.Child("answer", "text").Text())
		if right == "" {
			continue
		}
		q.Pairs = append(q.Pairs, questions.Pair{Left: r.text(n), Right: r.sheet.Text(right)})
	}
	return q
}

func (r *reader) ordering() questions.Question {
	q := &questions.Ordering{}
	for _, n := range r.node.Children("answer") {
		q.Items = append(q.Items, r.text(n))
	}
	switch r.node.Child("gradingtype").Text() {
	case "ALL_OR_NOTHING", "-1":
		q.Scoring = questions.All
	case "LONGEST_ORDERED_SUBSET", "4":
	default:
		r.found.Drop("formats.scoring_changed")
	}
	return q
}

func (r *reader) essay() questions.Question {
	attachments, _ := strconv.Atoi(r.node.Child("attachments").Text())
	notes := r.text(r.node.Child("graderinfo"))
	if r.node.Child("responseformat").Text() == "noinline" {
		q := &questions.File{}
		q.Notes = notes
		if attachments > 1 {
			r.found.Drop("formats.one_file")
		}
		return q
	}
	q := &questions.Essay{Template: r.text(r.node.Child("responsetemplate"))}
	q.Notes = notes
	q.Lines, _ = strconv.Atoi(r.node.Child("responsefieldlines").Text())
	if attachments != 0 {
		r.found.Drop("formats.attachments")
	}
	if limit := r.node.Child("maxwordlimit").Text(); limit != "" && limit != "0" {
		r.found.Drop("formats.word_limit", limit)
	}
	return q
}
