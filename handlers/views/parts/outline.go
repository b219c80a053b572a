package parts

import (
	"context"
	"slices"
	"strings"

	"academy/app/learning"
	"academy/app/locale"

	"github.com/google/uuid"
)

// OutlineView is a course's outline and where the reader stands in it.
type OutlineView struct {
	Course   string // slug
	Sections []learning.Section
	// Current is the lesson being read, uuid.Nil on other pages.
	Current uuid.UUID
	// Preview is for the makers of the course: every lesson opens, and says what will lock it.
	Preview bool
}

func (v OutlineView) path(lesson uuid.UUID) string {
	if v.Preview {
		return PreviewPath(v.Course) + "/" + lesson.String()
	}
	return LessonPath(v.Course, lesson)
}

// PreviewPath is the path of a course as its makers look at it, without the language.
func PreviewPath(course string) string { return "/studio/" + course + "/preview" }

// here says whether the current lesson is in the section.
func (v OutlineView) here(s learning.Section) bool {
	return slices.ContainsFunc(s.Lessons, func(l learning.LessonItem) bool { return l.ID == v.Current })
}

// open keeps finished sections folded while a lesson is being read.
func (v OutlineView) open(s learning.Section) bool {
	return v.Current == uuid.Nil || v.here(s) || s.Done < len(s.Lessons)
}

// mark is the class of a lesson's row and its icon.
func (v OutlineView) mark(l learning.LessonItem) (class, icon string) {
	switch {
	case l.Locked:
		return "lock", "lock"
	case l.ID == v.Current && l.State != "completed":
		return "now", "circle-play"
	case l.ID == v.Current:
		return "now done", "circle-check"
	case l.State == "completed":
		return "done", "circle-check"
	case l.Kind == "quiz":
		return "qz", "circle-question-mark"
	case l.State == "opened":
		return "todo", "circle-play"
	}
	return "todo", "circle"
}

func stateText(ctx context.Context, l learning.LessonItem) string {
	if l.Locked {
		return locale.T(ctx, "parts.lesson.locked")
	}
	return locale.T(ctx, "parts.lesson."+l.State)
}

// factsText is a lesson's kind and length, and that it may be left out where that is so.
func factsText(ctx context.Context, l learning.LessonItem) string {
	facts := []string{locale.T(ctx, "parts.kind."+l.Kind)}
	if l.Minutes > 0 {
		facts = append(facts, locale.From(ctx).Minutes(l.Minutes))
	}
	if !l.Required {
		facts = append(facts, locale.T(ctx, "parts.lesson.optional"))
	}
	return strings.Join(facts, " · ")
}

// LockedText says why a lesson is locked, naming what is missing first.
func LockedText(ctx context.Context, l learning.LessonItem) string {
	if l.WhyLocked == "requires" && len(l.Needs) > 0 {
		return locale.T(ctx, "parts.lesson.needs", strings.Join(l.Needs, locale.T(ctx, "parts.lesson.needs_join")))
	}
	if l.WhyLocked == "release" {
		return locale.T(ctx, "parts.lesson.opens", locale.From(ctx).DateTime(l.OpensAt))
	}
	return locale.T(ctx, "parts.lesson.not_enrolled")
}

// LessonTitle is the numbered title of a lesson: "4강. 도시와 도시가 맺는 관계".
func LessonTitle(ctx context.Context, l learning.LessonItem) string {
	return locale.T(ctx, "parts.lesson.title", l.Number, l.Title)
}
