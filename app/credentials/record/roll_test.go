package record

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"academy/app/credentials/paper"
	"academy/media"
)

func rollOf(courses int) roll {
	r := roll{
		Lang: "ko-KR", Title: "학습 이력", Name: "김하늘", Issuer: "참여외교 아카데미", Facts: []string{"2026. 11. 29.(일) 기준"}, Notes: []string{"본인이 골라 공개한 것만 담았습니다."},
		URL: "https://academy.example.org/records/7K2M-Q9XD-4TRB-WZ8HC", Check: "QR 코드나 아래 주소에서 확인할 수 있습니다.",
		Page: func(n, of int) string { return fmt.Sprintf("%d / %d쪽", n, of) }, At: time.Date(2026, 11, 29, 9, 0, 0, 0, time.UTC),
	}
	section := rollPart{Title: "마친 강좌"}
	for n := range courses {
		section.Rows = append(section.Rows, rollRow{Title: fmt.Sprintf("참여외교와 국제 협력의 이해 %d", n+1), Facts: "2026. 11. 29.(일) 수료 · 1시간 30분", Aside: "성적 87.5%"})
	}
	r.Sections = []rollPart{section}
	return r
}

func newFonts(t *testing.T) *paper.Fonts {
	t.Helper()
	regular, err := media.Font(media.FontRegular)
	if err != nil {
		t.Fatal(err)
	}
	bold, err := media.Font(media.FontBold)
	if err != nil {
		t.Fatal(err)
	}
	fonts, err := paper.NewFonts(regular, bold)
	if err != nil {
		t.Fatal(err)
	}
	return fonts
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

func printed(t *testing.T, r roll) string {
	t.Helper()
	pdf, err := r.pdf(newFonts(t))
	if err != nil {
		t.Fatal(err)
	}
	if len(pdf) > 300_000 {
		t.Errorf("%d bytes", len(pdf))
	}
	path := filepath.Join(t.TempDir(), "record.pdf")
	if err := os.WriteFile(path, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestRoll_OfTwoHundredCoursesNumbersItsPagesAndStaysSmall(t *testing.T) {
	t.Parallel()
	path := printed(t, rollOf(200))
	info := run(t, "pdfinfo", path)
	for _, want := range []string{"Title:           학습 이력: 김하늘", "(A4)"} {
		if !strings.Contains(info, want) {
			t.Errorf("%q is not in %s", want, info)
		}
	}
	text := strings.Join(strings.Fields(run(t, "pdftotext", "-layout", path, "-")), " ")
	_, after, _ := strings.Cut(info, "Pages:")
	pages := strings.Fields(after)[0]
	for _, want := range []string{"1 / " + pages + "쪽", pages + " / " + pages + "쪽", "국제 협력의 이해 200"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not printed", want)
		}
	}
	for _, line := range strings.Split(run(t, "pdffonts", path), "\n")[2:] {
		if fields := strings.Fields(line); len(fields) > 6 && fields[len(fields)-5] != "yes" {
			t.Errorf("not embedded: %s", line)
		}
	}
}

func TestRoll_OfAFewCoursesIsOnePageWithACodeThatOpensIt(t *testing.T) {
	t.Parallel()
	r := rollOf(3)
	path := printed(t, r)
	if text := run(t, "pdftotext", path, "-"); strings.Contains(text, "1 / 1") {
		t.Error("a single page is numbered")
	}
	picture := strings.TrimSuffix(path, ".pdf")
	run(t, "pdftoppm", "-png", "-r", "150", "-singlefile", path, picture)
	if got := strings.TrimSpace(run(t, "zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", picture+".png")); got != r.URL {
		t.Errorf("the code says %q", got)
	}
}

func TestRoll_TakesLongNamesAndScriptsItsFontLacks(t *testing.T) {
	t.Parallel()
	fonts := newFonts(t)
	for _, name := range []string{strings.Repeat("가", 80), strings.Repeat("W", 80), "محمد 🦋 김하늘", "\u1112\u1161\u1102\u1173\u11af", ""} {
		r := rollOf(2)
		r.Name, r.Sections[0].Rows[0].Title = name, name
		first, err := r.pdf(fonts)
		if err != nil {
			t.Fatalf("%q: %v", name, err)
		}
		if second, err := r.pdf(fonts); err != nil || !bytes.Equal(first, second) {
			t.Errorf("%q prints otherwise the second time: %v", name, err)
		}
	}
}
