package film

import (
	"bytes"
	"context"
	"errors"
	"image"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"academy/media"
)

func lecture(seconds float64) []Slide {
	out := make([]Slide, 8)
	for i := range out {
		out[i] = Slide{
			Seconds: seconds, Number: strconv.Itoa(i+1) + "강",
			HeadingKO: "도시 외교의 세 갈래", HeadingEN: "Three strands of city diplomacy",
			PointsKO: []string{"자매도시와 우호도시", "도시 네트워크와 공동 과제", "시민이 주도하는 교류"},
			PointsEN: []string{"Sister and friendship cities", "City networks and shared tasks", "Exchange led by citizens"},
		}
	}
	out[1].HeadingKO = "시민이 만드는 참여외교, 왜 지금 우리에게 필요할까요"
	out[1].HeadingEN = "Why citizens take part in diplomacy now, today"
	long := "우리 동네와 세계를 잇는 작은 실천이 큰 외교의 시작이 됩니다"
	en := "Small deeds between our street and the world begin diplomacy"
	out[1].PointsKO = []string{long, long, long, long}
	out[1].PointsEN = []string{en, en, en, en}
	out[2].PointsKO, out[2].PointsEN = nil, nil
	return out
}

// probe asks ffprobe for one value.
func askFFprobe(t *testing.T, film string, args ...string) string {
	t.Helper()
	args = append([]string{"-v", "error", "-of", "default=nw=1:nk=1"}, append(args, film)...)
	out, err := exec.Command("ffprobe", args...).Output()
	if err != nil {
		t.Fatalf("ffprobe %v: %v", args, err)
	}
	return strings.TrimSpace(string(out))
}

func needFFmpeg(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("ffmpeg is not installed")
	}
}

func TestSlideshow_IsASmallFilmThatBrowsersPlay(t *testing.T) {
	t.Parallel()
	needFFmpeg(t)
	film := filepath.Join(t.TempDir(), "lecture.mp4")
	began := time.Now()
	if err := Slideshow(t.Context(), lecture(10), film); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(film)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("80 s of film: %d bytes in %v", info.Size(), time.Since(began))
	if info.Size() > 1_500_000 {
		t.Errorf("%d bytes", info.Size())
	}
	if got := askFFprobe(t, film, "-show_entries", "stream=codec_name,profile,width,height,pix_fmt,channels"); got !=
		"h264\nMain\n1280\n720\nyuv420p\naac\nLC\n2" {
		t.Errorf("streams: %q", got)
	}
	length, err := strconv.ParseFloat(askFFprobe(t, film, "-show_entries", "format=duration"), 64)
	if err != nil || length < 80 || length > 80.3 {
		t.Errorf("%v seconds long, %v", length, err)
	}
	if head, _ := os.ReadFile(film); bytes.Index(head, []byte("moov")) > bytes.Index(head, []byte("mdat")) {
		t.Error("the index does not come first")
	}
}

func TestSlideshow_HasAKeyframeAtLeastEveryFourSeconds(t *testing.T) {
	t.Parallel()
	needFFmpeg(t)
	film := filepath.Join(t.TempDir(), "lecture.mp4")
	if err := Slideshow(t.Context(), lecture(2)[:5], film); err != nil {
		t.Fatal(err)
	}
	times := strings.Fields(askFFprobe(t, film, "-select_streams", "v", "-skip_frame", "nokey", "-show_entries", "frame=pts_time"))
	last := 0.0
	for _, at := range append(times, "10") {
		now, err := strconv.ParseFloat(at, 64)
		if err != nil || now-last > 4.01 {
			t.Errorf("keyframes at %v: %v", times, err)
		}
		last = now
	}
}

func TestSlideshow_MakesTheSameFilmTwice(t *testing.T) {
	t.Parallel()
	needFFmpeg(t)
	var films [2][]byte
	for i := range films {
		path := filepath.Join(t.TempDir(), "lecture.mp4")
		if err := Slideshow(t.Context(), lecture(1.25)[:3], path); err != nil {
			t.Fatal(err)
		}
		films[i], _ = os.ReadFile(path)
	}
	if !bytes.Equal(films[0], films[1]) {
		t.Errorf("%d and %d bytes differ", len(films[0]), len(films[1]))
	}
}

func TestSlideshow_RefusesSlidesThatCannotBeShown(t *testing.T) {
	t.Parallel()
	for name, slides := range map[string][]Slide{
		"none":         nil,
		"no time":      {{Seconds: 0}},
		"not a number": {{Seconds: math.NaN()}},
		"for ever":     {{Seconds: math.Inf(1)}},
	} {
		if err := Slideshow(t.Context(), slides, filepath.Join(t.TempDir(), "x.mp4")); !errors.Is(err, media.ErrRefused) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSlideshow_SaysThatFFmpegIsMissing(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if err := Slideshow(t.Context(), lecture(1), filepath.Join(t.TempDir(), "x.mp4")); !errors.Is(err, media.ErrNoTool) {
		t.Error(err)
	}
}

func TestSlideshow_LeavesNoFileWhenStopped(t *testing.T) {
	t.Parallel()
	needFFmpeg(t)
	film := filepath.Join(t.TempDir(), "lecture.mp4")
	ctx, stop := context.WithTimeout(t.Context(), time.Second)
	defer stop()
	if err := Slideshow(ctx, lecture(300), film); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
	if _, err := os.Stat(film); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("left behind: %v", err)
	}
}

func TestMusic_IsQuietButNeverSilent(t *testing.T) {
	t.Parallel()
	sound, err := io.ReadAll(compose(lecture(5), 40))
	if err != nil || len(sound) != 40*sampleRate*4 {
		t.Fatalf("%d bytes, %v", len(sound), err)
	}
	for second := 1; second < 38; second++ {
		sum, peak := 0.0, 0.0
		for i := second * sampleRate * 4; i < (second+1)*sampleRate*4; i += 2 {
			v := float64(int16(uint16(sound[i])|uint16(sound[i+1])<<8)) / math.MaxInt16
			sum, peak = sum+v*v, max(peak, math.Abs(v))
		}
		if rms := math.Sqrt(sum / (2 * sampleRate)); rms < .01 || rms > .12 || peak > .4 {
			t.Errorf("second %d: rms %.3f, peak %.3f", second, rms, peak)
		}
	}
}

func TestEasel_KeepsTheLongestTextsAboveTheCaptions(t *testing.T) {
	t.Parallel()
	e, err := newEasel()
	if err != nil {
		t.Fatal(err)
	}
	page, err := e.draw(lecture(1)[1])
	if err != nil {
		t.Fatal(err)
	}
	below := image.Rect(0, slideBottom, slideWidth, slideHeight)
	for y := below.Min.Y; y < below.Max.Y; y++ {
		for x := below.Min.X; x < below.Max.X; x++ {
			if page.RGBAAt(x, y) != e.background.RGBAAt(x, y) {
				t.Fatalf("text at %d, %d", x, y)
			}
		}
	}
}

func TestBreakLines_NeverCutsAWord(t *testing.T) {
	t.Parallel()
	got := breakLines("함께 만드는 참여외교", func(line string) bool { return len([]rune(line)) <= 6 })
	if strings.Join(got, "|") != "함께 만드는|참여외교" {
		t.Errorf("%q", got)
	}
}

func BenchmarkSlideshow(b *testing.B) {
	for b.Loop() {
		if err := Slideshow(b.Context(), lecture(10), filepath.Join(b.TempDir(), "x.mp4")); err != nil {
			b.Fatal(err)
		}
	}
}
