package participation

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/locale"
	"academy/app/participation/rules"
	"academy/models"
	"academy/models/participation"

	"github.com/google/uuid"
)

// Comment is what somebody said about a proposal.
type Comment struct {
	ID       uuid.UUID
	Author   string // partly hidden; empty once nobody's
	Mine     bool
	Stance   string // for, neutral or against
	Body     string
	State    string
	Reason   string // for which it is hidden
	At       time.Time
	Evidence *Evidence
	Replies  []Comment
}

// Evidence is what a comment rests on: a lecture at a time, or a page of a document.
type Evidence struct {
	Title  string
	Course string // of a lecture
	Lesson uuid.UUID
	Second int
	URL    string // of a document
	Page   int
}

// comments puts a page of comments on a proposal's.
func (*Service) comments(tx *models.Tx, v *Proposal, who access.Actor, lang locale.Lang, cursor string) error {
	rows, err := participation.ListComments(tx, v.ID, models.ParseCursor(cursor).ID, commentsPerPage+1)
	if len(rows) > commentsPerPage {
		rows = rows[:commentsPerPage]
		last := rows[commentsPerPage-1]
		v.NextComments = models.Cursor{At: last.WrittenAt, ID: last.ID}.String()
	}
	for _, r := range rows {
		v.Comments = append(v.Comments, comment(r, who, lang))
	}
	return err
}

func comment(r participation.ShownComment, who access.Actor, lang locale.Lang) Comment {
	v := Comment{ID: r.ID, Author: veil(r.Author), Mine: who.Known() && of(who.ID, r.AuthorID), Stance: r.Stance, Body: r.Body, State: r.State, Reason: r.Reason, At: r.WrittenAt.UTC()}
	if r.State == "shown" || v.Mine && r.State == "hidden" {
		v.Evidence = evidence(r, lang)
	} else {
		v.Body = ""
	}
	for _, reply := range r.Replies {
		v.Replies = append(v.Replies, comment(reply, who, lang))
	}
	return v
}

func evidence(r participation.ShownComment, lang locale.Lang) *Evidence {
	switch {
	case r.LessonID != nil && r.Second != nil && r.Lesson != nil:
		return &Evidence{Title: r.Lesson.In(string(lang)), Course: r.Course, Lesson: *r.LessonID, Second: *r.Second}
	case r.DocumentID != nil:
		e := &Evidence{Title: r.Document, URL: r.URL}
		if r.Page != nil {
			e.Page = *r.Page
		}
		return e
	}
	return nil
}

// NewComment is what somebody wants to say. Evidence is lesson:ID or document:ID, At a time as 12:40 or a page as 7.
type NewComment struct {
	Parent       uuid.UUID
	Stance, Body string
	Evidence, At string
	Consent      bool
}

// Comment says something about a proposal. What its author had learned is kept with it, as a band.
func (s *Service) Comment(ctx context.Context, who access.Actor, id uuid.UUID, c NewComment) error {
	if err := access.Check(who, access.TakePart); err != nil {
		return err
	}
	row := participation.Comment{ID: models.NewID(), ProposalID: id, AuthorID: &who.ID, Stance: c.Stance, Body: rules.Text(c.Body)}
	if c.Parent != uuid.Nil {
		row.ParentID = &c.Parent
	}
	if err := readComment(&row, c); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		if err := agree(tx, who, c.Consent); err != nil {
			return err
		}
		err := participation.InsertComment(tx, row, rules.BandVersion)
		if errors.Is(err, models.ErrNotFound) {
			return whyNoComment(tx, who, row)
		}
		return err
	})
}

// readComment reads the form of a comment into its row.
func readComment(row *participation.Comment, c NewComment) error {
	if row.Stance == "" {
		row.Stance = "neutral"
	}
	wrong := map[string]string{}
	if row.Stance != "for" && row.Stance != "neutral" && row.Stance != "against" {
		wrong["stance"] = "voice.stance"
	}
	if !rules.Fits(row.Body, 2, CommentMax) {
		wrong["body"] = "voice.comment_length"
	}
	if !cite(row, c.Evidence, c.At) {
		wrong["at"] = "voice.evidence_at"
	}
	if err := fault.Fields(wrong); err != nil {
		return err
	}
	return nil
}

// cite reads what a comment rests on, and says whether it can be read.
func cite(row *participation.Comment, what, at string) bool {
	if what == "" {
		return true
	}
	kind, name, _ := strings.Cut(what, ":")
	id, err := uuid.Parse(name)
	if err != nil {
		return false
	}
	if kind == "lesson" {
		second, good := clock(at)
		row.LessonID, row.Second = &id, &second
		return good
	}
	row.DocumentID = &id
	if at = strings.TrimSpace(at); at != "" {
		page, err := strconv.Atoi(at)
		row.Page = &page
		return err == nil && page > 0 && page <= 10_000
	}
	return kind == "document"
}

// clock reads a time in a lecture: 75, 1:15 or 1:02:03.
func clock(at string) (second int, good bool) {
	parts := strings.Split(strings.TrimSpace(at), ":")
	if len(parts) > 3 {
		return 0, false
	}
	for i, p := range parts {
		n, err := strconv.Atoi(p)
		if err != nil || n < 0 || n > 86_400 || (i > 0 && n > 59) {
			return 0, false
		}
		second = second*60 + n
	}
	return second, true
}

func whyNoComment(tx *models.Tx, who access.Actor, row participation.Comment) error {
	st, err := participation.FindStanding(tx, row.ProposalID, who.ID)
	switch state := rules.State(st.State); {
	case err != nil:
		return err
	case !state.Public():
		return models.ErrNotFound
	case !st.Consented:
		return ErrConsent
	case state != rules.Gathering && state != rules.UnderReview && state != rules.Answered && state != rules.Committed:
		return ErrClosed
	case !st.Discuss:
		return ErrPhase
	case row.LessonID != nil || row.DocumentID != nil:
		return ErrEvidence
	}
	return models.ErrNotFound
}

// RemoveComment takes one's own comment away; that there was one stays, for what was replied to it.
func (s *Service) RemoveComment(ctx context.Context, who access.Actor, id uuid.UUID) error {
	if err := access.Check(who, access.Learn); err != nil {
		return err
	}
	err := s.DB.Write(ctx, func(tx *models.Tx) error { return participation.RemoveComment(tx, id, who.ID) })
	if errors.Is(err, models.ErrStale) {
		return models.ErrNotFound
	}
	return err
}

// Resting is a comment that rests on a minute of a lecture.
type Resting struct {
	Comment
	ProposalID uuid.UUID
	Proposal   string
}

// Resting answers what was said that rests on a lecture, minute by minute.
func (s *Service) Resting(ctx context.Context, who access.Actor, lang locale.Lang, lessonID uuid.UUID) ([]Resting, error) {
	var list []Resting
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		rows, err := participation.ListResting(tx, lessonID, 500)
		for _, r := range rows {
			list = append(list, Resting{comment(r.ShownComment, who, lang), r.ProposalID, r.Proposal})
		}
		return err
	})
	return list, err
}
