// Package quiz holds the pages of a quiz: its rules, one question at a time, a last look, the result. It must not
// know right answers before grading, and it never counts points or time by itself.
package quiz

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"academy/app/assessment"
	"academy/app/locale"
	"academy/app/questions"
	"academy/handlers/views/layout"
)

// running loads what a page of an attempt runs: where there is something to put in order, that can be dragged.
func running(s layout.Shell, a assessment.Attempt, at int) layout.Shell {
	s = s.Running("quiz.js")
	if at >= 1 && at <= len(a.Slots) && len(a.Slots[at-1].Items) > 0 {
		return s.Running("drag.js")
	}
	return s
}

func attemptPath(a assessment.Attempt) string { return "/attempts/" + a.ID.String() }

func questionPath(a assessment.Attempt, slot int) string {
	return attemptPath(a) + "/questions/" + strconv.Itoa(slot)
}

func name(course, quiz string) string { return course + " · " + quiz }

// called is the name of a slot among the others: questions are counted, what is only read is not.
func called(ctx context.Context, slot assessment.Slot) string {
	if !slot.Asks {
		return locale.T(ctx, "quiz.reading")
	}
	return locale.T(ctx, "quiz.question_n", slot.Number)
}

// titleOf is the title of the page of a slot.
func titleOf(ctx context.Context, quiz string, a assessment.Attempt, i int) string {
	if slot := a.Slots[i]; slot.Asks {
		return locale.T(ctx, "quiz.question_title", quiz, slot.Number, a.Asked)
	}
	return locale.T(ctx, "quiz.reading_title", quiz, i+1, len(a.Slots))
}

// decimal writes marks and points without needless zeros.
func decimal(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// place is where a question stands among the others, from 0.
func place(a assessment.Attempt, slot int) int {
	for i, s := range a.Slots {
		if s.Slot == slot {
			return i
		}
	}
	return 0
}

// sectionAt is the title of the part that a question stands in; empty where there is none.
func sectionAt(a assessment.Attempt, i int) string {
	for ; i >= 0; i-- {
		if a.Slots[i].Section != "" {
			return a.Slots[i].Section
		}
	}
	return ""
}

// left is the time that remains by the server's clock, as in 18:24; hours only when there are any.
func left(a assessment.Attempt) string {
	if a.Deadline == nil {
		return ""
	}
	return locale.Timestamp(max(0, a.Deadline.Sub(a.ServerTime)))
}

func deadline(a assessment.Attempt) string {
	if a.Deadline == nil {
		return ""
	}
	return a.Deadline.UTC().Format(time.RFC3339Nano)
}

func serverTime(a assessment.Attempt) string { return a.ServerTime.UTC().Format(time.RFC3339Nano) }

func apiPath(a assessment.Attempt, slot int) string {
	return fmt.Sprintf("/api/v1/attempts/%s/responses/%d", a.ID, slot)
}

func limitText(ctx context.Context, minutes int) string {
	if minutes == 0 {
		return locale.T(ctx, "quiz.limit_none")
	}
	return locale.From(ctx).Minutes(minutes)
}

func triesText(ctx context.Context, limit int) string {
	if limit == 0 {
		return locale.T(ctx, "quiz.tries_any")
	}
	return locale.T(ctx, "quiz.tries_n", limit)
}

func leftTriesText(ctx context.Context, left int) string {
	if left < 0 {
		return locale.T(ctx, "quiz.tries_any")
	}
	return locale.T(ctx, "quiz.tries_n", left)
}

// triesLeft is -1 where attempts are not limited.
func triesLeft(q assessment.QuizStart) int {
	if q.MaxAttempts == 0 {
		return -1
	}
	return max(0, q.MaxAttempts-q.Used)
}

// stateText is what became of an attempt, in words.
func stateText(ctx context.Context, row assessment.AttemptRow) string {
	switch {
	case row.State == "in_progress":
		return locale.T(ctx, "quiz.state.in_progress")
	case row.State == "submitted":
		return locale.T(ctx, "quiz.state.submitted")
	case row.Hidden:
		return locale.T(ctx, "quiz.state.hidden")
	case row.Passed:
		return locale.T(ctx, "quiz.state.passed")
	}
	return locale.T(ctx, "quiz.state.failed")
}

func stateTone(row assessment.AttemptRow) string {
	switch {
	case row.Hidden:
		return "b"
	case row.State == "graded" && row.Passed:
		return "g"
	case row.State == "graded":
		return "y"
	}
	return "b"
}

// blockedText says why no attempt can be started, and from when one can be.
func blockedText(ctx context.Context, q assessment.QuizStart) string {
	text := locale.T(ctx, "quiz.blocked."+q.Blocked)
	if q.OpensAt != nil && (q.Blocked == "not_open" || q.Blocked == "too_soon") {
		text += " " + locale.T(ctx, "quiz.from", locale.From(ctx).DateTime(*q.OpensAt))
	}
	return text
}

func unanswered(a assessment.Attempt) int { return a.Asked - a.Answered }

// submitNote says what handing in means: where a person marks an answer, nothing is graded at once.
func submitNote(ctx context.Context, a assessment.Attempt) string {
	for _, slot := range a.Slots {
		if slot.Type == questions.TypeEssay || slot.Type == questions.TypeFile {
			return locale.T(ctx, "quiz.submit_note_marked")
		}
	}
	return locale.T(ctx, "quiz.submit_note")
}
