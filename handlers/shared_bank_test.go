package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"academy/app/access"
)

func idOf(path string) string { return path[strings.LastIndex(path, "/")+1:] }

func otherCourse(b *browser) string {
	b.t.Helper()
	fields := url.Values{"title_ko": {"남의 강좌"}, "title_en": {"Other"}, "slug": {"other"}, "agenda": {"public-diplomacy"}, "level": {"beginner"}}
	return b.sendTo("/studio/new", fields).want(http.StatusSeeOther).to()
}

func TestSharedBank_AQuestionIsSharedCopiedIntoAQuizChangedAtHomeAndTakenAnew(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.signedIn(t, access.Instructor)
	course := newCourse(t, b)
	question := newQuestion(t, b, course, "single")
	taker, _ := s.signedIn(t, access.Instructor)
	other := otherCourse(taker)
	quiz, _ := newQuiz(t, taker, other)
	from := other + "/bank?from=shared&lesson=" + idOf(quiz)

	if got := taker.get(from).want(http.StatusOK).find("tbody tr").Length(); got != 0 {
		t.Errorf("%d are shared before anybody shares", got)
	}
	taker.sendTo(from, url.Values{"question": {idOf(question)}, "do": {"add"}}).want(http.StatusNotFound)
	share := func(do string) {
		b.sendTo(course+"/bank", url.Values{"question": {idOf(question)}, "do": {do}}).want(http.StatusSeeOther)
	}
	share("share")
	if row := taker.get(from).find("tbody tr"); row.Length() != 1 || !strings.Contains(row.Text(), "도시외교") {
		t.Errorf("shared: %s", row.Text())
	}
	taker.get(other + "/bank/shared/" + idOf(question)).want(http.StatusOK)
	for range 2 {
		taker.sendTo(from, url.Values{"question": {idOf(question)}, "do": {"add"}}).want(http.StatusSeeOther)
	}
	if slots := taker.get(quiz).find("input[name=slot]"); slots.Length() != 3 || slots.Eq(2).AttrOr("value", "") == idOf(question) {
		t.Errorf("the quiz has %d places, or asks the question of the other course itself", slots.Length())
	}
	copied := other + "/bank/" + taker.get(quiz).find("input[name=slot]").Eq(2).AttrOr("value", "")

	form := formOf(b.get(question), "form[data-unsaved]", url.Values{"do": {"save"}, "prompt_ko": {"고친 물음"}})
	b.sendTo(question, form).want(http.StatusSeeOther)
	if got := taker.get(copied).find("section[aria-labelledby=shares-h]").Text(); !strings.Contains(got, "2판이 나왔습니다") {
		t.Errorf("the copy does not say that there is a newer version: %s", got)
	}
	if got := taker.get(quiz).text(); !strings.Contains(got, "새 판 있음") {
		t.Error("the builder does not say that there is a newer version")
	}
	share("unshare")
	taker.sendTo(other+"/bank", url.Values{"question": {idOf(copied)}, "do": {"refresh"}}).want(http.StatusSeeOther)
	if got := taker.get(copied).find("[name=prompt_ko]").Text(); strings.Contains(got, "고친") {
		t.Error("what is shared no more is taken all the same")
	}
	if got := taker.get(quiz).find("input[name=slot]").Length(); got != 3 {
		t.Errorf("sharing ended, and the draft that uses it asks %d", got)
	}
	taker.get(other + "/bank/shared/" + idOf(question)).want(http.StatusNotFound)
	share("share")
	taker.sendTo(other+"/bank", url.Values{"question": {idOf(copied)}, "do": {"refresh"}}).want(http.StatusSeeOther)
	if got := taker.get(copied).find("[name=prompt_ko]").Text(); !strings.Contains(got, "고친") {
		t.Errorf("taken anew, the copy says %q", got)
	}
	if got := b.get(question).find("section[aria-labelledby=shares-h]").Text(); !strings.Contains(got, "강좌 1개") || strings.Contains(got, "남의 강좌") {
		t.Errorf("who has a copy: %s", got)
	}
}

func TestCheating_OnlyOwnQuestionsAreSharedAndOnlyEditorsSeeWhatIsShared(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.signedIn(t, access.Instructor)
	course := newCourse(t, b)
	question := newQuestion(t, b, course, "single")
	thief, _ := s.signedIn(t, access.Instructor)
	other := otherCourse(thief)
	own := newQuestion(t, thief, other, "single")

	thief.sendTo(other+"/bank", url.Values{"question": {idOf(question), idOf(own)}, "do": {"share"}}).want(http.StatusSeeOther)
	if got := b.get(course + "/bank?from=shared").find("tbody tr").Length(); got != 1 {
		t.Errorf("%d of two are shared with the first course, want the second's own", got)
	}
	if got := thief.get(other + "/bank?from=shared").find("tbody tr").Length(); got != 0 {
		t.Error("somebody has shared a question of a course that is not theirs")
	}
	thief.sendTo(other+"/bank?from=shared", url.Values{"question": {idOf(question)}, "do": {"copy"}}).want(http.StatusNotFound)
	b.sendTo(course+"/bank", url.Values{"question": {idOf(question)}, "do": {"share"}}).want(http.StatusSeeOther)
	thief.sendTo(other+"/bank", url.Values{"question": {idOf(question)}, "do": {"unshare"}})
	if got := thief.get(other + "/bank?from=shared").find("tbody tr").Length(); got != 1 {
		t.Error("somebody else has ended the sharing")
	}
	form := formOf(b.get(question), "form[data-unsaved]", url.Values{"do": {"save"}, "prompt_ko": {"바뀐 물음"}})
	form.Del("_csrf")
	thief.sendTo(other+"/bank/"+idOf(question), form).want(http.StatusNotFound)

	citizen, _ := s.signedIn(t)
	citizen.get(other + "/bank?from=shared").want(http.StatusForbidden)
	citizen.get(other + "/bank/shared/" + idOf(question)).want(http.StatusForbidden)
	nobody, _ := s.signedIn(t, access.Instructor)
	nobody.get(other + "/bank?from=shared").want(http.StatusNotFound)
	nobody.get(other + "/bank/shared/" + idOf(question)).want(http.StatusNotFound)
}
