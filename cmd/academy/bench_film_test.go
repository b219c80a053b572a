package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// plain makes by hand, with as little work as ffmpeg can, all that the academy makes of a film of 720 lines: three rungs
// from one decoding, the sound once, the progressive file without encoding anew, and a still.
const plain = `set -e
ffmpeg -nostdin -v error -y -i "$1" -filter_complex "[0:v]scale=1280:720,format=yuv420p,split[a][n];[n]scale=854:480,split[b][m];[m]scale=426:240[c];[0:a]loudnorm=I=-16:TP=-1.5:LRA=11,asplit=4[s][t][u][w]" \
 -map "[a]" -map "[b]" -map "[c]" -map "[s]" -map "[t]" -map "[u]" \
 -c:v libx264 -profile:v main -preset veryfast -crf 23 -maxrate:v:0 2800k -bufsize:v:0 5600k -maxrate:v:1 1200k -bufsize:v:1 2400k -maxrate:v:2 400k -bufsize:v:2 800k \
 -force_key_frames "expr:gte(t,n_forced*4)" -sc_threshold 0 -c:a aac -b:a 128k -ar 48000 -ac 2 \
 -f hls -hls_time 4 -hls_playlist_type vod -hls_segment_type fmp4 -hls_flags single_file -var_stream_map "v:0,a:0 v:1,a:1 v:2,a:2" out_%v.m3u8 \
 -map "[w]" -c:a aac -b:a 128k -ar 48000 -ac 2 -movflags +faststart audio.m4a
ffmpeg -nostdin -v error -y -i out_0.m3u8 -map 0 -c copy -movflags +faststart video.mp4
ffmpeg -nostdin -v error -y -ss 2 -i video.mp4 -frames:v 1 poster.jpg`

// filmRounds is how often each way is gone, in turns; the shortest counts, for the machine has other things to do too.
const filmRounds = 2

// BenchmarkFilm prints how long the academy takes from the end of an upload until its film can be played, beside plain
// ffmpeg making the same files. No figure makes it fail.
func BenchmarkFilm(b *testing.B) {
	if os.Getenv(roleVariable) != "" {
		b.Skip("this is a server of another benchmark")
	}
	content := shoot(b, "-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=25:duration=20", "-f", "lavfi", "-i", "sine=duration=20",
		"-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-c:a", "aac")
	source := filepath.Join(b.TempDir(), "source.mp4")
	if err := os.WriteFile(source, content, 0o600); err != nil {
		b.Fatal(err)
	}
	o := open(b, Config{Data: dataFolder(b)})
	if _, err := o.app.Identity.AddUser(b.Context(), newAuthor()); err != nil {
		b.Fatal(err)
	}
	token := o.author(b)
	ours, theirs := time.Hour, time.Hour
	for range filmRounds {
		theirs = min(theirs, plainly(b, source))
		path := o.upload(b, token, content)
		began := time.Now()
		if f := o.await(b, token, path, func(f filming) bool { return f.State == "ready" || f.State == "refused" }); f.State != "ready" {
			b.Fatalf("got %+v", f)
		}
		ours = min(ours, time.Since(began))
	}
	ratio := ours.Seconds() / theirs.Seconds()
	fmt.Printf("\na film of 20 s and 720 lines: plain ffmpeg %.1f s, from its finish until it plays %.1f s: %.2f times, at most 1.1: %s\n\n",
		theirs.Seconds(), ours.Seconds(), ratio, map[bool]string{true: "holds", false: "MISSED"}[ratio <= 1.1])
	b.ReportMetric(ratio, "times-plain")
	b.ReportMetric(ours.Seconds(), "s-until-playable")
	b.ReportMetric(0, "ns/op") // the time of the whole says nothing
}

func plainly(b *testing.B, source string) time.Duration {
	b.Helper()
	command := exec.Command("bash", "-c", strings.TrimSpace(plain), "plain", source)
	command.Dir = b.TempDir()
	began := time.Now()
	if out, err := command.CombinedOutput(); err != nil {
		b.Fatalf("plain ffmpeg: %v: %s", err, out)
	}
	return time.Since(began)
}
