package models

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// slowQuery is how long a statement may take before it is logged.
const slowQuery = 200 * time.Millisecond

// quiet logs statements that fail or are slow, and never a value: neither what they were sent with nor what the database
// or a driver repeats of it in its complaint.
type quiet struct{}

// keepArguments does the same for statements whose rows are scanned: they are written out before they come to a logger.
var keepArguments = sync.OnceFunc(func() { logger.RecorderParamsFilter = quiet{}.ParamsFilter }) //nolint:gochecknoglobals // a switch of the library, thrown once

// LogMode changes nothing.
func (q quiet) LogMode(logger.LogLevel) logger.Interface { return q }

// Info says nothing.
func (quiet) Info(context.Context, string, ...any) {}

// Warn says what it is about, without what it is filled with.
func (quiet) Warn(ctx context.Context, message string, _ ...any) {
	slog.WarnContext(ctx, "database", "message", message)
}

// Error says what it is about, without what it is filled with.
func (quiet) Error(ctx context.Context, message string, _ ...any) {
	slog.ErrorContext(ctx, "database", "message", message)
}

// ParamsFilter keeps the arguments from whoever writes the statement out.
func (quiet) ParamsFilter(_ context.Context, sql string, _ ...any) (string, []any) { return sql, nil }

// Trace logs a statement that failed or was slow. What is not found is no failure, nor is a reader who has left.
func (quiet) Trace(ctx context.Context, begin time.Time, statement func() (sql string, rows int64), err error) {
	took := time.Since(begin) //nolint:forbidigo // the library's own clock is the machine's
	switch {
	case err != nil && !errors.Is(err, gorm.ErrRecordNotFound) && !errors.Is(err, context.Canceled):
		sql, rows := statement()
		slog.ErrorContext(ctx, "statement failed", "sql", plainly(sql), "took", took, "rows", rows, "error", withoutValues(err))
	case took >= slowQuery:
		sql, rows := statement()
		slog.WarnContext(ctx, "statement slow", "sql", plainly(sql), "took", took, "rows", rows)
	}
}

var marked = regexp.MustCompile(`\$(\d+)\$`) //nolint:gochecknoglobals // compiled once

// plainly undoes how the library marks the places of arguments that it is not given.
func plainly(sql string) string { return marked.ReplaceAllString(sql, "$$$1") }

// withoutValues says what kind of error it is. The sentences of the database and of drivers repeat values, so of one from
// the database its code and what it is about remain, and of others their types.
func withoutValues(err error) string {
	var told *pgconn.PgError
	switch {
	case errors.As(err, &told):
		return fmt.Sprintf("SQLSTATE %s table %q column %q constraint %q", told.Code, told.TableName, told.ColumnName, told.ConstraintName)
	case errors.Is(err, context.DeadlineExceeded):
		return context.DeadlineExceeded.Error()
	}
	kinds := fmt.Sprintf("%T", err)
	for inner := errors.Unwrap(err); inner != nil; inner = errors.Unwrap(inner) {
		kinds += fmt.Sprintf(" of %T", inner)
	}
	return kinds
}
