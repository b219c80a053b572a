package catalogue

import (
	"academy/app/credentials"
	"academy/app/learning"
)

// certificateOf is the code of the reader's certificate, empty until the job has issued it.
func certificateOf(c learning.CoursePage) string {
	if c.Enrolment == nil {
		return ""
	}
	return c.Enrolment.Certificate
}

// lastStep is the number of the step after the course, the certificate and, where there is one, the duty.
func lastStep(grants []credentials.MyGrant) string {
	if len(grants) > 0 {
		return "4"
	}
	return "3"
}
