package diploma

import (
	"errors"
	"fmt"

	"academy/app/credentials/paper"
)

// ErrOverflow says that the texts of a certificate do not fit on its page even at the smallest size we print.
var ErrOverflow = errors.New("diploma: the certificate overflows its page")

// Overflow is ErrOverflow with what is too long, as the fields of a template are called.
type Overflow struct{ Part string }

// Error is for the log.
func (o *Overflow) Error() string { return ErrOverflow.Error() + ": " + o.Part }

// Is makes it ErrOverflow.
func (o *Overflow) Is(target error) bool { return target == ErrOverflow }

// Printer makes certificates. It is safe for several goroutines at once.
type Printer struct{ *paper.Fonts }

// NewPrinter takes two weights of one family as TrueType files, see paper.NewFonts.
func NewPrinter(regular, bold []byte) (*Printer, error) {
	fonts, err := paper.NewFonts(regular, bold)
	return &Printer{fonts}, err
}

// PDF prints one page of A4, of at most 80 KB without pictures; the same face always gives the same bytes. The error wraps
// ErrOverflow when the texts are too long for the page.
func (p *Printer) PDF(f Face) ([]byte, error) {
	sheet, err := p.lay(f)
	if err != nil {
		return nil, err
	}
	words, err := f.Words(f.Lang)
	if err != nil {
		return nil, err
	}
	return p.Fonts.PDF(paper.Document{
		Title: fmt.Sprintf("%s: %s, %s", words.Title, p.Printable(f.Name), p.Printable(f.Course.In(f.Lang))), Subject: f.Code, Author: p.Printable(words.Authority),
		Lang: fixedOf(f.Lang).lang, Made: f.IssuedOn, Sheets: []*paper.Sheet{sheet},
	})
}

// SVG draws the very page that PDF prints.
func (p *Printer) SVG(f Face, label string) ([]byte, error) {
	sheet, err := p.lay(f)
	if err != nil {
		return nil, err
	}
	return p.Fonts.SVG(sheet, label), nil
}

// Check says whether a certificate can be printed, without printing it.
func (p *Printer) Check(f Face) error {
	_, err := p.lay(f)
	return err
}

// Composed is what a page on the web needs to look like the printed one.
type Composed struct {
	Words, Also Words
	// Sentence is the statement in the other language, whole.
	Sentence string
	// Scale is how much smaller than its size the body is set, in hundredths from 50 to 100.
	Scale int
}

// Compose words a certificate without drawing it.
func (p *Printer) Compose(f Face) (Composed, error) {
	l := &layout{fonts: p.Fonts, face: f, form: formOf(f.Across)}
	if err := l.say(); err != nil {
		return Composed{}, err
	}
	_, scale := l.fitting()
	return Composed{Words: l.words, Also: l.also, Sentence: l.inTheOther(), Scale: int(scale*100 + .5)}, nil
}

// lay composes the page.
func (p *Printer) lay(f Face) (*paper.Sheet, error) {
	f.Name, f.Code, f.Number = p.Printable(f.Name), p.Printable(f.Code), p.Printable(f.Number)
	f.Course = Text{KO: p.Printable(f.Course.KO), EN: p.Printable(f.Course.EN)}
	if err := f.check(); err != nil {
		return nil, fmt.Errorf("compose certificate: %w", err)
	}
	l := &layout{fonts: p.Fonts, face: f, form: formOf(f.Across), Sheet: paper.A4(f.Across)}
	if err := l.compose(); err != nil {
		return nil, fmt.Errorf("compose certificate %s: %w", f.Code, err)
	}
	return l.Sheet, nil
}
