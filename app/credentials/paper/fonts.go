// Package paper draws printed pages: what stands on a sheet is laid out once, in millimetres, and drawn as PDF or as SVG, so
// that a preview shows the very page. It must not know what the pages certify.
package paper

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/norm"
)

const (
	family     = "Pretendard"
	millimetre = 72 / 25.4 // in points
	// The PDF writer knows no character beyond these.
	writable = 0x10000
)

// Fonts are the two weights that pages are set in. They are safe for several goroutines at once.
type Fonts struct {
	weights    [2]weight
	substitute rune
}

// weight is one font. Widths are in thousandths of the size, as the PDF names them; 0 where the font lacks the character.
type weight struct {
	raw    []byte
	chart  *sfnt.Font
	widths func() []uint16
}

// NewFonts takes two weights of one family as TrueType files (see media.Font) and keeps them; they must not be changed
// afterwards.
func NewFonts(regular, bold []byte) (*Fonts, error) {
	f := &Fonts{substitute: '?'}
	for i, raw := range [][]byte{regular, bold} {
		chart, err := sfnt.Parse(raw)
		if err != nil {
			return nil, fmt.Errorf("read font: %w", err)
		}
		f.weights[i] = weight{raw, chart, sync.OnceValue(func() []uint16 { return widthsOf(chart) })}
	}
	if f.Draws('□') {
		f.substitute = '□'
	}
	return f, nil
}

// widthsOf reads all widths at once: every text is measured many times until it fits.
func widthsOf(chart *sfnt.Font) []uint16 {
	var scratch sfnt.Buffer
	widths, em := make([]uint16, writable), chart.UnitsPerEm()
	for r := range rune(writable) {
		glyph, err := chart.GlyphIndex(&scratch, r)
		if err != nil || glyph == 0 {
			continue
		}
		if advance, err := chart.GlyphAdvance(&scratch, glyph, fixed.I(int(em)), font.HintingNone); err == nil {
			widths[r] = uint16(max(1, math.Round(float64(advance.Round())*1000/float64(em))))
		}
	}
	return widths
}

func (f *Fonts) weight(bold bool) weight {
	if bold {
		return f.weights[1]
	}
	return f.weights[0]
}

// Width is how long a line of text is in millimetres, in a size of points.
func (f *Fonts) Width(text string, size float64, bold bool) float64 {
	widths, sum := f.weight(bold).widths(), 0
	for _, r := range text {
		if r < writable {
			sum += int(widths[r])
		}
	}
	return float64(sum) * size / 1000 / millimetre
}

// Draws tells whether both weights have a character.
func (f *Fonts) Draws(r rune) bool {
	return r < writable && r > 0 && f.weights[0].widths()[r] > 0 && f.weights[1].widths()[r] > 0
}

// Unprintable lists the characters of a text that pages show as a small square because the font lacks them: emoji,
// Arabic, rare ideographs. Each stands once, in the order of the text; nil when the text prints whole.
func (f *Fonts) Unprintable(text string) []rune {
	var missing []rune
	for _, r := range visible(text) {
		if !f.Draws(r) && !slices.Contains(missing, r) {
			missing = append(missing, r)
		}
	}
	return missing
}

// Printable is a text as a page shows it: on one line, composed, with a square for what the font lacks.
func (f *Fonts) Printable(text string) string {
	return strings.Map(func(r rune) rune {
		if f.Draws(r) {
			return r
		}
		return f.substitute
	}, visible(text))
}

// visible composes the text (jamo typed on some systems come apart), makes every run of white space one blank and
// leaves out what has no shape of its own: joiners, direction marks, variation selectors.
func visible(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.In(r, unicode.Cf, unicode.Cc, unicode.Variation_Selector):
			return -1
		}
		return r
	}, norm.NFC.String(text))
	return strings.Join(strings.Fields(text), " ")
}

// subset is the font with the characters of a text and no others, for the PDF writer, which reads a font twice: reading
// all of it twice is what would take most of the time.
func (w weight) subset(used string) []byte {
	// A copy, for the writer changes the bytes it reads when a glyph has no metric of its own.
	return fpdf.UTF8CutFont(bytes.Clone(w.raw), used)
}
