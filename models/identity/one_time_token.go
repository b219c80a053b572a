package identity

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// OneTimeToken is a link sent by mail. Only the hash is kept, so that the table opens no account.
type OneTimeToken struct {
	Hash      []byte
	UserID    uuid.UUID
	Purpose   string
	ExpiresAt time.Time
	UsedAt    *time.Time
}

const usable = "hash = ? and purpose = ? and used_at is null and expires_at > ?"

// FindOneTimeToken finds a token that may be used now; ErrNotFound also stands for a used or expired one.
func FindOneTimeToken(tx *models.Tx, hash []byte, purpose string) (OneTimeToken, error) {
	var t OneTimeToken
	err := conn.Gorm(tx).Where(usable, hash, purpose, tx.Now).Take(&t).Error
	return t, models.Translate(err)
}

// LockOneTimeToken finds it and holds its row.
func LockOneTimeToken(tx *models.Tx, hash []byte, purpose string) (OneTimeToken, error) {
	var t OneTimeToken
	err := conn.Gorm(tx).Raw("select * from one_time_tokens where "+usable+" for update", hash, purpose, tx.Now).Take(&t).Error
	return t, models.Translate(err)
}

// InsertOneTimeToken writes a token.
func InsertOneTimeToken(tx *models.Tx, t OneTimeToken) error {
	return models.Translate(conn.Gorm(tx).Create(&t).Error)
}

// UpdateUsed notes that a token has served.
func UpdateUsed(tx *models.Tx, hash []byte) error {
	return exec(tx, "update one_time_tokens set used_at = ? where hash = ?", tx.Now, hash)
}

// DeleteUnusedTokens voids the links of one purpose that a person has not used yet.
func DeleteUnusedTokens(tx *models.Tx, userID uuid.UUID, purpose string) error {
	return exec(tx, "delete from one_time_tokens where user_id = ? and purpose = ? and used_at is null", userID, purpose)
}

// DeleteTokens removes tokens that expired before a moment.
func DeleteTokens(tx *models.Tx, before time.Time) error {
	return exec(tx, "delete from one_time_tokens where expires_at < ?", before)
}
