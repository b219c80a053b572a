package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"academy/app/apptest"
	"academy/app/locale"

	"github.com/google/go-cmp/cmp"
)

// What differs from run to run is replaced before an answer is compared.
var (
	ids   = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
	times = regexp.MustCompile(`"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"`)
	noise = []struct {
		found *regexp.Regexp
		shown string
	}{
		{regexp.MustCompile(`"(access_token|refresh_token)": "[^"]+"`), `"$1": "…"`},
		{regexp.MustCompile(`"request_id": "[A-Z0-9]{16}"`), `"request_id": "…"`},
		{regexp.MustCompile(`\?[a-z]+=[^"]+"`), `?signed"`},
		{regexp.MustCompile(`[0-9A-Z]{4}(-[0-9A-Z]{4,5}){3,}`), `CODE`},
		{regexp.MustCompile(`"number": "[^"]+"`), `"number": "…"`},
		{regexp.MustCompile(`"\d{4}-\d\d-\d\d"`), `"date"`},
		{regexp.MustCompile(`"(seed|step)": \d+`), `"$1": "…"`},
		{regexp.MustCompile(`"next": "[^"]+"`), `"next": "…"`},
		{regexp.MustCompile(`/events/join/[^"]+"`), `/events/join/…"`},
	}
)

// scrub makes an answer comparable: indented, and with each ID under the number of its first appearance.
func scrub(raw []byte) []byte {
	if len(raw) == 0 {
		return nil
	}
	var out bytes.Buffer
	if err := json.Indent(&out, raw, "", "  "); err != nil {
		return raw
	}
	seen := map[string]string{}
	text := ids.ReplaceAllStringFunc(out.String(), func(id string) string {
		if seen[id] == "" {
			seen[id] = fmt.Sprintf("id-%d", len(seen)+1)
		}
		return seen[id]
	})
	text = times.ReplaceAllString(text, `"time"`)
	for _, n := range noise {
		text = n.found.ReplaceAllString(text, n.shown)
	}
	return []byte(strings.TrimSpace(text) + "\n")
}

// golden compares an answer with the file that was looked at and kept.
func golden(t *testing.T, name string, raw []byte) {
	t.Helper()
	got, file := scrub(raw), filepath.Join("testdata", "golden", name+".json")
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s is not what was published (-want +got); if it may be, run with -update:\n%s", name, diff)
	}
}

func TestAnswers_AreWhatWasPublished(t *testing.T) {
	t.Parallel()
	a := apptest.Open(t)
	a.Work(t)
	g := &recorder{client: open(t, a).in("en")}

	g.post("register", "/auth/register", map[string]any{"email": "golden@example.org", "password": password, "name": "김하늘", "locale": "ko", "accept_terms": true, "age_confirmed": true})
	tokens := g.post("token", "/auth/token", map[string]any{"email": "golden@example.org", "password": password})
	g.token = g.post("refresh", "/auth/refresh", map[string]any{"refresh_token": tokens.text("refresh_token")}).text("access_token")

	g.get("me", "/me")
	g.get("agendas", "/agendas")
	g.get("courses", "/courses?q=diplomacy&limit=1")
	g.get("courses_none", "/courses?level=advanced")
	lessons := outlineOf(g.get("course_before", "/courses/small"))
	g.post("enrol", "/courses/small/enrolments", map[string]any{})
	g.post("enrol_again", "/courses/small/enrolments", nil)
	g.get("course", "/courses/small")
	g.record("course_korean", g.in("ko").get("/api/v1/courses/small"))
	g.get("enrolments", "/me/enrolments")

	g.get("lesson_reading", "/lessons/"+lessons["reading"])
	g.post("complete", "/lessons/"+lessons["reading"]+"/complete", nil)
	g.get("lesson_locked", "/lessons/"+lessons["quiz"])
	film := "/lessons/" + lessons["lecture"]
	g.get("lesson_lecture", film)
	g.post("coverage_refused", film+"/coverage", map[string]any{"view_id": "v", "seq": 0, "intervals": [][]float64{{0, 4}, {3, 2}, {0, 9999}, {0, 55}}, "rate": 2, "position": 55})
	g.post("coverage_again", film+"/coverage", map[string]any{"view_id": "v", "seq": 0, "intervals": [][]float64{{0, 55}}, "rate": 2, "position": 55})
	a.Wait(time.Minute)
	g.post("coverage", film+"/coverage", map[string]any{"view_id": "v", "seq": 1, "intervals": [][]float64{{2, 50}}, "rate": 1.5, "position": 50.5})

	g.quiz(lessons["quiz"])

	code := awaitCertificate(t, g.as(g.token))
	g.get("certificates", "/me/certificates")
	g.awaitPrinted(code)
	g.get("certificate", "/certificates/"+code)
	credential, err := a.Badges.JSON(t.Context(), locale.EN, code)
	if err != nil {
		t.Fatal(err)
	}
	g.post("verify", "/verify", json.RawMessage(credential.Content))
	g.post("verify_forged", "/verify", json.RawMessage(bytes.Replace(credential.Content, []byte("PDA-"), []byte("PDB-"), 1)))
	g.shareRecord(code)
	g.get("enrolments_completed", "/me/enrolments")
	g.awaitNotices(2)
	g.get("notices", "/me/notifications")
	g.post("notices_read", "/me/notifications/read", nil)
	g.get("preferences", "/me/notifications/preferences")
	g.record("preferences_set", g.call(http.MethodPut, "/api/v1/me/notifications/preferences", map[string]any{"items": []any{map[string]any{"kind": "welcome", "in_app": true, "mail": true}}}))
	g.record("withdraw_completed", g.call(http.MethodDelete, "/api/v1/courses/small/enrolments/mine", nil))
	g.post("revoke", "/auth/revoke", map[string]any{"refresh_token": tokens.text("refresh_token")})
}

// recorder is a client whose answers are compared with golden files.
type recorder struct{ *client }

func (g *recorder) get(name, path string) answer { return g.record(name, g.client.get("/api/v1"+path)) }

func (g *recorder) post(name, path string, body any) answer {
	return g.record(name, g.client.post("/api/v1"+path, body))
}

// record keeps the status beside the body. What goes wrong must be meant to.
func (g *recorder) record(name string, a answer) answer {
	g.t.Helper()
	if refused := name == "lesson_locked" || name == "stale" || name == "withdraw_completed" || name == "upload_incomplete"; refused != (a.status >= http.StatusBadRequest) {
		g.t.Fatalf("%s: %d %s", name, a.status, a.body)
	}
	body := a.body
	if len(body) == 0 {
		body = []byte("null")
	}
	golden(g.t.(*testing.T), name, fmt.Appendf(nil, `{"status":%d,"type":%q,"body":%s}`, a.status, a.header.Get("Content-Type"), body))
	return a
}

// shareRecord hides the name on a certificate and shares it as a learning record.
func (g *recorder) shareRecord(code string) {
	g.t.Helper()
	g.record("certificate_privacy", g.call(http.MethodPut, "/api/v1/certificates/"+code+"/privacy", map[string]any{"hide_name": true}))
	mine := g.get("record", "/me/record")
	g.post("record_share", "/me/record/share", map[string]any{"lines": []any{map[string]any{"kind": "course", "id": mine.text("lines", 0, "id")}}, "days": 7, "hide_name": true})
	g.get("record_shared", "/me/record")
	g.record("record_ended", g.call(http.MethodDelete, "/api/v1/me/record/share", nil))
}

// quiz walks through an attempt whose choices stand in an order that differs from run to run, so they are put in one.
func (g *recorder) quiz(lesson string) {
	g.t.Helper()
	quiz := g.get("lesson_quiz", "/lessons/"+lesson).text("quiz", "id")
	started := g.client.post("/api/v1/quizzes/"+quiz+"/attempts", nil).want(http.StatusCreated)
	path := "/attempts/" + started.text("id")
	g.record("attempt", unshuffled(started))
	g.client.post("/api/v1/quizzes/"+quiz+"/attempts", nil).want(http.StatusOK)
	korean := g.in("ko").get("/api/v1" + path).want(http.StatusOK)
	for i, s := range korean.at("slots").([]any) {
		saved := g.put(fmt.Sprintf("/api/v1%s/responses/%d", path, i+1), map[string]any{"op_id": fmt.Sprint("op", i), "seq": 1, "response": right(s.(map[string]any))})
		if i == 0 {
			g.record("saved", saved)
		}
	}
	g.record("stale", g.put("/api/v1"+path+"/responses/4", map[string]any{"op_id": "another", "seq": 1, "response": map[string]any{"text": "peace"}}))
	g.record("attempt_answered", unshuffled(g.client.get("/api/v1"+path)))
	g.post("submit", path+"/submit", nil)
	g.record("attempt_graded", unshuffled(g.client.get("/api/v1"+path)))
}

// unshuffled puts the choices of an attempt in the order of their names.
func unshuffled(a answer) answer {
	a.t.Helper()
	body := a.object()
	for _, s := range body["slots"].([]any) {
		choices := s.(map[string]any)["choices"].([]any)
		for i := range choices {
			for j := i; j > 0 && fmt.Sprint(choices[j]) < fmt.Sprint(choices[j-1]); j-- {
				choices[j], choices[j-1] = choices[j-1], choices[j]
			}
		}
	}
	var out bytes.Buffer
	to := json.NewEncoder(&out)
	to.SetEscapeHTML(false)
	if err := to.Encode(body); err != nil {
		a.t.Fatal(err)
	}
	a.body = out.Bytes()
	return a
}

func (g *recorder) awaitPrinted(code string) {
	g.t.Helper()
	for range 200 {
		if g.client.get("/api/v1/certificates/"+code).want(http.StatusOK).at("pdf") != nil {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	g.t.Fatal("the certificate was not printed")
}

func (g *recorder) awaitNotices(count int) {
	g.t.Helper()
	for range 200 {
		if len(g.client.get("/api/v1/me/notifications").want(http.StatusOK).at("items").([]any)) >= count {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	g.t.Fatal("the notices did not come")
}
