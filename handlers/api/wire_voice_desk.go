package api

import (
	"time"

	"github.com/google/uuid"
)

// The published shapes of what authors do with their proposals later, and of what moderators and officers do.

// ProposalDraft is a proposal as its author writes it. Version is the one that the writing began from, 0 of a new one.
type ProposalDraft struct {
	Agenda   string `json:"agenda" doc:"The slug of an agenda."`
	Title    string `json:"title" doc:"5 to 100 characters."`
	Problem  string `json:"problem" doc:"Up to 3,000 characters; a draft may lack it."`
	Idea     string `json:"idea" doc:"Up to 5,000 characters; a draft may lack it."`
	Language string `json:"language,omitempty" enum:"ko,en" doc:"Of the words; that of the request where it is left out."`
	Version  int    `json:"version,omitempty"`
	Send     bool   `json:"send,omitempty" doc:"Sends it in; without it a draft is kept."`
	Seen     bool   `json:"seen,omitempty" doc:"That the author has seen proposals like it, and the warning of personal data. Without it these answer 409 look_first."`
	Consent  bool   `json:"consent,omitempty" doc:"Agrees that political opinions of the caller are kept; needed once."`
}

// Why gives a reason.
type Why struct {
	Reason string `json:"reason" doc:"Up to 2,000 characters."`
}

// ReportRequest brings a text before a moderator.
type ReportRequest struct {
	Reason  string     `json:"reason" doc:"Up to 1,000 characters; only moderators read it."`
	Comment *uuid.UUID `json:"comment,omitempty" format:"uuid" doc:"A comment under the proposal; the proposal itself where it is left out."`
}

// OpinionConsent is whether somebody agrees that their political opinions are kept. Taking it back removes supports, votes, and the
// words of comments and questions.
type OpinionConsent struct {
	Given bool `json:"given"`
}

// VoiceDesk is what waits for moderators and officers, the oldest first.
type VoiceDesk struct {
	Cases   []ModerationCase `json:"cases"`
	Answers []ProposalCard   `json:"answers" doc:"Proposals that wait for an answer."`
}

// ModerationCase is a text before a moderator.
type ModerationCase struct {
	ID         uuid.UUID      `json:"id" format:"uuid"`
	What       string         `json:"what" enum:"proposal,comment,question"`
	State      string         `json:"state" enum:"open,kept,hidden,edit_requested,appealed,upheld,reversed"`
	Origin     string         `json:"origin" enum:"submission,report,moderator"`
	Proposal   *uuid.UUID     `json:"proposal" format:"uuid"`
	Event      *uuid.UUID     `json:"event" format:"uuid" doc:"Of a question."`
	Title      string         `json:"title"`
	Problem    *string        `json:"problem"`
	Idea       *string        `json:"idea"`
	Words      *string        `json:"words" doc:"Of a comment or a question."`
	Author     *string        `json:"author" doc:"Hidden in part; null once nobody's."`
	Personal   []string       `json:"personal" doc:"Kinds of personal data that the text seems to hold."`
	Report     *string        `json:"report"`
	Reason     *string        `json:"reason" doc:"Of the decision before."`
	Appeal     *string        `json:"appeal"`
	OpenedAt   time.Time      `json:"opened_at"`
	DueAt      *time.Time     `json:"due_at"`
	Overdue    bool           `json:"overdue"`
	CanDecide  bool           `json:"can_decide" doc:"Nobody decides on their own, nor twice on the same."`
	CanReturn  bool           `json:"can_return" doc:"Whether it can be given back to be mended."`
	ReasonCode []ReasonOption `json:"reasons" doc:"What a decision can name; of a single case only."`
}

// ReasonOption is a reason that a decision can name.
type ReasonOption struct {
	Code  string `json:"code"`
	Title string `json:"title"`
}

// CaseDecision decides on a text. Code and reason are needed but to keep it.
type CaseDecision struct {
	Do     string `json:"do" enum:"keep,return,hide"`
	Code   string `json:"code,omitempty"`
	Reason string `json:"reason,omitempty" doc:"What the author is told."`
}

// AppealDecision decides on an appeal.
type AppealDecision struct {
	Reverse bool   `json:"reverse" doc:"Shows the text again."`
	Reason  string `json:"reason"`
}

// AppealRequest speaks against a decision: once, and in time.
type AppealRequest struct {
	Reason string `json:"reason" doc:"Up to 2,000 characters."`
}

// LoggedDecision counts decisions of a month that came out one way for one reason.
type LoggedDecision struct {
	Month  string  `json:"month" doc:"As 2026-12, in Seoul."`
	State  string  `json:"state"`
	Reason *string `json:"reason"`
	Count  int     `json:"count"`
}

// ProposalMerger takes a proposal into another.
type ProposalMerger struct {
	Into   uuid.UUID `json:"into" format:"uuid"`
	Reason string    `json:"reason"`
}

// ProposalOverride lists a proposal, or has it answered, before enough people support it.
type ProposalOverride struct {
	Effect string `json:"effect" enum:"listed,answer"`
	Reason string `json:"reason"`
}

// ProposalOwner says which office answers a proposal.
type ProposalOwner struct {
	Division string `json:"division" doc:"The slug of an office."`
}

// ClockExtension gives the step that a proposal stands at more days.
type ClockExtension struct {
	Days   int    `json:"days" doc:"1 to 60."`
	Reason string `json:"reason"`
}

// AnswerDraft is an answer as it is drafted.
type AnswerDraft struct {
	Outcome        string        `json:"outcome" enum:"accepted,partly,not_accepted,already_done,out_of_scope"`
	Summary        string        `json:"summary" doc:"Up to 300 characters."`
	Division       string        `json:"division" doc:"The slug of an office."`
	Points         []AnswerPoint `json:"points" doc:"1 to 20."`
	ChangedBecause string        `json:"changed_because,omitempty" doc:"Of another version of an answer that is published."`
}

// DraftedAnswer is what waits for a second signature.
type DraftedAnswer struct {
	Version int          `json:"version"`
	Answer  *AnswerDraft `json:"answer" doc:"null where nothing is drafted."`
	Own     bool         `json:"own" doc:"Whether the caller drafted it, and so cannot sign it."`
	CanSign bool         `json:"can_sign"`
}

// AnswerSignature publishes the version that was read.
type AnswerSignature struct {
	Version int `json:"version"`
}

// CommitmentRequest promises to do something.
type CommitmentRequest struct {
	Title    string `json:"title"`
	Division string `json:"division" doc:"The slug of an office."`
	DueOn    string `json:"due_on" format:"date"`
}

// CommitmentProgress says how far a commitment has come.
type CommitmentProgress struct {
	State   string `json:"state" enum:"planned,in_progress,done,dropped"`
	Percent int    `json:"percent,omitempty"`
	Note    string `json:"note,omitempty" doc:"What there is to see; needed once it is done or dropped."`
}
