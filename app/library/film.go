package library

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"academy/media"
	"academy/media/film"
	"academy/models"
	"academy/models/assets"
)

// product is what was made of an upload, in the store and about to be written down.
type product struct {
	asset      assets.Asset
	renditions []assets.Rendition
}

// write makes it known.
func (p product) write(tx *models.Tx) error {
	if err := assets.UpdateAssetMade(tx, p.asset); err != nil {
		return err
	}
	return assets.InsertRenditions(tx, p.renditions)
}

// makeFilm brings the source to this machine, makes of it what can be played, and puts that into the store.
func (s *Service) makeFilm(ctx context.Context, u assets.Upload, percent func(int)) (p product, err error) {
	dir, err := s.scratch()
	if err != nil {
		return p, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	order := film.Order{Source: filepath.Join(dir, "source"), Folder: filepath.Join(dir, "film"), Percent: percent}
	if err := os.Mkdir(order.Folder, 0o700); err != nil {
		return p, fmt.Errorf("scratch: %w", err)
	}
	if err := s.fetch(ctx, media.SourceKey(u.AssetID, ""), order.Source); err != nil {
		return p, err
	}
	f, err := film.Make(ctx, order)
	if err != nil {
		return p, err
	}
	p = describe(u, f)
	return p, s.keepFilm(ctx, p, f)
}

// describe says of a film what is written down of it.
func describe(u assets.Upload, f film.Film) product {
	id := u.AssetID
	p := product{asset: assets.Asset{
		ID: id, DurationMS: int(f.Duration.Milliseconds()), Width: f.Width, Height: f.Height, VideoKey: media.VideoKey(id), PosterKey: media.PosterKey(id),
	}}
	if f.Audio != "" {
		p.renditions = append(p.renditions, assets.Rendition{AssetID: id, Kind: assets.Sound, ObjectKey: media.AudioKey(id), Segments: models.JSON[[][2]int64]{V: [][2]int64{}}})
	}
	for i, r := range f.Rungs {
		row := assets.Rendition{
			AssetID: id, Kind: assets.Rung, Side: r.Side, ObjectKey: media.RungKey(id, i+1), Width: r.Width, Height: r.Height,
			Codecs: r.Codecs, Peak: r.Peak, Average: r.Average, HeadBytes: r.Init,
		}
		for _, piece := range r.Segments {
			row.Segments.V = append(row.Segments.V, [2]int64{piece.Duration.Microseconds(), piece.Bytes})
		}
		p.renditions = append(p.renditions, row)
	}
	return p
}

// keepFilm puts the files into the store. What an earlier attempt has left there is replaced.
func (s *Service) keepFilm(ctx context.Context, p product, f film.Film) error {
	if err := s.Store.Put(ctx, p.asset.PosterKey, bytes.NewReader(f.Poster), int64(len(f.Poster)), "image/jpeg"); err != nil {
		return err
	}
	if err := s.putFile(ctx, p.asset.VideoKey, f.Video, "video/mp4"); err != nil {
		return err
	}
	if f.Audio != "" {
		if err := s.putFile(ctx, media.AudioKey(p.asset.ID), f.Audio, "audio/mp4"); err != nil {
			return err
		}
	}
	for i, r := range f.Rungs {
		if err := s.putFile(ctx, media.RungKey(p.asset.ID, i+1), r.Path, "video/mp4"); err != nil {
			return err
		}
	}
	return nil
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
