package learning

import (
	"time"

	"academy/app/locale"
	"academy/models/courses"
)

// opening is when a lesson opens for the learner: the later of its own day and its section's; zero for at once.
func (st standing) opening(l *lesson) time.Time {
	var at time.Time
	for _, r := range []courses.Release{l.Release, l.sectionRelease} {
		if day := st.day(r); day.After(at) {
			at = day
		}
	}
	return at
}

// day is when something is released to the learner. Days after the enrolment begin at midnight in Seoul: what is promised
// for a day is there in its morning.
func (st standing) day(r courses.Release) time.Time {
	switch {
	case r.OpensAt != nil:
		return *r.OpensAt
	case r.OpensAfterDays != nil:
		zone := locale.Seoul()
		year, month, day := st.since.In(zone).Date()
		return time.Date(year, month, day+*r.OpensAfterDays, 0, 0, 0, 0, zone)
	}
	return time.Time{}
}

// early says that a lesson has not been released to the learner yet. What is complete stays open.
func (st standing) early(l *lesson) bool {
	return !st.completed(l.LessonID) && st.opening(l).After(st.now)
}

// locked says that a lesson cannot be opened now by whoever is enrolled.
func (st standing) locked(l *lesson) bool { return st.early(l) || len(st.needs(l)) > 0 }
