package catalogue

import (
	"context"

	"academy/app/learning"
	"academy/app/locale"
	"academy/app/participation"
	"academy/app/volunteering"
)

func in(ctx context.Context, t volunteering.Text) string { return t.In(string(locale.From(ctx).Lang)) }

// certificateOf is the code of the reader's certificate, empty until the job has issued it.
func certificateOf(c learning.CoursePage) string {
	if c.Enrolment == nil {
		return ""
	}
	return c.Enrolment.Certificate
}

// lastStep is the number of the step after the course, the certificate and, where there is one, the duty.
func lastStep(grants []volunteering.Unlocked) string {
	if len(grants) > 0 {
		return "4"
	}
	return "3"
}

// mostOthers is one row of courses on a wide screen.
const mostOthers = 3

// others are courses on the same agenda, without the one that was completed.
func others(c learning.CoursePage, all []participation.CourseRef) []participation.CourseRef {
	var list []participation.CourseRef
	for _, o := range all {
		if o.Slug != c.Slug && len(list) < mostOthers {
			list = append(list, o)
		}
	}
	return list
}
