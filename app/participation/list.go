package participation

import (
	"context"
	"slices"

	"academy/app/access"
	"academy/app/locale"
	"academy/app/participation/rules"
	"academy/models"
	"academy/models/participation"

	"github.com/google/uuid"
)

// Filter narrows the list of proposals. What is empty does not.
type Filter struct {
	Query, Agenda, State, Cursor string
	Limit                        int
}

// List is a page of proposals, the newest first.
type List struct {
	Filter  Filter
	Cards   []Card
	Agendas []Choice
	Next    string // cursor of the next page, empty on the last
}

// stateGroups are the states by which the list is narrowed.
var stateGroups = map[string][]string{ //nolint:gochecknoglobals // a constant table
	"gathering": {"gathering"}, "under_review": {"under_review"}, "answered": {"answered"}, "committed": {"committed", "implemented"},
	"ended": {"lapsed", "withdrawn", "merged_into", "hidden", "cancelled"},
}

// StateGroups names what the list can be narrowed to, in the order of a proposal's life.
func StateGroups() []string {
	return []string{"gathering", "under_review", "answered", "committed", "ended"}
}

// Proposals lists what everybody may see. What was withdrawn, hidden or not accepted stands among it, and says so.
func (s *Service) Proposals(ctx context.Context, lang locale.Lang, f Filter) (List, error) {
	limit := f.Limit
	if limit < 1 || limit > 50 {
		limit = perPage
	}
	v := List{Filter: f}
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		choices, err := participation.ListAgendaChoices(tx, uuid.Nil)
		if err != nil {
			return err
		}
		v.Agendas = agendaChoices(choices, lang)
		rows, err := participation.ListProposals(tx, participation.ProposalFilter{Query: locale.Query(f.Query), Agenda: f.Agenda, States: stateGroups[f.State]}, models.ParseCursor(f.Cursor), limit+1)
		if err != nil {
			return err
		}
		if len(rows) > limit {
			rows = rows[:limit]
			last := rows[limit-1]
			v.Next = models.Cursor{At: *last.SubmittedAt, ID: last.ID}.String()
		}
		v.Cards = cards(rows, lang, ladderOf(rows), tx.Now)
		return nil
	})
	return v, err
}

// ladderOf takes the ladder that a list brings along with each of its rows.
func ladderOf(rows []participation.Listed) rules.Ladder {
	if len(rows) == 0 {
		return rules.Ladder{}
	}
	return ladder(rows[0].Thresholds.V)
}

// Overdue answers proposals whose step has run out, for everybody to see.
func (s *Service) Overdue(ctx context.Context, lang locale.Lang) ([]Card, error) {
	var list []Card
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		rows, err := participation.ListOverdue(tx, 200)
		list = cards(rows, lang, ladderOf(rows), tx.Now)
		return err
	})
	return list, err
}

// Opened is a proposal as open data.
type Opened = participation.Opened

// Open answers a page of open data, 1,000 proposals at most: no names, and only the figures that may be shown.
func (s *Service) Open(ctx context.Context, cursor string) (rows []Opened, next string, err error) {
	const most = 1000
	err = s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		rows, err = participation.ListOpened(tx, models.ParseCursor(cursor), most+1)
		return err
	})
	if len(rows) > most {
		rows = rows[:most]
		next = models.Cursor{At: *rows[most-1].SubmittedAt, ID: rows[most-1].ID}.String()
	}
	return rows, next, err
}

// Desk is what waits for those who answer.
type Desk struct {
	Cases   []Case
	Answers []Card
	// MaySign says that the reader may publish what another has drafted.
	MaySign bool
}

// Desk answers what waits for moderators and officers.
func (s *Service) Desk(ctx context.Context, who access.Actor, lang locale.Lang) (Desk, error) {
	if err := access.Check(who, access.Moderate); err != nil {
		return Desk{}, err
	}
	v := Desk{MaySign: who.May(access.SignAnswers)}
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		rows, err := participation.ListQueue(tx, 50)
		if err != nil {
			return err
		}
		for _, r := range rows {
			v.Cases = append(v.Cases, caseView(r, who, lang, tx.Now))
		}
		list, err := participation.ListToAnswer(tx, 50)
		v.Answers = cards(list, lang, ladderOf(list), tx.Now)
		return err
	})
	return v, err
}

// known says whether a name is one of some.
func known(name string, names []string) bool { return slices.Contains(names, name) }
