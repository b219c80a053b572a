// Package operations keeps the academy running: is everything it stands on there, and what has served its time.
package operations

import (
	"context"
	"time"

	"academy/media"
	"academy/models"
)

// Deps is what operations need of the world.
type Deps struct {
	DB    *models.DB
	Store media.Store
}

// Service is the area.
type Service struct{ Deps }

// New makes the area.
func New(d Deps) *Service { return &Service{d} }

// probe bounds one look at what the academy stands on.
const probe = 3 * time.Second

// Ready says whether requests can be served: the database answers, its schema is ours, the store can be used.
func (s *Service) Ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, probe)
	defer cancel()
	if err := s.DB.Ping(ctx); err != nil {
		return err
	}
	steps, err := s.DB.Migrations(ctx)
	if err != nil {
		return err
	}
	for _, step := range steps {
		if !step.Applied {
			return models.ErrUnavailable
		}
	}
	return s.Store.Ready(ctx)
}
