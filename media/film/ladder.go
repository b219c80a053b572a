package film

import (
	"fmt"
	"strconv"
	"strings"
)

// step is one rung of the ladder as it is asked for.
type step struct {
	side          int // the shorter one, in pixels
	width, height int
}

// topRate is the most bits a second that a rung of some side may take, the last for all below.
func topRate(side int) int {
	switch {
	case side >= 1080:
		return 5_000_000
	case side >= 720:
		return 2_800_000
	case side >= 480:
		return 1_200_000
	}
	return 400_000
}

// ladder is the rungs of a film, the lowest first. Nothing is enlarged: a film that is smaller than the lowest rung has
// one of its own size. Sizes are even, as the encoder asks.
func ladder(width, height int) []step {
	shorter := min(width, height)
	var steps []step
	for _, side := range []int{240, 480, 720, 1080} {
		if side <= shorter {
			steps = append(steps, scaled(width, height, side))
		}
	}
	if len(steps) == 0 {
		steps = append(steps, scaled(width, height, shorter))
	}
	return steps
}

func scaled(width, height, side int) step {
	shorter := min(width, height)
	longer := func(n int) int {
		if side == shorter {
			return even(n)
		}
		return max(2, (n*side+shorter)/(2*shorter)*2) // the nearest even
	}
	if width < height {
		return step{even(side), even(side), longer(height)}
	}
	return step{even(side), longer(width), even(side)}
}

func even(n int) int { return max(2, n/2*2) }

// progressive is the index of the rung that also becomes the one file for every browser.
func progressive(steps []step) int {
	best := 0
	for i, s := range steps {
		if s.side <= maxProgressive {
			best = i
		}
	}
	return best
}

const maxProgressive = 720

// leastForB is how many pictures a second there must be for some to be coded from later ones. Segments are cut where the
// decoder is, ahead of the picture by two of them, and players that begin in the middle take that for the beginning.
const leastForB = 20

// names of what is made, in its folder.
const (
	videoName = "video.mp4"
	audioName = "audio.m4a"
)

func rungName(i int) string     { return fmt.Sprintf("rung-%d.mp4", i+1) }
func playlistName(i int) string { return fmt.Sprintf("rung-%d.m3u8", i+1) }

// arguments decode once and encode each picture and the sound once; several files share what was encoded. Paths but
// that of the source are relative: nothing needs to be quoted.
func arguments(source Info, in string, steps []step) []string {
	graph, outputs := pictures(steps), []string{}
	encode := []string{}
	for i, s := range steps {
		encode = append(encode, "-map", fmt.Sprintf("[v%d]", i))
		rate := topRate(s.side)
		encode = append(encode, fmt.Sprintf("-maxrate:v:%d", i), strconv.Itoa(rate), fmt.Sprintf("-bufsize:v:%d", i), strconv.Itoa(2*rate))
	}
	if source.Audio != "" {
		graph += ";[0:a:0]loudnorm=I=-16:TP=-1.5:LRA=11[s]"
		encode = append(encode, "-map", "[s]", "-c:a", "aac", "-b:a", "128k", "-ar", "48000", "-ac", "2")
		outputs = append(outputs, "[select=a:f=mp4:movflags=+faststart]"+audioName)
	}
	for i := range steps {
		// Moved to where all moments of decoding are positive, the picture would begin later than it is.
		outputs = append(outputs, fmt.Sprintf("[select=\\'v:%d,a\\':f=hls:avoid_negative_ts=disabled:hls_time=%d:hls_playlist_type=vod:hls_segment_type=fmp4:"+
			"hls_flags=single_file:hls_segment_filename=%s]%s", i, keyframeEvery, rungName(i), playlistName(i)))
	}
	outputs = append(outputs, fmt.Sprintf("[select=\\'v:%d,a\\':f=mp4:movflags=+faststart]%s", progressive(steps), videoName))

	args := []string{
		"-nostdin", "-v", "error", "-y", "-progress", "pipe:1", "-stats_period", "1",
		"-protocol_whitelist", "file,pipe", "-format_whitelist", containers, "-max_pixels", strconv.Itoa(maxPixels), "-i", "file:" + in,
		// Names that cameras write, captions and data are left behind.
		"-filter_complex", graph, "-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1",
	}
	args = append(args, encode...)
	if source.Rate < leastForB {
		args = append(args, "-bf", "0")
	}
	return append(args,
		"-c:v", "libx264", "-profile:v", "main", "-preset", "veryfast", "-crf", "23", "-sc_threshold", "0",
		"-force_key_frames", fmt.Sprintf("expr:gte(t,n_forced*%d)", keyframeEvery),
		// Pictures keep their moments, however uneven; a clock finer than this would ask for the highest of all levels.
		"-fps_mode", "vfr", "-fpsmax", "60",
		"-flags", "+global_header", "-max_muxing_queue_size", "4096", "-f", "tee", strings.Join(outputs, "|"))
}

// pictures is the graph of filters: V is the picture and no cover; pixels are made square; every rung is scaled from
// the one above it.
func pictures(steps []step) string {
	graph := "[0:V:0]scale='max(2,iw*sar)':ih"
	for i := len(steps) - 1; i >= 0; i-- {
		graph += fmt.Sprintf(",scale=%d:%d,setsar=1,format=yuv420p", steps[i].width, steps[i].height)
		if i == 0 {
			return graph + "[v0]"
		}
		graph += fmt.Sprintf(",split[v%d][n%d];[n%d]null", i, i, i)
	}
	return graph
}
