package studio

import (
	"context"
	"net/url"
	"strings"

	"academy/app/authoring"
	"academy/app/learning"
	"academy/app/locale"
)

// learnersHead is the head of a course as learning hands it on.
func learnersHead(h learning.Head) authoring.CourseHead { return authoring.CourseHead(h) }

func nextLearners(v learning.Learners) string {
	if v.Next == "" {
		return ""
	}
	return path(v.Course.Slug, "learners") + "?" + url.Values{"cursor": {v.Next}}.Encode()
}

// enrolmentTone is the colour beside the word for an enrolment's state.
func enrolmentTone(state string) string {
	switch state {
	case "completed":
		return "g"
	case "active":
		return "b"
	}
	return "n"
}

// lockReasons says all that keeps a lesson locked, in the words of those who teach.
func lockReasons(ctx context.Context, l learning.LessonItem) []string {
	if l.WhyLocked == "not_enrolled" {
		return []string{locale.T(ctx, "studio.learners.not_learning")}
	}
	var reasons []string
	if len(l.Needs) > 0 {
		reasons = append(reasons, locale.T(ctx, "studio.learners.needs", strings.Join(l.Needs, locale.T(ctx, "parts.lesson.needs_join"))))
	}
	if !l.OpensAt.IsZero() {
		reasons = append(reasons, locale.T(ctx, "studio.learners.opens", locale.From(ctx).DateTime(l.OpensAt)))
	}
	return reasons
}

// lessonMark is a lesson's icon and tone, and the word that says the same.
func lessonMark(l learning.LessonItem) (tone, icon, key string) {
	switch {
	case l.Locked:
		return "y", "lock", "parts.lesson.locked"
	case l.State == "completed":
		return "g", "circle-check", "parts.lesson.completed"
	}
	return "n", "circle-play", "studio.learners.open." + l.State
}
