package models

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"net"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"
)

// Ground errors: what a caller may tell apart. Everything else is internal.
var (
	// ErrNotFound says that the row is not there, or not this person's to see.
	ErrNotFound = errors.New("not found")
	// ErrConflict says that a unique or foreign key refused the write.
	ErrConflict = errors.New("conflict")
	// ErrStale says that the row has changed since it was read.
	ErrStale = errors.New("stale")
	// ErrUnavailable says that the database cannot be reached at the moment; trying again may help.
	ErrUnavailable = errors.New("database unavailable")
)

// Translate makes a ground error of what GORM or the driver reports, keeping the cause in the chain.
func Translate(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, gorm.ErrRecordNotFound):
		return ErrNotFound
	case errors.Is(err, gorm.ErrDuplicatedKey), errors.Is(err, gorm.ErrForeignKeyViolated):
		return fmt.Errorf("%w: %w", ErrConflict, err)
	case refused(err):
		return fmt.Errorf("%w: %w", ErrConflict, err)
	case unavailable(err):
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	return err
}

// refused tells what a trigger of ours has refused (restrict_violation), or a constraint that two rows keep together
// (exclusion_violation), because something else has come first.
func refused(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "23001" || pg.Code == "23P01")
}

// unavailable tells a database that is away, starting or stopping (SQLSTATE classes 08 and 57P) from one that refuses.
func unavailable(err error) bool {
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return false
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code[:2] == "08" || pg.Code[:3] == "57P" || pg.Code == "53300"
	}
	var connect *pgconn.ConnectError
	var network net.Error
	return errors.As(err, &connect) || errors.As(err, &network) || errors.Is(err, driver.ErrBadConn) || errors.Is(err, net.ErrClosed)
}
