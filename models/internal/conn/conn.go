// Package conn keeps the GORM handle of a transaction where only the folders below models can reach it.
// Go's internal rule is the lock: app and handlers hold a *Tx and can do nothing with it but pass it on.
package conn

import (
	"context"
	"database/sql"
	"time"

	"gorm.io/gorm"
)

// Tx is one unit of work: a transaction, or for reads a plain connection.
type Tx struct {
	db *gorm.DB
	// Now is the one instant of everything done in this Tx, in UTC.
	Now time.Time
	// after holds what to do once the transaction has been committed.
	after []func()
}

// New wraps a GORM handle.
func New(db *gorm.DB, now time.Time) *Tx { return &Tx{db: db, Now: now} }

// Gorm gives the handle to the queries below models.
func Gorm(tx *Tx) *gorm.DB { return tx.db }

// Context is the context the Tx was opened with.
func (tx *Tx) Context() context.Context { return tx.db.Statement.Context }

// SQL is the transaction itself, for the job queue, which writes its row into it; nil outside Write.
func (tx *Tx) SQL() *sql.Tx {
	t, _ := tx.db.Statement.ConnPool.(*sql.Tx)
	return t
}

// AfterCommit registers what may be lost in a crash, such as dropping a cached page. It does not run on rollback.
func (tx *Tx) AfterCommit(f func()) { tx.after = append(tx.after, f) }

// Committed runs what AfterCommit has gathered; models.DB calls it.
func Committed(tx *Tx) {
	for _, f := range tx.after {
		f()
	}
}
