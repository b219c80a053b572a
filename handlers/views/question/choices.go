package question

import (
	"strconv"

	"academy/app/questions"
	"academy/app/quizzes"
)

func single(q *questions.Single) []Block {
	return []Block{{Name: "choices", Legend: "question.choices", Hint: "question.choices_hint", Lines: true, Rows: choiceRows(q.Choices, one)}}
}

func multiple(q *questions.Multiple) []Block {
	return []Block{
		{Name: "choices", Legend: "question.choices", Hint: "question.choices_many_hint", Lines: true, Rows: choiceRows(q.Choices, check)},
		{Name: "scoring", Legend: "question.scoring", Rows: [][]Cell{{{
			Name: "scoring", Label: "question.scoring", Kind: choice, Value: q.Scoring, Options: []string{questions.Share, questions.All, questions.Weights},
		}}}},
	}
}

func choiceRows(list []questions.Choice, mark string) [][]Cell {
	rows := make([][]Cell, padded(len(list)))
	for i := range rows {
		var c questions.Choice
		if i < len(list) {
			c = list[i]
		}
		rows[i] = append(rows[i],
			Cell{Name: "choice_key", Kind: hidden, Value: c.Key},
			Cell{Name: "correct", Label: "question.correct", Kind: mark, Value: strconv.Itoa(i), Checked: c.Correct},
		)
		rows[i] = append(rows[i], both("choice", "question.choice", c.Text)...)
		rows[i] = append(rows[i], more(append(both("comment", "question.comment", c.Feedback), decimal("percent", "question.percent", c.Percent))...)...)
	}
	return rows
}

func readChoices(sent Sent) []questions.Choice {
	var list []questions.Choice
	taken := map[string]bool{}
	for _, key := range sent("choice_key") {
		taken[key] = true
	}
	for i := range sent.rows("choice_ko") {
		c := questions.Choice{Key: sent.at("choice_key", i), Text: sent.text("choice", i), Correct: sent.marked("correct", i), Feedback: sent.text("comment", i), Percent: sent.number("percent", i)}
		if c.Text == (quizzes.Text{}) {
			continue
		}
		if c.Key == "" {
			c.Key = fresh(taken)
		}
		list = append(list, c)
	}
	return list
}

// fresh is a key that no choice has had in this form.
func fresh(taken map[string]bool) string {
	for i := 1; ; i++ {
		if key := "c" + strconv.Itoa(i); !taken[key] {
			taken[key] = true
			return key
		}
	}
}

func readSingle(sent Sent) any { return questions.NewSingle(readChoices(sent)...) }

func readMultiple(sent Sent) any {
	return questions.NewMultiple(sent.at("scoring", 0), readChoices(sent)...)
}

func trueFalse(q *questions.TrueFalse) []Block {
	value := ""
	if q.Answer != nil {
		value = strconv.FormatBool(*q.Answer)
	}
	return []Block{{Name: "answer", Legend: "question.answer", Rows: [][]Cell{
		{{Name: "answer", Label: "question.truth", Kind: choice, Value: value, Options: []string{"", "true", "false"}}},
		more(append(both("if_true", "question.if_true", q.IfTrue), both("if_false", "question.if_false", q.IfFalse)...)...),
	}}}
}

func readTrueFalse(sent Sent) any {
	q := questions.TrueFalse{IfTrue: sent.text("if_true", 0), IfFalse: sent.text("if_false", 0)}
	if value := sent.at("answer", 0); value != "" {
		right := value == "true"
		q.Answer = &right
	}
	return q
}
