package identity

import (
	"encoding/binary"
	"time"

	"academy/models"
	"academy/models/internal/conn"
)

// SignInFailure counts what went wrong under one key: a keyed hash, at least eight bytes long.
type SignInFailure struct {
	Key    []byte
	Count  int
	LastAt time.Time
}

// ListSignInFailures answers the counters that stand under some keys.
func ListSignInFailures(tx *models.Tx, keys [][]byte) ([]SignInFailure, error) {
	var rows []SignInFailure
	err := conn.Gorm(tx).Where("key in ?", keys).Find(&rows).Error
	return rows, models.Translate(err)
}

// LockSignInFailures lists them and holds the keys until the transaction ends, also those that have no row yet. Keys
// are held in the order given, which has to be the same everywhere.
func LockSignInFailures(tx *models.Tx, keys [][]byte) ([]SignInFailure, error) {
	for _, k := range keys {
		if err := exec(tx, "select pg_advisory_xact_lock(?)", int64(binary.BigEndian.Uint64(k))); err != nil { //nolint:gosec // any 64 bits name the lock
			return nil, err
		}
	}
	return ListSignInFailures(tx, keys)
}

// UpdateSignInFailure counts one more, and starts at one again when the last was before the moment given.
func UpdateSignInFailure(tx *models.Tx, key []byte, forgotten time.Time) error {
	// The key comes second because GORM takes bytes right after a parenthesis for a list of numbers.
	return exec(tx, `insert into sign_in_failures as f (count, key, last_at) values (1, ?, ?)
		on conflict (key) do update set count = case when f.last_at < ? then 1 else f.count + 1 end, last_at = excluded.last_at`,
		key, tx.Now, forgotten)
}

// DeleteSignInFailure forgets a counter.
func DeleteSignInFailure(tx *models.Tx, key []byte) error {
	return exec(tx, "delete from sign_in_failures where key = ?", key)
}

// DeleteSignInFailures forgets all counters whose last failure was before a moment.
func DeleteSignInFailures(tx *models.Tx, before time.Time) error {
	return exec(tx, "delete from sign_in_failures where last_at < ?", before)
}
