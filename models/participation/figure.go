package participation

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Counted is what the supports of a proposal come to now, beside what was shown last.
type Counted struct {
	ID       uuid.UUID
	State    string
	ListedAt *time.Time
	Supports int
	Learned  int // those who had completed a course on the agenda
	Figure   `gorm:"embedded"`
}

// Figure is a split as it was last shown.
type Figure struct {
	Informed int
	General  int
	SplitOf  int
	SplitOn  string // empty before there was one
}

// ListCounted counts the supports of proposals to which some were given since a time. That time is given as the begin of a
// span, and those proposals are found first: the database expects few of them then, and looks at no others.
func ListCounted(tx *models.Tx, since time.Time, limit int) ([]Counted, error) {
	var rows []Counted
	err := conn.Gorm(tx).Raw(`with recent as materialized (select distinct s.proposal_id from supports s where s.supported_at >= ? and s.supported_at <= ?)
		select p.id, p.state, p.listed_at, n.supports, n.learned, coalesce(f.informed, 0) as informed, coalesce(f.general, 0) as general,
			coalesce(f.split_of, 0) as split_of, coalesce(f.split_on::text, '') as split_on
		from recent r join proposals p on p.id = r.proposal_id and p.state = 'gathering' left join proposal_figures f on f.proposal_id = p.id
			cross join lateral (select count(*) as supports, count(*) filter (where s.band = 'completed') as learned from supports s where s.proposal_id = p.id) n
		order by p.id limit ?`, since, tx.Now.Add(time.Minute), limit).Scan(&rows).Error
	return rows, models.Translate(err)
}

// SaveFigure keeps what is shown from now on.
func SaveFigure(tx *models.Tx, proposalID uuid.UUID, supports int, f Figure) error {
	return exec(tx, `insert into proposal_figures (proposal_id, supports, informed, general, split_of, split_on) values (?, ?, ?, ?, ?, nullif(?, '')::date)
		on conflict (proposal_id) do update set supports = excluded.supports, informed = excluded.informed, general = excluded.general, split_of = excluded.split_of, split_on = excluded.split_on`,
		proposalID, supports, f.Informed, f.General, f.SplitOf, f.SplitOn)
}
