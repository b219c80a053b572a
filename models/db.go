// Package models keeps the academy's records: how the database is opened and migrated, what a transaction is and
// which errors a query may answer. Records and queries stand in the folders below, one file a table. It decides
// nothing and knows neither HTTP nor the store of bytes.
package models

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"academy/models/internal/conn"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
)

// Tx is the first argument of every query.
type Tx = conn.Tx

// DB opens units of work and can do nothing else.
type DB struct {
	gorm    *gorm.DB
	sql     *sql.DB
	jobs    *pgxpool.Pool
	queries *counter
	// Now is the clock of every Tx; tests set it.
	Now func() time.Time
}

// Options say how to reach the database.
type Options struct {
	URL string
	// Connections bounds the pool of requests; jobs have a small pool of their own.
	Connections int
}

// Open connects and checks that the database answers. It does not migrate.
func Open(ctx context.Context, o Options) (*DB, error) {
	config, err := pgx.ParseConfig(o.URL)
	if err != nil {
		return nil, fmt.Errorf("database address: %w", err)
	}
	// One plan for a statement, whatever its arguments: it is not planned again at every request, and what was fast when
	// it was tested stays so. A list with optional filters is therefore composed of the filters that are asked for.
	for name, value := range map[string]string{
		"lock_timeout": "5s", "statement_timeout": "20s", "idle_in_transaction_session_timeout": "20s", "TimeZone": "UTC", "plan_cache_mode": "force_generic_plan",
	} {
		config.RuntimeParams[name] = value
	}
	config.ConnectTimeout = 5 * time.Second
	queries := &counter{}
	config.Tracer = queries
	pool := stdlib.OpenDB(*config)
	pool.SetMaxOpenConns(max(o.Connections, 4))
	pool.SetMaxIdleConns(max(o.Connections, 4))
	pool.SetConnMaxIdleTime(5 * time.Minute)
	if err := pool.PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("%w: %w", ErrUnavailable, err), pool.Close())
	}
	keepArguments()
	handle, err := gorm.Open(postgres.New(postgres.Config{Conn: pool}), &gorm.Config{
		TranslateError: true, SkipDefaultTransaction: true, DisableNestedTransaction: true, DisableAutomaticPing: true,
		Logger: quiet{},
	})
	if err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	jobs, err := openJobs(ctx, o.URL)
	if err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	return &DB{gorm: handle, sql: pool, jobs: jobs, queries: queries, Now: func() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }}, nil
}

func openJobs(ctx context.Context, url string) (*pgxpool.Pool, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("database address: %w", err)
	}
	config.MaxConns = 8
	return pgxpool.NewWithConfig(ctx, config)
}

// Jobs is the pool of the job queue. Only app/jobs uses it.
func (db *DB) Jobs() *pgxpool.Pool { return db.jobs }

// Close ends both pools.
func (db *DB) Close() error {
	db.jobs.Close()
	return db.sql.Close()
}

// Ping says whether the database answers.
func (db *DB) Ping(ctx context.Context) error { return Translate(db.sql.PingContext(ctx)) }

// Read runs queries on a plain connection, each seeing what is committed when it starts.
func (db *DB) Read(ctx context.Context, f func(tx *Tx) error) error {
	return f(conn.New(db.gorm.WithContext(ctx), db.Now()))
}

// Write runs one transaction: committed when f answers nil, rolled back otherwise. Do not nest it; nothing slow
// belongs inside.
func (db *DB) Write(ctx context.Context, f func(tx *Tx) error) error {
	return db.transact(ctx, f, nil)
}

// Snapshot runs several reads that must agree with one another.
func (db *DB) Snapshot(ctx context.Context, f func(tx *Tx) error) error {
	return db.transact(ctx, f, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
}

// Beside runs reads on a connection of their own that see exactly what tx sees, a Snapshot, so that both may read at once.
// It is for jobs: a request that holds two connections may wait for one that waits for it.
func (db *DB) Beside(tx *Tx, f func(beside *Tx) error) error {
	var seen string
	if err := conn.Gorm(tx).Raw("select pg_export_snapshot()").Scan(&seen).Error; err != nil {
		return Translate(err)
	}
	return db.Snapshot(tx.Context(), func(beside *Tx) error {
		// Its name is the server's own, and the statement takes no arguments.
		if err := conn.Gorm(beside).Exec("set transaction snapshot '" + seen + "'").Error; err != nil {
			return Translate(err)
		}
		beside.Now = tx.Now
		return f(beside)
	})
}

func (db *DB) transact(ctx context.Context, f func(tx *Tx) error, o *sql.TxOptions) error {
	var done *Tx
	err := db.gorm.WithContext(ctx).Transaction(func(g *gorm.DB) error {
		done = conn.New(g, db.Now())
		return f(done)
	}, options(o)...)
	if err != nil {
		return Translate(err)
	}
	conn.Committed(done)
	return nil
}

func options(o *sql.TxOptions) []*sql.TxOptions {
	if o == nil {
		return nil
	}
	return []*sql.TxOptions{o}
}
