package meetings

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

// The most that texts take, as the schema says too, and how many questions somebody puts at one meeting.
const (
	QuestionMax  = 500
	ReplyMax     = 3000
	MostPut      = 3
	questionMin  = 5
	questionPage = 50
)

// Faults of questions.
var (
	ErrConsent     = fault.New(fault.Denied, "voice.consent_needed")
	ErrBegun       = fault.New(fault.Conflict, "meetings.begun")
	ErrMany        = fault.New(fault.Conflict, "meetings.put_many")
	ErrOwnQuestion = fault.New(fault.Denied, "meetings.own_question")
)

// Question is something that somebody wants to have talked about at a meeting.
type Question struct {
	ID     uuid.UUID
	Body   string
	Author string // partly hidden; empty once nobody's
	State  string // shown, hidden
	Reason string // why it is hidden
	Votes  int
	Voted  bool
	Mine   bool
	Answer string
	// Answered is when, nil before.
	Answered *time.Time
}

// Questions is a page of them, those with the most votes in front.
type Questions struct {
	List []Question
	Next string
}

// Questions answers what people want to have talked about. Of hidden ones only their author and staff read the words.
func (s *Service) Questions(ctx context.Context, who access.Actor, id uuid.UUID, cursor string) (Questions, error) {
	var v Questions
	staff := look(who) == nil
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		after := models.ParseCursor(cursor)
		rows, err := meetings.ListQuestions(tx, id, who.ID, int(after.At.Unix()), after.ID, questionPage+1)
		if len(rows) > questionPage {
			rows = rows[:questionPage]
			last := rows[questionPage-1]
			v.Next = models.Cursor{At: time.Unix(int64(last.Votes), 0).UTC(), ID: last.ID}.String()
		}
		for _, r := range rows {
			v.List = append(v.List, question(r, who, staff))
		}
		return err
	})
	return v, err
}

func question(r meetings.ListedQuestion, who access.Actor, staff bool) Question {
	v := Question{
		ID: r.ID, Body: r.Body, Author: rules.Veil(r.Author), State: r.State, Reason: r.Reason, Votes: r.Votes, Voted: r.Voted, Mine: who.Known() && r.AuthorID != nil && *r.AuthorID == who.ID,
		Answer: r.Answer, Answered: utc(r.AnsweredAt),
	}
	if r.State == meetings.IsHidden && !staff && !v.Mine {
		v.Body, v.Author = "", ""
	}
	return v
}

// Put puts a question beforehand. What the person had learned is kept with it, as a band, and never decides whether they may.
func (s *Service) Put(ctx context.Context, who access.Actor, id uuid.UUID, typed string, consent bool) error {
	if err := access.Check(who, access.TakePart); err != nil {
		return err
	}
	body := rules.Text(typed)
	if !rules.Fits(body, questionMin, QuestionMax) {
		return fault.Field("question", "meetings.question_length")
	}
	if len(rules.PersonalData(body)) > 0 {
		return fault.Field("question", "meetings.question_personal")
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		if err := agree(tx, who, consent); err != nil {
			return err
		}
		isNew, err := meetings.InsertQuestion(tx, meetings.Question{ID: models.NewID(), MeetingID: id, AuthorID: &who.ID, Body: body, Rule: rules.BandVersion})
		if err != nil || isNew {
			return err
		}
		st, err := meetings.FindStanding(tx, id, uuid.Nil, who.ID)
		if err != nil {
			return err
		}
		if err := whyNot(tx, st); err != nil {
			return err
		}
		return ErrMany
	})
}

// agree notes a consent that is given along with an act. Without one the act itself finds that it is missing.
func agree(tx *models.Tx, who access.Actor, given bool) error {
	if !given {
		return nil
	}
	return participation.InsertConsent(tx, who.ID)
}

// whyNot says why a meeting takes neither questions nor votes of somebody.
func whyNot(tx *models.Tx, st meetings.Standing) error {
	switch {
	case st.State == meetings.Draft:
		return models.ErrNotFound
	case st.State == meetings.Cancelled:
		return ErrCancelled
	case !tx.Now.Before(st.StartsAt):
		return ErrBegun
	case !st.Consented:
		return ErrConsent
	}
	return nil
}

// Vote votes for a question: once, however often it is asked for and from wherever.
func (s *Service) Vote(ctx context.Context, who access.Actor, id, question uuid.UUID, consent bool) error {
	if err := access.Check(who, access.TakePart); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		if err := agree(tx, who, consent); err != nil {
			return err
		}
		isNew, err := meetings.InsertVote(tx, id, question, who.ID, rules.BandVersion)
		if err != nil || isNew {
			return err
		}
		st, err := meetings.FindStanding(tx, id, question, who.ID)
		switch {
		case err != nil:
			return err
		case st.Question != meetings.IsShown:
			return models.ErrNotFound
		case st.AuthorID != nil && *st.AuthorID == who.ID:
			return ErrOwnQuestion
		case st.Voted:
			return nil
		}
		if err := whyNot(tx, st); err != nil {
			return err
		}
		return ErrNotNow
	})
}

// Unvote takes a vote back until the meeting begins. None is none.
func (s *Service) Unvote(ctx context.Context, who access.Actor, id, question uuid.UUID) error {
	if err := access.Check(who, access.Learn); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		gone, err := meetings.DeleteVote(tx, id, question, who.ID)
		if err != nil || gone {
			return err
		}
		st, err := meetings.FindStanding(tx, id, question, who.ID)
		if err == nil && st.Voted {
			return ErrBegun
		}
		return err
	})
}

// RemoveQuestion takes one's own question away, as long as it was not answered. Twice is once.
func (s *Service) RemoveQuestion(ctx context.Context, who access.Actor, id, question uuid.UUID) error {
	if err := access.Check(who, access.Learn); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		q, err := meetings.LockQuestion(tx, id, question)
		switch {
		case err != nil:
			return err
		case q.AuthorID == nil || *q.AuthorID != who.ID:
			return models.ErrNotFound
		case q.State == meetings.IsRemoved:
			return nil
		case q.State == meetings.IsHidden || q.AnsweredAt != nil:
			return ErrNotNow
		}
		q.State, q.Body = meetings.IsRemoved, ""
		if err := participation.CloseCases(tx, q.ID); err != nil {
			return err
		}
		return meetings.UpdateQuestion(tx, q)
	})
}

// AnswerQuestion writes what was answered at the meeting, or before it; it can be written better later.
func (s *Service) AnswerQuestion(ctx context.Context, who access.Actor, id, question uuid.UUID, typed string) error {
	if err := look(who); err != nil {
		return err
	}
	text := rules.Text(typed)
	if !rules.Fits(text, 1, ReplyMax) {
		return fault.Field("answer", "meetings.answer_text")
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		m, err := meetings.FindMeeting(tx, id)
		if err != nil {
			return err
		}
		q, err := meetings.LockQuestion(tx, id, question)
		if err != nil {
			return err
		}
		if q.State != meetings.IsShown {
			return ErrNotNow
		}
		q.Answer, q.AnsweredAt = text, &tx.Now
		if err := meetings.UpdateQuestion(tx, q); err != nil {
			return err
		}
		if err := note(tx, who, "meeting.question_answered", id, ""); err != nil || q.AuthorID == nil {
			return err
		}
		return s.tell(tx, "meeting_question", "question_answered", m, meetings.Registration{ID: q.ID, CitizenID: *q.AuthorID}, tx.Now.Format(time.RFC3339Nano))
	})
}

// Reasons are why a question is hidden. They change with a release only.
func (s *Service) Reasons(ctx context.Context, lang locale.Lang) ([]Choice, error) {
	rows := s.reasons.Load()
	if rows == nil {
		var found []participation.Reason
		err := s.DB.Read(ctx, func(tx *models.Tx) (err error) {
			found, err = participation.ListReasons(tx)
			return err
		})
		if err != nil {
			return nil, err
		}
		rows = &found
		s.reasons.Store(rows)
	}
	var list []Choice
	for _, r := range *rows {
		list = append(list, Choice{Value: r.Code, Title: r.Title.In(string(lang))})
	}
	return list, nil
}
