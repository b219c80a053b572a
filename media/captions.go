package media

import (
	"bytes"
	"cmp"
	"fmt"
	"html"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/korean"
	encodings "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/unicode/norm"
)

// Cue is one caption.
type Cue struct {
	// Start and End count from the start of the film.
	Start, End time.Duration
	// Text is plain, composed Unicode without markup; lines part with "\n".
	Text string
	// Line is where the cue's times stand in the file it came from, counted
	// from 1; 0 for a cue that came from no file.
	Line int
}

// MaxCaptionBytes is what a captions file may hold: a three-hour lecture needs
// about a tenth of it.
const MaxCaptionBytes = 4 << 20

// maxCaptionProblems keeps the report of a hopeless file readable.
const maxCaptionProblems = 50

// CaptionError is one thing wrong with a captions file. Key names the message
// to show: one of the Caption… constants.
type CaptionError struct {
	Line int // counted from 1
	Key  string
}

// Message keys of caption errors.
const (
	CaptionEncoding   = "captions.encoding"    // neither Unicode nor Korean EUC-KR
	CaptionFormat     = "captions.format"      // neither WebVTT nor SRT
	CaptionTime       = "captions.time"        // a time that cannot be read
	CaptionNoTime     = "captions.no_time"     // text without times above it
	CaptionNoBlank    = "captions.no_blank"    // the next cue's times without a blank line before
	CaptionEnd        = "captions.end"         // ends before or as it starts
	CaptionOrder      = "captions.order"       // starts before the cue above
	CaptionBeyondFilm = "captions.beyond_film" // goes on after the film
	CaptionEmpty      = "captions.empty"       // no cue in the whole file
)

func (e CaptionError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Key) }

// CaptionErrors is all that is wrong with a file, by line; errors.As finds the
// first as a CaptionError.
type CaptionErrors []CaptionError

func (e CaptionErrors) Error() string {
	lines := make([]string, len(e))
	for i, problem := range e {
		lines[i] = problem.Error()
	}
	return strings.Join(lines, "; ")
}

// Unwrap gives the single problems to errors.Is and errors.As.
func (e CaptionErrors) Unwrap() []error {
	single := make([]error, len(e))
	for i, problem := range e {
		single[i] = problem
	}
	return single
}

// report is e sorted by line and cut to a readable length, or nil.
func (e CaptionErrors) report() error {
	if len(e) == 0 {
		return nil
	}
	slices.SortStableFunc(e, func(a, b CaptionError) int { return cmp.Compare(a.Line, b.Line) })
	return e[:min(len(e), maxCaptionProblems)]
}

// ParseCaptions reads WebVTT (W3C, with NOTE, STYLE and REGION blocks passed
// over and cue settings dropped) or SRT, in UTF-8, UTF-16 with a mark, or
// EUC-KR as older Korean tools write it. Cues without text are left out. It is
// all or nothing: CaptionErrors lists every problem, and ErrTooLarge a file
// over MaxCaptionBytes.
func ParseCaptions(content io.Reader) ([]Cue, error) {
	raw, err := io.ReadAll(io.LimitReader(content, MaxCaptionBytes+1))
	if err != nil {
		return nil, fmt.Errorf("reading captions: %w", err)
	}
	if len(raw) > MaxCaptionBytes {
		return nil, fmt.Errorf("captions: %w", ErrTooLarge)
	}
	text, err := decodeCaptions(raw)
	if err != nil {
		return nil, err
	}
	var reader captionReader
	reader.read(captionBlocks(text))
	if err := reader.problems.report(); err != nil {
		return nil, err
	}
	if len(reader.cues) == 0 {
		return nil, CaptionErrors{{Line: 1, Key: CaptionEmpty}}
	}
	return reader.cues, nil
}

func decodeCaptions(raw []byte) (string, error) {
	var decoder encoding.Encoding
	switch {
	case bytes.HasPrefix(raw, []byte("\xff\xfe")), bytes.HasPrefix(raw, []byte("\xfe\xff")):
		decoder = encodings.UTF16(encodings.LittleEndian, encodings.ExpectBOM)
	case utf8.Valid(raw):
		decoder = encodings.UTF8BOM
	default:
		decoder = korean.EUCKR
	}
	text, err := decoder.NewDecoder().Bytes(raw)
	if bad := bytes.ContainsRune(text, utf8.RuneError) && decoder == korean.EUCKR; err != nil || bad {
		return "", CaptionErrors{{Line: firstBadLine(raw), Key: CaptionEncoding}}
	}
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	return norm.NFC.String(strings.ReplaceAll(string(text), "\r", "\n")), nil
}

func firstBadLine(raw []byte) int {
	for i, line := range bytes.Split(raw, []byte("\n")) {
		if !utf8.Valid(line) {
			return i + 1
		}
	}
	return 1
}

// captionBlock is a run of lines without a blank one.
type captionBlock struct {
	line  int // of the first
	lines []string
}

func captionBlocks(text string) []captionBlock {
	var blocks []captionBlock
	open, number := false, 0
	for line := range strings.SplitSeq(text, "\n") {
		number++
		if strings.TrimSpace(line) == "" {
			open = false
			continue
		}
		if !open {
			blocks = append(blocks, captionBlock{line: number})
			open = true
		}
		last := &blocks[len(blocks)-1]
		last.lines = append(last.lines, line)
	}
	return blocks
}

type captionReader struct {
	cues     []Cue
	problems CaptionErrors
}

func (r *captionReader) read(blocks []captionBlock) {
	if len(blocks) == 0 {
		return
	}
	webVTT := isVTTHeader(blocks[0])
	if webVTT {
		blocks = blocks[1:]
	} else if !startsSRT(blocks[0]) {
		r.problem(blocks[0].line, CaptionFormat)
		return
	}
	for _, block := range blocks {
		if !webVTT || !isAside(block.lines[0]) {
			r.readCue(block)
		}
	}
}

func isVTTHeader(block captionBlock) bool {
	rest, found := strings.CutPrefix(block.lines[0], "WEBVTT")
	return found && block.line == 1 && (rest == "" || rest[0] == ' ' || rest[0] == '\t')
}

func startsSRT(block captionBlock) bool {
	_, err := strconv.Atoi(strings.TrimSpace(block.lines[0]))
	return err == nil || isTiming(block.lines[0])
}

// isAside recognises the blocks of a WebVTT file that are not cues.
func isAside(first string) bool {
	word, _, _ := strings.Cut(strings.ReplaceAll(first, "\t", " "), " ")
	return (word == "NOTE" || word == "STYLE" || word == "REGION") && !isTiming(first)
}

func isTiming(line string) bool { return strings.Contains(line, "-->") }

func (r *captionReader) readCue(block captionBlock) {
	at := slices.IndexFunc(block.lines, isTiming)
	if at < 0 || at > 1 {
		r.problem(block.line, CaptionNoTime)
		return
	}
	cue := Cue{Line: block.line + at}
	var ok bool
	if cue.Start, cue.End, ok = parseTiming(block.lines[at]); !ok {
		r.problem(cue.Line, CaptionTime)
		return
	}
	words := block.lines[at+1:]
	if next := slices.IndexFunc(words, isTiming); next >= 0 {
		r.problem(cue.Line+1+next, CaptionNoBlank)
		return
	}
	if cue.Text = plainText(words); cue.Text != "" {
		r.cues = append(r.cues, cue)
	}
}

func (r *captionReader) problem(line int, key string) {
	r.problems = append(r.problems, CaptionError{Line: line, Key: key})
}

func parseTiming(line string) (start, end time.Duration, ok bool) {
	from, rest, _ := strings.Cut(line, "-->")
	to := strings.Fields(rest)
	if len(to) == 0 {
		return 0, 0, false
	}
	start, startOK := parseClock(strings.TrimSpace(from))
	end, endOK := parseClock(to[0])
	return start, end, startOK && endOK
}

// clockPattern takes both the WebVTT and the SRT way of writing: hours may be
// missing, and thousandths follow a point or a comma.
var clockPattern = regexp.MustCompile(`^(?:(\d{1,3}):)?([0-5]\d):([0-5]\d)[.,](\d{3})$`)

func parseClock(text string) (time.Duration, bool) {
	match := clockPattern.FindStringSubmatch(text)
	if match == nil {
		return 0, false
	}
	var clock time.Duration
	for i, unit := range []time.Duration{time.Hour, time.Minute, time.Second, time.Millisecond} {
		n, _ := strconv.Atoi(cmp.Or(match[i+1], "0")) // the pattern lets digits through only
		clock += time.Duration(n) * unit
	}
	return clock, true
}

// tagPattern is the markup of WebVTT (<v Name>, <i.loud>, <00:01.000>) and of
// SRT (<font …>, {\an8}); a lone "<" as in "1 < 2" is not a tag.
var tagPattern = regexp.MustCompile(`</?[a-zA-Z][^<>]*>|<[\d:.]+>|</>|\{\\[^{}]*\}`)

func plainText(lines []string) string {
	var kept []string
	for _, line := range lines {
		line = html.UnescapeString(tagPattern.ReplaceAllString(line, ""))
		line = strings.Map(func(r rune) rune {
			if unicode.IsControl(r) {
				return -1
			}
			return r
		}, line)
		if line = strings.TrimSpace(line); line != "" {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}

// filmSlack lets the last cue stand a little longer than the film: tools round
// the two differently.
const filmSlack = 500 * time.Millisecond

// CheckCues says whether cues can be shown: each ends after it starts, none
// starts before the one above it, and none goes on after the film. They may
// overlap, as when two people speak. A film of length 0 is one whose length is
// not known. In the errors, Line is the cue's line in its file, or its place
// in the list, counted from 1, when it has none.
func CheckCues(cues []Cue, film time.Duration) error {
	var problems CaptionErrors
	for i, cue := range cues {
		line := cmp.Or(cue.Line, i+1)
		if cue.Start < 0 || cue.End <= cue.Start {
			problems = append(problems, CaptionError{line, CaptionEnd})
		}
		if i > 0 && cue.Start < cues[i-1].Start {
			problems = append(problems, CaptionError{line, CaptionOrder})
		}
		if film > 0 && (cue.Start >= film || cue.End > film+filmSlack) {
			problems = append(problems, CaptionError{line, CaptionBeyondFilm})
		}
	}
	return problems.report()
}

// WriteVTT writes cues as WebVTT: UTF-8, LF, hours always shown. What
// ParseCaptions reads back are the same cues.
func WriteVTT(w io.Writer, cues []Cue) error {
	var out bytes.Buffer
	out.WriteString("WEBVTT\n")
	escape := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	for _, cue := range cues {
		text := escape.Replace(plainLines(cue.Text))
		fmt.Fprintf(&out, "\n%s --> %s\n%s\n", clock(cue.Start), clock(cue.End), text)
	}
	if _, err := out.WriteTo(w); err != nil {
		return fmt.Errorf("writing captions: %w", err)
	}
	return nil
}

// plainLines drops blank lines, which would end the cue.
func plainLines(text string) string {
	lines := strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' })
	lines = slices.DeleteFunc(lines, func(line string) bool { return strings.TrimSpace(line) == "" })
	return strings.Join(lines, "\n")
}

func clock(t time.Duration) string {
	ms := t.Milliseconds()
	return fmt.Sprintf("%02d:%02d:%02d.%03d", ms/3_600_000, ms/60_000%60, ms/1000%60, ms%1000)
}
