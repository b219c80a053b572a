package volunteering

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// SaveFeedToken makes an address of somebody's calendar good, and the one before void.
func SaveFeedToken(tx *models.Tx, citizenID uuid.UUID, digest []byte) error {
	return models.Translate(conn.Gorm(tx).Exec(`insert into feed_tokens (citizen_id, digest, created_at) values (?, ?, ?)
		on conflict (citizen_id) do update set digest = excluded.digest, created_at = excluded.created_at`, citizenID, digest, tx.Now).Error)
}

// FeedRow is an assignment of a calendar's owner, whose language comes along. There is one without an ID where the owner is
// in none.
type FeedRow struct {
	Owner  uuid.UUID
	Locale string
	OwnAssignment
}

// ListFeed answers what stands in the calendar behind an address, as ListOwn does; nothing where the address is not good.
func ListFeed(tx *models.Tx, digest []byte, since time.Time, limit int) ([]FeedRow, error) {
	var rows []FeedRow
	err := conn.Gorm(tx).Raw(`select f.citizen_id as owner, u.locale, o.* from feed_tokens f join users u on u.id = f.citizen_id
		left join lateral (`+ownOf+"f.citizen_id"+ownSince+`) o on true where f.digest = ? and u.locked_at is null order by o.starts_at, o.id`, since, limit, digest).Scan(&rows).Error
	return rows, models.Translate(err)
}
