package learning

import (
	"context"
	"time"

	"academy/app/access"
	"academy/app/locale"
	"academy/models"
	"academy/models/courses"

	"github.com/google/uuid"
)

type agenda struct {
	courses.Agenda
	// under is the agenda itself and, for a national one, its priorities.
	under []uuid.UUID
}

// listing is one page of the catalogue as everybody sees it.
type listing struct {
	rows  []courses.Listed
	next  string
	total int
	at    time.Time
}

// most is how far matches are counted; newFor is how long a course is called new.
const (
	most   = 100
	newFor = 14 * 24 * time.Hour
)

// Catalogue answers a page of published courses, the newest first, with the reader's own progress on them.
func (s *Service) Catalogue(ctx context.Context, who access.Actor, lang locale.Lang, f Filter) (Catalogue, error) {
	if f.Limit < 1 || f.Limit > 50 {
		f.Limit = 12
	}
	agendas, err := s.allAgendas(ctx)
	if err != nil {
		return Catalogue{}, err
	}
	page, err := s.listing(ctx, f, agendas)
	if err != nil {
		return Catalogue{}, err
	}
	mine, err := s.mine(ctx, who, page.rows)
	if err != nil {
		return Catalogue{}, err
	}
	view := Catalogue{Filter: f, Total: min(page.total, most), More: page.total > most, Next: page.next}
	for _, a := range agendas {
		view.Agendas = append(view.Agendas, AgendaChoice{a.Slug, a.Title.In(string(lang)), a.Level})
	}
	for _, row := range page.rows {
		card := cardOf(row, lang, page.at)
		card.Mine = mine[row.ID]
		view.Cards = append(view.Cards, card)
	}
	return view, nil
}

func (s *Service) allAgendas(ctx context.Context) ([]agenda, error) {
	return get(ctx, s.agendas, "all", func(ctx context.Context) ([]agenda, error) {
		var rows []courses.Agenda
		err := s.DB.Read(ctx, func(tx *models.Tx) (err error) {
			rows, err = courses.ListAgendas(tx)
			return err
		})
		var all []agenda
		for _, a := range rows {
			under := []uuid.UUID{a.ID}
			for _, b := range rows {
				if b.ParentID != nil && *b.ParentID == a.ID {
					under = append(under, b.ID)
				}
			}
			all = append(all, agenda{a, under})
		}
		return all, err
	})
}

// listing answers what everybody sees, from memory if it was asked for within the last seconds.
func (s *Service) listing(ctx context.Context, f Filter, agendas []agenda) (*listing, error) {
	return get(ctx, s.lists, f, func(ctx context.Context) (*listing, error) {
		q, known := query(f, agendas)
		page := &listing{}
		if !known {
			return page, nil
		}
		err := s.DB.Read(ctx, func(tx *models.Tx) (err error) {
			page.at = tx.Now
			if page.rows, err = courses.ListPublished(tx, q); err != nil {
				return err
			}
			page.total, err = courses.CountPublished(tx, q, most+1)
			return err
		})
		if len(page.rows) > f.Limit {
			page.rows = page.rows[:f.Limit]
			last := page.rows[f.Limit-1]
			page.next = models.Cursor{At: last.PublishedAt, ID: last.ID}.String()
		}
		return page, err
	})
}

// query answers the database's filter; an agenda that does not exist matches nothing.
func query(f Filter, agendas []agenda) (q courses.Filter, known bool) {
	q = courses.Filter{Search: locale.Query(f.Query), Level: f.Level, Language: f.Language, After: models.ParseCursor(f.Cursor), Limit: f.Limit + 1}
	if f.Agenda == "" {
		return q, true
	}
	for _, a := range agendas {
		if a.Slug == f.Agenda {
			q.Agendas = a.under
		}
	}
	return q, q.Agendas != nil
}

func (s *Service) mine(ctx context.Context, who access.Actor, rows []courses.Listed) (map[uuid.UUID]*MyCourse, error) {
	if !who.Known() || len(rows) == 0 {
		return nil, nil //nolint:nilnil // a map that nothing is in
	}
	ids := make([]uuid.UUID, len(rows))
	for i, row := range rows {
		ids[i] = row.ID
	}
	var enrolments []courses.Enrolment
	err := s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		enrolments, err = courses.ListMine(tx, who.ID, ids)
		return err
	})
	mine := map[uuid.UUID]*MyCourse{}
	for _, e := range enrolments {
		mine[e.CourseID] = &MyCourse{e.ID, e.State, e.Percent}
	}
	return mine, err
}

func cardOf(row courses.Listed, lang locale.Lang, at time.Time) CourseCard {
	l := string(lang)
	card := CourseCard{
		ID: row.ID, Slug: row.Slug, Title: row.Title.In(l), Summary: row.Summary.In(l), Agenda: row.Agenda.In(l), AgendaSlug: row.AgendaSlug, Level: row.Level,
		Languages: row.Languages, Minutes: row.Minutes, Lessons: row.LessonCount, Palette: row.Palette,
		Intake: intake(courses.Cohort{Policy: row.Policy, Seats: row.Seats, OpensAt: row.OpensAt, ClosesAt: row.ClosesAt}, row.Taken, at),
		New:    at.Sub(row.PublishedAt) < newFor,
	}
	if row.Duty != nil {
		card.Gain = row.Duty.In(l)
	}
	return card
}

func intake(c courses.Cohort, taken int, at time.Time) Intake {
	in := Intake{Policy: c.Policy, Open: c.Open(at)}
	if c.Seats != nil {
		left := max(*c.Seats-taken, 0)
		in.SeatsLeft, in.Open = &left, in.Open && left > 0
	}
	return in
}
