// Package learning is how citizens learn: they find a course, enrol, open lessons, watch, read and complete. It owns
// enrolments, progress and coverage; it reads courses but never writes them, and has never heard of quizzes' answers
// or of certificates.
package learning

import (
	"context"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/media"
	"academy/models"
	"academy/models/courses"

	"github.com/google/uuid"
	"github.com/maypok86/otter/v2"
)

// Deps is what learning needs of the world.
type Deps struct {
	DB    *models.DB
	Store media.Store
	// HTML renders Markdown as sanitised HTML.
	HTML func(markdown string) string
	// Look finds a course for somebody who makes it; to everybody else it is not there.
	Look func(tx *models.Tx, who access.Actor, slug string) (courses.Work, Head, error)
	// Completed is told, in the transaction that did it, that an enrolment has been completed.
	Completed func(tx *models.Tx, enrolmentID uuid.UUID) error
}

// Service is the area.
type Service struct {
	Deps
	outlines *otter.Cache[string, *outline]
	contents *otter.Cache[uuid.UUID, *content]
	drafts   *otter.Cache[drafted, *content]
	lists    *otter.Cache[Filter, *listing]
	agendas  *otter.Cache[string, []agenda]
	lessons  *otter.Cache[uuid.UUID, string]
	quizzes  *otter.Cache[uuid.UUID, string]
}

// fresh is how long what everybody sees the same way may be shown from memory: a newly published revision is seen by
// all within this time on every node.
const fresh = 3 * time.Second

// New makes the area.
func New(d Deps) *Service {
	return &Service{
		Deps:     d,
		outlines: cache[string, *outline](500, fresh),
		contents: cache[uuid.UUID, *content](500, time.Hour),
		drafts:   cache[drafted, *content](50, time.Minute),
		lists:    cache[Filter, *listing](500, fresh),
		agendas:  cache[string, []agenda](2, time.Minute),
		lessons:  cache[uuid.UUID, string](20_000, time.Minute),
		quizzes:  cache[uuid.UUID, string](20_000, time.Minute),
	}
}

func cache[K comparable, V any](size int, life time.Duration) *otter.Cache[K, V] {
	return otter.Must(&otter.Options[K, V]{MaximumSize: size, ExpiryCalculator: otter.ExpiryWriting[K, V](life)})
}

// get answers from memory, or loads once however many ask at the same time. What one reader asks for is loaded for
// all of them, so it does not end with that reader's request.
func get[K comparable, V any](ctx context.Context, c *otter.Cache[K, V], key K, load func(ctx context.Context) (V, error)) (V, error) {
	return c.Get(ctx, key, otter.LoaderFunc[K, V](func(ctx context.Context, _ K) (V, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer cancel()
		return load(ctx)
	}))
}

// within answers from memory like get, but loads on the transaction at hand: a second connection asked for while
// holding one would, with all connections in such hands, wait for itself.
func within[K comparable, V any](tx *models.Tx, c *otter.Cache[K, V], key K, load func(tx *models.Tx, key K) (V, error)) (V, error) {
	if v, ok := c.GetIfPresent(key); ok {
		return v, nil
	}
	v, err := load(tx, key)
	if err == nil {
		c.Set(key, v)
	}
	return v, err
}

// Forget drops what is remembered of a course after it has been published anew.
func (s *Service) Forget(slug string) {
	s.outlines.Invalidate(slug)
	s.lists.InvalidateAll()
}

// Faults of learning.
var (
	ErrNotEnrolled = fault.New(fault.Denied, "learning.not_enrolled")
	ErrLocked      = fault.New(fault.Denied, "learning.locked")
	ErrEarly       = fault.New(fault.Denied, "learning.early")
	ErrFirst       = fault.New(fault.Conflict, "learning.prerequisites")
	ErrFull        = fault.New(fault.Conflict, "learning.full")
	ErrKeyNeeded   = fault.New(fault.Conflict, "learning.key_needed")
	ErrArchived    = fault.New(fault.Conflict, "learning.archived")
	ErrClosed      = fault.New(fault.Conflict, "learning.closed")
	ErrKind        = fault.New(fault.Conflict, "learning.wrong_kind")
	ErrUnopened    = fault.New(fault.Conflict, "learning.unopened")
	ErrCompleted   = fault.New(fault.Conflict, "learning.already_completed")
)
