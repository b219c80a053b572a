package authoring

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"academy/media"
	"academy/media/film"
	"academy/models"
	"academy/models/assets"
)

// asset is a lecture's media, in the store and about to be written down.
type asset struct {
	row      assets.Asset
	fresh    bool // its row is not there yet
	captions map[string]string
}

// prepareMedia makes or takes the video of every lecture, by lesson key. A video that an earlier import has taken is
// recognised by its content and not taken twice.
func (s *Service) prepareMedia(ctx context.Context, f *folder) (map[string]*asset, error) {
	ready := map[string]*asset{}
	for _, part := range f.course.Sections.V {
		for _, l := range part.Lessons {
			if l.Kind.V != "lecture" {
				continue
			}
			a, err := s.prepareLecture(ctx, f, l)
			if errors.Is(err, media.ErrRefused) {
				f.items[0].add(l.Key.Line, "import.media", l.Key.V)
				continue
			}
			if err != nil {
				return nil, fmt.Errorf("lecture %s: %w", l.Key.V, err)
			}
			ready[l.Key.V] = a
		}
	}
	return ready, nil
}

func (s *Service) prepareLecture(ctx context.Context, f *folder, l lessonFile) (*asset, error) {
	name, err := f.contentName(l)
	if err != nil {
		return nil, err
	}
	a := &asset{captions: map[string]string{}}
	err = s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		a.row, err = assets.FindByName(tx, name)
		return err
	})
	if errors.Is(err, models.ErrNotFound) {
		a.row, err = s.take(ctx, f, l, name)
		a.fresh = true
	}
	if err != nil {
		return nil, err
	}
	return a, a.caption(f.find(l.Captions["ko"].V), f.captions[l.Key.V])
}

// caption checks the tracks against the film's true length and writes them as WebVTT.
func (a *asset) caption(item *Item, tracks map[string][]media.Cue) error {
	for lang, cues := range tracks {
		if err := media.CheckCues(cues, time.Duration(a.row.DurationMS)*time.Millisecond); err != nil {
			item.add(0, "import.captions_length", lang)
			continue
		}
		var vtt bytes.Buffer
		if err := media.WriteVTT(&vtt, cues); err != nil {
			return err
		}
		a.captions[lang] = vtt.String()
	}
	return nil
}

// contentName is the name under which the same slides, or the same file, are found again.
func (f *folder) contentName(l lessonFile) (string, error) {
	h := sha256.New()
	if slides := f.slides[l.Key.V]; slides != nil {
		if err := json.NewEncoder(h).Encode(slides); err != nil {
			return "", fmt.Errorf("slides: %w", err)
		}
		return fmt.Sprintf("slides:%x", h.Sum(nil)), nil
	}
	file, err := f.fsys.Open(l.Video.V)
	if err != nil {
		return "", fmt.Errorf("video: %w", err)
	}
	defer func() { _ = file.Close() }()
	if _, err := io.Copy(h, file); err != nil {
		return "", fmt.Errorf("video: %w", err)
	}
	return fmt.Sprintf("video:%x", h.Sum(nil)), nil
}

// take makes the file, looks at it and puts it with its poster into the store.
func (s *Service) take(ctx context.Context, f *folder, l lessonFile, name string) (assets.Asset, error) {
	dir, err := os.MkdirTemp("", "academy-import-")
	if err != nil {
		return assets.Asset{}, fmt.Errorf("import: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	path := filepath.Join(dir, "video.mp4")
	if slides := f.slides[l.Key.V]; slides != nil {
		err = film.Slideshow(ctx, slides, path)
	} else {
		err = f.copyOut(l.Video.V, path)
	}
	if err != nil {
		return assets.Asset{}, err
	}
	info, err := film.Probe(ctx, path)
	if err != nil {
		return assets.Asset{}, err
	}
	if info.Video != "h264" || info.Audio != "aac" && info.Audio != "" {
		return assets.Asset{}, fmt.Errorf("%w: a lecture is H.264 with AAC in MP4, this is %s with %s", media.ErrRefused, info.Video, info.Audio)
	}
	return s.keep(ctx, path, name, info)
}

func (f *folder) copyOut(name, path string) error {
	from, err := f.fsys.Open(name)
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

func (s *Service) keep(ctx context.Context, path, name string, info film.Info) (assets.Asset, error) {
	poster, err := film.Poster(ctx, path, min(2*time.Second, info.Duration/2))
	if err != nil {
		return assets.Asset{}, err
	}
	a := assets.Asset{ID: models.NewID(), State: "ready", Name: name, ContentType: "video/mp4", DurationMS: int(info.Duration.Milliseconds()), Width: info.Width, Height: info.Height}
	a.VideoKey, a.PosterKey = media.VideoKey(a.ID), media.PosterKey(a.ID)
	file, err := os.Open(path)
	if err != nil {
		return a, fmt.Errorf("video: %w", err)
	}
	defer func() { _ = file.Close() }()
	stat, err := file.Stat()
	if err != nil {
		return a, fmt.Errorf("video: %w", err)
	}
	a.Bytes = stat.Size()
	if err := s.Store.Put(ctx, a.VideoKey, file, a.Bytes, "video/mp4"); err != nil {
		return a, err
	}
	return a, s.Store.Put(ctx, a.PosterKey, bytes.NewReader(poster), int64(len(poster)), "image/jpeg")
}
