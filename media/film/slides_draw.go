package film

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"math"
	"strings"

	"academy/media"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// A slide in pixels: text stands between the margins and above the place where captions are shown.
const (
	slideWidth, slideHeight = 1280, 720
	slideMargin             = 96
	slideTextWidth          = slideWidth - 2*slideMargin
	slideTop, slideBottom   = 84, 630
)

// easel draws the slides of one video: the fonts are parsed once and the background is drawn once.
type easel struct {
	regular, bold *opentype.Font
	background    *image.RGBA
}

func newEasel() (*easel, error) {
	regular, err := parseFont(media.FontRegular)
	if err != nil {
		return nil, err
	}
	bold, err := parseFont(media.FontBold)
	if err != nil {
		return nil, err
	}
	return &easel{regular: regular, bold: bold, background: globe()}, nil
}

func parseFont(name string) (*opentype.Font, error) {
	raw, err := media.Font(name)
	if err != nil {
		return nil, err
	}
	parsed, err := opentype.Parse(raw)
	if err != nil {
		return nil, fmt.Errorf("parse font %s: %w", name, err)
	}
	return parsed, nil
}

// draw puts one slide on a fresh picture, at the largest scale that leaves the place of the captions free.
func (e *easel) draw(s Slide) (*image.RGBA, error) {
	for scale := 1.0; ; scale -= .06 {
		page := image.NewRGBA(e.background.Rect)
		copy(page.Pix, e.background.Pix)
		p := &pen{easel: e, page: page, scale: scale, y: slideTop}
		p.slide(s)
		if p.err != nil || p.y <= slideBottom || scale < .6 {
			return page, p.err
		}
	}
}

// pen writes down a page line by line and keeps the first error.
type pen struct {
	easel  *easel
	page   *image.RGBA
	scale  float64 // of all sizes and gaps
	indent int
	y      int
	err    error
}

// style is how a text is set, in pixels: in its size, or smaller down to floor when that saves lines.
type style struct {
	bold        bool
	size, floor float64
	lines       int // wished for at most
	colour      color.RGBA
	gap         int // below the text
}

func (p *pen) slide(s Slide) {
	p.write(s.Number, style{bold: true, size: 32, floor: 24, lines: 1, colour: rgb(0x9ed2fa), gap: 12})
	p.write(s.HeadingKO, style{bold: true, size: 60, floor: 46, lines: 2, colour: rgb(0xffffff), gap: 10})
	p.write(s.HeadingEN, style{size: 30, floor: 24, lines: 2, colour: rgb(0xb1cefb), gap: 34})
	for i := range max(len(s.PointsKO), len(s.PointsEN)) {
		p.square()
		p.indent = 42
		if i < len(s.PointsKO) {
			p.write(s.PointsKO[i], style{size: 34, floor: 28, lines: 2, colour: rgb(0xffffff), gap: 2})
		}
		if i < len(s.PointsEN) {
			p.write(s.PointsEN[i], style{size: 22, floor: 20, lines: 2, colour: rgb(0xb1cefb)})
		}
		p.indent = 0
		p.y += p.scaled(18)
	}
}

func (p *pen) scaled(pixels int) int { return int(math.Round(float64(pixels) * p.scale)) }

func (p *pen) square() {
	side, top := p.scaled(16), p.y+p.scaled(13)
	box := image.Rect(slideMargin, top, slideMargin+side, top+side)
	draw.Draw(p.page, box, image.NewUniform(rgb(0xd63d4a)), image.Point{}, draw.Src)
}

// write sets a text below what is there already.
func (p *pen) write(text string, s style) {
	if text == "" || p.err != nil {
		return
	}
	s.size, s.floor = s.size*p.scale, s.floor*p.scale
	face, lines, err := p.easel.fit(text, s, slideTextWidth-p.indent)
	if err != nil {
		p.err = err
		return
	}
	d := font.Drawer{Dst: p.page, Src: image.NewUniform(s.colour), Face: face}
	ascent, descent := face.Metrics().Ascent, face.Metrics().Descent
	for _, line := range lines {
		d.Dot = fixed.P(slideMargin+p.indent, p.y+ascent.Round())
		d.DrawString(line)
		p.y += (ascent + descent).Round()
	}
	p.y += p.scaled(s.gap)
}

// fit breaks the text into as few lines as any size of its style allows, at the largest size that does. Text that
// needs more lines than wished for even at the smallest size takes them: better crowded than cut.
func (e *easel) fit(text string, s style, width int) (face font.Face, lines []string, err error) {
	source := e.regular
	if s.bold {
		source = e.bold
	}
	for wish := 1; wish <= s.lines; wish++ {
		for size := s.size; size >= s.floor; size -= 2 {
			face, err = opentype.NewFace(source, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingNone})
			if err != nil {
				return nil, nil, fmt.Errorf("set slide text: %w", err)
			}
			lines = breakLines(text, func(line string) bool { return font.MeasureString(face, line).Ceil() <= width })
			if len(lines) <= wish {
				return face, lines, nil
			}
		}
	}
	return face, lines, nil
}

// breakLines fills lines with whole words, as Korean and English are both best read; fits says whether a line is
// short enough. A single word that is too long for a line keeps it to itself.
func breakLines(text string, fits func(string) bool) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		if longer := strings.TrimSpace(line + " " + word); line == "" || fits(longer) {
			line = longer
			continue
		}
		lines, line = append(lines, line), word
	}
	return append(lines, line)
}

// globe paints the background: meridians and parallels, and a few places joined by dotted threads. It fades in from
// the middle to the right so that it never competes with the text.
func globe() *image.RGBA {
	ground := image.NewRGBA(image.Rect(0, 0, slideWidth, slideHeight))
	draw.Draw(ground, ground.Rect, image.NewUniform(rgb(0x052b57)), image.Point{}, draw.Src)
	b := &brush{dst: ground}
	for _, rx := range []float64{440, 293, 133} {
		b.line(ellipse(1013, 360, rx, 440), 2, rgb(0x1c589c))
	}
	for _, p := range [][2]point{{{573, 360}, {1453, 360}}, {{613, 173}, {1413, 173}}, {{613, 547}, {1413, 547}}} {
		b.line(p[:], 2, rgb(0x1c589c))
	}
	for _, c := range [][3]point{
		{{1100, 96}, {1010, 190}, {1013, 360}},
		{{1013, 360}, {1080, 240}, {1165, 253}},
		{{1165, 253}, {1230, 350}, {1205, 500}},
		{{1013, 360}, {1140, 390}, {1205, 500}},
	} {
		b.dots(curve(c[0], c[1], c[2]), 13, rgb(0xf5d6d9))
	}
	for _, p := range []struct{ x, y, r float64 }{{1100, 96, 9}, {1013, 360, 12}, {1165, 253, 9}, {1205, 500, 11}} {
		b.fill(ellipse(p.x, p.y, p.r, p.r), rgb(0x86aff9))
	}
	return ground
}

// brush paints shapes that are fainter the further left they lie.
type brush struct{ dst *image.RGBA }

func (b *brush) fill(shape []point, colour color.RGBA) {
	r := vector.NewRasterizer(slideWidth, slideHeight)
	trace(r, shape)
	b.paint(r, colour)
}

// line strokes a path as one small quadrilateral a segment, all wound alike so that overlaps do not cancel.
func (b *brush) line(path []point, width float64, colour color.RGBA) {
	r := vector.NewRasterizer(slideWidth, slideHeight)
	for i, to := range path[1:] {
		from := path[i]
		length := math.Hypot(to.X-from.X, to.Y-from.Y)
		nx, ny := (from.Y-to.Y)/length*width/2, (to.X-from.X)/length*width/2
		trace(r, []point{{from.X + nx, from.Y + ny}, {to.X + nx, to.Y + ny}, {to.X - nx, to.Y - ny}, {from.X - nx, from.Y - ny}})
	}
	b.paint(r, colour)
}

// dots sets a dot every so many pixels along a path.
func (b *brush) dots(path []point, every float64, colour color.RGBA) {
	r := vector.NewRasterizer(slideWidth, slideHeight)
	gone := 0.0
	for i, to := range path[1:] {
		gone += math.Hypot(to.X-path[i].X, to.Y-path[i].Y)
		if gone >= every {
			trace(r, ellipse(to.X, to.Y, 2, 2))
			gone -= every
		}
	}
	b.paint(r, colour)
}

func (b *brush) paint(r *vector.Rasterizer, colour color.RGBA) {
	shape := image.NewAlpha(b.dst.Rect)
	r.Draw(shape, shape.Rect, image.Opaque, image.Point{})
	for x := range slideWidth {
		t := min(max((float64(x)-600)/420, 0), 1)
		strength := .25 + .75*t*t*(3-2*t)
		for y := range slideHeight {
			a := &shape.Pix[shape.PixOffset(x, y)]
			*a = uint8(float64(*a) * strength)
		}
	}
	draw.DrawMask(b.dst, b.dst.Rect, image.NewUniform(colour), image.Point{}, shape, image.Point{}, draw.Over)
}

func trace(r *vector.Rasterizer, shape []point) {
	r.MoveTo(float32(shape[0].X), float32(shape[0].Y))
	for _, p := range shape[1:] {
		r.LineTo(float32(p.X), float32(p.Y))
	}
	r.ClosePath()
}

func ellipse(cx, cy, rx, ry float64) []point {
	const steps = 180
	out := make([]point, steps+1)
	for i := range out {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / steps)
		out[i] = point{cx + rx*cos, cy + ry*sin}
	}
	return out
}

// curve is a quadratic Bézier curve in short steps.
func curve(from, towards, to point) []point {
	const steps = 240
	out := make([]point, steps+1)
	for i := range out {
		t := float64(i) / steps
		a, b, c := (1-t)*(1-t), 2*t*(1-t), t*t
		out[i] = point{a*from.X + b*towards.X + c*to.X, a*from.Y + b*towards.Y + c*to.Y}
	}
	return out
}

// point is a place on a slide: x to the right, y downwards, in pixels.
type point struct{ X, Y float64 }

// rgb is the opaque colour of a web colour code such as 0x052b57.
func rgb(code uint32) color.RGBA {
	return color.RGBA{R: uint8(code >> 16), G: uint8(code >> 8), B: uint8(code), A: 0xff}
}
