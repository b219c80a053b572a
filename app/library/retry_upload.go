package library

import (
	"context"
	"errors"

	"academy/app/access"
	"academy/app/jobs"
	"academy/media"
	"academy/models"
	"academy/models/assets"

	"github.com/google/uuid"
)

// RetryUpload has a lecture that was refused made once more of what was received. Whatever is not refused is left as it
// is, so that asking twice is asking once.
func (s *Service) RetryUpload(ctx context.Context, who access.Actor, id uuid.UUID) (UploadOutcome, error) {
	u, err := s.upload(ctx, who, id)
	switch {
	case err != nil:
		return UploadOutcome{}, err
	case u.State == uploadReceiving:
		return UploadOutcome{}, ErrUploadIncomplete
	case u.State != uploadRefused:
		return outcomeOf(u), nil
	case u.Reason == reasonType || u.Reason == reasonTypeLecture: // removed when it was refused
		return UploadOutcome{}, ErrUploadGone
	}
	if _, err := s.Store.Stat(ctx, inStore(u).Key); errors.Is(err, media.ErrNotFound) {
		return UploadOutcome{}, ErrUploadGone
	} else if err != nil {
		return UploadOutcome{}, err
	}
	err = s.DB.Write(ctx, func(tx *models.Tx) (err error) {
		if u, err = assets.LockUpload(tx, id); err != nil || u.State != uploadRefused {
			return err
		}
		u.State, u.Reason = uploadStored, ""
		if err := assets.UpdateUploadState(tx, u, u.State, u.Reason); err != nil {
			return err
		}
		return s.Queue.Enqueue(tx, jobs.ProcessUpload{AssetID: u.AssetID})
	})
	return outcomeOf(u), err
}
