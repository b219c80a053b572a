package meetings

import (
	"context"
	"slices"
	"time"

	"academy/app/access"
	"academy/app/locale"
	"academy/models"
	"academy/models/meetings"
	"academy/models/participation"

	"github.com/google/uuid"
)

// Filter narrows the list of meetings. What is empty does not.
type Filter struct {
	// When is past for those that are over.
	When, Kind, Agenda, Cursor string
	Limit                      int
}

// List is a page of meetings.
type List struct {
	Filter  Filter
	Cards   []Card
	Agendas []Choice
	Next    string // cursor of the next page, empty on the last
}

// Choice is something to choose in a form.
type Choice struct {
	Value, Title string
	Level        int
}

// Meetings lists what was published: those to come, the next in front, or those that are over, the last in front.
func (s *Service) Meetings(ctx context.Context, who access.Actor, lang locale.Lang, f Filter) (List, error) {
	limit := f.Limit
	if limit < 1 || limit > 50 {
		limit = perPage
	}
	if !slices.Contains(Kinds(), f.Kind) {
		f.Kind = ""
	}
	v := List{Filter: f}
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		agendas, err := participation.ListAgendaChoices(tx, uuid.Nil)
		if err != nil {
			return err
		}
		v.Agendas = choices(agendas, lang)
		rows, err := meetings.ListMeetings(tx, who.ID, meetings.Filter{Past: f.When == Past, Kind: f.Kind, Agenda: f.Agenda}, models.ParseCursor(f.Cursor), limit+1)
		v.fill(rows, limit, lang, tx.Now)
		return err
	})
	return v, err
}

func choices(rows []participation.AgendaChoice, lang locale.Lang) []Choice {
	list := make([]Choice, len(rows))
	for i, r := range rows {
		list[i] = Choice{r.Slug, r.Title.In(string(lang)), r.Level}
	}
	return list
}

func (v *List) fill(rows []meetings.Listed, limit int, lang locale.Lang, now time.Time) {
	if len(rows) > limit {
		rows = rows[:limit]
		v.Next = models.Cursor{At: rows[limit-1].StartsAt, ID: rows[limit-1].ID}.String()
	}
	for _, r := range rows {
		v.Cards = append(v.Cards, card(r, lang, now))
	}
}

// Coming answers the next meetings, of an agenda or of all, as everybody sees them.
func (s *Service) Coming(ctx context.Context, lang locale.Lang, agenda string, most int) ([]Card, error) {
	key := comingIn{agenda, lang, most}
	if list, ok := s.coming.GetIfPresent(key); ok {
		return list, nil
	}
	var v List
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		rows, err := meetings.ListMeetings(tx, uuid.Nil, meetings.Filter{Agenda: agenda}, models.Cursor{}, most)
		v.fill(rows, most, lang, tx.Now)
		return err
	})
	if err == nil {
		s.coming.Set(key, v.Cards)
	}
	return v.Cards, err
}

// Desk lists all meetings for those who look after them.
func (s *Service) Desk(ctx context.Context, who access.Actor, lang locale.Lang, cursor string) (List, error) {
	var v List
	if err := look(who); err != nil {
		return v, err
	}
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		rows, err := meetings.ListAll(tx, models.ParseCursor(cursor), perPage+1)
		v.fill(rows, perPage, lang, tx.Now)
		return err
	})
	return v, err
}

// Shown is a meeting as its page shows it.
type Shown struct {
	Card
	Asks []Ask
	Mine *Mine
	// Staff says that the reader looks after it.
	Staff bool
	// Asking says that questions are put and voted on now, Left how many the reader can still put, Consented that they agree
	// that their opinions are kept.
	Asking    bool
	Left      int
	Consented bool
	After
	// Begun says that what came of it can be written.
	Begun bool
}

// Ask is something that is asked of those who register.
type Ask struct {
	ID       uuid.UUID
	Kind     string // text, choice
	Label    string
	Options  []string
	Required bool
}

// Meeting shows one that was published; those who look after it see their drafts as well.
func (s *Service) Meeting(ctx context.Context, who access.Actor, lang locale.Lang, id uuid.UUID) (Shown, error) {
	var v Shown
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		row, err := meetings.FindShown(tx, id, who.ID)
		if err != nil {
			return err
		}
		v.Staff = look(who) == nil
		if row.State == meetings.Draft && !v.Staff {
			return models.ErrNotFound
		}
		v.Card, v.Asks = card(row.Listed, lang, tx.Now), asksIn(row.Asks.V, lang)
		v.Asking, v.Left, v.Consented = row.State == meetings.Published && tx.Now.Before(row.StartsAt), max(MostPut-row.Put, 0), row.Consented
		v.After, v.Begun = afterOf(row.After, lang, tx.Now), row.State == meetings.Published && !tx.Now.Before(row.StartsAt)
		if r := row.Mine.V; r != nil {
			v.Mine = s.mine(row.Meeting, *r, row.Before, tx.Now)
		}
		return nil
	})
	return v, err
}

func asksIn(rows []meetings.Ask, lang locale.Lang) []Ask {
	list := make([]Ask, len(rows))
	for i, a := range rows {
		list[i] = Ask{ID: a.ID, Kind: a.Kind, Label: a.Label.In(string(lang)), Required: a.Required}
		for _, o := range a.Options {
			list[i].Options = append(list[i].Options, o.In(string(lang)))
		}
	}
	return list
}

// Own is a meeting that the reader has registered for.
type Own struct {
	Card
	Mine Mine
}

// Mine answers the meetings that somebody has registered for: those to come, and those of the last year behind them.
func (s *Service) Mine(ctx context.Context, who access.Actor, lang locale.Lang) (coming, past []Own, err error) {
	if err := access.Check(who, access.Learn); err != nil {
		return nil, nil, err
	}
	err = s.DB.Read(ctx, func(tx *models.Tx) error {
		rows, err := meetings.ListOwn(tx, who.ID, tx.Now.AddDate(-1, 0, 0), 300)
		for _, r := range rows {
			c := cardOf(r.Meeting, lang)
			c.Agenda, c.Phase, c.Mine = r.Agenda.In(string(lang)), phase(r.Meeting, 0, tx.Now), r.Registration.State
			o := Own{c, *s.mine(r.Meeting, r.Registration, r.Before, tx.Now)}
			if c.Phase == Past {
				past = append(past, o)
			} else {
				coming = append(coming, o)
			}
		}
		slices.Reverse(past)
		return err
	})
	return coming, past, err
}

// Opened is a meeting as open data.
type Opened = meetings.Opened

// fewest is how many must have come before it is told how many did.
const fewest = 10

// Open answers a page of open data, 1,000 meetings at most: no names, and nobody is counted who could be made out.
func (s *Service) Open(ctx context.Context, cursor string) (rows []Opened, next string, err error) {
	const most = 1000
	err = s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		rows, err = meetings.ListOpened(tx, models.ParseCursor(cursor), most+1)
		return err
	})
	if len(rows) > most {
		rows = rows[:most]
		next = models.Cursor{At: rows[most-1].StartsAt, ID: rows[most-1].ID}.String()
	}
	for i := range rows {
		if rows[i].Attended < fewest {
			rows[i].Attended = 0
		}
	}
	return rows, next, err
}
