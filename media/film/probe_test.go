package film_test

import (
	"bytes"
	"context"
	"errors"
	"image/jpeg"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"academy/media"
	"academy/media/film"

	"github.com/google/go-cmp/cmp"
)

const ms = time.Millisecond

// shoot makes a film by ffmpeg from its test sources.
func shoot(t *testing.T, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("ffmpeg is not installed")
	}
	path := filepath.Join(t.TempDir(), name)
	args = append([]string{"-nostdin", "-v", "error"}, append(args, path)...)
	if out, err := exec.Command("ffmpeg", args...).CombinedOutput(); err != nil {
		t.Fatalf("ffmpeg: %v: %s", err, out)
	}
	return path
}

func bars(seconds string) []string {
	return []string{"-f", "lavfi", "-i", "testsrc=size=320x180:rate=10:duration=" + seconds}
}

func tone(seconds string) []string {
	return []string{"-f", "lavfi", "-i", "sine=frequency=440:duration=" + seconds}
}

func join(lists ...[]string) (all []string) {
	for _, list := range lists {
		all = append(all, list...)
	}
	return all
}

func TestProbe_DescribesTheFilmsWeTake(t *testing.T) {
	t.Parallel()
	h264 := []string{"-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"}
	for name, c := range map[string]struct {
		args []string
		want film.Info
	}{
		"강의 🎓.mp4":       {join(bars("2"), tone("2"), h264, []string{"-c:a", "aac"}), film.Info{Duration: 2 * time.Second, Width: 320, Height: 180, Rate: 10, Video: "h264", Audio: "aac"}},
		"silent.mov":     {join(bars("1"), h264), film.Info{Duration: time.Second, Width: 320, Height: 180, Rate: 10, Video: "h264"}},
		"talk.mkv":       {join(bars("1"), tone("1"), h264, []string{"-c:a", "libopus"}), film.Info{Duration: time.Second, Width: 320, Height: 180, Rate: 10, Video: "h264", Audio: "opus"}},
		"open.webm":      {join(bars("1"), []string{"-c:v", "libvpx", "-deadline", "realtime"}), film.Info{Duration: time.Second, Width: 320, Height: 180, Rate: 10, Video: "vp8"}},
		"only-heard.mp4": {join(tone("1"), []string{"-c:a", "aac"}), film.Info{Duration: time.Second, Audio: "aac"}},
	} {
		path := shoot(t, name, c.args...)
		got, err := film.Probe(t.Context(), path)
		// Containers round to their own clocks.
		if off := (got.Duration - c.want.Duration).Abs(); off < 150*ms {
			got.Duration = c.want.Duration
		}
		if diff := cmp.Diff(c.want, got); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", name, err, diff)
		}
	}
}

func TestProbe_TurnsAPortraitFilm(t *testing.T) {
	t.Parallel()
	flat := shoot(t, "flat.mp4", join(bars("1"), []string{"-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"})...)
	turned := shoot(t, "turned.mp4", "-i", flat, "-c", "copy", "-metadata:s:v:0", "rotate=90")
	got, err := film.Probe(t.Context(), turned)
	if err != nil || got.Width != 180 || got.Height != 320 {
		t.Errorf("got %+v, %v; want 180 by 320", got, err)
	}
	picture, err := film.Poster(t.Context(), turned, 0)
	if err != nil {
		t.Fatal(err)
	}
	if shape, err := jpeg.DecodeConfig(bytes.NewReader(picture)); err != nil || shape.Width != 180 || shape.Height != 320 {
		t.Errorf("poster is %dx%d, %v", shape.Width, shape.Height, err)
	}
}

func TestProbe_RefusesWhatIsNoFilm(t *testing.T) {
	t.Parallel()
	whole := shoot(t, "whole.mp4", join(bars("2"), []string{"-c:v", "libx264", "-preset", "ultrafast"})...)
	content, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	secret := filepath.Join(t.TempDir(), "secret.mp4")
	if err := os.WriteFile(secret, content, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{
		"empty.mp4":     "",
		"truncated.mp4": string(content[:len(content)/2]),
		"program.mp4":   "\x7fELF" + strings.Repeat("\x00", 4096),
		"playlist.mp4":  "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nfile://" + secret + "\n#EXT-X-ENDLIST\n",
		"concat.mp4":    "ffconcat version 1.0\nfile " + secret + "\n",
		"page.mp4":      "<!doctype html><script>alert(1)</script>",
	} {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if info, err := film.Probe(t.Context(), path); !errors.Is(err, media.ErrRefused) {
			t.Errorf("Probe %s: %+v, %v; want media.ErrRefused", name, info, err)
		}
		if picture, err := film.Poster(t.Context(), path, 0); !errors.Is(err, media.ErrRefused) {
			t.Errorf("Poster %s: %d bytes, %v; want media.ErrRefused", name, len(picture), err)
		}
	}
	if _, err := film.Probe(t.Context(), filepath.Join(t.TempDir(), "absent.mp4")); !errors.Is(err, media.ErrNotFound) {
		t.Errorf("an absent file: %v, want media.ErrNotFound", err)
	}
}

func TestProbe_TakesNoProtocolForAPath(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"http://127.0.0.1:1/x.mp4", "concat:/etc/passwd|/etc/hosts", "-version"} {
		if _, err := film.Probe(t.Context(), path); !errors.Is(err, media.ErrNotFound) {
			t.Errorf("%s: %v, want media.ErrNotFound", path, err)
		}
	}
}

func TestPoster_TakesThePictureOfTheMoment(t *testing.T) {
	t.Parallel()
	path := shoot(t, "wide.mp4", "-f", "lavfi", "-i", "color=red:size=2560x1440:rate=5:duration=1",
		"-f", "lavfi", "-i", "color=blue:size=2560x1440:rate=5:duration=1", "-filter_complex", "[0][1]concat", "-c:v", "libx264", "-preset", "ultrafast")
	picture, err := film.Poster(t.Context(), path, 1500*ms)
	if err != nil {
		t.Fatal(err)
	}
	decoded, err := jpeg.Decode(bytes.NewReader(picture))
	if err != nil {
		t.Fatal(err)
	}
	if size := decoded.Bounds().Size(); size.X != 1280 || size.Y != 720 {
		t.Errorf("the poster is %v, want 1280 by 720", size)
	}
	if red, _, blue, _ := decoded.At(640, 360).RGBA(); blue < 0xc000 || red > 0x4000 {
		t.Errorf("the middle is red %x, blue %x; want blue", red, blue)
	}
	if _, err := film.Poster(t.Context(), path, time.Minute); !errors.Is(err, media.ErrRefused) {
		t.Errorf("after the end: %v, want media.ErrRefused", err)
	}
}

func TestProbe_StopsWhenTheCallerGivesUp(t *testing.T) {
	t.Parallel()
	path := shoot(t, "short.mp4", join(bars("1"), []string{"-c:v", "libx264", "-preset", "ultrafast"})...)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := film.Probe(ctx, path); !errors.Is(err, context.Canceled) || errors.Is(err, media.ErrRefused) {
		t.Errorf("got %v, want context.Canceled", err)
	}
}

func TestProbe_KillsAToolThatHangsWithItsChildren(t *testing.T) {
	dir := t.TempDir()
	pidFile := filepath.Join(dir, "child.pid")
	script := "#!/bin/sh\nsleep 600 & echo $! > " + pidFile + "\nwait\n"
	if err := os.WriteFile(filepath.Join(dir, "ffprobe"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "any.mp4")
	if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	ctx, cancel := context.WithTimeout(t.Context(), 500*ms)
	defer cancel()
	start := time.Now()
	if _, err := film.Probe(ctx, path); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want the caller's deadline", err)
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("took %v", took)
	}
	pid, err := os.ReadFile(pidFile)
	if err != nil {
		t.Fatal(err)
	}
	if !gone(strings.TrimSpace(string(pid))) {
		t.Errorf("child %s outlived its parent", pid)
	}
}

// gone waits for a killed process to be dead or reaped.
func gone(pid string) bool {
	for range 50 {
		state, err := exec.Command("ps", "-o", "stat=", "-p", pid).Output()
		if err != nil || strings.HasPrefix(strings.TrimSpace(string(state)), "Z") {
			return true
		}
		time.Sleep(20 * ms)
	}
	return false
}

func TestProbe_SaysWhenThereIsNoTool(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "any.mp4")
	if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir)
	if _, err := film.Probe(t.Context(), path); !errors.Is(err, media.ErrNoTool) {
		t.Errorf("Probe: %v, want media.ErrNoTool", err)
	}
	if _, err := film.Poster(t.Context(), path, 0); !errors.Is(err, media.ErrNoTool) {
		t.Errorf("Poster: %v, want media.ErrNoTool", err)
	}
}

func TestSniff_GoesByContent(t *testing.T) {
	t.Parallel()
	encode := []string{"-c:v", "libx264", "-preset", "ultrafast"}
	for name, want := range map[string]string{"a.mp4": ".mp4", "a.mov": ".mov", "a.m4v": ".m4v", "a.mkv": ".mkv", "a.webm": ".webm"} {
		codec := encode
		if name == "a.webm" {
			codec = []string{"-c:v", "libvpx", "-deadline", "realtime"}
		}
		file, err := os.Open(shoot(t, name, join(bars("0.5"), codec)...))
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		found, err := media.Sniff(file)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := media.LectureExtension(found); got != want || err != nil {
			t.Errorf("%s is %s: %q, %v; want %q", name, found, got, err, want)
		}
	}
}
