package paper

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"image"
	"image/color"
	"image/png"
	"io"

	"golang.org/x/image/draw"

	"academy/media"
)

const (
	// MaxPictureSide is the longest side of a picture on paper in pixels: about 220 a inch for a seal of 3 cm.
	MaxPictureSide = 400
	// Of each colour only this many bits are kept: nobody sees the difference on a seal, and the file is half as large.
	keptBits = 0b1111_1000
)

// Picture is a picture made ready for paper: small, and see-through where it is white, as ink on paper is. It is made
// once and drawn on many sheets.
type Picture struct {
	PNG           []byte
	Width, Height int // in pixels
	name          string
	pixels        *image.NRGBA
}

// NewPicture makes a picture of one that the library shows. What is no picture is media.ErrRefused.
func NewPicture(from io.Reader) (*Picture, error) {
	shown, err := media.Picture(from)
	if err != nil {
		return nil, err
	}
	full, _, err := image.Decode(bytes.NewReader(shown.Content))
	if err != nil {
		return nil, fmt.Errorf("picture for paper: %w", err)
	}
	small := scaled(full)
	for i := 0; i < len(small.Pix); i += 4 {
		see(small.Pix[i : i+4 : i+4])
	}
	return encoded(small)
}

func encoded(small *image.NRGBA) (*Picture, error) {
	var out bytes.Buffer
	if err := png.Encode(&out, small); err != nil {
		return nil, fmt.Errorf("picture for paper: %w", err)
	}
	sum := fnv.New64a()
	sum.Write(out.Bytes())
	return &Picture{out.Bytes(), small.Rect.Dx(), small.Rect.Dy(), fmt.Sprintf("%016x", sum.Sum64()), small}, nil
}

// widened is the picture with one more column, in which nothing is.
func (p *Picture) widened() *Picture {
	wide := image.NewNRGBA(image.Rect(0, 0, p.Width+1, p.Height))
	draw.Draw(wide, p.pixels.Rect, p.pixels, image.Point{}, draw.Src)
	wider, err := encoded(wide)
	if err != nil {
		return p // a buffer takes everything
	}
	return wider
}

// scaled is the picture no larger than it is drawn.
func scaled(full image.Image) *image.NRGBA {
	w, h := full.Bounds().Dx(), full.Bounds().Dy()
	if longer := max(w, h); longer > MaxPictureSide {
		w, h = max(1, w*MaxPictureSide/longer), max(1, h*MaxPictureSide/longer)
	}
	small := image.NewNRGBA(image.Rect(0, 0, w, h))
	draw.CatmullRom.Scale(small, small.Rect, full, full.Bounds(), draw.Src, nil)
	return small
}

// see makes a pixel as transparent as it is white: laid on white paper it looks the same, laid on letters it lets them
// through, as a scanned stamp should.
func see(pixel []uint8) {
	c := color.NRGBA{pixel[0], pixel[1], pixel[2], pixel[3]}
	ink := 255 - int(min(c.R, c.G, c.B))
	alpha := ink * int(c.A) / 255
	if alpha < 8 {
		copy(pixel, []uint8{0, 0, 0, 0})
		return
	}
	for i, v := range []uint8{c.R, c.G, c.B} {
		pixel[i] = uint8(max(0, 255-(255-int(v))*255/ink)) & keptBits
	}
	pixel[3] = uint8(alpha)&keptBits | 7
}
