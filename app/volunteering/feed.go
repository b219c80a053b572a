package volunteering

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/ical"
	"academy/app/locale"
	"academy/models"
	"academy/models/volunteering"

	"github.com/google/uuid"
)

// tokenBytes are as many as nobody guesses.
const tokenBytes = 24

// ResetFeed makes a new secret address of one's calendar, told this once; the one before is void.
func (s *Service) ResetFeed(ctx context.Context, who access.Actor) (string, error) {
	if err := access.Check(who, access.Learn); err != nil {
		return "", err
	}
	raw := make([]byte, tokenBytes)
	if _, err := rand.Read(raw); err != nil {
		return "", fault.ErrInternal.Because(err)
	}
	token := base64.RawURLEncoding.EncodeToString(raw)
	digest := sha256.Sum256([]byte(token))
	err := s.DB.Write(ctx, func(tx *models.Tx) error { return volunteering.SaveFeedToken(tx, who.ID, digest[:]) })
	return s.BaseURL + "/calendar/" + token + ".ics", err
}

// feedBack is how long shifts stay in a calendar.
const feedBack = 90 * 24 * time.Hour

// Feed is the calendar behind a secret address: shifts, and what else there is. What was cancelled stays in it as cancelled.
func (s *Service) Feed(ctx context.Context, token string) ([]byte, error) {
	digest := sha256.Sum256([]byte(token))
	var file []byte
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		rows, err := volunteering.ListFeed(tx, digest[:], tx.Now.Add(-feedBack), 1000)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			return models.ErrNotFound
		}
		var own []volunteering.OwnAssignment
		for _, row := range rows {
			if row.ID != uuid.Nil {
				own = append(own, row.OwnAssignment)
			}
		}
		lang := locale.Parse(rows[0].Locale)
		others, err := s.Appointments(tx, rows[0].Owner, lang)
		file = s.calendar(lang, tx.Now, own, others...)
		return err
	})
	return file, err
}

// CalendarFile is one of one's shifts for a calendar.
func (s *Service) CalendarFile(ctx context.Context, who access.Actor, lang locale.Lang, id uuid.UUID) ([]byte, error) {
	if err := access.Check(who, access.Learn); err != nil {
		return nil, err
	}
	return s.CalendarOf(ctx, who.ID, lang, id)
}

// CalendarOf is a shift of a volunteer for a calendar, to go with a mail to them.
func (s *Service) CalendarOf(ctx context.Context, volunteer uuid.UUID, lang locale.Lang, id uuid.UUID) ([]byte, error) {
	var file []byte
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		rows, err := volunteering.ListOwn(tx, volunteer, tx.Now.Add(-feedBack), 1000)
		for _, row := range rows {
			if row.ID == id {
				file = s.calendar(lang, tx.Now, []volunteering.OwnAssignment{row})
			}
		}
		if err == nil && file == nil {
			err = models.ErrNotFound
		}
		return err
	})
	return file, err
}

func (s *Service) calendar(lang locale.Lang, now time.Time, rows []volunteering.OwnAssignment, others ...ical.Event) []byte {
	say := s.Messages.Printer(lang, "")
	c := ical.Calendar{Name: say.T("volunteering.feed_name"), Stamp: now, Events: others}
	for _, a := range rows {
		if a.State == volunteering.Waitlisted {
			continue
		}
		m := myShift(a, now)
		e := ical.Event{
			UID: m.ID.String() + "@participatory-diplomacy-academy", Sequence: m.Sequence, Starts: m.Starts, Ends: m.Ends,
			Summary: m.Title.In(string(lang)) + " · " + m.Duty.In(string(lang)), Place: m.Place.In(string(lang)), Status: ical.Confirmed, URL: s.BaseURL + "/me/shifts",
		}
		if m.Online {
			e.Place = say.T("volunteering.online")
		}
		if point := m.MeetingPoint.In(string(lang)); point != "" {
			e.Description = say.T("volunteering.meet_at", point)
		}
		switch a.State {
		case volunteering.Assigned:
			e.Status = ical.Tentative
		case volunteering.ByVolunteer, volunteering.ByOrganiser:
			e.Status = ical.Cancelled
		}
		c.Events = append(c.Events, e)
	}
	return c.Bytes()
}
