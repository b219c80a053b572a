package credentials

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"
)

// Key is what certificates are signed with as open credentials.
type Key struct {
	ID        uuid.UUID
	Algorithm string // Ed25519, RS256
	PublicKey []byte
	Sealed    []byte
	CreatedAt time.Time
	RetiredAt *time.Time
}

// TableName is where keys are.
func (Key) TableName() string { return "credential_keys" }

// ListKeys answers all keys, the newest first: the retired ones verify what they have signed.
func ListKeys(tx *models.Tx) ([]Key, error) {
	var keys []Key
	return keys, models.Translate(conn.Gorm(tx).Order("created_at desc, id desc").Find(&keys).Error)
}

// LockKeysInUse answers the keys that sign now and holds them until the transaction ends.
func LockKeysInUse(tx *models.Tx) ([]Key, error) {
	var keys []Key
	return keys, models.Translate(conn.Gorm(tx).Clauses(clause.Locking{Strength: "UPDATE"}).Where("retired_at is null").Order("id").Find(&keys).Error)
}

// InsertKey writes a key, unless there is one in use for its algorithm.
func InsertKey(tx *models.Tx, k Key) error {
	return models.Translate(conn.Gorm(tx).Clauses(clause.OnConflict{DoNothing: true}).Create(&k).Error)
}

// UpdateKeyRetired ends the use of a key.
func UpdateKeyRetired(tx *models.Tx, id uuid.UUID) error {
	return models.Translate(conn.Gorm(tx).Exec("update credential_keys set retired_at = ? where id = ? and retired_at is null", tx.Now, id).Error)
}

// UpdateKeySealed seals the private part anew. Nothing changes when somebody else has done so meanwhile.
func UpdateKeySealed(tx *models.Tx, id uuid.UUID, before, after []byte) error {
	return models.Translate(conn.Gorm(tx).Exec("update credential_keys set sealed = ? where id = ? and sealed = ?", after, id, before).Error)
}
