package asset

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func files(pairs ...string) fstest.MapFS {
	made := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		made[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return made
}

func TestRead_NamesTheCommandsWhenTheBundleIsEmpty(t *testing.T) {
	t.Parallel()
	_, err := read(files("static.go", "package static"))
	if !errors.Is(err, ErrEmpty) {
		t.Fatalf("got %v, want ErrEmpty", err)
	}
	for _, command := range []string{"npm ci", "go run ./tools/assets"} {
		if !strings.Contains(err.Error(), command) {
			t.Errorf("%q does not name %q", err, command)
		}
	}
}

func TestRead_RefusesABrokenManifest(t *testing.T) {
	t.Parallel()
	if _, err := read(files("manifest.json", "{")); err == nil {
		t.Fatal("a broken manifest was read")
	}
}

func TestRead_ServesOnlyWhatTheManifestLists(t *testing.T) {
	t.Parallel()
	b, err := read(files("manifest.json", `{"app.css":"app-1.css"}`, "app-1.css", "a{}", "app-1.css.gz", "zipped", "static.go", "package static"))
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := b.files["static.go"]; ok {
		t.Error("the Go source in the folder is served")
	}
	file, ok := b.files["app-1.css"]
	if !ok || file.Type != "text/css; charset=utf-8" {
		t.Errorf("app-1.css: found %v, type %q", ok, file.Type)
	}
}

func TestBody_ChoosesTheSmallestCopyTheBrowserTakes(t *testing.T) {
	t.Parallel()
	all := File{plain: []byte("p"), br: []byte("b"), gzip: []byte("g")}
	plainOnly := File{plain: []byte("p")}
	for _, c := range []struct {
		file           File
		header, encode string
	}{
		{all, "gzip, deflate, br, zstd", "br"},
		{all, "gzip", "gzip"},
		{all, "br;q=0, gzip;q=0.5", "gzip"},
		{all, "*", "br"},
		{all, "*;q=0", ""},
		{all, "br; q = 0, *", "gzip"},
		{all, "br;q=nonsense", ""},
		{all, "", ""},
		{plainOnly, "br, gzip", ""},
	} {
		if _, got := c.file.Body(c.header); got != c.encode {
			t.Errorf("Accept-Encoding %q: got %q, want %q", c.header, got, c.encode)
		}
	}
}

// The bundle is built before the tests run in CI; in a tree without one there is nothing to look at.
func TestBundle_HoldsWhatPagesLoad(t *testing.T) {
	t.Parallel()
	if errors.Is(Check(), ErrEmpty) {
		t.Skip(ErrEmpty)
	}
	if err := Check(); err != nil {
		t.Fatal(err)
	}
	got := map[string]bool{}
	want := map[string]bool{}
	for _, name := range []string{"app.css", "fonts.css", "app.js", "player.js", "quiz.js", "icons.svg", "logo.svg"} {
		want[name] = true
		_, got[name] = Find(strings.TrimPrefix(URL(name), Prefix))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("pages need (-want +got):\n%s", diff)
	}
	if url := Icon("play"); !strings.HasSuffix(url, ".svg#play") || !strings.HasPrefix(url, Prefix+"icons-") {
		t.Errorf("Icon gives %q", url)
	}
}
