package participation

import (
	"context"
	"errors"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/locale"
	"academy/app/participation/rules"
	"academy/models"
	"academy/models/participation"

	"github.com/google/uuid"
)

// Drafted is an answer as it is written and signed.
type Drafted struct {
	Proposal
	// Draft is what waits for a signature, or nothing. Own says that the reader wrote it, and so cannot sign it.
	Draft    *Answer
	Own      bool
	MaySign  bool
	Division string // its short name
	// Again says that an answer is published already: another version says why.
	Again bool
}

// Drafting answers what an officer writes and signs.
func (s *Service) Drafting(ctx context.Context, who access.Actor, lang locale.Lang, id uuid.UUID) (Drafted, error) {
	if err := access.Check(who, access.Moderate); err != nil {
		return Drafted{}, err
	}
	var v Drafted
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		row, err := participation.FindPage(tx, id, who.ID)
		if err != nil {
			return err
		}
		v.Proposal = proposal(row, who, lang, tx.Now)
		last, err := participation.LastAnswer(tx, id)
		if errors.Is(err, models.ErrNotFound) {
			return nil
		}
		v.Again = len(v.Answers) > 0
		if err == nil && last.Signer == nil {
			v.Draft, v.Own = ptr(answer(last, lang)), last.Drafter == who.ID
			v.MaySign = who.May(access.SignAnswers) && !v.Own
			for _, d := range row.Divisions.V {
				if d.ID == last.DivisionID {
					v.Division = d.Slug
				}
			}
		}
		return err
	})
	return v, err
}

// NewAnswer is an answer as it is drafted, point by point.
type NewAnswer struct {
	Outcome, Summary, Division string
	Points                     []Point
	Because                    string // of another version
}

func (n NewAnswer) read(again bool) (participation.Answer, error) {
	a := participation.Answer{Outcome: n.Outcome, Summary: rules.Line(n.Summary), ChangedBecause: rules.Text(n.Because)}
	wrong := map[string]string{}
	for _, p := range n.Points {
		p = Point{Clause: rules.Line(p.Clause), Reply: rules.Text(p.Reply)}
		if p.Clause == "" && p.Reply == "" {
			continue
		}
		if !rules.Fits(p.Clause, 1, 300) || !rules.Fits(p.Reply, 1, 3000) {
			wrong["points"] = "voice.point"
		}
		a.Points = append(a.Points, p)
	}
	if len(a.Points) == 0 || len(a.Points) > 20 {
		wrong["points"] = "voice.points_needed"
	}
	if !known(a.Outcome, rules.Outcomes()) {
		wrong["outcome"] = "voice.outcome_needed"
	}
	if !rules.Fits(a.Summary, textMin, SummaryMax) {
		wrong["summary"] = "voice.summary_length"
	}
	if again && !rules.Fits(a.ChangedBecause, 1, 1000) {
		wrong["because"] = "voice.because_needed"
	}
	if err := fault.Fields(wrong); err != nil {
		return a, err
	}
	return a, nil
}

// DraftAnswer writes the draft of an answer, the first one or another version of one that is published. It is shown to
// nobody before another officer signs it.
func (s *Service) DraftAnswer(ctx context.Context, who access.Actor, id uuid.UUID, n NewAnswer) error {
	if err := access.Check(who, access.Moderate); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		p, err := participation.LockProposal(tx, id)
		if err != nil {
			return err
		}
		if of(who.ID, p.AuthorID) {
			return ErrOwnCase
		}
		switch rules.State(p.State) {
		case rules.UnderReview, rules.Answered, rules.Committed, rules.Implemented, rules.Cancelled:
		default:
			return ErrState
		}
		last, err := participation.LastAnswer(tx, id)
		if err != nil && !errors.Is(err, models.ErrNotFound) {
			return err
		}
		a, err := n.read(last.Signer != nil || last.Version > 1)
		if err != nil {
			return err
		}
		division, err := participation.FindDivision(tx, n.Division)
		if err != nil {
			return fault.Field("division", "voice.division_needed").Because(err)
		}
		a.ProposalID, a.Drafter, a.DivisionID, a.Version = id, who.ID, division.ID, last.Version
		if last.Signer != nil || last.Version == 0 {
			a.Version++
		}
		return participation.SaveAnswerDraft(tx, a)
	})
}

// Sign publishes the draft of an answer. Whoever wrote it cannot.
func (s *Service) Sign(ctx context.Context, who access.Actor, id uuid.UUID, version int) error {
	if err := access.Check(who, access.SignAnswers); err != nil {
		return err
	}
	err := s.DB.Write(ctx, func(tx *models.Tx) error {
		p, err := participation.LockProposal(tx, id)
		if err != nil {
			return err
		}
		last, err := participation.LastAnswer(tx, id)
		switch {
		case err != nil:
			return err
		case of(who.ID, p.AuthorID):
			return ErrOwnCase
		case last.Signer != nil || last.Version != version:
			return models.ErrStale
		case last.Drafter == who.ID:
			return ErrOwnDraft
		}
		if err := participation.UpdateSigned(tx, id, version, who.ID); err != nil {
			return err
		}
		return s.publish(tx, p, last)
	})
	return ofStale(err)
}

// publish says what an answer that has just been signed makes of its proposal.
func (s *Service) publish(tx *models.Tx, p participation.Proposal, a participation.Answer) error {
	kind, because := "answered", a.Summary
	if rules.State(p.State) != rules.UnderReview {
		kind, because = "corrected", a.ChangedBecause
	}
	state, err := afterCommitments(tx, p.ID)
	if err != nil {
		return err
	}
	if err := participation.UpdateState(tx, p.ID, participation.Move{State: string(state), Outcome: &a.Outcome, Answered: true}); err != nil {
		return err
	}
	return s.note(tx, participation.Event{ProposalID: p.ID, Kind: kind, Reason: because})
}

// Object says once what its author has against an answer: an office looks at the proposal again.
func (s *Service) Object(ctx context.Context, who access.Actor, id uuid.UUID, words string) error {
	if err := access.Check(who, access.TakePart); err != nil {
		return err
	}
	text, err := reason(words)
	if err != nil {
		return err
	}
	err = s.DB.Write(ctx, func(tx *models.Tx) error {
		p, err := participation.LockProposal(tx, id)
		if err != nil {
			return err
		}
		if !of(who.ID, p.AuthorID) {
			return models.ErrNotFound
		}
		if rules.State(p.State) != rules.Answered || p.Outcome == nil || !rules.Refuses(*p.Outcome) {
			return ErrState
		}
		set, err := findSettings(tx)
		if err != nil {
			return err
		}
		if !set.within("objection", *p.AnsweredAt, tx.Now) {
			return ErrTooLate
		}
		last, err := participation.LastAnswer(tx, id)
		if err != nil {
			return err
		}
		against := last.Version
		if last.Signer == nil { // a correction is being drafted
			against--
		}
		if err := participation.InsertObjection(tx, participation.Objection{ProposalID: id, Against: against, Text: text}); err != nil {
			return err
		}
		due := set.due("answer", tx.Now)
		if err := participation.UpdateState(tx, id, participation.Move{State: string(rules.UnderReview), DueAt: due, DueFor: ptr("answer")}); err != nil {
			return err
		}
		return s.note(tx, participation.Event{ProposalID: id, Kind: "objected", Reason: text, Until: due})
	})
	if errors.Is(err, models.ErrConflict) {
		return ErrObjected.Because(err)
	}
	return err
}
