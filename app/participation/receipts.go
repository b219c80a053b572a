package participation

import (
	"context"
	"slices"
	"time"

	"academy/app/access"
	"academy/app/locale"
	"academy/app/participation/rules"
	"academy/models"
	"academy/models/participation"

	"github.com/google/uuid"
)

// Receipt is something that somebody said, with what became of it.
type Receipt struct {
	What     string // proposal, support or comment; meeting, question
	At       time.Time
	Proposal uuid.UUID
	Title    string
	State    string
	Outcome  string
	Reason   string
	Body     string // of a comment
	// CommentState says whether a comment is shown, or hidden for a reason against which one may appeal.
	CommentState, CommentReason string
	Case                        uuid.UUID
	Supports                    int
	Steps                       []Step
	Summary                     string
	Promises                    []Promise
	Until, DueAt                *time.Time
	DueFor                      string
	Overdue                     bool
	Merged                      uuid.UUID
	// Meeting is the one that was attended, or at which a question was put; MinutesAt when its minutes were published.
	Meeting   uuid.UUID
	MinutesAt *time.Time
	// Stage is how far it has come on the way from received to outcome: 1 received, 2 moderated, 3 counted in, 4 answered,
	// 5 committed, 6 outcome. Ended says that it goes no further.
	Stage int
	Ended bool
}

// Receipts is a page of what somebody said.
type Receipts struct {
	List []Receipt
	Next string
}

// Receipts answers what somebody said and what became of it, the newest first.
func (s *Service) Receipts(ctx context.Context, who access.Actor, lang locale.Lang, cursor string) (Receipts, error) {
	if err := access.Check(who, access.Learn); err != nil {
		return Receipts{}, err
	}
	var v Receipts
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		rows, err := participation.ListReceipts(tx, who.ID, models.ParseCursor(cursor), perPage+1)
		if len(rows) > perPage {
			rows = rows[:perPage]
			last := rows[perPage-1]
			v.Next = models.Cursor{At: last.At, ID: last.ID}.String()
		}
		for _, r := range rows {
			v.List = append(v.List, receipt(r, lang, tx.Now))
		}
		return err
	})
	return v, err
}

func receipt(r participation.Receipt, lang locale.Lang, now time.Time) Receipt {
	p := r.Proposal
	v := Receipt{
		What: r.What, At: r.At.UTC(), Proposal: p.ID, Title: p.Title, State: p.State, Reason: p.Reason, Body: r.Body, CommentState: r.State, CommentReason: r.Reason,
		Supports: r.Supports, Steps: steps(r.Events.V, lang), Summary: r.Summary, DueAt: utc(p.DueAt),
	}
	if p.Outcome != nil {
		v.Outcome = *p.Outcome
	}
	if p.DueFor != nil {
		v.DueFor = *p.DueFor
	}
	if p.MergedInto != nil {
		v.Merged = *p.MergedInto
	}
	if r.CaseID != nil {
		v.Case = *r.CaseID
	}
	if rules.State(p.State) == rules.Gathering {
		v.Until = utc(p.GatheringUntil)
	}
	if rules.State(p.State) == rules.Hidden && r.What != "proposal" {
		v.Title = ""
	}
	v.Overdue = v.DueAt != nil && rules.Overdue(*v.DueAt, now)
	for _, k := range r.Commitments.V {
		v.Promises = append(v.Promises, promise(k, lang, now))
	}
	v.Stage, v.Ended = stage(rules.State(p.State))
	if r.MeetingID != nil {
		v.Meeting, v.MinutesAt, v.Title = *r.MeetingID, utc(r.MinutesAt), textIn(r.Meeting, lang)
		v.Stage, v.Ended = stageOf(v)
	}
	return v
}

// stageOf is how far what was said at a meeting has come; having been there is no saying.
func stageOf(r Receipt) (stage int, ended bool) {
	switch {
	case r.What != "question":
		return 0, false
	case r.CommentState == "hidden":
		return 2, true
	case r.Summary == "":
		return 3, false
	case len(r.Promises) == 0:
		return 4, false
	case slices.ContainsFunc(r.Promises, func(p Promise) bool { return p.State == "planned" || p.State == "in_progress" }):
		return 5, false
	}
	return 6, false
}

func stage(s rules.State) (stage int, ended bool) {
	switch s {
	case rules.Draft:
		return 0, false
	case rules.Submitted, rules.Returned:
		return 1, false
	case rules.Gathering:
		return 2, false
	case rules.UnderReview:
		return 3, false
	case rules.Answered:
		return 4, false
	case rules.Committed:
		return 5, false
	case rules.Implemented, rules.Cancelled:
		return 6, s == rules.Cancelled
	case rules.Lapsed:
		return 3, true
	}
	return 2, true
}
