package film

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"academy/media"
)

// MaxFilm is the longest film that Make takes.
const MaxFilm = 6 * time.Hour

// Why a film is refused; each comes with media.ErrRefused, which alone stands for a film that cannot be read.
var (
	ErrNoPicture = errors.New("film: no picture")
	ErrTooLong   = errors.New("film: too long")
	ErrTruncated = errors.New("film: it breaks off")
)

const (
	// slowest is how much longer than its film the making may take, on top of a start, and longest the most of all.
	slowest      = 8
	startingTime = 5 * time.Minute
	longest      = 23 * time.Hour
	// DefaultPatience is how long an encoder may seem to do nothing. At its end it moves whole files about.
	DefaultPatience = 15 * time.Minute
	// brokenOff is how much shorter than promised a film may turn out: containers and their streams seldom agree.
	brokenOff = 2 * time.Second
	posterAt  = 2 * time.Second
	maxPixels = 40_000_000 // of one picture: more than 8K
)

// Order is a film to be made.
type Order struct {
	Source string // path of the recording
	Folder string // an empty one, which takes what is made
	// Percent is told as it goes on, from 0 to 99, once a second at most; nil where nobody asks.
	Percent func(percent int)
	// Patience is how long the encoder may get nowhere before it is killed; 0 takes DefaultPatience.
	Patience time.Duration
}

// Film is what was made: files that are ready to be played.
type Film struct {
	Info          // of the progressive file
	Video  string // path of one MP4 that every browser plays, of 720 lines at most
	Audio  string // path of the sound alone; empty where there is none
	Poster []byte // JPEG
	Rungs  []Rung // the lowest first
}

// Rung is the film in one size, in one file whose pieces begin with a keyframe at the same moments in every rung.
type Rung struct {
	Path          string
	Side          int // the shorter one, in pixels
	Width, Height int
	Codecs        string // as RFC 6381 writes them
	Peak, Average int    // bits a second
	Track
}

// Make makes of a recording what can be played on every line and in every browser: the rungs of a ladder and one
// progressive file, H.264 main profile with AAC of even loudness in MP4, the sound alone and a still. A film without a
// picture, one that is too long or breaks off, and one that cannot be read or keeps ffmpeg busy beyond measure is
// media.ErrRefused; trouble of this machine is media.ErrUnavailable. After an error the folder holds rubbish.
func Make(ctx context.Context, o Order) (Film, error) {
	source, err := Probe(ctx, o.Source)
	if err != nil {
		return Film{}, err
	}
	switch {
	case source.Video == "" || source.Width <= 0 || source.Height <= 0:
		return Film{}, fmt.Errorf("%w: %w", media.ErrRefused, ErrNoPicture)
	case source.Duration > MaxFilm:
		return Film{}, fmt.Errorf("%w: %w: %v", media.ErrRefused, ErrTooLong, source.Duration)
	}
	steps := ladder(source.Width, source.Height)
	if err := o.encode(ctx, source, steps); err != nil {
		return Film{}, fmt.Errorf("making a film: %w", err)
	}
	return o.collect(ctx, source, steps)
}

func (o Order) encode(ctx context.Context, source Info, steps []step) error {
	in, err := filepath.Abs(o.Source)
	if err != nil {
		return unavailable("film", err)
	}
	p := &progress{total: source.Duration, tell: o.Percent, patience: o.Patience}
	if p.patience == 0 {
		p.patience = DefaultPatience
	}
	defer p.stop()
	return call{
		tool: "ffmpeg", args: arguments(source, in, steps), dir: o.Folder, limit: min(startingTime+slowest*source.Duration, longest),
		quiet: true, output: p, watch: p.start,
	}.run(ctx)
}

// collect looks at what was made and describes it.
func (o Order) collect(ctx context.Context, source Info, steps []step) (Film, error) {
	made := Film{Video: filepath.Join(o.Folder, videoName)}
	var err error
	if made.Info, err = Probe(ctx, made.Video); err != nil {
		return made, err
	}
	if made.Duration < source.Duration-brokenOff-source.Duration/50 {
		return made, fmt.Errorf("%w: %w after %v of %v", media.ErrRefused, ErrTruncated, made.Duration, source.Duration)
	}
	if made.Info.Audio != "" {
		made.Audio = filepath.Join(o.Folder, audioName)
	}
	for i, s := range steps {
		rung := Rung{Path: filepath.Join(o.Folder, rungName(i)), Side: s.side, Width: s.width, Height: s.height}
		if err := rung.describe(filepath.Join(o.Folder, playlistName(i)), made.Info.Audio != ""); err != nil {
			return made, fmt.Errorf("rung %d: %w", s.side, err)
		}
		made.Rungs = append(made.Rungs, rung)
	}
	made.Poster, err = Poster(ctx, made.Video, min(posterAt, made.Duration/2))
	return made, err
}
