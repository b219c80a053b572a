package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"academy/app/access"
)

// openQuiz publishes a course with a quiz and answers its pages: the course's in the studio, the builder's and the one
// that a learner begins at.
func openQuiz(t *testing.T, s *site, b *browser) (course, quiz, start string, learner *browser) {
	t.Helper()
	course = newCourse(t, b)
	quiz, _ = newQuiz(t, b, course)
	settings := formOf(b.get(course+"/settings"), "form[data-unsaved]", url.Values{"summary_ko": {"요약"}, "summary_en": {"Summary"}})
	b.sendTo(course+"/settings", settings).want(http.StatusSeeOther)
	b.sendTo(course+"/publish", nil).want(http.StatusSeeOther)
	learner, _ = s.signedIn(t)
	learner.sendTo("/courses/city-diplomacy/enrol", nil).want(http.StatusSeeOther)
	start = learner.get(learner.get("/learn/city-diplomacy").to()).find("a[href*='/quiz/']").AttrOr("href", "")
	return course, quiz, start, learner
}

func TestQuizTerms_AreSetByTheFormAndHoldForLearnersOncePublished(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.signedIn(t, access.Instructor)
	course, quiz, start, learner := openQuiz(t, s, b)
	form := func(change url.Values) url.Values { return formOf(b.get(quiz), "form[data-unsaved]", change) }

	bad := form(url.Values{
		"do": {"save"}, "opens_at": {"2027-03-02T09:00"}, "closes_at": {"2027-03-01T09:00"}, "minutes": {"many"}, "delay": {"-1"}, "grading": {"lowest"}, "review_later": {"all"},
		"password": {strings.Repeat("가", 101)},
	})
	back := b.sendTo(quiz, bad).want(http.StatusUnprocessableEntity)
	for _, field := range []string{"closes_at", "minutes", "delay", "grading", "review_later", "password"} {
		if back.find("#"+field+"-err").Length() != 1 {
			t.Errorf("nothing is said beside %s", field)
		}
	}
	if got := back.find("#minutes").AttrOr("value", "") + back.find("#opens_at").AttrOr("value", ""); got != "many2027-03-02T09:00" {
		t.Errorf("the form came back with %q", got)
	}

	b.sendTo(quiz, form(url.Values{"do": {"save"}, "password": {"열려라"}, "delay": {"60"}, "grading": {"last"}, "shuffle_questions": {"true"}})).want(http.StatusSeeOther)
	if v := b.get(quiz); v.find("#password").AttrOr("value", "") != "열려라" || v.find("#grading option[selected]").AttrOr("value", "") != "last" || v.find("details[open]").Length() == 0 {
		t.Error("what was saved is not in the form, or folded away")
	}
	if learner.get(start).find("#password").Length() != 0 {
		t.Error("the draft is already in force")
	}
	b.sendTo(course+"/publish", nil).want(http.StatusSeeOther)
	if got := learner.submit(learner.get(start), start+"/attempts", url.Values{"password": {"쉬움"}}).want(http.StatusUnprocessableEntity); got.find("#password-err").Length() != 1 {
		t.Error("a wrong password is not told beside its field")
	}
	learner.submit(learner.get(start), start+"/attempts", url.Values{"password": {"열려라"}}).want(http.StatusSeeOther)
}

func TestQuiz_DrawsAndPartsAreMadeByFormsAlone(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.signedIn(t, access.Instructor)
	course, quiz, start, learner := openQuiz(t, s, b)
	var pool []string
	for range 3 {
		path := newQuestion(t, b, course, "single")
		pool = append(pool, path[strings.LastIndex(path, "/")+1:])
	}
	b.sendTo(course+"/bank", url.Values{"question": pool, "do": {"tag"}, "value": {"동아시아 평화"}}).want(http.StatusSeeOther)
	form := func(change url.Values) url.Values { return formOf(b.get(quiz), "form[data-unsaved]", change) }
	if back := b.sendTo(quiz, form(url.Values{"do": {"draw"}, "draw_count": {"2"}})).want(http.StatusUnprocessableEntity); back.find("#draw-err").Length() != 1 {
		t.Error("a draw of anything is taken")
	}
	b.sendTo(quiz, form(url.Values{"do": {"draw"}, "draw_count": {"2"}, "draw_tag": {"동아시아 평화"}})).want(http.StatusSeeOther)
	b.sendTo(quiz, form(url.Values{"do": {"section.2"}})).want(http.StatusSeeOther)
	b.sendTo(quiz, form(url.Values{"do": {"save"}, "section_ko.2": {"무작위"}, "section_en.2": {"Random"}})).want(http.StatusSeeOther)
	v := b.get(quiz)
	if got := v.find(".draws").Text(); !strings.Contains(got, "동아시아 평화") || !strings.Contains(got, "3개") {
		t.Errorf("the draw says %q", got)
	}
	if got := v.find("[name='section_ko.2']").AttrOr("value", ""); got != "무작위" {
		t.Errorf("the part is called %q", got)
	}
	b.sendTo(course+"/publish", nil).want(http.StatusSeeOther)
	if got := learner.get(start).text(); !strings.Contains(got, "4문항") {
		t.Errorf("the learner is told %s", got)
	}
	attempt := learner.submit(learner.get(start), start+"/attempts", nil).want(http.StatusSeeOther).to()
	if got := learner.get(attempt + "/questions/4").want(http.StatusOK).find(".part").Text(); got != "무작위" {
		t.Errorf("the fourth question stands in %q", got)
	}
	b.sendTo(quiz, form(url.Values{"do": {"up.2"}})).want(http.StatusSeeOther)
	if got := b.get(quiz); got.find("#slot-2 .draws").Length() != 1 || got.find("#slot-3 .begins").Length() != 1 {
		t.Error("moving a place moves the beginning of the part")
	}
}

func TestAccommodations_AreGrantedByThoseWhoMayAndReachAnAttemptInProgress(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.signedIn(t, access.Instructor)
	course, quiz, start, learner := openQuiz(t, s, b)
	b.sendTo(quiz, formOf(b.get(quiz), "form[data-unsaved]", url.Values{"do": {"save"}, "minutes": {"10"}, "attempts": {"1"}})).want(http.StatusSeeOther)
	b.sendTo(course+"/publish", nil).want(http.StatusSeeOther)
	attempt := learner.submit(learner.get(start), start+"/attempts", nil).want(http.StatusSeeOther).to()
	deadline := func() string {
		return learner.get(attempt+"/questions/1").find("[data-deadline]").AttrOr("data-deadline", "")
	}
	before := deadline()
	standing := b.get(course+"/learners").find("tbody a").AttrOr("href", "")
	page := b.get(standing).want(http.StatusOK).find("main a[href$='/accommodations']").AttrOr("href", "")
	empty := formOf(b.get(page).want(http.StatusOK), "main form.form", url.Values{"extra_percent": {"0"}, "reason": {""}})
	if back := b.sendTo(page, empty).want(http.StatusUnprocessableEntity); back.find("#reason-err").Length() != 1 {
		t.Error("nothing for no reason is taken")
	}
	grant := formOf(b.get(page), "main form.form", url.Values{"extra_percent": {"100"}, "extra_attempts": {"1"}, "reason": {"시험 시간 연장"}})
	b.sendTo(page, grant).want(http.StatusSeeOther)
	after := deadline()
	if before == "" || after <= before {
		t.Errorf("the deadline was %s and is %s", before, after)
	}
	if got := learner.get(start).text(); strings.Contains(got, "시험 시간 연장") {
		t.Error("the reason is told")
	}
	grant.Del("_csrf")
	thief, _ := s.signedIn(t, access.Instructor)
	thief.sendTo(page, grant).want(http.StatusNotFound)
	thief.get(page).want(http.StatusNotFound)
	learner.sendTo(page, grant).want(http.StatusForbidden)
	back := b.get(page).find("button[name=take_back]").AttrOr("value", "")
	b.sendTo(page, url.Values{"take_back": {back}}).want(http.StatusSeeOther)
	b.sendTo(page, url.Values{"take_back": {back}}).want(http.StatusNotFound)
	if got := deadline(); got != before {
		t.Errorf("taken back, the deadline is %s", got)
	}
}
