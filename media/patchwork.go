package media

import (
	"bytes"
	"fmt"
	"image/color"
	"math"
	"strconv"
)

// Point is a place on a drawing: x to the right, y downwards, in the unit of the drawing.
type Point struct{ X, Y float64 }

// Patch is one piece of cloth: a triangle or a rectangle, corners clockwise on the screen.
type Patch struct {
	Corners []Point
	Colour  color.RGBA
}

// patchesAcross is how many of the widest pieces would lie side by side along the longer edge of a cover.
const patchesAcross = 3.6

// Patchwork cuts a w × h cloth into pieces in the manner of jogakbo, the Korean wrapping cloth sewn from remnants.
// The same seed, palette and size always give the same cloth. Palettes are blue, green, navy, coral, teal and gold;
// any other name is blue. Pieces longer than widest, in the unit of w and h, are cut further unless slivers would be
// left; 0 leaves that to the size. Pieces are painted in order: a triangle lies on the rectangle before it.
func Patchwork(seed, palette string, w, h, widest float64) []Patch {
	if widest <= 0 {
		widest = max(w, h) / patchesAcross
	}
	c := cloth{
		draw:     mulberry(seed),
		colours:  colours(palette),
		last:     -1,
		widest:   widest,
		smallest: min(w, h) / 5.2,
	}
	c.cut(0, 0, w, h)
	return c.patches
}

// PatchworkSVG draws the cloth of Patchwork as a picture of about 1 KB with white seams. It fills whatever box it is
// shown in, cropping rather than stretching, and carries no style or script, so the strictest policy shows it.
func PatchworkSVG(seed, palette string, w, h float64) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %s" preserveAspectRatio="xMidYMid slice">`,
		tenth(w), tenth(h))
	b.WriteString(`<g stroke="#fff" stroke-width="1.5">`)
	for _, p := range Patchwork(seed, palette, w, h, 0) {
		fmt.Fprintf(&b, `<path d="%s" fill="#%02x%02x%02x"/>`, outline(p.Corners), p.Colour.R, p.Colour.G, p.Colour.B)
	}
	b.WriteString(`</g></svg>`)
	return b.Bytes()
}

// outline writes a closed path, with the short commands for level and upright edges.
func outline(corners []Point) string {
	path := "M" + tenth(corners[0].X) + " " + tenth(corners[0].Y)
	for i, to := range corners[1:] {
		switch from := corners[i]; {
		case to.Y == from.Y:
			path += "H" + tenth(to.X)
		case to.X == from.X:
			path += "V" + tenth(to.Y)
		default:
			path += "L" + tenth(to.X) + " " + tenth(to.Y)
		}
	}
	return path + "z"
}

func tenth(v float64) string { return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64) }

// cloth is one patchwork being cut.
type cloth struct {
	draw             func() float64
	colours          []color.RGBA
	last             int
	widest, smallest float64
	patches          []Patch
}

func (c *cloth) cut(x, y, w, h float64) {
	long, short := max(w, h), min(w, h)
	if long <= c.widest && (c.draw() < .62 || short < c.smallest*2) || long < c.smallest*2.1 {
		c.leaf(x, y, w, h)
		return
	}
	share := .36 + c.draw()*.28
	if w > h*1.15 || (w > h*.87 && c.draw() < .5) {
		c.cut(x, y, w*share, h)
		c.cut(x+w*share, y, w*(1-share), h)
		return
	}
	c.cut(x, y, w, h*share)
	c.cut(x, y+h*share, w, h*(1-share))
}

// leaf lays one rectangle, and on almost every third a triangle of another colour.
func (c *cloth) leaf(x, y, w, h float64) {
	a, b, d, e := Point{x, y}, Point{x + w, y}, Point{x + w, y + h}, Point{x, y + h}
	c.lay(a, b, d, e)
	switch k := c.draw(); {
	case k < .16:
		c.lay(a, b, e)
	case k < .3:
		c.lay(e, b, d)
	}
}

func (c *cloth) lay(corners ...Point) {
	c.patches = append(c.patches, Patch{Corners: corners, Colour: c.pick()})
}

// pick never takes a colour twice in a row, and the darkest one only about half as often as the others.
func (c *cloth) pick() color.RGBA {
	for {
		k := int(c.draw() * float64(len(c.colours)))
		if k != c.last && (k != 0 || c.draw() >= .45) {
			c.last = k
			return c.colours[k]
		}
	}
}

// mulberry gives numbers in [0, 1) that depend on the seed alone: mulberry32 (Tommy Ettinger, public domain) started
// from the FNV-1a hash of the seed. Plain 32-bit arithmetic, so browsers draw the same cloth.
func mulberry(seed string) func() float64 {
	state := uint32(2166136261)
	for _, r := range seed {
		state = (state ^ uint32(r)) * 16777619
	}
	return func() float64 {
		state += 0x6D2B79F5
		t := (state ^ state>>15) * (1 | state)
		t = (t + (t^t>>7)*(61|t)) ^ t
		return float64(t^t>>14) / (1 << 32)
	}
}

// Palettes names the palettes there are.
func Palettes() []string { return []string{"blue", "green", "navy", "coral", "teal", "gold"} }

// Darkest is the darkest colour of a palette.
func Darkest(palette string) color.RGBA { return colours(palette)[0] }

// colours lists a palette from dark to light, with one contrasting colour at the end.
func colours(palette string) []color.RGBA {
	switch palette {
	case "green":
		return shades(0x1f4727, 0x267337, 0x3fa654, 0x7ec88e, 0xa9dab4, 0xd8eedd, 0xffe0a3)
	case "navy":
		return shades(0x031f3f, 0x063a74, 0x1c589c, 0x6b96c7, 0x90b0d5, 0xd6e0eb, 0xffc95c)
	case "coral":
		return shades(0x7a1f26, 0xab2b36, 0xd65c66, 0xe0858c, 0xebadb2, 0xf5d6d9, 0xb1cefb)
	case "teal":
		return shades(0x053961, 0x0b78cb, 0x2098f3, 0x5fb5f7, 0x9ed2fa, 0xd3ebfd, 0xa9dab4)
	case "gold":
		return shades(0x614100, 0x9e6a00, 0xc78500, 0xffb114, 0xffc95c, 0xffe0a3, 0x90b0d5)
	default:
		return shades(0x052b57, 0x0b50d0, 0x256ef4, 0x86aff9, 0xb1cefb, 0xd8e5fd, 0xebadb2)
	}
}

func shades(codes ...uint32) []color.RGBA {
	out := make([]color.RGBA, len(codes))
	for i, code := range codes {
		out[i] = rgb(code)
	}
	return out
}

// rgb is the opaque colour of a web colour code such as 0x052b57.
func rgb(code uint32) color.RGBA {
	return color.RGBA{R: uint8(code >> 16), G: uint8(code >> 8), B: uint8(code), A: 0xff}
}
