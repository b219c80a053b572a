package quiz

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"academy/app/assessment"
	"academy/app/locale"
	"academy/handlers/views/parts"

	"github.com/google/uuid"
)

// graded says that there is a result and that it may be shown.
func graded(a assessment.Attempt) bool { return a.State == "graded" && a.Review != "none" }

func resultText(ctx context.Context, a assessment.Attempt) string {
	switch {
	case a.State == "graded" && a.Review == "none":
		return locale.T(ctx, "quiz.state.hidden")
	case !graded(a):
		return locale.T(ctx, "quiz.state.submitted")
	case a.Passed:
		return locale.T(ctx, "quiz.state.passed")
	}
	return locale.T(ctx, "quiz.state.failed")
}

// onward is the main way on from a result: the next lesson, the end of the course, another try, or the lesson again.
func onward(ctx context.Context, a assessment.Attempt) (path, text string) {
	switch {
	case a.State != "graded":
		return attemptPath(a), locale.T(ctx, "quiz.reload")
	case !graded(a):
		return "/learn/" + a.CourseSlug, locale.T(ctx, "quiz.to_course_home")
	case a.CourseDone:
		return "/courses/" + a.CourseSlug + "/next", locale.T(ctx, "quiz.to_end")
	case a.Passed && a.NextLesson != nil && *a.NextLesson != uuid.Nil:
		return parts.LessonPath(a.CourseSlug, *a.NextLesson), locale.T(ctx, "quiz.next_lesson")
	case !a.Passed && a.AttemptsLeft != 0:
		return "/quiz/" + a.QuizID.String(), locale.T(ctx, "quiz.again")
	}
	return "/me", locale.T(ctx, "quiz.to_me")
}

// reviewed says whether the questions may be shown with what they have earned.
func reviewed(a assessment.Attempt) bool {
	for _, s := range a.Slots {
		if s.Score != nil {
			return true
		}
	}
	return false
}

// reviewText names the review, which explains nothing while the right answers are held back.
func reviewText(ctx context.Context, a assessment.Attempt, explained, held string) string {
	if a.Review == "score" {
		return locale.T(ctx, held)
	}
	return locale.T(ctx, explained)
}

// verdict is how right one answer was: a word with its tone and icon.
type verdict struct{ tone, icon, key string }

func verdictOf(s assessment.Slot) verdict {
	switch {
	case s.Score == nil:
		return verdict{"n", "clock", "quiz.verdict.none"}
	case s.Regraded != nil && s.Regraded.Mode == assessment.Dropped:
		return verdict{"n", "info", "quiz.verdict.dropped"}
	case *s.Score >= s.Marks:
		return verdict{"g", "check", "quiz.verdict.right"}
	case *s.Score > 0:
		return verdict{"y", "check", "quiz.verdict.partly"}
	case !s.Answered:
		return verdict{"y", "circle", "quiz.not_answered"}
	}
	return verdict{"r", "x", "quiz.verdict.wrong"}
}

func scoreText(ctx context.Context, s assessment.Slot) string {
	if !s.Asks {
		return ""
	}
	if s.Score == nil {
		return locale.T(ctx, "quiz.marks", decimal(s.Marks))
	}
	return locale.T(ctx, "quiz.marks_of", decimal(*s.Score), decimal(s.Marks))
}

// line is one line of a review: a choice or a typed answer, whose it is, and whether it is right.
type line struct {
	html        string // sanitised; empty when text is set
	text        string
	mine, right bool
	known       bool // whether the right answer may be shown
}

func (l line) class() string {
	var class []string
	if l.mine {
		class = append(class, "mine")
	}
	switch {
	case l.known && l.right:
		class = append(class, "right")
	case l.known && l.mine:
		class = append(class, "wrong")
	}
	return strings.Join(class, " ")
}

func (l line) icon() string {
	switch {
	case l.known && l.right:
		return "circle-check"
	case l.known && l.mine:
		return "circle-x"
	}
	return "circle"
}

func (l line) note(ctx context.Context) string {
	switch {
	case l.mine && l.right && l.known:
		return locale.T(ctx, "quiz.mine_right")
	case l.mine:
		return locale.T(ctx, "quiz.mine")
	case l.right && l.known:
		return locale.T(ctx, "quiz.right")
	}
	return ""
}

// lines are what a review says of one answer, by the form of its type.
func lines(ctx context.Context, s assessment.Slot) []line {
	mine, right, known := read(s.Response), read(s.Correct), len(s.Correct) > 0
	switch {
	case len(s.Choices) > 0:
		all := make([]line, 0, len(s.Choices))
		for _, c := range s.Choices {
			all = append(all, line{html: c.HTML, mine: mine.picks(c.ID), right: right.picks(c.ID), known: known})
		}
		return all
	case len(s.Left) > 0:
		return pairLines(s, mine, right, known)
	case len(s.Items) > 0:
		return orderLines(s, mine, right, known)
	case len(s.Gaps) > 0:
		return gapLines(ctx, s, mine, right, known)
	}
	return typedLines(s, mine, right, known)
}

// typedLines shows what was written and, unless that was right, what would have been.
func typedLines(s assessment.Slot, mine, right response, known bool) []line {
	full := s.Score != nil && *s.Score >= s.Marks
	var all []line
	if text := mine.typed(); text != "" {
		all = append(all, line{text: text, mine: true, right: full, known: s.Score != nil && (known || full)})
	}
	if text := right.typed(); known && !full && text != "" {
		all = append(all, line{text: text, right: true, known: true})
	}
	return all
}

// typed is what was written: a text, or a number with its unit.
func (r response) typed() string { return strings.TrimSpace(r.Text + r.Number + " " + r.Unit) }

// both is two texts with an arrow between them, as a review writes what belongs together.
func both(left, right string) string { return flat(left) + " → " + flat(right) }

func htmlOf(list []assessment.Choice, id string) string {
	for _, c := range list {
		if c.ID == id {
			return c.HTML
		}
	}
	return ""
}

// pairLines shows each pair that was made and, where it was wrong, the one that belongs together.
func pairLines(s assessment.Slot, mine, right response, known bool) []line {
	var all []line
	for _, left := range s.Left {
		made, belongs := mine.Pairs[left.ID], right.Pairs[left.ID]
		if made != "" {
			all = append(all, line{html: both(left.HTML, htmlOf(s.Right, made)), mine: true, right: made == belongs, known: known})
		}
		if known && made != belongs {
			all = append(all, line{html: both(left.HTML, htmlOf(s.Right, belongs)), right: true, known: true})
		}
	}
	return all
}

// orderLines shows the order that was made and, where it was not right, the right one.
func orderLines(s assessment.Slot, mine, right response, known bool) []line {
	var all []line
	if len(mine.Order) > 0 {
		all = append(all, line{html: joined(s, mine.Order), mine: true, right: slices.Equal(mine.Order, right.Order), known: known})
	}
	if known && !slices.Equal(mine.Order, right.Order) {
		all = append(all, line{html: joined(s, right.Order), right: true, known: true})
	}
	return all
}

func joined(s assessment.Slot, order []string) string {
	texts := make([]string, len(order))
	for i, id := range order {
		texts[i] = flat(htmlOf(s.Items, id))
	}
	return strings.Join(texts, " → ")
}

// gapLines shows what stands in each gap and what would be right. Several writings may be right, so a gap that was
// typed is only called wrong where all of them are known.
func gapLines(ctx context.Context, s assessment.Slot, mine, right response, known bool) []line {
	full := s.Score != nil && *s.Score >= s.Marks
	var all []line
	for i, gap := range s.Gaps {
		name := locale.T(ctx, "quiz.gap", i+1) + ": "
		said := func(r response) string {
			return cmp.Or(parts.Plain(htmlOf(gap.Choices, r.Gaps[gap.ID])), r.Gaps[gap.ID])
		}
		same := mine.Gaps[gap.ID] == right.Gaps[gap.ID]
		if mine.Gaps[gap.ID] != "" {
			all = append(all, line{text: name + said(mine), mine: true, right: full || same, known: known && (full || same || len(gap.Choices) > 0)})
		}
		if known && !full && !same {
			all = append(all, line{text: name + said(right), right: true, known: true})
		}
	}
	return all
}
