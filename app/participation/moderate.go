package participation

import (
	"context"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/locale"
	"academy/app/participation/rules"
	"academy/models"
	"academy/models/meetings"
	"academy/models/participation"

	"github.com/google/uuid"
)

// Case is a text before a moderator.
type Case struct {
	ID         uuid.UUID
	ProposalID uuid.UUID // uuid.Nil of a question
	OnComment  bool
	Meeting    uuid.UUID // where a question was put, uuid.Nil of other texts
	Origin     string    // submission, report or moderator
	Report     string
	OpenedAt   time.Time
	DueAt      *time.Time
	Overdue    bool
	State      string
	Title      string
	Problem    string
	Idea       string
	Comment    string // the words of a comment, or of a question
	Author     string
	Agenda     string
	Code       string
	Reason     string
	Appeal     string
	// Personal names the kinds of personal data that the text seems to hold.
	Personal []string
	// MayReturn says that it can be given back to be mended. Own and First keep the reader from deciding: it is their own,
	// or they decided it before.
	MayReturn, Own, First bool
	Reasons               []Choice
}

func caseView(r participation.Queued, who access.Actor, lang locale.Lang, now time.Time) Case {
	v := Case{
		ID: r.ID, ProposalID: r.ProposalID, OnComment: r.CommentID != nil, Meeting: r.MeetingID, Origin: r.Origin, Report: r.Report, OpenedAt: r.OpenedAt.UTC(), State: r.State, Title: subject(r, lang), Problem: r.Problem,
		Idea: r.Idea, Comment: r.Comment, Author: veil(r.Author), Agenda: r.Agenda.In(string(lang)), Reason: r.Reason, Appeal: r.Appeal,
		MayReturn: r.CommentID == nil && r.Proposal == string(rules.Submitted), Own: of(who.ID, r.AuthorID), First: r.State == "appealed" && of(who.ID, r.Decider),
	}
	if r.Code != nil {
		v.Code = *r.Code
	}
	v.Personal = rules.PersonalData(r.Comment)
	if v.Comment == "" {
		v.Personal = rules.PersonalData(r.Title, r.Problem, r.Idea)
	}
	if v.MayReturn {
		v.DueAt = utc(r.DueAt)
		v.Overdue = v.DueAt != nil && rules.Overdue(*v.DueAt, now)
	}
	return v
}

// Case answers a text before a moderator.
func (s *Service) Case(ctx context.Context, who access.Actor, lang locale.Lang, id uuid.UUID) (Case, error) {
	if err := access.Check(who, access.Moderate); err != nil {
		return Case{}, err
	}
	var v Case
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		row, err := participation.FindQueued(tx, id)
		if err != nil {
			return err
		}
		v = caseView(row, who, lang, tx.Now)
		reasons, err := participation.ListReasons(tx)
		for _, r := range reasons {
			v.Reasons = append(v.Reasons, Choice{Value: r.Code, Title: r.Title.In(string(lang))})
		}
		return err
	})
	return v, err
}

// Verdict is what a moderator decides: keep, return or hide, the last two with a reason.
type Verdict struct{ Do, Code, Reason string }

func (v Verdict) read() (Verdict, error) {
	wrong := map[string]string{}
	if v.Do != "keep" && v.Do != "return" && v.Do != "hide" {
		wrong["do"] = "voice.verdict"
	}
	if v.Reason = rules.Text(v.Reason); v.Do != "keep" && !rules.Fits(v.Reason, 1, ReasonMax) {
		wrong["reason"] = "voice.reason_needed"
	}
	if v.Do != "keep" && v.Code == "" {
		wrong["code"] = "voice.code_needed"
	}
	if err := fault.Fields(wrong); err != nil {
		return v, err
	}
	return v, nil
}

// Moderate decides on a text. The author is told, whatever it is; nobody decides on their own.
func (s *Service) Moderate(ctx context.Context, who access.Actor, caseID uuid.UUID, verdict Verdict) error {
	if err := access.Check(who, access.Moderate); err != nil {
		return err
	}
	verdict, err := verdict.read()
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		c, p, err := lockCase(tx, caseID)
		switch {
		case err != nil:
			return err
		case of(who.ID, c.AuthorID):
			return ErrOwnCase
		case c.State != "open":
			return ErrDecided
		}
		return s.decide(tx, who, c, p, verdict)
	})
}

// decide writes a verdict into an open case, and does to the text what it says. p is the proposal of the case, if it has one.
func (s *Service) decide(tx *models.Tx, who access.Actor, c participation.Case, p participation.Proposal, v Verdict) error {
	states := map[string]string{"keep": "kept", "return": "edit_requested", "hide": "hidden"}
	var code *string
	if v.Do != "keep" {
		code = &v.Code
	}
	if err := participation.UpdateDecided(tx, c.ID, states[v.Do], code, v.Reason, who.ID); err != nil {
		return err
	}
	if c.CommentID == nil && c.QuestionID == nil {
		return s.decideProposal(tx, p, v)
	}
	return s.decideWords(tx, c, v)
}

// lockCase holds a case, and before it the proposal or the question that it is about.
func lockCase(tx *models.Tx, id uuid.UUID) (participation.Case, participation.Proposal, error) {
	var p participation.Proposal
	found, err := participation.FindQueued(tx, id)
	switch {
	case err != nil:
		return participation.Case{}, p, err
	case found.QuestionID != nil:
		_, err = meetings.LockQuestion(tx, found.MeetingID, *found.QuestionID)
	default:
		p, err = participation.LockProposal(tx, found.ProposalID)
	}
	if err != nil {
		return participation.Case{}, p, err
	}
	c, err := participation.LockCase(tx, id)
	return c, p, err
}

// decideWords does to a comment or a question what a verdict says: they can be kept or hidden.
func (s *Service) decideWords(tx *models.Tx, c participation.Case, v Verdict) error {
	var err error
	switch {
	case v.Do == "return":
		return fault.Field("do", "voice.verdict")
	case v.Do == "keep":
		return nil
	case c.QuestionID != nil:
		err = meetings.HideQuestion(tx, *c.QuestionID, v.Code, v.Reason)
	default:
		err = participation.UpdateCommentState(tx, *c.CommentID, "hidden", v.Reason)
	}
	if err != nil {
		return err
	}
	return s.tellOfCase(tx, c, "hidden")
}

func (s *Service) decideProposal(tx *models.Tx, p participation.Proposal, v Verdict) error {
	state := rules.State(p.State)
	move, kind := participation.Move{Reason: v.Reason}, ""
	switch {
	case v.Do == "keep" && state == rules.Submitted:
		set, err := findSettings(tx)
		if err != nil {
			return err
		}
		move.State, move.Reason, move.GatheringUntil, kind = string(rules.Gathering), "", set.due("gathering", tx.Now), "published"
	case v.Do == "keep":
		return nil
	case v.Do == "return":
		move.State, kind = string(rules.Returned), "returned"
	default:
		move.State, kind = string(rules.Hidden), "hidden"
	}
	if !state.MayBecome(rules.State(move.State)) {
		return ErrState
	}
	if err := participation.UpdateState(tx, p.ID, move); err != nil {
		return err
	}
	return s.note(tx, participation.Event{ProposalID: p.ID, Kind: kind, Reason: move.Reason, Until: move.GatheringUntil})
}

// Report brings a proposal, or a comment under it, before a moderator. Once is enough, whoever does it.
func (s *Service) Report(ctx context.Context, who access.Actor, proposalID, commentID uuid.UUID, why string) error {
	if err := access.Check(who, access.Learn); err != nil {
		return err
	}
	text, err := reported(why)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		p, err := participation.FindProposal(tx, proposalID)
		if err != nil {
			return err
		}
		if state := rules.State(p.State); !state.Public() || state == rules.Hidden {
			return models.ErrNotFound
		}
		c := participation.Case{ProposalID: p.ID, Origin: "report", AuthorID: p.AuthorID, Report: text}
		if commentID != uuid.Nil {
			row, err := participation.LockComment(tx, commentID)
			if err != nil {
				return err
			}
			if row.ProposalID != p.ID || row.State != "shown" {
				return models.ErrNotFound
			}
			c.CommentID, c.AuthorID = &commentID, row.AuthorID
		}
		return participation.InsertCase(tx, c, &who.ID)
	})
}

// reported reads why something is reported.
func reported(why string) (string, error) {
	text := rules.Text(why)
	if !rules.Fits(text, 1, 1000) {
		return "", fault.Field("reason", "voice.reason_needed")
	}
	return text, nil
}

// Tally counts decisions of a month that came out one way for one reason.
type Tally struct {
	Month, State, Reason string
	Count                int
}

// Log answers what moderators have decided in a year, for everybody to see: counts and reasons, no text and no name.
func (s *Service) Log(ctx context.Context, lang locale.Lang) ([]Tally, error) {
	var list []Tally
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		rows, err := participation.ListTallies(tx, 12)
		for _, r := range rows {
			list = append(list, Tally{r.Month, r.State, textIn(r.Title, lang), r.Count})
		}
		return err
	})
	return list, err
}
