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
		view = newQuizStart(admission, rows, tx.Now, lang)
		return nil
	})
	return view, err
}

func newQuizStart(a Admission, rows []assessment.QuizAttempt, now time.Time, lang locale.Lang) QuizStart {
	quiz := rows[0]
	view := QuizStart{
		QuizID: quiz.ID, LessonID: a.LessonID, CourseSlug: a.CourseSlug,
		CourseTitle: a.CourseTitle.In(string(lang)), Title: a.LessonTitle.In(string(lang)),
		Questions: quiz.Questions, Marks: quiz.Marks, PassPercent: max(quiz.PassPercent, a.PassPercent),
		MaxAttempts: quiz.Attempts(), TimeLimit: minutes(int(quiz.TimeLimit().Seconds())), Usual: minutes(quiz.TimeLimitS),
		OpensAt: utc(quiz.OpensAt), ClosesAt: utc(quiz.Closes()), Grading: quiz.Grading, Locked: quiz.Password != "", During: quiz.ReviewDuring,
	}
	use := usedBy(rows)
	view.Used, view.Open = use.Last, use.OpenID
	for _, row := range rows {
		if row.Attempt.ID != uuid.Nil {
			view.Attempts = append(view.Attempts, attemptRow(row.Attempt, reviewOf(use, row.Attempt, now)))
		}
	}
	if view.Open == nil {
		view.Blocked = blocked(a, use, now)
	}
	if view.Blocked == tooSoon {
		from := soonest(use).UTC()
		view.OpensAt = &from
	}
	return view
}

// usedBy counts the attempts of a learner.
func usedBy(rows []assessment.QuizAttempt) assessment.QuizUse {
	use := assessment.QuizUse{GrantedQuiz: rows[0].GrantedQuiz}
	for _, row := range rows {
		if row.Attempt.ID == uuid.Nil {
			continue
		}
		use.Last = max(use.Last, row.Attempt.Number)
		if row.Attempt.Open() {
			use.OpenID = &row.Attempt.ID
		}
		if at := row.Attempt.SubmittedAt; at != nil && (use.EndedAt == nil || at.After(*use.EndedAt)) {
			use.EndedAt = at
		}
	}
	return use
}

func attemptRow(a assessment.Attempt, review string) AttemptRow {
	row := AttemptRow{ID: a.ID, Number: a.Number, State: a.State, StartedAt: a.StartedAt.UTC(), SubmittedAt: utc(a.SubmittedAt), Hidden: review == nothing}
	if a.Score != nil && !row.Hidden {
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
