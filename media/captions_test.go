package media_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"academy/media"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/korean"
)

const ms = time.Millisecond

// utf16LE writes text as Windows Notepad does.
func utf16LE(text string) string {
	out := []byte("\xff\xfe")
	for _, unit := range utf16.Encode([]rune(text)) {
		out = binary.LittleEndian.AppendUint16(out, unit)
	}
	return string(out)
}

func TestParseCaptions_ReadsWhatToolsWrite(t *testing.T) {
	t.Parallel()
	hello := []media.Cue{{Start: 1000 * ms, End: 2500 * ms, Text: "안녕", Line: 3}}
	eucKR, err := korean.EUCKR.NewEncoder().String("1\r\n00:00:01,000 --> 00:00:02,500\r\n안녕\r\n")
	if err != nil {
		t.Fatal(err)
	}
	at := func(line int) []media.Cue {
		return []media.Cue{{Start: hello[0].Start, End: hello[0].End, Text: hello[0].Text, Line: line}}
	}
	for name, c := range map[string]struct {
		content string
		want    []media.Cue
	}{
		"plain":               {"WEBVTT\n\n00:00:01.000 --> 00:00:02.500\n안녕\n", hello},
		"no last line end":    {"WEBVTT\n\n00:00:01.000 --> 00:00:02.500\n안녕", hello},
		"byte order mark":     {"\ufeffWEBVTT\n\n00:00:01.000 --> 00:00:02.500\n안녕\n", hello},
		"CRLF":                {"WEBVTT\r\n\r\n00:00:01.000 --> 00:00:02.500\r\n안녕\r\n", hello},
		"CR":                  {"WEBVTT\r\r00:00:01.000 --> 00:00:02.500\r안녕\r", hello},
		"no hours":            {"WEBVTT\n\n00:01.000 --> 00:02.500\n안녕\n", hello},
		"cue settings":        {"WEBVTT\n\n00:01.000 --> 00:02.500 align:start line:0%\n안녕\n", hello},
		"decomposed Hangul":   {"WEBVTT\n\n00:01.000 --> 00:02.500\n\u110b\u1161\u11ab\u1102\u1167\u11bc\n", hello},
		"markup":              {"WEBVTT\n\n00:01.000 --> 00:02.500\n<v 김 철수><b>안<00:01.500></b><i.loud>녕</i>\n", hello},
		"title, header, note": {"WEBVTT - 강의\nKind: captions\n\nNOTE\nby hand\n\nSTYLE\n::cue{}\n\n1\n00:01.000 --> 00:02.500\n안녕\n", at(11)},
		"empty cue left out":  {"WEBVTT\n\n00:00.000 --> 00:01.000\n\n00:01.000 --> 00:02.500\n안녕\n", at(5)},
		"SRT":                 {"1\n00:00:01,000 --> 00:00:02,500\n<font color=\"red\">{\\an8}안녕</font>\n", at(2)},
		"SRT without numbers": {"\n\n00:00:01,000 --> 00:00:02,500\n안녕\n", hello},
		"SRT in EUC-KR":       {eucKR, at(2)},
		"SRT in UTF-16":       {utf16LE("1\n00:00:01,000 --> 00:00:02,500\n안녕"), at(2)},
		"entities, several lines, a lone <": {"WEBVTT\n\n00:01.000 --> 00:02.500\n R&amp;D &lt;b&gt; \n1 < 2 &nbsp;\n",
			[]media.Cue{{Start: 1000 * ms, End: 2500 * ms, Text: "R&D <b>\n1 < 2", Line: 3}}},
		"hours": {"WEBVTT\n\n100:59:59.999 --> 101:00:00.000\nx\n",
			[]media.Cue{{Start: 101*time.Hour - ms, End: 101 * time.Hour, Text: "x", Line: 3}}},
	} {
		got, err := media.ParseCaptions(strings.NewReader(c.content))
		if diff := cmp.Diff(c.want, got); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", name, err, diff)
		}
	}
}

func TestParseCaptions_RefusesWithTheLine(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		content string
		want    media.CaptionErrors
	}{
		"nothing":            {"", media.CaptionErrors{{1, media.CaptionEmpty}}},
		"header only":        {"WEBVTT\n", media.CaptionErrors{{1, media.CaptionEmpty}}},
		"prose":              {"\n\nDear colleague,\n", media.CaptionErrors{{3, media.CaptionFormat}}},
		"other word":         {"WEBVTTX\n\n00:01.000 --> 00:02.000\nx\n", media.CaptionErrors{{1, media.CaptionFormat}}},
		"binary":             {"WEBVTT\n\n00:01.000 --> 00:02.000\n\xff\xff\xff\n", media.CaptionErrors{{4, media.CaptionEncoding}}},
		"text without times": {"WEBVTT\n\n00:01.000 --> 00:02.000\nx\n\nlost\n", media.CaptionErrors{{6, media.CaptionNoTime}}},
		"no blank line":      {"WEBVTT\n\n00:01.000 --> 00:02.000\nx\n00:03.000 --> 00:04.000\ny\n", media.CaptionErrors{{5, media.CaptionNoBlank}}},
		"bad times, each": {"WEBVTT\n\n1\n0:61.000 --> 00:02.000\nx\n\n2\n00:01.000 -->\nx\n\n3\n00:01.00 --> 00:02.000\nx\n\n4\n-00:01.000 --> 00:02.000\nx\n",
			media.CaptionErrors{{4, media.CaptionTime}, {8, media.CaptionTime}, {12, media.CaptionTime}, {16, media.CaptionTime}}},
	} {
		cues, err := media.ParseCaptions(strings.NewReader(c.content))
		var got media.CaptionErrors
		if !errors.As(err, &got) || cues != nil {
			t.Errorf("%s: %v, %v", name, cues, err)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
		if first := (media.CaptionError{}); !errors.As(err, &first) || first != c.want[0] {
			t.Errorf("%s: first problem %v", name, first)
		}
	}
}

func TestParseCaptions_RefusesTooMuch(t *testing.T) {
	t.Parallel()
	_, err := media.ParseCaptions(strings.NewReader(strings.Repeat("x", media.MaxCaptionBytes+1)))
	if !errors.Is(err, media.ErrTooLarge) {
		t.Errorf("got %v", err)
	}
	var problems media.CaptionErrors
	_, err = media.ParseCaptions(strings.NewReader("WEBVTT\n\n" + strings.Repeat("lost\n\n", 10_000)))
	if !errors.As(err, &problems) || len(problems) > 100 {
		t.Errorf("a hopeless file has %d problems, %v", len(problems), err)
	}
}

func TestParseCaptions_IsQuickOnHostileMarkup(t *testing.T) {
	t.Parallel()
	content := "WEBVTT\n\n00:01.000 --> 00:02.000\n" + strings.Repeat("<a", 1<<18)
	start := time.Now()
	if _, err := media.ParseCaptions(strings.NewReader(content)); err != nil {
		t.Error(err)
	}
	if took := time.Since(start); took > 30*time.Second {
		t.Errorf("took %v", took)
	}
}

func TestCheckCues_NamesEachProblem(t *testing.T) {
	t.Parallel()
	cues := []media.Cue{
		{Start: 0, End: 3000 * ms, Text: "one"},
		{Start: 1000 * ms, End: 2000 * ms, Text: "speaking at the same time"},
		{Start: 500 * ms, End: 600 * ms, Text: "earlier", Line: 40},
		{Start: 5000 * ms, End: 5000 * ms, Text: "no time at all"},
		{Start: 9000 * ms, End: 10_400 * ms, Text: "rounded by a tool"},
		{Start: 9500 * ms, End: 11_000 * ms, Text: "too long"},
		{Start: 10_000 * ms, End: 10_100 * ms, Text: "after the end"},
	}
	want := media.CaptionErrors{
		{4, media.CaptionEnd}, {6, media.CaptionBeyondFilm}, {7, media.CaptionBeyondFilm}, {40, media.CaptionOrder},
	}
	var got media.CaptionErrors
	errors.As(media.CheckCues(cues, 10*time.Second), &got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if err := media.CheckCues(cues[:2], 0); err != nil {
		t.Errorf("overlapping cues, length unknown: %v", err)
	}
}

func TestWriteVTT_ComesBackTheSame(t *testing.T) {
	t.Parallel()
	cues := []media.Cue{
		{Start: 0, End: 1 * ms, Text: "참여외교란 무엇인가?\n두 번째 줄", Line: 3},
		{Start: 99*time.Hour + 59*time.Minute, End: 100 * time.Hour, Text: "a --> b & <i>c</i> {x}", Line: 7},
	}
	var file bytes.Buffer
	if err := media.WriteVTT(&file, cues); err != nil {
		t.Fatal(err)
	}
	got, err := media.ParseCaptions(&file)
	if diff := cmp.Diff(cues, got); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
	file.Reset()
	if err := media.WriteVTT(&file, []media.Cue{{End: ms, Text: "one\n\n \r\ntwo"}}); err != nil {
		t.Fatal(err)
	}
	if want := "WEBVTT\n\n00:00:00.000 --> 00:00:00.001\none\ntwo\n"; file.String() != want {
		t.Errorf("got %q", file.String())
	}
}
