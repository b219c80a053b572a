// Package diploma composes the certificate that is printed: what its template says, filled in with what one person has
// earned, laid out on a sheet. It must not know where templates are kept or who may have which certificate.
package diploma

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"academy/app/credentials/paper"
	"academy/models"
)

// Text is a text in both languages.
type Text = models.Text

// The borders of a certificate.
const (
	BorderCloth = "cloth" // patchwork all around
	BorderLine  = "line"
	BorderNone  = "none"
)

// Borders names them all.
func Borders() []string { return []string{BorderCloth, BorderLine, BorderNone} }

// Template is how the certificates of a course look.
type Template struct {
	Across          bool   // lies across; otherwise upright
	Border, Palette string // see Borders and media.Palettes
	// Title, Lead (above the name), Statement (below it) and Note hold variables in braces, see Variables.
	Title, Lead, Statement, Note Text
	// Authority issues, Signatory signs, in a Position. They are plain.
	Authority, Signatory, Position Text
	// Seal lies on the end of the authority's name, Signature behind the signatory's. Each may be nil.
	Seal, Signature *paper.Picture
}

// Default is how certificates look where the course says nothing.
func Default(authority Text, palette string) Template {
	return Template{
		Across: true, Border: BorderCloth, Palette: palette, Authority: authority,
		Title: Text{KO: "수료증", EN: "Certificate of completion"},
		Lead:  Text{EN: "This is to certify that"},
		Statement: Text{
			KO: "위 사람은 ‘{course}’ 과정을 성실히 마쳤으므로 이 증서를 드립니다.",
			EN: "has completed the course ‘{course}’.",
		},
		Note: Text{KO: "학습 시간 {hours}", EN: "Study time {hours}"},
	}
}

// Service is how the certificates of volunteers look. What a course is to others is to them what they have helped with.
func Service(authority Text) Template {
	return Template{
		Across: true, Border: BorderCloth, Authority: authority,
		Title: Text{KO: "봉사활동 확인서", EN: "Certificate of voluntary service"},
		Lead:  Text{EN: "This is to certify that"},
		Statement: Text{
			KO: "위 사람은 ‘{course}’에서 {hours} 동안 자원봉사하였음을 확인합니다.",
			EN: "has given {hours} of voluntary service in ‘{course}’.",
		},
	}
}

// Face is all that stands on one printed certificate. Texts may be of any script; what the font cannot draw is replaced,
// see paper.Fonts.Unprintable.
type Face struct {
	Template
	Lang          string // the leading language: ko, or en
	Name          string
	Course, Hours Text      // Hours is a length of time such as 1시간 30분
	Code          string    // of the public page
	Number        string    // of the register
	VerifyURL     string    // what the QR code leads to, in ASCII
	IssuedOn      time.Time // printed as the day it is in its own time zone
	ExpiresOn     time.Time // the last day, zero without one
	Seed          string    // of the patchwork, see media.Patchwork
}

// check finds the first thing without which a certificate proves nothing.
func (f Face) check() error {
	for _, must := range []struct{ what, text string }{
		{"name", f.Name}, {"course", f.Course.In(f.Lang)}, {"issuer", f.Authority.In(f.Lang)}, {"code", f.Code}, {"address", f.VerifyURL},
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

// Words are the texts of a certificate in one language, filled in. Those that a template does not have are empty.
type Words struct {
	Title, Lead, Statement, Note   string
	Authority, Signatory, Position string
	Day                            string // of issue, with the last day where there is one
}

// Words fills the texts in. Where the leading language has no statement, the certificate speaks the other one; what is
// missing in the language that follows is left out.
func (f Face) Words(lang string) (Words, error) {
	said, of := lang, own
	if lang == f.Lang {
		of = Text.In
		if own(f.Statement, lang) == "" {
			said = otherThan(lang)
		}
	}
	w := Words{Authority: of(f.Authority, said), Signatory: of(f.Signatory, said), Position: of(f.Position, said), Day: f.days(said)}
	values := map[string]string{
		"name": f.Name, "course": f.Course.In(said), "hours": f.Hours.In(said), "number": f.Number, "issuer": f.Authority.In(said),
		"date": f.IssuedOn.Format(fixedOf(said).day), expires: f.lastDay(said),
	}
	for _, text := range []struct {
		to   *string
		from string
	}{{&w.Title, of(f.Title, said)}, {&w.Lead, own(f.Lead, said)}, {&w.Statement, own(f.Statement, said)}, {&w.Note, own(f.Note, said)}} {
		filled, err := fill(text.from, values)
		if err != nil {
			return w, err
		}
		*text.to = filled
	}
	return w, nil
}

// own is a text in a language or nothing.
func own(t Text, lang string) string {
	if lang == "en" {
		return t.EN
	}
	return t.KO
}

func (f Face) lastDay(lang string) string {
	if f.ExpiresOn.IsZero() {
		return ""
	}
	return f.ExpiresOn.Format(fixedOf(lang).day)
}

// days tells the day of issue and the last one.
func (f Face) days(lang string) string {
	day := f.IssuedOn.Format(fixedOf(lang).day)
	if f.ExpiresOn.IsZero() {
		return day
	}
	return day + between + fmt.Sprintf(fixedOf(lang).until, f.lastDay(lang))
}

// between parts two languages, or two facts, on one line.
const between = " · "

// fixed is what every certificate says in a language whatever its template is.
type fixed struct {
	lang, verify, until string
	day                 string // a layout of package time
}

func fixedOf(lang string) fixed {
	if lang == "en" {
		return fixed{lang: "en-GB", verify: "Verify", until: "valid until %s", day: "2 January 2006"}
	}
	return fixed{lang: "ko-KR", verify: "진위 확인", until: "%s까지 유효", day: "2006년 1월 2일"}
}

func otherThan(lang string) string {
	if lang == "en" {
		return "ko"
	}
	return "en"
}
