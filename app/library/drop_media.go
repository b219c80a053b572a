package library

import (
	"context"
	"errors"

	"academy/app/jobs"
	"academy/media"
	"academy/models"
	"academy/models/assets"
)

// DropMedia removes an object that nothing refers to, or the parts of one that was never finished. Assets may share an
// object: a copied course shows the films of the first.
func (s *Service) DropMedia(ctx context.Context, j jobs.DropMedia) error {
	used := false
	err := s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		used, err = assets.ExistsObject(tx, j.Key)
		return err
	})
	if err == nil && !used {
		err = s.Store.Delete(ctx, j.Key)
	}
	if j.Upload != "" {
		err = errors.Join(s.Store.AbortParts(ctx, media.Upload{Key: j.Key, ID: j.Upload}), err)
	}
	return err
}
