package record

import (
	"fmt"
	"image/color"
	"time"

	"academy/app/credentials/paper"
	"academy/media"
)

// roll is all that stands on a printed record, in one language. Texts are plain and may be of any script.
type roll struct {
	Lang                string // a tag such as ko-KR
	Title, Name, Issuer string
	// Facts stand under the name, a line each, and Notes after the last line.
	Facts, Notes []string
	Sections     []rollPart
	// URL is what the QR code leads to, in ASCII, with Check beside it; without one there is neither.
	URL, Check string
	// Page writes the number of a page where there are several.
	Page func(n, of int) string
	At   time.Time
}

// rollPart is a part of the record with its heading.
type rollPart struct {
	Title string
	Rows  []rollRow
}

// rollRow is a line of the record: what it is, facts below it, and a word at its right end.
type rollRow struct{ Title, Facts, Aside string }

// pdf prints a record on as many sheets as it takes. The same record always gives the same bytes.
func (r roll) pdf(fonts *paper.Fonts) ([]byte, error) {
	p := &rollPrinter{fonts: fonts, roll: r}
	if err := p.lay(); err != nil {
		return nil, fmt.Errorf("print learning record: %w", err)
	}
	p.feet()
	return fonts.PDF(paper.Document{
		Title: fonts.Printable(r.Title + ": " + r.Name), Author: fonts.Printable(r.Issuer), Lang: r.Lang, Made: r.At, Sheets: p.sheets,
	})
}

// The sheet of a record in millimetres, origin at the top left.
const (
	rollLeft, rollRight = 20.0, 190.0
	rollTop, rollBottom = 22.0, 272.0
	rollFoot            = 284.0
	rollCode            = 30.0
	rollAside           = 46.0
)

// look is how a text of the record is set.
type look struct {
	size  float64
	bold  bool
	ink   uint32
	right bool // ends at the right edge
}

// rollPrinter fills sheet after sheet from top to bottom.
type rollPrinter struct {
	fonts  *paper.Fonts
	roll   roll
	sheets []*paper.Sheet
	y      float64
}

// block is what must not be torn apart by the end of a sheet: lines set one below the other, and rules.
type block struct {
	lines  []paper.Line
	rules  []rule
	height float64
}

type rule struct {
	y, thick float64
	ink      color.RGBA
}

// add sets a text into the block, broken to a width.
func (p *rollPrinter) add(b *block, text string, l look, width float64) {
	step := l.size / 72 * 25.4 * paper.LineHeight
	text = p.fonts.Printable(text)
	if text == "" {
		return
	}
	for _, part := range p.fonts.Wrap(text, l.size, l.bold, width) {
		b.lines = append(b.lines, p.line(part, b.height+step*paper.Ascent, l))
		b.height += step
	}
}

// line places a line of text at a height.
func (p *rollPrinter) line(text string, y float64, l look) paper.Line {
	x := rollLeft
	if l.right {
		x = rollRight - p.fonts.Width(text, l.size, l.bold)
	}
	return paper.Line{Text: text, At: media.Point{X: x, Y: y}, Size: l.size, Bold: l.bold, Ink: paper.Ink(l.ink)}
}

// put places a block, on the next sheet where this one has no room for it and for what must stay with it.
func (p *rollPrinter) put(b block, with float64) {
	if len(p.sheets) == 0 || p.y+b.height+with > rollBottom {
		p.sheets = append(p.sheets, paper.A4(false))
		p.y = rollTop
	}
	sheet := p.sheets[len(p.sheets)-1]
	for _, line := range b.lines {
		line.At.Y += p.y
		sheet.Line(line)
	}
	for _, r := range b.rules {
		sheet.Rule(media.Point{X: rollLeft, Y: p.y + r.y}, rollRight-rollLeft, r.thick, r.ink)
	}
	p.y += b.height
}

const (
	inkGrey, inkText, inkStrong = 0x58616a, 0x33363d, 0x131416
	inkNavy, inkBlue, inkRule   = 0x052b57, 0x1c589c, 0xd6e0eb
)

// lay composes all sheets.
func (p *rollPrinter) lay() error {
	p.head()
	for _, part := range p.roll.Sections {
		p.part(part)
	}
	notes := block{height: 5}
	for _, note := range p.roll.Notes {
		p.add(&notes, note, look{size: 9, ink: inkGrey}, rollRight-rollLeft)
		notes.height++
	}
	p.put(notes, 0)
	if p.roll.URL == "" {
		return nil
	}
	return p.sheets[0].Code(paper.Code{At: media.Point{X: rollRight - rollCode, Y: rollTop}, Side: rollCode, Address: p.roll.URL})
}

// head is the title, the name and what is known of the whole, beside the QR code.
func (p *rollPrinter) head() {
	width := rollRight - rollLeft
	if p.roll.URL != "" {
		width -= rollCode + 8
	}
	var b block
	p.add(&b, p.roll.Issuer, look{size: 11, bold: true, ink: inkNavy}, width)
	p.add(&b, p.roll.Title, look{size: 24, bold: true, ink: inkBlue}, width)
	b.height += 3
	p.add(&b, p.roll.Name, look{size: 17, bold: true, ink: inkStrong}, width)
	b.height++
	for _, fact := range p.roll.Facts {
		p.add(&b, fact, look{size: 10.5, ink: inkText}, width)
	}
	if p.roll.URL != "" {
		b.height = max(b.height, rollCode) + 2
		p.add(&b, p.roll.Check, look{size: 9, ink: inkGrey}, rollRight-rollLeft)
		p.add(&b, p.roll.URL, look{size: 9, ink: inkGrey}, rollRight-rollLeft)
	}
	b.height += 4
	p.put(b, 0)
}

// part is a heading that stays with its first row, and the rows.
func (p *rollPrinter) part(s rollPart) {
	heading := block{height: 4}
	p.add(&heading, s.Title, look{size: 13, bold: true, ink: inkNavy}, rollRight-rollLeft)
	heading.height += 1.5
	heading.rules = []rule{{heading.height, .5, paper.Ink(inkNavy)}}
	for i, row := range s.Rows {
		b := p.row(row)
		if i == 0 {
			p.put(heading, b.height)
		}
		p.put(b, 0)
	}
}

func (p *rollPrinter) row(row rollRow) block {
	b, aside := block{height: 2}, block{height: 2}
	width := rollRight - rollLeft - rollAside - 4
	p.add(&aside, row.Aside, look{size: 10, bold: true, ink: inkText, right: true}, rollAside)
	p.add(&b, row.Title, look{size: 11, bold: true, ink: inkStrong}, width)
	p.add(&b, row.Facts, look{size: 9.5, ink: inkGrey}, width)
	b.lines = append(b.lines, aside.lines...)
	b.height = max(b.height, aside.height) + 2
	b.rules = []rule{{b.height, .2, paper.Ink(inkRule)}}
	return b
}

// feet are below every sheet; the number of a sheet stands there where there are several.
func (p *rollPrinter) feet() {
	foot := look{size: 8.5, ink: inkGrey}
	for i, sheet := range p.sheets {
		sheet.Line(p.line(p.fonts.Printable(p.roll.Issuer+" · "+p.roll.Title), rollFoot, foot))
		if len(p.sheets) > 1 {
			foot := look{size: 8.5, ink: inkGrey, right: true}
			sheet.Line(p.line(p.fonts.Printable(p.roll.Page(i+1, len(p.sheets))), rollFoot, foot))
		}
	}
}
