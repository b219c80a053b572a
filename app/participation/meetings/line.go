package meetings

import (
	"context"
	"strconv"
	"time"

	"academy/app/access"
	"academy/models"
	"academy/models/meetings"

	"github.com/google/uuid"
)

// promote offers the free seats of a meeting to those who are first in line. The meeting is held. Once it has begun, nobody
// is offered anything.
func (s *Service) promote(tx *models.Tx, m meetings.Meeting) error {
	if m.State != meetings.Published || m.Taken >= m.Capacity || !tx.Now.Before(m.StartsAt) {
		return nil
	}
	line, err := meetings.ListLine(tx, m.ID, m.Capacity-m.Taken)
	if err != nil {
		return err
	}
	for _, r := range line {
		until := tx.Now.Add(time.Duration(m.OfferHours) * time.Hour)
		if until.After(m.StartsAt) {
			until = m.StartsAt
		}
		r.State, r.Line, r.OfferedUntil = meetings.Offered, nil, &until
		if err := meetings.UpdateRegistration(tx, r); err != nil {
			return err
		}
		told := s.words(m)
		for lang, say := range s.both() {
			told["until_"+lang] = say.DateTime(until)
		}
		if err := s.tellWith(tx, "meeting_offered", told, m, r, strconv.Itoa(r.Version)); err != nil {
			return err
		}
	}
	return nil
}

// Answer says yes or no to a seat that is offered, before the offer runs out; a yes said twice is one.
func (s *Service) Answer(ctx context.Context, who access.Actor, id uuid.UUID, accept bool) error {
	if err := access.Check(who, access.Learn); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		m, r, err := holdOwn(tx, id, who)
		switch {
		case err != nil:
			return err
		case accept && r.State == meetings.Confirmed, !accept && r.State == meetings.Left:
			return nil
		case m.State == meetings.Cancelled:
			return ErrCancelled
		case r.State != meetings.Offered || !tx.Now.Before(*r.OfferedUntil):
			return ErrOfferOver
		case !accept:
			return s.free(tx, who, m, r, "meeting.declined")
		}
		r.State, r.OfferedUntil = meetings.Confirmed, nil
		if err := meetings.UpdateRegistration(tx, r); err != nil {
			return err
		}
		if err := note(tx, who, "meeting.accepted", m.ID, ""); err != nil {
			return err
		}
		return s.tell(tx, "meeting_step", r.State, m, r, strconv.Itoa(r.Version))
	})
}

// ExpireOffers takes back the seats that were offered and not answered in time, and offers them to the next in line.
func (s *Service) ExpireOffers(ctx context.Context) error {
	var late []meetings.Registration
	err := s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		late, err = meetings.ListExpired(tx, atOnce)
		return err
	})
	for _, r := range late {
		if err == nil {
			err = s.DB.Write(ctx, func(tx *models.Tx) error { return s.expire(tx, r.MeetingID, r.ID) })
		}
	}
	return err
}

func (s *Service) expire(tx *models.Tx, meetingID, id uuid.UUID) error {
	m, err := meetings.LockMeeting(tx, meetingID)
	if err != nil {
		return err
	}
	r, err := meetings.FindRegistration(tx, id)
	if err != nil || r.State != meetings.Offered || tx.Now.Before(*r.OfferedUntil) {
		return err
	}
	if err := s.tell(tx, "meeting_step", "offer_over", m, r, strconv.Itoa(r.Version)); err != nil {
		return err
	}
	return s.free(tx, access.Actor{ID: r.CitizenID}, m, r, "meeting.offer_expired")
}
