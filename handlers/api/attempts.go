package api

import (
	"cmp"
	"context"
	"strconv"
	"time"

	"academy/app/assessment"
	"academy/app/fault"
)

type startInput struct {
	ID string `path:"id" format:"uuid"`
	payload[StartRequest]
}

type slotInput struct {
	ID   string `path:"id" format:"uuid"`
	Slot string `path:"slot" doc:"The slot's number."`
}

type responseInput struct {
	ID   string `path:"id" format:"uuid"`
	Slot string `path:"slot" doc:"The slot's number."`
	payload[SaveRequest]
}

func (s *API) startAttempt(ctx context.Context, who caller, in *startInput) (*reply[Attempt], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	asked, err := in.optional()
	if err != nil {
		return nil, err
	}
	attempt, isNew, err := s.app.Assessment.Start(ctx, who.Actor, who.say.Lang, id, asked.Password)
	if err != nil {
		return nil, err
	}
	return made(attemptOf(attempt), isNew)
}

func (s *API) attempt(ctx context.Context, who caller, in *idInput) (*reply[Attempt], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	attempt, err := s.app.Assessment.Attempt(ctx, who.Actor, who.say.Lang, id)
	if err != nil {
		return nil, err
	}
	return ok(attemptOf(attempt))
}

func attemptOf(a assessment.Attempt) Attempt {
	attempt := Attempt{
		ID: a.ID, Quiz: a.QuizID, Lesson: a.LessonID, Course: CourseRef{a.CourseSlug, a.CourseTitle}, Title: a.Title, Number: a.Number, State: a.State,
		StartedAt: a.StartedAt.UTC(), Deadline: utc(a.Deadline), ServerTime: a.ServerTime.UTC(), SubmittedAt: utc(a.SubmittedAt),
		PassPercent: a.PassPercent, Slots: each(a.Slots, slotOf),
	}
	if a.State == "graded" {
		attempt.Result = &Result{State: a.State, Score: a.Score, Max: a.Max, Passed: a.Passed, Review: a.Review}
	}
	return attempt
}

func choicesOf(list []assessment.Choice) []Choice {
	return each(list, func(c assessment.Choice) Choice { return Choice(c) })
}

func slotOf(s assessment.Slot) Slot {
	return Slot{
		Slot: s.Slot, Type: s.Type, Marks: s.Marks, PromptHTML: s.Prompt, Choices: choicesOf(s.Choices),
		Left: choicesOf(s.Left), Right: choicesOf(s.Right), Items: choicesOf(s.Items), Units: s.Units, Most: s.Most, CommentsHTML: s.Comments,
		Gaps:     each(s.Gaps, func(g assessment.Gap) Gap { return Gap{g.ID, g.Number, choicesOf(g.Choices)} }),
		Response: s.Response, Seq: s.Seq, Score: s.Score, FeedbackHTML: s.Feedback, Correct: s.Correct,
		Checkable: s.Checkable, Checked: s.Checked,
		Criteria: each(s.Criteria, func(c assessment.CriterionMark) CriterionMark {
			return CriterionMark{Text: c.Text, Points: c.Given, Most: c.Points}
		}),
	}
}

func (s *API) saveResponse(ctx context.Context, who caller, in *responseInput) (*reply[Saved], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	slot, err := strconv.Atoi(in.Slot)
	if err != nil {
		return nil, fault.ErrMissing
	}
	asked, err := in.read()
	if err != nil {
		return nil, err
	}
	if len(asked.Response) == 0 {
		return nil, fault.Field("response", "api.left_out")
	}
	saved, err := s.app.Assessment.SaveResponse(ctx, who.Actor, assessment.Answer{
		AttemptID: id, Slot: slot, OpID: asked.OpID, Seq: asked.Seq, Response: asked.Response,
	})
	if err != nil {
		return nil, err
	}
	return ok(Saved{saved.SavedAt.UTC(), saved.Seq})
}

func (s *API) checkAnswer(ctx context.Context, who caller, in *slotInput) (*reply[Slot], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	slot, err := strconv.Atoi(in.Slot)
	if err != nil {
		return nil, fault.ErrMissing
	}
	shown, err := s.app.Assessment.CheckAnswer(ctx, who.Actor, who.say.Lang, id, slot)
	if err != nil {
		return nil, err
	}
	return ok(slotOf(shown))
}

func (s *API) submitAttempt(ctx context.Context, who caller, in *idInput) (*reply[Result], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	r, err := s.app.Assessment.Submit(ctx, who.Actor, id)
	if err != nil {
		return nil, err
	}
	return ok(Result{State: r.State, Score: r.Score, Max: r.Max, Passed: r.Passed, Review: cmp.Or(r.Review, "none")})
}

// utc writes every time in one zone.
func utc(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	at := t.UTC()
	return &at
}

// present is nil for a text that is not there.
func present(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
