package paper

import (
	"os/exec"
	"slices"
	"testing"

	"golang.org/x/text/unicode/norm"

	"academy/media"
)

func newFonts(tb testing.TB) *Fonts {
	tb.Helper()
	regular, err := media.Font(media.FontRegular)
	if err != nil {
		tb.Fatal(err)
	}
	bold, err := media.Font(media.FontBold)
	if err != nil {
		tb.Fatal(err)
	}
	f, err := NewFonts(regular, bold)
	if err != nil {
		tb.Fatal(err)
	}
	return f
}

func TestUnprintable_ListsEachCharacterOnce(t *testing.T) {
	t.Parallel()
	f := newFonts(t)
	for name, want := range map[string]string{
		"김하늘":                         "",
		"Zoë O’Neill-Müller":          "",
		norm.NFD.String("김하늘"):        "",
		"뷁쒫꿻":                         "",
		"하늘😀😀\ufe0f":                  "😀",
		"محمد":                        "محد",
		"\u202eevil\u200d\x00 \tname": "",
	} {
		if got := f.Unprintable(name); !slices.Equal(got, []rune(want)) {
			t.Errorf("%q: %q, want %q", name, string(got), want)
		}
	}
}

// run gives what a tool of poppler or zbar prints.
func run(t *testing.T, tool string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(tool); err != nil {
		t.Skipf("%s is not installed", tool)
	}
	out, err := exec.Command(tool, args...).Output()
	if err != nil {
		t.Fatalf("%s %v: %v", tool, args, err)
	}
	return string(out)
}
