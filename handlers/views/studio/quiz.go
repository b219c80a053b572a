package studio

import (
	"context"
	"slices"
	"strconv"
	"time"

	"academy/app/locale"
	"academy/app/quizzes"
	"academy/handlers/views/layout"
	"academy/handlers/views/parts"
)

// QuizFields are the fields of the terms of a quiz. Those from the fifth on stand among the further ones.
func QuizFields() []string {
	return []string{
		"pass_percent", "attempts", "minutes", "shuffle",
		"shuffle_questions", "opens_at", "closes_at", "delay", "password", "grading", "review_during", "review_after", "review_later", "review_closed",
	}
}

// furtherOpen says whether the further terms should be seen at once: something in them is wrong or not as usual.
func furtherOpen(v quizzes.QuizWork, f layout.Form) bool {
	wrong := slices.ContainsFunc(QuizFields()[4:], func(name string) bool { return f.Err(name) != "" })
	t := quizzes.Terms{PassPercent: v.PassPercent, MaxAttempts: v.MaxAttempts, TimeLimitS: v.TimeLimitS, Shuffle: v.Shuffle}
	return wrong || v.Terms != t.Usual()
}

// QuizValues is the terms of a quiz as their form shows them, in the reader's zone.
func QuizValues(ctx context.Context, t quizzes.Terms) map[string]string {
	values := map[string]string{
		"pass_percent": strconv.Itoa(t.PassPercent), "attempts": strconv.Itoa(t.MaxAttempts), "minutes": strconv.Itoa(upMinutes(t.TimeLimitS)),
		"opens_at": moment(ctx, t.OpensAt), "closes_at": moment(ctx, t.ClosesAt), "delay": strconv.Itoa(upMinutes(t.DelayS)), "password": t.Password,
		"grading": t.Grading, "review_during": t.ReviewDuring, "review_after": t.ReviewAfter, "review_later": t.ReviewLater, "review_closed": t.ReviewClosed,
	}
	if t.Shuffle {
		values["shuffle"] = "true"
	}
	if t.ShuffleQuestions {
		values["shuffle_questions"] = "true"
	}
	return values
}

func upMinutes(seconds int) int { return (seconds + 59) / 60 }

// moment is a time as a field shows it, in the reader's zone.
func moment(ctx context.Context, at *time.Time) string {
	if at == nil || at.IsZero() {
		return ""
	}
	return at.In(locale.From(ctx).Zone).Format(DateForm)
}

func choicesOf(ctx context.Context, prefix string, values []string) []parts.Choice {
	list := make([]parts.Choice, len(values))
	for i, value := range values {
		list[i] = parts.Choice{Value: value, Label: locale.T(ctx, prefix+value)}
	}
	return list
}

// placeName names a place of a quiz: by what it asks, or by what it draws.
func placeName(ctx context.Context, q quizzes.QuizQuestion) string {
	if q.Draw == nil {
		return prompt(ctx, q.BankRow)
	}
	return locale.T(ctx, "studio.quiz.draw_n", q.Draw.Count)
}

// drawnFrom says what a draw chooses from.
func drawnFrom(ctx context.Context, d quizzes.Draw) []string {
	var words []string
	if d.Tag != "" {
		words = append(words, locale.T(ctx, "studio.quiz.draw_of_tag", d.Tag))
	}
	if d.Category != "" {
		words = append(words, locale.T(ctx, "studio.quiz.draw_of_category", d.Category))
	}
	if d.Difficulty != "" {
		words = append(words, locale.T(ctx, "studio.bank.difficulty."+d.Difficulty))
	}
	return words
}

func sectionTitle(q quizzes.QuizQuestion) quizzes.Text {
	if q.Section == nil {
		return quizzes.Text{}
	}
	return *q.Section
}
