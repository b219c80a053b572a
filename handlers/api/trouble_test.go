package api_test

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"academy/app/apptest"

	"github.com/google/uuid"
)

// problem checks what every problem has, and its status and code.
func (a answer) problem(status int, code string) answer {
	a.t.Helper()
	a.want(status)
	if kind := a.header.Get("Content-Type"); kind != "application/problem+json" {
		a.t.Errorf("content type %q", kind)
	}
	if a.at("code") != code || a.at("status") != float64(status) {
		a.t.Errorf("got %v, want %s", a.at("code"), code)
	}
	for _, member := range []string{"type", "title", "detail", "request_id"} {
		if a.text(member) == "" {
			a.t.Errorf("%s is empty: %s", member, a.body)
		}
	}
	if a.text("detail") == code {
		a.t.Errorf("%s has no sentence", code)
	}
	return a
}

func TestProblems_NeverRepeatWhatWasSent(t *testing.T) {
	t.Parallel()
	c := open(t, apptest.Open(t))
	const secret = "correct-horse-battery"
	for _, body := range []string{
		`{"email":"a@example.org","password":"` + secret + `","name":5}`,
		`{"email":"a@example.org","password":["` + secret + `"]}`,
		`{"password":"` + secret + `"`,
		`["` + secret + `"]`,
		`{"email":"` + secret + `","password":"` + secret + `"}`,
	} {
		for _, path := range []string{"/api/v1/auth/register", "/api/v1/auth/token"} {
			if got := c.post(path, body); got.status < 400 || strings.Contains(string(got.body), secret) {
				t.Errorf("%s %s: %d %s", path, body, got.status, got.body)
			}
		}
	}
}

func TestBodies_ThatAreNoJSONAreMalformed(t *testing.T) {
	t.Parallel()
	c := open(t, apptest.Open(t))
	for _, body := range []string{`{`, `{"email":}`, `nothing`, ` `, `[]`, `"text"`, `{} {}`, `{"name":"\u0000"}`, "{\"name\":\"\x00\"}"} {
		c.post("/api/v1/auth/register", body).problem(http.StatusBadRequest, "malformed_json")
	}
	c.post("/api/v1/auth/register", nil).problem(http.StatusBadRequest, "malformed_json")
	if got := c.in("en").post("/api/v1/auth/register", `{`).text("detail"); got != "The body cannot be read as a JSON object." {
		t.Errorf("in English: %s", got)
	}
}

func TestBodies_WithWrongMembersNameEachInTheCallersLanguage(t *testing.T) {
	t.Parallel()
	c := open(t, apptest.Open(t))
	got := c.in("en").post("/api/v1/auth/register", `{"email":"nobody","password":"short","name":"","unheard_of":1}`).problem(http.StatusUnprocessableEntity, "form.invalid")
	fields := got.at("fields").(map[string]any)
	for _, name := range []string{"email", "password", "name", "accept_terms", "age_confirmed"} {
		if sentence, _ := fields[name].(string); !strings.Contains(sentence, " ") {
			t.Errorf("%s: %v", name, fields[name])
		}
	}
	if wrong := c.in("en").post("/api/v1/auth/token", `{"email":5}`).problem(http.StatusUnprocessableEntity, "form.invalid"); wrong.text("fields", "email") != "The value is of the wrong type." {
		t.Errorf("wrong type: %s", wrong.body)
	}
}

func TestBodies_TooLargeAreRefusedUnread(t *testing.T) {
	t.Parallel()
	c := open(t, apptest.Open(t))
	promised, body := io.Pipe() // the rest, which is never sent: the server must not wait for it
	t.Cleanup(func() { _ = body.Close() })
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, c.base+"/api/v1/auth/register", io.MultiReader(strings.NewReader(strings.Repeat(" ", 64<<10)), promised))
	if err != nil {
		t.Fatal(err)
	}
	r.ContentLength = 70 << 10
	r.Header.Set("Content-Type", "application/json")
	c.send(r).problem(http.StatusRequestEntityTooLarge, "fault.too_large")
}

func TestRegistration_RefusesATakenAddress(t *testing.T) {
	t.Parallel()
	c := open(t, apptest.Open(t))
	c.newcomer("taken@example.org")
	got := c.post("/api/v1/auth/register", map[string]any{"email": "Taken@example.org", "password": password, "name": "다른 이", "accept_terms": true, "age_confirmed": true})
	if got.problem(http.StatusUnprocessableEntity, "identity.email_taken").text("fields", "email") == "" {
		t.Errorf("%s", got.body)
	}
}

func TestTokens_AreNeededAndNamedWhenTheyAreMissingOrWrong(t *testing.T) {
	t.Parallel()
	c := open(t, apptest.Open(t))
	for _, who := range []*client{c, c.as("nonsense"), c.as("a.b.c")} {
		got := who.get("/api/v1/me")
		got.want(http.StatusUnauthorized)
		if got.header.Get("WWW-Authenticate") != "Bearer" {
			t.Errorf("no challenge: %v", got.header)
		}
	}
	c.get("/api/v1/me").problem(http.StatusUnauthorized, "fault.anonymous")
	c.as("nonsense").get("/api/v1/courses").problem(http.StatusUnauthorized, "identity.signed_out")
	c.post("/api/v1/auth/token", map[string]any{"email": "nobody@example.org", "password": password}).problem(http.StatusUnauthorized, "identity.wrong_sign_in")
}

func TestRefreshTokens_UsedTwiceEndTheSession(t *testing.T) {
	t.Parallel()
	c := open(t, apptest.Open(t))
	c.newcomer("twice@example.org")
	first := c.post("/api/v1/auth/token", map[string]any{"email": "twice@example.org", "password": password}).want(http.StatusOK)
	used := map[string]any{"refresh_token": first.text("refresh_token")}
	second := c.post("/api/v1/auth/refresh", used).want(http.StatusOK)
	c.post("/api/v1/auth/refresh", used).problem(http.StatusUnauthorized, "identity.session_reused")
	c.as(second.text("access_token")).get("/api/v1/me").want(http.StatusUnauthorized)
}

func TestRevocation_EndsTheSessionAtOnce(t *testing.T) {
	t.Parallel()
	c := open(t, apptest.Open(t))
	c.newcomer("revoke@example.org")
	pair := c.post("/api/v1/auth/token", map[string]any{"email": "revoke@example.org", "password": password}).want(http.StatusOK)
	me := c.as(pair.text("access_token"))
	me.get("/api/v1/me").want(http.StatusOK)
	c.post("/api/v1/auth/revoke", map[string]any{"refresh_token": pair.text("refresh_token")}).want(http.StatusNoContent)
	me.get("/api/v1/me").want(http.StatusUnauthorized)
}

func TestCookies_ChangeNothingWithoutOriginAndToken(t *testing.T) {
	t.Parallel()
	c := open(t, apptest.Open(t))
	me := c.newcomer("cookie@example.org")
	browser := c.with("Cookie", "academy_access="+me.token)
	browser.get("/api/v1/me").want(http.StatusOK)

	const path = "/api/v1/courses/small/enrolments"
	browser.post(path, `{}`).problem(http.StatusForbidden, "access.foreign")
	own := browser.with("Sec-Fetch-Site", "same-origin")
	own.post(path, `{}`).problem(http.StatusForbidden, "access.csrf")
	own.with("X-CSRF-Token", "guessed").post(path, `{}`).problem(http.StatusForbidden, "access.csrf")
	browser.with("Sec-Fetch-Site", "cross-site").post(path, `{}`).problem(http.StatusForbidden, "access.foreign")
	me.with("Sec-Fetch-Site", "cross-site").post(path, `{}`).want(http.StatusCreated) // a bearer needs neither
}

func TestAddresses_ThatNameNothingAreMissing(t *testing.T) {
	t.Parallel()
	c := open(t, apptest.Open(t))
	me := c.newcomer("missing@example.org")
	nobody := uuid.NewString()
	for _, path := range []string{
		"/courses/none", "/courses/%00", "/courses/%ff", "/courses/' or 1=1", "/lessons/1", "/lessons/" + nobody, "/attempts/x", "/attempts/" + nobody,
		"/certificates/ABCD", "/certificates/%00", "/nowhere",
	} {
		got := me.get("/api/v1" + strings.ReplaceAll(path, " ", "%20"))
		got.want(http.StatusNotFound)
		if got.header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %s", path, got.body)
		}
	}
	answered := map[string]any{"op_id": "a", "seq": 1, "response": map[string]any{"value": true}}
	for _, path := range []string{"/attempts/" + nobody + "/responses/1", "/attempts/" + nobody + "/responses/x", "/attempts/x/responses/1"} {
		me.put("/api/v1"+path, answered).want(http.StatusNotFound)
	}
	for _, path := range []string{"/quizzes/" + nobody + "/attempts", "/attempts/" + nobody + "/submit", "/lessons/" + nobody + "/complete", "/courses/none/enrolments"} {
		me.post("/api/v1"+path, nil).want(http.StatusNotFound)
	}
	for _, query := range []string{"q=%00", "q=%ff%fe", "level=%00", "agenda=%00", "language=%ff", "cursor=%00", "limit=-1", "limit=x", "q=" + url.QueryEscape("외교")} {
		c.get("/api/v1/courses?" + query).want(http.StatusOK)
	}
	c.call(http.MethodPatch, "/api/v1/courses", nil).want(http.StatusMethodNotAllowed)
}

func TestAttempts_AreTheirLearnersAlone(t *testing.T) {
	t.Parallel()
	a := apptest.Open(t)
	c := open(t, a)
	_, path := c.begun(t, a, "mine@example.org")
	other := c.newcomer("other@example.org")
	other.get(path).want(http.StatusNotFound)
	other.put(path+"/responses/1", map[string]any{"op_id": "x", "seq": 1, "response": map[string]any{"value": true}}).want(http.StatusNotFound)
	other.post(path+"/submit", nil).want(http.StatusNotFound)
}

func TestAnswers_FromTwoTabsAndTooLate(t *testing.T) {
	t.Parallel()
	a := apptest.Open(t)
	c := open(t, a)
	me, path := c.begun(t, a, "tabs@example.org")
	said := func(op string, seq int, text string) answer {
		return me.put(path+"/responses/4", map[string]any{"op_id": op, "seq": seq, "response": map[string]any{"text": text}})
	}
	first := said("one", 1, "외교").want(http.StatusOK)
	if again := said("one", 1, "외교").want(http.StatusOK); string(again.body) != string(first.body) {
		t.Errorf("said twice: %s, then %s", first.body, again.body)
	}
	stale := said("two", 1, "평화").problem(http.StatusConflict, "stale")
	if stale.at("seq") != 1.0 || stale.text("response", "text") != "외교" {
		t.Errorf("stale: %s", stale.body)
	}
	for _, body := range []string{`{"op_id":"","seq":2,"response":{}}`, `{"op_id":"x","seq":0,"response":{"text":"a"}}`, `{"op_id":"x","seq":2}`, `{"op_id":"x","seq":2,"response":{"text":5}}`, `{"op_id":"x","seq":"2"}`} {
		me.put(path+"/responses/4", body).want(http.StatusUnprocessableEntity)
	}
	me.put(path+"/responses/9", map[string]any{"op_id": "x", "seq": 1, "response": map[string]any{"text": "a"}}).want(http.StatusNotFound)

	a.Wait(10*time.Minute + 10*time.Second)
	me = c.as(c.post("/api/v1/auth/token", map[string]any{"email": "tabs@example.org", "password": password}).want(http.StatusOK).text("access_token"))
	said("three", 2, "평화").want(http.StatusOK)
	a.Wait(25 * time.Second)
	said("four", 3, "늦음").problem(http.StatusConflict, "deadline_passed")
	if result := me.get(path).want(http.StatusOK); result.text("state") != "graded" {
		t.Errorf("after its deadline: %s", result.body)
	}
}

func TestCoverage_OfALessonThatIsNoneOrWasNotOpened(t *testing.T) {
	t.Parallel()
	c := open(t, apptest.Open(t))
	me := c.newcomer("coverage@example.org")
	lessons := outlineOf(me.get("/api/v1/courses/small"))
	me.post("/api/v1/courses/small/enrolments", nil).want(http.StatusCreated)
	claim := map[string]any{"view_id": "v", "seq": 0, "intervals": [][]float64{{0, 1}}}
	me.post("/api/v1/lessons/"+lessons["lecture"]+"/coverage", claim).problem(http.StatusConflict, "learning.unopened")
	me.post("/api/v1/lessons/"+lessons["reading"]+"/coverage", claim).problem(http.StatusConflict, "learning.wrong_kind")
	me.post("/api/v1/lessons/"+lessons["lecture"]+"/complete", nil).problem(http.StatusConflict, "learning.wrong_kind")
	me.get("/api/v1/lessons/" + lessons["lecture"]).want(http.StatusOK)
	for _, body := range []string{
		`{"seq":0,"intervals":[[0,1]]}`, `{"view_id":"v","seq":-1,"intervals":[]}`, `{"view_id":"v","seq":0,"intervals":[[1]]}`, `{"view_id":"v","seq":0,"intervals":[[1,2,3]]}`,
		`{"view_id":"v","seq":0,"intervals":[["a","b"]]}`, `{"view_id":"v","seq":0,"intervals":5}`, `{"view_id":"v","seq":0,"position":-1}`,
	} {
		me.post("/api/v1/lessons/"+lessons["lecture"]+"/coverage", body).problem(http.StatusUnprocessableEntity, "form.invalid")
	}
}

func TestWithdrawal_KeepsTheEnrolmentForAReturn(t *testing.T) {
	t.Parallel()
	c := open(t, apptest.Open(t))
	me := c.newcomer("back@example.org")
	const path = "/api/v1/courses/small/enrolments"
	me.call(http.MethodDelete, path+"/mine", nil).problem(http.StatusForbidden, "learning.not_enrolled")
	first := me.post(path, nil).want(http.StatusCreated)
	me.call(http.MethodDelete, path+"/mine", nil).want(http.StatusNoContent)
	if back := me.post(path, nil).want(http.StatusOK); back.text("id") != first.text("id") || back.text("state") != "active" {
		t.Errorf("came back: %s", back.body)
	}
}

func TestCourses_AreTheSameForAllAndInEachLanguage(t *testing.T) {
	t.Parallel()
	c := open(t, apptest.Open(t))
	me := c.newcomer("same@example.org")
	for range 2 { // made, then from memory
		korean, english := c.in("ko").get("/api/v1/courses"), c.in("en-GB,ko;q=0.5").get("/api/v1/courses")
		if korean.text("items", 0, "title") != "작은 공공외교 강좌" || english.text("items", 0, "title") != "A small course of diplomacy" {
			t.Fatalf("%s %s", korean.body, english.body)
		}
		if mine := me.in("ko").get("/api/v1/courses"); string(mine.body) != string(korean.body) || mine.header.Get("Content-Type") != "application/json" {
			t.Errorf("%s is not %s", mine.body, korean.body)
		}
		if korean.header.Get("Vary") != "Accept-Language" {
			t.Errorf("Vary: %q", korean.header.Get("Vary"))
		}
	}
}

// begun is a person who has just started the quiz of the small course, and the address of the attempt.
func (c *client) begun(t *testing.T, a *apptest.Academy, email string) (me *client, path string) {
	t.Helper()
	me = c.newcomer(email)
	lessons := outlineOf(me.get("/api/v1/courses/small").want(http.StatusOK))
	me.post("/api/v1/courses/small/enrolments", nil).want(http.StatusCreated)
	watch(t, me, a, lessons["lecture"])
	quiz := me.get("/api/v1/lessons/"+lessons["quiz"]).want(http.StatusOK).text("quiz", "id")
	attempt := me.post(fmt.Sprintf("/api/v1/quizzes/%s/attempts", quiz), nil).want(http.StatusCreated)
	return me, "/api/v1/attempts/" + attempt.text("id")
}
