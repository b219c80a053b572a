package assessment

import (
	"context"
	"errors"
	"slices"
	"time"

	"academy/app/access"
	"academy/app/locale"
	"academy/models"
	"academy/models/assessment"
	"academy/models/courses"
	"academy/models/operations"

	"github.com/google/uuid"
)

// keptFor is how long after a deadline late answers are kept: who was cut off finds a line again within a day.
const keptFor = 24 * time.Hour

// keepLate keeps an answer that came too late, for those who make the course to decide, and answers ErrDeadlinePassed,
// which says whether it was kept.
func keepLate(tx *models.Tx, a assessment.Attempt, step assessment.AttemptStep) error {
	kept := tx.Now.Before(a.Deadline.Add(keptFor))
	if kept {
		err := assessment.SaveLateAnswer(tx, assessment.LateAnswer{
			AttemptID: step.AttemptID, Slot: step.Slot, OpID: step.OpID, Response: step.Response, ReceivedAt: tx.Now,
		})
		if err != nil {
			return err
		}
	}
	return ErrDeadlinePassed.Carrying(map[string]any{"kept": kept})
}

// LateAnswers are answers of a course that came too late. Nobody who decides is told whose they are.
type LateAnswers struct {
	Course  Head
	Waiting int
	Answers []LateAnswer
}

// LateAnswer is one answer that came too late.
type LateAnswer struct {
	Attempt uuid.UUID
	Title   string // of the quiz
	// Late is the question with the late answer, InTime with the one before.
	Late, InTime Slot
	// OpID names the answer that was seen.
	OpID       string
	ReceivedAt time.Time
	// After is how long after the deadline it came.
	After time.Duration
}

// LateAnswers lists those of a course that wait, the oldest first.
func (s *Service) LateAnswers(ctx context.Context, who access.Actor, lang locale.Lang, slug string) (LateAnswers, error) {
	var v LateAnswers
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		work, head, err := s.Look(tx, who, slug)
		if err != nil {
			return err
		}
		v.Course = head
		rows, err := assessment.ListLateAnswers(tx, work.CourseID, markingPage)
		if err != nil {
			return err
		}
		ids := make([]uuid.UUID, len(rows))
		for i, row := range rows {
			ids[i] = row.Asked.QuestionVersionID
		}
		cards, err := s.cardsOf(tx, ids)
		if err != nil {
			return err
		}
		for _, row := range rows {
			v.Waiting, v.Answers = row.Waiting, append(v.Answers, lateAnswer(row, cards[row.Asked.QuestionVersionID], lang))
		}
		return nil
	})
	return v, err
}

func lateAnswer(row assessment.WaitingLate, c *card, lang locale.Lang) LateAnswer {
	late := row.Asked
	late.Response, late.File = row.Response, row.File
	return LateAnswer{
		Attempt: row.AttemptID, Title: row.LessonTitle.In(string(lang)), InTime: c.slot(row.Asked, lang), Late: c.slot(late, lang), OpID: row.OpID,
		ReceivedAt: row.ReceivedAt.UTC(), After: row.ReceivedAt.Sub(row.Deadline),
	}
}

// LateDecision says whether a late answer counts. OpID is the one that was seen: another may have come since.
type LateDecision struct {
	Attempt uuid.UUID
	Slot    int
	OpID    string
	Take    bool
}

// DecideLate takes a late answer in the place of the one that was in time and grades the attempt anew, or leaves it. One
// that somebody has decided about, or that has changed since it was seen, is ErrMarked.
func (s *Service) DecideLate(ctx context.Context, who access.Actor, slug string, d LateDecision) error {
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		work, _, err := s.lookToMark(tx, who, slug)
		if err != nil {
			return err
		}
		row, err := assessment.FindLateAnswer(tx, work.CourseID, d.Attempt, d.Slot)
		if errors.Is(err, models.ErrNotFound) || err == nil && row.OpID != d.OpID {
			return ErrMarked
		}
		if err != nil {
			return err
		}
		if row.CitizenID == who.ID {
			return ErrOwnAnswer
		}
		decision := "left"
		if d.Take {
			decision = "taken"
			err = s.takeLate(tx, row)
		}
		if err != nil {
			return err
		}
		if err := assessment.UpdateLateDecision(tx, row.LateAnswer, decision, who.ID); err != nil {
			return orMarked(err)
		}
		return operations.InsertAudit(tx, operations.AuditEntry{ActorID: &who.ID, Action: "course.late_answer_" + decision, ObjectKind: "attempt", ObjectID: &d.Attempt})
	})
}

func orMarked(err error) error {
	if errors.Is(err, models.ErrNotFound) {
		return ErrMarked
	}
	return err
}

// takeLate grades an attempt with a late answer. Locks are taken in their order.
func (s *Service) takeLate(tx *models.Tx, row assessment.WaitingLate) error {
	if _, err := courses.LockEnrolmentByID(tx, row.EnrolmentID); err != nil {
		return err
	}
	a, err := assessment.LockAttempt(tx, row.AttemptID)
	if err != nil {
		return err
	}
	if _, err := s.finish(tx, &a); err != nil {
		return err
	}
	slots, cards, err := s.toGrade(tx, a.ID)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(slots, func(slot assessment.AnsweredSlot) bool { return slot.Slot == row.Slot })
	slots[at].Response = row.Response
	var score *float64
	if j, _ := judgeSlot(slots[at], cards); !j.waits {
		score = &j.score
	}
	if err := assessment.UpdateLateTaken(tx, row.LateAnswer, score); err != nil {
		return err
	}
	return s.total(tx, &a)
}
