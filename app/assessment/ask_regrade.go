package assessment

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/jobs"
	"academy/app/locale"
	"academy/models"
	"academy/models/assessment"
	"academy/models/courses"
	"academy/models/operations"

	"github.com/google/uuid"
	"golang.org/x/text/unicode/norm"
)

// RegradeChoice is a question with what each way of regrading it would do.
type RegradeChoice struct {
	Course   Head
	Question uuid.UUID
	Prompt   string // sanitised HTML
	Version  int
	// Copies counts the courses that have copied the question: a regrade does not touch theirs.
	Copies int
	// Running is a regrade of the question that has not ended; there are no Impacts then.
	Running uuid.UUID
	Impacts []Impact
}

// RegradeWish is what somebody wants done. From is the version that they have seen.
type RegradeWish struct {
	From   int
	Mode   string
	Reason string
}

const maxReason = 2000

// RegradeChoice shows what a regrade of a question would do to whoever makes its course.
func (s *Service) RegradeChoice(ctx context.Context, who access.Actor, lang locale.Lang, slug string, questionID uuid.UUID) (RegradeChoice, error) {
	v := RegradeChoice{Question: questionID}
	var q assessment.RegradedQuestion
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		work, head, err := s.Look(tx, who, slug)
		if err != nil {
			return err
		}
		v.Course = head
		q, err = assessment.FindRegradedQuestion(tx, work.CourseID, questionID)
		return err
	})
	if err != nil {
		return v, err
	}
	v.Prompt, v.Version, v.Running, v.Copies = s.HTML(q.Prompt.In(string(lang))), q.Number, q.Running, q.Copies
	if v.Running != uuid.Nil {
		return v, nil
	}
	v.Impacts, err = s.impacts(ctx, q)
	return v, err
}

// AskRegrade has a question regraded in the background and answers the regrade. Of two at once, one is ErrRegrading.
func (s *Service) AskRegrade(ctx context.Context, who access.Actor, slug string, questionID uuid.UUID, w RegradeWish) (id uuid.UUID, err error) {
	reason, err := reasonOf(w.Reason)
	if err != nil {
		return id, err
	}
	if !slices.Contains(RegradeModes(), w.Mode) {
		return id, fault.Field("mode", "assessment.regrade_mode")
	}
	err = s.DB.Write(ctx, func(tx *models.Tx) error {
		work, err := s.lookToChange(tx, who, slug)
		if err != nil {
			return err
		}
		q, err := assessment.LockQuestion(tx, work.CourseID, questionID)
		if err != nil {
			return err
		}
		if q.Number != w.From {
			return ErrQuestionStale
		}
		r := assessment.Regrade{
			ID: models.NewID(), CourseID: work.CourseID, QuestionID: q.ID, VersionID: q.VersionID, Mode: w.Mode, Reason: reason, AskedBy: &who.ID, AskedAt: tx.Now, MovedAt: tx.Now,
		}
		id = r.ID
		return s.begins(tx, r, q.Number)
	})
	return id, err
}

// lookToChange finds a course for somebody who may change it.
func (s *Service) lookToChange(tx *models.Tx, who access.Actor, slug string) (courses.Work, error) {
	work, head, err := s.Look(tx, who, slug)
	switch {
	case err != nil:
		return work, err
	case !head.Part.MayEdit():
		return work, fault.ErrDenied
	case head.State == "archived":
		return work, fault.New(fault.Conflict, "authoring.archived")
	}
	return work, nil
}

func reasonOf(written string) (string, error) {
	reason := strings.TrimSpace(norm.NFC.String(written))
	switch {
	case reason == "":
		return "", fault.Field("reason", "assessment.reason_missing")
	case utf8.RuneCountInString(reason) > maxReason:
		return "", fault.Field("reason", "assessment.reason_long")
	}
	return reason, nil
}

// begins writes a regrade with its job and its entry in the audit, unless there is nothing it could do.
func (s *Service) begins(tx *models.Tx, r assessment.Regrade, number int) error {
	reach, err := assessment.CountConcerned(tx, assessment.Concerned{QuestionID: r.QuestionID, Number: number, At: r.AskedAt})
	switch {
	case err != nil:
		return err
	case reach.Attempts == 0:
		return ErrNothingToRegrade
	case r.Mode == Dropped && reach.Emptied > 0:
		return ErrNothingLeft
	}
	r.Total = reach.HandedIn
	if err := assessment.InsertRegrade(tx, r); errors.Is(err, models.ErrConflict) {
		return ErrRegrading
	} else if err != nil {
		return err
	}
	if err := operations.InsertAudit(tx, operations.AuditEntry{
		ActorID: r.AskedBy, Action: "regrade.started", ObjectKind: "question", ObjectID: &r.QuestionID, Reason: r.Reason,
		Details: models.JSON[map[string]string]{V: map[string]string{"regrade": r.ID.String(), "mode": r.Mode, "version": strconv.Itoa(number), "attempts": strconv.Itoa(r.Total)}},
	}); err != nil {
		return err
	}
	return s.Queue.Enqueue(tx, jobs.Regrade{ID: r.ID})
}
