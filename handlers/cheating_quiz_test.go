package handlers_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"academy/app/access"
)

// put saves an answer as the pages' script does.
func (b *browser) put(attempt string, slot int, body string, headers map[string]string) *page {
	b.t.Helper()
	all := map[string]string{"Content-Type": "application/json", "Accept": "application/json", "X-CSRF-Token": b.token()}
	for name, value := range headers {
		all[name] = value
	}
	return b.do(http.MethodPut, fmt.Sprintf("/api/v1%s/responses/%d", attempt, slot), strings.NewReader(body), all)
}

// member is one of the members of a JSON answer.
func (p *page) member(name string) any {
	p.t.Helper()
	var all map[string]any
	if err := json.Unmarshal([]byte(p.body), &all); err != nil {
		p.t.Fatal(err)
	}
	return all[name]
}

func TestCheating_AScoreThatALearnerSendsIsNotTaken(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, who := s.signedIn(t)
	attempt := s.startQuiz(t, b, who)
	b.put(attempt, 1, `{"op_id":"a","seq":1,"response":{"choice":"b","score":10},"score":10,"passed":true,"state":"graded"}`, nil)
	b.put(attempt, 1, `{"op_id":"b","seq":1,"response":{"choice":"b"},"score":10,"passed":true,"state":"graded","checked":true}`, nil).want(http.StatusOK)
	b.post(attempt+"/questions/1", url.Values{"_csrf": {b.token()}, "op_id": {"c"}, "seq": {"2"}, "choice": {"b"}, "score": {"10"}, "passed": {"true"}}).want(http.StatusSeeOther)
	headers := map[string]string{"Content-Type": "application/json", "Accept": "application/json", "X-CSRF-Token": b.token()}
	got := b.do(http.MethodPost, "/api/v1"+attempt+"/submit", strings.NewReader(`{"score":40,"max":40,"passed":true}`), headers).want(http.StatusOK)
	if got.member("passed") != false || got.member("score") != 0.0 {
		t.Errorf("handed in for %s", got.body)
	}
	b.do(http.MethodPost, "/api/v1"+attempt+"/submit", strings.NewReader(`{"score":40}`), headers).want(http.StatusOK)
	if page := b.get(attempt).want(http.StatusOK); page.find(".result.pass").Length() != 0 {
		t.Error("the second try has passed")
	}
}

func TestCheating_SavesThatComeTwiceOrInAnotherOrderChangeNothing(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, who := s.signedIn(t)
	attempt := s.startQuiz(t, b, who)
	save := func(op string, seq int, choice string) *page {
		return b.put(attempt, 1, fmt.Sprintf(`{"op_id":%q,"seq":%d,"response":{"choice":%q}}`, op, seq, choice), nil)
	}
	first := save("first", 1, "a").want(http.StatusOK)
	save("third", 3, "b").want(http.StatusOK)
	if late := save("second", 2, "c").want(http.StatusConflict); late.member("code") != "stale" || late.member("seq") != 3.0 {
		t.Errorf("what came late was told %s", late.body)
	}
	if again := save("first", 1, "a").want(http.StatusOK); again.body != first.body {
		t.Errorf("the same again was told %s, first %s", again.body, first.body)
	}
	save("first", 4, "c").want(http.StatusOK) // the name of a change tells it, whatever else was edited
	if got := b.get(attempt+"/questions/1").find("input:checked").AttrOr("value", ""); got != "b" {
		t.Errorf("the answer is %q", got)
	}
}

func TestCheating_AClockThatIsWrongByHoursGivesNoTime(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, who := s.signedIn(t)
	attempt := s.startQuiz(t, b, who)
	wrong := map[string]string{"Date": "Mon, 01 Jan 2001 00:00:00 GMT", "If-Unmodified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"}
	got := b.put(attempt, 1, `{"op_id":"a","seq":1,"response":{"choice":"a"},"saved_at":"2001-01-01T00:00:00Z","made":978307200000}`, wrong).want(http.StatusOK)
	at, err := time.Parse(time.RFC3339Nano, fmt.Sprint(got.member("saved_at")))
	if err != nil || time.Since(at).Abs() > time.Hour {
		t.Errorf("saved at %v, %v", at, err)
	}
	if _, err := s.DB.Jobs().Exec(t.Context(), "update attempts set deadline = now() - interval '5 minutes'"); err != nil {
		t.Fatal(err)
	}
	late := b.put(attempt, 1, `{"op_id":"b","seq":2,"response":{"choice":"b"},"saved_at":"2001-01-01T00:00:00Z"}`, wrong).want(http.StatusConflict)
	if late.member("code") != "deadline_passed" {
		t.Errorf("told %s", late.body)
	}
}

func TestCheating_ACheckTellsOfOneAnswerHoweverOftenOneAsks(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, who := s.signedIn(t)
	attempt := s.startQuiz(t, b, who)
	check := func(who *browser) *page {
		headers := map[string]string{"Content-Type": "application/json", "Accept": "application/json", "X-CSRF-Token": who.token()}
		return who.do(http.MethodPost, "/api/v1"+attempt+"/responses/1/check", nil, headers)
	}
	save := func(seq int, choice string) *page {
		return b.put(attempt, 1, fmt.Sprintf(`{"op_id":"op-%d","seq":%d,"response":{"choice":%q}}`, seq, seq, choice), nil)
	}
	save(1, "b").want(http.StatusOK)
	check(b).want(http.StatusForbidden) // the quiz does not allow it
	if _, err := s.DB.Jobs().Exec(t.Context(), "update quizzes set review_during = 'score'"); err != nil {
		t.Fatal(err)
	}
	first := check(b).want(http.StatusOK)
	if strings.Contains(first.body, `"correct":{`) {
		t.Errorf("what is right is told: %s", first.body)
	}
	for seq, choice := range []string{"a", "b", "c"} {
		if got := save(2+seq, choice).want(http.StatusConflict); got.member("code") != "assessment.answer_checked" {
			t.Errorf("told %s", got.body)
		}
		b.post(attempt+"/questions/1", url.Values{"_csrf": {b.token()}, "op_id": {"form-" + choice}, "seq": {fmt.Sprint(2 + seq)}, "choice": {choice}})
		if got := check(b).want(http.StatusOK); got.body != first.body {
			t.Errorf("asked again: %s", got.body)
		}
	}
	thief, _ := s.signedIn(t)
	check(thief).want(http.StatusNotFound)
	b.submit(b.get(attempt+"/check"), attempt+"/submit", nil).want(http.StatusSeeOther)
	check(b).want(http.StatusConflict)
	if got := b.get(attempt).want(http.StatusOK); !strings.Contains(got.text(), "얻은 점수 0/40") {
		t.Errorf("handed in for %q", got.text())
	}
}

func TestQuiz_TextThatRunsFromRightToLeftOrHasNoWidthIsKeptAsItWasTyped(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, who := s.signedIn(t)
	attempt := s.startQuiz(t, b, who)
	slot := 1
	for ; b.get(fmt.Sprintf("%s/questions/%d", attempt, slot)).find("input[name=text]").Length() == 0; slot++ {
		if slot > 4 {
			t.Fatal("no question is answered by typing")
		}
	}
	for i, text := range []string{"\u202eעברית مرحبا\u202c", "외\u200b교\u200d\ufeff", "한\u1100\u1161", "👩\u200d👩\u200d👧"} {
		body, err := json.Marshal(map[string]any{"op_id": fmt.Sprint("op", i), "seq": i + 1, "response": map[string]string{"text": text}})
		if err != nil {
			t.Fatal(err)
		}
		b.put(attempt, slot, string(body), nil).want(http.StatusOK)
		got := b.get(fmt.Sprintf("%s/questions/%d", attempt, slot)).find("input[name=text]").AttrOr("value", "")
		if got != strings.ReplaceAll(text, "\u1100\u1161", "가") { // texts are kept in NFC
			t.Errorf("got %q, want %q", got, text)
		}
	}
}

func TestQuiz_ThatIsTakenOutOfItsCourseWhileInUseIsStillAnsweredAndHandedIn(t *testing.T) {
	t.Parallel()
	s := serve(t)
	author, _ := s.signedIn(t, access.Admin)
	b, who := s.signedIn(t)
	attempt := s.startQuiz(t, b, who)
	lesson := s.lessons(t, who)["quiz"].String()
	author.sendTo("/studio/small/lessons/"+lesson+"/move", url.Values{"do": {"remove"}}).want(http.StatusSeeOther)
	settings := formOf(author.get("/studio/small/settings"), "form[data-unsaved]", url.Values{"score": {"0"}})
	author.sendTo("/studio/small/settings", settings).want(http.StatusSeeOther)
	author.sendTo("/studio/small/publish", nil).want(http.StatusSeeOther)
	b.get("/learn/small/" + lesson).want(http.StatusNotFound)
	b.put(attempt, 1, `{"op_id":"a","seq":1,"response":{"choice":"a"}}`, nil).want(http.StatusOK)
	b.submit(b.get(attempt+"/check").want(http.StatusOK), attempt+"/submit", nil).want(http.StatusSeeOther)
	b.get(attempt).want(http.StatusOK)
	b.get(b.get("/learn/small").want(http.StatusSeeOther).to()).want(http.StatusOK)
	author.get("/studio/small/grades").want(http.StatusOK)
}
