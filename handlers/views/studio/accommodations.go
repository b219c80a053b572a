package studio

import (
	"cmp"
	"context"

	"academy/app/assessment"
	"academy/app/authoring"
	"academy/app/locale"
	"academy/handlers/views/layout"
	"academy/handlers/views/parts"

	"github.com/google/uuid"
)

func accommodationsPath(slug string, enrolment uuid.UUID) string {
	return path(slug, "learners", enrolment.String(), "accommodations")
}

// assessmentHead is the head of a course as assessment hands it on.
func assessmentHead(h assessment.Head) authoring.CourseHead { return authoring.CourseHead(h) }

// examined are the quizzes that something can be granted at, after all of them.
func examined(ctx context.Context, v assessment.Accommodations) []parts.Choice {
	var list []parts.Choice
	for _, q := range v.Quizzes {
		limit := locale.T(ctx, "quiz.limit_none")
		if q.Minutes > 0 {
			limit = locale.From(ctx).Minutes(q.Minutes)
		}
		list = append(list, parts.Choice{Value: q.ID.String(), Label: locale.T(ctx, "studio.grant.quiz_limit", title(ctx, q.Title), limit)})
	}
	return anyOf(ctx, "studio.grant.all", list)
}

// grantedAt is the quiz that something is granted at.
func grantedAt(ctx context.Context, g assessment.Accommodation) string {
	if g.Quiz == uuid.Nil {
		return locale.T(ctx, "studio.grant.all")
	}
	return cmp.Or(title(ctx, g.Title), locale.T(ctx, "studio.grant.gone"))
}

// grants says what is granted, in words.
func grants(ctx context.Context, g assessment.Accommodation) []string {
	var words []string
	if g.Untimed {
		words = append(words, locale.T(ctx, "studio.grant.is_untimed"))
	} else if g.ExtraPercent > 0 {
		words = append(words, locale.T(ctx, "studio.grant.has_percent", g.ExtraPercent))
	}
	if g.ExtraAttempts > 0 {
		words = append(words, locale.T(ctx, "studio.grant.has_attempts", g.ExtraAttempts))
	}
	if g.ClosesAt != nil {
		words = append(words, locale.T(ctx, "studio.grant.has_until", locale.From(ctx).DateTime(*g.ClosesAt)))
	}
	return words
}

// usualGrant is what the form begins with, unless it comes back.
func usualGrant(f layout.Form) layout.Form {
	if f.Values == nil {
		f.Values = map[string]string{"extra_percent": "50", "extra_attempts": "0"}
	}
	return f
}
