package media

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"time"
)

// MaxFilm is the longest film that Progressive takes.
const MaxFilm = 6 * time.Hour

// Why a film is refused; each comes with ErrRefused, which alone stands for a film that cannot be read.
var (
	ErrNoPicture = errors.New("media: no picture")
	ErrTooLong   = errors.New("media: too long")
	ErrTruncated = errors.New("media: the film breaks off")
)

const (
	maxFilmSide = 1280 // pixels; a film is never enlarged
	// slowest is how much longer than its film the making may take, on top of a start.
	slowest      = 4
	startingTime = 5 * time.Minute
	// brokenOff is how much shorter than promised a film may turn out: containers and their streams seldom agree.
	brokenOff = 2 * time.Second
)

// Progressive makes of the film at in the one file at out that every browser plays: H.264 main profile with AAC of even
// loudness in MP4, at most 1280 pixels a side, ready to be played from its first bytes on. It answers what it has made.
// A film without a picture, one that is too long or breaks off, and one that cannot be read or keeps ffmpeg busy beyond
// measure is ErrRefused; trouble of this machine is ErrUnavailable. After any error there is no file at out.
func Progressive(ctx context.Context, in, out string) (Info, error) {
	source, err := Probe(ctx, in)
	if err != nil {
		return Info{}, err
	}
	switch {
	case source.Video == "":
		return Info{}, fmt.Errorf("%w: %w", ErrRefused, ErrNoPicture)
	case source.Duration > MaxFilm:
		return Info{}, fmt.Errorf("%w: %w: %v", ErrRefused, ErrTooLong, source.Duration)
	}
	made, err := encodeFilm(ctx, source, in, out)
	if err != nil {
		return Info{}, errors.Join(err, removeIfThere(out))
	}
	return made, nil
}

func encodeFilm(ctx context.Context, source Info, in, out string) (Info, error) {
	if _, err := runOnFilm(ctx, startingTime+slowest*source.Duration, maxProbeBytes, "ffmpeg", filmArguments(source, in, out)...); err != nil {
		return Info{}, fmt.Errorf("making a film: %w", err)
	}
	made, err := Probe(ctx, out)
	if err != nil {
		return Info{}, err
	}
	if made.Duration < source.Duration-brokenOff-source.Duration/50 {
		return Info{}, fmt.Errorf("%w: %w after %v of %v", ErrRefused, ErrTruncated, made.Duration, source.Duration)
	}
	return made, nil
}

func filmArguments(source Info, in, out string) []string {
	side := strconv.Itoa(maxFilmSide)
	arguments := []string{
		"-nostdin", "-v", "error", "-y", "-protocol_whitelist", "file,pipe", "-format_whitelist", containers, "-i", "file:" + in,
		// V is the picture and no cover; captions and data streams are left behind, and names that cameras write.
		"-map", "0:V:0", "-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1",
		// Pixels are made square first, then few enough, then even in number, as the encoder asks.
		"-vf", "scale='max(2,iw*sar)':ih,scale='min(" + side + ",iw)':'min(" + side + ",ih)':force_original_aspect_ratio=decrease:force_divisible_by=2,setsar=1,format=yuv420p",
		"-c:v", "libx264", "-profile:v", "main", "-preset", "veryfast", "-crf", "23",
		"-force_key_frames", fmt.Sprintf("expr:gte(t,n_forced*%d)", keyframeEvery),
		"-max_muxing_queue_size", "4096",
	}
	if source.Audio != "" {
		arguments = append(arguments, "-map", "0:a:0", "-af", "loudnorm=I=-16:TP=-1.5:LRA=11",
			"-c:a", "aac", "-b:a", "128k", "-ar", "48000", "-ac", "2")
	}
	return append(arguments, "-movflags", "+faststart", "-f", "mp4", "file:"+out)
}

func removeIfThere(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}
