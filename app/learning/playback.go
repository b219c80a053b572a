package learning

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"academy/app/access"
	"academy/app/locale"
	"academy/media"
	"academy/media/film"
	"academy/models"
	"academy/models/assets"

	"github.com/google/uuid"
)

// Rungs writes the list of a lecture's rungs for whoever may open it. Their addresses are those of Rung, beside it.
func (s *Service) Rungs(ctx context.Context, who access.Actor, slug string, lessonID uuid.UUID) ([]byte, error) {
	l, err := s.watchable(ctx, who, slug, lessonID)
	if err != nil {
		return nil, err
	}
	var variants []film.Variant
	for _, r := range l.rungs {
		variants = append(variants, film.Variant{
			Width: r.Width, Height: r.Height, Peak: r.Peak, Average: r.Average, Codecs: r.Codecs, Address: strconv.Itoa(r.Side) + ".m3u8",
		})
	}
	if len(variants) == 0 {
		return nil, models.ErrNotFound
	}
	return film.Master(variants), nil
}

// Rung writes the playlist of one rung for whoever may open its lecture. Its pieces lie in one object, at one address
// that works for as long as the lecture may take.
func (s *Service) Rung(ctx context.Context, who access.Actor, slug string, lessonID uuid.UUID, side int) ([]byte, error) {
	l, err := s.watchable(ctx, who, slug, lessonID)
	if err != nil {
		return nil, err
	}
	var r assets.Rendition
	err = s.DB.Read(ctx, func(tx *models.Tx) error {
		r, err = assets.FindRendition(tx, *l.AssetID, assets.Rung, side)
		return err
	})
	if err != nil {
		return nil, err
	}
	address, err := s.Store.URL(ctx, r.ObjectKey, playable(l), media.Disposition{})
	if err != nil {
		return nil, err
	}
	track := film.Track{Init: r.HeadBytes}
	for _, piece := range r.Segments.V {
		track.Segments = append(track.Segments, film.Segment{Duration: time.Duration(piece[0]) * time.Microsecond, Bytes: piece[1]})
	}
	return film.Listing(track, address), nil
}

// VideoAddress answers where the whole film is, for whoever may open the lecture.
func (s *Service) VideoAddress(ctx context.Context, who access.Actor, slug string, lessonID uuid.UUID) (string, error) {
	l, err := s.watchable(ctx, who, slug, lessonID)
	if err != nil {
		return "", err
	}
	return s.Store.URL(ctx, l.VideoKey, playable(l), media.Disposition{})
}

// SoundAddress is VideoAddress for the sound alone.
func (s *Service) SoundAddress(ctx context.Context, who access.Actor, slug string, lessonID uuid.UUID) (string, error) {
	l, err := s.watchable(ctx, who, slug, lessonID)
	if err != nil {
		return "", err
	}
	if l.sound == "" {
		return "", models.ErrNotFound
	}
	return s.Store.URL(ctx, l.sound, playable(l), media.Disposition{})
}

// watchable finds a lecture with a film, if it may be opened by the same rule as its page.
func (s *Service) watchable(ctx context.Context, who access.Actor, slug string, lessonID uuid.UUID) (*lesson, error) {
	l, err := s.openable(ctx, who, slug, lessonID)
	if err == nil && (l.AssetID == nil || l.VideoKey == "") {
		return nil, models.ErrNotFound
	}
	return l, err
}

// openable finds a lesson, if it may be opened by the same rule as its page.
func (s *Service) openable(ctx context.Context, who access.Actor, slug string, lessonID uuid.UUID) (*lesson, error) {
	if err := access.Check(who, access.Learn); err != nil {
		return nil, err
	}
	o, err := s.outline(ctx, slug)
	if err != nil {
		return nil, err
	}
	l := o.byID[lessonID]
	if l == nil {
		return nil, models.ErrNotFound
	}
	err = s.DB.Read(ctx, func(tx *models.Tx) error {
		st, e, err := stand(tx, o, who)
		if err != nil {
			return err
		}
		return st.mayOpen(l, e, locale.KO)
	})
	return l, err
}

// unsteady is the side of the rung that suits a line of which nothing is known.
const unsteady = 480

// loadRenditions notes what plays each lecture. The rung to begin with comes first, then the others from the largest.
func loadRenditions(tx *models.Tx, lessons []*lesson) error {
	by := map[uuid.UUID][]*lesson{}
	var ids []uuid.UUID
	for _, l := range lessons {
		if l.VideoKey != "" {
			by[*l.AssetID] = append(by[*l.AssetID], l)
			ids = append(ids, *l.AssetID)
		}
	}
	rows, err := assets.ListRenditions(tx, ids)
	if err != nil {
		return fmt.Errorf("renditions: %w", err)
	}
	for _, row := range rows {
		for _, l := range by[row.AssetID] {
			if row.Kind == assets.Sound {
				l.sound = row.ObjectKey
			} else {
				l.rungs = append(l.rungs, row)
			}
		}
	}
	for _, l := range lessons {
		if i := slices.IndexFunc(l.rungs, func(r assets.Rendition) bool { return r.Side <= unsteady }); i > 0 {
			first := l.rungs[i]
			l.rungs = slices.Insert(slices.Delete(l.rungs, i, i+1), 0, first)
		}
	}
	return nil
}
