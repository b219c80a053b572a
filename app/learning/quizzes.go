package learning

import (
	"errors"

	"academy/models"
	"academy/models/courses"

	"github.com/google/uuid"
)

// Seat is a learner's place at a quiz: what assessment has to know of the course around it.
type Seat struct {
	// EnrolmentID is zero for who is not enrolled.
	EnrolmentID uuid.UUID
	LessonID    uuid.UUID
	CourseID    uuid.UUID
	CourseSlug  string
	CourseTitle models.Text
	LessonTitle models.Text
	// PassPercent is the score that completes the lesson.
	PassPercent int
	NextLesson  *uuid.UUID
	CourseDone  bool
	// Locked says that the lesson cannot be opened yet, Archived that nothing more is learned in the course.
	Locked, Archived bool
	// RevisionID is what learners see of the course.
	RevisionID uuid.UUID
}

// Seat finds a learner's place at a quiz. With lock it holds the enrolment, so that attempts are counted one after
// the other.
func (s *Service) Seat(tx *models.Tx, citizenID, quizID uuid.UUID, lock bool) (Seat, error) {
	slug, err := within(tx, s.quizzes, quizID, courses.FindSlugByQuiz)
	if err != nil {
		return Seat{}, err
	}
	o, err := within(tx, s.outlines, slug, s.loadOutline)
	if err != nil {
		return Seat{}, err
	}
	l := o.quizLesson(quizID)
	if l == nil {
		return Seat{}, models.ErrNotFound
	}
	return o.seatAt(tx, citizenID, l, lock)
}

// LessonSeat is Seat at an assignment, whose lesson it names.
func (s *Service) LessonSeat(tx *models.Tx, citizenID, lessonID uuid.UUID, lock bool) (Seat, error) {
	slug, err := within(tx, s.lessons, lessonID, courses.FindSlugByLesson)
	if err != nil {
		return Seat{}, err
	}
	o, err := within(tx, s.outlines, slug, s.loadOutline)
	if err != nil {
		return Seat{}, err
	}
	l := o.byID[lessonID]
	if l == nil {
		return Seat{}, models.ErrNotFound
	}
	return o.seatAt(tx, citizenID, l, lock)
}

func (o *outline) seatAt(tx *models.Tx, citizenID uuid.UUID, l *lesson, lock bool) (Seat, error) {
	find := courses.FindEnrolment
	if lock {
		find = courses.LockEnrolment
	}
	e, err := find(tx, o.course.ID, citizenID)
	if errors.Is(err, models.ErrNotFound) || err == nil && !e.Learning() {
		return newStanding(o, nil, tx.Now, tx.Now).seat(courses.Enrolment{}, l), nil
	}
	if err != nil {
		return Seat{}, err
	}
	st, err := progressOf(tx, o, e)
	if err != nil {
		return Seat{}, err
	}
	return st.seat(e, l), nil
}

func (o *outline) quizLesson(quizID uuid.UUID) *lesson {
	for _, l := range o.lessons {
		if l.QuizID != nil && *l.QuizID == quizID {
			return l
		}
	}
	return nil
}

func (st standing) seat(e courses.Enrolment, l *lesson) Seat {
	seat := Seat{
		EnrolmentID: e.ID, LessonID: l.LessonID, CourseID: st.outline.course.ID, CourseSlug: st.outline.course.Slug, CourseTitle: st.outline.revision.Title,
		LessonTitle: l.Title, Archived: st.outline.course.State == "archived", RevisionID: st.outline.revision.ID, PassPercent: st.outline.wantScore(l), CourseDone: e.State == "completed", Locked: st.locked(l),
	}
	if l.number < len(st.outline.lessons) {
		seat.NextLesson = &st.outline.lessons[l.number].LessonID
	}
	return seat
}

// Graded takes what the attempts at a quiz come to: a pass completes the lesson and perhaps the course, and what is
// completed stays so. The caller holds the enrolment.
func (s *Service) Graded(tx *models.Tx, enrolmentID, lessonID uuid.UUID, percent float64, passed bool) (courseDone bool, err error) {
	e, err := courses.LockEnrolmentByID(tx, enrolmentID)
	if err != nil {
		return false, err
	}
	if err := courses.UpdateScore(tx, e.ID, lessonID, percent); err != nil || !passed {
		return e.State == "completed", err
	}
	if err := s.pass(tx, e, lessonID); err != nil {
		return false, err
	}
	e, err = courses.FindEnrolmentByID(tx, e.ID)
	return e.State == "completed", err
}

// Passed completes a lesson, and perhaps the course, by the word of a person rather than by attempts. The caller holds
// the enrolment.
func (s *Service) Passed(tx *models.Tx, enrolmentID, lessonID uuid.UUID) error {
	e, err := courses.LockEnrolmentByID(tx, enrolmentID)
	if err != nil {
		return err
	}
	return s.pass(tx, e, lessonID)
}

func (s *Service) pass(tx *models.Tx, e courses.Enrolment, lessonID uuid.UUID) error {
	slug, err := within(tx, s.lessons, lessonID, courses.FindSlugByLesson)
	if errors.Is(err, models.ErrNotFound) { // no published course has the lesson any more: there is no rule to judge
		_, err = courses.UpdateLessonCompleted(tx, e.ID, lessonID)
		return err
	}
	if err != nil {
		return err
	}
	o, err := within(tx, s.outlines, slug, s.loadOutline)
	if err != nil {
		return err
	}
	if l := o.byID[lessonID]; l != nil {
		return s.completeLesson(tx, o, e, l)
	}
	return nil
}
