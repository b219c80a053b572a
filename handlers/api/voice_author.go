package api

import (
	"context"
	"net/http"

	"academy/app/access"
	"academy/app/locale"
	"academy/app/participation"

	"github.com/google/uuid"
)

// on is an operation on one thing that takes a body.
type on[T any] struct {
	ID string `path:"id" format:"uuid"`
	payload[T]
}

// with reads both and hands them on.
func (in *on[T]) with(do func(uuid.UUID, T) error) error {
	id, err := identifier(in.ID)
	if err != nil {
		return err
	}
	body, err := in.read()
	if err != nil {
		return err
	}
	return do(id, body)
}

type commentRefInput struct {
	ID      string `path:"id" format:"uuid"`
	Comment string `path:"comment" format:"uuid"`
}

type questionReportInput struct {
	ID       string `path:"id" format:"uuid"`
	Question string `path:"question" format:"uuid"`
	payload[Why]
}

type proposalDraftInput = payload[ProposalDraft]

type consentInput = payload[OpinionConsent]

// authorRoutes is every operation on what one has said oneself, and against what others have.
func (s *API) authorRoutes() {
	answer(s, operation{post, "/me/proposals", access.TakePart, "draftProposal", "Keep a draft of a proposal, or send it in at once", []int{busy}}, created, s.draftProposal)
	answer(s, operation{put, "/me/proposals/{id}", access.TakePart, "writeProposal", "Change the words of my proposal: a draft, a returned one, or one that few support yet", []int{unknown, busy}}, fine, s.writeProposal)
	act(s, operation{post, "/proposals/{id}/withdrawal", access.Learn, "withdrawProposal", "Take my proposal back, for a reason that everybody reads; a draft is gone for good", []int{unknown, busy}}, s.withdrawProposal)
	act(s, operation{post, "/proposals/{id}/objection", access.TakePart, "object", "Say once what I have against the answer to my proposal", []int{unknown, busy}}, s.object)
	act(s, operation{post, "/proposals/{id}/reports", access.Learn, "report", "Bring a proposal, or a comment under it, before a moderator; twice is once", []int{unknown}}, s.report)
	act(s, operation{remove, "/proposals/{id}/comments/{comment}", access.Learn, "removeComment", "Take my comment away", []int{unknown, busy}}, s.removeComment)
	act(s, operation{post, "/events/{id}/questions/{question}/reports", access.Learn, "reportQuestion", "Bring a question before a moderator; twice is once", []int{unknown}}, s.reportQuestion)
	act(s, operation{remove, "/events/{id}/questions/{question}", access.Learn, "removeQuestion", "Take my question away, as long as it is not answered", []int{unknown, busy}}, s.removeQuestion)
	act(s, operation{post, "/me/receipts/cases/{id}/appeal", access.Learn, "appeal", "Speak against a decision by which my text is hidden: once, and in time", []int{unknown, busy}}, s.appeal)
	answer(s, operation{get, "/me/consents/opinion", access.Learn, "opinionConsent", "Whether I agree that my political opinions are kept", nil}, fine, s.opinionConsent)
	act(s, operation{put, "/me/consents/opinion", access.Learn, "setOpinionConsent", "Give that consent, or take it back with all that stands on it", nil}, s.setOpinionConsent)
}

func (who caller) writing(d ProposalDraft) participation.Writing {
	w := participation.Writing{Agenda: d.Agenda, Title: d.Title, Problem: d.Problem, Idea: d.Idea, Lang: who.say.Lang, From: d.Version, Seen: d.Seen, Consent: d.Consent}
	if d.Language != "" {
		w.Lang = locale.Parse(d.Language)
	}
	return w
}

// keepProposal writes a proposal, a new one where id is zero.
func (s *API) keepProposal(ctx context.Context, who caller, id uuid.UUID, d ProposalDraft) (MadeProposal, error) {
	write := s.app.Voice.Save
	if d.Send {
		write = s.app.Voice.Submit
	}
	id, err := write(ctx, who.Actor, id, who.writing(d))
	if err != nil {
		return MadeProposal{}, err
	}
	v, err := s.app.Voice.Proposal(ctx, who.Actor, who.say.Lang, id, "")
	return MadeProposal{id, v.State}, err
}

func (s *API) draftProposal(ctx context.Context, who caller, in *proposalDraftInput) (*reply[MadeProposal], error) {
	body, err := in.read()
	if err != nil {
		return nil, err
	}
	v, err := s.keepProposal(ctx, who, uuid.Nil, body)
	return &reply[MadeProposal]{http.StatusCreated, v}, err
}

func (s *API) writeProposal(ctx context.Context, who caller, in *on[ProposalDraft]) (*reply[MadeProposal], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	body, err := in.whole()
	if err != nil {
		return nil, err
	}
	v, err := s.keepProposal(ctx, who, id, body)
	return &reply[MadeProposal]{http.StatusOK, v}, err
}

func (s *API) withdrawProposal(ctx context.Context, who caller, in *on[Why]) error {
	return in.with(func(id uuid.UUID, b Why) error { return s.app.Voice.Withdraw(ctx, who.Actor, id, b.Reason) })
}

func (s *API) object(ctx context.Context, who caller, in *on[Why]) error {
	return in.with(func(id uuid.UUID, b Why) error { return s.app.Voice.Object(ctx, who.Actor, id, b.Reason) })
}

func (s *API) report(ctx context.Context, who caller, in *on[ReportRequest]) error {
	return in.with(func(id uuid.UUID, b ReportRequest) error {
		comment := uuid.Nil
		if b.Comment != nil {
			comment = *b.Comment
		}
		return s.app.Voice.Report(ctx, who.Actor, id, comment, b.Reason)
	})
}

func (s *API) removeComment(ctx context.Context, who caller, in *commentRefInput) error {
	_, comment, err := identifiers(in.ID, in.Comment)
	if err != nil {
		return err
	}
	return s.app.Voice.RemoveComment(ctx, who.Actor, comment)
}

func (s *API) reportQuestion(ctx context.Context, who caller, in *questionReportInput) error {
	id, question, err := identifiers(in.ID, in.Question)
	if err != nil {
		return err
	}
	body, err := in.read()
	if err != nil {
		return err
	}
	return s.app.Voice.ReportQuestion(ctx, who.Actor, id, question, body.Reason)
}

func (s *API) removeQuestion(ctx context.Context, who caller, in *unvoteInput) error {
	id, question, err := identifiers(in.ID, in.Question)
	if err != nil {
		return err
	}
	return s.app.Meetings.RemoveQuestion(ctx, who.Actor, id, question)
}

func (s *API) appeal(ctx context.Context, who caller, in *on[AppealRequest]) error {
	return in.with(func(id uuid.UUID, b AppealRequest) error { return s.app.Voice.Appeal(ctx, who.Actor, id, b.Reason) })
}

func (s *API) opinionConsent(ctx context.Context, who caller, _ *nothing) (*reply[OpinionConsent], error) {
	given, err := s.app.Voice.Consented(ctx, who.Actor)
	if err != nil {
		return nil, err
	}
	return ok(OpinionConsent{given})
}

func (s *API) setOpinionConsent(ctx context.Context, who caller, in *consentInput) error {
	body, err := in.whole()
	if err != nil {
		return err
	}
	return s.app.Voice.Consent(ctx, who.Actor, body.Given)
}
