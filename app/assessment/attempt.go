package assessment

import (
	"context"
	"time"

	"academy/app/access"
	"academy/app/locale"
	"academy/models"
	"academy/models/assessment"

	"github.com/google/uuid"
)

// Attempt shows a citizen's own attempt: the questions and the saved answers while it is open, and what was right
// once it is graded. One whose time is over is handed in first.
func (s *Service) Attempt(ctx context.Context, who access.Actor, lang locale.Lang, attemptID uuid.UUID) (Attempt, error) {
	var view Attempt
	show := func(tx *models.Tx) error {
		a, err := assessment.FindHeaded(tx, attemptID, who.ID)
		if err != nil {
			return err
		}
		view, err = s.show(tx, a, lang)
		return err
	}
	if err := s.DB.Read(ctx, show); err != nil {
		return Attempt{}, err
	}
	if view.State != "in_progress" || !late(view.Deadline, view.ServerTime) {
		return view, nil
	}
	if err := s.submitDue(ctx, attemptID); err != nil {
		return Attempt{}, err
	}
	return view, s.DB.Read(ctx, show)
}

// show makes the view of an attempt. Whatever would tell what is right stays out of it until the attempt is graded.
func (s *Service) show(tx *models.Tx, a assessment.HeadedAttempt, lang locale.Lang) (Attempt, error) {
	rows, err := assessment.ListAnswered(tx, a.ID)
	if err != nil {
		return Attempt{}, err
	}
	cards, err := s.cardsOf(tx, versionsOf(rows))
	if err != nil {
		return Attempt{}, err
	}
	view := headed(a, tx.Now, lang)
	for _, row := range rows {
		c := cards[row.QuestionVersionID]
		slot := c.slot(row, lang)
		if a.State == "graded" {
			slot = c.revealed(slot, row.Score, lang)
		}
		if slot.Answered {
			view.Answered++
		}
		view.Slots = append(view.Slots, slot)
	}
	return view, nil
}

func headed(a assessment.HeadedAttempt, now time.Time, lang locale.Lang) Attempt {
	view := Attempt{
		ID: a.ID, QuizID: a.QuizID, LessonID: a.LessonID,
		CourseSlug: a.CourseSlug, CourseTitle: a.CourseTitle.In(string(lang)), Title: a.LessonTitle.In(string(lang)),
		Number: a.Number, State: a.State, Overdue: a.Overdue,
		StartedAt: a.StartedAt.UTC(), Deadline: utc(a.Deadline), ServerTime: now, SubmittedAt: utc(a.SubmittedAt),
		PassPercent: a.PassPercent, MaxAttempts: a.MaxAttempts, Max: a.Max,
		AttemptsLeft: -1, NextLesson: a.NextLessonID, CourseDone: a.CourseDone,
	}
	if a.MaxAttempts > 0 {
		view.AttemptsLeft = max(0, a.MaxAttempts-a.Used)
	}
	if a.Score != nil {
		view.Score, view.Percent = *a.Score, int(percent(*a.Score, a.Max))
		view.Passed = a.Passed != nil && *a.Passed
	}
	return view
}
