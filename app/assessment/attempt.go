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

// Attempt shows a citizen's own attempt: the questions and the saved answers while it is open, the scores once it is
// graded, and what would have been right as soon as that helps no later attempt. One whose time is over is handed in first.
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

// The reviews: of an attempt that may be shown with the right answers, of one with its scores alone, and of one whose
// result is not shown. What is auto becomes one of them.
const (
	full      = "full"
	scoreOnly = "score"
	nothing   = "none"
	auto      = "auto"
)

// firstHour is how long an attempt has just been handed in.
const firstHour = time.Hour

// reviewOf says what a graded attempt shows now. Auto shows what is right once nobody gains by it: who can try again
// would hand in nothing, read the key and pass, and who has passed would tell those who sit until the quiz closes.
func reviewOf(use assessment.QuizUse, a assessment.Attempt, now time.Time) string {
	closes := use.Closes()
	over := closes != nil && !now.Before(*closes)
	chosen := use.ReviewLater
	switch {
	case over:
		chosen = use.ReviewClosed
	case a.SubmittedAt != nil && now.Before(a.SubmittedAt.Add(firstHour)):
		chosen = use.ReviewAfter
	}
	if chosen != auto {
		return chosen
	}
	passed, left := a.Passed != nil && *a.Passed, use.Attempts() == 0 || use.Last < use.Attempts()
	if (closes == nil || over) && (passed || (over || !left) && use.OpenID == nil) {
		return full
	}
	return scoreOnly
}

// reviewed says what the attempt on a page shows.
func reviewed(a assessment.HeadedAttempt, now time.Time) string {
	use := assessment.QuizUse{GrantedQuiz: a.Terms, Last: a.Used}
	if a.Sitting {
		use.OpenID = &a.ID
	}
	return reviewOf(use, a.Attempt, now)
}

// show makes the view of an attempt. Whatever would tell what is right stays out of it as long as it could be of use.
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
		slot := cards[row.QuestionVersionID].slot(row, lang)
		review := view.Review
		if view.State == "in_progress" {
			review = during(a, row, cards[row.QuestionVersionID], &slot)
		}
		switch review {
		case full:
			slot = cards[judgeOf(row)].revealed(slot, row.Score, lang)
		case scoreOnly:
			slot.Score = row.Score
		}
		slot.Regraded = regraded(row)
		if view.Review == full || view.Review == scoreOnly {
			s.said(row, cards[row.QuestionVersionID], &slot, lang)
		}
		view.count(&slot)
		view.Slots = append(view.Slots, slot)
	}
	return view, nil
}

// said adds what somebody who has marked an answer says to its learner.
func (s *Service) said(row assessment.AnsweredSlot, asked *card, slot *Slot, lang locale.Lang) {
	slot.Criteria = asked.marked(row, lang)
	if row.Comment != "" {
		slot.Comments = append(slot.Comments, s.HTML(row.Comment))
	}
	if row.CorrectedAt != nil {
		slot.Corrected = &Corrected{row.CorrectedAt.UTC(), row.Correction}
	}
}

// during says what an attempt in progress tells of one answer, and on the slot whether the learner may ask.
func during(a assessment.HeadedAttempt, row assessment.AnsweredSlot, asked *card, slot *Slot) string {
	slot.Checked = row.CheckedAt != nil
	slot.Checkable = !slot.Checked && checkable(a.Terms, asked)
	if !slot.Checked {
		return nothing
	}
	return a.Terms.ReviewDuring
}

// judgeOf is the version that says what is right: the one asked, unless a regrade has corrected it.
func judgeOf(row assessment.AnsweredSlot) uuid.UUID {
	if row.JudgedBy != nil {
		return *row.JudgedBy
	}
	return row.QuestionVersionID
}

// regraded is what a learner is told of the regrade that has judged an answer.
func regraded(row assessment.AnsweredSlot) *Regraded {
	if row.RegradedAt == nil {
		return nil
	}
	r := &Regraded{Mode: row.RegradeMode, At: row.RegradedAt.UTC(), Asked: row.Marks}
	if row.AskedMarks != nil {
		r.Asked = *row.AskedMarks
	}
	return r
}

func (a *Attempt) count(slot *Slot) {
	if slot.Asks {
		a.Asked++
		slot.Number = a.Asked
	}
	if slot.Answered {
		a.Answered++
	}
}

func headed(a assessment.HeadedAttempt, now time.Time, lang locale.Lang) Attempt {
	view := Attempt{
		ID: a.ID, QuizID: a.QuizID, LessonID: a.LessonID,
		CourseSlug: a.CourseSlug, CourseTitle: a.CourseTitle.In(string(lang)), Title: a.LessonTitle.In(string(lang)),
		Number: a.Number, State: a.State, Overdue: a.Overdue,
		StartedAt: a.StartedAt.UTC(), Deadline: utc(a.Deadline), ServerTime: now, SubmittedAt: utc(a.SubmittedAt),
		PassPercent: a.PassPercent, MaxAttempts: a.Terms.Attempts(), Max: a.Max, ExtraPercent: a.Terms.ExtraPercent,
		AttemptsLeft: -1, NextLesson: a.NextLessonID, CourseDone: a.CourseDone,
	}
	if view.MaxAttempts > 0 {
		view.AttemptsLeft = max(0, view.MaxAttempts-a.Used)
	}
	if a.State == "graded" {
		view.Review = reviewed(a, now)
	}
	if a.Score != nil && view.Review != nothing {
		view.Score, view.Percent = *a.Score, int(percent(*a.Score, a.Max))
		view.Passed = a.Passed != nil && *a.Passed
	}
	return view
}
