package quiz

import (
	"context"
	"strings"

	"academy/app/assessment"
	"academy/app/locale"
	"academy/handlers/views/parts"

	"github.com/google/uuid"
)

func graded(a assessment.Attempt) bool { return a.State == "graded" }

func resultText(ctx context.Context, a assessment.Attempt) string {
	switch {
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
	case !graded(a):
		return attemptPath(a), locale.T(ctx, "quiz.reload")
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
		return verdict{"n", "circle", "quiz.verdict.none"}
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
	if s.Score == nil {
		return locale.T(ctx, "quiz.marks", number(s.Marks))
	}
	return locale.T(ctx, "quiz.marks_of", number(*s.Score), number(s.Marks))
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

func lines(ctx context.Context, s assessment.Slot) []line {
	mine, right, known := read(s.Response), read(s.Correct), len(s.Correct) > 0
	switch s.Type {
	case "true_false":
		return []line{
			{text: locale.T(ctx, "quiz.true"), mine: mine.says(true), right: right.says(true), known: known},
			{text: locale.T(ctx, "quiz.false"), mine: mine.says(false), right: right.says(false), known: known},
		}
	case "short_answer":
		return typedLines(s, mine, right, known)
	}
	all := make([]line, 0, len(s.Choices))
	for _, c := range s.Choices {
		all = append(all, line{html: c.HTML, mine: mine.picks(c.ID), right: right.picks(c.ID), known: known})
	}
	return all
}

// typedLines shows what was written and, unless that was right, what would have been.
func typedLines(s assessment.Slot, mine, right response, known bool) []line {
	full := s.Score != nil && *s.Score >= s.Marks
	var all []line
	if mine.Text != "" {
		all = append(all, line{text: mine.Text, mine: true, right: full, known: s.Score != nil})
	}
	if known && !full && right.Text != "" {
		all = append(all, line{text: right.Text, right: true, known: true})
	}
	return all
}
