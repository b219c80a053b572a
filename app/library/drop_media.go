package library

import (
	"context"
	"errors"
	"slices"

	"academy/app/jobs"
	"academy/media"
	"academy/models"
	"academy/models/assets"
)

// DropMedia removes objects that nothing refers to, or the parts of one that was never finished. Assets may share
// objects: a copied course shows the films of the first.
func (s *Service) DropMedia(ctx context.Context, j jobs.DropMedia) error {
	var used []string
	err := s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		used, err = assets.ListObjects(tx, append(j.Made, j.Key))
		return err
	})
	if err != nil {
		return err
	}
	for _, key := range append(j.Made, j.Key) {
		if !slices.Contains(used, key) {
			err = errors.Join(err, s.Store.Delete(ctx, key))
		}
	}
	if j.Upload != "" {
		err = errors.Join(s.Store.AbortParts(ctx, media.Upload{Key: j.Key, ID: j.Upload}), err)
	}
	return err
}
