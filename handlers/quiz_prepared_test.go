package handlers_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"academy/app/access"
)

func TestQuiz_TellsItsAuthorsForHowManyItIsPreparedAndItsLearnersNothing(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b := s.enrolled(t)
	author, who := s.signedIn(t, access.Admin)
	studio := "/studio/small/quizzes/" + s.lessons(t, who)["quiz"].String()
	if text := author.get(studio).want(http.StatusOK).text(); strings.Contains(text, "응시를 준비했습니다") {
		t.Error("a quiz that is open is prepared for")
	}
	quiz := s.QuizID(t, "small")
	if _, err := s.DB.Jobs().Exec(t.Context(), "update quizzes set opens_at = $2 where id = $1", quiz, s.DB.Now().Add(20*time.Minute)); err != nil {
		t.Fatal(err)
	}
	if text := author.get(studio).text(); !strings.Contains(text, "1명 가운데 0명의 응시를 준비했습니다") {
		t.Errorf("before: %s", text)
	}
	if n, err := s.Assessment.PrepareAttempts(t.Context()); n != 1 || err != nil {
		t.Fatalf("prepared %d, %v", n, err)
	}
	if text := author.get(studio).text(); !strings.Contains(text, "1명 가운데 1명의 응시를 준비했습니다") {
		t.Errorf("after: %s", text)
	}
	var prompt string
	if err := s.DB.Jobs().QueryRow(t.Context(), `select v.prompt->>'ko' from prepared_attempts p join question_versions v
		on v.id = (p.slots->0->>'question_version_id')::uuid`).Scan(&prompt); err != nil || prompt == "" {
		t.Fatal(err)
	}
	for _, path := range []string{"/learn/small/" + s.lessons(t, who)["quiz"].String(), "/courses/small", "/learn/small/grades"} {
		if page := b.get(path); strings.Contains(page.text(), prompt) {
			t.Errorf("%s shows a question before the quiz opens", path)
		}
	}
	start := "/quiz/" + quiz.String()
	headers := map[string]string{"Content-Type": "application/json", "X-CSRF-Token": b.token()}
	for name, got := range map[string]*page{
		"start": b.get(start), "form": b.sendTo(start+"/attempts", nil).want(http.StatusForbidden),
		"api":    b.do(http.MethodPost, "/api/v1/quizzes/"+quiz.String()+"/attempts", strings.NewReader("{}"), headers).want(http.StatusForbidden),
		"lesson": b.do(http.MethodGet, "/api/v1/lessons/"+s.lessons(t, who)["quiz"].String(), nil, headers),
	} {
		if strings.Contains(got.body, prompt) {
			t.Errorf("%s tells a question before the quiz opens", name)
		}
	}
	if page := b.get(studio); page.status == http.StatusOK {
		t.Error("a learner reads the studio")
	}
}
