package diploma

import (
	"image/color"
	"strings"

	"academy/app/credentials/paper"
	"academy/media"
)

// form is where things stand on a sheet, in millimetres from the top left.
type form struct {
	panel, frame  float64 // how far the white panel and its frame are from the edge of the sheet
	left, right   float64 // of all texts
	centred       bool
	title         float64 // the baseline of the heading
	titleSize     float64
	number        media.Point // the right end of the number, or its left end where the heading is in the middle
	top, bottom   float64     // of the body
	lower         float64     // how much of the room that the body leaves is above it
	nameSize      float64
	foot          float64     // the last baseline of day, authority and signatory
	footWidth     float64     // of these
	code          media.Point // of the QR code
	codeSide      float64
	address       media.Point // of code and address, their right end or left end as that of the number
	addressWidth  float64
	patches       float64 // how long pieces of cloth are at most
	smallestScale float64
}

func formOf(across bool) form {
	if across {
		return form{
			panel: 15, frame: 20, left: 36.5, right: 260.5, title: 45, titleSize: 22, number: media.Point{X: 260.5, Y: 45}, top: 60, bottom: 131, nameSize: 40,
			foot: 182, footWidth: 182, code: media.Point{X: 226.5, Y: 135}, codeSide: 34, address: media.Point{X: 260.5, Y: 176}, addressWidth: 112, patches: 61, smallestScale: .5,
		}
	}
	return form{
		panel: 13, frame: 18, left: 32, right: 178, centred: true, title: 66, titleSize: 36, number: media.Point{X: 28, Y: 33}, top: 92, bottom: 194, lower: .35, nameSize: 38,
		foot: 240, footWidth: 146, code: media.Point{X: 152, Y: 245}, codeSide: 26, address: media.Point{X: 32, Y: 264}, addressWidth: 114, patches: 52, smallestScale: .5,
	}
}

// layout is a sheet in the making.
type layout struct {
	*paper.Sheet
	form
	fonts       *paper.Fonts
	face        Face
	words, also Words // of the leading and of the other language
}

// Inks of the texts.
const (
	inkStrong, inkText, inkQuiet = 0x131416, 0x33363d, 0x58616a
	inkTitle, inkAuthority       = 0x1c589c, 0x052b57
	inkFrame                     = 0xd6e0eb
)

// say words the certificate.
func (l *layout) say() (err error) {
	if l.words, err = l.face.Words(l.face.Lang); err != nil {
		return err
	}
	if own(l.face.Statement, l.face.Lang) != "" {
		l.also, err = l.face.Words(otherThan(l.face.Lang))
	}
	return err
}

func (l *layout) compose() error {
	if err := l.say(); err != nil {
		return err
	}
	l.border()
	for _, part := range []func() error{l.head, l.body, l.sign, l.prove} {
		if err := part(); err != nil {
			return err
		}
	}
	return nil
}

// place sets one line between two edges, smaller down to a floor where it is too long.
func (l *layout) place(line paper.Line, floor, width float64, part string) (paper.Line, error) {
	line.Text = l.fonts.Printable(line.Text)
	line, fits := l.fonts.Shrink(line, floor, width)
	if !fits {
		return line, &Overflow{part}
	}
	if l.centred {
		line.At.X = l.left + (l.right-l.left-l.fonts.Width(line.Text, line.Size, line.Bold))/2
	}
	l.Line(line)
	return line, nil
}

// aside sets a line that ends where its place is, or begins there on an upright sheet.
func (l *layout) aside(line paper.Line, floor, width float64, part string) error {
	line.Text = l.fonts.Printable(line.Text)
	line, fits := l.fonts.Shrink(line, floor, width)
	if !fits {
		return &Overflow{part}
	}
	if !l.centred {
		line.At.X -= l.fonts.Width(line.Text, line.Size, line.Bold)
	}
	l.Line(line)
	return nil
}

// head sets the title in both languages and the number.
func (l *layout) head() error {
	whole := l.right - l.left
	wide := whole
	if !l.centred {
		wide = whole * .7
	}
	title, err := l.place(paper.Line{Text: l.words.Title, At: media.Point{X: l.left, Y: l.title}, Size: l.titleSize, Bold: true, Ink: l.tone(inkTitle)}, 12, wide, "title")
	if err != nil {
		return err
	}
	below := title.At.Y + max(6.5, l.titleSize*.26)
	if _, err := l.place(paper.Line{Text: l.also.Title, At: media.Point{X: l.left, Y: below}, Size: max(11, l.titleSize*.36), Ink: paper.Ink(inkQuiet)}, 7, wide, "title"); err != nil {
		return err
	}
	return l.aside(paper.Line{Text: l.face.Number, At: l.number, Size: 11, Ink: paper.Ink(inkQuiet)}, 7, whole*.3, "number")
}

// body sets what the certificate says, from the name to the note.
func (l *layout) body() error {
	column, scale := l.fitting()
	if scale == 0 {
		return &Overflow{"statement"}
	}
	for _, line := range column.Lines {
		line.At.Y += (l.bottom - column.Y) * l.lower
		l.Line(line)
	}
	return nil
}

// fitting is the body at the largest scale at which it fits, 0 where it never does.
func (l *layout) fitting() (paper.Column, float64) {
	for scale := 1.0; scale >= l.smallestScale; scale -= .05 {
		if column := l.column(scale); column.Y <= l.bottom {
			return column, scale
		}
	}
	return paper.Column{}, 0
}

func (l *layout) column(scale float64) paper.Column {
	text, quiet := paper.Ink(inkText), paper.Ink(inkQuiet)
	col := paper.Column{Fonts: l.fonts, Left: l.left, Width: l.right - l.left, Y: l.top, Centred: l.centred, Scale: scale}
	add := func(text string, t paper.Setting) { col.Add(l.fonts.Printable(text), t) }
	add(l.words.Lead, paper.Setting{Size: 14, Floor: 12, Lines: 2, Ink: text, After: 1.5})
	add(l.face.Name, paper.Setting{Size: l.nameSize, Floor: 17, Bold: true, Lines: 2, Ink: paper.Ink(inkStrong), After: 5})
	add(l.words.Statement, paper.Setting{Size: 17, Floor: 14, Lines: 3, Ink: text, After: 3})
	add(l.inTheOther(), paper.Setting{Size: 11, Floor: 9.5, Lines: 2, Ink: quiet, After: 3})
	add(joined(between, l.words.Note, l.also.Note), paper.Setting{Size: 12, Floor: 9.5, Lines: 2, Ink: text})
	return col
}

// inTheOther is the sentence in the language that follows. Where the name stands between two halves of it, it is put in.
func (l *layout) inTheOther() string {
	if l.also.Statement == "" || l.also.Lead == "" {
		return l.also.Statement
	}
	return joined(" ", l.also.Lead, l.face.Name, l.also.Statement)
}

// footLine is a line of the foot, with the room below it.
type footLine struct {
	paper.Line
	floor, after float64
	part         string
}

// sign sets day, authority and signatory from below, with what is stamped and signed by hand.
func (l *layout) sign() error {
	quiet := paper.Ink(inkQuiet)
	lines := []footLine{
		{paper.Line{Text: joined("  ", l.also.Position, l.also.Signatory), Size: 10, Ink: quiet}, 7, 5.5, "signatory"},
		{paper.Line{Text: joined("  ", l.words.Position, l.words.Signatory), Size: 14, Ink: paper.Ink(inkText)}, 8, 9, "signatory"},
		{paper.Line{Text: l.also.Authority, Size: 10, Ink: quiet}, 7, 6, "authority"},
		{paper.Line{Text: l.words.Authority, Size: l.authoritySize(), Bold: true, Ink: l.tone(inkAuthority)}, 8, 11, "authority"},
		{paper.Line{Text: l.also.Day, Size: 10, Ink: quiet}, 7, 6, "note"},
		{paper.Line{Text: l.words.Day, Size: 14, Ink: paper.Ink(inkText)}, 8, 0, "note"},
	}
	y := l.foot
	var set [6]paper.Line
	for i, line := range lines {
		if line.Text == "" {
			continue
		}
		line.At = media.Point{X: l.left, Y: y}
		var err error
		if set[i], err = l.place(line.Line, line.floor, l.footWidth, line.part); err != nil {
			return err
		}
		y -= line.after
	}
	l.stamp(l.face.Signature, set[1], 44, 16)
	l.stamp(l.face.Seal, set[3], 27, 27)
	return nil
}

func (l *layout) authoritySize() float64 {
	if l.centred {
		return 21
	}
	return 17
}

// stamp lays a picture on the end of a line, as large as a box lets it be.
func (l *layout) stamp(p *paper.Picture, on paper.Line, w, h float64) {
	if p == nil {
		return
	}
	if tall := w * float64(p.Height) / float64(p.Width); tall < h {
		h = tall
	} else {
		w = h * float64(p.Width) / float64(p.Height)
	}
	end := l.left
	if on.Text != "" {
		end = on.At.X + l.fonts.Width(on.Text, on.Size, on.Bold)
	}
	l.Image(paper.Image{At: media.Point{X: min(end-w*.2, l.left+l.footWidth-w*.6), Y: on.At.Y - h/2 - on.Size*.12}, W: w, H: h, Picture: p})
}

// prove sets how the certificate is verified.
func (l *layout) prove() error {
	if err := l.aside(paper.Line{Text: l.face.Code, At: l.address, Size: 13, Bold: true, Ink: paper.Ink(inkStrong)}, 8, l.addressWidth, "number"); err != nil {
		return err
	}
	how := fixedOf(l.face.Lang).verify + between + fixedOf(otherThan(l.face.Lang)).verify + "  " + l.face.VerifyURL
	at := media.Point{X: l.address.X, Y: l.address.Y + 6}
	if err := l.aside(paper.Line{Text: how, At: at, Size: 8, Ink: paper.Ink(inkQuiet)}, 4, l.addressWidth, "number"); err != nil {
		return err
	}
	return l.Code(paper.Code{At: l.code, Side: l.codeSide, Address: l.face.VerifyURL})
}

// border lays the cloth or draws the lines around the text.
func (l *layout) border() {
	switch l.face.Border {
	case BorderCloth:
		for _, patch := range media.Patchwork(l.face.Seed, l.face.Palette, l.Width, l.Height, l.patches) {
			l.Shape(paper.Shape{Corners: patch.Corners, Fill: patch.Colour, Edge: paper.Ink(0xffffff), Stroke: 1})
		}
		l.inset(l.panel, paper.Shape{Fill: paper.Ink(0xffffff)})
		l.inset(l.frame, paper.Shape{Edge: paper.Ink(inkFrame), Stroke: .35})
	case BorderLine:
		l.inset(l.panel-3, paper.Shape{Edge: media.Darkest(l.face.Palette), Stroke: 1.4})
		l.inset(l.panel-.6, paper.Shape{Edge: media.Darkest(l.face.Palette), Stroke: .3})
	}
}

func (l *layout) inset(by float64, look paper.Shape) {
	l.Rect(media.Point{X: by, Y: by}, l.Width-2*by, l.Height-2*by, look)
}

// tone is a colour of the letters. They are blue with every cloth, but not within lines of another colour.
func (l *layout) tone(code uint32) color.RGBA {
	if l.face.Border == BorderLine {
		return media.Darkest(l.face.Palette)
	}
	return paper.Ink(code)
}

// joined puts what there is side by side.
func joined(between string, texts ...string) string {
	var there []string
	for _, t := range texts {
		if t != "" {
			there = append(there, t)
		}
	}
	return strings.Join(there, between)
}
