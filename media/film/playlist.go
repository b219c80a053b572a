package film

import (
	"bufio"
	"bytes"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"time"

	"academy/media"
)

// Track is where the pieces of a rung lie in its file: Init bytes that describe it, then the segments one after another.
type Track struct {
	Init     int64 // bytes
	Segments []Segment
}

// Segment is a piece that can be played by itself.
type Segment struct {
	Duration time.Duration
	Bytes    int64
}

// size is how long the file must be.
func (t Track) size() int64 {
	sum := t.Init
	for _, s := range t.Segments {
		sum += s.Bytes
	}
	return sum
}

// describe reads the playlist that ffmpeg has written for a rung and compares it with the file.
func (r *Rung) describe(playlist string, sound bool) error {
	text, err := os.ReadFile(playlist)
	if err != nil {
		return unavailable("playlist", err)
	}
	if r.Track, err = parsePlaylist(text); err != nil {
		return err
	}
	file, err := os.Open(r.Path)
	if err != nil {
		return unavailable("rung", err)
	}
	defer func() { _ = file.Close() }()
	stat, err := file.Stat()
	if err != nil {
		return unavailable("rung", err)
	}
	if stat.Size() != r.size() {
		return fmt.Errorf("%w: a file of %d bytes is listed with %d", media.ErrUnavailable, stat.Size(), r.size())
	}
	head := make([]byte, r.Init)
	if _, err := file.ReadAt(head, 0); err != nil {
		return unavailable("rung", err)
	}
	if r.Codecs, err = codecs(head, sound); err != nil {
		return err
	}
	r.Peak, r.Average = r.rates()
	return nil
}

// parsePlaylist reads the playlist of one file of fragmented MP4.
func parsePlaylist(text []byte) (Track, error) {
	var t Track
	var next Segment
	var end int64 // of what was listed so far
	lines := bufio.NewScanner(bytes.NewReader(text))
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), ":")
		switch name {
		case "#EXT-X-MAP":
			_, span, _ := strings.Cut(value, `BYTERANGE="`)
			length, at, err := byteRange(strings.TrimSuffix(span, `"`))
			if err != nil || at != 0 {
				return t, malformed(lines.Text())
			}
			t.Init, end = length, length
		case "#EXTINF":
			seconds, err := strconv.ParseFloat(strings.TrimSuffix(value, ","), 64)
			if err != nil || seconds < 0 {
				return t, malformed(lines.Text())
			}
			next.Duration = time.Duration(math.Round(seconds*1e6)) * time.Microsecond
		case "#EXT-X-BYTERANGE":
			length, at, err := byteRange(value)
			if err != nil || at != end || end == 0 {
				return t, malformed(lines.Text())
			}
			next.Bytes, end = length, end+length
			t.Segments = append(t.Segments, next)
		}
	}
	if len(t.Segments) == 0 {
		return t, malformed("a playlist without segments")
	}
	return t, lines.Err()
}

func byteRange(text string) (length, at int64, err error) {
	before, after, _ := strings.Cut(text, "@")
	if length, err = strconv.ParseInt(before, 10, 64); err != nil {
		return 0, 0, err
	}
	at, err = strconv.ParseInt(after, 10, 64)
	return length, at, err
}

func malformed(line string) error {
	return fmt.Errorf("%w: what ffmpeg has listed: %q", media.ErrUnavailable, line)
}

// codecs names the codecs of a rung by the head of its file; the sound is always ours.
func codecs(head []byte, sound bool) (string, error) {
	_, after, found := bytes.Cut(head, []byte("avcC"))
	if !found || len(after) < 4 {
		return "", malformed("a rung without a picture")
	}
	name := fmt.Sprintf("avc1.%02x%02x%02x", after[1], after[2], after[3])
	if sound {
		name += ",mp4a.40.2"
	}
	return name, nil
}

// rates is how many bits a second a player must be able to fetch at worst, and on the whole. Short rests at the end say
// nothing about a line.
func (t Track) rates() (peak, average int) {
	var length time.Duration
	var sum int64
	for _, s := range t.Segments {
		length, sum = length+s.Duration, sum+s.Bytes
		if s.Duration >= keyframeEvery*time.Second/2 {
			peak = max(peak, rate(s.Bytes, s.Duration))
		}
	}
	average = rate(sum, length)
	return max(peak, average), average
}

func rate(bytes int64, in time.Duration) int {
	return max(1, int(math.Ceil(float64(8*bytes)/max(in.Seconds(), .001))))
}
