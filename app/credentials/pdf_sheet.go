package credentials

import (
	"fmt"
	"image/color"
	"strings"

	"codeberg.org/go-pdf/fpdf"

	"academy/media"
)

// The page in millimetres, origin at the top left: a patchwork border, a white panel on it, text within.
const (
	pageWidth, pageHeight = 297.0, 210.0
	panelInset            = 15.0
	frameInset            = 20.0
	textLeft, textRight   = 36.5, 260.5
	bodyTop, bodyBottom   = 60.0, 131.0
	qrSide                = 34.0
	qrTop                 = 135.0
	columnGap             = 8.0
	smallestScale         = .5
)

const (
	family     = "Pretendard"
	millimetre = 72 / 25.4 // in points
	lineHeight = 1.35      // of the size
	// A text becomes no smaller than this part of its size to save a line, only to save the last one wished for.
	saveLine = .6
)

// sheet is the page being printed.
type sheet struct {
	pdf           *fpdf.Fpdf
	face          Face
	words, others wording
}

// setting is how a text is set: in size points, or smaller down to floor when that saves lines.
type setting struct {
	size, floor float64
	bold        bool
	ink         color.RGBA
	lines       int     // wished for at most
	after       float64 // millimetres below the text
}

// line is one line of text with its place: baseline, left end.
type line struct {
	text    string
	x, y    float64
	setting setting
}

// cloth lays the border, the panel and the frame.
func (s *sheet) cloth() {
	s.pdf.SetDrawColor(255, 255, 255)
	s.pdf.SetLineWidth(1)
	for _, patch := range media.Patchwork(s.face.Seed, s.face.Palette, pageWidth, pageHeight, 61) {
		corners := make([]fpdf.PointType, len(patch.Corners))
		for i, c := range patch.Corners {
			corners[i] = fpdf.PointType{X: c.X, Y: c.Y}
		}
		s.fill(patch.Colour)
		s.pdf.Polygon(corners, "FD")
	}
	s.fill(ink(0xffffff))
	s.pdf.Rect(panelInset, panelInset, pageWidth-2*panelInset, pageHeight-2*panelInset, "F")
	s.pdf.SetDrawColor(0xd6, 0xe0, 0xeb)
	s.pdf.SetLineWidth(.35)
	s.pdf.Rect(frameInset, frameInset, pageWidth-2*frameInset, pageHeight-2*frameInset, "D")
}

func (s *sheet) fill(c color.RGBA) { s.pdf.SetFillColor(int(c.R), int(c.G), int(c.B)) }

// print sets all texts, the body at the largest scale at which it fits.
func (s *sheet) print() error {
	lines, err := s.edges()
	if err != nil {
		return err
	}
	scale := 1.0
	body, bottom := s.body(scale)
	for ; bottom > bodyBottom; body, bottom = s.body(scale) {
		if scale -= .05; scale < smallestScale {
			return ErrOverflow
		}
	}
	for _, l := range append(lines, body...) {
		s.use(l.setting)
		s.pdf.SetTextColor(int(l.setting.ink.R), int(l.setting.ink.G), int(l.setting.ink.B))
		s.pdf.Text(l.x, l.y, l.text)
	}
	return s.pdf.Error()
}

// body is what the certificate says, from the name to the hours, and where it ends.
func (s *sheet) body(scale float64) ([]line, float64) {
	f, grey := s.face, ink(0x58616a)
	col := column{sheet: s, scale: scale, y: bodyTop}
	col.add(s.words.lead, setting{size: 14, floor: 12, lines: 1, ink: ink(0x33363d), after: 1.5})
	col.add(f.Name, setting{size: 40, floor: 17, bold: true, lines: 2, ink: ink(0x131416), after: 5})
	col.add(fmt.Sprintf(s.words.statement, f.Course), setting{size: 17, floor: 14, lines: 3, ink: ink(0x33363d), after: 3})
	col.add(fmt.Sprintf(s.others.aside, f.CourseOther), setting{size: 11, floor: 9.5, lines: 2, ink: grey, after: 3})
	col.add(s.hours(), setting{size: 12, floor: 10, lines: 1, ink: ink(0x33363d)})
	return col.lines, col.y
}

func (s *sheet) hours() string {
	if s.face.Hours == "" {
		return ""
	}
	both := s.words.hours + " " + s.face.Hours
	if s.face.HoursOther != "" {
		both += between + s.others.hours + " " + s.face.HoursOther
	}
	return both
}

// edges are the lines with a place of their own: heading, number, day, issuer, code and address.
func (s *sheet) edges() ([]line, error) {
	f, grey, navy := s.face, ink(0x58616a), ink(0x052b57)
	left, whole := textRight-qrSide-columnGap-textLeft, textRight-textLeft
	lines := []line{
		{s.words.title, textLeft, 45, setting{size: 22, floor: 12, bold: true, ink: ink(0x1c589c)}},
		{s.others.title, textLeft, 51.5, setting{size: 11, floor: 8, ink: grey}},
		{f.IssuedOn.Format(s.words.day), textLeft, 159, setting{size: 14, floor: 8, ink: ink(0x33363d)}},
		{f.IssuedOn.Format(s.others.day), textLeft, 165, setting{size: 10, floor: 8, ink: grey}},
		{f.Issuer, textLeft, 176, setting{size: 16, floor: 8, bold: true, ink: navy}},
		{f.IssuerOther, textLeft, 182, setting{size: 10, floor: 7, ink: grey}},
	}
	right := []line{
		{f.Number, 0, 45, setting{size: 11, floor: 7, ink: grey}},
		{f.Code, 0, 176, setting{size: 13, floor: 8, bold: true, ink: ink(0x131416)}},
		{s.words.verify + between + s.others.verify + "  " + f.VerifyURL, 0, 182, setting{size: 8, floor: 4, ink: grey}},
	}
	for i := range lines {
		if s.shrink(&lines[i], left); s.width(lines[i]) > left {
			return nil, ErrOverflow
		}
	}
	for i := range right {
		if s.shrink(&right[i], whole/2); s.width(right[i]) > whole/2 {
			return nil, ErrOverflow
		}
		right[i].x = textRight - s.width(right[i])
	}
	return append(lines, right...), nil
}

// shrink makes a line smaller until it is short enough or at its floor.
func (s *sheet) shrink(l *line, width float64) {
	for l.setting.size > l.setting.floor && s.width(*l) > width {
		l.setting.size -= .5
	}
}

func (s *sheet) width(l line) float64 {
	s.use(l.setting)
	return s.pdf.GetStringWidth(l.text)
}

func (s *sheet) use(t setting) {
	style := ""
	if t.bold {
		style = "B"
	}
	s.pdf.SetFont(family, style, t.size)
}

// column fills the body from top to bottom.
type column struct {
	sheet *sheet
	scale float64
	y     float64
	lines []line
}

func (c *column) add(text string, t setting) {
	if text == "" {
		return
	}
	t.size, t.floor = t.size*c.scale, t.floor*c.scale
	t, broken := c.sheet.fit(text, t)
	for _, part := range broken {
		step := t.size / millimetre * lineHeight
		c.lines = append(c.lines, line{part, textLeft, c.y + step*.78, t})
		c.y += step
	}
	c.y += t.after * c.scale
}

// fit breaks a text into as few lines as any of its sizes allows, at the largest size that does; at the smallest it
// takes as many as it needs.
func (s *sheet) fit(text string, t setting) (setting, []string) {
	largest := t.size
	var broken []string
	for wish := 1; wish <= t.lines; wish++ {
		floor := t.floor
		if wish < t.lines {
			floor = max(floor, largest*saveLine)
		}
		for t.size = largest; t.size >= floor; t.size -= .5 {
			s.use(t)
			broken = wrap(text, func(part string) bool { return s.pdf.GetStringWidth(part) <= textRight-textLeft })
			if len(broken) <= wish {
				return t, broken
			}
		}
	}
	t.size += .5
	return t, broken
}

// wrap fills lines with whole words; only a word that is longer than a line is cut.
func wrap(text string, fits func(string) bool) []string {
	var lines []string
	current := ""
	for _, word := range strings.Fields(text) {
		if longer := strings.TrimSpace(current + " " + word); fits(longer) {
			current = longer
			continue
		}
		if current != "" {
			lines = append(lines, current)
		}
		for current = word; !fits(current); {
			head := longestHead(current, fits)
			lines, current = append(lines, head), current[len(head):]
		}
	}
	return append(lines, current)
}

// longestHead is the longest beginning that fits, but at least one character.
func longestHead(word string, fits func(string) bool) string {
	head := ""
	for _, r := range word {
		if head != "" && !fits(head+string(r)) {
			break
		}
		head += string(r)
	}
	return head
}
