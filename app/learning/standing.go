package learning

import (
	"math"
	"time"

	"academy/app/locale"
	"academy/models/courses"

	"github.com/google/uuid"
)

// standing is where one learner stands in one course: pure, computed from the outline, the progress rows and the clock.
type standing struct {
	outline    *outline
	progress   map[uuid.UUID]courses.Progress
	now, since time.Time // since the enrolment
}

func newStanding(o *outline, rows []courses.Progress, now, since time.Time) standing {
	st := standing{o, make(map[uuid.UUID]courses.Progress, len(rows)), now, since}
	for _, p := range rows {
		st.progress[p.LessonID] = p
	}
	return st
}

// completed says whether a lesson is done. A lesson once done stays done.
func (st standing) completed(id uuid.UUID) bool { return st.progress[id].CompletedAt != nil }

func (st standing) state(id uuid.UUID) string {
	p := st.progress[id]
	switch {
	case p.CompletedAt != nil:
		return "completed"
	case p.OpenedAt != nil:
		return "opened"
	}
	return "todo"
}

// needs lists the lessons that must be completed before this one opens.
func (st standing) needs(l *lesson) []*lesson {
	var missing []*lesson
	for _, id := range l.requires {
		if !st.completed(id) {
			missing = append(missing, st.outline.byID[id])
		}
	}
	return missing
}

// covered is the watched part of a lecture in whole percent, rounded down: 100 means all of it but for the last
// instants that players leave out.
func (st standing) covered(l *lesson) int {
	p := st.progress[l.LessonID]
	if p.Ranges == nil {
		return 0
	}
	return coveredPercent(*p.Ranges, l.DurationMS)
}

// slack is what a player may leave out at the end of a video, where its clock and the file's differ.
const slack = 500

func coveredPercent(ranges courses.Spans, durationMS int) int {
	if durationMS <= 0 {
		return 0
	}
	watched := ranges.Length()
	if watched+slack >= durationMS {
		return 100
	}
	return watched * 100 / durationMS
}

// wantCoverage is the percent of a lecture that completes it; where the course does not ask, opening it to the end
// of nothing would do, so half of it is asked.
func (o *outline) wantCoverage() int {
	if c := o.revision.Rule.V.Coverage; c > 0 {
		return c
	}
	return 50
}

// wantScore is the percent that completes a quiz or an assignment: the course's demand, or their own pass mark where that
// is higher. An assignment without a pass mark is complete once something is handed in.
func (o *outline) wantScore(l *lesson) int {
	if l.Kind == "assignment" && l.PassPercent == 0 {
		return 0
	}
	return max(o.revision.Rule.V.Score, l.PassPercent)
}

// missing lists what stands between the learner and completion.
func (st standing) missing(lang locale.Lang) []MissingLesson {
	var list []MissingLesson
	for _, l := range st.outline.lessons {
		if l.Required && !st.completed(l.LessonID) {
			list = append(list, st.why(l, lang))
		}
	}
	return list
}

func (st standing) why(l *lesson, lang locale.Lang) MissingLesson {
	m := MissingLesson{LessonID: l.LessonID, Title: l.Title.In(string(lang)), Kind: l.Kind}
	switch l.Kind {
	case "lecture":
		m.Why, m.Have, m.Need = "coverage", st.covered(l), st.outline.wantCoverage()
	case "quiz":
		m.Why, m.Have, m.Need = "score", -1, st.outline.wantScore(l)
		switch p := st.progress[l.LessonID]; {
		case p.Untold:
			m.Why = "untold"
		case p.Score != nil:
			m.Have = int(math.Floor(*p.Score))
		}
	case "assignment":
		m.Why, m.Have, m.Need = st.whyAssignment(l)
	default:
		m.Why = "unread"
	}
	return m
}

// whyAssignment says what an assignment waits for: that something is handed in, or a better mark.
func (st standing) whyAssignment(l *lesson) (why string, have, need int) {
	need = st.outline.wantScore(l)
	if s := st.progress[l.LessonID].Score; s != nil && need > 0 {
		return "score", int(math.Floor(*s)), need
	}
	return "handed_in", -1, need
}

// percent is the share of required lessons that are complete.
func (st standing) percent() int {
	done, all := 0, 0
	for _, l := range st.outline.lessons {
		if l.Required {
			all++
			if st.completed(l.LessonID) {
				done++
			}
		}
	}
	if all == 0 {
		return 0
	}
	return done * 100 / all
}

// done says that the completion rule is met: every required lesson is complete, each by the measure of its kind.
func (st standing) done() bool { return st.percent() == 100 }

// rule says what the course asks, and what of it is met.
func (st standing) rule() Rule {
	parts := map[string]*RulePart{"lecture": {Kind: "lectures", Percent: st.outline.wantCoverage(), Met: true}, "quiz": {Kind: "quizzes", Met: true}, "reading": {Kind: "readings", Met: true}, "assignment": {Kind: "assignments", Met: true}}
	for _, l := range st.outline.lessons {
		if !l.Required {
			continue
		}
		p := parts[l.Kind]
		p.Count++
		p.Met = p.Met && st.completed(l.LessonID)
		if l.Kind == "quiz" {
			p.Percent = max(p.Percent, st.outline.wantScore(l))
		}
	}
	var r Rule
	for _, kind := range []string{"lecture", "reading", "quiz", "assignment"} {
		if parts[kind].Count > 0 {
			r.Parts = append(r.Parts, *parts[kind])
		}
	}
	return r
}

// next is the lesson to go on with: the one looked at last if it is not complete, else the first open one that is
// not, else the first of all.
func (st standing) next(last *uuid.UUID) *lesson {
	if last != nil {
		if l := st.outline.byID[*last]; l != nil && !st.completed(l.LessonID) && !st.locked(l) {
			return l
		}
	}
	for _, l := range st.outline.lessons {
		if !st.completed(l.LessonID) && !st.locked(l) {
			return l
		}
	}
	if len(st.outline.lessons) == 0 {
		return nil
	}
	return st.outline.lessons[0]
}

// item shows a lesson in an outline. Those who are not enrolled find every lesson locked.
func (st standing) item(l *lesson, lang locale.Lang, enrolled bool) LessonItem {
	item := LessonItem{
		ID: l.LessonID, Kind: l.Kind, Title: l.Title.In(string(lang)), Number: l.number, Minutes: l.Minutes,
		Required: l.Required, State: st.state(l.LessonID),
	}
	if !enrolled {
		item.Locked, item.WhyLocked = true, "not_enrolled"
		return item
	}
	for _, n := range st.needs(l) {
		item.Locked, item.WhyLocked = true, "requires"
		item.Needs = append(item.Needs, n.Title.In(string(lang)))
	}
	if st.early(l) {
		item.Locked, item.WhyLocked, item.OpensAt = true, "release", st.opening(l)
	}
	return item
}

func (st standing) shown(lang locale.Lang, enrolled bool) []Section {
	sections := make([]Section, 0, len(st.outline.sections))
	for _, part := range st.outline.sections {
		shown := Section{ID: part.id, Title: part.title.In(string(lang))}
		for _, l := range part.lessons {
			item := st.item(l, lang, enrolled)
			if item.State == "completed" {
				shown.Done++
			}
			shown.Lessons = append(shown.Lessons, item)
		}
		sections = append(sections, shown)
	}
	return sections
}
