package authoring_test

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"academy/app/access"
	"academy/app/apptest"
	"academy/app/authoring"
	"academy/app/authoring/folder"
	"academy/app/credentials"
	"academy/app/locale"
	"academy/models"
	"academy/models/assets"

	"github.com/google/uuid"
)

// certified is a published course with a template of its own, whose seal stands in its library.
func certified(t *testing.T) (d *desk, seal uuid.UUID) {
	t.Helper()
	d, _, _ = illustrated(t)
	seal = d.shelveFile(assets.Asset{Name: "직인.png", Kind: "image", ContentType: "image/png", Alt: models.Text{KO: "직인"}}, drawnPicture(t, 60))
	v := d.template(d.slug)
	c := v.TemplateChange
	c.Seal, c.Months, c.Prefix, c.Orientation = seal, 24, "CITY", credentials.Portrait
	c.Note.KO, c.Signatory = "{expires}까지 {{유효}}합니다.", authoring.Text{KO: "이수민", EN: "Lee Sumin"}
	d.must(d.Credentials.SaveTemplate(t.Context(), d.who, d.slug, c))
	return d, seal
}

func (d *desk) template(slug string) credentials.TemplateWork {
	d.t.Helper()
	return templateIn(d.t, d.Academy, d.who, slug)
}

func templateIn(t *testing.T, a *apptest.Academy, who access.Actor, slug string) credentials.TemplateWork {
	t.Helper()
	v, err := a.Credentials.Template(t.Context(), who, locale.KO, slug, nil)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestExportCourse_CarriesHowItsCertificatesLookAndComesBackTheSame(t *testing.T) {
	t.Parallel()
	d, seal := certified(t)
	there, files := roundTrip(t, d.Academy, d.slug)
	if c := folder.Read(files).Course.Certificate; c == nil || c.Seal != "media/직인.png" || c.Signature != "" || c.Months != 24 {
		t.Errorf("the folder says %+v", c)
	}
	admin := there.Person(t, "관리자", access.Admin)
	first := templateIn(t, there, admin, d.slug)
	want := d.template(d.slug).TemplateChange
	want.Seal = first.Seal
	if first.TemplateChange != want || first.Seal == uuid.Nil || first.Seal == seal || len(first.Preview.Wrong) > 0 {
		t.Errorf("got %+v, want %+v", first.TemplateChange, want)
	}
	there.ImportFolder(t, files)
	if again := templateIn(t, there, admin, d.slug); again.From != 1 {
		t.Errorf("the same folder made version %d", again.From)
	}
}

func TestImportCourse_WithoutACertificateLeavesItAsItIs(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	files := small(t)
	d.ImportFolder(t, files)
	admin := d.Person(t, "관리자", access.Admin)
	first := templateIn(t, d.Academy, admin, "small")
	if first.Own {
		t.Error("a template came from nowhere")
	}
	c := first.TemplateChange
	c.Prefix = "KEPT"
	d.must(d.Credentials.SaveTemplate(t.Context(), admin, "small", c))
	d.ImportFolder(t, files)
	if got := templateIn(t, d.Academy, admin, "small"); got.Prefix != "KEPT" || got.From != 1 {
		t.Errorf("got %+v", got.TemplateChange)
	}
}

func TestDuplicateCourse_CertifiesAsTheFirstWithASealOfItsOwn(t *testing.T) {
	t.Parallel()
	d, seal := certified(t)
	d.must(d.Authoring.DuplicateCourse(t.Context(), d.who, d.slug, authoring.CourseCopy{Title: authoring.Text{KO: strings.Repeat("긴 이름 ", 20), EN: "Copy"}, Slug: "copy"}))
	got, want := d.template("copy"), d.template(d.slug).TemplateChange
	if got.Seal == seal || got.Seal == uuid.Nil || got.From != 1 {
		t.Errorf("the seal of the copy is %v, its version %d", got.Seal, got.From)
	}
	want.Seal = got.Seal
	if got.TemplateChange != want {
		t.Errorf("got %+v, want %+v", got.TemplateChange, want)
	}
	c := got.TemplateChange
	c.Prefix = "COPY"
	d.must(d.Credentials.SaveTemplate(t.Context(), d.who, "copy", c))
	if d.template(d.slug).Prefix != "CITY" {
		t.Error("the first has changed with its copy")
	}
}

const certificateYAML = `orientation: landscape
border: cloth
palette: blue
title: {ko: 수료증}
statement: {ko: '{course}', en: '{course}'}
authority: {ko: 아카데미}
prefix: PDA
`

func TestImportCourse_SaysInWhichLineACertificateIsWrong(t *testing.T) {
	t.Parallel()
	a := apptest.Open(t)
	for _, c := range []struct {
		old, replacement string
		line             int
		key              string
	}{
		{"'{course}', en", "'{surname}', en", 5, "credentials.variable"},
		{"en: '{course}'", "en: '{course'", 5, "credentials.brace"},
		{"'{course}'}", "'{expires}'}", 5, "credentials.no_expiry"},
		{"아카데미", strings.Repeat("가나다라마바", 20), 6, "credentials.too_long_to_print"},
		{"prefix: PDA", "prefix: 외교", 7, "credentials.prefix"},
		{"border: cloth", "border: lace", 2, "authoring.choose"},
		{"title: {ko: 수료증}\n", "", 1, "authoring.needed"},
		{"prefix: PDA", "prefix: PDA\nmonths: 999", 8, "authoring.number"},
		{"prefix: PDA", "prefix: PDA\nseal: media/none.png", 8, "import.media_unlisted"},
		{"prefix: PDA", "prefix: PDA\nseal: media/note.txt", 8, "credentials.picture"},
		{"border: cloth", "boarder: cloth", 2, "import.yaml"},
	} {
		files := small(t)
		spoil(t, files, "course.yaml", "sections:", "certificate: certificate.yaml\nmedia: [{file: media/note.txt}]\nsections:")
		files["media/note.txt"] = &fstest.MapFile{Data: []byte("This is a note.")}
		files["certificate.yaml"] = &fstest.MapFile{Data: []byte(certificateYAML)}
		spoil(t, files, "certificate.yaml", c.old, c.replacement)
		report, err := a.Authoring.ImportCourse(t.Context(), "test", files)
		if !errors.Is(err, authoring.ErrRefused) || !found(report, "certificate.yaml", folder.Problem{Line: c.line, Key: c.key}) {
			t.Errorf("%s: %v, %+v", c.replacement, err, report.Items)
		}
		if !a.Messages.Has(c.key) {
			t.Errorf("no message for %s", c.key)
		}
	}
	if there, err := a.Authoring.Exists(t.Context(), "small"); err != nil || there {
		t.Errorf("something of a refused folder was taken: %t, %v", there, err)
	}
}

func found(report authoring.Report, file string, want folder.Problem) bool {
	for _, item := range report.Items {
		for _, p := range item.Problems {
			if item.Name == file && p.Line == want.Line && p.Key == want.Key {
				return true
			}
		}
	}
	return false
}
