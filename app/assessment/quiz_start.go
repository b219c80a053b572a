package assessment

import (
	"context"

	"academy/app/access"
	"academy/app/locale"
	"academy/models"
	"academy/models/assessment"

	"github.com/google/uuid"
)

// QuizStart says what a learner should know before starting, and whether anything stands in the way. A quiz in no
// published course is Missing.
func (s *Service) QuizStart(ctx context.Context, who access.Actor, lang locale.Lang, quizID uuid.UUID) (QuizStart, error) {
	var view QuizStart
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		admission, err := s.Peek(tx, who.ID, quizID)
		if err != nil {
			return err
		}
		rows, err := assessment.ListQuizAttempts(tx, quizID, admission.EnrolmentID)
		if err != nil {
			return err
		}
		view = newQuizStart(admission, rows, lang)
		return nil
	})
	return view, err
}

func newQuizStart(a Admission, rows []assessment.QuizAttempt, lang locale.Lang) QuizStart {
	quiz := rows[0]
	view := QuizStart{
		QuizID: quiz.ID, LessonID: a.LessonID, CourseSlug: a.CourseSlug,
		CourseTitle: a.CourseTitle.In(string(lang)), Title: a.LessonTitle.In(string(lang)),
		Questions: quiz.Questions, Marks: quiz.Marks, PassPercent: max(quiz.PassPercent, a.PassPercent),
		MaxAttempts: quiz.MaxAttempts, TimeLimit: minutes(quiz.TimeLimitS),
	}
	for _, row := range rows {
		if row.Attempt.ID == uuid.Nil {
			continue
		}
		view.Used++
		view.Attempts = append(view.Attempts, attemptRow(row.Attempt))
		if row.Attempt.Open() {
			view.Open = &row.Attempt.ID
		}
	}
	view.Blocked = blocked(a, view)
	return view
}

// blocked is why no attempt can be started. An open attempt can always be gone on with.
func blocked(a Admission, view QuizStart) string {
	switch {
	case a.EnrolmentID == uuid.Nil:
		return "not_enrolled"
	case view.Open != nil:
		return ""
	case a.Locked:
		return "locked"
	case view.MaxAttempts > 0 && view.Used >= view.MaxAttempts:
		return "attempts_used"
	}
	return ""
}

func attemptRow(a assessment.Attempt) AttemptRow {
	row := AttemptRow{ID: a.ID, Number: a.Number, State: a.State, StartedAt: a.StartedAt.UTC(), SubmittedAt: utc(a.SubmittedAt)}
	if a.Score != nil {
		row.Percent = int(percent(*a.Score, a.Max))
		row.Passed = a.Passed != nil && *a.Passed
	}
	return row
}

// minutes rounds down, so that nobody is promised time that there is not; less than one is one, as 0 is no limit.
func minutes(seconds int) int {
	if seconds == 0 {
		return 0
	}
	return max(1, seconds/60)
}
