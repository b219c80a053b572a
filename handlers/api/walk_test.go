package api_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"academy/app/apptest"
	"academy/media"
	"academy/media/mediatest"
	"academy/models/modeltest"
)

func TestWalk_FromRegistrationToCertificateOnFiles(t *testing.T) {
	t.Parallel()
	a := apptest.Open(t)
	walk(t, open(t, a), a)
}

func TestWalk_FromRegistrationToCertificateOnMinIO(t *testing.T) {
	t.Parallel()
	store, err := media.NewS3(mediatest.MinIO(t), "")
	if err != nil {
		t.Fatal(err)
	}
	a := apptest.OpenWith(t, modeltest.Fresh(t), store)
	walk(t, open(t, a), a)
}

// walk takes one citizen through the small course by the JSON API alone: from registration to a certificate that
// anyone can verify. Only the clock is moved by other means.
func walk(t *testing.T, visitor *client, a *apptest.Academy) {
	t.Helper()
	a.Work(t)
	me := visitor.in("ko").newcomer("walk@example.org")
	lessons := outlineOf(me.get("/api/v1/courses/small").want(http.StatusOK))
	me.get("/api/v1/lessons/" + lessons["reading"]).want(http.StatusForbidden)
	me.post("/api/v1/courses/small/enrolments", nil).want(http.StatusCreated)

	me.get("/api/v1/lessons/" + lessons["reading"]).want(http.StatusOK)
	me.post("/api/v1/lessons/"+lessons["reading"]+"/complete", nil).want(http.StatusOK)
	me.get("/api/v1/lessons/" + lessons["quiz"]).want(http.StatusForbidden) // the lecture comes first

	watch(t, me, a, lessons["lecture"])
	passQuiz(t, me, lessons["quiz"])

	code := awaitCertificate(t, me)
	shown := visitor.get("/api/v1/certificates/" + strings.ToLower(code)).want(http.StatusOK)
	if shown.text("state") != "issued" || shown.text("holder") != "김하늘" || shown.text("course") != "작은 공공외교 강좌" {
		t.Errorf("certificate: %s", shown.body)
	}
	if mine := me.get("/api/v1/me/enrolments").want(http.StatusOK); mine.text("items", 0, "state") != "completed" || mine.text("items", 0, "certificate") != code {
		t.Errorf("my courses: %s", mine.body)
	}
}

// outlineOf finds the small course's lessons by their kind.
func outlineOf(course answer) map[string]string {
	course.t.Helper()
	found := map[string]string{}
	for _, section := range course.at("sections").([]any) {
		for _, lesson := range section.(map[string]any)["lessons"].([]any) {
			l := lesson.(map[string]any)
			found[l["kind"].(string)] = l["id"].(string)
		}
	}
	return found
}

// watch plays a lecture as fast as the clock allows. What claims more is refused.
func watch(t *testing.T, me *client, a *apptest.Academy, id string) {
	t.Helper()
	lecture := me.get("/api/v1/lessons/" + id).want(http.StatusOK)
	playable(t, me, lecture)
	length := lecture.at("duration").(float64)
	path := "/api/v1/lessons/" + id + "/coverage"
	claim := func(seq int, from, to float64) answer {
		return me.post(path, map[string]any{"view_id": "walk", "seq": seq, "intervals": [][]float64{{from, to}}, "rate": 1, "position": to}).want(http.StatusOK)
	}
	if at := claim(0, 0, length); length > 35 && at.text("rejected", 0, "reason") != "too_fast" {
		t.Errorf("a minute in an instant: %s", at.body)
	}
	a.Wait(time.Duration(length) * time.Second)
	if at := claim(1, 0, length); at.at("percent") != 100.0 || at.at("completed") != true {
		t.Errorf("watched: %s", at.body)
	}
}

// playable fetches what the lesson names.
func playable(t *testing.T, me *client, lecture answer) {
	t.Helper()
	for _, address := range []string{lecture.text("sources", 0, "url"), lecture.text("poster"), lecture.text("captions", 0, "url")} {
		got, err := me.http.Get(address)
		if err != nil {
			t.Fatal(err)
		}
		head, err := io.ReadAll(io.LimitReader(got.Body, 1<<10))
		_ = got.Body.Close()
		if err != nil || got.StatusCode != http.StatusOK || len(head) == 0 {
			t.Errorf("%s: %d, %d bytes, %v", address, got.StatusCode, len(head), err)
		}
	}
}

// passQuiz answers everything right, in Korean, and hands in twice.
func passQuiz(t *testing.T, me *client, lesson string) {
	t.Helper()
	quiz := me.get("/api/v1/lessons/"+lesson).want(http.StatusOK).text("quiz", "id")
	attempt := me.post("/api/v1/quizzes/"+quiz+"/attempts", nil).want(http.StatusCreated)
	path := "/api/v1/attempts/" + attempt.text("id")
	for _, s := range attempt.at("slots").([]any) {
		slot := s.(map[string]any)
		me.put(fmt.Sprintf("%s/responses/%v", path, slot["slot"]), map[string]any{
			"op_id": fmt.Sprintf("op-%v", slot["slot"]), "seq": 1, "response": right(slot),
		}).want(http.StatusOK)
	}
	first := me.post(path+"/submit", nil).want(http.StatusOK)
	if first.text("state") != "graded" || first.at("passed") != true || first.at("score") != first.at("max") {
		t.Fatalf("result: %s", first.body)
	}
	if again := me.post(path+"/submit", nil).want(http.StatusOK); string(again.body) != string(first.body) {
		t.Errorf("handed in twice: %s, then %s", first.body, again.body)
	}
}

// right answers a question of the small course by the words of its choices.
func right(slot map[string]any) any {
	var ids []string
	for _, c := range slot["choices"].([]any) {
		choice := c.(map[string]any)
		switch choice["html"] {
		case "맞다", "맞음", "소통", "참여":
			ids = append(ids, choice["id"].(string))
		}
	}
	switch slot["type"] {
	case "single":
		return map[string]any{"choice": ids[0]}
	case "multiple":
		return map[string]any{"choices": ids}
	case "true_false":
		return map[string]any{"value": true}
	}
	return map[string]any{"text": "외교"}
}

// awaitCertificate waits for the job that issues it.
func awaitCertificate(t *testing.T, me *client) string {
	t.Helper()
	for range 200 {
		mine := me.get("/api/v1/me/certificates").want(http.StatusOK)
		if len(mine.at("items").([]any)) > 0 {
			return mine.text("items", 0, "code")
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("no certificate came")
	return ""
}
