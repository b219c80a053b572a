package media_test

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"

	"academy/media"
)

// flag is red on its left half and blue on its right one.
func flag(w, h int) *image.NRGBA {
	p := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.NRGBA{R: 255, A: 255}
			if x >= w/2 {
				c = color.NRGBA{B: 255, A: 255}
			}
			p.SetNRGBA(x, y, c)
		}
	}
	return p
}

// camera writes a picture as a phone does: with how it was held, and where.
func camera(t *testing.T, p image.Image, turn byte) []byte {
	t.Helper()
	var plain bytes.Buffer
	if err := jpeg.Encode(&plain, p, nil); err != nil {
		t.Fatal(err)
	}
	exif := append([]byte("Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00"), turn, 0, 0, 0, 0, 0, 0)
	exif = append(exif, "37.5665N126.9780E"...)
	head := append([]byte{0xff, 0xd8, 0xff, 0xe1, 0, byte(len(exif) + 2)}, exif...)
	return append(head, plain.Bytes()[2:]...)
}

func TestPicture_IsUprightSmallEnoughAndSaysNothingOfWhereItWasTaken(t *testing.T) {
	t.Parallel()
	shown, err := media.Picture(bytes.NewReader(camera(t, flag(2000, 1000), 6)))
	if err != nil {
		t.Fatal(err)
	}
	if shown.Width != 800 || shown.Height != 1600 || shown.Type != "image/jpeg" || bytes.Contains(shown.Content, []byte("126.9780E")) {
		t.Errorf("%d × %d %s", shown.Width, shown.Height, shown.Type)
	}
	back, err := jpeg.Decode(bytes.NewReader(shown.Content))
	if err != nil {
		t.Fatal(err)
	}
	// Turned by a quarter to the right, the left half is above.
	if r, _, b, _ := back.At(400, 100).RGBA(); r < 0xc000 || b > 0x4000 {
		t.Errorf("above it is %x red and %x blue", r, b)
	}
}

func TestPicture_KeepsWhatShinesThrough(t *testing.T) {
	t.Parallel()
	p := flag(10, 10)
	p.SetNRGBA(0, 0, color.NRGBA{})
	var raw bytes.Buffer
	if err := png.Encode(&raw, p); err != nil {
		t.Fatal(err)
	}
	if shown, err := media.Picture(&raw); err != nil || shown.Type != "image/png" || shown.Width != 10 {
		t.Errorf("%+v, %v", shown.Type, err)
	}
}

func TestPicture_RefusesBombsAndWhatIsNone(t *testing.T) {
	t.Parallel()
	var bomb bytes.Buffer
	if err := png.Encode(&bomb, image.NewGray(image.Rect(0, 0, 20_000, 20_000))); err != nil {
		t.Fatal(err)
	}
	for name, raw := range map[string][]byte{
		"a bomb": bomb.Bytes(), "half of one": camera(t, flag(100, 100), 1)[:600], "no picture": []byte("<svg onload=x>"), "nothing": nil,
		"a broken note of how it was held": append([]byte{0xff, 0xd8, 0xff, 0xe1, 0xff, 0xff}, "Exif"...),
	} {
		if _, err := media.Picture(bytes.NewReader(raw)); !errors.Is(err, media.ErrRefused) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
