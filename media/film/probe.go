// Package film makes and examines film with ffmpeg: it looks at recordings, makes of one what browsers play on every
// line, takes stills and draws slide shows. It knows files, codecs and playlists; objects and their keys are media's.
package film

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Info is what a film is made of.
type Info struct {
	Duration time.Duration
	// Width and Height are in square pixels as shown, after any rotation the
	// file asks for; 0 without a picture.
	Width, Height int
	// Rate is how many pictures a second there are on the whole; 0 where that
	// is not known.
	Rate float64
	// Video and Audio are ffmpeg's names of the codecs of the first stream of
	// each kind, such as "h264" and "aac"; empty when there is none.
	Video, Audio string
}

const (
	probeTime     = 30 * time.Second
	posterTime    = 60 * time.Second
	maxProbeBytes = 1 << 20
	maxPoster     = 16 << 20
	maxPosterSide = 1280 // pixels
)

// containers are the demuxers an uploaded file may reach. Playlists and concat
// lists are not among them: they could name files of this machine.
const containers = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm"

// Probe asks ffprobe about the file at path. A file that is no film we take,
// or is damaged, or keeps ffprobe busy for too long is media.ErrRefused;
// media.ErrNoTool when ffprobe is not installed.
func Probe(ctx context.Context, path string) (Info, error) {
	if err := readable(path); err != nil {
		return Info{}, err
	}
	answer, err := ask(ctx, probeTime, maxProbeBytes, "ffprobe",
		"-v", "error", "-protocol_whitelist", "file", "-format_whitelist", containers,
		"-of", "json", "-show_entries",
		"format=duration:stream=codec_type,codec_name,width,height,sample_aspect_ratio,avg_frame_rate:stream_disposition=attached_pic:stream_side_data=rotation",
		"-i", "file:"+path)
	if err != nil {
		return Info{}, fmt.Errorf("probing: %w", err)
	}
	return readProbe(answer)
}

type probeAnswer struct {
	Format struct {
		Duration string `json:"duration"`
	} `json:"format"`
	Streams []probeStream `json:"streams"`
}

type probeStream struct {
	Kind        string `json:"codec_type"`
	Codec       string `json:"codec_name"`
	Width       int    `json:"width"`
	Height      int    `json:"height"`
	PixelAspect string `json:"sample_aspect_ratio"`
	Rate        string `json:"avg_frame_rate"`
	Disposition struct {
		AttachedPicture int `json:"attached_pic"`
	} `json:"disposition"`
	SideData []struct {
		Rotation int `json:"rotation"`
	} `json:"side_data_list"`
}

func readProbe(answer []byte) (Info, error) {
	var probed probeAnswer
	if err := json.Unmarshal(answer, &probed); err != nil {
		return Info{}, refused("ffprobe's answer: %v", err)
	}
	seconds, err := strconv.ParseFloat(probed.Format.Duration, 64)
	if err != nil || seconds <= 0 || seconds > (1000*time.Hour).Seconds() {
		return Info{}, refused("a film of length %q", probed.Format.Duration)
	}
	info := Info{Duration: time.Duration(seconds * float64(time.Second)).Round(time.Millisecond)}
	for _, stream := range probed.Streams {
		switch {
		case stream.Kind == "video" && info.Video == "" && stream.Disposition.AttachedPicture == 0:
			info.Video = stream.Codec
			info.Width, info.Height = stream.shown()
			info.Rate = stream.rate()
		case stream.Kind == "audio" && info.Audio == "":
			info.Audio = stream.Codec
		}
	}
	if info.Video == "" && info.Audio == "" {
		return Info{}, refused("a film with neither picture nor sound")
	}
	return info, nil
}

// shown makes the pixels square and turns the picture the way the film is to be held.
func (s probeStream) shown() (width, height int) {
	width = s.Width
	across, down, _ := strings.Cut(s.PixelAspect, ":")
	x, errX := strconv.Atoi(across)
	y, errY := strconv.Atoi(down)
	if errX == nil && errY == nil && x > 0 && y > 0 { // 0:1 is unknown
		width = int(math.Round(float64(width) * float64(x) / float64(y)))
	}
	for _, side := range s.SideData {
		if side.Rotation%180 != 0 {
			return s.Height, width
		}
	}
	return width, s.Height
}

func (s probeStream) rate() float64 {
	above, below, _ := strings.Cut(s.Rate, "/")
	pictures, errPictures := strconv.ParseFloat(above, 64)
	seconds, errSeconds := strconv.ParseFloat(below, 64)
	if errPictures != nil || errSeconds != nil || pictures <= 0 || seconds <= 0 {
		return 0
	}
	return math.Round(1000*pictures/seconds) / 1000
}

// Poster takes the picture shown at a moment of the film at path, as a JPEG of
// at most 1280 pixels a side. Errors are those of Probe; a film that has no
// picture then is media.ErrRefused.
func Poster(ctx context.Context, path string, at time.Duration) ([]byte, error) {
	if err := readable(path); err != nil {
		return nil, err
	}
	side := strconv.Itoa(maxPosterSide)
	picture, err := ask(ctx, posterTime, maxPoster, "ffmpeg",
		"-nostdin", "-v", "error", "-protocol_whitelist", "file", "-format_whitelist", containers,
		"-ss", strconv.FormatFloat(at.Seconds(), 'f', 3, 64), "-i", "file:"+path,
		"-map", "0:v:0", "-frames:v", "1", "-threads", "1",
		"-vf", "scale='min("+side+",iw)':'min("+side+",ih)':force_original_aspect_ratio=decrease",
		"-c:v", "mjpeg", "-q:v", "4", "-f", "image2pipe", "pipe:1")
	if err != nil {
		return nil, fmt.Errorf("poster: %w", err)
	}
	if len(picture) == 0 {
		return nil, refused("no picture at %v", at)
	}
	return picture, nil
}
