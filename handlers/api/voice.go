package api

import (
	"context"
	"net/http"
	"strconv"

	"academy/app/access"
	"academy/app/locale"
	"academy/app/participation"

	"github.com/google/uuid"
)

type proposalsInput struct {
	Query  string `query:"q" doc:"Words that the title or the problem holds."`
	Agenda string `query:"agenda" doc:"The slug of an agenda of either level."`
	State  string `query:"state" enum:"gathering,under_review,answered,committed,ended"`
	Limit  string `query:"limit" doc:"Items on a page, 1 to 50; the academy chooses where it is left out."`
	Cursor string `query:"cursor" doc:"next of the page before."`
}

type proposalInput struct {
	ID     string `path:"id" format:"uuid"`
	Cursor string `query:"cursor" doc:"next_comments of the page before."`
}

type proposeInput = payload[ProposalRequest]

type supportInput struct {
	ID string `path:"id" format:"uuid"`
	payload[SupportRequest]
}

type commentInput struct {
	ID string `path:"id" format:"uuid"`
	payload[CommentRequest]
}

type similarInput struct {
	Title string `query:"title"`
}

// voiceRoutes is every operation by which citizens speak up and are answered.
func (s *API) voiceRoutes() {
	answer(s, operation{get, "/proposals", access.Anyone, "proposals", "Find proposals, the newest first", nil}, fine, s.proposals)
	answer(s, operation{get, "/proposals/similar", access.Anyone, "similarProposals", "Open proposals like a title, to be supported instead", nil}, fine, s.similarProposals)
	answer(s, operation{get, "/proposals/overdue", access.Anyone, "overdueProposals", "Proposals whose step has run out", nil}, fine, s.overdueProposals)
	answer(s, operation{post, "/proposals", access.TakePart, "propose", "Send a proposal in", []int{busy}}, created, s.propose)
	answer(s, operation{get, "/proposals/{id}", access.Anyone, "proposal", "A proposal with its answer, commitments and discussion", []int{unknown}}, fine, s.proposal)
	answer(s, operation{post, "/proposals/{id}/supports", access.TakePart, "support", "Support a proposal; twice is once", []int{unknown, busy}}, fine, s.support)
	act(s, operation{remove, "/proposals/{id}/supports/mine", access.Learn, "unsupport", "Take my support back, as long as supports are gathered", []int{unknown, busy}}, s.unsupport)
	answer(s, operation{post, "/proposals/{id}/comments", access.TakePart, "comment", "Say something about a proposal", []int{unknown, busy}}, created, s.comment)
	answer(s, operation{get, "/me/receipts", access.Learn, "myReceipts", "What became of what I said, the newest first", nil}, fine, s.receipts)
}

func (s *API) proposals(ctx context.Context, who caller, in *proposalsInput) (*reply[List[ProposalCard]], error) {
	page, err := s.app.Voice.Proposals(ctx, who.say.Lang, participation.Filter{Query: clean(in.Query), Agenda: clean(in.Agenda), State: clean(in.State), Cursor: in.Cursor, Limit: count(in.Limit)})
	if err != nil {
		return nil, err
	}
	return ok(listOf(page.Cards, page.Next, proposalCard))
}

func (s *API) similarProposals(ctx context.Context, who caller, in *similarInput) (*reply[List[ProposalCard]], error) {
	list, err := s.app.Voice.Similar(ctx, who.say.Lang, clean(in.Title), uuid.Nil)
	if err != nil {
		return nil, err
	}
	return ok(listOf(list, "", proposalCard))
}

func proposalCard(c participation.Card) ProposalCard {
	v := ProposalCard{
		ID: c.ID, Title: c.Title, State: c.State, Outcome: present(c.Outcome), Reason: present(c.Reason), Agenda: Agenda{c.AgendaSlug, c.Agenda}, Author: present(c.Author),
		Supports: c.Supports, Comments: c.Comments, Answer: present(c.Summary), SubmittedAt: c.At, Until: c.Until, DueAt: c.DueAt, DueFor: present(c.DueFor), Overdue: c.Overdue,
	}
	if c.Next != "" {
		v.Next = &Rung{c.Next, c.Needed}
	}
	return v
}

func (s *API) proposal(ctx context.Context, who caller, in *proposalInput) (*reply[Proposal], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	p, err := s.app.Voice.Proposal(ctx, who.Actor, who.say.Lang, id, in.Cursor)
	if err != nil {
		return nil, err
	}
	v := Proposal{
		ProposalCard: proposalCard(p.Card), Language: p.Lang, Problem: p.Problem, Idea: p.Text, Version: p.Version, MergedInto: p.MergedInto, Supported: p.Supported, Mine: p.Mine,
		Events: each(p.Steps, proposalEvent), Answers: each(p.Answers, officialAnswer), Commitments: each(p.Promises, commitment), Discussion: each(p.Comments, commentOf),
		NextComment: present(p.NextComments),
	}
	if p.Split.Shown() {
		v.Split = &SupportSplit{p.Split.Informed, p.Split.General, p.Split.On}
	}
	if p.Objection != nil {
		v.Objection = &p.Objection.Text
	}
	return ok(v)
}

func proposalEvent(e participation.Step) ProposalEvent {
	return ProposalEvent{Kind: e.Kind, At: e.At, Reason: present(e.Reason), Until: e.Until}
}

func officialAnswer(a participation.Answer) OfficialAnswer {
	return OfficialAnswer{
		Version: a.Version, Outcome: a.Outcome, Summary: a.Summary, Division: a.Division, PublishedAt: a.SignedAt, ChangedBecause: present(a.Because),
		Points: each(a.Points, func(p participation.Point) AnswerPoint { return AnswerPoint(p) }),
	}
}

func commitment(k participation.Promise) Commitment {
	return Commitment{ID: k.ID, Title: k.Title, Division: k.Division, DueOn: k.DueOn.Format("2006-01-02"), State: k.State, Percent: k.Percent, Note: present(k.Note), MovedAt: k.MovedAt, Overdue: k.Overdue}
}

func commentOf(c participation.Comment) Comment {
	v := Comment{ID: c.ID, Author: present(c.Author), Stance: c.Stance, Body: c.Body, State: c.State, At: c.At, Replies: each(c.Replies, commentOf)}
	if e := c.Evidence; e != nil {
		v.Evidence = &EvidenceRef{Title: e.Title, URL: present(e.URL)}
		if e.Course != "" {
			v.Evidence.Lesson, v.Evidence.Second = &e.Lesson, &e.Second
		}
		if e.Page > 0 {
			v.Evidence.Page = &e.Page
		}
	}
	return v
}

func (s *API) propose(ctx context.Context, who caller, in *proposeInput) (*reply[MadeProposal], error) {
	body, err := in.read()
	if err != nil {
		return nil, err
	}
	w := participation.Writing{Agenda: body.Agenda, Title: body.Title, Problem: body.Problem, Idea: body.Idea, Lang: who.say.Lang, Seen: body.Seen, Consent: body.Consent}
	if body.Language != "" {
		w.Lang = locale.Parse(body.Language)
	}
	id, err := s.app.Voice.Submit(ctx, who.Actor, uuid.Nil, w)
	if err != nil {
		return nil, err
	}
	return made(MadeProposal{id, "submitted"}, true)
}

func (s *API) support(ctx context.Context, who caller, in *supportInput) (*reply[Supported], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	body, err := in.optional()
	if err != nil {
		return nil, err
	}
	if err := s.app.Voice.Support(ctx, who.Actor, id, body.Consent); err != nil {
		return nil, err
	}
	n, err := s.app.Voice.Supports(ctx, id)
	if err != nil {
		return nil, err
	}
	return ok(Supported{true, n})
}

func (s *API) unsupport(ctx context.Context, who caller, in *proposalInput) error {
	id, err := identifier(in.ID)
	if err != nil {
		return err
	}
	return s.app.Voice.Unsupport(ctx, who.Actor, id)
}

func (s *API) comment(ctx context.Context, who caller, in *commentInput) (*reply[MadeComment], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	body, err := in.read()
	if err != nil {
		return nil, err
	}
	c := participation.NewComment{Stance: body.Stance, Body: body.Body, Consent: body.Consent}
	if body.Parent != nil {
		c.Parent = *body.Parent
	}
	switch {
	case body.Lesson != nil:
		c.Evidence, c.At = "lesson:"+body.Lesson.String(), strconv.Itoa(body.Second)
	case body.Document != nil && body.Page > 0:
		c.Evidence, c.At = "document:"+body.Document.String(), strconv.Itoa(body.Page)
	case body.Document != nil:
		c.Evidence = "document:" + body.Document.String()
	}
	if err := s.app.Voice.Comment(ctx, who.Actor, id, c); err != nil {
		return nil, err
	}
	return &reply[MadeComment]{http.StatusCreated, MadeComment{id}}, nil
}

func (s *API) receipts(ctx context.Context, who caller, in *cursorInput) (*reply[List[Receipt]], error) {
	page, err := s.app.Voice.Receipts(ctx, who.Actor, who.say.Lang, in.Cursor)
	if err != nil {
		return nil, err
	}
	return ok(listOf(page.List, page.Next, func(r participation.Receipt) Receipt {
		return Receipt{
			Kind: r.What, At: r.At, Proposal: idOf(r.Proposal), Event: idOf(r.Meeting), MinutesAt: r.MinutesAt, Title: r.Title, State: r.State, Outcome: present(r.Outcome), Reason: present(r.Reason), Body: present(r.Body), Hidden: present(r.CommentReason), Case: idOf(r.Case),
			Stage: r.Stage, Ended: r.Ended, Answer: present(r.Summary), DueAt: r.DueAt, DueFor: present(r.DueFor), Overdue: r.Overdue, Events: each(r.Steps, proposalEvent), Commitments: each(r.Promises, commitment),
		}
	}))
}

// idOf is an ID, null where there is none.
func idOf(id uuid.UUID) *uuid.UUID {
	if id == uuid.Nil {
		return nil
	}
	return &id
}
