package question

import (
	"academy/app/questions"
	"academy/app/quizzes"
)

func essay(q *questions.Essay) []Block {
	size := Block{Name: "size", Legend: "question.size", Rows: [][]Cell{{decimal("lines", "question.lines", float64(q.Lines)), decimal("most", "question.most", float64(q.Most))}, more(both("template", "question.template", q.Template)...)}}
	return append([]Block{size}, rubric(q.Rubric, q.Notes)...)
}

// file asks for one kind of file, or for any.
func file(q *questions.File) []Block {
	kind := ""
	if len(q.Kinds) == 1 {
		kind = q.Kinds[0]
	}
	asked := Block{Name: "file", Legend: "question.file", Hint: "question.file_hint", Rows: [][]Cell{{
		{Name: "kind", Label: "question.file_kind", Kind: choice, Value: kind, Options: append([]string{""}, questions.FileKinds()...)},
		decimal("most", "question.file_most", float64(q.Most)),
	}}}
	return append([]Block{asked}, rubric(q.Rubric, q.Notes)...)
}

// rubric is what the types that a person marks have in common.
func rubric(list []questions.Criterion, notes quizzes.Text) []Block {
	b := Block{Name: "rubric", Legend: "question.rubric", Hint: "question.rubric_hint", Lines: true}
	for i := range padded(len(list)) {
		var c questions.Criterion
		if i < len(list) {
			c = list[i]
		}
		b.Rows = append(b.Rows, append(both("criterion", "question.criterion", c.Text), decimal("points", "question.points", c.Points)))
	}
	return []Block{b, {Name: "notes", Legend: "question.notes", Hint: "question.notes_hint", Rows: [][]Cell{both("notes", "question.notes", notes)}}}
}

func readRubric(sent Sent) (list []questions.Criterion, notes quizzes.Text) {
	for i := range sent.rows("criterion_ko") {
		if t := sent.text("criterion", i); t != (quizzes.Text{}) {
			list = append(list, questions.Criterion{Text: t, Points: sent.number("points", i)})
		}
	}
	return list, sent.text("notes", 0)
}

func readEssay(sent Sent) any {
	q := questions.Essay{Lines: int(sent.number("lines", 0)), Most: int(sent.number("most", 0)), Template: sent.text("template", 0)}
	q.Rubric, q.Notes = readRubric(sent)
	return q
}

func readFile(sent Sent) any {
	q := questions.File{Most: int(sent.number("most", 0))}
	if kind := sent.at("kind", 0); kind != "" {
		q.Kinds = []string{kind}
	}
	q.Rubric, q.Notes = readRubric(sent)
	return q
}
