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

func TestQuiz_AnAnswerIsCheckedOnTheWayByFormsAlone(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.signedIn(t, access.Instructor)
	course, quiz, start, learner := openQuiz(t, s, b)
	b.sendTo(quiz, formOf(b.get(quiz), "form[data-unsaved]", url.Values{"do": {"save"}, "review_during": {"full"}})).want(http.StatusSeeOther)
	b.sendTo(course+"/publish", nil).want(http.StatusSeeOther)

	attempt := learner.submit(learner.get(start), start+"/attempts", nil).to()
	question := learner.get(attempt).to()
	check := func(change url.Values) *page {
		change.Set("go", "verdict")
		return learner.sendTo(question, formOf(learner.get(question), "form[data-slot]", change))
	}
	if got := check(url.Values{}).want(http.StatusUnprocessableEntity); got.find("#q-err").Length() != 1 {
		t.Error("nothing is said beside an answer that was not given")
	}
	choices := learner.get(question).find("form[data-slot] input[type=radio]")
	check(url.Values{choices.AttrOr("name", ""): {choices.AttrOr("value", "")}}).want(http.StatusSeeOther)
	told := learner.get(question)
	if told.find("form[data-slot]").Length() != 0 || told.find(".q .badge.g, .q .badge.r").Length() != 1 || told.find(".q .ans").Length() != 1 {
		t.Error("the checked question can still be answered, or does not say how right it was")
	}
}

func TestQuiz_IsTriedByItsAuthorsAsItsDraftHasItAndNothingIsKept(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.signedIn(t, access.Instructor)
	course := newCourse(t, b)
	quiz, _ := newQuiz(t, b, course)
	try := b.sendTo(quiz, formOf(b.get(quiz), "form[data-unsaved]", url.Values{"do": {"try"}, "shuffle": {"true"}})).want(http.StatusSeeOther).to()
	form := func(change url.Values) url.Values { return formOf(b.get(try), "form.q", change) }
	if got := b.sendTo(try, form(url.Values{"choice": {"nonsense"}})).want(http.StatusUnprocessableEntity); got.find(".error-summary").Length() != 1 {
		t.Error("nothing is said of an answer that there is not")
	}
	var scores []string
	for i := range b.get(try + "?seed=7").find(".opt input").Nodes {
		box := b.get(try + "?seed=7").find(".opt input").Eq(i)
		told := b.sendTo(try, form(url.Values{"seed": {"7"}, "choice": {box.AttrOr("value", "")}})).want(http.StatusOK)
		if told.find(".ans .right").Length() != 1 {
			t.Error("the right answer is not told")
		}
		scores = append(scores, told.find(".no .badge.g").Text())
	}
	if full := strings.Join(scores, ""); !strings.Contains(full, "맞음") {
		t.Errorf("no choice is right: %q", scores)
	}
	var kept int
	if err := s.DB.Jobs().QueryRow(t.Context(), "select count(*) from attempts").Scan(&kept); err != nil || kept != 0 {
		t.Errorf("%d attempts were kept, %v", kept, err)
	}
	second := b.get(b.get(try).find(".qnav a.btn").AttrOr("href", "")).want(http.StatusOK)
	b.get(try + "?seed=7&at=3").want(http.StatusNotFound)
	if second.find("form.q .opt").Length() != 2 {
		t.Error("the second question is not the true or false one")
	}
	other, _ := s.signedIn(t, access.Instructor)
	other.get(try).want(http.StatusNotFound)
	learner, _ := s.signedIn(t)
	learner.get(try).want(http.StatusForbidden)
}

func TestQuiz_RowsThatWereDraggedKeepTheirPartsAndMarks(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.signedIn(t, access.Instructor)
	quiz, _ := newQuiz(t, b, newCourse(t, b))
	form := func(change url.Values) url.Values { return formOf(b.get(quiz), "form[data-unsaved]", change) }
	b.sendTo(quiz, form(url.Values{"do": {"section.1"}, "marks": {"3", "7"}})).want(http.StatusSeeOther)
	was := form(nil)["slot"]
	dragged := form(url.Values{"do": {"save"}, "slot": {was[1], was[0]}, "row": {"1", "0"}, "marks": {"7", "3"}, "section_ko.1": {"둘째"}, "section_en.1": {"Second"}})
	b.sendTo(quiz, dragged).want(http.StatusSeeOther)
	now := form(nil)
	if now["slot"][0] != was[1] || now["marks"][0] != "7" || now.Get("section_ko.0") != "둘째" || now.Get("section_ko.1") != "" {
		t.Errorf("got %v", now)
	}
	dragged = form(url.Values{"do": {"down.1"}, "slot": was, "row": {"1", "0"}, "marks": {"3", "7"}, "section_ko.0": {""}, "section_en.0": {""}})
	b.sendTo(quiz, dragged).want(http.StatusSeeOther)
	if now = form(nil); now["slot"][0] != was[1] {
		t.Error("the button of a row that was dragged has moved another one")
	}
}
