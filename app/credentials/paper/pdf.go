package paper

import (
	"bytes"
	"fmt"
	"image/color"
	"time"

	"codeberg.org/go-pdf/fpdf"
)

// Document is what is printed, with what it says of itself.
type Document struct {
	Title, Subject, Author string
	Lang                   string // such as ko-KR
	Made                   time.Time
	Sheets                 []*Sheet
}

// pdfWriter draws marks into a PDF.
type pdfWriter struct {
	*fpdf.Fpdf
	widths map[int]string // which picture is how wide
}

// PDF prints a document. The same document always gives the same bytes. It takes tens of milliseconds of one core: keep
// the result.
func (f *Fonts) PDF(d Document) ([]byte, error) {
	w := f.open(d)
	for _, sheet := range d.Sheets {
		w.AddPageFormat("P", fpdf.SizeType{Wd: sheet.Width, Ht: sheet.Height})
		for _, m := range sheet.marks {
			m.pdf(w)
		}
	}
	var out bytes.Buffer
	if err := w.Output(&out); err != nil {
		return nil, fmt.Errorf("print %s: %w", d.Subject, err)
	}
	return out.Bytes(), nil
}

// open starts a document with fonts that hold the characters of its sheets and no others.
func (f *Fonts) open(d Document) *pdfWriter {
	var used [2]string
	for _, sheet := range d.Sheets {
		used[0], used[1] = used[0]+sheet.characters(false), used[1]+sheet.characters(true)
	}
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.AddUTF8FontFromBytes(family, "", f.weights[0].subset(used[0]))
	pdf.AddUTF8FontFromBytes(family, "B", f.weights[1].subset(used[1]))
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(d.Made)
	pdf.SetModificationDate(d.Made)
	pdf.SetLang(d.Lang)
	pdf.SetTitle(d.Title, true)
	pdf.SetSubject(d.Subject, true)
	pdf.SetAuthor(d.Author, true)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetMargins(0, 0, 0)
	return &pdfWriter{pdf, map[int]string{}}
}

func (w *pdfWriter) fill(c color.RGBA) { w.SetFillColor(int(c.R), int(c.G), int(c.B)) }

func (s Shape) pdf(w *pdfWriter) {
	style := ""
	if s.Fill.A > 0 {
		w.fill(s.Fill)
		style = "F"
	}
	if s.Edge.A > 0 {
		w.SetDrawColor(int(s.Edge.R), int(s.Edge.G), int(s.Edge.B))
		w.SetLineWidth(s.Stroke)
		style += "D"
	}
	corners := make([]fpdf.PointType, len(s.Corners))
	for i, c := range s.Corners {
		corners[i] = fpdf.PointType{X: c.X, Y: c.Y}
	}
	if style != "" {
		w.Polygon(corners, style)
	}
}

func (l Line) pdf(w *pdfWriter) {
	style := ""
	if l.Bold {
		style = "B"
	}
	w.SetFont(family, style, l.Size)
	w.SetTextColor(int(l.Ink.R), int(l.Ink.G), int(l.Ink.B))
	w.Text(l.At.X, l.At.Y, l.Text)
}

func (i Image) pdf(w *pdfWriter) {
	options, p := fpdf.ImageOptions{ImageType: "PNG"}, i.Picture
	// The writer puts out pictures by their widths, and those of one width in any order.
	for w.widths[p.Width] != "" && w.widths[p.Width] != p.name {
		p = p.widened()
	}
	w.widths[p.Width] = p.name
	w.RegisterImageOptionsReader(p.name, options, bytes.NewReader(p.PNG))
	w.ImageOptions(p.name, i.At.X, i.At.Y, i.W, i.H, false, options, 0, "")
}

// pdf draws the code as rectangles, which print sharply at any size.
func (c Code) pdf(w *pdfWriter) {
	side := c.Side / float64(len(c.rows))
	w.fill(Ink(codeInk))
	for y, row := range c.rows {
		for _, run := range darkRuns(row) {
			// A trace taller than a module, or viewers show white hairlines between the rows.
			w.Rect(c.At.X+float64(run[0])*side, c.At.Y+float64(y)*side, float64(run[1]-run[0])*side, side*1.02, "F")
		}
	}
	w.LinkString(c.At.X, c.At.Y, c.Side, c.Side, c.Address)
}
