package handlers_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/apptest"
	"academy/handlers"
	"academy/handlers/guard"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
)

func TestCheating_AnotherPersonsAttemptIsNotThere(t *testing.T) {
	t.Parallel()
	s := serve(t)
	mine, me := s.signedIn(t)
	attempt := s.startQuiz(t, mine, me)
	theirs, _ := s.signedIn(t)
	token := theirs.token()
	theirs.get(attempt).want(http.StatusNotFound)
	theirs.get(attempt + "/check").want(http.StatusNotFound)
	theirs.get(attempt + "/questions/1").want(http.StatusNotFound)
	answer := url.Values{"_csrf": {token}, "op_id": {"a"}, "seq": {"1"}, "choice": {"a"}}
	theirs.post(attempt+"/questions/1", answer).want(http.StatusNotFound)
	theirs.post(attempt+"/submit", url.Values{"_csrf": {token}}).want(http.StatusNotFound)
	if got := mine.get(attempt + "/questions/1").want(http.StatusOK); got.find("input:checked").Length() != 0 {
		t.Error("somebody else has answered")
	}
}

func TestCheating_APostWithoutTheTokenOfTheSessionIsRefused(t *testing.T) {
	t.Parallel()
	s := serve(t)
	mine, _ := s.signedIn(t)
	theirs, _ := s.signedIn(t)
	for name, token := range map[string]string{"none": "", "wrong": "x", "of another session": theirs.token()} {
		if got := mine.post("/courses/small/enrol", url.Values{"_csrf": {token}}); got.status != http.StatusForbidden {
			t.Errorf("%s: %d", name, got.status)
		}
	}
	mine.post("/courses/small/enrol", url.Values{"_csrf": {mine.token()}}).want(http.StatusSeeOther)
}

func TestCheating_AFormOfAnotherSiteIsRefusedEvenWithTheToken(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.signedIn(t)
	fields := url.Values{"_csrf": {b.token()}}
	for _, c := range []struct{ site, origin string }{
		{"cross-site", ""}, {"same-site", ""}, {"none", ""}, {"", ""}, {"", "https://evil.example"}, {"", "null"}, {"cross-site", apptest.BaseURL},
	} {
		b.from = c.site
		b.headers = map[string]string{}
		if c.origin != "" {
			b.headers["Origin"] = c.origin
		}
		if got := b.post("/courses/small/enrol", fields); got.status != http.StatusForbidden {
			t.Errorf("Sec-Fetch-Site %q, Origin %q: %d", c.site, c.origin, got.status)
		}
	}
	b.from, b.headers = "", map[string]string{"Origin": apptest.BaseURL}
	b.post("/courses/small/enrol", fields).want(http.StatusSeeOther)
}

func TestCheating_AnotherSiteCannotSignAVisitorIn(t *testing.T) {
	t.Parallel()
	s := serve(t)
	who := s.Person(t, "김하늘")
	fields := url.Values{"email": {who.Email}, "password": {"academy-test"}}
	b := s.open(t)
	b.from = "cross-site"
	b.post("/login", fields).want(http.StatusForbidden)
	b.from, b.headers = "", map[string]string{"Origin": "https://evil.example"}
	b.post("/login", fields).want(http.StatusForbidden)
	b.headers = map[string]string{}
	b.post("/login", fields).want(http.StatusSeeOther) // a browser from before those headers, or a program
}

func TestCheating_AForgedTokenSignsNobodyIn(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, who := s.signedIn(t)
	genuine := b.cookies()["academy_access"]
	claims := jwt.MapClaims{}
	if _, _, err := jwt.NewParser().ParseUnverified(genuine, claims); err != nil {
		t.Fatal(err)
	}
	sign := func(method jwt.SigningMethod, key any) string {
		signed, err := jwt.NewWithClaims(method, claims).SignedString(key)
		if err != nil {
			t.Fatal(err)
		}
		return signed
	}
	parts := strings.Split(genuine, ".")
	for name, token := range map[string]string{
		"no signature at all": sign(jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType),
		"another key":         sign(jwt.SigningMethodHS256, []byte("another key of thirty-two bytes!")),
		"the refresh key":     sign(jwt.SigningMethodHS256, apptest.Key("refresh")),
		"the form key":        sign(jwt.SigningMethodHS256, apptest.Key("csrf")),
		"another algorithm":   sign(jwt.SigningMethodHS512, apptest.Key("access")),
		"other claims":        parts[0] + "." + base64.RawURLEncoding.EncodeToString([]byte(`{"sub":"`+who.ID.String()+`"}`)) + "." + parts[2],
		"no token":            "x",
	} {
		stranger := s.open(t)
		stranger.setCookie("academy_access", token)
		if got := stranger.get("/me"); got.status != http.StatusSeeOther || !strings.HasPrefix(got.to(), "/login") {
			t.Errorf("%s, as a cookie: %d to %s", name, got.status, got.to())
		}
		program := s.open(t)
		program.headers["Authorization"] = "Bearer " + token
		if got := program.get("/api/v1/me"); got.status != http.StatusUnauthorized {
			t.Errorf("%s, as a bearer: %d", name, got.status)
		}
	}
	b.get("/me").want(http.StatusOK)
}

func TestCheating_ACookieDoesNotHelpWhereAnAuthorizationHeaderSpeaks(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.signedIn(t)
	b.headers["Authorization"] = "Bearer nonsense"
	b.get("/api/v1/me").want(http.StatusUnauthorized)
	b.headers["Authorization"] = "Basic bmFtZTpwYXNz"
	b.get("/me").want(http.StatusSeeOther)
}

func TestCheating_NobodyIsLedAwayFromThisSite(t *testing.T) {
	t.Parallel()
	s := serve(t)
	who := s.Person(t, "김하늘")
	for _, next := range []string{
		"https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "javascript:alert(1)", "/%5cevil.example",
		"http:/evil.example", "///evil.example", "/ok\r\nSet-Cookie: a=b",
	} {
		b := s.open(t)
		got := b.post("/login", url.Values{"email": {who.Email}, "password": {"academy-test"}, "next": {next}}).want(http.StatusSeeOther)
		if got.to() != "/me" {
			t.Errorf("next %q leads to %q", next, got.to())
		}
		if got := b.open().post("/settings/view", url.Values{"back": {next}}).want(http.StatusSeeOther); got.to() != "/" {
			t.Errorf("back %q leads to %q", next, got.to())
		}
	}
	b := s.open(t)
	if got := b.do(http.MethodGet, "//evil.example/", nil, nil).want(http.StatusNotFound); strings.Contains(got.body, "//evil.example") {
		t.Error("a path that looks like a host is linked to")
	}
}

// open is another browser of the same kind, without cookies.
func (b *browser) open() *browser {
	client := *b.client
	client.Jar = nil
	return &browser{t: b.t, client: &client, from: b.from, headers: map[string]string{}}
}

// token is what the forms of this browser's pages carry.
func (b *browser) token() string {
	b.t.Helper()
	return b.get("/help").want(http.StatusOK).find("input[name=_csrf]").AttrOr("value", "")
}

func TestCheating_ABodyLargerThanItsRouteTakesIsRefused(t *testing.T) {
	t.Parallel()
	s := serve(t)
	large := strings.Repeat("a", 64<<10)
	for _, c := range []struct{ name, path, kind, body string }{
		{"a form", "/login", "application/x-www-form-urlencoded", "email=" + large},
		{"JSON", "/api/v1/auth/token", "application/json", `{"email":"` + large + `"}`},
		{"multipart", "/login", "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"email\"\r\n\r\n" + large + "\r\n--b--\r\n"},
		{"a megabyte", "/login", "text/plain", strings.Repeat(large, 16)},
	} {
		for _, chunked := range []bool{false, true} {
			status, closed := s.raw(t, c.path, c.kind, c.body, chunked)
			if status != http.StatusRequestEntityTooLarge || !closed {
				t.Errorf("%s, chunked %v: %d, closed %v", c.name, chunked, status, closed)
			}
		}
	}
	multipart := "--b\r\nContent-Disposition: form-data; name=\"email\"\r\n\r\nnobody@example.org\r\n--b--\r\n"
	for _, chunked := range []bool{false, true} {
		if status, _ := s.raw(t, "/login", "application/x-www-form-urlencoded", "email=nobody@example.org&filler="+large[:60<<10], chunked); status != http.StatusUnprocessableEntity {
			t.Errorf("a form that fits, chunked %v: %d", chunked, status)
		}
		if status, _ := s.raw(t, "/login", "multipart/form-data; boundary=b", multipart, chunked); status != http.StatusUnprocessableEntity {
			t.Errorf("a multipart form that fits, chunked %v: %d", chunked, status)
		}
	}
}

// raw sends a body over a socket, with its length or in chunks, and says whether the server closes the connection.
func (s *site) raw(t *testing.T, path, kind, body string, chunked bool) (status int, closed bool) {
	t.Helper()
	c, err := net.Dial("tcp", s.address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://academy.test"+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", kind)
	if chunked {
		r.ContentLength, r.TransferEncoding = -1, []string{"chunked"}
	}
	go func() { _ = r.Write(c) }() // the server may stop reading before all is written
	_ = c.SetReadDeadline(time.Now().Add(20 * time.Second))
	answer, _ := io.ReadAll(io.LimitReader(c, 200))
	if _, err := fmt.Sscanf(string(answer), "HTTP/1.1 %d", &status); err != nil {
		t.Fatalf("%v: %q", err, answer)
	}
	head := make([]byte, 64<<10)
	n, _ := c.Read(head)
	return status, strings.Contains(string(answer)+string(head[:n]), "Connection: close")
}

func TestCheating_ACompressedBodyIsRefused(t *testing.T) {
	t.Parallel()
	s := serve(t)
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = w.Write(bytes.Repeat([]byte("a"), 10<<20))
	_ = w.Close()
	b := s.open(t)
	got := b.do(http.MethodPost, "/api/v1/auth/token", &packed, map[string]string{"Content-Type": "application/json", "Content-Encoding": "gzip"})
	got.want(http.StatusUnsupportedMediaType)
}

func TestCheating_WhatIsNotThereIsNotFound(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.signedIn(t)
	id := uuid.NewString()
	for _, path := range []string{
		"/nothing", "/en/nothing", "/courses/nothing", "/learn/small/" + id, "/learn/small/x", "/quiz/" + id, "/quiz/x", "/quiz/%00",
		"/attempts/" + id, "/attempts/" + id + "/questions/1", "/attempts/x/questions/1", "/attempts/" + id + "/questions/-1",
		"/certificates/0000-0000", "/certificates/%ff%fe", "/certificates/0000-0000.pdf", "/static/nothing.js", "/static/..%2f..%2fgo.mod",
		"/covers/nothing.svg", "/captions/" + id + "/ko.vtt", "/captions/x/ko.vtt", "/admin/nothing",
	} {
		if got := b.get(path); got.status != http.StatusNotFound && got.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", path, got.status)
		}
	}
}

func TestCheating_WordsThatNoTextMayHoldAreNoServerError(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b := s.open(t)
	b.get("/courses?q=%00&agenda=%ff&level=%00&cursor=%00%ff").want(http.StatusOK)
	for _, path := range []string{"/login", "/signup", "/password/forgot", "/password/reset", "/confirm", "/verify"} {
		got := b.post(path, url.Values{"email": {"a\x00\xff@b.c"}, "name": {"\x00\xff"}, "password": {"\x00\xff"}, "token": {"\x00\xff"}, "code": {"\x00\xff"}})
		if got.status >= 500 {
			t.Errorf("%s: %d", path, got.status)
		}
	}
	in, _ := s.signedIn(t)
	for _, path := range []string{"/me/settings", "/me/settings/password", "/me/settings/sessions", "/me/settings/notices"} {
		got := in.post(path, url.Values{"_csrf": {in.token()}, "name": {"\x00\xff"}, "locale": {"\x00"}, "time_zone": {"../../etc"}, "id": {"\x00"}, "current": {"\x00"}, "next": {"\xff"}, "mail": {"\x00"}})
		if got.status >= 500 {
			t.Errorf("%s: %d", path, got.status)
		}
	}
	if strings.Contains(s.log.String(), "ERROR") {
		t.Error(s.log.String())
	}
}

func TestCheating_AMethodThatARouteDoesNotTakeIsRefused(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b := s.open(t)
	for _, c := range []struct{ method, path string }{{"DELETE", "/courses"}, {"POST", "/courses/small"}, {"PUT", "/"}, {"GET", "/logout"}} {
		if got := b.do(c.method, c.path, nil, nil); got.status != http.StatusMethodNotAllowed {
			t.Errorf("%s %s: %d", c.method, c.path, got.status)
		}
	}
	for _, path := range []string{"/", "/courses", "/login", "/me", "/nothing", "/robots.txt"} {
		head, whole := b.do(http.MethodHead, path, nil, nil), b.get(path)
		if head.body != "" || (head.status != whole.status && path != "/me") {
			t.Errorf("HEAD %s: %d with %d bytes, GET: %d", path, head.status, len(head.body), whole.status)
		}
	}
}

func TestCheating_APermissionIsAskedForBesideEachRoute(t *testing.T) {
	t.Parallel()
	s := serve(t)
	citizen, _ := s.signedIn(t)
	citizen.get("/admin").want(http.StatusForbidden)
	citizen.get("/admin/outbox").want(http.StatusForbidden)
	admin, _ := s.signedIn(t, access.Admin)
	admin.get("/admin").want(http.StatusOK)
	admin.get("/admin/outbox").want(http.StatusOK)
	production := serve(t, func(o *handlers.Options) { o.Demo = false })
	real, _ := production.signedIn(t, access.Admin)
	real.get("/admin/outbox").want(http.StatusNotFound)
	if links := real.get("/admin").want(http.StatusOK).find("a[href$='/admin/outbox']").Length(); links != 0 {
		t.Error("a link leads to a page that is not there")
	}
}

func TestCheating_APlantedCookieShowsNothing(t *testing.T) {
	t.Parallel()
	s := serve(t)
	for _, planted := range []string{"<b>evil</b>", "flash.evil", "account.sign_in", "flash.saved%0d%0aX: y"} {
		b := s.open(t)
		b.setCookie("academy_flash", planted)
		if got := b.get("/login").want(http.StatusOK); got.find("[data-flash]").Length() != 0 {
			t.Errorf("%q is shown: %s", planted, got.find("[data-flash]").Text())
		}
	}
	b := s.open(t)
	b.setCookie("view", "size=xl\"><script>&mode=high-contrast")
	if got := b.get("/").want(http.StatusOK); got.find("html").AttrOr("data-size", "") != "" || got.find("html").AttrOr("data-krds-mode", "") != "high-contrast" {
		t.Error("display settings are not taken by what there is")
	}
}

func TestCheating_TheRequestNumberIsOurs(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b := s.open(t)
	b.headers["X-Request-ID"] = "mine"
	got := b.get("/nothing").want(http.StatusNotFound)
	number := got.header.Get("X-Request-ID")
	if number == "mine" || len(number) != 16 || !strings.Contains(got.body, number) {
		t.Errorf("number %q", number)
	}
}

func TestCheating_AStrangerWhoAsksTooOftenWaits(t *testing.T) {
	t.Parallel()
	s := serve(t, func(o *handlers.Options) { o.Rates = guard.Rates{PerAddress: 5, PerAccount: 8} })
	b := s.open(t)
	for range 5 {
		b.post("/verify", url.Values{"code": {"x"}}).want(http.StatusUnprocessableEntity)
	}
	b.headers["X-Forwarded-For"] = "192.0.2.7"
	got := b.post("/verify", url.Values{"code": {"x"}}).want(http.StatusTooManyRequests)
	if got.header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	b.get("/verify").want(http.StatusOK)
}

func TestCheating_WhatOneStrangerAskedIsNotShownToTheNext(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b := s.open(t)
	b.get("/help?x=\\").want(http.StatusOK)
	b.get("/courses/small?x=\\").want(http.StatusOK)
	if got := b.get("/?next=evil-word").want(http.StatusOK); got.find(".hero").Length() != 1 || strings.Contains(got.body, "evil-word") {
		t.Error("the first page is another, or holds what one has asked")
	}
	b.get("/courses?q=first-word&x=evil-word").want(http.StatusOK)
	if got := b.get("/courses?q=second-word").want(http.StatusOK); strings.Contains(got.body, "first-word") || strings.Contains(got.body, "evil-word") {
		t.Error("another search is answered with the first")
	}
	in, _ := s.signedIn(t)
	if got := in.get("/courses").want(http.StatusOK); !strings.Contains(got.body, "김하늘") || got.header.Get("Cache-Control") != "private, no-store" {
		t.Error("a signed-in page is not the reader's own")
	}
	if got := b.get("/courses").want(http.StatusOK); strings.Contains(got.body, "김하늘") {
		t.Error("a stranger sees a page of somebody else")
	}
}

func TestCheating_AQueryTooLongToBeRememberedIsNotShownToTheNext(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b := s.open(t)
	for path, query := range map[string]string{"/courses": "q=" + strings.Repeat("evil-word", 30), "/en/courses": "level=" + strings.Repeat("x", 300)} {
		b.get(path + "?" + query).want(http.StatusOK)
		if got := b.get(path).want(http.StatusOK); strings.Contains(got.body, "evil-word") || !strings.Contains(got.body, "/courses/small") {
			t.Errorf("what was asked with %.20s is what the next one sees", query)
		}
	}
}
