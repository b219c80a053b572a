package volunteering

import (
	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// SaveFeedToken makes an address of somebody's calendar good, and the one before void.
func SaveFeedToken(tx *models.Tx, citizenID uuid.UUID, digest []byte) error {
	return models.Translate(conn.Gorm(tx).Exec(`insert into feed_tokens (citizen_id, digest, created_at) values (?, ?, ?)
		on conflict (citizen_id) do update set digest = excluded.digest, created_at = excluded.created_at`, citizenID, digest, tx.Now).Error)
}

// FindFeedOwner finds whose calendar an address shows, and the language they read.
func FindFeedOwner(tx *models.Tx, digest []byte) (id uuid.UUID, lang string, err error) {
	var row struct {
		CitizenID uuid.UUID
		Locale    string
	}
	err = conn.Gorm(tx).Raw("select t.citizen_id, u.locale from feed_tokens t join users u on u.id = t.citizen_id where t.digest = ? and u.locked_at is null", digest).Take(&row).Error
	return row.CitizenID, row.Locale, models.Translate(err)
}
