package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"academy/app/access"
	"academy/models"
	"academy/models/assets"
	"academy/models/courses"

	"github.com/google/uuid"
)

// shelve puts something ready into the library of a course.
func (s *site) shelve(t *testing.T, slug string, a assets.Asset) uuid.UUID {
	t.Helper()
	a.ID, a.State, a.CreatedAt = models.NewID(), "ready", time.Now()
	err := s.DB.Write(t.Context(), func(tx *models.Tx) error {
		c, err := courses.FindCourse(tx, slug)
		if err != nil {
			return err
		}
		a.CourseID = &c.ID
		return assets.InsertAsset(tx, a)
	})
	if err != nil {
		t.Fatal(err)
	}
	return a.ID
}

func TestLibrary_APictureIsDescribedBeforeATextShowsIt(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.signedIn(t, access.Instructor)
	course := newCourse(t, b)
	b.get(course + "/media").want(http.StatusOK).find(".empty")
	id := s.shelve(t, "city-diplomacy", assets.Asset{Name: "지도.png", Kind: "image", ImageKey: "x"})
	section := b.get(course).find("input[name=section]").AttrOr("value", "")
	lesson := b.sendTo(course+"/lessons", url.Values{"section": {section}, "kind": {"reading"}, "lesson_ko": {"첫 차시"}}).want(http.StatusSeeOther).to()
	if b.get(lesson).want(http.StatusOK).find("[data-snippet]").Length() != 0 {
		t.Error("a picture that nobody has described can be put into a text")
	}
	back := b.sendTo(course+"/media/"+id.String(), url.Values{"alt_en": {""}, "do": {"describe"}}).want(http.StatusUnprocessableEntity)
	if back.find("#m-"+id.String()+" details[open] .err").Length() != 1 {
		t.Error("the form does not come back open, with its error")
	}
	b.sendTo(course+"/media/"+id.String(), url.Values{"alt_ko": {"서울 지도"}, "do": {"describe"}}).want(http.StatusSeeOther)
	snippet := b.get(lesson).find("[data-insert=body_ko]").AttrOr("data-snippet", "")
	if snippet != "![서울 지도](/library/"+id.String()+")" {
		t.Fatalf("the snippet is %q", snippet)
	}
	form := formOf(b.get(lesson), "form[data-unsaved]", url.Values{"body_ko": {"글\n\n" + snippet}, "do": {"preview"}})
	if got := b.sendTo(lesson, form).want(http.StatusOK).find(".preview img").AttrOr("alt", ""); got != "서울 지도" {
		t.Errorf("the preview shows %q", got)
	}
	form.Set("do", "save")
	b.sendTo(lesson, form).want(http.StatusSeeOther)
	b.sendTo(course+"/media/"+id.String(), url.Values{"do": {"remove"}}).want(http.StatusConflict)
	if to := b.get("/library/" + id.String()).want(http.StatusFound).to(); to == "" {
		t.Error("the picture is nowhere")
	}
	s.open(t).get("/library/" + id.String()).want(http.StatusSeeOther) // to sign in
	other, _ := s.signedIn(t, access.Instructor)
	other.get("/library/" + id.String()).want(http.StatusNotFound)
	other.get(course + "/media").want(http.StatusNotFound)
	other.sendTo(course+"/media/"+id.String(), url.Values{"do": {"remove"}}).want(http.StatusNotFound)
}

func TestLibrary_ALectureIsGivenAFilmWithoutScript(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.signedIn(t, access.Instructor)
	course := newCourse(t, b)
	id := s.shelve(t, "city-diplomacy", assets.Asset{Name: "1강.mp4", Kind: "film", DurationMS: 60_000, VideoKey: "v", PosterKey: "p"})
	section := b.get(course).find("input[name=section]").AttrOr("value", "")
	lesson := b.sendTo(course+"/lessons", url.Values{"section": {section}, "kind": {"lecture"}, "lesson_ko": {"1강"}}).want(http.StatusSeeOther).to()
	page := b.get(lesson).want(http.StatusOK)
	b.sendTo(lesson+"/film", formOf(page, "#film-form", nil)).want(http.StatusUnprocessableEntity)
	b.sendTo(lesson+"/film", formOf(page, "#film-form", url.Values{"asset": {id.String()}})).want(http.StatusSeeOther)
	if got := b.get(lesson).find("#film-row").AttrOr("data-asset", ""); got != id.String() {
		t.Errorf("it plays %q", got)
	}
	b.sendTo(lesson+"/film", formOf(page, "#film-form", url.Values{"asset": {id.String()}})).want(http.StatusConflict)
}

// lecture makes a lecture with a film of a minute and answers its path in the studio.
func (s *site) lecture(t *testing.T, b *browser) string {
	t.Helper()
	course := newCourse(t, b)
	id := s.shelve(t, "city-diplomacy", assets.Asset{Name: "1강.mp4", Kind: "film", DurationMS: 60_000, VideoKey: "v", PosterKey: "p"})
	section := b.get(course).find("input[name=section]").AttrOr("value", "")
	lesson := b.sendTo(course+"/lessons", url.Values{"section": {section}, "kind": {"lecture"}, "lesson_ko": {"1강"}}).want(http.StatusSeeOther).to()
	b.sendTo(lesson+"/film", url.Values{"asset": {id.String()}}).want(http.StatusSeeOther)
	return lesson
}

func TestCaptions_ThatCannotBeTakenComeBackWithTheirLines(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.signedIn(t, access.Instructor)
	lesson := s.lecture(t, b)
	typed := "WEBVTT\n\n00:05.000 --> 00:04.000\nbackwards"
	back := b.sendTo(lesson+"/captions", url.Values{"lang": {"ko"}, "captions": {typed}}).want(http.StatusUnprocessableEntity)
	if back.find("#captions-ko").Text() != typed || back.find("#captions-ko-err li").Length() != 1 {
		t.Errorf("it comes back as %q", back.find("#captions-ko").Text())
	}
	b.sendTo(lesson+"/captions", url.Values{"lang": {"ko"}, "captions": {"WEBVTT\n\n00:01.000 --> 00:02.000\n안녕"}}).want(http.StatusSeeOther)
	if got := b.get(lesson + "/captions").want(http.StatusOK).find("#captions-ko").Text(); !strings.Contains(got, "안녕") {
		t.Errorf("it is kept as %q", got)
	}
	b.sendTo(lesson+"/captions", url.Values{"lang": {"ko"}, "captions": {""}}).want(http.StatusConflict)
	other, _ := s.signedIn(t, access.Instructor)
	other.get(lesson + "/captions").want(http.StatusNotFound)
}

func TestCaptions_AreMovedAndWarnedOfAndSavedWithoutScript(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.signedIn(t, access.Instructor)
	lesson := s.lecture(t, b)
	const shiftForm = "section[aria-labelledby=c-ko] form"
	b.get(lesson + "/transcript.ko.txt").want(http.StatusNotFound)
	form := formOf(b.get(lesson+"/captions"), shiftForm, url.Values{"captions": {"WEBVTT\n\n00:01.000 --> 00:01.900\n" + strings.Repeat("가", 20)}, "seconds_ko": {"-2"}})
	back := b.sendTo(lesson+"/captions/shift", form).want(http.StatusUnprocessableEntity)
	if back.find("#seconds_ko").AttrOr("value", "") != "-2" || back.find("#seconds_ko-err").Length() != 1 || back.find("details[open] #seconds_ko").Length() != 1 || back.find("#captions-ko").Text() != form.Get("captions") {
		t.Error("it does not come back as it was sent")
	}
	for _, none := range []string{"", "NaN", "Inf", "-1e300", "soon"} {
		form.Set("seconds_ko", none)
		b.sendTo(lesson+"/captions/shift", form).want(http.StatusUnprocessableEntity)
	}
	form.Set("seconds_ko", " 2,25 ")
	b.sendTo(lesson+"/captions/shift", form).want(http.StatusSeeOther)
	page := b.get(lesson + "/captions").want(http.StatusOK)
	if got := page.find("#captions-ko").Text(); !strings.Contains(got, "00:00:03.250 --> 00:00:04.150") {
		t.Errorf("moved to %q", got)
	}
	if got := page.find("section[aria-labelledby=c-ko] .notice.w li").Text(); !strings.Contains(got, "1번째 자막:") || !strings.Contains(got, "14자") {
		t.Errorf("the warning is %q", got)
	}
	file := b.get(lesson + "/transcript.ko.txt").want(http.StatusOK)
	if !strings.HasPrefix(file.body, "1강\n\n[0:03]\n가가") || file.header.Get("Content-Type") != "text/plain; charset=utf-8" || !strings.Contains(file.header.Get("Content-Disposition"), "filename*=utf-8''1%EA%B0%95") {
		t.Errorf("the file is %q with %v", file.body, file.header)
	}
	b.get(lesson + "/transcript.xx.vtt").want(http.StatusNotFound)
	other, _ := s.signedIn(t, access.Instructor)
	other.get(lesson + "/transcript.ko.txt").want(http.StatusNotFound)
	form.Del("_csrf") // which is that of another session
	other.sendTo(lesson+"/captions/shift", form).want(http.StatusNotFound)
	citizen, _ := s.signedIn(t)
	citizen.get(lesson + "/transcript.ko.txt").want(http.StatusForbidden)
	citizen.sendTo(lesson+"/captions/shift", form).want(http.StatusForbidden)
}

func TestTranscript_IsForWhoMayOpenTheLecture(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, who := s.signedIn(t)
	ids := s.lessons(t, who)
	lecture := "/learn/small/" + ids["lecture"].String()
	s.open(t).get(lecture + "/transcript.ko.txt").want(http.StatusSeeOther) // to sign in
	b.get(lecture + "/transcript.ko.txt").want(http.StatusForbidden)
	b.sendTo("/courses/small/enrol", nil).want(http.StatusSeeOther)
	links := b.get(lecture).want(http.StatusOK).find("#p-tr a[download]")
	if links.Length() != 4 {
		t.Fatalf("%d files to save", links.Length())
	}
	for i := range links.Nodes {
		b.get(links.Eq(i).AttrOr("href", "")).want(http.StatusOK)
	}
	if got := b.get(lecture + "/transcript.en.vtt").want(http.StatusOK); !strings.HasPrefix(got.body, "WEBVTT") || !strings.HasPrefix(got.header.Get("Content-Disposition"), "attachment") {
		t.Errorf("%q with %v", got.body, got.header)
	}
	for _, path := range []string{lecture + "/transcript.xx.txt", lecture + "/transcript.%00.txt", "/learn/small/" + ids["reading"].String() + "/transcript.ko.txt", "/learn/nothing/" + ids["lecture"].String() + "/transcript.ko.txt"} {
		b.get(path).want(http.StatusNotFound)
	}
	b.get("/learn/small/" + ids["quiz"].String() + "/transcript.ko.txt").want(http.StatusForbidden) // locked
}
