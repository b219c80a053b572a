package api_test

import (
	"net/http"
	"strings"
	"testing"

	"academy/app/access"
	"academy/app/apptest"
	"academy/app/authoring"
)

const smallTemplate = studioCourses + "/small/certificate"

// templateOwner is the owner of the small course, with the template as it is answered.
func templateOwner(t *testing.T) (a *apptest.Academy, visitor, owner *client, saved map[string]any) {
	t.Helper()
	a = apptest.Open(t)
	visitor = open(t, a)
	who, me := visitor.in("en").person(a, access.Instructor)
	a.Import(t)
	if err := a.Authoring.SetStaff(t.Context(), a.Person(t, "관리자", access.Admin), "small", who.Email, authoring.Owner); err != nil {
		t.Fatal(err)
	}
	return a, visitor, me, me.get(smallTemplate).want(http.StatusOK).at("template").(map[string]any)
}

func TestCertificateTemplate_IsKeptAsAWholeAndPrintedBeforeItIs(t *testing.T) {
	t.Parallel()
	_, _, me, edit := templateOwner(t)
	g := &recorder{client: me}
	g.record("certificate_template_none", me.get(smallTemplate))
	edit["orientation"], edit["months"] = "portrait", 24
	edit["statement"] = both("{name}님은 {expires}까지 유효한 이 과정을 마쳤습니다.", "{name} has completed {course}, good until {expires}. 😀")
	for _, lang := range []string{"", "?lang=ko"} {
		pdf := me.post(smallTemplate+"/preview.pdf"+lang, edit).want(http.StatusOK)
		if !strings.HasPrefix(string(pdf.body), "%PDF-") || pdf.header.Get("Content-Type") != "application/pdf" {
			t.Errorf("a preview is %.20q", pdf.body)
		}
	}
	if again := me.get(smallTemplate).want(http.StatusOK); again.at("own") != false {
		t.Error("a preview was saved")
	}
	g.record("certificate_template_saved", me.put(smallTemplate, edit))
	if stale := me.put(smallTemplate, edit).problem(http.StatusConflict, "credentials.template_stale"); stale.at("from") != float64(1) {
		t.Errorf("stale: %s", stale.body)
	}
	g.record("certificate_template", me.get(smallTemplate))
	if pdf := me.get(smallTemplate + "/preview.pdf?lang=en").want(http.StatusOK); !strings.HasPrefix(string(pdf.body), "%PDF-") {
		t.Errorf("what is saved is %.20q", pdf.body)
	}
	me.get(smallTemplate + "/preview.pdf?lang=fr").want(http.StatusUnprocessableEntity)
}

func TestCertificateTemplate_NamesEveryFieldThatIsWrongAndKeepsNothingOfIt(t *testing.T) {
	t.Parallel()
	_, _, me, edit := templateOwner(t)
	for member, wrong := range map[string]struct {
		member string
		value  any
	}{
		"statement.en": {"statement", both("{name}", "{surname} has done it")},
		"lead.ko":      {"lead", both("{", "")},
		"note.ko":      {"note", both("{expires}까지", "")},
		"authority.ko": {"authority", both(strings.Repeat("가나다라마바", 20), "")}, // does not fit on the page
		"title.ko":     {"title", both(strings.Repeat("가", 61), "")},
		"prefix":       {"prefix", "외교"},
		"months":       {"months", 121},
		"seal":         {"seal", "0193d7a0-0000-7000-8000-000000000000"},
		"signature":    {"signature", "x"},
		"border":       {"border", "lace"},
	} {
		was := edit[wrong.member]
		edit[wrong.member] = wrong.value
		for _, refused := range []answer{me.put(smallTemplate, edit), me.post(smallTemplate+"/preview.pdf", edit)} {
			if fields, _ := refused.problem(http.StatusUnprocessableEntity, "form.invalid").at("fields").(map[string]any); fields[member] == nil {
				t.Errorf("%s is not named: %s", member, refused.body)
			}
		}
		edit[wrong.member] = was
	}
	delete(edit, "note")
	me.put(smallTemplate, edit).want(http.StatusUnprocessableEntity)
	if saved := me.get(smallTemplate).want(http.StatusOK); saved.at("own") != false {
		t.Error("something was kept")
	}
}

func TestCertificateTemplate_IsForOwnersAndEditorsOfTheCourseAlone(t *testing.T) {
	t.Parallel()
	a, visitor, me, edit := templateOwner(t)
	assistant, helper := visitor.person(a, access.Instructor)
	me.put(studioCourses+"/small/staff", map[string]any{"email": assistant.Email, "part": "assistant"}).want(http.StatusOK)
	_, stranger := visitor.person(a, access.Instructor)
	_, learner := visitor.person(a)
	for c, status := range map[*client]int{helper: http.StatusForbidden, stranger: http.StatusNotFound, learner: http.StatusForbidden, visitor: http.StatusUnauthorized} {
		for _, refused := range []answer{c.get(smallTemplate), c.put(smallTemplate, edit), c.get(smallTemplate + "/preview.pdf"), c.post(smallTemplate+"/preview.pdf", edit)} {
			refused.want(status)
		}
	}
	me.get(studioCourses + "/none/certificate").want(http.StatusNotFound)
}
