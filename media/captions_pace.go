package media

import "unicode"

// CaptionLimits is what a reader can follow. Wide are the characters that stand for a syllable or a word, such as Hangul;
// narrow are all others. Shortest and Longest are milliseconds that a cue stands.
type CaptionLimits struct {
	WidePerSecond, NarrowPerSecond int
	WidePerLine, NarrowPerLine     int
	Lines, Shortest, Longest       int
}

// ReadingLimits are those of common guides for subtitles on television and in films, which ask for 12–16 Hangul syllables
// or 17–20 Latin letters a second, and for two lines of at most 16–20 or 37–42 of them.
func ReadingLimits() CaptionLimits {
	return CaptionLimits{
		WidePerSecond: 14, NarrowPerSecond: 20, WidePerLine: 20, NarrowPerLine: 42, Lines: 2, Shortest: 700, Longest: 8000,
	}
}

// Message keys of what makes a cue hard to read.
const (
	CaptionFast    = "captions.fast"    // more to read than there is time for
	CaptionShort   = "captions.short"   // gone before it is seen
	CaptionLong    = "captions.long"    // stands on after it has been read
	CaptionOverlap = "captions.overlap" // stands still as the next comes
	CaptionWide    = "captions.wide"    // a line that does not fit
	CaptionLines   = "captions.lines"   // too many lines
)

// CaptionWarning is what makes a cue hard to read. Cue is its place in the list, counted from 1.
type CaptionWarning struct {
	Cue int
	Key string
}

// ReviewCues says which cues are hard to read, and why. They can be shown all the same. The studio's script draws the
// same conclusions while somebody writes (handlers/assets/ts/studio/pace.ts).
func ReviewCues(cues []Cue) []CaptionWarning {
	var found []CaptionWarning
	limits := ReadingLimits()
	for i, cue := range cues {
		for _, key := range limits.review(cue) {
			found = append(found, CaptionWarning{i + 1, key})
		}
		if i+1 < len(cues) && cues[i+1].Start < cue.End {
			found = append(found, CaptionWarning{i + 1, CaptionOverlap})
		}
	}
	return found
}

func (l CaptionLimits) review(cue Cue) []string {
	var keys []string
	shown := int((cue.End - cue.Start).Milliseconds())
	w := l.weigh(cue.Text)
	for _, rule := range []struct {
		broken bool
		key    string
	}{
		{w.seconds*1000 > float64(shown), CaptionFast},
		{shown < l.Shortest, CaptionShort},
		{shown > l.Longest, CaptionLong},
		{w.widest > 1, CaptionWide},
		{w.lines > l.Lines, CaptionLines},
	} {
		if rule.broken {
			keys = append(keys, rule.key)
		}
	}
	return keys
}

// weighed is how many seconds a text takes to read, how many times the room of a line its widest line needs, and how many
// lines it has.
type weighed struct {
	seconds, widest float64
	lines           int
}

func (l CaptionLimits) weigh(text string) weighed {
	var all, line count
	w := weighed{lines: 1}
	for _, r := range text {
		if r == '\n' {
			w.lines++
			line = count{}
			continue
		}
		all.add(r)
		line.add(r)
		w.widest = max(w.widest, line.over(l.WidePerLine, l.NarrowPerLine))
	}
	w.seconds = all.over(l.WidePerSecond, l.NarrowPerSecond)
	return w
}

type count struct{ wide, narrow int }

func (c *count) add(r rune) {
	if unicode.In(r, unicode.Hangul, unicode.Han, unicode.Hiragana, unicode.Katakana) {
		c.wide++
	} else {
		c.narrow++
	}
}

// over divides by what goes into one. It adds up whole numbers, so that what just fits is exactly one.
func (c count) over(wide, narrow int) float64 {
	return float64(c.wide*narrow+c.narrow*wide) / float64(wide*narrow)
}
