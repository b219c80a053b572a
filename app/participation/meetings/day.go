package meetings

import (
	"context"
	"errors"
	"time"

	"academy/app/access"
	"academy/app/attendance"
	"academy/app/fault"
	"academy/models"
	"academy/models/meetings"

	"github.com/google/uuid"
)

// How somebody was seen to be there; the schema knows the same words.
const (
	byQR        = "qr"
	byCode      = "code"
	byLink      = "link"
	byOrganiser = "organiser"
)

// From when on people can show that they are there, until when they still can, and from when on one comes in online.
const (
	hereBefore = time.Hour
	hereAfter  = 30 * time.Minute
	joinBefore = 15 * time.Minute
)

// mostTries are the codes that somebody may type wrongly at a meeting; the schema says the same.
const mostTries = 5

// Faults of the day.
var (
	ErrTokenExpired  = fault.New(fault.Conflict, "meetings.here.expired")
	ErrTokenUnknown  = fault.New(fault.Missing, "meetings.here.unknown")
	ErrWrongCode     = fault.New(fault.Invalid, "meetings.here.wrong_code")
	ErrNoTries       = fault.New(fault.Limited, "meetings.here.no_tries")
	ErrNotRegistered = fault.New(fault.Denied, "meetings.here.not_registered")
	ErrTooEarly      = fault.New(fault.Conflict, "meetings.here.too_early")
	ErrOver          = fault.New(fault.Conflict, "meetings.here.over")
	ErrMarked        = fault.New(fault.Conflict, "meetings.here.marked")
)

// window is why a moment is none of a meeting's day: early, over; empty where it is.
func window(m meetings.Meeting, now time.Time) string {
	switch {
	case now.Before(m.StartsAt.Add(-hereBefore)):
		return Early
	case now.After(m.EndsAt.Add(hereAfter)):
		return Past
	}
	return ""
}

// here says why somebody cannot show now that they are at a meeting.
func here(m meetings.Meeting, r meetings.Registration, now time.Time) error {
	if m.State != meetings.Published {
		return ErrCancelled
	}
	switch r.State {
	case meetings.Registered, meetings.Confirmed:
	case meetings.NoShow:
		return ErrMarked
	default:
		return ErrNotRegistered
	}
	switch window(m, now) {
	case Early:
		return ErrTooEarly.Carrying(map[string]any{"opens_at": m.StartsAt.Add(-hereBefore).UTC()})
	case Past:
		return ErrOver
	}
	return nil
}

// Presence is somebody who has read a code, before the one button.
type Presence struct {
	Meeting      uuid.UUID
	Name         string
	Title, Place Text
	Starts, Ends time.Time
	// Ticket proves for some minutes that the code was read, so that nobody has to be quick.
	Ticket string
	// Done says that this was known already.
	Done bool
}

// ReadCode is what the reader of a QR code can do.
func (s *Service) ReadCode(ctx context.Context, who access.Actor, token string) (Presence, error) {
	if err := access.Check(who, access.Learn); err != nil {
		return Presence{}, err
	}
	var v Presence
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		id, err := s.CheckInKey.ReadToken(token, tx.Now)
		switch {
		case errors.Is(err, attendance.ErrExpired):
			return ErrTokenExpired.Because(err)
		case err != nil:
			return ErrTokenUnknown.Because(err)
		}
		m, err := meetings.FindMeeting(tx, id)
		if err != nil {
			return ErrTokenUnknown.Because(err)
		}
		r, err := meetings.FindOwn(tx, id, who.ID)
		if err != nil && !errors.Is(err, models.ErrNotFound) {
			return err
		}
		v = Presence{Meeting: id, Name: who.Name, Title: m.Title, Place: m.Place, Starts: m.StartsAt, Ends: m.EndsAt, Done: r.State == meetings.Attended}
		if v.Done {
			return nil
		}
		v.Ticket = s.CheckInKey.Ticket(r.ID, "attend", tx.Now)
		return here(m, r, tx.Now)
	})
	return v, err
}

// Proof is how somebody shows that they are there: the ticket of a code that was read, or the code as it was typed.
type Proof struct{ Ticket, Code string }

// Attend notes that somebody is at a meeting. Twice is once. A wrong code is counted even though it is refused.
func (s *Service) Attend(ctx context.Context, who access.Actor, id uuid.UUID, p Proof) error {
	if err := access.Check(who, access.Learn); err != nil {
		return err
	}
	var refusal error
	err := s.DB.Write(ctx, func(tx *models.Tx) error {
		m, r, err := holdOwn(tx, id, who)
		switch {
		case m.ID != uuid.Nil && m.State != meetings.Draft && errors.Is(err, models.ErrNotFound):
			return ErrNotRegistered
		case err != nil:
			return err
		case r.State == meetings.Attended:
			return nil
		}
		if err := here(m, r, tx.Now); err != nil {
			return err
		}
		how, wrong, err := s.prove(tx, r, p)
		if err != nil || wrong != nil {
			refusal = wrong
			return err
		}
		return s.seen(tx, who, r, how)
	})
	if err == nil {
		err = refusal
	}
	return err
}

// prove judges a proof. What is wrong with it is told apart from what has failed: a wrong code is written down.
func (s *Service) prove(tx *models.Tx, r meetings.Registration, p Proof) (how string, wrong, err error) {
	if p.Ticket != "" {
		if !s.CheckInKey.KnowsTicket(r.ID, "attend", p.Ticket, tx.Now) {
			return "", ErrTokenExpired, nil
		}
		return byQR, nil, nil
	}
	tries, err := meetings.CountTries(tx, r.ID)
	switch {
	case err != nil:
		return "", nil, err
	case tries >= mostTries:
		return "", ErrNoTries, nil
	case s.CheckInKey.KnowsCode(r.MeetingID, p.Code, tx.Now):
		return byCode, nil, nil
	}
	left := mostTries - tries - 1
	return "", ErrWrongCode.With(left).Carrying(map[string]any{"tries_left": left}), meetings.InsertTry(tx, r.ID, tries+1)
}

// seen writes that somebody was there. The meeting is held.
func (*Service) seen(tx *models.Tx, who access.Actor, r meetings.Registration, how string) error {
	if r.Unmarked == nil {
		r.Unmarked = ptr(r.State)
	}
	r.State, r.AttendedAt, r.How = meetings.Attended, &tx.Now, &how
	if err := meetings.UpdateRegistration(tx, r); err != nil {
		return err
	}
	return note(tx, who, "meeting.attended", r.MeetingID, "")
}

// The marks that those who look after a meeting can make.
const (
	MarkHere   = "here"
	MarkNoShow = "no_show"
	MarkUndo   = "undo"
)

// Mark notes what has become of somebody, or takes that back. Twice is once.
func (s *Service) Mark(ctx context.Context, who access.Actor, id, registration uuid.UUID, mark string) error {
	if err := look(who); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		m, err := hold(tx, id)
		if err != nil {
			return err
		}
		r, err := meetings.FindRegistration(tx, registration)
		if err == nil && r.MeetingID != id {
			err = models.ErrNotFound
		}
		if err != nil {
			return err
		}
		if m.State != meetings.Published || window(m, tx.Now) == Early {
			return ErrNotNow
		}
		return s.mark(tx, who, m, r, mark)
	})
}

func (s *Service) mark(tx *models.Tx, who access.Actor, m meetings.Meeting, r meetings.Registration, mark string) error {
	open := r.State == meetings.Registered || r.State == meetings.Confirmed
	switch {
	case mark == MarkHere && r.State == meetings.Attended, mark == MarkNoShow && r.State == meetings.NoShow, mark == MarkUndo && open:
		return nil
	case mark == MarkHere && (open || r.State == meetings.NoShow):
		return s.seen(tx, who, r, byOrganiser)
	case mark == MarkNoShow && open && !tx.Now.Before(m.StartsAt):
		r.Unmarked, r.State = ptr(r.State), meetings.NoShow
	case mark == MarkUndo && r.Unmarked != nil:
		r.State, r.Unmarked, r.AttendedAt, r.How = *r.Unmarked, nil, nil, nil
	default:
		return ErrNotNow
	}
	if err := meetings.UpdateRegistration(tx, r); err != nil {
		return err
	}
	return note(tx, who, "meeting.mark_"+mark, m.ID, r.CitizenID.String())
}

func (s *Service) joinAddress(registration uuid.UUID) string {
	return s.BaseURL + "/events/join/" + s.CheckInKey.Pass(registration)
}

// Join answers where a meeting goes on online, and notes that the owner of the link is there. Nobody else can use it.
func (s *Service) Join(ctx context.Context, who access.Actor, pass string) (string, error) {
	if err := access.Check(who, access.Learn); err != nil {
		return "", err
	}
	id, err := s.CheckInKey.ReadPass(pass)
	if err != nil {
		return "", fault.ErrMissing.Because(err)
	}
	var address string
	err = s.DB.Write(ctx, func(tx *models.Tx) error {
		r, err := meetings.FindRegistration(tx, id)
		if err != nil {
			return err
		}
		if r.CitizenID != who.ID {
			return models.ErrNotFound
		}
		m, r, err := holdOwn(tx, r.MeetingID, who)
		if err != nil {
			return err
		}
		if address, err = joins(m, r, tx.Now); err != nil || r.State == meetings.Attended {
			return err
		}
		return s.seen(tx, who, r, byLink)
	})
	return address, err
}

// joins is where somebody comes in, or why they do not.
func joins(m meetings.Meeting, r meetings.Registration, now time.Time) (string, error) {
	switch opens := m.StartsAt.Add(-joinBefore); {
	case m.OnlineURL == "":
		return "", models.ErrNotFound
	case m.State != meetings.Published:
		return "", ErrCancelled
	case r.State != meetings.Registered && r.State != meetings.Confirmed && r.State != meetings.Attended:
		return "", ErrNotRegistered
	case now.Before(opens):
		return "", ErrTooEarly.Carrying(map[string]any{"opens_at": opens.UTC()})
	case now.After(m.EndsAt):
		return "", ErrOver
	}
	return m.OnlineURL, nil
}
