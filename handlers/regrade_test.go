package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"academy/app/access"
	"academy/app/apptest"
	"academy/app/assessment"
	"academy/app/authoring"
	"academy/app/jobs"
	"academy/models"

	"github.com/google/uuid"
)

// firstQuestion is the first question of the small course's quiz.
func (s *site) firstQuestion(t *testing.T) (id uuid.UUID) {
	t.Helper()
	if err := s.DB.Jobs().QueryRow(t.Context(), "select question_id from quiz_slots where quiz_id = $1 and slot = 1", s.QuizID(t, "small")).Scan(&id); err != nil {
		t.Fatal(err)
	}
	return id
}

// regraded is a regrade that has flagged a pass.
func (s *site) regraded(t *testing.T, who access.Actor) string {
	t.Helper()
	s.Sit(t, "small", apptest.Sitting{People: 1, Attempts: taken(true)})
	id, err := s.Assessment.AskRegrade(t.Context(), who, "small", s.firstQuestion(t), assessment.RegradeWish{From: 1, Mode: assessment.FullMarks, Reason: "문항이 틀림"})
	if err == nil {
		err = s.Assessment.Regrade(t.Context(), jobs.Regrade{ID: id})
	}
	if err == nil {
		_, err = s.DB.Jobs().Exec(t.Context(), "insert into flagged_passes (regrade_id, attempt_id, before, after) select $1, id, 75, 50 from attempts where state = 'graded' limit 1", id)
	}
	if err == nil {
		_, err = s.DB.Jobs().Exec(t.Context(), "update regrades set flagged = 1 where id = $1", id)
	}
	if err != nil {
		t.Fatal(err)
	}
	return id.String()
}

func TestRegrade_ShowsWhatWouldChangeThenItsProgressThenThePassesToDecideAbout(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.teaching(t)
	s.Sit(t, "small", apptest.Sitting{People: 2, Attempts: [][]apptest.Answered{{
		{Response: `{"choice":"a"}`, Earned: 10}, {Response: `{"choices":["a","b"]}`, Earned: 10}, {Response: `{"value":true}`, Earned: 10}, {Response: `{"text":"모름"}`},
	}}})
	question := "/studio/small/bank/" + s.firstQuestion(t).String()
	form := formOf(b.get(question).want(http.StatusOK), "form[data-unsaved]", url.Values{"do": {"save"}})
	form.Set("correct", "1")
	b.sendTo(question, form).want(http.StatusSeeOther)
	asked := b.get(question).want(http.StatusOK)
	if !strings.Contains(asked.text(), "예전 판으로 채점되었습니다") {
		t.Errorf("the question says %q", asked.text())
	}
	path := asked.find("a[href*='/regrade/']").AttrOr("href", "")
	page := b.get(path).want(http.StatusOK)
	if !strings.Contains(page.text(), "오름 0, 내림 2, 합격 → 불합격 2, 불합격 → 합격 0") {
		t.Errorf("the impact is %q", page.text())
	}
	back := b.sendTo(path, url.Values{"from": {"2"}, "mode": {"drop"}, "reason": {" "}}).want(http.StatusUnprocessableEntity)
	if back.find("#reason-err").Length() != 1 || back.find("input[value=drop]").AttrOr("checked", "no") == "no" {
		t.Error("without a reason it says nothing, or loses what was chosen")
	}
	b.sendTo(path, url.Values{"from": {"1"}, "mode": {"key"}, "reason": {"정답 오류"}}).want(http.StatusConflict)
	regrade := b.sendTo(path, url.Values{"from": {"2"}, "mode": {"key"}, "reason": {"정답 오류"}}).want(http.StatusSeeOther).to()
	b.sendTo(path, url.Values{"from": {"2"}, "mode": {"full"}, "reason": {"또"}}).want(http.StatusConflict)
	running := b.get(regrade).want(http.StatusOK)
	if running.header.Get("Refresh") == "" || running.find("progress[max='2'][value='0']").Length() != 1 {
		t.Errorf("while it runs it says %q", running.text())
	}
	if err := s.Assessment.Regrade(t.Context(), jobs.Regrade{ID: uuid.MustParse(regrade[strings.LastIndex(regrade, "/")+1:])}); err != nil {
		t.Fatal(err)
	}
	done := b.get(regrade).want(http.StatusOK)
	passes := done.find("input[name=attempt]")
	if done.header.Get("Refresh") != "" || passes.Length() != 2 || strings.Contains(done.text(), "응시자 ") {
		t.Errorf("in the end it says %q", done.text())
	}
	first := passes.Eq(0).AttrOr("value", "")
	b.sendTo(regrade, url.Values{"attempt": {first}, "do": {"taken_back"}}).want(http.StatusUnprocessableEntity)
	b.sendTo(regrade, url.Values{"do": {"stands"}, "reason": {"까닭"}}).want(http.StatusUnprocessableEntity)
	b.sendTo(regrade, url.Values{"attempt": {first}, "do": {"taken_back"}, "reason": {"규정"}}).want(http.StatusSeeOther)
	b.sendTo(regrade, url.Values{"attempt": {first}, "do": {"stands"}, "reason": {"다시"}}).want(http.StatusConflict)
	if list := b.get("/studio/small/regrades").want(http.StatusOK).find("tbody tr").Text(); !strings.Contains(list, "결정할 합격 1개") {
		t.Errorf("the list says %q", list)
	}
}

func TestCheating_RegradesAreForThoseWhoMakeTheCourse(t *testing.T) {
	t.Parallel()
	s := serve(t)
	_, owner := s.teaching(t)
	regrade := "/studio/small/regrades/" + s.regraded(t, owner)
	question := "/studio/small/regrade/" + s.firstQuestion(t).String()
	assistant, who := s.signedIn(t, access.Instructor)
	if err := s.Authoring.SetStaff(t.Context(), owner, "small", who.Email, authoring.Assistant); err != nil {
		t.Fatal(err)
	}
	thief, _ := s.signedIn(t, access.Instructor)
	citizen, _ := s.signedIn(t)
	wish := url.Values{"from": {"1"}, "mode": {"full"}, "reason": {"까닭"}}
	decision := url.Values{"attempt": {models.NewID().String()}, "do": {"taken_back"}, "reason": {"까닭"}}
	for _, path := range []string{"/studio/small/regrades", regrade, question} {
		assistant.get(path).want(http.StatusOK)
		thief.get(path).want(http.StatusNotFound)
		citizen.get(path).want(http.StatusForbidden)
	}
	if assistant.get(question).find("main form").Length()+assistant.get(regrade).find("main form button").Length() != 0 {
		t.Error("an assistant is offered what only editors may do")
	}
	assistant.sendTo(question, wish).want(http.StatusForbidden)
	assistant.sendTo(regrade, decision).want(http.StatusForbidden)
	thief.sendTo(question, wish).want(http.StatusNotFound)
	thief.sendTo(regrade, decision).want(http.StatusNotFound)
	citizen.sendTo(question, wish).want(http.StatusForbidden)
	own := newCourse(t, thief)
	thief.get(own + strings.TrimPrefix(regrade, "/studio/small")).want(http.StatusNotFound)
	thief.get(own + strings.TrimPrefix(question, "/studio/small")).want(http.StatusNotFound)
	thief.sendTo(own+strings.TrimPrefix(question, "/studio/small"), wish).want(http.StatusNotFound)
	thief.sendTo(own+strings.TrimPrefix(regrade, "/studio/small"), decision).want(http.StatusNotFound)
}
