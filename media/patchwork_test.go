package media

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPatchwork_IsTheSameClothForTheSameSeed(t *testing.T) {
	t.Parallel()
	first := Patchwork("public-diplomacy", "teal", 320, 150, 0)
	if diff := cmp.Diff(first, Patchwork("public-diplomacy", "teal", 320, 150, 0)); diff != "" {
		t.Error(diff)
	}
	if cmp.Equal(first, Patchwork("climate-diplomacy", "teal", 320, 150, 0)) {
		t.Error("two courses share one cloth")
	}
}

func TestPatchwork_CoversTheClothWithoutHoles(t *testing.T) {
	t.Parallel()
	for _, seed := range []string{"a", "기후외교", "climate-diplomacy", ""} {
		area := 0.0
		for _, p := range Patchwork(seed, "gold", 297, 210, 61) {
			if len(p.Corners) == 4 {
				area += (p.Corners[1].X - p.Corners[0].X) * (p.Corners[2].Y - p.Corners[1].Y)
			}
			for _, c := range p.Corners {
				if c.X < 0 || c.X > 297.001 || c.Y < 0 || c.Y > 210.001 {
					t.Errorf("%q: corner %v lies outside", seed, c)
				}
			}
		}
		if math.Abs(area-297*210) > .01 {
			t.Errorf("%q: rectangles cover %.1f of %d", seed, area, 297*210)
		}
	}
}

func TestPatchwork_NeverLaysOneColourTwiceInARow(t *testing.T) {
	t.Parallel()
	for _, palette := range []string{"blue", "green", "navy", "coral", "teal", "gold"} {
		patches := Patchwork("shared-diplomacy", palette, 320, 150, 0)
		for i, p := range patches[1:] {
			if p.Colour == patches[i].Colour {
				t.Errorf("%s: pieces %d and %d are both %v", palette, i, i+1, p.Colour)
			}
		}
	}
}

func TestPatchworkSVG_IsASmallPictureWithoutStyle(t *testing.T) {
	t.Parallel()
	for _, seed := range []string{"participatory-diplomacy", "climate-diplomacy", "cert-frame-7"} {
		svg := PatchworkSVG(seed, "blue", 320, 150)
		if len(svg) > 1400 {
			t.Errorf("%s: %d bytes", seed, len(svg))
		}
		if bytes.Contains(svg, []byte("style")) || !bytes.Contains(svg, []byte(`xmlns="http://www.w3.org/2000/svg"`)) {
			t.Errorf("%s: %s", seed, svg)
		}
		wellFormed(t, svg)
	}
}

func TestPatchworkSVG_DrawsThePrototypesCloth(t *testing.T) {
	t.Parallel()
	got := string(PatchworkSVG("cert-frame-7", "gold", 320, 150))
	want := `<path d="M54.9 0H136.2V69.3H54.9z" fill="#90b0d5"/><path d="M54.9 69.3L136.2 0V69.3z" fill="#614100"/>`
	if !strings.Contains(got, want) {
		t.Errorf("the cloth changed: %s", got)
	}
}

func wellFormed(t *testing.T, svg []byte) {
	t.Helper()
	for d := xml.NewDecoder(bytes.NewReader(svg)); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("%v in %s", err, svg)
		}
	}
}
