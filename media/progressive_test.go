package media_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"academy/media"
)

// streams is what ffprobe says of a file's streams, a line each.
func streams(t *testing.T, path string) string {
	t.Helper()
	out, err := exec.Command("ffprobe", "-v", "error", "-show_entries", "stream=codec_name,profile,pix_fmt,width,height,sample_aspect_ratio", "-of", "compact=p=0:nk=1", path).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

func TestProgressive_MakesOneFilmOfEverythingWeTake(t *testing.T) {
	t.Parallel()
	h264 := []string{"-c:v", "libx264", "-preset", "ultrafast"}
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"강의 🎓.mp4":   {join(bars("2"), tone("2"), h264, []string{"-pix_fmt", "yuv444p", "-c:a", "aac"}), "h264|Main|320|180|1:1|yuv420p\naac|LC"},
		"silent.mov": {join(bars("1"), h264), "h264|Main|320|180|1:1|yuv420p"},
		"talk.mkv":   {join(bars("1"), tone("1"), h264, []string{"-c:a", "libopus"}), "h264|Main|320|180|1:1|yuv420p\naac|LC"},
		"open.webm":  {join(bars("1"), []string{"-c:v", "libvpx", "-deadline", "realtime"}), "h264|Main|320|180|1:1|yuv420p"},
		"odd.mkv":    {[]string{"-f", "lavfi", "-i", "testsrc=size=321x181:rate=10:duration=1", "-c:v", "ffv1"}, "h264|Main|320|180|1:1|yuv420p"},
		"4k.mp4":     {join([]string{"-f", "lavfi", "-i", "testsrc=size=3840x2160:rate=5:duration=1"}, h264), "h264|Main|1280|720|1:1|yuv420p"},
		"tall.mp4":   {join([]string{"-f", "lavfi", "-i", "testsrc=size=1080x1920:rate=5:duration=1"}, h264), "h264|Main|720|1280|1:1|yuv420p"},
		"wide.mp4":   {join(bars("1"), []string{"-vf", "setsar=2"}, h264), "h264|Main|640|180|1:1|yuv420p"},
		"uneven.mp4": {join(bars("3"), []string{"-vf", "select='not(mod(n\\,3))+gt(n\\,20)'", "-fps_mode", "vfr"}, h264), "h264|Main|320|180|1:1|yuv420p"},
	} {
		out := filepath.Join(t.TempDir(), "out.mp4")
		info, err := media.Progressive(t.Context(), film(t, name, c.args...), out)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := streams(t, out); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
		head := make([]byte, 64)
		if file, err := os.Open(out); err == nil {
			_, _ = file.Read(head)
			file.Close()
		}
		if !strings.Contains(string(head), "moov") || info.Duration < time.Second-150*ms {
			t.Errorf("%s: it does not begin with its index, or is too short: %+v", name, info)
		}
	}
}

func TestProgressive_TurnsAPortraitFilm(t *testing.T) {
	t.Parallel()
	flat := film(t, "flat.mp4", join(bars("1"), []string{"-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"})...)
	turned := film(t, "turned.mp4", "-i", flat, "-c", "copy", "-metadata:s:v:0", "rotate=90")
	info, err := media.Progressive(t.Context(), turned, filepath.Join(t.TempDir(), "out.mp4"))
	if err != nil || info.Width != 180 || info.Height != 320 {
		t.Errorf("got %+v, %v", info, err)
	}
}

func TestProgressive_SaysWhyAFilmIsRefusedAndLeavesNothing(t *testing.T) {
	t.Parallel()
	fast := []string{"-c:v", "libx264", "-preset", "ultrafast", "-g", "10"}
	whole := film(t, "whole.mp4", join([]string{"-f", "lavfi", "-i", "testsrc=size=320x180:rate=10:duration=20"}, fast, []string{"-movflags", "+faststart"})...)
	content, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, content string) string {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for name, c := range map[string]struct {
		path string
		want error
	}{
		"index first, then cut": {write("cut.mp4", string(content[:len(content)*2/3])), media.ErrTruncated},
		"only heard":            {film(t, "heard.mp4", join(tone("1"), []string{"-c:a", "aac"})...), media.ErrNoPicture},
		"seven hours":           {film(t, "long.mp4", "-f", "lavfi", "-i", "color=size=16x16:rate=1/600:duration=25200", "-c:v", "libx264"), media.ErrTooLong},
		"playlist":              {write("list.mp4", "#EXTM3U\n#EXTINF:2,\nfile://"+whole+"\n#EXT-X-ENDLIST\n"), media.ErrRefused},
		"concat list":           {write("concat.mp4", "ffconcat version 1.0\nfile "+whole+"\n"), media.ErrRefused},
		"page":                  {write("page.mp4", "<!doctype html><script>alert(1)</script>"), media.ErrRefused},
	} {
		out := filepath.Join(t.TempDir(), "out.mp4")
		if info, err := media.Progressive(t.Context(), c.path, out); !errors.Is(err, c.want) || !errors.Is(err, media.ErrRefused) {
			t.Errorf("%s: %+v, %v; want %v", name, info, err, c.want)
		}
		if _, err := os.Stat(out); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s: something was left: %v", name, err)
		}
	}
}

func TestProgressive_KillsAToolThatHangsWithItsChildren(t *testing.T) {
	source := film(t, "short.mp4", join(bars("1"), []string{"-c:v", "libx264", "-preset", "ultrafast"})...)
	dir := t.TempDir()
	pidFile := filepath.Join(dir, "child.pid")
	if err := os.WriteFile(filepath.Join(dir, "ffmpeg"), []byte("#!/bin/sh\nsleep 600 & echo $! > "+pidFile+"\nwait\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	if _, err := media.Progressive(ctx, source, filepath.Join(dir, "out.mp4")); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want the caller's deadline", err)
	}
	pid, err := os.ReadFile(pidFile)
	if err != nil {
		t.Fatal(err)
	}
	if !gone(strings.TrimSpace(string(pid))) {
		t.Errorf("child %s outlived its parent", pid)
	}
}

func TestProgressive_DoesNotBlameTheFilmForThisMachine(t *testing.T) {
	source := film(t, "short.mp4", join(bars("1"), []string{"-c:v", "libx264", "-preset", "ultrafast"})...)
	dir := t.TempDir()
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	for script, want := range map[string]error{
		"echo 'av_interleaved_write_frame(): No space left on device' >&2; exit 1": media.ErrFull,
		"kill -KILL $$": media.ErrUnavailable,
		"kill -SEGV $$": media.ErrRefused,
	} {
		if err := os.WriteFile(filepath.Join(dir, "ffmpeg"), []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
		_, err := media.Progressive(t.Context(), source, filepath.Join(dir, "out.mp4"))
		if !errors.Is(err, want) || errors.Is(err, media.ErrRefused) != strings.Contains(script, "SEGV") {
			t.Errorf("%s: %v, want %v", script, err, want)
		}
	}
}
