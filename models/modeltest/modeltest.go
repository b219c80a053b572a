// Package modeltest gives tests a real database: migrated once per test program as a template, then cloned for every
// test, so that tests commit, lock and race as the academy does and still run side by side.
package modeltest

import (
	"context"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"academy/models"
	"academy/models/postgres"

	"github.com/jackc/pgx/v5"
)

const template = "template_academy"

// cluster is the server of this test program. It dies with the program.
type cluster struct {
	server *postgres.Server
	dir    string
	err    error
	made   atomic.Int64
}

// start runs once: a server without fsync in a folder of its own, and a migrated template in it.
var start = sync.OnceValue(func() *cluster { //nolint:gochecknoglobals // one server a test program
	c := &cluster{}
	c.dir, c.err = os.MkdirTemp("", "academy-test-")
	if c.err == nil {
		c.server, c.err = launch(c.dir)
	}
	return c
})

func launch(dir string) (*postgres.Server, error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	// PostgreSQL runs as somebody else where the tests run as root, and has to pass through.
	if err := os.Chmod(dir, 0o711); err != nil {
		return nil, fmt.Errorf("test database: %w", err)
	}
	server, err := postgres.Start(ctx, postgres.Options{DataDir: dir, Fast: true})
	if err != nil {
		return nil, fmt.Errorf("test database: %w", err)
	}
	if err := admin(ctx, server, "create database "+template); err != nil {
		return nil, err
	}
	db, err := models.Open(ctx, models.Options{URL: server.AdminURL(template)})
	if err != nil {
		return nil, fmt.Errorf("test database: %w", err)
	}
	if _, err := db.Migrate(ctx); err != nil {
		return nil, err
	}
	return server, db.Close()
}

func admin(ctx context.Context, server *postgres.Server, statement string) error {
	c, err := pgx.Connect(ctx, server.AdminURL("postgres"))
	if err != nil {
		return fmt.Errorf("test database: %w", err)
	}
	defer func() { _ = c.Close(ctx) }()
	if _, err := c.Exec(ctx, statement); err != nil {
		return fmt.Errorf("test database: %w", err)
	}
	return nil
}

// Fresh opens a migrated, otherwise empty database that only this test sees.
func Fresh(t testing.TB) *models.DB {
	t.Helper()
	db, err := models.Open(t.Context(), models.Options{URL: FreshURL(t), Connections: 24})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// FreshURL makes such a database and gives its address, for tests that start the academy itself.
func FreshURL(t testing.TB) string {
	t.Helper()
	c := start()
	if c.err != nil {
		t.Fatal(c.err)
	}
	name := fmt.Sprintf("test_%d", c.made.Add(1))
	if err := admin(t.Context(), c.server, "create database "+name+" template "+template+" strategy file_copy"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = admin(context.Background(), c.server, "drop database if exists "+name+" with (force)")
	})
	return c.server.AdminURL(name)
}

// Main runs a package's tests and stops the server afterwards; call it from TestMain.
func Main(m *testing.M) int {
	code := m.Run()
	if c := start(); c.server != nil {
		_ = c.server.Stop()
		_ = os.RemoveAll(c.dir)
	}
	return code
}
