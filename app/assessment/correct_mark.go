package assessment

import (
	"context"
	"errors"
	"strconv"
	"time"

	"academy/app/access"
	"academy/app/jobs"
	"academy/app/locale"
	"academy/models"
	"academy/models/assessment"
	"academy/models/operations"
)

// GivenMarks is what was marked in a course, the newest first. Nobody is told whose an answer is.
type GivenMarks struct {
	Course  Head
	Answers []GivenMark
	Next    string // cursor of the next page, empty on the last
}

// GivenMark is an answer with the mark that somebody has given it.
type GivenMark struct {
	ToMark
	Score float64
	// Points are those given by criterion; empty where there are none.
	Points  []float64
	Comment string
	// MarkedAt names the mark: who corrects it says which one they have seen.
	MarkedAt time.Time
	// Correction is why it is not the first one, empty where it is.
	Correction string
}

// GivenMarks lists what was marked in a course. Everybody who makes the course may look and correct.
func (s *Service) GivenMarks(ctx context.Context, who access.Actor, lang locale.Lang, slug, cursor string) (GivenMarks, error) {
	var v GivenMarks
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		work, head, err := s.Look(tx, who, slug)
		if err != nil {
			return err
		}
		v.Course = head
		rows, err := assessment.ListMarked(tx, work.CourseID, models.ParseCursor(cursor), markingPage+1)
		if err != nil {
			return err
		}
		if len(rows) > markingPage {
			rows = rows[:markingPage]
			last := rows[markingPage-1]
			v.Next = models.Cursor{At: last.MarkedAt, ID: last.AttemptID}.String()
		}
		for _, row := range rows {
			answer, err := s.toMark(row.WaitingAnswer, lang)
			if err != nil {
				return err
			}
			v.Answers = append(v.Answers, GivenMark{answer, row.Score, row.CriterionPoints.V, row.Comment, row.MarkedAt.UTC(), row.Correction})
		}
		return nil
	})
	return v, err
}

// MarkCorrection is a mark in the place of the one that was given at Seen, and why.
type MarkCorrection struct {
	Mark
	Seen   time.Time
	Reason string
}

// CorrectMark gives an answer another mark, works its attempt out anew and tells the learner. A lesson that is complete stays
// so, whatever the new mark comes to. Where somebody else has corrected it meanwhile it is ErrMarkChanged.
func (s *Service) CorrectMark(ctx context.Context, who access.Actor, slug string, c MarkCorrection) error {
	var err error
	if c.Reason, err = reasonOf(c.Reason); err != nil {
		return err
	}
	if c.Comment, err = commentOf(c.Comment); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		work, head, err := s.lookToMark(tx, who, slug)
		if err != nil {
			return err
		}
		row, err := assessment.FindMarked(tx, work.CourseID, c.Attempt, c.Slot)
		if err != nil {
			return err
		}
		if row.CitizenID == who.ID {
			return ErrOwnAnswer
		}
		mark, err := c.on(row.WaitingAnswer, who.ID)
		if err != nil {
			return err
		}
		return s.correct(tx, who, head, row, mark, c)
	})
}

// correct writes a mark in the place of another and says in the audit and to the learner that it is another.
func (s *Service) correct(tx *models.Tx, who access.Actor, head Head, row assessment.MarkedAnswer, mark assessment.Mark, c MarkCorrection) error {
	a, err := s.write(tx, row.EnrolmentID, mark, func() error {
		err := assessment.UpdateCorrected(tx, mark, c.Seen, c.Reason)
		if errors.Is(err, models.ErrNotFound) {
			return ErrMarkChanged
		}
		return err
	})
	if err != nil {
		return err
	}
	said := func(marks float64) string { return strconv.FormatFloat(marks, 'f', -1, 64) }
	err = operations.InsertAudit(tx, operations.AuditEntry{
		ActorID: &who.ID, Action: "course.mark_corrected", SubjectID: &row.CitizenID, ObjectKind: "attempt", ObjectID: &c.Attempt, Reason: c.Reason,
		Details: models.JSON[map[string]string]{V: map[string]string{"slot": strconv.Itoa(c.Slot), "from": said(row.Score), "to": said(mark.Score)}},
	})
	if err != nil || a.State != "graded" {
		return err // whose other answers wait has been told nothing yet that could be another now
	}
	return s.Queue.Enqueue(tx, s.marked("mark_corrected", head, a, strconv.Itoa(c.Slot)+":"+tx.Now.Format(time.RFC3339Nano)))
}

// marked is a notice to the learner of an attempt that somebody has marked.
func (s *Service) marked(notice string, head Head, a assessment.Attempt, key string) jobs.Notify {
	return jobs.Notify{
		UserID: a.CitizenID, Notice: notice, EventKey: "attempt:" + a.ID.String() + ":" + key, Link: "/attempts/" + a.ID.String(),
		Params: map[string]string{"course_ko": head.Title.In("ko"), "course_en": head.Title.In("en")},
	}
}
