package folder

import "academy/models"

// Certificate is how the certificates of a course look. Its texts are judged by those who print them.
type Certificate struct {
	Orientation, Border, Palette                                 string
	Title, Lead, Statement, Note, Authority, Signatory, Position models.Text
	Seal, Signature                                              string // files among the course's media, empty for none
	Prefix                                                       string // of the numbers
	Months                                                       int    // how long they are good, 0 for ever
}

// certificateName is the file that an export writes.
const certificateName = "certificate.yaml"

type certificateFile struct {
	Orientation at[string] `yaml:"orientation"`
	Border      at[string] `yaml:"border"`
	Palette     at[string] `yaml:"palette"`
	Title       text       `yaml:"title"`
	Lead        text       `yaml:"lead,omitempty"`
	Statement   text       `yaml:"statement"`
	Note        text       `yaml:"note,omitempty"`
	Authority   text       `yaml:"authority"`
	Signatory   text       `yaml:"signatory,omitempty"`
	Position    text       `yaml:"position,omitempty"`
	Seal        at[string] `yaml:"seal,omitempty"`
	Signature   at[string] `yaml:"signature,omitempty"`
	Prefix      at[string] `yaml:"prefix"`
	Months      at[int]    `yaml:"months,omitempty"`
}

// AtCertificate is a field of how the certificates look.
func AtCertificate(field string) Place { return Place("certificate " + field) }

// readCertificate reads how the certificates look, where the course says so. Pictures are among its media.
func (f *Folder) readCertificate(name at[string]) {
	if name.V == "" {
		return
	}
	item := f.item(name.V, "certificate")
	var c certificateFile
	if !f.decode(item, &c) {
		return
	}
	for field, line := range map[string]int{
		"": 1, "orientation": c.Orientation.Line, "border": c.Border.Line, "palette": c.Palette.Line, "title": c.Title.Line, "lead": c.Lead.Line,
		"statement": c.Statement.Line, "note": c.Note.Line, "authority": c.Authority.Line, "signatory": c.Signatory.Line, "position": c.Position.Line,
		"seal": c.Seal.Line, "signature": c.Signature.Line, "prefix": c.Prefix.Line, "months": c.Months.Line,
	} {
		f.mark(AtCertificate(field), item, max(line, 1)) // what is left out is missed at the top
	}
	for _, picture := range []at[string]{c.Seal, c.Signature} {
		if _, listed := f.places[AtMedia(picture.V)]; picture.V != "" && !listed {
			item.add(picture.Line, "import.media_unlisted", picture.V)
		}
	}
	f.Course.Certificate = &Certificate{
		Orientation: c.Orientation.V, Border: c.Border.V, Palette: c.Palette.V, Title: c.Title.Text, Lead: c.Lead.Text, Statement: c.Statement.Text,
		Note: c.Note.Text, Authority: c.Authority.Text, Signatory: c.Signatory.Text, Position: c.Position.Text,
		Seal: c.Seal.V, Signature: c.Signature.V, Prefix: c.Prefix.V, Months: c.Months.V,
	}
}

// certificate writes how the certificates look and answers its file.
func (w *writer) certificate(c *Certificate) at[string] {
	if c == nil {
		return at[string]{}
	}
	w.yaml(certificateName, certificateFile{
		Orientation: just(c.Orientation), Border: just(c.Border), Palette: just(c.Palette), Title: said(c.Title), Lead: said(c.Lead), Statement: said(c.Statement),
		Note: said(c.Note), Authority: said(c.Authority), Signatory: said(c.Signatory), Position: said(c.Position),
		Seal: just(c.Seal), Signature: just(c.Signature), Prefix: just(c.Prefix), Months: just(c.Months),
	})
	return just(certificateName)
}
