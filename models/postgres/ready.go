//go:build unix

package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

const (
	codeStarting   = "57P03"
	codeNoRole     = "28000"
	codeNoDatabase = "3D000"
	codeDuplicate  = "42710"
)

// await returns when the academy's database takes connections, and makes it when the cluster is new. It gives up when
// PostgreSQL ends or ctx does; recovery after a crash may take as long as it takes.
func (s *Server) await(ctx context.Context) error {
	p := s.current.Load()
	for {
		err := s.greet(ctx)
		if err == nil {
			return nil
		}
		var answer *pgconn.PgError
		if errors.As(err, &answer) && answer.Code != codeStarting {
			return fmt.Errorf("open the database: %w", err)
		}
		select {
		case <-p.done:
			return fmt.Errorf("PostgreSQL ended while starting: %s", s.journal.complaint())
		case <-ctx.Done():
			return fmt.Errorf("PostgreSQL is not ready: %w: %s", context.Cause(ctx), s.journal.complaint())
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// greet opens one connection to the academy's database.
func (s *Server) greet(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, s.URL())
	var answer *pgconn.PgError
	if errors.As(err, &answer) && (answer.Code == codeNoRole || answer.Code == codeNoDatabase) {
		return s.makeDatabase(ctx)
	}
	if err != nil {
		return err
	}
	return conn.Close(ctx)
}

// makeDatabase gives the academy a role that is no superuser and a database that the role owns.
func (s *Server) makeDatabase(ctx context.Context) (err error) {
	conn, err := pgx.Connect(ctx, s.AdminURL(superuser))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close(ctx)) }()
	_, err = conn.Exec(ctx, "CREATE ROLE "+Database+" LOGIN")
	var answer *pgconn.PgError
	if err != nil && (!errors.As(err, &answer) || answer.Code != codeDuplicate) {
		return err
	}
	_, err = conn.Exec(ctx, "CREATE DATABASE "+Database+" OWNER "+Database)
	return err
}
