package grades

import (
	"context"
	"slices"

	"academy/app/access"
	"academy/app/fault"
	"academy/models"
	"academy/models/courses"
	"academy/models/grades"
	"academy/models/operations"

	"github.com/google/uuid"
)

// Override is a grade that somebody gives a learner in place of what the attempts come to.
type Override struct {
	Enrolment, Lesson uuid.UUID
	// Percent is what was typed; Remove lets the attempts count again.
	Percent string
	Remove  bool
	Reason  string
	// From is the last word of a person that they have seen, empty for none.
	From string
}

// read checks what was typed.
func (o *Override) read() (*int, error) {
	wrong := map[string]string{}
	var told string
	if o.Reason, told = reasonOf(o.Reason); told != "" {
		wrong["reason"] = told
	}
	var percent *int
	if !o.Remove {
		h, ok := ParseHundredths(o.Percent, whole)
		if !ok {
			wrong["percent"] = "grades.percent_range"
		}
		percent = (*int)(&h)
	}
	if len(wrong) > 0 {
		return nil, fault.Fields(wrong)
	}
	return percent, nil
}

// Override gives a grade, or takes it away again. One that reaches the pass mark completes the lesson; one below it takes
// nothing back. ErrChanged says that somebody else was faster.
func (s *Service) Override(ctx context.Context, who access.Actor, slug string, o Override) error {
	percent, wrong := o.read()
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		work, err := s.change(tx, who, slug)
		if err != nil {
			return err
		}
		e, err := lockLearner(tx, work.CourseID, o.Enrolment)
		if err != nil {
			return err
		}
		book, err := grades.FindBook(tx, grades.Filter{CourseID: work.CourseID, RevisionID: *work.Published, EnrolmentID: e.ID, Limit: 1})
		if err != nil {
			return err
		}
		place := slices.IndexFunc(book.Lessons.V, func(l grades.Lesson) bool { return l.ID == o.Lesson })
		switch {
		case place < 0 || len(book.Learners.V) == 0:
			return models.ErrNotFound
		case wrong != nil:
			return wrong
		case e.CitizenID == who.ID:
			return ErrOwn
		case !e.Learning():
			return ErrLeft
		}
		return s.override(tx, who, e, overriding{o, percent, lessons(book.Lessons.V)[place], book.Learners.V[0].Cells[place]})
	})
}

func lockLearner(tx *models.Tx, courseID, enrolmentID uuid.UUID) (courses.Enrolment, error) {
	e, err := courses.LockEnrolmentByID(tx, enrolmentID)
	if err == nil && e.CourseID != courseID {
		err = models.ErrNotFound
	}
	return e, err
}

// overriding is a grade that is about to be given, with what stands there now.
type overriding struct {
	Override
	percent *int
	lesson  Lesson
	cell    grades.Cell
}

func (s *Service) override(tx *models.Tx, who access.Actor, e courses.Enrolment, o overriding) error {
	seen := ""
	if o.cell.Change != nil {
		seen = o.cell.Change.String()
	}
	if o.From != seen {
		return ErrChanged
	}
	if o.Remove && o.cell.Given == nil {
		return nil
	}
	err := grades.InsertOverrides(tx, e.CourseID, who.ID, []grades.Override{{
		ID: models.NewID(), EnrolmentID: e.ID, LessonID: o.Lesson, Percent: o.percent, Reason: o.Reason, Replaces: o.cell.Change,
	}})
	if err != nil {
		return conflict(err, ErrChanged)
	}
	passed := o.percent != nil && o.lesson.passes(*o.percent)
	if err := o.note(tx, who, e, passed); err != nil || !passed {
		return err
	}
	return s.Passed(tx, e.ID, o.Lesson)
}

// note says in the audit who gave whom which grade, and whether that completes the lesson.
func (o overriding) note(tx *models.Tx, who access.Actor, e courses.Enrolment, passed bool) error {
	said := func(n *int) string {
		if n == nil {
			return ""
		}
		return Hundredths(*n).Fixed()
	}
	details := map[string]string{"lesson": o.Lesson.String(), "from": said(either(o.cell.Given, o.cell.Graded)), "to": said(o.percent)}
	if passed {
		details["completes"] = "lesson"
	}
	return operations.InsertAudit(tx, operations.AuditEntry{
		ActorID: &who.ID, Action: "course.grade_given", SubjectID: &e.CitizenID, ObjectKind: "course", ObjectID: &e.CourseID, Reason: o.Reason,
		Details: models.JSON[map[string]string]{V: details},
	})
}

func either(first, second *int) *int {
	if first != nil {
		return first
	}
	return second
}
