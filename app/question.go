package app

import (
	"encoding/json"
	"strings"

	"academy/app/insight"
	"academy/app/questions"
	"academy/models"
)

// readQuestion tells insight what it has to know of a question.
func readQuestion(typ string, body json.RawMessage) (insight.Question, error) {
	q, err := questions.Restore(typ, body)
	if err != nil {
		return insight.Question{}, err
	}
	known := insight.Question{
		Counted: q.Scored() == questions.ByRule, Offered: offered(q.Form()), Right: q.Picks(q.Correct()), Picks: q.Picks,
		Earns: q.Grade, Name: namesOf(q.Form()),
	}
	if guess, can := q.Guess(); can {
		known.Guess = &guess
	}
	return known, nil
}

// offered are the choices of a form as answers pick them. Pairs and orders are too many to offer each.
func offered(f questions.Form) []string {
	var ids []string
	for _, o := range f.Choices {
		ids = append(ids, o.ID)
	}
	for _, gap := range f.Gaps {
		for _, o := range gap.Choices {
			ids = append(ids, gap.ID+"="+o.ID)
		}
	}
	return ids
}

// namesOf says what a pick is called: a choice by its text, a pair by both sides, an item with its place, and what was
// typed as it was typed.
func namesOf(f questions.Form) func(pick string) insight.PickName {
	names := map[string]insight.PickName{}
	for _, o := range f.Options() {
		names[o.ID] = insight.PickName{Text: o.Text, Message: o.Message}
	}
	return func(pick string) insight.PickName {
		left, right, pair := strings.Cut(pick, "=")
		if name, known := names[pick]; known || !pair || len(f.Left)+len(f.Items)+len(f.Gaps) == 0 {
			return orTyped(name, known, pick)
		}
		from, known := names[left]
		from = orTyped(from, known, left)
		to, known := names[right]
		if len(f.Gaps) > 0 {
			to, known = names[left+"."+right]
		}
		return join(from, orTyped(to, known, right))
	}
}

func orTyped(name insight.PickName, known bool, typed string) insight.PickName {
	if !known {
		return insight.PickName{Text: models.Text{KO: typed, EN: typed}}
	}
	return name
}

func join(from, to insight.PickName) insight.PickName {
	const arrow = " → "
	return insight.PickName{Text: models.Text{KO: from.Text.KO + arrow + to.Text.KO, EN: from.Text.EN + arrow + to.Text.EN}}
}
