package models

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migration is one step of the schema and whether this database has it.
type Migration struct {
	Name    string
	Applied bool
}

// jobsLock keeps two starters from making the job queue's tables at once; the number has no meaning.
const jobsLock = 7202611

// Migrate brings the schema up to date: ours first, then the job queue's own tables. Several starters may call it
// at once: one works, the others wait.
func (db *DB) Migrate(ctx context.Context) (int, error) {
	provider, err := db.goose()
	if err != nil {
		return 0, err
	}
	done, err := provider.Up(ctx)
	if err != nil {
		return 0, fmt.Errorf("migrate: %w", err)
	}
	return len(done), db.migrateJobs(ctx)
}

func (db *DB) migrateJobs(ctx context.Context) (err error) {
	c, err := db.jobs.Acquire(ctx)
	if err != nil {
		return fmt.Errorf("migrate jobs: %w", err)
	}
	defer c.Release()
	if _, err := c.Exec(ctx, "select pg_advisory_lock($1)", jobsLock); err != nil {
		return fmt.Errorf("migrate jobs: %w", err)
	}
	defer func() {
		_, unlock := c.Exec(context.WithoutCancel(ctx), "select pg_advisory_unlock($1)", jobsLock)
		err = errors.Join(err, unlock)
	}()
	migrator, err := rivermigrate.New(riverpgxv5.New(db.jobs), nil)
	if err != nil {
		return fmt.Errorf("migrate jobs: %w", err)
	}
	if _, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("migrate jobs: %w", err)
	}
	return nil
}

// Migrations lists every step of the schema, oldest first.
func (db *DB) Migrations(ctx context.Context) ([]Migration, error) {
	provider, err := db.goose()
	if err != nil {
		return nil, err
	}
	steps, err := provider.Status(ctx)
	if err != nil {
		return nil, fmt.Errorf("migrations: %w", err)
	}
	var list []Migration
	for _, s := range steps {
		list = append(list, Migration{Name: s.Source.Path, Applied: s.State == goose.StateApplied})
	}
	return list, nil
}

func (db *DB) goose() (*goose.Provider, error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, fmt.Errorf("migrations: %w", err)
	}
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return nil, fmt.Errorf("migrations: %w", err)
	}
	provider, err := goose.NewProvider(goose.DialectPostgres, db.sql, files, goose.WithSessionLocker(locker))
	if err != nil {
		return nil, fmt.Errorf("migrations: %w", err)
	}
	return provider, nil
}
