package media_test

import (
	"errors"
	"strings"
	"testing"

	"academy/media"
)

func TestLectureExtension_RefusesWhatIsNoFilm(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{
		"program": "\x7fELF\x02\x01\x01", "page": "<!doctype html><p>", "drawing": `<svg xmlns="http://www.w3.org/2000/svg">`,
		"archive": "PK\x03\x04", "playlist": "#EXTM3U\n", "nothing": "", "text": "hello", "document": "%PDF-1.7\n",
	} {
		found, err := media.Sniff(strings.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := media.LectureExtension(found); !errors.Is(err, media.ErrRefused) {
			t.Errorf("%s (%s): %q, %v; want media.ErrRefused", name, found, got, err)
		}
	}
}
