package diploma

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"academy/app/credentials/paper"
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
	p, err := NewPrinter(regular, bold)
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

func koreanFace() Face {
	f := Face{
		Template: Default(Text{KO: "참여외교 아카데미", EN: "Diplomacy Academy"}, "blue"),
		Lang:     "ko", Name: "김하늘",
		Course: Text{KO: "참여외교란 무엇인가", EN: "What is participatory diplomacy?"},
		Hours:  Text{KO: "1시간 30분", EN: "1 h 30 min"},
		Code:   "7K2M-Q9XD-4TRB-WZ8HC", Number: "PDA-2026-004821",
		VerifyURL: "https://academy.example.org/certificates/7K2M-Q9XD-4TRB-WZ8HC",
		IssuedOn:  time.Date(2026, 11, 23, 9, 30, 0, 0, time.FixedZone("KST", 9*60*60)),
		Seed:      "participatory-diplomacy",
	}
	return f
}

// englishFace is upright, in the other language, signed and valid for two years.
func englishFace() Face {
	f := koreanFace()
	f.Lang, f.Name = "en", "Zoë Ángela O’Neill-Müller"
	f.Across, f.Border, f.Palette = false, BorderLine, "green"
	f.Position, f.Signatory = Text{KO: "아카데미 원장", EN: "Director of the Academy"}, Text{KO: "이서연", EN: "Lee Seoyeon"}
	f.ExpiresOn = f.IssuedOn.AddDate(2, 0, 0)
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
			f.Name, f.Course.KO, f.Course.EN, f.Authority.KO, f.Authority.EN, f.Code, f.Number, f.VerifyURL, f.Hours.KO, f.Hours.EN,
			f.Signatory.KO, f.Position.EN, "2026년 11월 23일", "23 November 2026", "수료증", "Certificate of completion",
		} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: no %q in %s", f.Lang, want, text)
			}
		}
		if f.Lang == "en" && !strings.Contains(text, "valid until 23 November 2028") {
			t.Errorf("no last day in %s", text)
		}
	}
}

func TestPDF_HasTitleLanguagePageAndEmbeddedFonts(t *testing.T) {
	t.Parallel()
	p := newPrinter(t)
	for _, c := range []struct {
		face              Face
		title, size, lang string
	}{
		{koreanFace(), "수료증: 김하늘, 참여외교란 무엇인가", "841.89 x 595.28 pts (A4)", "/Lang (ko-KR)"},
		{englishFace(), "Certificate of completion: Zoë Ángela O’Neill-Müller, What is participatory diplomacy?", "595.28 x 841.89 pts (A4)", "/Lang (en-GB)"},
	} {
		path := printed(t, p, c.face)
		info := run(t, "pdfinfo", path)
		for _, want := range []string{c.title, "Pages:           1", c.size} {
			if !strings.Contains(info, want) {
				t.Errorf("no %q in\n%s", want, info)
			}
		}
		for _, font := range strings.Split(strings.TrimSpace(run(t, "pdffonts", path)), "\n")[2:] {
			if !strings.Contains(font, "CID TrueType") || !strings.Contains(font, " yes ") {
				t.Errorf("font not embedded: %s", font)
			}
		}
		raw, err := os.ReadFile(path)
		if err != nil || !bytes.Contains(raw, []byte(c.lang)) {
			t.Errorf("no language, %v", err)
		}
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
	p := newPrinter(t)
	for _, f := range []Face{koreanFace(), englishFace()} {
		path := printed(t, p, f)
		picture := strings.TrimSuffix(path, ".pdf")
		run(t, "pdftoppm", "-r", "100", "-png", "-singlefile", path, picture)
		if got := strings.TrimSpace(run(t, "zbarimg", "-q", "--raw", picture+".png")); got != f.VerifyURL {
			t.Errorf("the code reads %q", got)
		}
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
		for _, f := range []Face{koreanFace(), englishFace()} {
			f.Name = long
			f.Course = Text{KO: strings.Repeat("참여외교 ", 24) + "입문", EN: strings.Repeat("diplomacy ", 19) + "primer"}
			text := run(t, "pdftotext", "-raw", printed(t, p, f), "-")
			bare := strings.NewReplacer(" ", "", "\n", "").Replace(text)
			if !strings.Contains(bare, strings.ReplaceAll(long, " ", "")) {
				t.Errorf("%s: the name is cut in %s", name, text)
			}
		}
	}
}

func TestPDF_RefusesWhatOverflowsAndSaysWhatItIs(t *testing.T) {
	t.Parallel()
	p := newPrinter(t)
	for part, spoil := range map[string]func(*Face){
		"statement": func(f *Face) { f.Course.KO = strings.Repeat("아주 긴 강좌 ", 400) },
		"authority": func(f *Face) { f.Authority.KO = strings.Repeat("기관", 200) },
		"number":    func(f *Face) { f.Number = strings.Repeat("9", 300) },
		"title":     func(f *Face) { f.Title.EN = strings.Repeat("certificate ", 90) },
		"signatory": func(f *Face) { f.Signatory.KO = strings.Repeat("이름", 200) },
	} {
		f := koreanFace()
		spoil(&f)
		_, err := p.PDF(f)
		var over *Overflow
		if !errors.Is(err, ErrOverflow) || !errors.As(err, &over) || over.Part != part {
			t.Errorf("%s: %v", part, err)
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
		func(f *Face) { f.Statement.KO = "{surname}" },
	} {
		f := koreanFace()
		spoil(&f)
		if _, err := p.PDF(f); err == nil {
			t.Errorf("printed %+v", f)
		}
	}
}

func TestPDF_NeverReadsTheValueOfAVariableAsAText(t *testing.T) {
	t.Parallel()
	f := koreanFace()
	f.Name, f.Course.KO = "{number} {name} {{", "{issuer} %s {nb} }"
	f.Statement.KO = "{{괄호}} {name} / {course}"
	text := onOneLine(run(t, "pdftotext", "-layout", printed(t, newPrinter(t), f), "-"))
	if want := "{괄호} {number} {name} {{ / {issuer} %s {nb} }"; !strings.Contains(text, want) {
		t.Errorf("no %q in %s", want, text)
	}
}

// noise is a picture that no compression makes smaller, see-through at its upper half.
func noise(t *testing.T, w, h int) *paper.Picture {
	t.Helper()
	picture, chance := image.NewNRGBA(image.Rect(0, 0, w, h)), rand.New(rand.NewPCG(1, 2))
	for i := range picture.Pix {
		picture.Pix[i] = uint8(chance.Uint32())
	}
	for x := range w {
		for y := range h / 2 {
			picture.SetNRGBA(x, y, color.NRGBA{})
		}
	}
	var raw bytes.Buffer
	if err := png.Encode(&raw, picture); err != nil {
		t.Fatal(err)
	}
	ready, err := paper.NewPicture(&raw)
	if err != nil {
		t.Fatal(err)
	}
	return ready
}

func TestPDF_StaysSmallWithTheWorstPictures(t *testing.T) {
	t.Parallel()
	f := englishFace()
	f.Seal, f.Signature = noise(t, 500, 500), noise(t, 900, 300)
	pdf, err := newPrinter(t).PDF(f)
	if err != nil || len(pdf) > 600_000 {
		t.Errorf("%d bytes, %v", len(pdf), err)
	}
	again, err := newPrinter(t).PDF(f)
	if err != nil || !bytes.Equal(pdf, again) {
		t.Errorf("not the same bytes, %v", err)
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
	if _, err := NewPrinter([]byte("not a font"), nil); err == nil {
		t.Error("there is a printer without a font")
	}
}

func TestSVG_IsThePageThatIsPrinted(t *testing.T) {
	t.Parallel()
	p, f := newPrinter(t), englishFace()
	f.Seal = noise(t, 60, 60)
	svg, err := p.SVG(f, "a <label>")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`viewBox="0 0 210 297"`, "<title>a &lt;label&gt;</title>", `href="data:image/png;base64,`} {
		if !bytes.Contains(svg, []byte(want)) {
			t.Errorf("no %s", want)
		}
	}
	for _, never := range []string{"<text", "style=", "<script", "http://academy"} {
		if bytes.Contains(svg, []byte(never)) {
			t.Errorf("there is %s", never)
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
