package api

import (
	"cmp"
	"context"
	"math"
	"time"

	"academy/app/insight"
	"academy/app/insight/items"
)

type itemsInput struct {
	Slug     string `path:"slug"`
	ID       string `path:"id" format:"uuid"`
	Attempts string `query:"attempts" enum:"first,last,highest,all" doc:"Which attempts of each person are counted; the first where it is left out."`
}

func (s studio) itemQuizzes(ctx context.Context, who caller, in *slugInput) (*reply[ItemQuizzes], error) {
	slug, err := slugOf(in.Slug)
	if err != nil {
		return nil, err
	}
	v, err := s.app.Insight.ItemQuizzes(ctx, who.Actor, slug)
	if err != nil {
		return nil, err
	}
	return ok(ItemQuizzes{Items: each(v.Quizzes, itemQuizOf)})
}

func (s studio) itemFigures(ctx context.Context, who caller, in *itemsInput) (*reply[ItemAnalysis], error) {
	slug, id, err := (&partInput{in.Slug, in.ID}).open()
	if err != nil {
		return nil, err
	}
	v, err := s.app.Insight.ItemFigures(ctx, who.Actor, slug, id, cmp.Or(in.Attempts, insight.First))
	if err != nil {
		return nil, err
	}
	return ok(ItemAnalysis{ItemQuiz: itemQuizOf(v.Quiz), Attempts: v.Attempts, LeftOut: people(v.LeftOut), Questions: each(v.Items, itemOf)})
}

func itemQuizOf(q insight.ItemQuiz) ItemQuiz {
	f := q.Figures
	quiz := ItemQuiz{
		ID: q.ID, Title: textOf(q.Title), Shown: q.Shown, Waiting: q.Waiting, People: people(q.People), Asking: told(q.Asking, !q.People.Few()),
		Mean: rounded(f.Mean), Median: rounded(f.Median), SD: rounded(f.SD), Skewness: rounded(f.Skewness), Kurtosis: rounded(f.Kurtosis),
		Alpha: rounded(f.Alpha), ErrorRatio: rounded(f.ErrorRatio), StandardError: rounded(f.StandardError),
	}
	if !q.ComputedAt.IsZero() {
		at := q.ComputedAt.UTC().Truncate(time.Second)
		quiz.ComputedAt = &at
	}
	return quiz
}

func itemOf(f insight.ItemFigure) ItemQuestion {
	return ItemQuestion{
		Number: f.Number, QuestionID: f.QuestionID, Version: f.Version, Type: f.Type, Prompt: textOf(f.Prompt), People: people(f.People),
		Facility: rounded(f.Facility), SD: rounded(f.SD), Guess: rounded(f.Guess), Intended: rounded(f.Intended), Effective: rounded(f.Effective),
		Discrimination: rounded(f.Discrimination), Efficiency: rounded(f.Efficiency),
		Findings: each(f.Findings, func(found items.Finding) string { return string(found) }), Picks: each(f.Picks, pickOf),
	}
}

func pickOf(p insight.PickFigure) ItemPick {
	return ItemPick{Text: textOf(p.Text), Message: p.Message, Right: p.Right, People: people(p.People), Percent: told(p.Percent, p.Percent >= 0)}
}

// rounded is a figure with two digits after the point, nil where there is none.
func rounded(figure *float64) *float64 {
	if figure == nil {
		return nil
	}
	short := math.Round(100**figure) / 100
	return &short
}
