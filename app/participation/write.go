package participation

import (
	"context"
	"strings"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/locale"
	"academy/app/participation/rules"
	"academy/models"
	"academy/models/participation"

	"github.com/google/uuid"
)

// Writing is the words of a proposal as they are typed. From is the version that the writing began with, Seen says that
// the writer has looked at what is like it and at the warning of personal data.
type Writing struct {
	Agenda, Title, Problem, Idea string
	Lang                         locale.Lang
	From                         int
	Seen, Consent                bool
}

// Findings are what a writer is shown before posting.
type Findings struct {
	Similar  []Card
	Personal []string // kinds of personal data that the words seem to hold
}

// Form is what the form of a proposal is shown with.
type Form struct {
	Agendas   []Choice
	Consented bool
}

// WriteForm answers what the form needs.
func (s *Service) WriteForm(ctx context.Context, who access.Actor, lang locale.Lang) (Form, error) {
	if err := access.Check(who, access.TakePart); err != nil {
		return Form{}, err
	}
	var v Form
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		rows, err := participation.ListAgendaChoices(tx, who.ID)
		v.Agendas = agendaChoices(rows, lang)
		v.Consented = len(rows) > 0 && rows[0].Consented
		return err
	})
	return v, err
}

// Look answers what a writer is shown before posting.
func (s *Service) Look(ctx context.Context, lang locale.Lang, w Writing, except uuid.UUID) (Findings, error) {
	list, err := s.Similar(ctx, lang, w.Title, except)
	return Findings{list, rules.PersonalData(w.Title, w.Problem, w.Idea)}, err
}

// text reads what was typed. A draft may lack anything but a title.
func (w Writing) text(whole bool) (participation.ProposalText, error) {
	t := participation.ProposalText{Lang: string(w.Lang), Title: rules.Line(w.Title), Problem: rules.Text(w.Problem), Idea: rules.Text(w.Idea)}
	least := 0
	if whole {
		least = textMin
	}
	wrong := map[string]string{}
	if w.Agenda == "" {
		wrong["agenda"] = "voice.agenda_needed"
	}
	if !rules.Fits(t.Title, titleMin, TitleMax) {
		wrong["title"] = "voice.title_length"
	}
	if !rules.Fits(t.Problem, least, ProblemMax) {
		wrong["problem"] = "voice.problem_length"
	}
	if !rules.Fits(t.Idea, least, IdeaMax) {
		wrong["idea"] = "voice.idea_length"
	}
	if err := fault.Fields(wrong); err != nil {
		return t, err
	}
	t.Search = strings.Join(pieces(t.Title+" "+t.Problem), " ")
	return t, nil
}

// Save keeps a draft: a new one where id is zero. It answers which.
func (s *Service) Save(ctx context.Context, who access.Actor, id uuid.UUID, w Writing) (uuid.UUID, error) {
	return s.write(ctx, who, id, w, false)
}

// Submit sends a proposal in, or a returned one in again, or writes into one that few support yet. Unless the writer has
// seen them, proposals like it and signs of personal data come first: ErrLookFirst.
func (s *Service) Submit(ctx context.Context, who access.Actor, id uuid.UUID, w Writing) (uuid.UUID, error) {
	return s.write(ctx, who, id, w, true)
}

func (s *Service) write(ctx context.Context, who access.Actor, id uuid.UUID, w Writing, send bool) (uuid.UUID, error) {
	if err := access.Check(who, access.TakePart); err != nil {
		return id, err
	}
	text, err := w.text(send)
	if err != nil {
		return id, err
	}
	err = s.DB.Write(ctx, func(tx *models.Tx) error {
		if err := agree(tx, who, w.Consent); err != nil {
			return err
		}
		there, err := participation.ExistsConsent(tx, who.ID)
		if err != nil {
			return err
		}
		if !there {
			return ErrConsent
		}
		if text.AgendaID, err = participation.AgendaID(tx, w.Agenda); err != nil {
			return fault.Field("agenda", "voice.agenda_needed").Because(err)
		}
		if send && !w.Seen {
			if err := s.lookFirst(tx, w, id); err != nil {
				return err
			}
		}
		p, err := keep(tx, who, &id, w, text)
		if err != nil || !send {
			return err
		}
		return s.send(tx, p, text.AgendaID)
	})
	return id, ofStale(err)
}

func (s *Service) lookFirst(tx *models.Tx, w Writing, except uuid.UUID) error {
	if len(rules.PersonalData(w.Title, w.Problem, w.Idea)) > 0 {
		return ErrLookFirst
	}
	list, err := s.similar(tx, w.Lang, w.Title, except)
	if err == nil && len(list) > 0 {
		return ErrLookFirst
	}
	return err
}

// keep writes the words where they belong, and answers the proposal as it stood before.
func keep(tx *models.Tx, who access.Actor, id *uuid.UUID, w Writing, text participation.ProposalText) (participation.Proposal, error) {
	if *id == uuid.Nil {
		*id = models.NewID()
		return participation.Proposal{ID: *id, AuthorID: &who.ID, State: string(rules.Draft)}, participation.InsertDraft(tx, *id, who.ID, text)
	}
	p, err := participation.LockProposal(tx, *id)
	if err != nil {
		return p, err
	}
	if !of(who.ID, p.AuthorID) {
		return p, models.ErrNotFound
	}
	switch rules.State(p.State) {
	case rules.Draft, rules.Returned:
	case rules.Gathering:
		if err := mayRewrite(tx, p); err != nil {
			return p, err
		}
	default:
		return p, ErrFrozen
	}
	return p, participation.UpdateText(tx, p.ID, w.From, text)
}

// mayRewrite says whether the words of a public proposal may still change: until enough people support them as they are.
func mayRewrite(tx *models.Tx, p participation.Proposal) error {
	set, err := findSettings(tx)
	if err != nil {
		return err
	}
	n, err := participation.CountSupports(tx, p.ID)
	if err != nil {
		return err
	}
	if frozen, _, _ := set.ladder.Reached(n); frozen || rules.Overdue(*p.GatheringUntil, tx.Now) {
		return ErrFrozen
	}
	return nil
}

// send puts what was written before a moderator, on the agenda that was chosen last.
func (s *Service) send(tx *models.Tx, p participation.Proposal, agenda uuid.UUID) error {
	if err := participation.InsertVersion(tx, p.ID); err != nil {
		return err
	}
	if err := participation.InsertCase(tx, participation.Case{ProposalID: p.ID, Origin: "submission", AuthorID: p.AuthorID}, nil); err != nil {
		return err
	}
	if rules.State(p.State) == rules.Gathering {
		return s.note(tx, participation.Event{ProposalID: p.ID, Kind: "edited"})
	}
	if rules.State(p.State) == rules.Draft { // what was returned was sent in when its time was
		if open, err := participation.Allows(tx, agenda, "propose"); err != nil {
			return err
		} else if !open {
			return ErrNoPhase
		}
	}
	set, err := findSettings(tx)
	if err != nil {
		return err
	}
	due := set.due("moderation", tx.Now)
	if err := participation.UpdateState(tx, p.ID, participation.Move{State: string(rules.Submitted), DueAt: due, DueFor: ptr("moderation"), Submitted: true}); err != nil {
		return err
	}
	return s.note(tx, participation.Event{ProposalID: p.ID, Kind: "submitted", Until: due})
}

// Withdraw takes one's own proposal back, with the reason that everybody reads; a draft is gone for good.
func (s *Service) Withdraw(ctx context.Context, who access.Actor, id uuid.UUID, why string) error {
	if err := access.Check(who, access.Learn); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		p, err := participation.LockProposal(tx, id)
		if err != nil {
			return err
		}
		if !of(who.ID, p.AuthorID) {
			return models.ErrNotFound
		}
		if rules.State(p.State) == rules.Draft {
			return participation.DeleteDraft(tx, id, who.ID)
		}
		if !rules.State(p.State).MayBecome(rules.Withdrawn) {
			return ErrState
		}
		text, err := reason(why)
		if err != nil {
			return err
		}
		if err := participation.CloseCases(tx, id); err != nil {
			return err
		}
		if err := participation.UpdateState(tx, id, participation.Move{State: string(rules.Withdrawn), Reason: text}); err != nil {
			return err
		}
		return s.note(tx, participation.Event{ProposalID: id, Kind: "withdrawn", Reason: text})
	})
}
