package library

import (
	"context"
	"errors"
	"time"

	"academy/app/jobs"
	"academy/models"
	"academy/models/assets"
)

// sweptAtOnce bounds one sweep; the next takes the others.
const sweptAtOnce = 200

// lookBack bounds how far a sweep looks for files that nothing names: what is named stays, and is not read for ever.
const lookBack = 30 * 24 * time.Hour

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
	return errors.Join(err, s.sweepUnnamed(ctx), s.sweepScratch(ctx))
}

// sweepUnnamed removes files that were sent to be handed in and never were. One that is named meanwhile is in use, says
// the schema, and stays.
func (s *Service) sweepUnnamed(ctx context.Context) error {
	var unnamed []assets.Asset
	err := s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		before := tx.Now.Add(-keepReceiving)
		unnamed, err = assets.ListUnnamed(tx, before.Add(-lookBack), before, sweptAtOnce)
		return err
	})
	for _, a := range unnamed {
		gone := s.DB.Write(ctx, func(tx *models.Tx) error {
			if _, err := assets.DeleteAsset(tx, a.ID); err != nil {
				return err
			}
			return s.Queue.Enqueue(tx, jobs.DropMedia{Key: a.SourceKey})
		})
		if !errors.Is(gone, models.ErrConflict) {
			err = errors.Join(err, gone)
		}
	}
	return err
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
