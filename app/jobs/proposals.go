package jobs

import "github.com/google/uuid"

// TendProposals looks at every clock that runs over proposals, and at how many support them.
type TendProposals struct{}

// Kind names the job.
func (TendProposals) Kind() string { return "tend_proposals" }

// TellOfProposal tells all whom it concerns what has happened to a proposal. Behind is the last supporter who was told
// already: a long list is told in several jobs.
type TellOfProposal struct {
	EventID uuid.UUID `json:"event_id"`
	Behind  uuid.UUID `json:"behind"`
}

// Kind names the job.
func (TellOfProposal) Kind() string { return "tell_of_proposal" }
