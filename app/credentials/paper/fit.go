package paper

import (
	"image/color"
	"strings"

	"academy/media"
)

const (
	// LineHeight is the distance of two baselines, as a part of the size.
	LineHeight = 1.35
	// Ascent is how far below its top edge the baseline of a line stands, as a part of the line.
	Ascent = .78
	// A text becomes no smaller than this part of its size to save a line, only to save the last one wished for.
	saveLine = .6
)

// Setting is how a text is set: in Size points, or smaller down to Floor when that saves lines.
type Setting struct {
	Size, Floor float64
	Bold        bool
	Ink         color.RGBA
	Lines       int     // wished for at most
	After       float64 // millimetres below the text
}

// Fit breaks a text into as few lines of a width as any of its sizes allows, at the largest size that does; at the
// smallest it takes as many as it needs.
func (f *Fonts) Fit(text string, t Setting, width float64) (Setting, []string) {
	largest := t.Size
	var broken []string
	for wish := 1; wish <= t.Lines; wish++ {
		floor := t.Floor
		if wish < t.Lines {
			floor = max(floor, largest*saveLine)
		}
		for t.Size = largest; t.Size >= floor; t.Size -= .5 {
			broken = f.Wrap(text, t.Size, t.Bold, width)
			if len(broken) <= wish {
				return t, broken
			}
		}
	}
	t.Size += .5
	return t, broken
}

// Wrap breaks a text into lines of a width.
func (f *Fonts) Wrap(text string, size float64, bold bool, width float64) []string {
	return wrap(text, func(part string) bool { return f.Width(part, size, bold) <= width })
}

// balance makes the lines of a text about as long as one another.
func (f *Fonts) balance(text string, lines int, t Setting, width float64) []string {
	broken := f.Wrap(text, t.Size, t.Bold, width)
	for narrow := width; lines > 1 && narrow > width/2; narrow -= width / 40 {
		next := f.Wrap(text, t.Size, t.Bold, narrow)
		if len(next) > lines {
			break
		}
		broken = next
	}
	return broken
}

// Shrink makes a line smaller until it is short enough, but not below a floor, and says whether it is.
func (f *Fonts) Shrink(l Line, floor, width float64) (Line, bool) {
	for l.Size > floor && f.Width(l.Text, l.Size, l.Bold) > width {
		l.Size = max(floor, l.Size-.5)
	}
	return l, f.Width(l.Text, l.Size, l.Bold) <= width
}

// Column sets texts one below the other.
type Column struct {
	Fonts       *Fonts
	Left, Width float64
	Y           float64 // where the next text begins
	Centred     bool
	Scale       float64 // of every size
	Lines       []Line
}

// Add sets a text. An empty one takes no room.
func (c *Column) Add(text string, t Setting) {
	if text == "" {
		return
	}
	t.Size, t.Floor = t.Size*c.Scale, t.Floor*c.Scale
	t, broken := c.Fonts.Fit(text, t, c.Width)
	if c.Centred {
		broken = c.Fonts.balance(text, len(broken), t, c.Width)
	}
	for _, part := range broken {
		step, x := t.Size/millimetre*LineHeight, c.Left
		if c.Centred {
			x += (c.Width - c.Fonts.Width(part, t.Size, t.Bold)) / 2
		}
		c.Lines = append(c.Lines, Line{part, media.Point{X: x, Y: c.Y + step*Ascent}, t.Size, t.Bold, t.Ink})
		c.Y += step
	}
	c.Y += t.After * c.Scale
}

// wrap fills lines with whole words; only a word that is longer than a line is cut.
func wrap(text string, fits func(string) bool) []string {
	var lines []string
	current := ""
	for _, word := range strings.Fields(text) {
		if longer := strings.TrimSpace(current + " " + word); fits(longer) {
			current = longer
			continue
		}
		if current != "" {
			lines = append(lines, current)
		}
		for current = word; !fits(current); {
			head := longestHead(current, fits)
			lines, current = append(lines, head), current[len(head):]
		}
	}
	return append(lines, current)
}

// longestHead is the longest beginning that fits, but at least one character.
func longestHead(word string, fits func(string) bool) string {
	head := ""
	for _, r := range word {
		if head != "" && !fits(head+string(r)) {
			break
		}
		head += string(r)
	}
	return head
}
