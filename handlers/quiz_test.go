package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/learning"
	"academy/app/locale"

	"github.com/google/uuid"
)

// lessons are the small course's lessons for somebody, by kind.
func (s *site) lessons(t *testing.T, who access.Actor) map[string]uuid.UUID {
	t.Helper()
	course, err := s.Learning.Course(t.Context(), who, locale.KO, "small")
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]uuid.UUID{}
	for _, section := range course.Sections {
		for _, lesson := range section.Lessons {
			ids[lesson.Kind] = lesson.ID
		}
	}
	return ids
}

// watch lets somebody see all of the lecture.
func (s *site) watch(t *testing.T, who access.Actor) {
	t.Helper()
	id := s.lessons(t, who)["lecture"]
	page, err := s.Learning.Lesson(t.Context(), who, locale.KO, "small", id)
	if err != nil {
		t.Fatal(err)
	}
	s.Wait(5 * time.Minute)
	_, err = s.Learning.ClaimCoverage(t.Context(), who, id, learning.CoverageClaim{
		ViewID: "view", Seq: 1, Intervals: [][2]float64{{0, page.Lecture.Duration}}, Position: page.Lecture.Duration,
	})
	if err != nil {
		t.Fatal(err)
	}
}

// startQuiz enrols, watches and starts the quiz, all as people do; it answers the address of the attempt.
func (s *site) startQuiz(t *testing.T, b *browser, who access.Actor) string {
	t.Helper()
	b.submit(b.get("/courses/small/enrol").want(http.StatusOK), "/courses/small/enrol", nil).want(http.StatusSeeOther)
	s.watch(t, who)
	page, err := s.Learning.Lesson(t.Context(), who, locale.KO, "small", s.lessons(t, who)["quiz"])
	if err != nil {
		t.Fatal(err)
	}
	start := "/quiz/" + page.Quiz.QuizID.String()
	got := b.submit(b.get(start).want(http.StatusOK), start+"/attempts", nil).want(http.StatusSeeOther)
	return got.to()
}

// right is the right answer to the question on a page.
func right(p *page) url.Values {
	for name, values := range map[string][]string{"choice": {"a"}, "choices": {"a", "b"}, "value": {"true"}, "text": {"외교"}} {
		if p.find("[name="+name+"]").Length() > 0 {
			return url.Values{name: values}
		}
	}
	return url.Values{}
}

func TestQuiz_IsAnsweredAndHandedInWithoutScript(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, who := s.signedIn(t)
	attempt := s.startQuiz(t, b, who)
	at := b.get(attempt).want(http.StatusSeeOther).to()
	for range 4 {
		question := b.get(at).want(http.StatusOK)
		fields := right(question)
		fields.Set("go", "next")
		at = b.submit(question, strings.TrimPrefix(at, "/en"), fields).want(http.StatusSeeOther).to()
	}
	check := b.get(at).want(http.StatusSeeOther) // beyond the last question
	if check.to() != attempt+"/check" {
		t.Fatalf("after the last question: %s", check.to())
	}
	review := b.get(check.to()).want(http.StatusOK)
	for range 2 { // a double press hands in once
		if got := b.submit(review, attempt+"/submit", nil).want(http.StatusSeeOther); got.to() != attempt {
			t.Fatalf("handing in leads to %s", got.to())
		}
	}
	result := b.get(attempt).want(http.StatusOK)
	if result.find(".result.pass").Length() != 1 {
		t.Errorf("not passed: %s", result.text())
	}
	b.get(attempt + "/questions/1").want(http.StatusSeeOther)
	b.post(attempt+"/questions/1", url.Values{"_csrf": {b.token()}, "op_id": {"late"}, "seq": {"2"}, "choice": {"b"}}).want(http.StatusSeeOther)
}

func TestQuiz_ShowsWhatAnotherTabHasSaved(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, who := s.signedIn(t)
	attempt := s.startQuiz(t, b, who)
	at := attempt + "/questions/1"
	first, second := b.get(at).want(http.StatusOK), b.get(at).want(http.StatusOK)
	b.submit(first, at, right(first)).want(http.StatusSeeOther)
	b.submit(first, at, right(first)).want(http.StatusSeeOther) // the same form once more is the same answer
	got := b.submit(second, at, right(second)).want(http.StatusConflict)
	if got.find(".error-summary").Length() != 1 || got.find("input[name=seq]").AttrOr("value", "") != "2" {
		t.Errorf("the form does not come back with the newer answer: %s", got.text())
	}
	b.submit(got, at, right(got)).want(http.StatusSeeOther)
}

func TestQuiz_ABlankQuestionIsPassedOverAndAnAnswerTakenBack(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, who := s.signedIn(t)
	attempt := s.startQuiz(t, b, who)
	at := attempt + "/questions/2" // several choices
	if got := b.submit(b.get(at), at, url.Values{"go": {"prev"}}).want(http.StatusSeeOther); got.to() != attempt+"/questions/1" {
		t.Errorf("back leads to %s", got.to())
	}
	question := b.get(at).want(http.StatusOK)
	b.submit(question, at, right(question)).want(http.StatusSeeOther)
	if n := b.get(at).find("input:checked").Length(); n != 2 {
		t.Fatalf("%d choices are marked", n)
	}
	b.submit(b.get(at), at, nil).want(http.StatusSeeOther)
	if n := b.get(at).find("input:checked").Length(); n != 0 {
		t.Errorf("%d choices are still marked", n)
	}
	question = b.get(at)
	if got := b.submit(question, at, url.Values{"choices": {"nonsense"}}); got.status != http.StatusUnprocessableEntity {
		t.Errorf("an unknown choice: %d", got.status)
	}
}
