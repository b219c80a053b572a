package participation

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Listed is a proposal in a list.
type Listed struct {
	Proposal
	Author     string // empty once nobody's
	AgendaSlug string
	Agenda     models.Text
	Supports   int
	Comments   int
	Summary    string // of the answer that is published
	// Thresholds are what numbers of supports bring about, the same for all.
	Thresholds models.JSON[map[string]int]
}

const listed = `select ` + proposalColumns + `, (select jsonb_object_agg(effect, t.supports) from proposal_thresholds t) as thresholds, coalesce(u.name, '') as author, a.slug as agenda_slug, a.title as agenda,
		(select count(*) from supports s where s.proposal_id = p.id) as supports,
		(select count(*) from comments c where c.proposal_id = p.id and c.state = 'shown') as comments,
		coalesce((select w.summary from answers w where w.proposal_id = p.id and w.signer is not null order by w.version desc limit 1), '') as summary
	from proposals p join agendas a on a.id = p.agenda_id left join users u on u.id = p.author_id where `

const public = "p.state not in ('draft', 'submitted', 'returned')"

// ProposalFilter narrows the list. What is empty does not.
type ProposalFilter struct {
	// Query is a tsquery.
	Query  string
	Agenda string
	States []string
	// OnHub keeps to those that have reached the number of supports by which they are listed.
	OnHub bool
}

func (f ProposalFilter) where() (sql string, args []any) {
	sql = public
	if f.Query != "" {
		sql, args = sql+" and p.state <> 'hidden' and p.search @@ ?::tsquery", append(args, f.Query)
	}
	if f.Agenda != "" {
		sql += " and p.agenda_id in (select x.id from agendas x left join agendas y on y.id = x.parent_id where x.slug = ? or y.slug = ?)"
		args = append(args, f.Agenda, f.Agenda)
	}
	if len(f.States) > 0 {
		sql, args = sql+" and p.state in ?", append(args, f.States)
	}
	if f.OnHub {
		sql += " and p.listed_at is not null"
	}
	return sql, args
}

// ListProposals answers what everybody may see, the newest first.
func ListProposals(tx *models.Tx, f ProposalFilter, after models.Cursor, limit int) ([]Listed, error) {
	where, args := f.where()
	if after.ID != uuid.Nil {
		where, args = where+" and (p.submitted_at, p.id) < (?, ?)", append(args, after.At, after.ID)
	}
	var rows []Listed
	err := conn.Gorm(tx).Raw(listed+where+" order by p.submitted_at desc, p.id desc limit ?", append(args, limit)...).Scan(&rows).Error
	return rows, models.Translate(err)
}

// ListOverdue answers proposals whose step has run out, the longest first.
func ListOverdue(tx *models.Tx, limit int) ([]Listed, error) {
	var rows []Listed
	err := conn.Gorm(tx).Raw(listed+public+" and p.due_at <= ? and p.state <> 'hidden' order by p.due_at, p.id limit ?", tx.Now, limit).Scan(&rows).Error
	return rows, models.Translate(err)
}

// ListToAnswer answers proposals under review, what falls due first in front.
func ListToAnswer(tx *models.Tx, limit int) ([]Listed, error) {
	var rows []Listed
	err := conn.Gorm(tx).Raw(listed+"p.state in ('under_review', 'answered', 'committed') order by p.due_at nulls last, p.moved_at desc limit ?", limit).Scan(&rows).Error
	return rows, models.Translate(err)
}

// Opened is a proposal as data that anybody may take along: without whose it is.
type Opened struct {
	ID          uuid.UUID
	AgendaSlug  string
	State       string
	Lang        string
	Title       string
	Outcome     *string
	SubmittedAt *time.Time
	AnsweredAt  *time.Time
	DueAt       *time.Time
	Supports    int
	Informed    int
	General     int
	Comments    int
}

// ListOpened answers proposals as open data, the newest first. Titles of hidden ones are kept back.
func ListOpened(tx *models.Tx, after models.Cursor, limit int) ([]Opened, error) {
	where, args := public, []any{}
	if after.ID != uuid.Nil {
		where, args = where+" and (p.submitted_at, p.id) < (?, ?)", append(args, after.At, after.ID)
	}
	var rows []Opened
	err := conn.Gorm(tx).Raw(`select p.id, a.slug as agenda_slug, p.state, p.lang, case when p.state = 'hidden' then '' else p.title end as title, p.outcome, p.submitted_at, p.answered_at, p.due_at,
			(select count(*) from supports s where s.proposal_id = p.id) as supports, coalesce(f.informed, 0) as informed, coalesce(f.general, 0) as general,
			(select count(*) from comments c where c.proposal_id = p.id and c.state = 'shown') as comments
		from proposals p join agendas a on a.id = p.agenda_id left join proposal_figures f on f.proposal_id = p.id
		where `+where+" order by p.submitted_at desc, p.id desc limit ?", append(args, limit)...).Scan(&rows).Error
	return rows, models.Translate(err)
}
