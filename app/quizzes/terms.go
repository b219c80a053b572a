package quizzes

import (
	"slices"
	"time"
	"unicode/utf8"
)

// Gradings are the ways to weigh several attempts.
func Gradings() []string { return []string{"highest", "last", "first", "average"} }

// Reviews are what a graded attempt may show. Auto is full once nothing can be gained by it any more: after a pass, or
// when no attempt is left; else the score.
func Reviews() []string { return []string{"auto", "none", "score", "full"} }

// ReviewsDuring are what a learner may be told of an answer during an attempt, which fixes it.
func ReviewsDuring() []string { return []string{"none", "score", "full"} }

// termProblems finds what is wrong with the rules of a quiz, by field.
func termProblems(t Terms) map[string]string {
	w := wrong{}
	w.demand(t.PassPercent >= 0 && t.PassPercent <= 100, "pass_percent", "assessment.draft.pass_percent")
	w.demand(t.MaxAttempts >= 0 && t.MaxAttempts <= maxAttempts, "attempts", "assessment.draft.attempts")
	w.demand(t.TimeLimitS >= 0 && t.TimeLimitS <= maxTimeLimit, "minutes", "assessment.draft.time_limit")
	w.demand(t.DelayS >= 0 && t.DelayS <= maxDelay, "delay", "assessment.draft.delay")
	w.demand(sensible(t.OpensAt), "opens_at", "assessment.draft.date")
	w.demand(sensible(t.ClosesAt), "closes_at", "assessment.draft.date")
	w.demand(t.OpensAt == nil || t.ClosesAt == nil || t.ClosesAt.After(*t.OpensAt), "closes_at", "assessment.draft.closes")
	w.demand(utf8.RuneCountInString(t.Password) <= maxPassword, "password", "assessment.draft.password")
	w.demand(slices.Contains(Gradings(), t.Grading), "grading", "assessment.draft.choice")
	w.demand(slices.Contains(ReviewsDuring(), t.ReviewDuring), "review_during", "assessment.draft.choice")
	for field, review := range map[string]string{"review_after": t.ReviewAfter, "review_later": t.ReviewLater, "review_closed": t.ReviewClosed} {
		w.demand(slices.Contains(Reviews(), review), field, "assessment.draft.choice")
	}
	return w
}

// sensible says whether a time, if there is one, can have been meant.
func sensible(at *time.Time) bool {
	return at == nil || at.Year() >= 2000 && at.Year() <= 2199
}
