package studio

import (
	"context"
	"math"
	"strconv"

	"academy/app/assessment"
	"academy/app/locale"
	"academy/app/quizzes"
	"academy/handlers/views/parts"

	"github.com/google/uuid"
)

func regradePath(slug string, question uuid.UUID) string {
	return path(slug, "regrade", question.String())
}

func regradesPath(slug string, id uuid.UUID) string { return path(slug, "regrades", id.String()) }

// effect is a line of the table of what each way would do.
type effect struct {
	key  string
	cell func(assessment.Impact) string
}

func effects() []effect {
	number := func(n func(assessment.Impact) int) func(assessment.Impact) string {
		return func(i assessment.Impact) string { return strconv.Itoa(n(i)) }
	}
	return []effect{
		{"raised", number(func(i assessment.Impact) int { return i.Raised })},
		{"up", func(i assessment.Impact) string { return pointsText(i.Up) }},
		{"lowered", number(func(i assessment.Impact) int { return i.Lowered })},
		{"down", func(i assessment.Impact) string { return pointsText(-i.Down) }},
		{"people", number(func(i assessment.Impact) int { return i.People })},
		{"gained", number(func(i assessment.Impact) int { return i.Gained })},
		{"lost", number(func(i assessment.Impact) int { return i.Lost })},
		{"unjudged", number(func(i assessment.Impact) int { return i.Unjudged })},
		{"by_hand", number(func(i assessment.Impact) int { return i.ByHand })},
	}
}

// pointsText is a change in per cent points, with its sign.
func pointsText(n float64) string {
	text := percentText(math.Abs(n))
	switch {
	case text == "0":
		return text
	case n > 0:
		return "+" + text
	}
	return "−" + text
}

// percentText is a percentage with two decimals at most, as it is kept: the difference of two may have any number of them.
func percentText(n float64) string { return strconv.FormatFloat(math.Round(n*100)/100, 'f', -1, 64) }

// impactWords says in one sentence what a way would do.
func impactWords(ctx context.Context, i assessment.Impact) string {
	if i.Raised+i.Lowered+i.Gained+i.Lost == 0 {
		return locale.T(ctx, "studio.regrade.nothing_changes")
	}
	return locale.T(ctx, "studio.regrade.words", i.Raised, i.Lowered, i.Lost, i.Gained)
}

// reach is one of the impacts, for what is the same in all of them.
func reach(v assessment.RegradeChoice) assessment.Impact {
	for _, i := range v.Impacts {
		return i
	}
	return assessment.Impact{}
}

// chosenMode says which way is ticked.
func chosenMode(f parts.Form, mode string) bool {
	return f.Value("mode") == mode || f.Value("mode") == "" && mode == assessment.ByKey
}

// outcome is what a regrade has done so far.
type outcome struct {
	key   string
	count int
}

func outcomes(r assessment.Regrade) []outcome {
	return []outcome{
		{"raised", r.Raised}, {"lowered", r.Lowered}, {"gained", r.Gained}, {"lost", r.Flagged}, {"unjudged", r.Unjudged}, {"by_hand", r.ByHand},
	}
}

// judgedEarlier says whether anybody was asked an earlier version than the newest, and asked whether anybody was at all.
func judgedEarlier(v quizzes.QuestionWork) bool {
	for _, e := range v.Edits {
		if e.Number < v.From && e.Answers > 0 {
			return true
		}
	}
	return false
}

func askedAtAll(v quizzes.QuestionWork) bool {
	for _, e := range v.Edits {
		if e.Answers > 0 {
			return true
		}
	}
	return false
}
