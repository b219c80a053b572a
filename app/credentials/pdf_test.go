package credentials

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"academy/media"
)

func newPrinter(tb testing.TB) *Printer {
	tb.Helper()
	regular, err := media.Font(media.FontRegular)
	if err != nil {
		tb.Fatal(err)
	}
	bold, err := media.Font(media.FontBold)
	if err != nil {
		tb.Fatal(err)
	}
	return NewPrinter(regular, bold)
}

func koreanFace() Face {
	return Face{
		Lang: "ko", Name: "김하늘",
		Course: "참여외교란 무엇인가", CourseOther: "What is participatory diplomacy?",
		Issuer: "참여외교 아카데미", IssuerOther: "Diplomacy Academy",
		Hours: "1시간 30분", HoursOther: "1 h 30 min",
		Code: "7K2M-Q9XD-4TRB-WZ8HC", Number: "PDA-2026-004821",
		VerifyURL: "https://academy.example.org/certificates/7K2M-Q9XD-4TRB-WZ8HC",
		IssuedOn:  time.Date(2026, 11, 23, 9, 30, 0, 0, time.FixedZone("KST", 9*60*60)),
		Seed:      "participatory-diplomacy", Palette: "blue",
	}
}

func englishFace() Face {
	f := koreanFace()
	f.Lang, f.Name = "en", "Zoë Ángela O’Neill-Müller"
	f.Course, f.CourseOther = f.CourseOther, f.Course
	f.Issuer, f.IssuerOther = f.IssuerOther, f.Issuer
	f.Hours, f.HoursOther = f.HoursOther, f.Hours
	f.Number, f.Palette = "", "green"
	return f
}

func printed(t *testing.T, p *Printer, f Face) string {
	t.Helper()
	pdf, err := p.PDF(f)
	if err != nil {
		t.Fatal(err)
	}
	if len(pdf) > 80_000 {
		t.Errorf("%d bytes", len(pdf))
	}
	path := filepath.Join(t.TempDir(), "certificate.pdf")
	if err := os.WriteFile(path, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
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

// onOneLine undoes the line breaks of pdftotext.
func onOneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

func TestPDF_TellsNameCourseDayAndCodeInBothLanguages(t *testing.T) {
	t.Parallel()
	p := newPrinter(t)
	for _, f := range []Face{koreanFace(), englishFace()} {
		text := onOneLine(run(t, "pdftotext", "-layout", printed(t, p, f), "-"))
		for _, want := range []string{
			f.Name, f.Course, f.CourseOther, f.Issuer, f.IssuerOther, f.Code, f.Number, f.VerifyURL, f.Hours,
			"2026년 11월 23일", "23 November 2026", "수료증", "Certificate of completion",
		} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: no %q in %s", f.Lang, want, text)
			}
		}
	}
}

func TestPDF_EmbedsEveryCharacterItShows(t *testing.T) {
	t.Parallel()
	p := newPrinter(t)
	for _, f := range []Face{koreanFace(), englishFace()} {
		s, err := p.lay(f)
		if err != nil {
			t.Fatal(err)
		}
		lines, _ := s.edges()
		body, _ := s.body(1)
		for _, l := range append(lines, body...) {
			for _, r := range l.text {
				if !strings.ContainsRune(f.characters(), r) {
					t.Errorf("%s: %q of %q is not in the font", f.Lang, r, l.text)
				}
			}
		}
	}
}

func TestPDF_HasTitleLanguageAndEmbeddedFonts(t *testing.T) {
	t.Parallel()
	path := printed(t, newPrinter(t), koreanFace())
	info := run(t, "pdfinfo", path)
	for _, want := range []string{"수료증: 김하늘, 참여외교란 무엇인가", "Pages:           1", "841.89 x 595.28 pts (A4)"} {
		if !strings.Contains(info, want) {
			t.Errorf("no %q in\n%s", want, info)
		}
	}
	fonts := strings.Split(strings.TrimSpace(run(t, "pdffonts", path)), "\n")[2:]
	for _, font := range fonts {
		if !strings.Contains(font, "CID TrueType") || !strings.Contains(font, " yes ") {
			t.Errorf("font not embedded: %s", font)
		}
	}
	raw, err := os.ReadFile(path)
	if err != nil || !bytes.Contains(raw, []byte("/Lang (ko-KR)")) {
		t.Errorf("no language, %v", err)
	}
}

func TestPDF_IsTheSameFromAnyPrinterAtAnyTime(t *testing.T) {
	t.Parallel()
	shared := newPrinter(t)
	want, err := newPrinter(t).PDF(koreanFace())
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			f := koreanFace()
			if i%2 == 1 {
				f.Name = "뷁쒫꿻 힣"
			}
			got, err := shared.PDF(f)
			if err != nil || bytes.Equal(got, want) != (i%2 == 0) {
				t.Errorf("certificate %d: %v", i, err)
			}
		})
	}
	all.Wait()
}

func TestPDF_QRLeadsToTheAddress(t *testing.T) {
	t.Parallel()
	f := koreanFace()
	path := printed(t, newPrinter(t), f)
	picture := strings.TrimSuffix(path, ".pdf")
	run(t, "pdftoppm", "-r", "100", "-png", "-singlefile", path, picture)
	if got := strings.TrimSpace(run(t, "zbarimg", "-q", "--raw", picture+".png")); got != f.VerifyURL {
		t.Errorf("the code reads %q", got)
	}
}

func TestPDF_FitsLongNamesAndTitles(t *testing.T) {
	t.Parallel()
	p := newPrinter(t)
	for name, long := range map[string]string{
		"hangul":   strings.Repeat("가나다라마바사아자차", 8),
		"latin":    strings.Repeat("Wilhelmina ", 7) + "de",
		"unbroken": strings.Repeat("W", 80),
	} {
		f := koreanFace()
		f.Name = long
		f.Course, f.CourseOther = strings.Repeat("참여외교 ", 24)+"입문", strings.Repeat("diplomacy ", 19)+"primer"
		text := run(t, "pdftotext", "-raw", printed(t, p, f), "-")
		bare := strings.NewReplacer(" ", "", "\n", "").Replace(text)
		if !strings.Contains(bare, strings.ReplaceAll(long, " ", "")) {
			t.Errorf("%s: the name is cut in %s", name, text)
		}
	}
}

func TestPDF_RefusesWhatOverflows(t *testing.T) {
	t.Parallel()
	p := newPrinter(t)
	for _, spoil := range []func(*Face){
		func(f *Face) { f.Course = strings.Repeat("아주 긴 강좌 ", 400) },
		func(f *Face) { f.Issuer = strings.Repeat("기관", 200) },
		func(f *Face) { f.Number = strings.Repeat("9", 300) },
	} {
		f := koreanFace()
		spoil(&f)
		if _, err := p.PDF(f); !errors.Is(err, ErrOverflow) {
			t.Error(err)
		}
	}
}

func TestPDF_RefusesAFaceThatProvesNothing(t *testing.T) {
	t.Parallel()
	p := newPrinter(t)
	for _, spoil := range []func(*Face){
		func(f *Face) { f.Name = " \u200b " },
		func(f *Face) { f.Code = "" },
		func(f *Face) { f.VerifyURL = "" },
		func(f *Face) { f.VerifyURL = "https://아카데미.example/" },
		func(f *Face) { f.IssuedOn = time.Time{} },
	} {
		f := koreanFace()
		spoil(&f)
		if _, err := p.PDF(f); err == nil {
			t.Errorf("printed %+v", f)
		}
	}
}

func TestPDF_ComposesNamesThatComeInPieces(t *testing.T) {
	t.Parallel()
	f := koreanFace()
	f.Name = norm.NFD.String("김하늘 é")
	if text := run(t, "pdftotext", printed(t, newPrinter(t), f), "-"); !strings.Contains(text, "김하늘 é") {
		t.Errorf("%s", text)
	}
}

func TestPDF_ShowsASquareForWhatTheFontLacks(t *testing.T) {
	t.Parallel()
	f := koreanFace()
	f.Name = "김하늘 👩‍👩‍👧 محمد (a\\b) %s {nb}"
	if text := run(t, "pdftotext", printed(t, newPrinter(t), f), "-"); !strings.Contains(text, "김하늘 □□□ □□□□ (a\\b) %s {nb}") {
		t.Errorf("%s", text)
	}
}

func TestPDF_RefusesWhatIsNoFont(t *testing.T) {
	t.Parallel()
	p := NewPrinter([]byte("not a font"), nil)
	if _, err := p.PDF(koreanFace()); err == nil {
		t.Error("printed without a font")
	}
	if got := p.Unprintable("가"); len(got) != 1 {
		t.Errorf("%q", got)
	}
}

func TestUnprintable_ListsEachCharacterOnce(t *testing.T) {
	t.Parallel()
	p := newPrinter(t)
	for name, want := range map[string]string{
		"김하늘":                         "",
		"Zoë O’Neill-Müller":          "",
		norm.NFD.String("김하늘"):        "",
		"뷁쒫꿻":                         "",
		"하늘😀😀\ufe0f":                  "😀",
		"محمد":                        "محد",
		"\u202eevil\u200d\x00 \tname": "",
	} {
		if got := p.Unprintable(name); !slices.Equal(got, []rune(want)) {
			t.Errorf("%q: %q, want %q", name, string(got), want)
		}
	}
}

func BenchmarkPDF(b *testing.B) {
	p, f := newPrinter(b), koreanFace()
	for b.Loop() {
		if _, err := p.PDF(f); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "pdf/s")
}
