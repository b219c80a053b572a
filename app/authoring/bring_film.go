package authoring

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"academy/app/authoring/folder"
	"academy/app/jobs"
	"academy/media"
	filming "academy/media/film"
	"academy/models"
	"academy/models/assets"
)

// unusedAfter is when what an import has put into the store is looked at again: by then it is used, or nobody's.
const unusedAfter = 24 * time.Hour

// bring makes the film, or copies it, looks at it and puts it with its poster into the store.
func (p *films) bring(ctx context.Context, l folder.Lesson, name string) (a assets.Asset, err error) {
	dir, err := os.MkdirTemp("", "academy-import-")
	if err != nil {
		return a, fmt.Errorf("import: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	path := filepath.Join(dir, "video.mp4")
	if l.Slides != nil {
		err = filming.Slideshow(ctx, l.Slides, path)
	} else {
		err = p.copyOut(l.Film, path)
	}
	if err != nil {
		return a, err
	}
	info, err := filming.Probe(ctx, path)
	if err != nil {
		return a, err
	}
	if info.Video != "h264" || info.Audio != "aac" && info.Audio != "" {
		return a, fmt.Errorf("%w: a lecture is H.264 with AAC in MP4, this is %s with %s", media.ErrRefused, info.Video, info.Audio)
	}
	a = assets.Asset{ID: models.NewID(), State: "ready", Name: name, ContentType: "video/mp4", DurationMS: int(info.Duration.Milliseconds()), Width: info.Width, Height: info.Height}
	a.VideoKey, a.PosterKey = media.VideoKey(a.ID), media.PosterKey(a.ID)
	if a.Bytes, err = p.putFile(ctx, a.VideoKey, path, "video/mp4"); err != nil {
		return a, err
	}
	poster, err := filming.Poster(ctx, path, min(2*time.Second, info.Duration/2))
	if err != nil {
		return a, err
	}
	if err := p.putObject(ctx, a.PosterKey, bytes.NewReader(poster), int64(len(poster)), "image/jpeg"); err != nil {
		return a, err
	}
	return a, p.bringSource(ctx, l, &a, filepath.Join(dir, "source"))
}

// bringSource keeps the recording that the film was made of, where the folder has it.
func (p *films) bringSource(ctx context.Context, l folder.Lesson, a *assets.Asset, path string) error {
	if l.Source == "" {
		return nil
	}
	if err := p.copyOut(l.Source, path); err != nil {
		return err
	}
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("source: %w", err)
	}
	a.ContentType, err = media.Sniff(file)
	_ = file.Close()
	if err != nil {
		return err
	}
	if _, err := media.LectureExtension(a.ContentType); err != nil {
		return err
	}
	a.SourceKey = media.SourceKey(a.ID, "")
	a.Bytes, err = p.putFile(ctx, a.SourceKey, path, a.ContentType)
	return err
}

func (p *films) copyOut(name, path string) error {
	from, err := p.folder.FS.Open(name)
	if err != nil {
		return fmt.Errorf("video: %w", err)
	}
	defer func() { _ = from.Close() }()
	to, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("video: %w", err)
	}
	_, err = io.Copy(to, from)
	return errors.Join(err, to.Close())
}

func (p *films) putFile(ctx context.Context, key, path, contentType string) (int64, error) {
	file, err := os.Open(path)
	if err != nil {
		return 0, fmt.Errorf("video: %w", err)
	}
	defer func() { _ = file.Close() }()
	stat, err := file.Stat()
	if err != nil {
		return 0, fmt.Errorf("video: %w", err)
	}
	return stat.Size(), p.putObject(ctx, key, file, stat.Size(), contentType)
}

// putObject puts something into the store that no row knows yet. A job that looks for its row tomorrow goes first, so
// that it is found even where this import is killed.
func (p *films) putObject(ctx context.Context, key string, content io.Reader, size int64, contentType string) error {
	err := p.DB.Write(ctx, func(tx *models.Tx) error {
		return p.Queue.EnqueueAt(tx, jobs.DropMedia{Key: key}, tx.Now.Add(unusedAfter))
	})
	if err != nil {
		return err
	}
	p.put = append(p.put, key)
	return p.Store.Put(ctx, key, content, size, contentType)
}

// drop removes what this import has put into the store. What cannot be removed now, tomorrow's job removes.
func (p *films) drop(ctx context.Context) {
	for _, key := range p.put {
		_ = p.Store.Delete(context.WithoutCancel(ctx), key)
	}
}
