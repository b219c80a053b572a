package authoring

import (
	"context"
	"slices"

	"academy/app/access"
	"academy/models"
	"academy/models/courses"

	"github.com/google/uuid"
)

// PublishReview is what publishing would change, whom it concerns and what stands in its way.
type PublishReview struct {
	Course   CourseHead
	Changes  []Change
	Problems []Obstacle
}

// Change is one difference between the draft and what learners see.
type Change struct {
	// Kind is added, removed, changed or moved; What is settings, section or lesson.
	Kind, What string
	Title      Text
	// Opened and Completed count the learners who have opened and completed the lesson.
	Opened, Completed int
}

// Obstacle is something to do before publishing. Lesson is zero where it is about the course.
type Obstacle struct {
	Lesson uuid.UUID
	Title  Text
	Key    string
}

// PublishReview shows what publishing would do.
func (s *Service) PublishReview(ctx context.Context, who access.Actor, slug string) (PublishReview, error) {
	var v PublishReview
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		w, p, err := look(tx, who, slug)
		if err != nil {
			return err
		}
		v.Course = head(w, p)
		both, err := compared(tx, w)
		if err != nil {
			return err
		}
		v.Problems = obstacles(w.Revision, both.now)
		if v.Course.Changed {
			v.Changes = both.changes()
		}
		return nil
	})
	return v, err
}

// comparison is the contents of a draft beside what learners see.
type comparison struct {
	work     courses.Work
	old, now []courses.DraftLesson
}

func compared(tx *models.Tx, w courses.Work) (comparison, error) {
	c := comparison{work: w}
	ids := []uuid.UUID{w.ID}
	if w.Published != nil && *w.Published != w.ID {
		ids = append(ids, *w.Published)
	}
	lessons, err := courses.ListReviewedLessons(tx, w.CourseID, ids...)
	for _, l := range lessons {
		if l.RevisionID == w.ID {
			c.now = append(c.now, l)
		} else {
			c.old = append(c.old, l)
		}
	}
	return c, err
}

func (c comparison) changes() []Change {
	var list []Change
	if c.work.SeenVersion != c.work.Version {
		list = append(list, Change{Kind: "changed", What: "settings", Title: c.work.Title})
	}
	return slices.Concat(list, c.sectionChanges(), c.lessonChanges())
}

func (c comparison) sectionChanges() []Change {
	var list []Change
	old, now := c.work.SeenSections.V, c.work.Sections.V
	same := func(id uuid.UUID) func(courses.WorkSection) bool {
		return func(s courses.WorkSection) bool { return s.ID == id }
	}
	for _, s := range now {
		switch i := slices.IndexFunc(old, same(s.ID)); {
		case i < 0:
			list = append(list, Change{Kind: "added", What: "section", Title: s.Title})
		case old[i].Version != s.Version:
			list = append(list, Change{Kind: "changed", What: "section", Title: s.Title})
		}
	}
	for _, s := range old {
		if !slices.ContainsFunc(now, same(s.ID)) {
			list = append(list, Change{Kind: "removed", What: "section", Title: s.Title})
		}
	}
	return list
}

func (c comparison) lessonChanges() []Change {
	var list []Change
	note := func(kind string, l courses.DraftLesson) {
		list = append(list, Change{Kind: kind, What: "lesson", Title: l.Title, Opened: l.Opened, Completed: l.Completed})
	}
	old, now := c.old, c.now
	moved := movedLessons(old, now)
	for _, l := range now {
		switch before := findLesson(old, l.LessonID); {
		case before == nil:
			note("added", l)
		case before.Version != l.Version || !slices.Equal(before.Requires, l.Requires) || !sameFilm(*before, l):
			note("changed", l)
		case moved[l.LessonID]:
			note("moved", l)
		}
	}
	for _, l := range old {
		if findLesson(now, l.LessonID) == nil {
			note("removed", l)
		}
	}
	return list
}

// sameFilm says whether two lessons play the same film with the same captions and count the same as watched.
func sameFilm(a, b courses.DraftLesson) bool {
	same := func(x, y *uuid.UUID) bool { return x == y || x != nil && y != nil && *x == *y }
	return same(a.AssetID, b.AssetID) && same(a.WatchedID, b.WatchedID) && a.Tracked == b.Tracked
}

func findLesson(lessons []courses.DraftLesson, id uuid.UUID) *courses.DraftLesson {
	i := indexOf(lessons, id)
	if i < 0 {
		return nil
	}
	return &lessons[i]
}

// movedLessons finds the fewest lessons that had to move: all that are not in the longest run which kept its order, and
// those that stand in another section.
func movedLessons(old, now []courses.DraftLesson) map[uuid.UUID]bool {
	moved := map[uuid.UUID]bool{}
	var kept []courses.DraftLesson
	for _, l := range now {
		if before := findLesson(old, l.LessonID); before != nil {
			kept = append(kept, *before)
			moved[l.LessonID] = true
		}
	}
	for _, l := range longestRun(kept) {
		moved[l.LessonID] = findLesson(now, l.LessonID).SectionID != l.SectionID
	}
	return moved
}

// longestRun is the longest part of a list, gaps allowed, in which positions rise.
func longestRun(list []courses.DraftLesson) []courses.DraftLesson {
	var best []courses.DraftLesson
	runs := make([][]courses.DraftLesson, len(list))
	for i, l := range list {
		for j := range i {
			if list[j].Position < l.Position && len(runs[j]) > len(runs[i]) {
				runs[i] = runs[j]
			}
		}
		runs[i] = append(slices.Clone(runs[i]), l)
		if len(runs[i]) > len(best) {
			best = runs[i]
		}
	}
	return best
}

// obstacles lists what must be there before learners see a course: every text in each of its languages, media ready and
// captioned, and something that its completion rule can ask about.
func obstacles(r courses.Revision, lessons []courses.DraftLesson) []Obstacle {
	var list []Obstacle
	course := func(key string) { list = append(list, Obstacle{Title: r.Title, Key: key}) }
	for _, lang := range r.Languages {
		if untranslated(r.Title, lang) {
			course("authoring.lacks.title_" + lang)
		}
		if untranslated(r.Summary, lang) {
			course("authoring.lacks.summary_" + lang)
		}
	}
	if len(lessons) == 0 {
		course("authoring.lacks.lessons")
	}
	has := func(kind string) bool {
		return slices.ContainsFunc(lessons, func(l courses.DraftLesson) bool { return l.Kind == kind && l.Required })
	}
	if r.Rule.V.Coverage > 0 && !has("lecture") {
		course("authoring.lacks.lecture_for_rule")
	}
	if r.Rule.V.Score > 0 && !has("quiz") && !has("assignment") {
		course("authoring.lacks.quiz_for_rule")
	}
	for _, l := range lessons {
		for _, key := range lacks(r.Languages, l) {
			list = append(list, Obstacle{l.LessonID, l.Title, key})
		}
	}
	return list
}
