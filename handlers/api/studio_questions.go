package api

import (
	"context"
	"encoding/json"

	"academy/app/fault"
)

type trialInput struct {
	ID string `path:"id" format:"uuid"`
	payload[TrialRequest]
}

// TrialRequest is an author's own answer to a question.
type TrialRequest struct {
	Response json.RawMessage `json:"response" doc:"In the shape of the type, as in PUT /attempts/{id}/responses/{slot}."`
}

// Trial is how it would be graded.
type Trial struct {
	Score        float64 `json:"score"`
	Max          float64 `json:"max" doc:"1: what a question is worth is said in each quiz."`
	FeedbackHTML string  `json:"feedback_html"`
}

func (s studio) tryQuestion(ctx context.Context, who caller, in *trialInput) (*reply[Trial], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	asked, err := in.read()
	if err != nil {
		return nil, err
	}
	if len(asked.Response) == 0 {
		return nil, fault.Field("response", "api.left_out")
	}
	t, err := s.app.Assessment.TryQuestion(ctx, who.Actor, who.say.Lang, id, asked.Response)
	if err != nil {
		return nil, err
	}
	return ok(Trial{t.Score, t.Max, t.Feedback})
}
