package question

import (
	"academy/app/questions"
	"academy/app/quizzes"
)

func matching(q *questions.Matching) []Block {
	b := Block{Name: "pairs", Legend: "question.pairs", Hint: "question.pairs_hint", Lines: true}
	for i := range padded(len(q.Pairs)) {
		var p questions.Pair
		if i < len(q.Pairs) {
			p = q.Pairs[i]
		}
		b.Rows = append(b.Rows, append(both("left", "question.left", p.Left), both("right", "question.right", p.Right)...))
	}
	return []Block{b}
}

func readMatching(sent Sent) any {
	var q questions.Matching
	for i := range sent.rows("left_ko") {
		if p := (questions.Pair{Left: sent.text("left", i), Right: sent.text("right", i)}); p != (questions.Pair{}) {
			q.Pairs = append(q.Pairs, p)
		}
	}
	return q
}

func ordering(q *questions.Ordering) []Block {
	b := Block{Name: "items", Legend: "question.items", Hint: "question.items_hint", Lines: true}
	for i := range padded(len(q.Items)) {
		var t quizzes.Text
		if i < len(q.Items) {
			t = q.Items[i]
		}
		b.Rows = append(b.Rows, both("item", "question.item", t))
	}
	return []Block{b, {Name: "scoring", Legend: "question.scoring", Rows: [][]Cell{{{
		Name: "scoring", Label: "question.scoring", Kind: choice, Value: q.Scoring, Options: []string{questions.Longest, questions.All},
	}}}}}
}

func readOrdering(sent Sent) any {
	q := questions.Ordering{Scoring: sent.at("scoring", 0)}
	for i := range sent.rows("item_ko") {
		if t := sent.text("item", i); t != (quizzes.Text{}) {
			q.Items = append(q.Items, t)
		}
	}
	return q
}
