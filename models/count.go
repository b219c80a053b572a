package models

import (
	"context"
	"strings"
	"sync/atomic"

	"github.com/jackc/pgx/v5"
)

// counter counts statements, so that a test can hold a page to its budget and the figures can say what a request costs.
type counter struct{ n atomic.Int64 }

// aside marks the context of work that no reader waits for.
type aside struct{}

// Aside answers a context whose statements Queries does not count: that of the jobs.
func Aside(ctx context.Context) context.Context { return context.WithValue(ctx, aside{}, true) }

// TraceQueryStart counts; the words that begin and end a transaction carry no query.
func (c *counter) TraceQueryStart(ctx context.Context, _ *pgx.Conn, q pgx.TraceQueryStartData) context.Context {
	if ctx.Value(aside{}) != nil {
		return ctx
	}
	switch word, _, _ := strings.Cut(q.SQL, " "); word {
	case "begin", "commit", "rollback":
	default:
		c.n.Add(1)
	}
	return ctx
}

// TraceQueryEnd does nothing.
func (*counter) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

// Queries is how many statements requests have sent since the database was opened; those of jobs are not among them.
func (db *DB) Queries() int64 { return db.queries.n.Load() }
