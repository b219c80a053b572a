package paper

import (
	"image/color"
	"strings"

	"academy/media"
)

// Sheet is one page: what stands on it, in the order in which it is drawn. Places are in millimetres from the top left.
type Sheet struct {
	Width, Height float64
	marks         []mark
}

// mark is one thing on a sheet. Both ways of drawing show the same.
type mark interface {
	pdf(w *pdfWriter)
	svg(w *svgWriter)
}

// A4 is an empty sheet, upright or across.
func A4(across bool) *Sheet {
	if across {
		return &Sheet{Width: 297, Height: 210}
	}
	return &Sheet{Width: 210, Height: 297}
}

// Shape is an area within straight edges. A colour without opacity draws nothing.
type Shape struct {
	Corners    []media.Point
	Fill, Edge color.RGBA
	Stroke     float64 // how thick the edge is
}

// Shape draws an area.
func (s *Sheet) Shape(shape Shape) { s.marks = append(s.marks, shape) }

// Rect draws an upright rectangle at a place.
func (s *Sheet) Rect(at media.Point, w, h float64, look Shape) {
	look.Corners = []media.Point{at, {X: at.X + w, Y: at.Y}, {X: at.X + w, Y: at.Y + h}, {X: at.X, Y: at.Y + h}}
	s.Shape(look)
}

// Rule draws a level line from a place to the right, of a thickness and a colour.
func (s *Sheet) Rule(at media.Point, length, thick float64, ink color.RGBA) {
	s.Shape(Shape{Corners: []media.Point{at, {X: at.X + length, Y: at.Y}}, Edge: ink, Stroke: thick})
}

// Line is one line of text: At is the left end of its baseline. Its characters are printable, see Fonts.Printable.
type Line struct {
	Text string
	At   media.Point
	Size float64 // in points
	Bold bool
	Ink  color.RGBA
}

// Line sets a line of text.
func (s *Sheet) Line(l Line) {
	if l.Text != "" {
		s.marks = append(s.marks, l)
	}
}

// Image is a picture at a place, stretched to a size.
type Image struct {
	At      media.Point
	W, H    float64
	Picture *Picture
}

// Image draws a picture.
func (s *Sheet) Image(i Image) { s.marks = append(s.marks, i) }

// Code is the QR code of an address, which it is a link to as well.
type Code struct {
	At      media.Point
	Side    float64
	Address string
	rows    [][]bool
}

// Code draws a QR code.
func (s *Sheet) Code(c Code) (err error) {
	if c.rows, err = QR(c.Address); err == nil {
		s.marks = append(s.marks, c)
	}
	return err
}

// Texts answers the lines of a sheet in the order in which they were set.
func (s *Sheet) Texts() []string {
	var texts []string
	for _, m := range s.marks {
		if l, ok := m.(Line); ok {
			texts = append(texts, l.Text)
		}
	}
	return texts
}

// characters are all that stand on a sheet in a weight.
func (s *Sheet) characters(bold bool) string {
	var all strings.Builder
	for _, m := range s.marks {
		if l, ok := m.(Line); ok && l.Bold == bold {
			all.WriteString(l.Text)
		}
	}
	return all.String()
}

// Ink is the opaque colour of a web colour code such as 0x052b57.
func Ink(code uint32) color.RGBA {
	return color.RGBA{R: uint8(code >> 16), G: uint8(code >> 8), B: uint8(code), A: 0xff}
}
