package paper

import (
	"encoding/base64"
	"fmt"
	"html"
	"image/color"
	"math"
	"strconv"
	"strings"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"academy/media"
)

// svgWriter draws marks into a picture. Letters are outlines, each drawn once and then used, so that the picture looks
// like the PDF whatever fonts its reader has.
type svgWriter struct {
	fonts  *Fonts
	drawn  map[string]bool
	shapes strings.Builder // the outlines of letters
	body   strings.Builder
}

// SVG draws a sheet as a picture without script, style or anything that has to be fetched. The label is what it is called
// for those who do not see it.
func (f *Fonts) SVG(s *Sheet, label string) []byte {
	w := &svgWriter{fonts: f, drawn: map[string]bool{}}
	for _, m := range s.marks {
		m.svg(w)
	}
	var out strings.Builder
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %s" role="img"><title>%s</title>`, short(s.Width), short(s.Height), html.EscapeString(label))
	fmt.Fprintf(&out, `<defs>%s</defs>%s</svg>`, w.shapes.String(), w.body.String())
	return []byte(out.String())
}

func (s Shape) svg(w *svgWriter) {
	fmt.Fprintf(&w.body, `<path d="%s" fill="%s"`, outline(s.Corners), hex(s.Fill))
	if s.Edge.A > 0 {
		fmt.Fprintf(&w.body, ` stroke="%s" stroke-width="%s"`, hex(s.Edge), short(s.Stroke))
	}
	w.body.WriteString("/>")
}

func (l Line) svg(w *svgWriter) {
	weight, name := w.fonts.weight(l.Bold), "r"
	if l.Bold {
		name = "b"
	}
	size := l.Size / millimetre
	fmt.Fprintf(&w.body, `<g fill="%s" transform="translate(%s %s) scale(%s)">`, hex(l.Ink), short(l.At.X), short(l.At.Y), short(size/1000))
	widths, x := weight.widths(), 0
	for _, r := range l.Text {
		if id := name + strconv.FormatInt(int64(r), 36); w.define(weight.chart, id, r) {
			fmt.Fprintf(&w.body, `<use href="#%s" x="%d"/>`, id, x)
		}
		if r < writable {
			x += int(widths[r])
		}
	}
	w.body.WriteString("</g>")
}

// define draws the outline of a letter once, in thousandths of the size, and says whether it has one.
func (w *svgWriter) define(chart *sfnt.Font, id string, r rune) bool {
	if has, known := w.drawn[id]; known {
		return has
	}
	path := letter(chart, r)
	if w.drawn[id] = path != ""; path != "" {
		fmt.Fprintf(&w.shapes, `<path id="%s" d="%s"/>`, id, path)
	}
	return path != ""
}

func letter(chart *sfnt.Font, r rune) string {
	var scratch sfnt.Buffer
	glyph, err := chart.GlyphIndex(&scratch, r)
	if err != nil {
		return ""
	}
	segments, err := chart.LoadGlyph(&scratch, glyph, fixed.I(1000), nil)
	if err != nil {
		return ""
	}
	var path strings.Builder
	for _, s := range segments {
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			fmt.Fprintf(&path, "M%s", at(s.Args[:1]))
		case sfnt.SegmentOpLineTo:
			fmt.Fprintf(&path, "L%s", at(s.Args[:1]))
		case sfnt.SegmentOpQuadTo:
			fmt.Fprintf(&path, "Q%s", at(s.Args[:2]))
		case sfnt.SegmentOpCubeTo:
			fmt.Fprintf(&path, "C%s", at(s.Args[:3]))
		}
	}
	return path.String()
}

func at(points []fixed.Point26_6) string {
	list := make([]string, len(points))
	for i, p := range points {
		list[i] = fmt.Sprintf("%d %d", p.X.Round(), p.Y.Round())
	}
	return strings.Join(list, " ")
}

func (i Image) svg(w *svgWriter) {
	fmt.Fprintf(&w.body, `<image x="%s" y="%s" width="%s" height="%s" preserveAspectRatio="none" href="data:image/png;base64,%s"/>`,
		short(i.At.X), short(i.At.Y), short(i.W), short(i.H), base64.StdEncoding.EncodeToString(i.Picture.PNG))
}

func (c Code) svg(w *svgWriter) {
	side := c.Side / float64(len(c.rows))
	fmt.Fprintf(&w.body, `<path fill="%s" shape-rendering="crispEdges" transform="translate(%s %s) scale(%s)" d="%s"/>`,
		hex(Ink(codeInk)), short(c.At.X), short(c.At.Y), short(side), pathOf(c.rows, 0))
}

func outline(corners []media.Point) string {
	var path strings.Builder
	for i, c := range corners {
		path.WriteString(string("ML"[min(i, 1)]) + short(c.X) + " " + short(c.Y))
	}
	return path.String() + "z"
}

// short writes a number with as many decimals as can be seen.
func short(v float64) string {
	return strconv.FormatFloat(math.Round(v*100_000)/100_000, 'f', -1, 64)
}

func hex(c color.RGBA) string {
	if c.A == 0 {
		return "none"
	}
	return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B)
}
