package participation

import (
	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Akin is an open proposal that shares words with another.
type Akin struct {
	ID    uuid.UUID
	Title string
}

// ListAkin answers open proposals that a tsquery finds, those in front whose titles hold most of some marks, then the newest.
// They are found before they are ordered: the order alone would lead through all proposals.
func ListAkin(tx *models.Tx, query string, marks []string, except uuid.UUID, limit int) ([]Akin, error) {
	var rows []Akin
	order, args := "", []any{query, except}
	for _, m := range marks {
		order, args = order+" + (position(? in lower(title)) > 0)::integer", append(args, m)
	}
	err := conn.Gorm(tx).Raw(`with akin as materialized (select q.id, q.title from proposals q where q.search @@ ?::tsquery and q.id <> ?
			and q.state in ('gathering', 'under_review', 'answered', 'committed', 'implemented'))
		select id, title from akin order by 0`+order+` desc, id desc limit ?`, append(args, limit)...).Scan(&rows).Error
	return rows, models.Translate(err)
}

// ListNamed answers some proposals as they are listed, in no order.
func ListNamed(tx *models.Tx, ids []uuid.UUID) ([]Listed, error) {
	var rows []Listed
	err := conn.Gorm(tx).Raw(listed+"p.id in ?", ids).Scan(&rows).Error
	return rows, models.Translate(err)
}

// Share is in how many of all proposals a word stands.
type Share struct {
	Piece string
	Share float64
}

// ListShares answers the words that are common. The database counts them whenever it looks over the table by itself; before
// it has, there are none.
func ListShares(tx *models.Tx) ([]Share, error) {
	var rows []Share
	err := conn.Gorm(tx).Raw(`select w.piece, w.share from pg_stats s, unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) w (piece, share)
		where s.schemaname = current_schema() and s.tablename = 'proposals' and s.attname = 'search' and w.piece is not null and w.share is not null`).Scan(&rows).Error
	return rows, models.Translate(err)
}
