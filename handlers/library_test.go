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

func TestCaptions_ThatCannotBeTakenComeBackWithTheirLines(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.signedIn(t, access.Instructor)
	course := newCourse(t, b)
	id := s.shelve(t, "city-diplomacy", assets.Asset{Name: "1강.mp4", Kind: "film", DurationMS: 60_000, VideoKey: "v", PosterKey: "p"})
	section := b.get(course).find("input[name=section]").AttrOr("value", "")
	lesson := b.sendTo(course+"/lessons", url.Values{"section": {section}, "kind": {"lecture"}, "lesson_ko": {"1강"}}).want(http.StatusSeeOther).to()
	b.sendTo(lesson+"/film", url.Values{"asset": {id.String()}}).want(http.StatusSeeOther)
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
