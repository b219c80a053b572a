package library

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"academy/models"
)

const (
	// scratchKept is how long a folder in the making may be there before its worker is believed dead.
	scratchKept   = 48 * time.Hour
	scratchPrefix = "academy-film-"
)

// scratch makes a folder for one film.
func (s *Service) scratch() (string, error) {
	if s.Scratch != "" {
		if err := os.MkdirAll(s.Scratch, 0o700); err != nil {
			return "", fmt.Errorf("scratch: %w", err)
		}
	}
	dir, err := os.MkdirTemp(s.Scratch, scratchPrefix)
	if err != nil {
		return "", fmt.Errorf("scratch: %w", err)
	}
	return dir, nil
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
