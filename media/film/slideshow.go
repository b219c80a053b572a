package film

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"image/png"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"academy/media"
)

// Slide is one picture of a drawn lecture. Texts are plain; an empty one leaves no gap.
type Slide struct {
	// Seconds is how long the slide stands; more than 0.
	Seconds              float64
	Number               string // a short line above the heading, such as 1강
	HeadingKO, HeadingEN string
	// PointsKO and PointsEN are the same points in both languages, at most four.
	PointsKO, PointsEN []string
}

const (
	slideRate     = 5     // frames a second: pictures stand still
	keyframeEvery = 4     // seconds, so that seeking and cutting into segments stay cheap
	sampleRate    = 44100 // of the sound, a second
	longestShow   = 3 * 60 * 60
)

// Slideshow draws the slides and makes an MP4 (H.264, AAC) of them at out, replacing what is there. It is as long as
// the slides together, rounded up to a fifth of a second, with quiet background music composed here and a soft chime
// at each slide. The same slides give the same film on the same ffmpeg. Slides that cannot be shown wrap media.ErrRefused, a
// missing ffmpeg media.ErrNoTool; after any error there is no file at out. It takes about a second for twenty of film.
func Slideshow(ctx context.Context, slides []Slide, out string) error {
	seconds, err := showLength(slides)
	if err != nil {
		return err
	}
	tool, err := exec.LookPath("ffmpeg")
	if err != nil {
		return fmt.Errorf("make slideshow: %w: %w", media.ErrNoTool, err)
	}
	dir, err := os.MkdirTemp("", "slideshow-")
	if err != nil {
		return fmt.Errorf("make slideshow: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	list, err := drawSlides(ctx, slides, dir)
	if err != nil {
		return fmt.Errorf("make slideshow: %w", err)
	}
	if err := encodeShow(ctx, tool, list, compose(slides, seconds), seconds, out); err != nil {
		_ = os.Remove(out)
		return fmt.Errorf("make slideshow: %w", err)
	}
	return nil
}

// showLength adds the slides up, in seconds, to whole frames.
func showLength(slides []Slide) (float64, error) {
	if len(slides) == 0 {
		return 0, refused("a slideshow without slides")
	}
	sum := 0.0
	for i, s := range slides {
		if !(s.Seconds > 0) { // not a number is refused as well
			return 0, refused("slide %d stands for %v seconds", i+1, s.Seconds)
		}
		sum += s.Seconds
	}
	if sum > longestShow {
		return 0, refused("slides of %.0f seconds together", sum)
	}
	return math.Ceil(sum*slideRate-1e-6) / slideRate, nil
}

// drawSlides leaves the pictures in dir and returns the path of the list that ffmpeg reads them from.
func drawSlides(ctx context.Context, slides []Slide, dir string) (string, error) {
	e, err := newEasel()
	if err != nil {
		return "", err
	}
	var list strings.Builder
	list.WriteString("ffconcat version 1.0\n")
	for i, s := range slides {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		name := fmt.Sprintf("slide-%04d.png", i)
		if err := e.save(s, filepath.Join(dir, name)); err != nil {
			return "", fmt.Errorf("slide %d: %w", i+1, err)
		}
		fmt.Fprintf(&list, "file %s\nduration %.6f\n", name, s.Seconds)
	}
	// ffmpeg forgets the duration of the last picture unless another one follows.
	fmt.Fprintf(&list, "file slide-%04d.png\n", len(slides)-1)
	path := filepath.Join(dir, "slides.txt")
	return path, os.WriteFile(path, []byte(list.String()), 0o600)
}

func (e *easel) save(s Slide, path string) error {
	page, err := e.draw(s)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	fast := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := fast.Encode(&b, page); err != nil {
		return err
	}
	return os.WriteFile(path, b.Bytes(), 0o600)
}

func encodeShow(ctx context.Context, tool, list string, sound io.Reader, seconds float64, out string) error {
	cmd := exec.CommandContext(ctx, tool, showArguments(list, seconds, out)...)
	var complaints bytes.Buffer
	cmd.Stdin, cmd.Stderr = sound, &complaints
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.WaitDelay = 5 * time.Second
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return fmt.Errorf("ffmpeg: %w: %s", err, strings.TrimSpace(complaints.String()))
	}
	return nil
}

func showArguments(list string, seconds float64, out string) []string {
	// Colours first: each picture is converted once and not once a frame.
	picture := fmt.Sprintf("scale=in_range=pc:out_range=tv:out_color_matrix=bt709,format=yuv420p,"+
		"fps=%d,tpad=stop_mode=clone:stop_duration=1", slideRate)
	return []string{
		"-hide_banner", "-loglevel", "error", "-y",
		"-f", "concat", "-i", list,
		"-f", "s16le", "-ar", strconv.Itoa(sampleRate), "-ac", "2", "-i", "pipe:0",
		"-map", "0:v", "-map", "1:a", "-vf", picture, "-t", fmt.Sprintf("%.1f", seconds),
		"-c:v", "libx264", "-profile:v", "main", "-preset", "veryfast", "-tune", "stillimage", "-crf", "28",
		// One number of threads everywhere: it changes the bytes.
		"-threads", "2", "-g", strconv.Itoa(keyframeEvery * slideRate),
		"-force_key_frames", fmt.Sprintf("expr:gte(t,n_forced*%d)", keyframeEvery),
		"-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv",
		"-c:a", "aac", "-aac_coder", "fast", "-b:a", "48k",
		"-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact",
		"-movflags", "+faststart", "-f", "mp4", "file:" + out,
	}
}

// music is the sound of a slideshow, computed while it is read: a pad of slow chords that melt into one another and
// a chime wherever a slide begins. It reads as 16-bit little-endian stereo.
type music struct {
	starts []int // of the slides, in samples
	total  int   // length, in samples
	at     int   // the next sample
	tone   []float64
	chords [][]uint32 // phase steps of the notes, a whole turn being 1<<32
}

const (
	chordEvery = 8 * sampleRate // each chord swells and fades over twice that
	noteLevel  = .045           // of full scale
	chimeLevel = .09
)

func compose(slides []Slide, seconds float64) *music {
	m := &music{total: int(math.Round(seconds * sampleRate)), tone: make([]float64, 1<<13)}
	for i := range m.tone {
		turn := 2 * math.Pi * float64(i) / float64(len(m.tone))
		m.tone[i] = math.Sin(turn) + .22*math.Sin(2*turn) + .06*math.Sin(3*turn)
	}
	// Semitones from A (440 Hz): D with its ninth, B minor, G, and A left open.
	for _, chord := range [][]float64{{-19, -12, -5, -3}, {-22, -15, -7, 0}, {-26, -19, -10, -7}, {-24, -17, -10, -5}} {
		var steps []uint32
		for _, semitone := range chord {
			steps = append(steps, uint32(440*math.Pow(2, semitone/12)/sampleRate*(1<<32)))
		}
		m.chords = append(m.chords, steps)
	}
	begun := 0.0
	for _, s := range slides {
		m.starts = append(m.starts, int(begun*sampleRate))
		begun += s.Seconds
	}
	return m
}

// Read fills p with whole samples, four bytes each.
func (m *music) Read(p []byte) (int, error) {
	if m.at >= m.total {
		return 0, io.EOF
	}
	n := 0
	for ; n+4 <= len(p) && m.at < m.total; n += 4 {
		left, right := m.sample()
		binary.LittleEndian.PutUint16(p[n:], uint16(int16(left*math.MaxInt16)))
		binary.LittleEndian.PutUint16(p[n+2:], uint16(int16(right*math.MaxInt16)))
		m.at++
	}
	return n, nil
}

func (m *music) sample() (left, right float64) {
	left, right = m.pad(m.at/chordEvery, .5+float64(m.at%chordEvery)/(2*chordEvery))
	l, r := m.pad(m.at/chordEvery+1, float64(m.at%chordEvery)/(2*chordEvery))
	chime := m.chime()
	edge := min(float64(m.at)/sampleRate/2, float64(m.total-m.at)/sampleRate/3, 1) // fades in and out
	return (left + l + chime) * edge, (right + r + chime) * edge
}

// pad sounds one chord at a moment of its life, from 0 to 1. The right side is tuned a hair higher, which makes it wide.
func (m *music) pad(chord int, moment float64) (left, right float64) {
	for _, step := range m.chords[chord%len(m.chords)] {
		left += m.tone[uint32(m.at)*step>>19]
		right += m.tone[uint32(m.at)*(step+step>>10)>>19]
	}
	swell := math.Sin(math.Pi * moment)
	level := noteLevel * swell * swell
	return left * level, right * level
}

func (m *music) chime() float64 {
	for len(m.starts) > 1 && m.starts[1] <= m.at {
		m.starts = m.starts[1:]
	}
	t := float64(m.at-m.starts[0]) / sampleRate
	if t > 3 {
		return 0
	}
	strike := min(t/.012, 1) * chimeLevel
	return strike * (math.Exp(-2.4*t)*math.Sin(2*math.Pi*1174.66*t) + .4*math.Exp(-4*t)*math.Sin(2*math.Pi*1760*t))
}
