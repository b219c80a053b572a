package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"academy/app/access"
)

// keepBack makes every quiz show of an attempt what a review says, whenever one looks.
func (s *site) keepBack(t *testing.T, review string) {
	t.Helper()
	if _, err := s.DB.Jobs().Exec(t.Context(), "update quizzes set review_after = $1, review_later = $1, review_closed = $1", review); err != nil {
		t.Fatal(err)
	}
}

func TestCheating_AScoreThatAQuizKeepsBackIsToldNowhere(t *testing.T) {
	t.Parallel()
	s := serve(t)
	teacher, _ := s.teaching(t)
	b, who := s.signedIn(t)
	attempt := s.startQuiz(t, b, who)
	b.put(attempt, 1, `{"op_id":"a","seq":1,"response":{"choice":"a"}}`, nil).want(http.StatusOK)
	b.submit(b.get(attempt+"/check"), attempt+"/submit", nil).want(http.StatusSeeOther)
	lesson := "/learn/small/" + s.lessons(t, who)["quiz"].String()
	start := b.get(lesson).find("a[href*='/quiz/']").AttrOr("href", "")
	pages := []string{lesson, start, attempt, "/learn/small/grades", "/courses/small", "/me"}
	api := []string{"/api/v1/lessons/" + s.lessons(t, who)["quiz"].String(), "/api/v1/me/enrolments", "/api/v1" + attempt}
	told := func(path string) bool {
		got := b.get(path).want(http.StatusOK)
		text := got.body
		if !strings.HasPrefix(path, "/api") {
			text = got.text()
		}
		for _, score := range []string{"25점", "25%", "25 ", `"best_percent":25`, `"have":25`, `"score":10`} {
			if strings.Contains(text, score) {
				return true
			}
		}
		return false
	}
	s.keepBack(t, "none")
	for _, path := range append(pages, api...) {
		if told(path) {
			t.Errorf("%s tells the score: %.3000s", path, b.get(path).body)
		}
	}
	if got := b.get("/learn/small/grades").text(); strings.Count(got, "아직 공개되지 않") < 2 || !strings.Contains(got, "아직 계산할 점수가 없습니다") {
		t.Errorf("the learner is told %q", got)
	}
	if got := teacher.get(book).find("tbody").Text(); !strings.Contains(got, "25%") {
		t.Errorf("those who teach see %q", got)
	}
	learner := teacher.get(book).find("tbody a").AttrOr("href", "")
	teacher.sendTo(learner, give(teacher.get(learner), "55", "구술")).want(http.StatusSeeOther)
	if got := b.get("/learn/small/grades").text(); told("/learn/small/grades") || !strings.Contains(got, "(55 × 1) ÷ (1) = 55%") {
		t.Errorf("what a person has given is not told, or more is: %q", got)
	}
	s.keepBack(t, "score")
	for _, path := range append([]string{lesson, attempt, "/courses/small"}, api...) {
		if !told(path) {
			t.Errorf("%s does not tell a score that is shown: %.2000s", path, b.get(path).body)
		}
	}
}

func TestQuiz_ATextBetweenTheQuestionsIsNotCountedAsOne(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.signedIn(t, access.Instructor)
	course := newCourse(t, b)
	quiz, _ := newQuiz(t, b, course)
	text := newQuestion(t, b, course, "text")
	lesson := quiz[strings.LastIndex(quiz, "/")+1:]
	b.sendTo(course+"/bank?lesson="+lesson, url.Values{"question": {text[strings.LastIndex(text, "/")+1:]}, "do": {"add"}}).want(http.StatusSeeOther)
	if got := b.get(quiz).text(); !strings.Contains(got, "문항 2개") {
		t.Errorf("the builder counts %q", got)
	}
	settings := formOf(b.get(course+"/settings"), "form[data-unsaved]", url.Values{"summary_ko": {"요약"}, "summary_en": {"Summary"}})
	b.sendTo(course+"/settings", settings).want(http.StatusSeeOther)
	b.sendTo(course+"/publish", nil).want(http.StatusSeeOther)
	learner, _ := s.signedIn(t)
	learner.sendTo("/courses/city-diplomacy/enrol", nil).want(http.StatusSeeOther)
	page := learner.get(learner.get("/learn/city-diplomacy").to()).want(http.StatusOK)
	start := learner.get(page.find("a[href*='/quiz/']").AttrOr("href", "")).want(http.StatusOK)
	for _, got := range []string{page.text(), start.text()} {
		if !strings.Contains(got, "2문항") {
			t.Errorf("learners are told %q", got)
		}
	}
}
