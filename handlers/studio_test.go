package handlers_test

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"academy/app/access"
	"academy/app/authoring/folder"
)

// sendTo posts fields with the token that the browser's pages carry.
func (b *browser) sendTo(path string, fields url.Values) *page {
	sent := url.Values{"_csrf": {b.token()}}
	for name, value := range fields {
		sent[name] = value
	}
	return b.post(path, sent)
}

// newCourse makes a course through its form and answers its path.
func newCourse(t *testing.T, b *browser) string {
	t.Helper()
	got := b.sendTo("/studio/new", url.Values{"title_ko": {"도시외교"}, "title_en": {"City diplomacy"}, "slug": {"city-diplomacy"}, "agenda": {"public-diplomacy"}, "level": {"beginner"}})
	return got.want(http.StatusSeeOther).to()
}

// formOf reads a form as a browser would send it, and changes some of its fields.
func formOf(p *page, selector string, change url.Values) url.Values {
	values := url.Values{}
	fields := p.find(selector).Find("input,textarea,select")
	for i := range fields.Nodes {
		field := fields.Eq(i)
		name, value := field.AttrOr("name", ""), field.AttrOr("value", "")
		switch {
		case field.Is("textarea"):
			value = field.Text()
		case field.Is("select"):
			value = field.Find("option[selected]").AttrOr("value", "")
		case field.Is("[type=checkbox],[type=radio]") && field.Is(":not([checked])"):
			continue
		}
		values.Add(name, value)
	}
	for name, value := range change {
		values[name] = value
	}
	return values
}

func TestStudio_ACourseIsMadeByFormsAloneAndPublished(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.signedIn(t, access.Instructor)
	course := newCourse(t, b)
	section := b.get(course).want(http.StatusOK).find("input[name=section]").AttrOr("value", "")
	lesson := b.sendTo(course+"/lessons", url.Values{"section": {section}, "kind": {"reading"}, "lesson_ko": {"첫 차시"}, "lesson_en": {"First"}}).want(http.StatusSeeOther).to()
	form := formOf(b.get(lesson).want(http.StatusOK), "form[data-unsaved]", url.Values{"body_ko": {"## 제목\n<script>x</script>"}, "body_en": {"Text"}, "do": {"preview"}})
	preview := b.sendTo(lesson, form).want(http.StatusOK)
	if preview.find(".preview h2").Length() < 2 || strings.Contains(preview.find(".preview").Text(), "script") || preview.find(".preview script").Length() > 0 {
		t.Errorf("the preview shows %q", preview.find(".preview").Text())
	}
	form.Set("do", "save")
	b.sendTo(lesson, form).want(http.StatusSeeOther)
	if n := b.get(course + "/publish").want(http.StatusOK).find(".rows li").Length(); n != 2 {
		t.Errorf("%d things are missing, want the two summaries", n)
	}
	b.sendTo(course+"/publish", nil).want(http.StatusConflict)
	settings := formOf(b.get(course+"/settings").want(http.StatusOK), "form[data-unsaved]", url.Values{"summary_ko": {"요약"}, "summary_en": {"Summary"}})
	b.sendTo(course+"/settings", settings).want(http.StatusSeeOther)
	s.open(t).get("/courses/city-diplomacy").want(http.StatusNotFound)
	b.sendTo(course+"/publish", nil).want(http.StatusSeeOther)
	if got := b.get("/courses/city-diplomacy").want(http.StatusOK).text(); !strings.Contains(got, "첫 차시") {
		t.Errorf("learners see %q", got)
	}
}

func TestStudio_TwoPeopleSavingSeeBothVersions(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.signedIn(t, access.Instructor)
	settings := newCourse(t, b) + "/settings"
	mine := formOf(b.get(settings), "form[data-unsaved]", url.Values{"title_ko": {"내 제목"}})
	theirs := formOf(b.get(settings), "form[data-unsaved]", url.Values{"title_ko": {"그들의 제목"}})
	b.sendTo(settings, theirs).want(http.StatusSeeOther)
	conflict := b.sendTo(settings, mine).want(http.StatusConflict)
	if got := conflict.find(".saved").Text(); !strings.Contains(got, "그들의 제목") || conflict.find("#title_ko").AttrOr("value", "") != "내 제목" {
		t.Fatalf("the conflict shows %q beside %q", got, conflict.find("#title_ko").AttrOr("value", ""))
	}
	b.sendTo(settings, formOf(conflict, "form[data-unsaved]", nil)).want(http.StatusSeeOther)
	if got := b.get(settings).find("#title_ko").AttrOr("value", ""); got != "내 제목" {
		t.Errorf("knowingly saved again, it is %q", got)
	}
}

func TestStudio_BadInputComesBackFilledInWithTheErrorBesideItsField(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.signedIn(t, access.Instructor)
	course := newCourse(t, b)
	again := b.sendTo("/studio/new", url.Values{"title_ko": {"또"}, "slug": {"city-diplomacy"}, "agenda": {"public-diplomacy"}, "level": {"beginner"}}).want(http.StatusUnprocessableEntity)
	if again.find("#slug-err").Length() != 1 || again.find("#title_ko").AttrOr("value", "") != "또" {
		t.Error("a taken address is not told beside its field")
	}
	bad := formOf(b.get(course+"/settings"), "form[data-unsaved]", url.Values{"title_ko": {" "}, "title_en": {""}, "minutes": {"many"}, "coverage": {"101"}, "agenda": {"nothing"}})
	back := b.sendTo(course+"/settings", bad).want(http.StatusUnprocessableEntity)
	for _, field := range []string{"title_ko", "minutes", "coverage", "agenda"} {
		if back.find("#"+field+"-err").Length() != 1 {
			t.Errorf("no error beside %s", field)
		}
	}
	long := formOf(b.get(course+"/settings"), "form[data-unsaved]", url.Values{"description_ko": {strings.Repeat("가", 100_000)}})
	b.sendTo(course+"/settings", long).want(http.StatusSeeOther)
	long.Set("description_ko", long.Get("description_ko")+"가")
	if b.sendTo(course+"/settings", long).want(http.StatusUnprocessableEntity).find("#description_ko-err").Length() != 1 {
		t.Error("no error beside a text that is too long")
	}
}

func TestStudio_ACourseIsTakenAlongCopiedAndPutAwayByFormsAlone(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, who := s.signedIn(t, access.Instructor)
	if err := s.Authoring.Appoint(t.Context(), "test", "small", who.Email); err != nil {
		t.Fatal(err)
	}
	more := b.get("/studio/small/more").want(http.StatusOK)
	archive := b.get(more.find("a[download]").AttrOr("href", "")).want(http.StatusOK)
	files, err := folder.OpenZip(bytes.NewReader([]byte(archive.body)), int64(len(archive.body)))
	if err != nil || folder.Read(files).Broken() || !strings.Contains(archive.header.Get("Content-Disposition"), `"small.zip"`) {
		t.Errorf("the archive: %v, %d bytes, %v", err, len(archive.body), archive.header)
	}
	copied := formOf(more, "form[action$='/duplicate']", url.Values{"slug": {"Bad One"}})
	back := b.sendTo("/studio/small/duplicate", copied).want(http.StatusUnprocessableEntity)
	if back.find("#slug-err").Length() != 1 || !strings.Contains(back.find("#title_en").AttrOr("value", ""), "(copy)") {
		t.Error("a bad address does not come back beside its field")
	}
	copied.Set("slug", "second")
	if to := b.sendTo("/studio/small/duplicate", copied).want(http.StatusSeeOther).to(); to != "/studio/second" {
		t.Errorf("it leads to %s", to)
	}
	b.sendTo("/studio/small/duplicate", copied).want(http.StatusUnprocessableEntity)
	b.get("/studio/second").want(http.StatusOK)

	b.sendTo("/studio/small/archive", url.Values{"do": {"archive"}}).want(http.StatusSeeOther)
	learner, _ := s.signedIn(t)
	page := learner.get("/courses/small").want(http.StatusOK)
	if !strings.Contains(page.text(), "보관된 강좌") || page.find("form[action$='/enrol']").Length() > 0 {
		t.Error("the page does not say that the course is archived")
	}
	learner.sendTo("/courses/small/enrol", nil).want(http.StatusConflict)
	if strings.Contains(learner.get("/courses").text(), "작은 공공외교") {
		t.Error("it is still in the catalogue")
	}
	b.sendTo("/studio/small/sections", url.Values{"section_ko": {"장"}}).want(http.StatusConflict)
	b.sendTo("/studio/small/archive", url.Values{"do": {"unarchive"}}).want(http.StatusSeeOther)
	learner.sendTo("/courses/small/enrol", nil).want(http.StatusSeeOther)
}

func TestCheating_AnotherInstructorsCourseIsNotThere(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.signedIn(t, access.Instructor)
	course := newCourse(t, b)
	thief, _ := s.signedIn(t, access.Instructor)
	for _, path := range []string{"", "/settings", "/publish", "/history", "/staff", "/more", "/export.zip", "/export.zip?draft=1"} {
		thief.get(course + path).want(http.StatusNotFound)
	}
	thief.sendTo(course+"/publish", nil).want(http.StatusNotFound)
	thief.sendTo(course+"/sections", url.Values{"section_ko": {"남의 장"}}).want(http.StatusNotFound)
	thief.sendTo(course+"/staff", url.Values{"email": {"x@example.org"}, "part": {"owner"}}).want(http.StatusNotFound)
	thief.sendTo(course+"/duplicate", url.Values{"title_ko": {"남의 것"}, "slug": {"mine"}}).want(http.StatusNotFound)
	thief.sendTo(course+"/archive", url.Values{"do": {"archive"}}).want(http.StatusNotFound)
	citizen, _ := s.signedIn(t)
	citizen.get("/studio/small/export.zip").want(http.StatusForbidden)
	citizen.sendTo("/studio/small/archive", url.Values{"do": {"archive"}}).want(http.StatusForbidden)
	citizen.get("/studio").want(http.StatusForbidden)
	citizen.get(course).want(http.StatusForbidden)
}

func TestStudio_AFormOfASectionComesBackFilledInWhereItStandsAndReleasesAreShown(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.signedIn(t, access.Instructor)
	course := newCourse(t, b)
	page := b.get(course).want(http.StatusOK)
	form := "form:has(input[name=in][value^=s-])"
	action := page.find(form).AttrOr("action", "")
	back := b.sendTo(action, formOf(page, form, url.Values{"section_ko": {"새 이름"}, "opens": {"date"}, "opens_at": {"내일"}, "do": {"save"}})).want(http.StatusUnprocessableEntity)
	if got := back.find(form+" input[name=section_ko]").AttrOr("value", ""); got != "새 이름" {
		t.Errorf("the title came back as %q", got)
	}
	if back.find(form+" #opens_at[aria-invalid]").Length() != 1 || back.find("details.add[open]").Length() != 1 {
		t.Error("the error does not stand at its field in the form that was sent")
	}
	for how, word := range map[string]url.Values{
		"2031. 3. 2.(일) 09:00에 열림": {"opens": {"date"}, "opens_at": {"2031-03-02T09:00"}},
		"신청 7일 뒤 열림":               {"opens": {"days"}, "opens_days": {"7"}},
	} {
		word.Set("do", "save")
		b.sendTo(action, formOf(b.get(course), form, word)).want(http.StatusSeeOther)
		if got := b.get(course).find(".sec-h").Text(); !strings.Contains(got, how) {
			t.Errorf("the section says %q, not %q", got, how)
		}
	}
}

func TestStudio_PrerequisitesAreChosenByNameAndTakenOutByTheirTick(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.signedIn(t, access.Instructor)
	settings := newCourse(t, b) + "/settings"
	form := "form[data-unsaved]"
	if b.get(settings).find("#prerequisite-list option[value=small]").Length() != 1 {
		t.Error("a published course is not offered")
	}
	bad := b.sendTo(settings, formOf(b.get(settings), form, url.Values{"prerequisite": {"nowhere"}})).want(http.StatusUnprocessableEntity)
	if bad.find("#prerequisites-err").Length() != 1 {
		t.Error("an unknown course is not told")
	}
	b.sendTo(settings, formOf(b.get(settings), form, url.Values{"prerequisite": {"small"}})).want(http.StatusSeeOther)
	saved := b.get(settings)
	if saved.find("#prerequisite_small[checked]").Length() != 1 {
		t.Error("it was not kept")
	}
	without := formOf(saved, form, nil)
	without.Del("prerequisite_small")
	b.sendTo(settings, without).want(http.StatusSeeOther)
	if b.get(settings).find("#prerequisite_small").Length() != 0 {
		t.Error("it was not taken out")
	}
}

func TestStudio_APreviewIsTheDraftAsLearnersWillSeeItAndRecordsNothing(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.signedIn(t, access.Instructor)
	course := newCourse(t, b)
	section := b.get(course).find("input[name=section]").AttrOr("value", "")
	lesson := b.sendTo(course+"/lessons", url.Values{"section": {section}, "kind": {"reading"}, "lesson_ko": {"첫 차시"}, "lesson_en": {"First"}}).to()
	b.sendTo(lesson, formOf(b.get(lesson), "form[data-unsaved]", url.Values{"body_ko": {"## 본문"}, "opens": {"days"}, "opens_days": {"3"}, "do": {"save"}})).want(http.StatusSeeOther)
	film := b.sendTo(course+"/lessons", url.Values{"section": {section}, "kind": {"lecture"}, "lesson_ko": {"영상 없는 강의"}}).to()
	preview := b.get(course + "/preview").want(http.StatusOK)
	if preview.find(".previewbar").Length() != 1 || preview.find(".outline .why").Length() == 0 || preview.find("form[action$=enrol]").Length() != 0 {
		t.Error("the preview of the course is not one")
	}
	address := strings.Replace(lesson, "/lessons/", "/preview/", 1)
	page := b.get(address).want(http.StatusOK)
	if page.find("article.prose h2").Text() != "본문" || page.find("form[action$=complete]").Length() != 0 {
		t.Error("the preview of the lesson is not one")
	}
	b.get(strings.Replace(film, "/lessons/", "/preview/", 1)).want(http.StatusOK)
	thief, _ := s.signedIn(t, access.Instructor)
	thief.get(course + "/preview").want(http.StatusNotFound)
	thief.get(address).want(http.StatusNotFound)
	thief.get(address + "/ko.vtt").want(http.StatusNotFound)
	citizen, _ := s.signedIn(t)
	citizen.get(course + "/preview").want(http.StatusForbidden)
}
