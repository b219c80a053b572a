package library

import (
	"context"
	"errors"

	"academy/app/jobs"
	"academy/media"
)

// DropMedia removes objects that nothing refers to any more, or the parts of one that was never finished.
func (s *Service) DropMedia(ctx context.Context, j jobs.DropMedia) error {
	err := s.Store.Delete(ctx, j.Key)
	for _, key := range j.Made {
		err = errors.Join(err, s.Store.Delete(ctx, key))
	}
	if j.Upload != "" {
		err = errors.Join(s.Store.AbortParts(ctx, media.Upload{Key: j.Key, ID: j.Upload}), err)
	}
	return err
}
