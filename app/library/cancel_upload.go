package library

import (
	"context"

	"academy/app/access"
	"academy/app/jobs"
	"academy/media"
	"academy/models"
	"academy/models/assets"

	"github.com/google/uuid"
)

// CancelUpload removes an upload with all that has arrived and all that was made of it. A worker that has it in hand
// stops. What is ready stays: lessons may show it.
func (s *Service) CancelUpload(ctx context.Context, who access.Actor, id uuid.UUID) error {
	if _, err := s.upload(ctx, who, id); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		u, err := assets.LockUpload(tx, id)
		switch {
		case err != nil:
			return err
		case u.State == uploadReady:
			return ErrUploadReady
		}
		if err := assets.DeleteUpload(tx, u, "upload.cancelled"); err != nil {
			return err
		}
		return s.Queue.Enqueue(tx, jobs.DropMedia{Key: inStore(u).Key, Upload: u.StoreUploadID, Made: media.AssetKeys(u.AssetID)})
	})
}
