package api

import (
	"context"

	"academy/app/coursework"
)

type draftInput struct {
	ID string `path:"id" format:"uuid"`
	payload[DraftRequest]
}

type handInInput struct {
	ID string `path:"id" format:"uuid"`
	payload[HandInRequest]
}

type sentInput struct {
	ID    string `path:"id" format:"uuid"`
	Asset string `path:"asset" format:"uuid"`
}

func (s *API) assignment(ctx context.Context, who caller, in *idInput) (*reply[Assignment], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	v, err := s.app.Coursework.OpenOwn(ctx, who.Actor, id)
	if err != nil {
		return nil, err
	}
	return ok(assignmentOf(v))
}

func assignmentOf(v coursework.Own) Assignment {
	a := Assignment{
		Lesson: v.Lesson, State: v.State, Blocked: present(v.Why), Late: v.Late, DueAt: v.DueAt, ClosesAt: v.ClosesAt, Extended: v.Extended, Text: v.Task.Text, Files: v.Task.Files,
		Points: v.Task.Points, PassPercent: v.Task.PassPercent, Draft: draftOf(v.Draft), Submissions: each(v.Handed, submissionOf),
	}
	if v.Left >= 0 {
		a.Left = &v.Left
	}
	return a
}

func draftOf(d coursework.Draft) AssignmentDraft {
	v := AssignmentDraft{Version: d.Version, Text: d.Text, Files: each(d.Files, handedFileOf)}
	if !d.SavedAt.IsZero() {
		v.SavedAt = &d.SavedAt
	}
	return v
}

func handedFileOf(f coursework.File) HandedFile { return HandedFile(f) }

func submissionOf(v coursework.Submission) Submission {
	return Submission{
		ID: v.ID, Number: v.Number, State: v.State, Text: v.Text, SubmittedAt: v.At, LateDays: v.LateDays, Files: each(v.Files, handedFileOf),
		Marks: each(v.Marks, func(m coursework.Mark) SubmissionMark {
			return SubmissionMark{Decision: m.Decision, Points: m.Points, Most: m.Most, Deducted: m.Deducted, Percent: m.Percent, Comment: m.Comment, MarkedAt: m.MarkedAt, Criteria: each(m.Criteria, criterionOf)}
		}),
	}
}

func criterionOf(c coursework.GivenCriterion) SubmissionCriterion {
	return SubmissionCriterion{Text: textOf(c.Text), Points: c.Given, Most: c.Points}
}

func (s *API) saveDraft(ctx context.Context, who caller, in *draftInput) (*reply[SavedDraft], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	asked, err := in.read()
	if err != nil {
		return nil, err
	}
	d, err := s.app.Coursework.SaveDraft(ctx, who.Actor, id, coursework.DraftChange{From: asked.From, Text: asked.Text})
	if err != nil {
		return nil, err
	}
	return ok(SavedDraft{d.Version, d.SavedAt})
}

func (s *API) handIn(ctx context.Context, who caller, in *handInInput) (*reply[Submission], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	asked, err := in.read()
	if err != nil {
		return nil, err
	}
	r, err := s.app.Coursework.HandIn(ctx, who.Actor, id, coursework.HandIn{OpID: asked.OpID, DraftChange: coursework.DraftChange{From: asked.From, Text: asked.Text}})
	if err != nil {
		return nil, err
	}
	return ok(submissionOf(r.Submission))
}

func (s *API) addFile(ctx context.Context, who caller, in *sentInput) (*reply[Assignment], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	asset, err := identifier(in.Asset)
	if err != nil {
		return nil, err
	}
	v, err := s.app.Coursework.AddFile(ctx, who.Actor, id, asset)
	if err != nil {
		return nil, err
	}
	return ok(assignmentOf(v))
}
