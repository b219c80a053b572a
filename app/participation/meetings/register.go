package meetings

import (
	"context"
	"errors"
	"strconv"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/participation/rules"
	"academy/models"
	"academy/models/meetings"

	"github.com/google/uuid"
)

// hold finds a meeting that was published and holds its row.
func hold(tx *models.Tx, id uuid.UUID) (meetings.Meeting, error) {
	m, err := meetings.LockMeeting(tx, id)
	if err == nil && m.State == meetings.Draft {
		err = models.ErrNotFound
	}
	return m, err
}

// holdOwn holds a meeting and answers what somebody is at it.
func holdOwn(tx *models.Tx, id uuid.UUID, who access.Actor) (meetings.Meeting, meetings.Registration, error) {
	m, err := hold(tx, id)
	if err != nil {
		return m, meetings.Registration{}, err
	}
	r, err := meetings.FindOwn(tx, id, who.ID)
	return m, r, err
}

// Register gives somebody a seat at a meeting, or the next place in line where there is none. Twice is once. Answers are by
// the ID of what is asked; of a choice, the number of the option. It answers where the registration stands.
func (s *Service) Register(ctx context.Context, who access.Actor, id uuid.UUID, answers map[uuid.UUID]string) (string, error) {
	if err := access.Check(who, access.TakePart); err != nil {
		return "", err
	}
	var state string
	err := s.DB.Write(ctx, func(tx *models.Tx) error {
		m, r, err := holdOwn(tx, id, who)
		if err != nil && (m.ID == uuid.Nil || m.State == meetings.Draft || !errors.Is(err, models.ErrNotFound)) {
			return err
		}
		if r.ID != uuid.Nil && r.State != meetings.Left {
			state = r.State
			return nil
		}
		switch {
		case m.State == meetings.Cancelled:
			return ErrCancelled
		case tx.Now.Before(m.OpensAt):
			return ErrNotOpen
		case !tx.Now.Before(m.ClosesAt):
			return ErrClosed
		}
		asks, err := meetings.ListAsks(tx, id)
		if err != nil {
			return err
		}
		if answers, err = readAnswers(asks, answers); err != nil {
			return err
		}
		r.MeetingID, r.CitizenID = id, who.ID
		state, err = s.enter(tx, who, m, r, answers)
		return err
	})
	return state, err
}

// AskField names the field of something that is asked.
func AskField(id uuid.UUID) string { return "ask-" + id.String() }

// readAnswers keeps what was asked for, and says what is missing or none of the options.
func readAnswers(asks []meetings.Ask, given map[uuid.UUID]string) (map[uuid.UUID]string, error) {
	kept, wrong := map[uuid.UUID]string{}, map[string]string{}
	for _, a := range asks {
		text := rules.Text(given[a.ID])
		switch n, err := strconv.Atoi(text); {
		case text == "" && a.Required:
			wrong[AskField(a.ID)] = "meetings.answer_needed"
		case text == "":
			continue
		case a.Kind == meetings.AskChoice && (err != nil || n < 1 || n > len(a.Options)):
			wrong[AskField(a.ID)] = "meetings.choose"
		case !rules.Fits(text, 1, AnswerMax):
			wrong[AskField(a.ID)] = "meetings.answer_long"
		default:
			kept[a.ID] = text
		}
	}
	if err := fault.Fields(wrong); err != nil {
		return nil, err
	}
	return kept, nil
}

// enter writes the registration of somebody: a seat, unless there is none or others wait for one. The meeting is held.
func (s *Service) enter(tx *models.Tx, who access.Actor, m meetings.Meeting, r meetings.Registration, answers map[uuid.UUID]string) (string, error) {
	last, err := meetings.LastInLine(tx, m.ID)
	if err != nil {
		return "", err
	}
	r.State, r.Line = meetings.Registered, nil
	if m.Taken >= m.Capacity || last > 0 {
		r.State, r.Line = meetings.Waitlisted, ptr(last+1)
	}
	if r.ID == uuid.Nil {
		r.ID = models.NewID()
		err = meetings.InsertRegistration(tx, r)
	} else {
		err = meetings.UpdateRegistration(tx, r)
	}
	if err != nil {
		return "", err
	}
	if err := meetings.ReplaceAnswers(tx, r.ID, answers); err != nil {
		return "", err
	}
	if err := note(tx, who, "meeting."+r.State, m.ID, ""); err != nil {
		return "", err
	}
	return r.State, s.tell(tx, "meeting_step", r.State, m, r, strconv.Itoa(r.Version))
}

// Leave gives a seat or a place in line back, until the meeting begins; the next in line is offered the seat. Twice is once.
func (s *Service) Leave(ctx context.Context, who access.Actor, id uuid.UUID) error {
	if err := access.Check(who, access.Learn); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		m, r, err := holdOwn(tx, id, who)
		if err != nil {
			return err
		}
		switch r.State {
		case meetings.Left:
			return nil
		case meetings.Registered, meetings.Confirmed, meetings.Waitlisted, meetings.Offered:
		default:
			return ErrNotNow
		}
		if m.State != meetings.Published || !tx.Now.Before(m.StartsAt) {
			return ErrNotNow
		}
		return s.free(tx, who, m, r, "meeting.left")
	})
}

// free takes somebody's seat or place in line away, and offers the seat to the next.
func (s *Service) free(tx *models.Tx, who access.Actor, m meetings.Meeting, r meetings.Registration, action string) error {
	held := r.State != meetings.Waitlisted
	r.State, r.Line, r.OfferedUntil = meetings.Left, nil, nil
	if err := meetings.UpdateRegistration(tx, r); err != nil {
		return err
	}
	if err := note(tx, who, action, m.ID, ""); err != nil {
		return err
	}
	if held {
		m.Taken--
	}
	return s.promote(tx, m)
}
