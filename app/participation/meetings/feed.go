package meetings

import (
	"context"
	"time"

	"academy/app/access"
	"academy/app/ical"
	"academy/app/locale"
	"academy/models"
	"academy/models/meetings"

	"github.com/google/uuid"
)

// feedBack is how long meetings stay in a calendar.
const feedBack = 90 * 24 * time.Hour

// Appointments are the meetings of somebody as their calendar shows them. What was cancelled stays among them as cancelled.
func (s *Service) Appointments(tx *models.Tx, citizen uuid.UUID, lang locale.Lang) ([]ical.Event, error) {
	rows, err := meetings.ListOwn(tx, citizen, tx.Now.Add(-feedBack), 1000)
	var list []ical.Event
	for _, r := range rows {
		if r.Registration.State != meetings.Waitlisted {
			list = append(list, s.appointment(r, lang))
		}
	}
	return list, err
}

// appointment is one of them. Its number grows whenever the meeting or the registration changes.
func (s *Service) appointment(r meetings.Own, lang locale.Lang) ical.Event {
	say, m := s.Messages.Printer(lang, ""), r.Meeting
	e := ical.Event{
		UID: r.Registration.ID.String() + "@participatory-diplomacy-academy", Sequence: m.Version + r.Registration.Version, Starts: m.StartsAt, Ends: m.EndsAt, Summary: m.Title.In(string(lang)),
		Place: m.Place.In(string(lang)), Status: ical.Confirmed, URL: s.BaseURL + path(m.ID),
	}
	if e.Place == "" {
		e.Place = say.T("meetings.online")
	}
	switch {
	case m.State == meetings.Cancelled, r.Registration.State == meetings.Left:
		e.Status = ical.Cancelled
	case r.Registration.State == meetings.Offered:
		e.Status = ical.Tentative
	case m.OnlineURL != "":
		e.Description = say.T("meetings.join_at", s.joinAddress(r.Registration.ID))
	}
	return e
}

// CalendarFile is one of one's meetings for a calendar.
func (s *Service) CalendarFile(ctx context.Context, who access.Actor, lang locale.Lang, id uuid.UUID) ([]byte, error) {
	if err := access.Check(who, access.Learn); err != nil {
		return nil, err
	}
	var file []byte
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		rows, err := meetings.ListOwn(tx, who.ID, time.Time{}, 1000)
		for _, r := range rows {
			if r.Meeting.ID == id && r.Registration.State != meetings.Waitlisted {
				file = ical.Calendar{Name: r.Meeting.Title.In(string(lang)), Stamp: tx.Now, Events: []ical.Event{s.appointment(r, lang)}}.Bytes()
			}
		}
		if err == nil && file == nil {
			err = models.ErrNotFound
		}
		return err
	})
	return file, err
}
