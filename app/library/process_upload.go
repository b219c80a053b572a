package library

import (
	"context"
	"errors"
	"sync/atomic"

	"academy/app/jobs"
	"academy/media"
	"academy/media/film"
	"academy/models"
	"academy/models/assets"
)

// ProcessUpload makes of an uploaded lecture what can be played. Done twice it is done once, and two workers never have
// the same one in hand. What is wrong with the film refuses it, with its source kept; whatever else goes wrong is tried
// again. An upload that is cancelled meanwhile leaves nothing.
func (s *Service) ProcessUpload(ctx context.Context, j jobs.ProcessUpload) error {
	u, mine, err := s.claimUpload(ctx, j)
	if err != nil || !mine {
		return err
	}
	var percent atomic.Int64
	alive, stop := s.beat(ctx, u, &percent)
	made, err := s.make(alive, u, func(n int) { percent.Store(int64(n)) })
	stop()
	if err = s.settleMade(context.WithoutCancel(ctx), u, made, err); errors.Is(err, models.ErrNotFound) {
		return s.DropMedia(context.WithoutCancel(ctx), jobs.DropMedia{Key: inStore(u).Key, Made: media.AssetKeys(u.AssetID)})
	}
	return err
}

// settleMade writes down what has become of an upload; models.ErrNotFound says that its upload is no longer there.
func (s *Service) settleMade(ctx context.Context, u assets.Upload, made product, failed error) error {
	reason := refusalOf(u, failed)
	err := s.DB.Write(ctx, func(tx *models.Tx) error {
		u, err := assets.LockUpload(tx, u.ID)
		switch {
		case err != nil || u.State != uploadProcessing:
			return err
		case reason != "":
			return assets.UpdateUploadState(tx, u, uploadRefused, reason)
		case failed != nil: // whoever tries again may have it at once
			return assets.UpdateUploadState(tx, u, uploadStored, "")
		}
		if err := made.write(tx); err != nil {
			return err
		}
		return assets.UpdateUploadState(tx, u, uploadReady, "")
	})
	if failed == nil || reason != "" || errors.Is(err, models.ErrNotFound) {
		return err
	}
	return errors.Join(failed, err)
}

// claimUpload takes an upload in hand, unless it is done or a living worker has it.
func (s *Service) claimUpload(ctx context.Context, j jobs.ProcessUpload) (u assets.Upload, mine bool, err error) {
	err = s.DB.Write(ctx, func(tx *models.Tx) error {
		if u, err = assets.FindUploadOf(tx, j.AssetID); err != nil {
			return err
		}
		if u, err = assets.LockUpload(tx, u.ID); err != nil {
			return err
		}
		mine = u.State == uploadStored || u.State == uploadProcessing && u.BeatAt.Before(tx.Now.Add(-beatLost))
		if !mine {
			return nil
		}
		return assets.UpdateUploadState(tx, u, uploadProcessing, "")
	})
	if errors.Is(err, models.ErrNotFound) {
		return u, false, nil // removed meanwhile
	}
	return u, mine, err
}

// make makes what is shown of an upload.
func (s *Service) make(ctx context.Context, u assets.Upload, percent func(int)) (product, error) {
	if u.Purpose == ForLecture {
		return s.makeFilm(ctx, u, percent)
	}
	return s.makePicture(ctx, u)
}

// refusalOf is the message key of what is wrong with an upload, or empty where it is not to blame.
func refusalOf(u assets.Upload, err error) string {
	reason := filmRefusal(err)
	if u.Purpose != ForLecture && (reason != "" || errors.Is(err, media.ErrTooLarge)) {
		return "upload.picture"
	}
	return reason
}

// filmRefusal is the message key of what is wrong with a film, or empty where the film is not to blame.
func filmRefusal(err error) string {
	switch {
	case errors.Is(err, media.ErrUnavailable), !errors.Is(err, media.ErrRefused):
		return ""
	case errors.Is(err, film.ErrNoPicture):
		return "upload.no_video"
	case errors.Is(err, film.ErrTooLong):
		return "upload.too_long"
	case errors.Is(err, film.ErrTruncated):
		return "upload.truncated"
	}
	return "upload.unreadable"
}
