package media

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	_ "image/gif" // decoded by Picture
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp" // decoded by Picture
)

const (
	// maxPixels is the most that a picture may unfold to, and maxPictureBytes the most it may weigh.
	maxPixels       = 50_000_000
	maxPictureBytes = 32 << 20
	// shownSide is the longest side of a picture as it is shown, in pixels.
	shownSide      = 1600
	pictureQuality = 85
)

// PictureTypes are the types of pictures that Picture reads, by content.
func PictureTypes() []string { return []string{"image/jpeg", "image/png", "image/gif", "image/webp"} }

// Shown is a picture made fit to be shown.
type Shown struct {
	Content       []byte
	Type          string // image/jpeg or image/png
	Width, Height int
}

// Picture makes of a JPEG, PNG, GIF or WebP what is shown on pages: upright, at most 1600 pixels a side, drawn anew, so
// that neither what a camera has written down about its owner nor anything else hidden in the file comes along. What
// unfolds beyond measure or is no picture is ErrRefused.
func Picture(from io.Reader) (Shown, error) {
	raw, err := io.ReadAll(io.LimitReader(from, maxPictureBytes+1))
	if err != nil {
		return Shown{}, fmt.Errorf("picture: %w", err)
	}
	if len(raw) > maxPictureBytes {
		return Shown{}, fmt.Errorf("%w: a picture of more than %d bytes", ErrTooLarge, maxPictureBytes)
	}
	config, kind, err := image.DecodeConfig(bytes.NewReader(raw))
	if err != nil {
		return Shown{}, refused("picture: %v", err)
	}
	if config.Width < 1 || config.Height < 1 || config.Width > maxPixels/config.Height {
		return Shown{}, refused("a picture of %d × %d pixels", config.Width, config.Height)
	}
	full, _, err := image.Decode(bytes.NewReader(raw))
	if err != nil {
		return Shown{}, refused("picture: %v", err)
	}
	turn := 1
	if kind == "jpeg" {
		turn = orientation(raw)
	}
	return encodePicture(upright(fitted(full), turn))
}

// fitted scales a picture down to what is shown; smaller ones keep their size.
func fitted(full image.Image) *image.NRGBA {
	w, h := full.Bounds().Dx(), full.Bounds().Dy()
	if longer := max(w, h); longer > shownSide {
		w, h = max(1, w*shownSide/longer), max(1, h*shownSide/longer)
	}
	out := image.NewNRGBA(image.Rect(0, 0, w, h))
	draw.ApproxBiLinear.Scale(out, out.Bounds(), full, full.Bounds(), draw.Src, nil)
	return out
}

// upright turns a picture as its camera was held: the eight values of Exif's tag 0x0112.
func upright(p *image.NRGBA, turn int) *image.NRGBA {
	w, h := p.Rect.Dx(), p.Rect.Dy()
	out := image.NewNRGBA(image.Rect(0, 0, w, h))
	if turn >= 5 {
		out = image.NewNRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			tx, ty := x, y
			switch turn {
			case 2:
				tx = w - 1 - x
			case 3:
				tx, ty = w-1-x, h-1-y
			case 4:
				ty = h - 1 - y
			case 5:
				tx, ty = y, x
			case 6:
				tx, ty = h-1-y, x
			case 7:
				tx, ty = h-1-y, w-1-x
			case 8:
				tx, ty = y, w-1-x
			default:
				return p
			}
			out.SetNRGBA(tx, ty, p.NRGBAAt(x, y))
		}
	}
	return out
}

func encodePicture(p *image.NRGBA) (Shown, error) {
	shown := Shown{Type: "image/png", Width: p.Rect.Dx(), Height: p.Rect.Dy()}
	var out bytes.Buffer
	var err error
	if p.Opaque() {
		shown.Type = "image/jpeg"
		err = jpeg.Encode(&out, p, &jpeg.Options{Quality: pictureQuality})
	} else {
		err = png.Encode(&out, p)
	}
	if err != nil {
		return Shown{}, fmt.Errorf("picture: %w", err)
	}
	shown.Content = out.Bytes()
	return shown, nil
}

// orientation finds Exif's tag 0x0112 in a JPEG (JEITA CP-3451, 4.6.4); 1, upright, where there is none.
func orientation(raw []byte) int {
	for at := 2; at+4 <= len(raw) && raw[at] == 0xff && raw[at+1] != 0xda; {
		size := int(binary.BigEndian.Uint16(raw[at+2:]))
		end := at + 2 + size
		if size < 2 || end > len(raw) {
			return 1
		}
		if body := raw[at+4 : end]; raw[at+1] == 0xe1 && bytes.HasPrefix(body, []byte("Exif\x00\x00")) {
			return tiffOrientation(body[6:])
		}
		at = end
	}
	return 1
}

func tiffOrientation(tiff []byte) int {
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.BigEndian
	if string(tiff[:2]) == "II" {
		order = binary.LittleEndian
	}
	first := int(order.Uint32(tiff[4:]))
	if first < 8 || first+2 > len(tiff) {
		return 1
	}
	for i := range int(order.Uint16(tiff[first:])) {
		entry := first + 2 + 12*i
		if entry+12 > len(tiff) {
			return 1
		}
		if value := int(order.Uint16(tiff[entry+8:])); order.Uint16(tiff[entry:]) == 0x0112 && value >= 1 && value <= 8 {
			return value
		}
	}
	return 1
}
