package meetings

import (
	"time"

	"academy/app/locale"
	"academy/models/meetings"

	"github.com/google/uuid"
)

// The phases of a meeting as a citizen sees it.
const (
	Early     = "early"
	Open      = "open"
	Full      = "full"
	Closed    = "closed"
	Past      = "past"
	Cancelled = meetings.Cancelled
)

// Card is a meeting in a list.
type Card struct {
	ID               uuid.UUID
	Kind, Series     string
	State            string // draft, published, cancelled
	Phase            string // early, open, full, closed, past, cancelled
	Title, Summary   string
	AgendaSlug       string
	Agenda           string
	Place            string
	Online           bool
	Languages        []string
	Starts, Ends     time.Time
	Opens, Closes    time.Time
	Capacity, Taken  int
	Waiting          int
	Mine             string // what the reader is at it, empty for nothing
	Reason           string // why it is cancelled
	Contact, Welcome string // welcome is what is said of accessibility
}

// Free is how many seats nobody has, those in line left aside.
func (c Card) Free() int { return max(c.Capacity-c.Taken, 0) }

func phase(m meetings.Meeting, waiting int, now time.Time) string {
	switch {
	case m.State == meetings.Cancelled:
		return Cancelled
	case !now.Before(m.EndsAt):
		return Past
	case !now.Before(m.ClosesAt):
		return Closed
	case now.Before(m.OpensAt):
		return Early
	case m.Taken >= m.Capacity || waiting > 0:
		return Full
	}
	return Open
}

func card(l meetings.Listed, lang locale.Lang, now time.Time) Card {
	c := cardOf(l.Meeting, lang)
	c.Phase, c.AgendaSlug, c.Agenda, c.Waiting, c.Mine = phase(l.Meeting, l.Waiting, now), l.AgendaSlug, l.Agenda.In(string(lang)), l.Waiting, l.Own
	return c
}

func cardOf(m meetings.Meeting, lang locale.Lang) Card {
	in := string(lang)
	return Card{
		ID: m.ID, Kind: m.Kind, Series: m.Series.In(in), State: m.State, Title: m.Title.In(in), Summary: m.Summary.In(in), Place: m.Place.In(in), Online: m.OnlineURL != "", Languages: m.Languages.V,
		Starts: m.StartsAt.UTC(), Ends: m.EndsAt.UTC(), Opens: m.OpensAt.UTC(), Closes: m.ClosesAt.UTC(), Capacity: m.Capacity, Taken: m.Taken, Reason: m.Reason, Contact: m.Contact,
		Welcome: m.Accessibility.In(in),
	}
}

// Mine is what the reader is at a meeting.
type Mine struct {
	ID    uuid.UUID
	State string
	// Place is where in line, from 1; 0 for those who are in none.
	Place int
	// Until is when an offered seat goes on to the next.
	Until    *time.Time
	Attended *time.Time
	// Join is the address by which one comes in online, JoinsAt from when on it leads there.
	Join    string
	JoinsAt time.Time
	// Here says that one can show by a code now that one is there. Leave says that one can still leave.
	Here, Leave bool
}

// Live says whether it still counts.
func (m *Mine) Live() bool { return m != nil && m.State != meetings.Left }

// Seat says whether there is a seat.
func (m *Mine) Seat() bool {
	return m != nil && (m.State == meetings.Registered || m.State == meetings.Confirmed || m.State == meetings.Attended)
}

func (s *Service) mine(m meetings.Meeting, r meetings.Registration, before int, now time.Time) *Mine {
	v := &Mine{ID: r.ID, State: r.State, Until: utc(r.OfferedUntil), Attended: utc(r.AttendedAt)}
	going := m.State == meetings.Published
	switch r.State {
	case meetings.Waitlisted:
		v.Place = before + 1
	case meetings.Registered, meetings.Confirmed, meetings.Attended:
		if m.OnlineURL != "" && going && now.Before(m.EndsAt) {
			v.Join, v.JoinsAt = s.joinAddress(r.ID), m.StartsAt.Add(-joinBefore).UTC()
		}
	}
	v.Here = going && (r.State == meetings.Registered || r.State == meetings.Confirmed) && window(m, now) == ""
	v.Leave = going && now.Before(m.StartsAt) && (r.State == meetings.Waitlisted || r.State == meetings.Registered || r.State == meetings.Confirmed)
	return v
}
