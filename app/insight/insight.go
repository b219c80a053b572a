// Package insight tells those who make a course how its learners fare: how far they come, where a lecture loses them,
// who stays away and how well the questions of a quiz measure. It writes nothing but the audit and its own analyses, and
// tells nothing of fewer than ten people: see Count.
package insight

import (
	"context"
	"encoding/json"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/jobs"
	"academy/models"

	"github.com/google/uuid"
	"github.com/maypok86/otter/v2"
)

// Deps is what insight needs of the world.
type Deps struct {
	DB    *models.DB
	Queue *jobs.Queue
	// Look finds a course for somebody who makes it; to everybody else it is not there.
	Look func(tx *models.Tx, who access.Actor, slug string) (Course, error)
	// Read makes a question of what its version keeps.
	Read func(typ string, body json.RawMessage) (Question, error)
}

// Head is what every studio page of a course shows.
type Head struct {
	Slug               string
	Title              models.Text
	State              string // draft, published or archived
	Part               access.Part
	Changed, Published bool
	Active             int
	ChangedAt          time.Time
}

// Course is a course whose figures somebody may see.
type Course struct {
	Head Head
	ID   uuid.UUID
	// Revision is what learners see, nil before the first publishing.
	Revision *uuid.UUID
}

// Service is the area.
type Service struct {
	Deps
	funnels *otter.Cache[place, Funnel]
	details *otter.Cache[place, LessonFigures]
}

// place is a lesson in what learners see of its course.
type place struct{ course, revision, lesson uuid.UUID }

// remembered is how long figures may be old. A course with many learners is not added up for everybody who looks.
const remembered = time.Minute

// ErrNoNames says that assistants see no names.
var ErrNoNames = fault.New(fault.Denied, "insight.no_names")

// New makes the area.
func New(d Deps) *Service {
	return &Service{d, cache[place, Funnel](), cache[place, LessonFigures]()}
}

func cache[K comparable, V any]() *otter.Cache[K, V] {
	return otter.Must(&otter.Options[K, V]{MaximumSize: 1000, ExpiryCalculator: otter.ExpiryWriting[K, V](remembered)})
}

// longest is how long figures may take, though whoever asked for them first has gone.
const longest = 15 * time.Second

// recall answers figures from memory, or adds them up once for all who ask meanwhile.
func recall[V any](ctx context.Context, s *Service, c *otter.Cache[place, V], at place, add func(tx *models.Tx) (V, error)) (V, error) {
	return c.Get(ctx, at, otter.LoaderFunc[place, V](func(ctx context.Context, _ place) (figures V, err error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), longest)
		defer cancel()
		err = s.DB.Read(ctx, func(tx *models.Tx) error {
			figures, err = add(tx)
			return err
		})
		return figures, err
	}))
}
