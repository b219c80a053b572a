package assessment

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"academy/app/access"
	"academy/app/fault"
	"academy/models"
	"academy/models/assessment"
	"academy/models/courses"
	"academy/models/operations"

	"github.com/google/uuid"
	"golang.org/x/text/unicode/norm"
)

// Accommodations are what a learner of a course is granted at its quizzes.
type Accommodations struct {
	Course    Head
	Enrolment uuid.UUID
	Name      string
	// Quizzes are those that learners see now.
	Quizzes []ExaminedQuiz
	Granted []Accommodation
}

// ExaminedQuiz is a quiz that something can be granted at.
type ExaminedQuiz struct {
	ID      uuid.UUID
	Title   models.Text
	Minutes int // 0 when not limited
}

// Accommodation is something that is granted at a quiz, or at all where Quiz is zero.
type Accommodation struct {
	ID    uuid.UUID
	Quiz  uuid.UUID
	Title models.Text // of the quiz; empty for all, and where learners no longer see it
	Grant
	By string
	At time.Time
}

// Grant is what is granted beyond the rules of a quiz.
type Grant struct {
	ExtraPercent  int // of the time limit
	Untimed       bool
	ExtraAttempts int
	ClosesAt      *time.Time
	Reason        string
}

// The most that can be granted.
const (
	mostExtraPercent  = 900
	mostExtraAttempts = 100
	maxGrantReason    = 500
)

// ErrNoNames says that assistants see no names.
var ErrNoNames = fault.New(fault.Denied, "insight.no_names")

// Accommodations shows what is granted to a learner, to the owners and editors of the course. That they looked is noted.
func (s *Service) Accommodations(ctx context.Context, who access.Actor, slug string, enrolmentID uuid.UUID) (Accommodations, error) {
	var v Accommodations
	err := s.DB.Write(ctx, func(tx *models.Tx) error {
		head, row, err := s.examinee(tx, who, slug, enrolmentID)
		if err != nil {
			return err
		}
		v = Accommodations{Course: head, Enrolment: row.EnrolmentID, Name: row.Name}
		titles := map[uuid.UUID]models.Text{}
		for _, q := range row.Quizzes.V {
			titles[q.ID] = q.Title
			v.Quizzes = append(v.Quizzes, ExaminedQuiz{q.ID, q.Title, minutes(q.TimeLimitS)})
		}
		for _, g := range row.Granted.V {
			shown := Accommodation{ID: g.ID, Grant: Grant{g.ExtraPercent, g.Untimed, g.ExtraAttempts, utc(g.ClosesAt), g.Reason}, By: g.By, At: g.GrantedAt.UTC()}
			if g.QuizID != nil {
				shown.Quiz, shown.Title = *g.QuizID, titles[*g.QuizID]
			}
			v.Granted = append(v.Granted, shown)
		}
		return nil
	})
	return v, err
}

func (s *Service) examinee(tx *models.Tx, who access.Actor, slug string, enrolmentID uuid.UUID) (Head, assessment.Examinee, error) {
	work, head, err := s.Look(tx, who, slug)
	if err == nil && !head.Part.MayEdit() {
		err = ErrNoNames
	}
	if err != nil {
		return Head{}, assessment.Examinee{}, err
	}
	row, err := assessment.FindExaminee(tx, work.CourseID, enrolmentID, who.ID)
	return head, row, err
}

// Accommodate grants something to a learner at a quiz of the course, or at all where quizID is zero, in the place of what
// was granted there before. An attempt in progress gets the time at once.
func (s *Service) Accommodate(ctx context.Context, who access.Actor, slug string, enrolmentID, quizID uuid.UUID, g Grant) error {
	g.Reason = strings.TrimSpace(norm.NFC.String(g.Reason))
	if err := g.check(); err != nil {
		return err
	}
	row := assessment.Accommodation{
		ID: models.NewID(), EnrolmentID: enrolmentID, ExtraPercent: g.ExtraPercent, Untimed: g.Untimed, ExtraAttempts: g.ExtraAttempts,
		ClosesAt: g.ClosesAt, Reason: g.Reason, GrantedBy: &who.ID,
	}
	return s.regrant(ctx, who, slug, enrolmentID, "course.accommodation_granted", func(tx *models.Tx, learner assessment.Examinee) error {
		row.GrantedAt = tx.Now
		if quizID != uuid.Nil {
			if !examined(learner, quizID) {
				return fault.Field("quiz", "assessment.grant.quiz")
			}
			row.QuizID = &quizID
		}
		return assessment.SaveAccommodation(tx, row)
	})
}

func examined(learner assessment.Examinee, quizID uuid.UUID) bool {
	for _, q := range learner.Quizzes.V {
		if q.ID == quizID {
			return true
		}
	}
	return false
}

// TakeBack ends what was granted. An attempt in progress loses the time, but never what has been saved.
func (s *Service) TakeBack(ctx context.Context, who access.Actor, slug string, enrolmentID, id uuid.UUID) error {
	return s.regrant(ctx, who, slug, enrolmentID, "course.accommodation_ended", func(tx *models.Tx, _ assessment.Examinee) error {
		return assessment.DeleteAccommodation(tx, enrolmentID, id)
	})
}

// regrant changes what is granted and then the deadlines of attempts in progress, under the enrolment's lock.
func (s *Service) regrant(ctx context.Context, who access.Actor, slug string, enrolmentID uuid.UUID, action string, change func(*models.Tx, assessment.Examinee) error) error {
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		head, learner, err := s.examinee(tx, who, slug, enrolmentID)
		if err != nil {
			return err
		}
		if head.State == "archived" {
			return fault.New(fault.Conflict, "authoring.archived")
		}
		if _, err := courses.LockEnrolmentByID(tx, enrolmentID); err != nil {
			return err
		}
		if err := change(tx, learner); err != nil {
			return err
		}
		open, err := assessment.LockOpenAttempts(tx, enrolmentID)
		if err != nil {
			return err
		}
		for _, a := range open {
			if err := assessment.UpdateDeadline(tx, a.ID, deadlineOf(a.GrantedQuiz, a.StartedAt)); err != nil {
				return err
			}
		}
		return operations.InsertAudit(tx, operations.AuditEntry{ActorID: &who.ID, Action: action, SubjectID: &learner.CitizenID, ObjectKind: "enrolment", ObjectID: &enrolmentID})
	})
}

// deadlineOf is when an attempt ends that started at a time: the time limit or the closing of the quiz, whichever is
// first; nil where there is neither.
func deadlineOf(q assessment.GrantedQuiz, started time.Time) *time.Time {
	deadline := q.Closes()
	if limit := q.TimeLimit(); limit > 0 {
		end := started.Add(limit)
		if deadline == nil || end.Before(*deadline) {
			deadline = &end
		}
	}
	return deadline
}

func (g Grant) check() error {
	fields := map[string]string{}
	if g.ExtraPercent < 0 || g.ExtraPercent > mostExtraPercent {
		fields["extra_percent"] = "assessment.grant.percent"
	}
	if g.ExtraAttempts < 0 || g.ExtraAttempts > mostExtraAttempts {
		fields["extra_attempts"] = "assessment.grant.attempts"
	}
	if g.ClosesAt != nil && (g.ClosesAt.Year() < 2000 || g.ClosesAt.Year() > 2199) {
		fields["closes_at"] = "assessment.draft.date"
	}
	if n := utf8.RuneCountInString(g.Reason); n == 0 || n > maxGrantReason {
		fields["reason"] = "assessment.grant.reason"
	}
	if len(fields) == 0 && g.ExtraPercent == 0 && !g.Untimed && g.ExtraAttempts == 0 && g.ClosesAt == nil {
		fields["extra_percent"] = "assessment.grant.nothing"
	}
	if len(fields) > 0 {
		return &fault.Error{Kind: fault.Invalid, Key: "form.invalid", Fields: fields}
	}
	return nil
}
