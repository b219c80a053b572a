package credentials

import (
	"bytes"
	"errors"
	"fmt"
	"image/color"
	"slices"
	"strings"
	"time"
	"unicode"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/unicode/norm"
)

// ErrOverflow says that the texts of a certificate do not fit on its page even at the smallest size we print.
var ErrOverflow = errors.New("credentials: the certificate overflows its page")

// Face is all that stands on a printed certificate. Texts are plain and may be of any script; what the font cannot draw
// is replaced, see Printer.Unprintable.
type Face struct {
	Lang                  string // the leading language: ko, or en
	Name                  string
	Course, Issuer, Hours string // in the leading language; Hours is a length of time such as 1시간 30분, or empty
	// The same in the other language; an empty one is taken from the leading language, but Hours is left out.
	CourseOther, IssuerOther, HoursOther string
	Code                                 string    // as NewCode wrote it
	Number                               string    // of the register, may be empty
	VerifyURL                            string    // what the QR code leads to, in ASCII
	IssuedOn                             time.Time // printed as the day it is in its own time zone
	Seed, Palette                        string    // of the patchwork border, see media.Patchwork
}

// check finds the first thing without which a certificate proves nothing.
func (f Face) check() error {
	for _, must := range []struct {
		what string
		text string
	}{
		{"name", f.Name}, {"course", f.Course}, {"issuer", f.Issuer}, {"code", f.Code}, {"address", f.VerifyURL},
	} {
		if must.text == "" {
			return fmt.Errorf("the certificate has no %s", must.what)
		}
	}
	if strings.ContainsFunc(f.VerifyURL, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return fmt.Errorf("the address %q of the certificate is not plain ASCII", f.VerifyURL)
	}
	if f.IssuedOn.IsZero() {
		return errors.New("the certificate has no day")
	}
	return nil
}

// Printer makes the PDF of certificates. It is safe for several goroutines at once.
type Printer struct {
	regular, bold []byte
	charts        [2]*sfnt.Font // to look up which characters the fonts have
	substitute    rune
	err           error
}

// NewPrinter takes two weights of one family as TrueType files (see media.Font) and keeps them; they must not be
// changed afterwards. Whether they are fonts at all is told by the first PDF.
func NewPrinter(regular, bold []byte) *Printer {
	p := &Printer{regular: regular, bold: bold, substitute: '?'}
	for i, raw := range [][]byte{regular, bold} {
		chart, err := sfnt.Parse(raw)
		if err != nil {
			p.err = fmt.Errorf("read certificate font: %w", err)
			return p
		}
		p.charts[i] = chart
	}
	if p.draws('□') {
		p.substitute = '□'
	}
	return p
}

// PDF prints one page, A4 across, of at most 80 KB; the same face always gives the same bytes. The error wraps
// ErrOverflow when the texts are too long for the page. It takes tens of milliseconds of one core: keep the result.
func (p *Printer) PDF(f Face) ([]byte, error) {
	if p.err != nil {
		return nil, p.err
	}
	f = p.printable(f)
	if err := f.check(); err != nil {
		return nil, fmt.Errorf("print certificate: %w", err)
	}
	s, err := p.lay(f)
	if err != nil {
		return nil, fmt.Errorf("print certificate %s: %w", f.Code, err)
	}
	var out bytes.Buffer
	if err := s.pdf.Output(&out); err != nil {
		return nil, fmt.Errorf("print certificate %s: %w", f.Code, err)
	}
	return out.Bytes(), nil
}

// lay composes the page.
func (p *Printer) lay(f Face) (*sheet, error) {
	s := &sheet{face: f, pdf: p.open(f)}
	s.words, s.others = wordings(f.Lang)
	s.cloth()
	if err := s.print(); err != nil {
		return nil, err
	}
	if err := s.qr(); err != nil {
		return nil, err
	}
	return s, nil
}

// open starts the document with fonts that hold the characters of this face and no others: fpdf reads each font
// twice, and reading all of it twice is what takes most of the time.
func (p *Printer) open(f Face) *fpdf.Fpdf {
	words, _ := wordings(f.Lang)
	used := f.characters()
	pdf := fpdf.New("L", "mm", "A4", "")
	// Copies, for fpdf writes into the bytes it reads when a glyph has no metric of its own.
	pdf.AddUTF8FontFromBytes(family, "", fpdf.UTF8CutFont(bytes.Clone(p.regular), used))
	pdf.AddUTF8FontFromBytes(family, "B", fpdf.UTF8CutFont(bytes.Clone(p.bold), used))
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(f.IssuedOn)
	pdf.SetModificationDate(f.IssuedOn)
	pdf.SetLang(words.lang)
	pdf.SetTitle(fmt.Sprintf("%s: %s, %s", words.title, f.Name, f.Course), true)
	pdf.SetSubject(f.Code, true)
	pdf.SetAuthor(f.Issuer, true)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetMargins(0, 0, 0)
	pdf.AddPage()
	return pdf
}

// characters holds every character that the certificate may show, in no order.
func (f Face) characters() string {
	all := []string{
		f.Name, f.Course, f.CourseOther, f.Issuer, f.IssuerOther, f.Hours, f.HoursOther, f.Code, f.Number, f.VerifyURL, between,
	}
	for _, w := range []wording{korean(), english()} {
		all = append(all, w.title, w.lead, w.statement, w.aside, w.hours, w.verify, f.IssuedOn.Format(w.day))
	}
	return strings.Join(all, "")
}

// Unprintable lists the characters of a name that the certificate shows as a small square because the font lacks
// them: emoji, Arabic, rare ideographs. Each stands once, in the order of the name; nil when the name prints whole.
func (p *Printer) Unprintable(name string) []rune {
	var missing []rune
	for _, r := range visible(name) {
		if !p.draws(r) && !slices.Contains(missing, r) {
			missing = append(missing, r)
		}
	}
	return missing
}

func (p *Printer) printable(f Face) Face {
	for _, text := range []*string{
		&f.Name, &f.Course, &f.CourseOther, &f.Issuer, &f.IssuerOther, &f.Hours, &f.HoursOther, &f.Code, &f.Number,
	} {
		*text = strings.Map(p.replace, visible(*text))
	}
	if f.CourseOther == "" {
		f.CourseOther = f.Course
	}
	if f.IssuerOther == "" {
		f.IssuerOther = f.Issuer
	}
	return f
}

func (p *Printer) replace(r rune) rune {
	if p.draws(r) {
		return r
	}
	return p.substitute
}

// draws tells whether both weights have the character. The PDF writer knows none beyond the first 65,536.
func (p *Printer) draws(r rune) bool {
	if r > 0xFFFF || p.err != nil {
		return false
	}
	for _, chart := range p.charts {
		if glyph, err := chart.GlyphIndex(nil, r); err != nil || glyph == 0 {
			return false
		}
	}
	return true
}

// visible composes the text (jamo typed on some systems come apart), makes every run of white space one blank and
// leaves out what has no shape of its own: joiners, direction marks, variation selectors.
func visible(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.In(r, unicode.Cf, unicode.Cc, unicode.Variation_Selector):
			return -1
		}
		return r
	}, norm.NFC.String(text))
	return strings.Join(strings.Fields(text), " ")
}

// wording is what every certificate says in one language.
type wording struct {
	lang, title string
	// lead stands above the name, statement below it where the language leads, aside where it follows.
	lead, statement, aside string
	hours, verify          string
	day                    string // a layout of package time
}

// between parts two languages on one line.
const between = " · "

func korean() wording {
	return wording{
		lang: "ko-KR", title: "수료증",
		statement: "위 사람은 ‘%s’ 과정을 성실히 마쳤으므로 이 증서를 드립니다.",
		aside:     "위 사람은 ‘%s’ 과정을 성실히 마쳤으므로 이 증서를 드립니다.",
		hours:     "학습 시간", verify: "진위 확인", day: "2006년 1월 2일",
	}
}

func english() wording {
	return wording{
		lang: "en-GB", title: "Certificate of completion", lead: "This is to certify that",
		statement: "has completed the course ‘%s’.",
		aside:     "This is to certify that the person named above has completed the course ‘%s’.",
		hours:     "Study time", verify: "Verify", day: "2 January 2006",
	}
}

// wordings are the leading and the other language.
func wordings(lang string) (leading, other wording) {
	if lang == "en" {
		return english(), korean()
	}
	return korean(), english()
}

func ink(code uint32) color.RGBA {
	return color.RGBA{R: uint8(code >> 16), G: uint8(code >> 8), B: uint8(code), A: 0xff}
}
