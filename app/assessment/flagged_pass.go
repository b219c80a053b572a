package assessment

import (
	"context"
	"errors"
	"slices"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/locale"
	"academy/models"
	"academy/models/assessment"
	"academy/models/courses"
	"academy/models/operations"

	"github.com/google/uuid"
)

// Regrades is the regrades of a course, the newest first.
type Regrades struct {
	Course Head
	List   []Regrade
}

// Regrade is a regrade and what came of it.
type Regrade struct {
	ID, Question uuid.UUID
	Prompt       string // sanitised HTML of one line
	Version      int
	Mode, Reason string
	AskedAt      time.Time
	// FinishedAt is nil while it runs.
	FinishedAt *time.Time
	Total      int
	Tally
	// Waiting are flagged passes that nobody has decided about.
	Waiting int
}

// Tally counts what came of a regrade, as in models.
type Tally = assessment.RegradeTally

// RegradeWork is a regrade with the passes that it has flagged. Nobody who decides about them is told whose they are.
type RegradeWork struct {
	Course Head
	Regrade
	Passes []FlaggedPass
}

// FlaggedPass is a pass that a regrade would have taken. Decision is empty before a person has decided.
type FlaggedPass struct {
	Attempt       uuid.UUID
	Quiz          string
	Number        int
	At            time.Time
	PassPercent   int
	Before, After float64
	CourseDone    bool
	Decision      string
	Reason        string
}

// The decisions about a flagged pass.
const (
	// Stands leaves the pass.
	Stands = "stands"
	// TakenBack takes it. A lesson that was completed by it and a certificate stay.
	TakenBack = "taken_back"
)

const (
	mostRegrades = 100
	mostPasses   = 100
)

// Regrades lists the regrades of a course for whoever makes it.
func (s *Service) Regrades(ctx context.Context, who access.Actor, lang locale.Lang, slug string) (Regrades, error) {
	var v Regrades
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		work, head, err := s.Look(tx, who, slug)
		if err != nil {
			return err
		}
		v.Course = head
		rows, err := assessment.ListRegrades(tx, work.CourseID, mostRegrades)
		for _, row := range rows {
			v.List = append(v.List, s.toldRegrade(row, lang))
		}
		return err
	})
	return v, err
}

func (s *Service) toldRegrade(row assessment.ToldRegrade, lang locale.Lang) Regrade {
	return Regrade{
		ID: row.ID, Question: row.QuestionID, Prompt: s.Inline(row.Prompt.In(string(lang))), Version: row.Number, Mode: row.Mode, Reason: row.Reason,
		AskedAt: row.AskedAt.UTC(), FinishedAt: utc(row.FinishedAt), Total: max(row.Total, row.Done), Tally: row.RegradeTally, Waiting: row.Waiting,
	}
}

// RegradeWork shows a regrade of a course and how far it is.
func (s *Service) RegradeWork(ctx context.Context, who access.Actor, lang locale.Lang, slug string, id uuid.UUID) (RegradeWork, error) {
	var v RegradeWork
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		work, head, err := s.Look(tx, who, slug)
		if err != nil {
			return err
		}
		row, err := assessment.FindFlaggingRegrade(tx, id, mostPasses)
		if err == nil && row.CourseID != work.CourseID {
			err = models.ErrNotFound
		}
		if err != nil {
			return err
		}
		v.Course, v.Regrade = head, s.toldRegrade(row.ToldRegrade, lang)
		for _, p := range row.Passes.V {
			v.Passes = append(v.Passes, flaggedPass(p, lang))
		}
		return nil
	})
	return v, err
}

func flaggedPass(p assessment.ToldPass, lang locale.Lang) FlaggedPass {
	return FlaggedPass{
		Attempt: p.AttemptID, Quiz: p.Title.In(string(lang)), Number: p.Number, At: p.SubmittedAt.UTC(), PassPercent: p.PassPercent, Before: p.Before, After: p.After,
		CourseDone: p.CourseDone, Reason: p.Reason, Decision: p.Decision,
	}
}

// Decision is what a person says of passes that a regrade has flagged.
type Decision struct {
	Regrade  uuid.UUID
	Attempts []uuid.UUID
	Do       string
	Reason   string
}

// DecidePasses lets flagged passes stand or takes them back. What somebody else has decided meanwhile is ErrDecided.
func (s *Service) DecidePasses(ctx context.Context, who access.Actor, slug string, d Decision) (err error) {
	if d.Reason, err = reasonOf(d.Reason); err != nil {
		return err
	}
	switch {
	case len(d.Attempts) == 0 || len(d.Attempts) > mostPasses:
		return fault.Field("attempt", "assessment.choose_passes")
	case d.Do != Stands && d.Do != TakenBack:
		return fault.ErrRefused
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		work, err := s.lookToChange(tx, who, slug)
		if err != nil {
			return err
		}
		r, err := assessment.FindRegrade(tx, d.Regrade)
		if err == nil && r.CourseID != work.CourseID {
			err = models.ErrNotFound
		}
		if err != nil {
			return err
		}
		attempts, err := lockAttempts(tx, d.Attempts)
		if err != nil {
			return err
		}
		for _, a := range attempts {
			if err := s.decide(tx, who, a, d); err != nil {
				return err
			}
		}
		return nil
	})
}

// lockAttempts holds attempts and their enrolments in the order of locks.
func lockAttempts(tx *models.Tx, ids []uuid.UUID) ([]assessment.Attempt, error) {
	var attempts []assessment.Attempt
	var enrolments []uuid.UUID
	for _, id := range ids {
		a, err := assessment.FindAttempt(tx, id)
		if err != nil {
			return nil, err
		}
		attempts, enrolments = append(attempts, a), append(enrolments, a.EnrolmentID)
	}
	if err := courses.LockEnrolmentsByID(tx, enrolments); err != nil {
		return nil, err
	}
	slices.SortFunc(attempts, func(a, b assessment.Attempt) int { return slices.Compare(a.ID[:], b.ID[:]) })
	for i, a := range attempts {
		held, err := assessment.LockAttempt(tx, a.ID)
		if err != nil {
			return nil, err
		}
		attempts[i] = held
	}
	return attempts, nil
}

func (s *Service) decide(tx *models.Tx, who access.Actor, a assessment.Attempt, d Decision) error {
	err := assessment.UpdateDecided(tx, assessment.FlaggedPass{RegradeID: d.Regrade, AttemptID: a.ID, Decision: &d.Do, Reason: d.Reason, DecidedBy: &who.ID})
	if errors.Is(err, models.ErrNotFound) {
		return ErrDecided
	}
	if err != nil {
		return err
	}
	if err := operations.InsertAudit(tx, operations.AuditEntry{
		ActorID: &who.ID, Action: "pass." + d.Do, SubjectID: &a.CitizenID, ObjectKind: "attempt", ObjectID: &a.ID, Reason: d.Reason,
		Details: models.JSON[map[string]string]{V: map[string]string{"regrade": d.Regrade.String()}},
	}); err != nil || d.Do == Stands {
		return err
	}
	earned := a.Score != nil && passes(hundredths(*a.Score), hundredths(a.Max), a.PassPercent)
	if err := assessment.UpdatePassKept(tx, a.ID, earned, false); err != nil {
		return err
	}
	_, err = s.settle(tx, a)
	return err
}
