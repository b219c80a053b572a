package meetings

import (
	"context"
	"strconv"
	"strings"
	"time"

	"academy/app/access"
	"academy/app/attendance"
	"academy/app/locale"
	"academy/models"
	"academy/models/meetings"

	"github.com/google/uuid"
)

// Guests is who comes to a meeting, before those who look after it.
type Guests struct {
	Card
	Asks   []Ask
	Search string
	// Code and Address change with every step; Left is how long these are shown. They are empty but on the day.
	Code, Address string
	Left          time.Duration
	// Markable says that people can be marked by now, Begun that they can be missing.
	Markable, Begun bool
	List            []Guest
	// More says that there are others, to be found by their name.
	More bool
	// Counts is how many registrations stand where.
	Counts map[string]int
}

// Guest is somebody who is registered, or in line.
type Guest struct {
	ID       uuid.UUID
	Name     string
	State    string
	Place    int // in line
	Until    *time.Time
	Attended *time.Time
	How      string
	// Answers are in the order of what is asked; empty for none.
	Answers []string
	// Marks are what can be noted now.
	Marks []string
}

const mostGuests = 300

// Guests shows who comes and what they answered. That somebody looked at it is kept.
func (s *Service) Guests(ctx context.Context, who access.Actor, lang locale.Lang, id uuid.UUID) (Guests, error) {
	var v Guests
	if err := look(who); err != nil {
		return v, err
	}
	err := s.DB.Write(ctx, func(tx *models.Tx) error {
		if _, err := v.find(tx, lang, id, ""); err != nil {
			return err
		}
		if len(v.List) == 0 || len(v.Asks) == 0 {
			return nil
		}
		return note(tx, who, "meeting.answers_viewed", id, "")
	})
	return v, err
}

// CheckIn shows who is expected, and on the day the code of now.
func (s *Service) CheckIn(ctx context.Context, who access.Actor, lang locale.Lang, id uuid.UUID, search string) (Guests, error) {
	var v Guests
	if err := look(who); err != nil {
		return v, err
	}
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		m, err := v.find(tx, lang, id, strings.TrimSpace(search))
		if err != nil {
			return err
		}
		if m.State == meetings.Published && window(m, tx.Now) == "" {
			step := attendance.At(tx.Now)
			v.Code, v.Address, v.Left = s.CheckInKey.Code(id, step), s.BaseURL+"/events/checkin/"+s.CheckInKey.Token(id, step), attendance.Left(tx.Now)
		}
		return nil
	})
	return v, err
}

func (v *Guests) find(tx *models.Tx, lang locale.Lang, id uuid.UUID, search string) (meetings.Meeting, error) {
	m, err := meetings.FindHosted(tx, id, search, mostGuests+1)
	if err != nil {
		return m.Meeting, err
	}
	v.Search, v.Counts = search, m.Counts.V
	v.Card, v.Asks = card(m.Listed, lang, tx.Now), asksIn(m.Asks.V, lang)
	v.Markable, v.Begun = m.State == meetings.Published && window(m.Meeting, tx.Now) != Early, !tx.Now.Before(m.StartsAt)
	v.fill(m.Guests.V)
	return m.Meeting, nil
}

// Here is how many were there.
func (v Guests) Here() int { return v.Counts[meetings.Attended] }

// Expected is how many have a seat.
func (v Guests) Expected() int {
	return v.Counts[meetings.Registered] + v.Counts[meetings.Confirmed] + v.Counts[meetings.Attended] + v.Counts[meetings.NoShow]
}

func (v *Guests) fill(rows []meetings.Guest) {
	if v.More = len(rows) > mostGuests; v.More {
		rows = rows[:mostGuests]
	}
	place := 0
	for _, r := range rows {
		g := Guest{ID: r.ID, Name: r.Name, State: r.State, Until: utc(r.OfferedUntil), Attended: utc(r.AttendedAt), Marks: v.marks(r.State)}
		if r.How != nil {
			g.How = *r.How
		}
		if r.State == meetings.Waitlisted && v.Search == "" {
			place++
			g.Place = place
		}
		for _, a := range v.Asks {
			g.Answers = append(g.Answers, a.answered(r.Answers[a.ID]))
		}
		v.List = append(v.List, g)
	}
}

// answered is an answer in words.
func (a Ask) answered(text string) string {
	if n, err := strconv.Atoi(text); a.Kind == meetings.AskChoice && err == nil && n >= 1 && n <= len(a.Options) {
		return a.Options[n-1]
	}
	return text
}

func (v *Guests) marks(state string) []string {
	if !v.Markable {
		return nil
	}
	switch state {
	case meetings.Registered, meetings.Confirmed:
		if v.Begun {
			return []string{MarkHere, MarkNoShow}
		}
		return []string{MarkHere}
	case meetings.Attended:
		return []string{MarkUndo}
	case meetings.NoShow:
		return []string{MarkHere, MarkUndo}
	}
	return nil
}
