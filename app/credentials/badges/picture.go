package badges

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"

	"academy/media"

	"golang.org/x/image/vector"
)

// The badge is a round medal of patchwork with a white rim and a tick in the middle, in pixels.
const (
	side       = 512
	middle     = side / 2
	rimRadius  = 250
	clothInner = 240
	discRadius = 132
	discInner  = 120
	tickWidth  = 26
)

// canvas draws with soft edges.
type canvas struct {
	*image.RGBA
	pen *vector.Rasterizer
}

// drawBadge draws the badge of one number: the same number always has the same cloth.
func drawBadge(seed, palette string) ([]byte, error) {
	c := canvas{image.NewRGBA(image.Rect(0, 0, side, side)), vector.NewRasterizer(side, side)}
	navy, white := color.RGBA{0x05, 0x2b, 0x57, 0xff}, color.RGBA{0xff, 0xff, 0xff, 0xff}
	c.fill(navy, ring(rimRadius))
	c.fill(white, ring(rimRadius-4))
	c.lay(seed, palette)
	c.fill(white, ring(discRadius))
	c.fill(navy, ring(discInner))
	c.fill(white, tick())
	var out bytes.Buffer
	if err := png.Encode(&out, c.RGBA); err != nil {
		return nil, fmt.Errorf("draw badge: %w", err)
	}
	return out.Bytes(), nil
}

// lay puts the patchwork into the ring between rim and disc.
func (c canvas) lay(seed, palette string) {
	cloth := canvas{image.NewRGBA(c.Bounds()), c.pen}
	for _, patch := range media.Patchwork(seed, palette, side, side, 0) {
		cloth.fill(patch.Colour, patch.Corners)
		for i, from := range patch.Corners {
			cloth.fill(color.RGBA{0xff, 0xff, 0xff, 0xff}, stroke(from, patch.Corners[(i+1)%len(patch.Corners)], 3))
		}
	}
	c.trace(ring(clothInner))
	c.pen.Draw(c.RGBA, c.Bounds(), cloth.RGBA, image.Point{})
}

func (c canvas) fill(with color.RGBA, outline []media.Point) {
	c.trace(outline)
	c.pen.DrawOp = draw.Over
	c.pen.Draw(c.RGBA, c.Bounds(), image.NewUniform(with), image.Point{})
}

func (c canvas) trace(outline []media.Point) {
	c.pen.Reset(side, side)
	for i, p := range outline {
		if i == 0 {
			c.pen.MoveTo(float32(p.X), float32(p.Y))
		} else {
			c.pen.LineTo(float32(p.X), float32(p.Y))
		}
	}
	c.pen.ClosePath()
}

// ring is a circle about the middle, as a polygon of so many corners that none is seen.
func ring(radius float64) []media.Point {
	const corners = 180
	var points []media.Point
	for i := range corners {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / corners)
		points = append(points, media.Point{X: middle + radius*cos, Y: middle + radius*sin})
	}
	return points
}

// stroke is a line with a width, as a rectangle.
func stroke(from, to media.Point, width float64) []media.Point {
	length := math.Hypot(to.X-from.X, to.Y-from.Y)
	x, y := (to.Y-from.Y)/length*width/2, (from.X-to.X)/length*width/2
	return []media.Point{{X: from.X + x, Y: from.Y + y}, {X: to.X + x, Y: to.Y + y}, {X: to.X - x, Y: to.Y - y}, {X: from.X - x, Y: from.Y - y}}
}

// tick is the outline of a check mark: two strokes that meet in a right angle.
func tick() []media.Point {
	const w = tickWidth / math.Sqrt2
	left, foot, right := media.Point{X: middle - 58, Y: middle + 2}, media.Point{X: middle - 14, Y: middle + 46}, media.Point{X: middle + 60, Y: middle - 28}
	return []media.Point{
		{X: left.X, Y: left.Y}, {X: left.X + w, Y: left.Y - w}, {X: foot.X, Y: foot.Y - 2*w}, {X: right.X - w, Y: right.Y - w},
		right, {X: foot.X, Y: foot.Y},
	}
}
