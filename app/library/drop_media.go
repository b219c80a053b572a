package library

import (
	"context"
	"errors"

	"academy/app/jobs"
	"academy/media"
)

// DropMedia removes an object that nothing refers to any more, or the parts of one that was never finished.
func (s *Service) DropMedia(ctx context.Context, j jobs.DropMedia) error {
	err := s.Store.Delete(ctx, j.Key)
	if j.Upload != "" {
		err = errors.Join(s.Store.AbortParts(ctx, media.Upload{Key: j.Key, ID: j.Upload}), err)
	}
	return err
}
