package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/pprof"
	"os"
	"sync/atomic"

	"github.com/gofiber/fiber/v2"
	"github.com/jackc/pgx/v5/pgxpool"
)

// What the benchmark tells the processes it starts, beside the academy's own variables.
const (
	roleVariable    = "ACADEMY_BENCH_ROLE"
	controlVariable = "ACADEMY_BENCH_CONTROL"
)

// The servers that are measured.
const (
	bareRole    = "bare"    // Fiber, with pgx behind two of its handlers
	academyRole = "academy" // the academy on the benchmark's database
	serveRole   = "serve"   // the academy with the built-in database
)

// play serves in a role until the benchmark lets go of our standard input.
func play(role string) error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		cancel()
	}()
	config, err := readConfig(false)
	if err != nil {
		return err
	}
	if role == bareRole {
		return playBare(ctx, config)
	}
	h, err := openHouse(ctx, config, false)
	if err != nil {
		return err
	}
	if err := control(h.db.Queries); err != nil {
		return errors.Join(err, h.Close())
	}
	return errors.Join(h.serve(ctx, true, false, nil), h.Close())
}

// control tells the benchmark, on an address of its own, what cannot be seen from outside.
func control(queries func() int64) error {
	listener, err := net.Listen("tcp", os.Getenv(controlVariable))
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/queries", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, queries()) })
	mux.HandleFunc("/profile", pprof.Profile)
	go func() { _ = http.Serve(listener, mux) }() //nolint:gosec // it lives as long as the benchmark
	return nil
}

// bareRows is how many rows the bare server picks from.
const bareRows = 10_000

const makeBare = `create schema bare;
create table bare.rows (id int primary key, name text not null);
insert into bare.rows select n, 'row ' || n from generate_series(1, 10000) n;
create table bare.notes (id bigint generated always as identity primary key, row_id int not null, note text not null, at timestamptz not null default now());
analyze bare.rows`

// bare is what Fiber and pgx cost without an academy.
type bare struct {
	pool    *pgxpool.Pool
	queries atomic.Int64
}

func playBare(ctx context.Context, c Config) error {
	pool, err := pgxpool.New(ctx, fmt.Sprintf("%s&pool_max_conns=%d", c.DatabaseURL, c.Connections))
	if err != nil {
		return err
	}
	defer pool.Close()
	s := &bare{pool: pool}
	if err := control(s.queries.Load); err != nil {
		return err
	}
	f := fiber.New(fiber.Config{DisableStartupMessage: true})
	f.Get("/readyz", s.row)
	f.Get("/hello", func(c *fiber.Ctx) error { return c.SendString("hello") })
	f.Get("/row", s.row)
	f.Post("/note", s.note)
	context.AfterFunc(ctx, func() { _ = f.Shutdown() })
	return f.Listen(c.Listen)
}

func (s *bare) row(c *fiber.Ctx) error {
	s.queries.Add(1)
	var name string
	if err := s.pool.QueryRow(c.UserContext(), "select name from bare.rows where id = $1", rand.IntN(bareRows)+1).Scan(&name); err != nil {
		return err
	}
	return c.SendString(name)
}

func (s *bare) note(c *fiber.Ctx) error {
	s.queries.Add(1)
	if _, err := s.pool.Exec(c.UserContext(), "insert into bare.notes (row_id, note) values ($1, $2)", rand.IntN(bareRows)+1, string(c.Body())); err != nil {
		return err
	}
	return c.SendString("kept")
}
