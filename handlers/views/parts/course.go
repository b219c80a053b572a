package parts

import (
	"context"

	"academy/app/learning"
	"academy/app/locale"

	"github.com/google/uuid"
)

// LessonPath is the path of a lesson without the language.
func LessonPath(course string, lesson uuid.UUID) string {
	return "/learn/" + course + "/" + lesson.String()
}

// status is the word on a course's cover with its tone. One's own enrolment matters more than the intake.
func status(ctx context.Context, c learning.CourseCard) (tone, word string) {
	switch {
	case c.Mine != nil && c.Mine.State == "completed":
		return "g", locale.T(ctx, "parts.enrolment.completed")
	case c.Mine != nil && c.Mine.State != "withdrawn":
		return "b", locale.T(ctx, "parts.enrolment."+c.Mine.State)
	case !c.Intake.Open:
		return "n", locale.T(ctx, "parts.intake.closed")
	case c.Intake.SeatsLeft != nil && *c.Intake.SeatsLeft == 0:
		return "r", locale.T(ctx, "parts.intake.full")
	case c.Intake.SeatsLeft != nil:
		return "y", locale.T(ctx, "parts.intake.seats", *c.Intake.SeatsLeft)
	case c.New:
		return "g", locale.T(ctx, "parts.intake.new")
	}
	return "n", locale.T(ctx, "parts.intake.open")
}

// RuleText is a part of a completion rule as a sentence.
func RuleText(ctx context.Context, p learning.RulePart) string { return p.Text(locale.From(ctx)) }

// MissingText says what a lesson still lacks: "63% 시청, 80% 필요".
func MissingText(ctx context.Context, m learning.MissingLesson) string {
	switch {
	case m.Why == "coverage":
		return locale.T(ctx, "parts.missing.coverage", m.Have, m.Need)
	case m.Why == "score" && m.Have < 0:
		return locale.T(ctx, "parts.missing.untried", m.Need)
	case m.Why == "score":
		return locale.T(ctx, "parts.missing.score", m.Have, m.Need)
	case m.Why == "untold":
		return locale.T(ctx, "parts.missing.untold", m.Need)
	case m.Why == "handed_in":
		return locale.T(ctx, "parts.missing.handed_in")
	case m.Why == "unread":
		return locale.T(ctx, "parts.missing.unread")
	}
	return locale.T(ctx, "parts.missing.unopened")
}

// LanguagesText names the languages of a course: "한국어·영어".
func LanguagesText(ctx context.Context, codes []string) string {
	text := ""
	for i, code := range codes {
		if i > 0 {
			text += locale.T(ctx, "parts.language.and")
		}
		text += locale.T(ctx, "parts.language."+code)
	}
	return text
}
