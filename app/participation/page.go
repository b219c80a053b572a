package participation

import (
	"context"
	"time"

	"academy/app/access"
	"academy/app/locale"
	"academy/app/participation/rules"
	"academy/models"
	"academy/models/participation"

	"github.com/google/uuid"
)

// Proposal is the page of one.
type Proposal struct {
	Card
	Problem, Text string
	Lang          string
	Version       int
	MergedInto    *uuid.UUID
	MergedTitle   string
	Division      string
	Split         rules.Split
	Ladder        rules.Ladder
	// Mine says that it is the reader's own; Supported that they support it, Consented that opinions may be kept of them.
	Mine, Supported, Consented bool
	// MayEdit, MaySupport and so on are what the reader can do just now.
	MayEdit, MaySupport, MayComment, MayWithdraw, MayObject, MayAppeal bool
	Staff, HasDraft                                                    bool
	Extended                                                           *time.Time
	Versions                                                           []Version
	Steps                                                              []Step
	Answers                                                            []Answer // the newest first
	Objection                                                          *Objection
	Promises                                                           []Promise
	Progress                                                           int
	Lectures                                                           []Lecture
	Documents                                                          []Document
	Divisions                                                          []Choice
	Decision                                                           *Decision // by which it is hidden, for its author
	Comments                                                           []Comment
	Phases                                                             []Phase // of the agenda
	NextComments                                                       string
}

// Version is the words of a proposal as they were sent in once.
type Version = participation.Version

// Objection is what the author said against an answer.
type Objection = participation.Objection

// Decision is what a moderator has decided, as the author sees it.
type Decision = participation.Decided

// Lecture is one that can be cited.
type Lecture struct {
	ID    uuid.UUID
	Title string
}

// Proposal answers a proposal to whoever may see it. One that is not public yet is there for its author and those who
// moderate; the words of a hidden one for them as well.
func (s *Service) Proposal(ctx context.Context, who access.Actor, lang locale.Lang, id uuid.UUID, cursor string) (Proposal, error) {
	var v Proposal
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		row, err := participation.FindPage(tx, id, who.ID)
		if err != nil {
			return err
		}
		if !rules.State(row.State).Public() && !of(who.ID, row.AuthorID) && !staff(who) {
			return models.ErrNotFound
		}
		v = proposal(row, who, lang, tx.Now)
		return s.comments(tx, &v, who, lang, cursor)
	})
	return v, err
}

// Writing answers a proposal to its author, who goes on writing it.
func (s *Service) Writing(ctx context.Context, who access.Actor, lang locale.Lang, id uuid.UUID) (Proposal, error) {
	var v Proposal
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		row, err := participation.FindPage(tx, id, who.ID)
		if err != nil {
			return err
		}
		if v = proposal(row, who, lang, tx.Now); !v.Mine {
			return models.ErrNotFound
		}
		if !v.MayEdit {
			return ErrFrozen
		}
		return nil
	})
	return v, err
}

func proposal(row participation.Page, who access.Actor, lang locale.Lang, now time.Time) Proposal {
	l := string(lang)
	v := Proposal{
		Card: card(row.Listed, lang, ladder(row.Thresholds.V), now), Problem: row.Problem, Text: row.Idea, Lang: row.Lang, Version: row.Version, MergedInto: row.MergedInto,
		MergedTitle: row.MergedTitle, Division: textIn(row.Division, lang), Ladder: ladder(row.Thresholds.V), Mine: who.Known() && of(who.ID, row.AuthorID),
		Supported: row.Supported, Consented: row.Consented, Staff: staff(who), HasDraft: row.HasDraft, Extended: utc(row.ExtendedAt),
		Versions: row.Versions.V, Steps: steps(row.Events.V, lang), Objection: row.Objection.V, Documents: row.Documents.V, Phases: phases(row.Phases.V, now),
	}
	v.Split = rules.Split{Informed: row.Informed, General: row.General}
	if row.SplitOn != nil {
		v.Split.On = *row.SplitOn
	}
	var all []rules.Commitment
	for _, k := range row.Commitments.V {
		v.Promises = append(v.Promises, promise(k, lang, now))
		all = append(all, rules.Commitment{State: k.State, Percent: k.Percent})
	}
	v.Progress = rules.Progress(all)
	for _, a := range row.Answers.V {
		v.Answers = append(v.Answers, answer(a, lang))
	}
	for _, lecture := range row.Lectures.V {
		v.Lectures = append(v.Lectures, Lecture{lecture.ID, lecture.Title.In(l)})
	}
	for _, d := range row.Divisions.V {
		v.Divisions = append(v.Divisions, Choice{Value: d.Slug, Title: d.Title.In(l)})
	}
	if v.Hidden && (v.Mine || v.Staff) {
		v.Title, v.Hidden = row.Title, false
	}
	if v.Hidden {
		v.Problem, v.Text, v.Versions, v.Answers = "", "", nil, nil
	}
	if v.Mine {
		v.Decision = row.Hidden.V
	}
	v.allow(row, now)
	return v
}

// allow says what the reader can do now.
func (v *Proposal) allow(row participation.Page, now time.Time) {
	state := rules.State(row.State)
	open := state == rules.Gathering && row.GatheringUntil != nil && now.Before(*row.GatheringUntil)
	frozen, _, _ := v.Ladder.Reached(v.Supports)
	v.MayEdit = v.Mine && (state == rules.Draft || state == rules.Returned || (open && !frozen))
	v.MaySupport = open && !v.Mine && allows(row.Phases.V, "support", now)
	v.MayComment = (open || state == rules.UnderReview || state == rules.Answered || state == rules.Committed) && allows(row.Phases.V, "discuss", now)
	v.MayWithdraw = v.Mine && state.MayBecome(rules.Withdrawn)
	v.MayObject = v.Mine && state == rules.Answered && row.Objection.V == nil && row.Outcome != nil && rules.Refuses(*row.Outcome)
	v.MayAppeal = v.Decision != nil && v.Decision.State == "hidden" && !v.Decision.Appealed
}
