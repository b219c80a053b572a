package api

import (
	"time"

	"github.com/google/uuid"
)

// The published shapes of proposals and of what becomes of them. Whom a proposal is of is told by a name that is hidden in
// part; whom a support is of, and what one person has learned, is told to nobody.

// ProposalCard is a proposal in a list.
type ProposalCard struct {
	ID          uuid.UUID  `json:"id" format:"uuid"`
	Title       string     `json:"title" doc:"Empty while it is hidden."`
	State       string     `json:"state" enum:"draft,submitted,returned,gathering,lapsed,under_review,answered,committed,implemented,cancelled,withdrawn,merged_into,hidden"`
	Outcome     *string    `json:"outcome" enum:"accepted,partly,not_accepted,already_done,out_of_scope"`
	Reason      *string    `json:"reason" doc:"Why it stands where it stands: returned, hidden, withdrawn, lapsed, merged."`
	Agenda      Agenda     `json:"agenda"`
	Author      *string    `json:"author" doc:"Hidden in part; null once nobody's."`
	Supports    int        `json:"supports"`
	Next        *Rung      `json:"next" doc:"What the next number of supports brings about; null where there is none."`
	Comments    int        `json:"comments"`
	Answer      *string    `json:"answer" doc:"The official answer in a sentence; null before there is one."`
	SubmittedAt time.Time  `json:"submitted_at"`
	Until       *time.Time `json:"until" doc:"When the gathering of supports ends."`
	DueAt       *time.Time `json:"due_at" doc:"When the step it stands at must be done."`
	DueFor      *string    `json:"due_for" enum:"moderation,review,answer"`
	Overdue     bool       `json:"overdue"`
}

// Rung is a step of the ladder.
type Rung struct {
	Effect   string `json:"effect" enum:"listed,answer"`
	Supports int    `json:"supports"`
}

// Proposal is a proposal with all that is public about it.
type Proposal struct {
	ProposalCard
	Language    string           `json:"language" enum:"ko,en"`
	Problem     string           `json:"problem"`
	Idea        string           `json:"idea"`
	Version     int              `json:"version" doc:"What the next change of the words begins from."`
	MergedInto  *uuid.UUID       `json:"merged_into" format:"uuid"`
	Split       *SupportSplit    `json:"split" doc:"null as long as a side is below ten."`
	Supported   bool             `json:"supported" doc:"Whether the caller supports it."`
	Mine        bool             `json:"mine"`
	Events      []ProposalEvent  `json:"events"`
	Answers     []OfficialAnswer `json:"answers" doc:"The newest version first."`
	Objection   *string          `json:"objection"`
	Commitments []Commitment     `json:"commitments"`
	Discussion  []Comment        `json:"discussion" doc:"The newest first."`
	NextComment *string          `json:"next_comments" doc:"Cursor of the next page of the discussion."`
}

// SupportSplit is how many supporters had completed a course on the agenda: in tens, once a day. People choose courses
// themselves, so that a difference does not show what learning does.
type SupportSplit struct {
	Informed int    `json:"informed"`
	General  int    `json:"general"`
	On       string `json:"on" format:"date"`
}

// ProposalEvent is something that happened to a proposal.
type ProposalEvent struct {
	Kind   string     `json:"kind"`
	At     time.Time  `json:"at"`
	Reason *string    `json:"reason"`
	Until  *time.Time `json:"until"`
}

// OfficialAnswer is an answer that two have signed.
type OfficialAnswer struct {
	Version        int           `json:"version"`
	Outcome        string        `json:"outcome" enum:"accepted,partly,not_accepted,already_done,out_of_scope"`
	Summary        string        `json:"summary"`
	Points         []AnswerPoint `json:"points"`
	Division       string        `json:"division"`
	PublishedAt    time.Time     `json:"published_at"`
	ChangedBecause *string       `json:"changed_because"`
}

// AnswerPoint is what is answered to one thing.
type AnswerPoint struct {
	Clause string `json:"clause"`
	Reply  string `json:"reply"`
}

// Commitment is something that an office has promised.
type Commitment struct {
	ID       uuid.UUID `json:"id" format:"uuid"`
	Title    string    `json:"title"`
	Division string    `json:"division"`
	DueOn    string    `json:"due_on" format:"date"`
	State    string    `json:"state" enum:"planned,in_progress,done,dropped"`
	Percent  int       `json:"percent"`
	Note     *string   `json:"note"`
	MovedAt  time.Time `json:"moved_at"`
	Overdue  bool      `json:"overdue"`
}

// Comment is what somebody said about a proposal.
type Comment struct {
	ID       uuid.UUID    `json:"id" format:"uuid"`
	Author   *string      `json:"author"`
	Stance   string       `json:"stance" enum:"for,neutral,against"`
	Body     string       `json:"body"`
	State    string       `json:"state" enum:"shown,hidden,removed"`
	At       time.Time    `json:"at"`
	Evidence *EvidenceRef `json:"evidence"`
	Replies  []Comment    `json:"replies"`
}

// EvidenceRef is what a comment rests on: a lecture at a second, or a page of a document.
type EvidenceRef struct {
	Title  string     `json:"title"`
	Lesson *uuid.UUID `json:"lesson" format:"uuid"`
	Second *int       `json:"second"`
	URL    *string    `json:"url"`
	Page   *int       `json:"page"`
}

// ProposalRequest sends a proposal in.
type ProposalRequest struct {
	Agenda   string `json:"agenda" doc:"The slug of an agenda."`
	Title    string `json:"title" doc:"5 to 100 characters."`
	Problem  string `json:"problem" doc:"10 to 3,000 characters."`
	Idea     string `json:"idea" doc:"10 to 5,000 characters."`
	Language string `json:"language,omitempty" enum:"ko,en" doc:"Of the words; that of the request where it is left out."`
	Seen     bool   `json:"seen,omitempty" doc:"That the author has seen proposals like it, and the warning of personal data. Without it these answer 409 look_first."`
	Consent  bool   `json:"consent,omitempty" doc:"Agrees that political opinions of the caller are kept; needed once."`
}

// MadeProposal is a proposal that was sent in.
type MadeProposal struct {
	ID    uuid.UUID `json:"id" format:"uuid"`
	State string    `json:"state"`
}

// SupportRequest supports a proposal.
type SupportRequest struct {
	Consent bool `json:"consent,omitempty" doc:"Agrees that political opinions of the caller are kept; needed once."`
}

// Supported says how a proposal stands after the caller supports it.
type Supported struct {
	Supported bool `json:"supported"`
	Supports  int  `json:"supports"`
}

// CommentRequest says something about a proposal.
type CommentRequest struct {
	Stance   string     `json:"stance,omitempty" enum:"for,neutral,against"`
	Body     string     `json:"body" doc:"2 to 1,000 characters."`
	Parent   *uuid.UUID `json:"parent,omitempty" format:"uuid" doc:"The comment it replies to, which is no reply itself."`
	Lesson   *uuid.UUID `json:"lesson,omitempty" format:"uuid" doc:"A lecture of the agenda that it rests on."`
	Second   int        `json:"second,omitempty" doc:"Where in the lecture."`
	Document *uuid.UUID `json:"document,omitempty" format:"uuid" doc:"A document of the agenda that it rests on."`
	Page     int        `json:"page,omitempty"`
	Consent  bool       `json:"consent,omitempty" doc:"Agrees that political opinions of the caller are kept; needed once."`
}

// Receipt is something that the caller said, with what became of it.
type Receipt struct {
	Kind        string          `json:"kind" enum:"proposal,support,comment,meeting,question"`
	At          time.Time       `json:"at"`
	Proposal    *uuid.UUID      `json:"proposal" format:"uuid" doc:"null of what was said at an event."`
	Event       *uuid.UUID      `json:"event" format:"uuid" doc:"That was attended, or at which the question was put."`
	MinutesAt   *time.Time      `json:"minutes_at" doc:"When its minutes were published."`
	Title       string          `json:"title"`
	State       string          `json:"state"`
	Outcome     *string         `json:"outcome"`
	Reason      *string         `json:"reason"`
	Body        *string         `json:"body" doc:"Of a comment or a question."`
	Hidden      *string         `json:"hidden" doc:"Why the comment or the question is hidden; null where it is not."`
	Case        *uuid.UUID      `json:"case" format:"uuid" doc:"The decision that can be appealed against."`
	Stage       int             `json:"stage" doc:"1 received, 2 moderated, 3 counted in, 4 answered, 5 committed, 6 outcome."`
	Ended       bool            `json:"ended" doc:"Whether it goes no further."`
	Answer      *string         `json:"answer"`
	DueAt       *time.Time      `json:"due_at"`
	DueFor      *string         `json:"due_for"`
	Overdue     bool            `json:"overdue"`
	Events      []ProposalEvent `json:"events"`
	Commitments []Commitment    `json:"commitments"`
}

// MadeComment says which proposal a comment was made on.
type MadeComment struct {
	Proposal uuid.UUID `json:"proposal" format:"uuid"`
}
