package media_test

import (
	"strings"
	"testing"
	"time"

	"academy/media"

	"github.com/google/go-cmp/cmp"
)

func TestReviewCues_TellsWhatIsHardToRead(t *testing.T) {
	t.Parallel()
	cue := func(from, to time.Duration, text string) media.Cue {
		return media.Cue{Start: from * ms, End: to * ms, Text: text}
	}
	for name, c := range map[string]struct {
		cues []media.Cue
		want []media.CaptionWarning
	}{
		"Hangul at its limit":     {[]media.Cue{cue(0, 1000, strings.Repeat("가", 14))}, nil},
		"Hangul over it":          {[]media.Cue{cue(0, 1000, strings.Repeat("가", 15))}, []media.CaptionWarning{{1, media.CaptionFast}}},
		"Latin at its limit":      {[]media.Cue{cue(0, 1000, strings.Repeat("a", 20))}, nil},
		"Latin over it":           {[]media.Cue{cue(0, 1000, strings.Repeat("a", 21))}, []media.CaptionWarning{{1, media.CaptionFast}}},
		"both, each half":         {[]media.Cue{cue(0, 1000, strings.Repeat("가", 7)+strings.Repeat("a", 10))}, nil},
		"both, and one more":      {[]media.Cue{cue(0, 1000, strings.Repeat("가", 7)+strings.Repeat("a", 11))}, []media.CaptionWarning{{1, media.CaptionFast}}},
		"as short as may be":      {[]media.Cue{cue(0, 700, "네")}, nil},
		"too short":               {[]media.Cue{cue(0, 699, "네")}, []media.CaptionWarning{{1, media.CaptionShort}}},
		"as long as may be":       {[]media.Cue{cue(0, 8000, "네")}, nil},
		"too long":                {[]media.Cue{cue(0, 8001, "네")}, []media.CaptionWarning{{1, media.CaptionLong}}},
		"one after the other":     {[]media.Cue{cue(0, 1000, "a"), cue(1000, 2000, "b")}, nil},
		"one over the other":      {[]media.Cue{cue(0, 1001, "a"), cue(1000, 2000, "b")}, []media.CaptionWarning{{1, media.CaptionOverlap}}},
		"a full Hangul line":      {[]media.Cue{cue(0, 5000, strings.Repeat("가", 20)+"\n"+strings.Repeat("나", 20))}, nil},
		"a Hangul line too wide":  {[]media.Cue{cue(0, 5000, "가\n"+strings.Repeat("나", 21))}, []media.CaptionWarning{{1, media.CaptionWide}}},
		"a full Latin line":       {[]media.Cue{cue(0, 5000, strings.Repeat("a", 42))}, nil},
		"a Latin line too wide":   {[]media.Cue{cue(0, 5000, strings.Repeat("a", 43)+"\nb")}, []media.CaptionWarning{{1, media.CaptionWide}}},
		"three lines":             {[]media.Cue{cue(0, 5000, "a\nb\nc")}, []media.CaptionWarning{{1, media.CaptionLines}}},
		"several at once, in all": {[]media.Cue{cue(0, 8000, "a"), cue(8000, 8100, "too much")}, []media.CaptionWarning{{2, media.CaptionFast}, {2, media.CaptionShort}}},
		"no cue":                  {nil, nil},
	} {
		if diff := cmp.Diff(c.want, media.ReviewCues(c.cues)); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}
