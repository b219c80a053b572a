package handlers_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/authoring"
	"academy/app/library"
)

const template = "/studio/small/certificate"

func templateForm(p *page, change url.Values) url.Values {
	form := formOf(p, "form.cert-edit", change)
	form.Del("_csrf")
	return form
}

func TestCertificateTemplate_IsEditedByFormsAloneWithAPreviewOfTheVeryPage(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.teaching(t)
	first := b.get(b.get("/studio/small/certificates").find("main a[href$='/certificate']").AttrOr("href", "")).want(http.StatusOK)
	if box := first.find("#cert-preview svg").AttrOr("viewbox", first.find("#cert-preview svg").AttrOr("viewBox", "")); box != "0 0 297 210" {
		t.Errorf("the preview lies %q", box)
	}
	change := url.Values{"do": {"preview"}, "orientation": {"portrait"}, "authority_ko": {"외교부 😀"}, "months": {"24"}}
	previewed := b.sendTo(template, templateForm(first, change)).want(http.StatusOK)
	if !strings.Contains(previewed.body, `viewBox="0 0 210 297"`) || !strings.Contains(previewed.text(), "😀") || previewed.find("[name=authority_ko]").AttrOr("value", "") != "외교부 😀" {
		t.Error("what was typed is not previewed")
	}
	if b.get(template).find("[name=months]").AttrOr("value", "") != "" {
		t.Error("a preview was saved")
	}
	pdf := b.sendTo(template+"/preview.pdf", templateForm(first, change)).want(http.StatusOK)
	if !strings.HasPrefix(pdf.body, "%PDF-") || pdf.header.Get("Content-Type") != "application/pdf" {
		t.Error("there is no PDF")
	}
	fragment := b.sendTo(template+"/preview", templateForm(first, change)).want(http.StatusOK)
	if strings.Contains(fragment.body, "<html") || !strings.Contains(fragment.body, `viewBox="0 0 210 297"`) {
		t.Error("the fragment is not one")
	}
	change.Set("do", "save")
	b.sendTo(template, templateForm(first, change)).want(http.StatusSeeOther)
	if got := b.get(template).find("[name=months]").AttrOr("value", ""); got != "24" {
		t.Errorf("months are %q", got)
	}
	stale := b.sendTo(template, templateForm(first, url.Values{"do": {"save"}, "authority_ko": {"다른 기관"}})).want(http.StatusConflict)
	if stale.find("[name=authority_ko]").AttrOr("value", "") != "다른 기관" || !strings.Contains(stale.find(".saved").Text(), "외교부 😀") {
		t.Error("not both versions are shown")
	}
}

func TestCertificateTemplate_IsPreviewedInEitherLanguageWhateverTheLanguageOfThePage(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.teaching(t)
	first := b.get(template)
	if first.find("#paper option[selected]").AttrOr("value", "") != "ko" || b.get("/en"+template).find("#paper option[selected]").AttrOr("value", "") != "en" {
		t.Error("the preview does not begin in the language of the page")
	}
	other := b.sendTo(template, templateForm(first, url.Values{"do": {"preview"}, "paper": {"en"}})).want(http.StatusOK)
	if other.find("#paper option[selected]").AttrOr("value", "") != "en" || other.find("#cert-preview").Text() == first.find("#cert-preview").Text() {
		t.Error("the page does not show the other language")
	}
	drawn := func(paper string) string {
		return b.sendTo(template+"/preview", templateForm(first, url.Values{"paper": {paper}})).want(http.StatusOK).body
	}
	if drawn("ko") == drawn("en") || drawn("fr") != drawn("ko") {
		t.Error("the fragment does not follow the choice")
	}
	printed := func(paper string) string {
		return b.sendTo(template+"/preview.pdf", templateForm(first, url.Values{"paper": {paper}})).want(http.StatusOK).body
	}
	if printed("ko") == printed("en") {
		t.Error("the PDF does not follow the choice")
	}
}

func TestCertificateTemplate_BadInputComesBackFilledInWithTheErrorBesideItsField(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.teaching(t)
	first := b.get(template)
	wrong := url.Values{"statement_en": {"{surname} has done it"}, "prefix": {"외교"}, "seal": {"x"}, "months": {"many"}}
	for _, do := range []string{"save", "preview"} {
		wrong.Set("do", do)
		again := b.sendTo(template, templateForm(first, wrong)).want(http.StatusUnprocessableEntity)
		for _, field := range []string{"statement_en", "prefix", "seal", "months"} {
			if again.find("#"+field+"-err").Length() != 1 {
				t.Errorf("%s: no error beside %s", do, field)
			}
		}
		if again.find("[name=statement_en]").Text() != "{surname} has done it" {
			t.Errorf("%s: the form is not filled in", do)
		}
	}
	fragment := b.sendTo(template+"/preview", templateForm(first, wrong)).want(http.StatusOK)
	if strings.Contains(fragment.body, "viewBox=\"0 0 297") || !strings.Contains(fragment.body, "{name}") {
		t.Errorf("%s", fragment.body)
	}
	b.sendTo(template+"/preview.pdf", templateForm(first, wrong)).want(http.StatusUnprocessableEntity)
}

func TestCheating_TheCertificateTemplateIsForOwnersAndEditors(t *testing.T) {
	t.Parallel()
	s := serve(t)
	owner, who := s.teaching(t)
	form := templateForm(owner.get(template), url.Values{"do": {"save"}})
	assistant, helper := s.signedIn(t, access.Instructor)
	if err := s.Authoring.SetStaff(t.Context(), who, "small", helper.Email, authoring.Assistant); err != nil {
		t.Fatal(err)
	}
	stranger, _ := s.signedIn(t, access.Instructor)
	citizen, _ := s.signedIn(t)
	for b, status := range map[*browser]int{assistant: http.StatusForbidden, stranger: http.StatusNotFound, citizen: http.StatusForbidden} {
		b.get(template).want(status)
		for _, path := range []string{template, template + "/preview", template + "/preview.pdf"} {
			b.sendTo(path, form).want(status)
		}
	}
}

// stamp is a picture of a red ring on white.
func stamp(t *testing.T) []byte {
	t.Helper()
	picture := image.NewNRGBA(image.Rect(0, 0, 120, 120))
	for x := range 120 {
		for y := range 120 {
			c := color.NRGBA{255, 255, 255, 255}
			if d := (x-60)*(x-60) + (y-60)*(y-60); d > 40*40 && d < 55*55 {
				c = color.NRGBA{200, 30, 30, 255}
			}
			picture.SetNRGBA(x, y, c)
		}
	}
	var raw bytes.Buffer
	if err := png.Encode(&raw, picture); err != nil {
		t.Fatal(err)
	}
	return raw.Bytes()
}

func TestCertificateTemplate_ASealComesFromTheLibraryAndStaysThere(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, who := s.teaching(t)
	s.Work(t)
	seal, err := s.Library.TakeFile(t.Context(), who, library.UploadRequest{Course: "small", Name: "seal.png", Purpose: library.ForAttachment}, bytes.NewReader(stamp(t)))
	if err != nil {
		t.Fatal(err)
	}
	for range 100 {
		if b.get(template).find("#seal option").Length() == 2 {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	b.sendTo(template, templateForm(b.get(template), url.Values{"do": {"save"}, "seal": {seal.String()}})).want(http.StatusSeeOther)
	if !strings.Contains(b.get(template).body, "data:image/png;base64,") {
		t.Error("the preview has no seal")
	}
	if err := s.Library.RemoveMedia(t.Context(), who, "small", seal); err == nil {
		t.Error("a seal that certificates are printed with was removed")
	}
}
