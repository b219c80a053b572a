package media_test

import (
	"bytes"
	"mime"
	"strings"
	"testing"
	"time"

	"academy/media"

	"github.com/google/go-cmp/cmp"
)

// fileOf makes a file of cues, with times as Go writes them.
func fileOf(t *testing.T, title, format string, cues ...media.Cue) media.File {
	t.Helper()
	var vtt bytes.Buffer
	if err := media.WriteVTT(&vtt, cues); err != nil {
		t.Fatal(err)
	}
	f, err := media.Transcript{Title: title, Lang: "ko", VTT: vtt.String()}.File(format, time.Duration.String)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestTranscript_PartsTextsAtPausesAndAtTheEndOfLongSentences(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("말", 399)
	f := fileOf(t, "1강", "txt",
		media.Cue{Start: 0, End: 1 * time.Second, Text: "안녕\n하세요"},
		media.Cue{Start: 3 * time.Second, End: 4 * time.Second, Text: long + "”"},
		media.Cue{Start: 7 * time.Second, End: 8 * time.Second, Text: long + ","},
		media.Cue{Start: 8 * time.Second, End: 9 * time.Second, Text: "끝났다.”"},
		media.Cue{Start: 9 * time.Second, End: 10 * time.Second, Text: "다음"})
	want := "1강\n\n[0s]\n안녕 하세요 " + long + "”\n\n[7s]\n" + long + ", 끝났다.”\n\n[9s]\n다음\n"
	if diff := cmp.Diff(want, string(f.Content)); diff != "" || f.Type != "text/plain; charset=utf-8" {
		t.Errorf("%s: %s", f.Type, diff)
	}
}

func TestTranscript_IsCalledLikeItsLectureInAnyScript(t *testing.T) {
	t.Parallel()
	cue := media.Cue{Start: 0, End: time.Second, Text: "a"}
	for title, want := range map[string]string{"City": "City.ko.vtt", "1강. 외교": "1강. 외교.ko.vtt", "a/b\r\n\"c": "a_b\"c.ko.vtt"} {
		f := fileOf(t, title, "vtt", cue)
		kind, with, err := mime.ParseMediaType(f.Disposition)
		if err != nil || kind != "attachment" || with["filename"] != want || !strings.HasPrefix(string(f.Content), "WEBVTT") {
			t.Errorf("%q: %s %v, %v", title, kind, with, err)
		}
	}
}

func TestShiftCues_MovesThoseFromOneOn(t *testing.T) {
	t.Parallel()
	cues := []media.Cue{{Start: 1 * time.Second, End: 2 * time.Second}, {Start: 3 * time.Second, End: 4 * time.Second}}
	want := []media.Cue{cues[0], {Start: 2 * time.Second, End: 3 * time.Second}}
	if diff := cmp.Diff(want, media.ShiftCues(cues, 1, -time.Second)); diff != "" || cues[1].Start != 3*time.Second {
		t.Errorf("the first ones are now %v: %s", cues, diff)
	}
	if got := media.ShiftCues(cues, 2, time.Second); got[1] != cues[1] {
		t.Errorf("behind the last there is %v", got)
	}
}
