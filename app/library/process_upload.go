package library

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"academy/app/jobs"
	"academy/media"
	"academy/media/film"
	"academy/models"
	"academy/models/assets"
)

const (
	// beatEvery is how often a worker says that it is alive, and beatLost how long it may be silent.
	beatEvery = 20 * time.Second
	beatLost  = 2 * time.Minute
	// scratchKept is how long a folder in the making may be there before its worker is believed dead.
	scratchKept   = 48 * time.Hour
	scratchPrefix = "academy-film-"
)

// ProcessUpload makes of an uploaded lecture what can be played. Done twice it is done once, and two workers never have
// the same one in hand. What is wrong with the film refuses it, with its source kept; whatever else goes wrong is tried
// again.
func (s *Service) ProcessUpload(ctx context.Context, j jobs.ProcessUpload) error {
	u, mine, err := s.claimUpload(ctx, j)
	if err != nil || !mine {
		return err
	}
	alive, stop := s.beat(ctx, u)
	made, err := s.makeFilm(alive, u)
	stop()
	reason := filmRefusal(err)
	if err != nil && reason == "" {
		return errors.Join(err, s.releaseUpload(context.WithoutCancel(ctx), u))
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		u, err := assets.LockUpload(tx, u.ID)
		if err != nil || u.State != uploadProcessing {
			return err
		}
		if reason != "" {
			return assets.UpdateUploadState(tx, u, uploadRefused, reason)
		}
		if err := assets.UpdateAssetFilm(tx, made); err != nil {
			return err
		}
		return assets.UpdateUploadState(tx, u, uploadReady, "")
	})
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

// releaseUpload lets whoever tries again have it at once.
func (s *Service) releaseUpload(ctx context.Context, u assets.Upload) error {
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		now, err := assets.LockUpload(tx, u.ID)
		if err != nil || now.State != uploadProcessing {
			return err
		}
		return assets.UpdateUploadState(tx, now, uploadStored, "")
	})
}

// beat says every few seconds that the work goes on, until stop. Where that cannot be said for so long that others must
// believe this worker dead, the work ends.
func (s *Service) beat(ctx context.Context, u assets.Upload) (alive context.Context, stop func()) {
	alive, cancel := context.WithCancel(ctx)
	var ended sync.WaitGroup
	ended.Go(func() {
		tick := time.NewTicker(beatEvery)
		defer tick.Stop()
		for failed := 0; failed < int(beatLost/beatEvery)-1; {
			select {
			case <-alive.Done():
				return
			case <-tick.C:
			}
			failed++
			if s.DB.Write(alive, func(tx *models.Tx) error { return assets.UpdateUploadBeat(tx, u.ID) }) == nil {
				failed = 0
			}
		}
		cancel()
	})
	return alive, func() { cancel(); ended.Wait() }
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

// makeFilm brings the source to this machine, makes the film and its poster, and puts both into the store.
func (s *Service) makeFilm(ctx context.Context, u assets.Upload) (made assets.Asset, err error) {
	if s.Scratch != "" {
		if err := os.MkdirAll(s.Scratch, 0o700); err != nil {
			return made, fmt.Errorf("scratch: %w", err)
		}
	}
	dir, err := os.MkdirTemp(s.Scratch, scratchPrefix)
	if err != nil {
		return made, fmt.Errorf("scratch: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	source, folder := filepath.Join(dir, "source"), filepath.Join(dir, "film")
	if err := os.Mkdir(folder, 0o700); err != nil {
		return made, fmt.Errorf("scratch: %w", err)
	}
	if err := s.fetch(ctx, media.SourceKey(u.AssetID, ""), source); err != nil {
		return made, err
	}
	f, err := film.Make(ctx, film.Order{Source: source, Folder: folder})
	if err != nil {
		return made, err
	}
	made = assets.Asset{
		ID: u.AssetID, DurationMS: int(f.Duration.Milliseconds()), Width: f.Width, Height: f.Height,
		VideoKey: media.VideoKey(u.AssetID), PosterKey: media.PosterKey(u.AssetID),
	}
	if err := s.Store.Put(ctx, made.PosterKey, bytes.NewReader(f.Poster), int64(len(f.Poster)), "image/jpeg"); err != nil {
		return made, err
	}
	return made, s.putFile(ctx, made.VideoKey, f.Video, "video/mp4")
}

// fetch copies an object into a file.
func (s *Service) fetch(ctx context.Context, key, path string) (err error) {
	object, err := s.Store.Open(ctx, key)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, object.Close()) }()
	file, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("fetch: %w", err)
	}
	if _, err = io.Copy(file, object); err != nil {
		err = fmt.Errorf("fetch: %w", err)
	}
	return errors.Join(err, file.Close())
}

// putFile copies a file into the store.
func (s *Service) putFile(ctx context.Context, key, path, contentType string) error {
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("put: %w", err)
	}
	defer func() { _ = file.Close() }()
	stat, err := file.Stat()
	if err != nil {
		return fmt.Errorf("put: %w", err)
	}
	return s.Store.Put(ctx, key, file, stat.Size(), contentType)
}

// sweepScratch removes what workers that died have left on this machine.
func (s *Service) sweepScratch(ctx context.Context) error {
	folder := s.Scratch
	if folder == "" {
		folder = os.TempDir()
	}
	var now time.Time
	if err := s.DB.Read(ctx, func(tx *models.Tx) error { now = tx.Now; return nil }); err != nil {
		return err
	}
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, entry := range entries {
		info, gone := entry.Info()
		if gone != nil || !strings.HasPrefix(entry.Name(), scratchPrefix) || now.Sub(info.ModTime()) < scratchKept {
			continue
		}
		err = errors.Join(err, os.RemoveAll(filepath.Join(folder, entry.Name())))
	}
	return err
}
