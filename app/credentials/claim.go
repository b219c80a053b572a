package credentials

import (
	"fmt"
	"time"

	"academy/app/locale"
	"academy/models"
	"academy/models/courses"
	"academy/models/credentials"
	"academy/models/identity"

	"github.com/google/uuid"
)

// What can be certified: the completion of a course, and the service of a volunteer.
const (
	CourseKind  = "course"
	ServiceKind = "service"
)

// Claim is what is certified, apart from how it becomes a certificate: number, code, print and notice are the same for
// whatever can be claimed.
type Claim struct {
	Kind    string
	Citizen uuid.UUID
	// Enrolment and Course are what the completion of a course hangs on.
	Enrolment, Course *uuid.UUID
	Holder            string
	Title             models.Text
	Minutes           int
	// Criteria is what was asked, one sentence a line.
	Criteria models.Text
	// Day is when it was earned, which stands on the certificate and in its number.
	Day time.Time
	// Months is how long it is good for, 0 for ever.
	Months int
	// Template is the version that it is printed by, nil for the look of the academy.
	Template *uuid.UUID
	// Duty is what the holder is qualified for along with it, nil for nothing.
	Duty *Duty
}

// Duty is what a claim qualifies for, and until when.
type Duty struct {
	ID    uuid.UUID
	Until time.Time
}

// expires is the end of the last day on which the certificate is good, as days are in Seoul.
func (c Claim) expires() *time.Time {
	if c.Months == 0 {
		return nil
	}
	day := c.Day.In(locale.Seoul())
	end := time.Date(day.Year(), day.Month()+time.Month(c.Months), 1, 0, 0, 0, 0, day.Location())
	end = end.AddDate(0, 0, min(day.Day(), daysOf(end))).UTC()
	return &end
}

// daysOf is how many days the month has that begins with a day.
func daysOf(first time.Time) int { return first.AddDate(0, 1, -1).Day() }

// certificate is the claim as a record, without what the register adds.
func (c Claim) certificate() credentials.Certificate {
	return credentials.Certificate{
		ID: models.NewID(), Kind: c.Kind, EnrolmentID: c.Enrolment, CitizenID: c.Citizen, CourseID: c.Course, HolderName: c.Holder, CourseTitle: c.Title,
		Minutes: c.Minutes, Criteria: c.Criteria, State: credentials.Issued, IssuedAt: c.Day, ExpiresAt: c.expires(), TemplateID: c.Template,
	}
}

// courseClaim is what a completed enrolment can claim. Its row is held from here on, so that of two who come at once
// the second finds what the first has done.
func (s *Service) courseClaim(tx *models.Tx, enrolmentID uuid.UUID) (Claim, error) {
	e, err := courses.LockEnrolmentByID(tx, enrolmentID)
	if err != nil {
		return Claim{}, err
	}
	if e.State != "completed" || e.CompletedRevisionID == nil {
		return Claim{}, ErrNotCompleted.Because(fmt.Errorf("enrolment %s is %s", e.ID, e.State))
	}
	course, err := courses.FindCourseByID(tx, e.CourseID)
	if err != nil {
		return Claim{}, err
	}
	revision, err := courses.FindRevision(tx, *e.CompletedRevisionID)
	if err != nil {
		return Claim{}, err
	}
	holder, err := identity.FindUser(tx, e.CitizenID)
	if err != nil {
		return Claim{}, err
	}
	look, err := currentLook(tx, e.CourseID, course.Palette)
	if err != nil {
		return Claim{}, err
	}
	claim := Claim{
		Kind: CourseKind, Citizen: e.CitizenID, Enrolment: &e.ID, Course: &e.CourseID, Holder: holder.Name, Title: revision.Title,
		Minutes: course.Minutes, Day: *e.CompletedAt, Duty: dutyOf(e, revision), Months: look.months(), Template: look.id(),
	}
	claim.Criteria, err = s.Asked(tx, revision.ID)
	return claim, err
}

func dutyOf(e courses.Enrolment, r courses.Revision) *Duty {
	if r.GrantDutyID == nil {
		return nil
	}
	return &Duty{ID: *r.GrantDutyID, Until: e.CompletedAt.AddDate(0, *r.GrantMonths, 0)}
}
