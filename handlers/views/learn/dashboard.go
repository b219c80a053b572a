package learn

import (
	"academy/app/learning"

	"github.com/google/uuid"
)

// shortList is how many missing lessons are shown without being asked for.
const shortList = 4

// nothing says whether the reader has never entered a course.
func nothing(d learning.Dashboard) bool { return len(d.Active)+len(d.Completed)+len(d.Other) == 0 }

// resumeOf is where to go on: what the shell knows, else the first course in progress.
func resumeOf(known *learning.Resume, d learning.Dashboard) *learning.Resume {
	if known != nil || len(d.Active) == 0 || d.Active[0].ResumeID == uuid.Nil {
		return known
	}
	e := d.Active[0]
	return &learning.Resume{
		CourseSlug: e.CourseSlug, CourseTitle: e.CourseTitle,
		LessonID: e.ResumeID, LessonTitle: e.ResumeTitle, Percent: e.Percent,
	}
}

func nextPage(d learning.Dashboard) string {
	if d.Next == "" {
		return ""
	}
	return "/me?cursor=" + d.Next
}
