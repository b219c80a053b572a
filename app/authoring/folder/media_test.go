package folder_test

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"academy/app/authoring/folder"
)

func TestMediaFile_IsAPlainNameThatNobodyElseHas(t *testing.T) {
	t.Parallel()
	taken := map[string]bool{}
	for _, step := range []struct{ name, want string }{
		{"지도.png", "media/지도.png"},
		{"지도.png", "media/지도-2.png"},
		{"우리 동네 (1).PDF", "media/우리-동네--1.PDF"},
		{"../../etc/passwd", "media/etc-passwd"},
		{"😀.png", "media/file.png"},
		{"MAP.png", "media/MAP.png"},
		{"map.png", "media/map-2.png"},
		{"", "media/file"},
		{strings.Repeat("가", 200) + ".hwp", "media/" + strings.Repeat("가", 60) + ".hwp"},
	} {
		if got := folder.MediaFile(step.name, taken); got != step.want {
			t.Errorf("%q is called %q, not %q", step.name, got, step.want)
		}
	}
}

func TestLinkMedia_ChangesKnownFilesOnly(t *testing.T) {
	t.Parallel()
	got := folder.LinkMedia("![지도](media/지도.png) [x](media/지도.png-2) media/other.pdf", map[string]string{"media/지도.png": "/library/1", "media/지도.png-2": "/library/2"})
	if want := "![지도](/library/1) [x](/library/2) media/other.pdf"; got != want {
		t.Errorf("got %q", got)
	}
}

func TestRead_TakesTheExampleOfTheDocumentation(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../../docs/course-folder.md")
	if err != nil {
		t.Fatal(err)
	}
	_, example, _ := strings.Cut(string(page), "```yaml\n")
	example, _, _ = strings.Cut(example, "```")
	for _, item := range folder.Read(fstest.MapFS{"course.yaml": &fstest.MapFile{Data: []byte(example)}}).Items() {
		for _, p := range item.Problems {
			if p.Key != "import.no_file" {
				t.Errorf("%s:%d: %s %v", item.Name, p.Line, p.Key, p.Args)
			}
		}
	}
}
