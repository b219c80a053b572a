package library

import (
	"context"
	"errors"

	"academy/app/jobs"
	"academy/models"
	"academy/models/assets"
)

// sweptAtOnce bounds one sweep; the next takes the others.
const sweptAtOnce = 200

// SweepUploads removes uploads of which nothing was heard for a week, with all that has arrived of them. The last
// addresses that were given may have been used for an hour more, so that much is added.
func (s *Service) SweepUploads(ctx context.Context) error {
	var abandoned []assets.Upload
	err := s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		abandoned, err = assets.ListAbandonedUploads(tx, tx.Now.Add(-keepReceiving-partLife), sweptAtOnce)
		return err
	})
	for _, u := range abandoned {
		err = errors.Join(err, s.sweepUpload(ctx, u))
	}
	return errors.Join(err, s.sweepScratch(ctx))
}

// sweepUpload removes the row; a job that goes with it removes what the store has. Somebody who has come back at the
// last moment keeps everything.
func (s *Service) sweepUpload(ctx context.Context, u assets.Upload) error {
	err := s.DB.Write(ctx, func(tx *models.Tx) error {
		now, err := assets.LockUpload(tx, u.ID)
		if err != nil {
			return err
		}
		if now.State != uploadReceiving || now.TouchedAt.After(u.TouchedAt) {
			return models.ErrStale
		}
		if err := assets.DeleteUpload(tx, now, "upload.abandoned"); err != nil {
			return err
		}
		return s.Queue.Enqueue(tx, jobs.DropMedia{Key: inStore(now).Key, Upload: now.StoreUploadID})
	})
	if errors.Is(err, models.ErrStale) || errors.Is(err, models.ErrNotFound) {
		return nil
	}
	return err
}
