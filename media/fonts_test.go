package media

import (
	"errors"
	"io/fs"
	"strings"
	"testing"

	"golang.org/x/image/font/sfnt"
)

func TestFont_DrawsHangulAndLatin(t *testing.T) {
	t.Parallel()
	for _, name := range []string{FontRegular, FontBold} {
		raw, err := Font(name)
		if err != nil {
			t.Fatal(err)
		}
		parsed, err := sfnt.Parse(raw)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, r := range "가힣뷁éÑ‘’" {
			if glyph, err := parsed.GlyphIndex(nil, r); err != nil || glyph == 0 {
				t.Errorf("%s cannot draw %q: %v", name, r, err)
			}
		}
	}
}

func TestFont_NamesTheCommandThatFetchesAMissingOne(t *testing.T) {
	t.Parallel()
	_, err := Font("Pretendard-Medium.ttf")
	if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "make build") {
		t.Errorf("Font of a missing face: %v", err)
	}
}
