package media

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Info is what a film is made of.
type Info struct {
	Duration time.Duration
	// Width and Height are in pixels as shown, after any rotation the file
	// asks for; 0 without a picture.
	Width, Height int
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
// or is damaged, or keeps ffprobe busy for too long is ErrRefused; ErrNoTool
// when ffprobe is not installed.
func Probe(ctx context.Context, path string) (Info, error) {
	if err := readable(path); err != nil {
		return Info{}, err
	}
	answer, err := runOnFilm(ctx, probeTime, maxProbeBytes, "ffprobe",
		"-v", "error", "-protocol_whitelist", "file", "-format_whitelist", containers,
		"-of", "json", "-show_entries",
		"format=duration:stream=codec_type,codec_name,width,height:stream_disposition=attached_pic:stream_side_data=rotation",
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
		case stream.Kind == "audio" && info.Audio == "":
			info.Audio = stream.Codec
		}
	}
	if info.Video == "" && info.Audio == "" {
		return Info{}, refused("a film with neither picture nor sound")
	}
	return info, nil
}

// shown turns the coded size the way the film is to be held.
func (s probeStream) shown() (width, height int) {
	for _, side := range s.SideData {
		if side.Rotation%180 != 0 {
			return s.Height, s.Width
		}
	}
	return s.Width, s.Height
}

// Poster takes the picture shown at a moment of the film at path, as a JPEG of
// at most 1280 pixels a side. Errors are those of Probe; a film that has no
// picture then is ErrRefused.
func Poster(ctx context.Context, path string, at time.Duration) ([]byte, error) {
	if err := readable(path); err != nil {
		return nil, err
	}
	side := strconv.Itoa(maxPosterSide)
	picture, err := runOnFilm(ctx, posterTime, maxPoster, "ffmpeg",
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

func readable(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return fileError("film", err)
	}
	return file.Close()
}

// runOnFilm runs a tool on content that may be hostile: with no variables of
// ours, in a process group that dies as one, for a limited time and output.
func runOnFilm(ctx context.Context, limit time.Duration, maxBytes int, tool string, args ...string) ([]byte, error) {
	program, err := exec.LookPath(tool)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoTool, err)
	}
	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	command := exec.CommandContext(limited, program, args...)
	command.Env = []string{"PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C"}
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGKILL) }
	command.WaitDelay = time.Second
	output, complaint := limitedBuffer{left: maxBytes}, limitedBuffer{left: 4 << 10, drop: true}
	command.Stdout, command.Stderr = &output, &complaint
	err = command.Run()
	switch {
	case err == nil:
		return output.Bytes(), nil
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case limited.Err() != nil:
		return nil, refused("%s was not done within %v", tool, limit)
	case errors.Is(err, io.ErrShortWrite):
		return nil, refused("%s had too much to say", tool)
	}
	return nil, toolError(tool, err, complaint.String())
}

// toolError tells what the film is to blame for from what this machine is: a full disk, or the kernel in need of memory.
// Only the tool's own words say the first.
func toolError(tool string, err error, complaint string) error {
	failed := fmt.Errorf("%s: %w: %s", tool, err, firstLine(complaint))
	var exit *exec.ExitError
	switch {
	case strings.Contains(complaint, "No space left on device"):
		return fmt.Errorf("%w: %w: %w", ErrUnavailable, ErrFull, failed)
	case errors.As(err, &exit) && exit.Sys().(syscall.WaitStatus).Signal() == syscall.SIGKILL:
		return fmt.Errorf("%w: %w", ErrUnavailable, failed)
	}
	return fmt.Errorf("%w: %w", ErrRefused, failed)
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return line
}

// limitedBuffer takes so many bytes; what follows fails the command, or is
// dropped.
type limitedBuffer struct {
	bytes.Buffer
	left int
	drop bool
}

func (b *limitedBuffer) Write(p []byte) (int, error) {
	take := min(len(p), b.left)
	b.left -= take
	b.Buffer.Write(p[:take])
	if take < len(p) && !b.drop {
		return take, io.ErrShortWrite
	}
	return len(p), nil
}
