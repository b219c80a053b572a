package participation

import (
	"context"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/locale"
	"academy/app/participation/rules"
	"academy/models"
	"academy/models/participation"

	"github.com/google/uuid"
)

// NewCommitment is what an office promises to do by a day, written as 2026-12-25.
type NewCommitment struct{ Title, Division, DueOn string }

// Commit promises to do something that a proposal asks for. It needs an answer that was published.
func (s *Service) Commit(ctx context.Context, who access.Actor, id uuid.UUID, n NewCommitment) error {
	if err := access.Check(who, access.Moderate); err != nil {
		return err
	}
	row := participation.Commitment{ID: models.NewID(), ProposalID: id, Title: rules.Line(n.Title), DueOn: n.DueOn}
	wrong := map[string]string{}
	if !rules.Fits(row.Title, titleMin, 200) {
		wrong["commitment"] = "voice.commitment_title"
	}
	if _, err := time.Parse("2006-01-02", n.DueOn); err != nil {
		wrong["due_on"] = "voice.due_on"
	}
	if err := fault.Fields(wrong); err != nil {
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
		if state := rules.State(p.State); p.Outcome == nil || (state != rules.Answered && !state.MayBecome(rules.Committed) && state != rules.Committed) {
			return ErrState
		}
		division, err := participation.FindDivision(tx, n.Division)
		if err != nil {
			return fault.Field("division", "voice.division_needed").Because(err)
		}
		row.DivisionID = division.ID
		if err := participation.InsertCommitment(tx, row, who.ID); err != nil {
			return err
		}
		if err := participation.UpdateState(tx, id, participation.Move{State: string(rules.Committed)}); err != nil {
			return err
		}
		day, _ := time.ParseInLocation("2006-01-02", n.DueOn, locale.Seoul()) // read above
		return s.note(tx, participation.Event{ProposalID: id, Kind: "committed", Reason: row.Title, Until: ptr(day.AddDate(0, 0, 1).UTC())})
	})
}

// Progress is how far a commitment has come: planned, in_progress, done or dropped, the last two with what there is to see.
type Progress struct {
	State   string
	Percent int
	Note    string
}

func (p Progress) read() (Progress, error) {
	p.Note = rules.Text(p.Note)
	wrong := map[string]string{}
	switch p.State {
	case "planned":
		p.Percent = 0
	case "done":
		p.Percent = 100
	case "in_progress", "dropped":
		if p.Percent < 0 || p.Percent > 99 {
			wrong["percent"] = "voice.percent"
		}
	default:
		wrong["state"] = "voice.progress_state"
	}
	if least := map[string]int{"done": 1, "dropped": 1}[p.State]; !rules.Fits(p.Note, least, ReasonMax) {
		wrong["note"] = "voice.note_needed"
	}
	if err := fault.Fields(wrong); err != nil {
		return p, err
	}
	return p, nil
}

// SetProgress says how far a commitment has come; what becomes of its proposal follows from all of its commitments. It
// answers which proposal that is, with a refusal as well.
func (s *Service) SetProgress(ctx context.Context, who access.Actor, id uuid.UUID, to Progress) (uuid.UUID, error) {
	if err := access.Check(who, access.Moderate); err != nil {
		return uuid.Nil, err
	}
	var proposal uuid.UUID
	err := s.DB.Write(ctx, func(tx *models.Tx) error {
		k, err := participation.FindCommitment(tx, id)
		if err != nil {
			return err
		}
		if proposal = k.ProposalID; proposal == uuid.Nil {
			return models.ErrNotFound // it came of a meeting
		}
		to, err := to.read()
		if err != nil {
			return err
		}
		p, err := participation.LockProposal(tx, k.ProposalID)
		if err != nil {
			return err
		}
		if of(who.ID, p.AuthorID) {
			return ErrOwnCase
		}
		k.State, k.Percent, k.Note = to.State, to.Percent, to.Note
		if err := participation.UpdateProgress(tx, k, who.ID); err != nil {
			return err
		}
		return s.moveOn(tx, p, k)
	})
	return proposal, err
}

func (s *Service) moveOn(tx *models.Tx, p participation.Proposal, k participation.Commitment) error {
	why := k.Title
	if k.Note != "" {
		why += ": " + k.Note
	}
	if runes := []rune(why); len(runes) > ReasonMax {
		why = string(runes[:ReasonMax])
	}
	state, err := afterCommitments(tx, p.ID)
	if err != nil {
		return err
	}
	kind := "progress"
	if old := rules.State(p.State); state != old && (old == rules.Committed || old == rules.Implemented || old == rules.Cancelled) {
		if err := participation.UpdateState(tx, p.ID, participation.Move{State: string(state)}); err != nil {
			return err
		}
		if state != rules.Committed {
			kind = string(state)
		}
	}
	return s.note(tx, participation.Event{ProposalID: p.ID, Kind: kind, Reason: why})
}

func afterCommitments(tx *models.Tx, id uuid.UUID) (rules.State, error) {
	rows, err := participation.ListCommitments(tx, id)
	all := make([]rules.Commitment, len(rows))
	for i, k := range rows {
		all[i] = rules.Commitment{State: k.State, Percent: k.Percent}
	}
	return rules.AfterCommitments(all), err
}

// Changes is a page of what was promised and what became of it, what moved last in front.
type Changes struct {
	List []Change
	Next string
}

// Changes answers what has changed because somebody proposed it.
func (s *Service) Changes(ctx context.Context, lang locale.Lang, cursor string) (Changes, error) {
	var v Changes
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		rows, err := participation.ListChanges(tx, models.ParseCursor(cursor), perPage+1)
		if len(rows) > perPage {
			rows = rows[:perPage]
			last := rows[perPage-1]
			v.Next = models.Cursor{At: last.MovedAt, ID: last.ID}.String()
		}
		for _, k := range rows {
			v.List = append(v.List, change(k, lang, tx.Now))
		}
		return err
	})
	return v, err
}
