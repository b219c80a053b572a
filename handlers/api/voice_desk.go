package api

import (
	"context"

	"academy/app/access"
	"academy/app/participation"

	"github.com/google/uuid"
)

// voiceDeskRoutes is every operation of moderators and officers on proposals.
func (s *API) voiceDeskRoutes() {
	answer(s, operation{get, "/mod/desk", access.Moderate, "voiceDesk", "What waits for moderators and officers", nil}, fine, s.voiceDesk)
	answer(s, operation{get, "/mod/log", access.Anyone, "moderationLog", "What moderators have decided in a year: counts and reasons, no text and no name", nil}, fine, s.moderationLog)
	answer(s, operation{get, "/mod/cases/{id}", access.Moderate, "moderationCase", "A text before a moderator", []int{unknown}}, fine, s.moderationCase)
	act(s, operation{post, "/mod/cases/{id}/decision", access.Moderate, "decideCase", "Keep a text, give it back or hide it; the author is told", []int{unknown, busy}}, s.decideCase)
	act(s, operation{post, "/mod/cases/{id}/appeal", access.Moderate, "decideAppeal", "Decide on an appeal against somebody else's decision", []int{unknown, busy}}, s.decideAppeal)
	act(s, operation{post, "/mod/proposals/{id}/merger", access.Moderate, "mergeProposal", "Take a proposal into another; its supporters come along", []int{unknown, busy}}, s.mergeProposal)
	act(s, operation{post, "/mod/proposals/{id}/override", access.Moderate, "overrideLadder", "List a proposal, or have it answered, before enough people support it", []int{unknown, busy}}, s.overrideLadder)
	act(s, operation{post, "/mod/proposals/{id}/owner", access.Moderate, "takeUpProposal", "Say which office answers", []int{unknown, busy}}, s.takeUpProposal)
	act(s, operation{post, "/mod/proposals/{id}/extension", access.Moderate, "extendClock", "Give the step that a proposal stands at more days", []int{unknown, busy}}, s.extendClock)
	answer(s, operation{get, "/mod/proposals/{id}/answer", access.Moderate, "draftedAnswer", "What is drafted as the answer", []int{unknown}}, fine, s.draftedAnswer)
	act(s, operation{put, "/mod/proposals/{id}/answer", access.Moderate, "draftAnswer", "Draft the answer, or another version of it", []int{unknown, busy}}, s.draftAnswer)
	act(s, operation{post, "/mod/proposals/{id}/answer/signature", access.SignAnswers, "signAnswer", "Publish the answer that somebody else has drafted", []int{unknown, busy}}, s.signAnswer)
	act(s, operation{post, "/mod/proposals/{id}/commitments", access.Moderate, "commit", "Promise to do something that an answered proposal asks for", []int{unknown, busy}}, s.commit)
	act(s, operation{post, "/mod/commitments/{id}/progress", access.Moderate, "setProgress", "Say how far a commitment has come", []int{unknown, busy}}, s.setProgress)
}

func (s *API) voiceDesk(ctx context.Context, who caller, _ *nothing) (*reply[VoiceDesk], error) {
	v, err := s.app.Voice.Desk(ctx, who.Actor, who.say.Lang)
	if err != nil {
		return nil, err
	}
	return ok(VoiceDesk{Cases: each(v.Cases, caseOf), Answers: each(v.Answers, proposalCard)})
}

func caseOf(c participation.Case) ModerationCase {
	v := ModerationCase{
		ID: c.ID, What: "proposal", State: c.State, Origin: c.Origin, Proposal: idOf(c.ProposalID), Event: idOf(c.Meeting), Title: c.Title, Problem: present(c.Problem), Idea: present(c.Idea),
		Words: present(c.Comment), Author: present(c.Author), Personal: append([]string{}, c.Personal...), Report: present(c.Report), Reason: present(c.Reason), Appeal: present(c.Appeal),
		OpenedAt: c.OpenedAt, DueAt: c.DueAt, Overdue: c.Overdue, CanDecide: !c.Own && !c.First, CanReturn: c.MayReturn,
		ReasonCode: each(c.Reasons, func(r participation.Choice) ReasonOption { return ReasonOption{r.Value, r.Title} }),
	}
	switch {
	case c.OnComment:
		v.What = "comment"
	case c.Meeting != uuid.Nil:
		v.What = "question"
	}
	return v
}

func (s *API) moderationLog(ctx context.Context, who caller, _ *nothing) (*reply[List[LoggedDecision]], error) {
	list, err := s.app.Voice.Log(ctx, who.say.Lang)
	if err != nil {
		return nil, err
	}
	return ok(listOf(list, "", func(t participation.Tally) LoggedDecision {
		return LoggedDecision{t.Month, t.State, present(t.Reason), t.Count}
	}))
}

func (s *API) moderationCase(ctx context.Context, who caller, in *idInput) (*reply[ModerationCase], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	c, err := s.app.Voice.Case(ctx, who.Actor, who.say.Lang, id)
	if err != nil {
		return nil, err
	}
	return ok(caseOf(c))
}

func (s *API) decideCase(ctx context.Context, who caller, in *on[CaseDecision]) error {
	return in.with(func(id uuid.UUID, b CaseDecision) error {
		return s.app.Voice.Moderate(ctx, who.Actor, id, participation.Verdict(b))
	})
}

func (s *API) decideAppeal(ctx context.Context, who caller, in *on[AppealDecision]) error {
	return in.with(func(id uuid.UUID, b AppealDecision) error {
		return s.app.Voice.DecideAppeal(ctx, who.Actor, id, b.Reverse, b.Reason)
	})
}

func (s *API) overdueProposals(ctx context.Context, who caller, _ *nothing) (*reply[List[ProposalCard]], error) {
	list, err := s.app.Voice.Overdue(ctx, who.say.Lang)
	if err != nil {
		return nil, err
	}
	return ok(listOf(list, "", proposalCard))
}

func (s *API) mergeProposal(ctx context.Context, who caller, in *on[ProposalMerger]) error {
	return in.with(func(id uuid.UUID, b ProposalMerger) error {
		return s.app.Voice.Merge(ctx, who.Actor, id, b.Into, b.Reason)
	})
}

func (s *API) overrideLadder(ctx context.Context, who caller, in *on[ProposalOverride]) error {
	return in.with(func(id uuid.UUID, b ProposalOverride) error {
		return s.app.Voice.Override(ctx, who.Actor, id, b.Effect, b.Reason)
	})
}

func (s *API) takeUpProposal(ctx context.Context, who caller, in *on[ProposalOwner]) error {
	return in.with(func(id uuid.UUID, b ProposalOwner) error { return s.app.Voice.TakeUp(ctx, who.Actor, id, b.Division) })
}

func (s *API) extendClock(ctx context.Context, who caller, in *on[ClockExtension]) error {
	return in.with(func(id uuid.UUID, b ClockExtension) error {
		return s.app.Voice.Extend(ctx, who.Actor, id, b.Days, b.Reason)
	})
}

func (s *API) draftedAnswer(ctx context.Context, who caller, in *idInput) (*reply[DraftedAnswer], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	v, err := s.app.Voice.Drafting(ctx, who.Actor, who.say.Lang, id)
	if err != nil {
		return nil, err
	}
	drafted := DraftedAnswer{Own: v.Own, CanSign: v.MaySign && v.Draft != nil && !v.Own}
	if d := v.Draft; d != nil {
		drafted.Version = d.Version
		drafted.Answer = &AnswerDraft{
			Outcome: d.Outcome, Summary: d.Summary, Division: v.Division, ChangedBecause: d.Because,
			Points: each(d.Points, func(p participation.Point) AnswerPoint { return AnswerPoint(p) }),
		}
	}
	return ok(drafted)
}

func (s *API) draftAnswer(ctx context.Context, who caller, in *on[AnswerDraft]) error {
	return in.with(func(id uuid.UUID, b AnswerDraft) error {
		return s.app.Voice.DraftAnswer(ctx, who.Actor, id, participation.NewAnswer{
			Outcome: b.Outcome, Summary: b.Summary, Division: b.Division, Because: b.ChangedBecause, Points: each(b.Points, func(p AnswerPoint) participation.Point { return participation.Point(p) }),
		})
	})
}

func (s *API) signAnswer(ctx context.Context, who caller, in *on[AnswerSignature]) error {
	return in.with(func(id uuid.UUID, b AnswerSignature) error { return s.app.Voice.Sign(ctx, who.Actor, id, b.Version) })
}

func (s *API) commit(ctx context.Context, who caller, in *on[CommitmentRequest]) error {
	return in.with(func(id uuid.UUID, b CommitmentRequest) error {
		return s.app.Voice.Commit(ctx, who.Actor, id, participation.NewCommitment(b))
	})
}

func (s *API) setProgress(ctx context.Context, who caller, in *on[CommitmentProgress]) error {
	return in.with(func(id uuid.UUID, b CommitmentProgress) error {
		_, err := s.app.Voice.SetProgress(ctx, who.Actor, id, participation.Progress(b))
		return err
	})
}
