package media

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// ShiftCues moves the cues from the one at place first on, counted from 0, by a time, which may be negative. Those it was
// given stay as they are; CheckCues says whether those that come back can be shown.
func ShiftCues(cues []Cue, first int, by time.Duration) []Cue {
	moved := slices.Clone(cues)
	for i := max(0, first); i < len(moved); i++ {
		moved[i].Start += by
		moved[i].End += by
	}
	return moved
}

// Transcript is the captions of a film under its title.
type Transcript struct{ Title, Lang, VTT string }

// File is a file to keep.
type File struct {
	Type        string // media type
	Disposition string // the header of that name, with the file's name
	Content     []byte
}

// File makes a file of a transcript: format is "vtt", or "txt" for a text to read, whose paragraphs begin with their
// times as stamp writes them.
func (t Transcript) File(format string, stamp func(time.Duration) string) (File, error) {
	f := File{Type: "text/vtt; charset=utf-8", Content: []byte(t.VTT)}
	f.Disposition = Disposition{Attachment: true, Name: t.Title + "." + t.Lang + "." + format}.Header()
	if format == "vtt" {
		return f, nil
	}
	cues, err := ParseCaptions(strings.NewReader(t.VTT))
	f.Type, f.Content = "text/plain; charset=utf-8", t.text(cues, stamp)
	return f, err
}

func (t Transcript) text(cues []Cue, stamp func(time.Duration) string) []byte {
	var out bytes.Buffer
	out.WriteString(t.Title + "\n")
	for _, part := range paragraphs(cues) {
		fmt.Fprintf(&out, "\n[%s]\n%s\n", stamp(part[0].Start), joined(part))
	}
	return out.Bytes()
}

// What parts paragraphs: a pause, or the end of a sentence once there is enough to read at a stretch.
const (
	paragraphPause = 2 * time.Second
	paragraphRunes = 400
)

func paragraphs(cues []Cue) [][]Cue {
	var parts [][]Cue
	runes := 0
	for i, cue := range cues {
		if i == 0 || cue.Start-cues[i-1].End > paragraphPause || runes >= paragraphRunes && endsSentence(cues[i-1].Text) {
			parts = append(parts, nil)
			runes = 0
		}
		last := len(parts) - 1
		parts[last] = append(parts[last], cue)
		runes += utf8.RuneCountInString(cue.Text)
	}
	return parts
}

func endsSentence(text string) bool {
	end, _ := utf8.DecodeLastRuneInString(strings.TrimRight(text, " \"'”’)」』"))
	return strings.ContainsRune(".?!…。？！", end)
}

func joined(cues []Cue) string {
	var words []string
	for _, cue := range cues {
		words = append(words, strings.Fields(cue.Text)...)
	}
	return strings.Join(words, " ")
}
