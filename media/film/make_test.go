package film_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image/jpeg"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"academy/media"
	"academy/media/film"

	"github.com/google/go-cmp/cmp"
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

// order asks for a film in a folder of the test's own.
func order(t *testing.T, source string) film.Order {
	t.Helper()
	return film.Order{Source: source, Folder: t.TempDir()}
}

// sizes is the rungs of a film in short.
func sizes(f film.Film) string {
	var list []string
	for _, r := range f.Rungs {
		list = append(list, fmt.Sprintf("%dx%d", r.Width, r.Height))
	}
	return strings.Join(list, " ")
}

func picture(size, rate, seconds string) []string {
	return []string{"-f", "lavfi", "-i", "testsrc=size=" + size + ":rate=" + rate + ":duration=" + seconds}
}

func fast() []string { return []string{"-c:v", "libx264", "-preset", "ultrafast"} }

func TestMake_MakesALadderOfEverythingWeTake(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		args  []string
		video string // the progressive file
		rungs string
	}{
		"강의 🎓.mp4":    {join(picture("426x240", "10", "2"), tone("2"), fast(), []string{"-pix_fmt", "yuv444p", "-c:a", "aac"}), "h264|Main|426|240|1:1|yuv420p\naac|LC", "426x240"},
		"silent.mov":  {join(picture("320x240", "10", "1"), fast()), "h264|Main|320|240|1:1|yuv420p", "320x240"},
		"talk.mkv":    {join(picture("640x480", "10", "1"), tone("1"), fast(), []string{"-c:a", "libopus"}), "h264|Main|640|480|1:1|yuv420p\naac|LC", "320x240 640x480"},
		"open.webm":   {join(picture("426x240", "10", "1"), []string{"-c:v", "libvpx", "-deadline", "realtime"}), "h264|Main|426|240|1:1|yuv420p", "426x240"},
		"odd.mkv":     {join(picture("321x181", "10", "1"), []string{"-c:v", "ffv1"}), "h264|Main|320|180|1:1|yuv420p", "320x180"},
		"tiny.mp4":    {join(picture("64x36", "10", "1"), fast()), "h264|Main|64|36|1:1|yuv420p", "64x36"},
		"4k.mp4":      {join(picture("3840x2160", "2", "1"), fast()), "h264|Main|1280|720|1:1|yuv420p", "426x240 854x480 1280x720 1920x1080"},
		"tall.mp4":    {join(picture("720x1280", "5", "1"), fast()), "h264|Main|720|1280|1:1|yuv420p", "240x426 480x854 720x1280"},
		"between.mp4": {join(picture("1100x700", "5", "1"), fast()), "h264|Main|754|480|1:1|yuv420p", "378x240 754x480"},
		"wide.mp4":    {join(picture("320x240", "10", "1"), []string{"-vf", "setsar=2"}, fast()), "h264|Main|640|240|1:1|yuv420p", "640x240"},
	} {
		f, err := film.Make(t.Context(), order(t, shoot(t, name, c.args...)))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := streams(t, f.Video); got != c.video || sizes(f) != c.rungs {
			t.Errorf("%s: %s with rungs %s, want %s with %s", name, got, sizes(f), c.video, c.rungs)
		}
		head := make([]byte, 64)
		if file, err := os.Open(f.Video); err == nil {
			_, _ = file.Read(head)
			file.Close()
		}
		if !strings.Contains(string(head), "moov") || f.Duration < time.Second-150*ms {
			t.Errorf("%s: it does not begin with its index, or is too short: %+v", name, f.Info)
		}
		if (f.Audio != "") != strings.Contains(c.video, "aac") || f.Audio != "" && streams(t, f.Audio) != "aac|LC" {
			t.Errorf("%s: the sound alone is %q", name, f.Audio)
		}
		if still, err := jpeg.DecodeConfig(bytes.NewReader(f.Poster)); err != nil || still.Width != f.Width || still.Height != f.Height {
			t.Errorf("%s: poster %+v, %v", name, still, err)
		}
	}
}

func TestMake_EveryRungIsOneFileCutAtTheSameMoments(t *testing.T) {
	t.Parallel()
	source := shoot(t, "talk.mp4", join(picture("640x480", "5", "9"), tone("9"), fast(), []string{"-c:a", "aac"})...)
	f, err := film.Make(t.Context(), order(t, source))
	if err != nil {
		t.Fatal(err)
	}
	var lengths [][]time.Duration
	for _, r := range f.Rungs {
		content, err := os.ReadFile(r.Path)
		if err != nil {
			t.Fatal(err)
		}
		var durations []time.Duration
		at := r.Init
		for i, s := range r.Segments {
			durations = append(durations, s.Duration)
			piece := filepath.Join(t.TempDir(), "piece.mp4")
			if err := os.WriteFile(piece, slices.Concat(content[:r.Init], content[at:at+s.Bytes]), 0o600); err != nil {
				t.Fatal(err)
			}
			first, err := exec.Command("ffprobe", "-v", "error", "-select_streams", "v", "-show_entries", "packet=flags", "-read_intervals", "%+#1", "-of", "csv=p=0", piece).Output()
			if err != nil || !strings.HasPrefix(string(first), "K") {
				t.Errorf("segment %d of %d does not begin with a keyframe: %q, %v", i+1, r.Side, first, err)
			}
			at += s.Bytes
		}
		starts, err := exec.Command("ffprobe", "-v", "error", "-select_streams", "v", "-show_entries", "stream=start_time", "-of", "csv=p=0", r.Path).Output()
		if err != nil || strings.TrimSpace(string(starts)) != "0.000000" {
			t.Errorf("rung %d begins at %s, %v", r.Side, starts, err)
		}
		if at != int64(len(content)) {
			t.Errorf("%d: segments end at %d of %d", r.Side, at, len(content))
		}
		lengths = append(lengths, durations)
	}
	if want := []time.Duration{4 * time.Second, 4 * time.Second, time.Second}; len(lengths) != 2 || !cmp.Equal(lengths[0], want) || !cmp.Equal(lengths[0], lengths[1]) {
		t.Errorf("got %v", lengths)
	}
	low, high := f.Rungs[0], f.Rungs[1]
	if low.Codecs != "avc1.4d400d,mp4a.40.2" || high.Codecs != "avc1.4d4016,mp4a.40.2" || low.Peak < low.Average || low.Average < 50_000 || high.Average <= low.Average {
		t.Errorf("got %+v and %+v", low, high)
	}
}

func TestMake_UnevenAndFastPicturesKeepTheirMoments(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"uneven.mkv": {join(picture("320x240", "10", "6"), []string{"-vf", "select='not(mod(n\\,3))+gt(n\\,40)'", "-fps_mode", "vfr"}, fast()), "33"},
		"fast.mp4":   {join(picture("320x240", "120", "1"), fast()), "61"},
	} {
		f, err := film.Make(t.Context(), order(t, shoot(t, name, c.args...)))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, path := range []string{f.Video, f.Rungs[0].Path} {
			out, err := exec.Command("ffprobe", "-v", "error", "-count_packets", "-show_entries", "stream=nb_read_packets", "-of", "csv=p=0", path).Output()
			if got := strings.TrimSpace(string(out)); err != nil || got != c.want {
				t.Errorf("%s has %s pictures, want %s; %v", name, got, c.want, err)
			}
		}
	}
}

func TestMake_TurnsAPortraitFilm(t *testing.T) {
	t.Parallel()
	flat := shoot(t, "flat.mp4", join(picture("854x480", "5", "1"), fast(), []string{"-pix_fmt", "yuv420p"})...)
	turned := shoot(t, "turned.mp4", "-i", flat, "-c", "copy", "-metadata:s:v:0", "rotate=90")
	f, err := film.Make(t.Context(), order(t, turned))
	if err != nil || f.Width != 480 || f.Height != 854 || sizes(f) != "240x428 480x854" {
		t.Errorf("got %dx%d with rungs %s, %v", f.Width, f.Height, sizes(f), err)
	}
}

func TestMake_TellsHowFarItHasCome(t *testing.T) {
	t.Parallel()
	o := order(t, shoot(t, "long.mp4", join(picture("320x240", "5", "60"), fast())...))
	var told []int
	o.Percent = func(n int) { told = append(told, n) }
	if _, err := film.Make(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if len(told) == 0 || !slices.IsSorted(told) || told[0] < 0 || told[len(told)-1] != 99 {
		t.Errorf("told %v", told)
	}
}

func TestMake_SaysWhyAFilmIsRefused(t *testing.T) {
	t.Parallel()
	whole := shoot(t, "whole.mp4", join(picture("320x180", "10", "20"), fast(), []string{"-g", "10", "-movflags", "+faststart"})...)
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
		"index first, then cut": {write("cut.mp4", string(content[:len(content)*2/3])), film.ErrTruncated},
		"only heard":            {shoot(t, "heard.mp4", join(tone("1"), []string{"-c:a", "aac"})...), film.ErrNoPicture},
		"seven hours":           {shoot(t, "long.mp4", "-f", "lavfi", "-i", "color=size=16x16:rate=1/600:duration=25200", "-c:v", "libx264"), film.ErrTooLong},
		"playlist":              {write("list.mp4", "#EXTM3U\n#EXTINF:2,\nfile://"+whole+"\n#EXT-X-ENDLIST\n"), media.ErrRefused},
		"concat list":           {write("concat.mp4", "ffconcat version 1.0\nfile "+whole+"\n"), media.ErrRefused},
		"page":                  {write("page.mp4", "<!doctype html><script>alert(1)</script>"), media.ErrRefused},
		"program":               {write("program.mp4", "\x7fELF\x02\x01\x01"+strings.Repeat("\x00", 100)), media.ErrRefused},
		"nothing":               {write("nothing.mp4", ""), media.ErrRefused},
	} {
		if f, err := film.Make(t.Context(), order(t, c.path)); !errors.Is(err, c.want) || !errors.Is(err, media.ErrRefused) {
			t.Errorf("%s: %+v, %v; want %v", name, f, err, c.want)
		}
	}
}

// fake puts a script in the place of ffmpeg.
func fake(t *testing.T, dir, script string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, "ffmpeg"), []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
}

func TestMake_KillsAToolThatHangsWithItsChildren(t *testing.T) {
	source := shoot(t, "short.mp4", join(bars("1"), fast())...)
	for name, c := range map[string]struct {
		patience time.Duration
		want     error
	}{
		"the caller gives up": {0, context.Canceled},
		"it gets nowhere":     {time.Second, media.ErrRefused},
	} {
		dir := t.TempDir()
		pidFile := filepath.Join(dir, "child.pid")
		fake(t, dir, "echo out_time_us=100000; sleep 600 & echo $! > "+pidFile+"\nwhile :; do echo out_time_us=100000; sleep 0.1; done")
		ctx, cancel := context.WithCancel(t.Context())
		if c.patience == 0 {
			go func() {
				for stat, err := os.Stat(pidFile); err != nil || stat.Size() == 0; stat, err = os.Stat(pidFile) {
					time.Sleep(20 * ms)
				}
				cancel()
			}()
		}
		o := order(t, source)
		o.Patience = c.patience
		if _, err := film.Make(ctx, o); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		cancel()
		pid, err := os.ReadFile(pidFile)
		if err != nil {
			t.Fatal(err)
		}
		if !gone(strings.TrimSpace(string(pid))) {
			t.Errorf("%s: child %s outlived its parent", name, pid)
		}
	}
}

func TestMake_DoesNotBlameTheFilmForThisMachine(t *testing.T) {
	source := shoot(t, "short.mp4", join(bars("1"), fast())...)
	dir := t.TempDir()
	for script, want := range map[string]error{
		"echo 'av_interleaved_write_frame(): No space left on device' >&2; exit 1":                                          media.ErrFull,
		"for i in $(seq 300); do echo 'a picture that is damaged' >&2; done; echo 'x: No space left on device' >&2; exit 1": media.ErrFull,
		"echo 'Slave muxer #0 failed: No space left on device, continuing with 2/3 slaves.' >&2":                            media.ErrFull,
		"kill -KILL $$": media.ErrUnavailable,
		"kill -SEGV $$": media.ErrRefused,
	} {
		fake(t, dir, script)
		_, err := film.Make(t.Context(), order(t, source))
		if !errors.Is(err, want) || errors.Is(err, media.ErrRefused) != strings.Contains(script, "SEGV") {
			t.Errorf("%s: %v, want %v", script, err, want)
		}
	}
}
