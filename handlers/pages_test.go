package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"academy/handlers"
)

func TestPages_AnswerStrangersInBothLanguages(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b := s.open(t)
	for _, path := range []string{
		"/", "/courses", "/courses?q=%EC%99%B8%EA%B5%90", "/courses/small", "/verify", "/help", "/terms", "/privacy", "/accessibility", "/login", "/signup",
		"/password/forgot", "/password/reset?token=x", "/confirm?token=x", "/settings/view",
	} {
		for _, lang := range []string{"ko", "en"} {
			address := path
			if lang == "en" {
				address = strings.TrimSuffix("/en"+path, "/")
			}
			got := b.get(address).want(http.StatusOK)
			if found := got.find("html").AttrOr("lang", ""); found != lang {
				t.Errorf("%s is in %q", address, found)
			}
			if got.find("h1").Length() != 1 {
				t.Errorf("%s has %d h1", address, got.find("h1").Length())
			}
		}
	}
}

func TestPages_ANewcomerSignsUpAndIsLedBack(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b := s.open(t)
	to := b.get("/en/courses/small/enrol").want(http.StatusSeeOther).to()
	if to != "/en/login?next=%2Fen%2Fcourses%2Fsmall%2Fenrol" {
		t.Fatalf("led to %s", to)
	}
	login := b.get(to).want(http.StatusOK)
	signUp := b.get(login.find(`a[href^="/en/signup"]`).AttrOr("href", "")).want(http.StatusOK)
	fields := url.Values{"name": {"Jane"}, "email": {"jane@example.org"}, "password": {"short"}, "accept_terms": {"true"}, "age_confirmed": {"true"}}
	wrong := b.submit(signUp, "/en/signup", fields).want(http.StatusUnprocessableEntity)
	if wrong.find("#email").AttrOr("value", "") != "jane@example.org" || wrong.find("#password").AttrOr("value", "") != "" {
		t.Error("the form does not come back filled in, without the password")
	}
	if wrong.find("#password-err").Length() != 1 || wrong.find("#accept_privacy-err").Length() != 1 || wrong.find("#accept_terms-err").Length() != 0 {
		t.Errorf("the wrong fields are not marked: %s", wrong.text())
	}
	fields.Set("password", "a long walk by the river")
	fields.Set("accept_privacy", "true")
	for range 2 { // a double press makes one account
		if got := s.open(t).submit(wrong, "/en/signup", fields).want(http.StatusSeeOther); got.to() != "/en/courses/small/enrol" {
			t.Fatalf("led to %s", got.to())
		}
	}
	taken := fields
	taken.Set("password", "another walk by the sea")
	if got := b.submit(wrong, "/en/signup", taken).want(http.StatusUnprocessableEntity); got.find("#email-err").Length() != 1 {
		t.Error("a taken address is not marked")
	}
}

func TestPages_ASignInComesBackWithoutThePassword(t *testing.T) {
	t.Parallel()
	s := serve(t)
	who := s.Person(t, "김하늘")
	b := s.open(t)
	form := b.get("/login?next=/courses/small")
	wrong := b.submit(form, "/login", url.Values{"email": {who.Email}, "password": {"wrong"}}).want(http.StatusUnprocessableEntity)
	if wrong.find("#email").AttrOr("value", "") != who.Email || strings.Contains(wrong.body, `value="wrong"`) || wrong.find(".error-summary").Length() != 1 {
		t.Error("the form does not come back as it should")
	}
	if got := b.submit(wrong, "/login", url.Values{"email": {who.Email}, "password": {"academy-test"}}).want(http.StatusSeeOther); got.to() != "/courses/small" {
		t.Errorf("led to %s", got.to())
	}
	if got := b.get("/login").want(http.StatusSeeOther); got.to() != "/me" {
		t.Errorf("who is signed in is led to %s", got.to())
	}
}

func TestPages_ASessionIsRenewedInPassing(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.signedIn(t)
	before := b.cookies()
	b.setCookie("academy_access", "expired")
	b.get("/me").want(http.StatusOK)
	after := b.cookies()
	if after["academy_access"] == "expired" || after["academy_refresh"] == before["academy_refresh"] {
		t.Error("the cookies are not renewed")
	}
	if got := b.get("/me/session").want(http.StatusNoContent); got.header.Get("X-CSRF-Token") == "" {
		t.Error("scripts do not get the token")
	}
	s.open(t).get("/me/session").want(http.StatusUnauthorized)
	b.submit(b.get("/me"), "/logout", nil).want(http.StatusSeeOther)
	if left := b.cookies(); left["academy_access"]+left["academy_refresh"] != "" {
		t.Error("the cookies are still there")
	}
	b.setCookie("academy_access", before["academy_access"])
	b.get("/me").want(http.StatusSeeOther)
}

func TestPages_SigningOutEverywhereEndsTheOtherBrowser(t *testing.T) {
	t.Parallel()
	s := serve(t)
	here, who := s.signedIn(t)
	there := s.open(t)
	there.post("/login", url.Values{"email": {who.Email}, "password": {"academy-test"}}).want(http.StatusSeeOther)
	there.get("/me").want(http.StatusOK)
	got := here.submit(here.get("/me/settings").want(http.StatusOK), "/me/settings/sign-out-everywhere", nil).want(http.StatusSeeOther)
	if said := here.get(got.to()).want(http.StatusOK).find("[data-flash]").Length(); said != 1 {
		t.Error("nothing is said of it")
	}
	if again := here.get(got.to()).find("[data-flash]").Length(); again != 0 {
		t.Error("it is said twice")
	}
	there.get("/me").want(http.StatusSeeOther)
}

func TestPages_ALearnerWalksFromTheCatalogueToTheLastLesson(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, who := s.signedIn(t)
	ids := s.lessons(t, who)
	reading := "/learn/small/" + ids["reading"].String()
	if got := b.get(reading).want(http.StatusSeeOther); got.to() != "/courses/small" {
		t.Errorf("a lesson leads who is not enrolled to %s", got.to())
	}
	b.get("/courses/small/next").want(http.StatusSeeOther)
	entered := b.submit(b.get("/courses/small/enrol"), "/courses/small/enrol", nil).want(http.StatusSeeOther)
	if entered.to() != "/learn/small" {
		t.Fatalf("led to %s", entered.to())
	}
	if got := b.get("/learn/small").want(http.StatusSeeOther); got.to() != reading {
		t.Fatalf("learning begins at %s", got.to())
	}
	page := b.get(reading).want(http.StatusOK)
	lecture := "/learn/small/" + ids["lecture"].String()
	if got := b.submit(page, reading+"/complete", nil).want(http.StatusSeeOther); got.to() != lecture {
		t.Errorf("the reading leads on to %s", got.to())
	}
	film := b.get(lecture).want(http.StatusOK)
	if film.find("video").Length() != 1 || film.find("track").Length() == 0 {
		t.Error("no film with captions")
	}
	b.get("/learn/small/" + ids["quiz"].String()).want(http.StatusForbidden) // locked
	if got := b.get("/me").want(http.StatusOK); !strings.Contains(got.body, "작은 공공외교 강좌") {
		t.Error("the course is not in My learning")
	}
	b.get("/me/notifications").want(http.StatusOK)
	b.get("/en/me").want(http.StatusOK)
	b.get("/learn/small").want(http.StatusSeeOther)
}

func TestPages_SettingsAreKept(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.signedIn(t)
	settings := b.get("/me/settings").want(http.StatusOK)
	wrong := b.submit(settings, "/me/settings", url.Values{"name": {""}, "locale": {"ko"}, "time_zone": {"Asia/Seoul"}}).want(http.StatusUnprocessableEntity)
	if wrong.find("#name-err").Length() != 1 {
		t.Error("the wrong field is not marked")
	}
	saved := b.submit(settings, "/me/settings", url.Values{"name": {"Sky Kim"}, "locale": {"en"}, "time_zone": {"Europe/Berlin"}}).want(http.StatusSeeOther)
	if saved.to() != "/en/me/settings" || !strings.Contains(b.get(saved.to()).body, "Sky Kim") {
		t.Errorf("led to %s", saved.to())
	}
	b.submit(settings, "/me/settings/notices", url.Values{"in_app": {"welcome"}}).want(http.StatusSeeOther)
	after := b.get("/me/settings").want(http.StatusOK)
	if n := after.find("input[name=in_app]:checked").Length() + after.find("input[name=mail]:checked").Length(); n != 1 {
		t.Errorf("%d ways of hearing are chosen", n)
	}
	password := b.get("/me/settings/password").want(http.StatusOK)
	b.submit(password, "/me/settings/password", url.Values{"current": {"wrong"}, "next": {"a long walk by the river"}}).want(http.StatusUnprocessableEntity)
	b.submit(password, "/me/settings/password", url.Values{"current": {"academy-test"}, "next": {"a long walk by the river"}}).want(http.StatusSeeOther)
	b.get("/me").want(http.StatusOK)
}

func TestPages_DisplaySettingsNeedNoAccount(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b := s.open(t)
	b.get("/").want(http.StatusOK)
	form := b.get("/settings/view").want(http.StatusOK)
	b.submit(form, "/settings/view", url.Values{"size": {"xl"}, "mode": {"high-contrast"}, "back": {"/courses?q=a"}}).want(http.StatusSeeOther)
	if html := b.get("/").find("html"); html.AttrOr("data-size", "") != "xl" || html.AttrOr("data-krds-mode", "") != "high-contrast" {
		t.Error("the page does not look as chosen")
	}
	if html := s.open(t).get("/").find("html"); html.AttrOr("data-size", "") != "" {
		t.Error("another reader's page looks so too")
	}
}

func TestPages_FilesAreSentWholeAndInParts(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, who := s.signedIn(t)
	b.submit(b.get("/courses/small/enrol"), "/courses/small/enrol", nil).want(http.StatusSeeOther)
	film := b.get("/learn/small/" + s.lessons(t, who)["lecture"].String()).want(http.StatusOK)
	address, ok := film.find("video source").Attr("src")
	if !ok {
		address = film.find("video").AttrOr("src", "")
	}
	track := film.find("track").AttrOr("src", "")
	stranger := s.open(t)
	whole := stranger.get(address).want(http.StatusOK)
	size := len(whole.body)
	if whole.header.Get("Content-Type") != "video/mp4" || whole.header.Get("X-Content-Type-Options") != "nosniff" || size < 1000 {
		t.Fatalf("%v, %d bytes", whole.header, size)
	}
	for _, c := range []struct {
		given  string
		status int
		from   int
		length int
	}{
		{"bytes=0-99", 206, 0, 100}, {"bytes=100-", 206, 100, size - 100}, {"bytes=-50", 206, size - 50, 50}, {"bytes=0-999999999", 206, 0, size},
		{"bytes=5-1", 200, 0, size}, {"bytes=0-1,3-4", 200, 0, size}, {"lines=0-1", 200, 0, size},
	} {
		got := stranger.do(http.MethodGet, address, nil, map[string]string{"Range": c.given})
		if got.status != c.status || got.body != whole.body[c.from:c.from+c.length] {
			t.Errorf("%s: %d with %d bytes, %s", c.given, got.status, len(got.body), got.header.Get("Content-Range"))
		}
	}
	outside := stranger.do(http.MethodGet, address, nil, map[string]string{"Range": "bytes=999999999-"}).want(http.StatusRequestedRangeNotSatisfiable)
	if !strings.HasPrefix(outside.header.Get("Content-Range"), "bytes */") {
		t.Error(outside.header)
	}
	head := stranger.do(http.MethodHead, address, nil, nil).want(http.StatusOK)
	if head.header.Get("Content-Length") != whole.header.Get("Content-Length") || head.body != "" {
		t.Error(head.header)
	}
	stranger.do(http.MethodGet, address, nil, map[string]string{"If-None-Match": whole.header.Get("ETag")}).want(http.StatusNotModified)
	stale := stranger.do(http.MethodGet, address, nil, map[string]string{"Range": "bytes=0-1", "If-Range": `"old"`}).want(http.StatusOK)
	if len(stale.body) != size {
		t.Error("a part of a changed file is mixed with the old one")
	}
	stranger.get(strings.Replace(address, "sig=", "sig=x", 1)).want(http.StatusForbidden)
	stranger.get(strings.Split(address, "?")[0]).want(http.StatusForbidden)
	if got := stranger.get(track).want(http.StatusOK); !strings.HasPrefix(got.body, "WEBVTT") || !strings.HasPrefix(got.header.Get("Content-Type"), "text/vtt") {
		t.Error("no captions")
	}
	stranger.get("/covers/small.svg").want(http.StatusOK)
	stranger.get("/healthz").want(http.StatusOK)
	stranger.get("/readyz").want(http.StatusOK)
}

func TestPages_AnswerWithWhatKeepsBrowsersInBounds(t *testing.T) {
	t.Parallel()
	s := serve(t, func(o *handlers.Options) { o.StoreOrigin = "https://store.example"; o.BaseURL = "https://academy.test" })
	got := s.open(t).get("/").want(http.StatusOK)
	policy := got.header.Get("Content-Security-Policy")
	for _, part := range []string{"default-src 'none'", "script-src 'self';", "style-src 'self';", "media-src 'self' blob: https://store.example", "frame-ancestors 'none'"} {
		if !strings.Contains(policy, part) {
			t.Errorf("%q lacks %q", policy, part)
		}
	}
	if strings.Contains(policy, "unsafe") || got.header.Get("Strict-Transport-Security") == "" || got.header.Get("X-Content-Type-Options") != "nosniff" {
		t.Error(got.header)
	}
	in := s.open(t)
	who := s.Person(t, "김하늘")
	signed := in.post("/login", url.Values{"email": {who.Email}, "password": {"academy-test"}}).want(http.StatusSeeOther)
	for _, c := range signed.header.Values("Set-Cookie") {
		low := strings.ToLower(c)
		if !strings.HasPrefix(c, "__Host-academy_") || !strings.Contains(low, "httponly") || !strings.Contains(low, "secure") || !strings.Contains(low, "samesite=lax") || !strings.Contains(low, "path=/") || strings.Contains(low, "domain") {
			t.Errorf("cookie %s", c)
		}
	}
}

func TestPages_ComeCompressedFromMemory(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b := s.open(t)
	plain := b.do(http.MethodGet, "/courses", nil, map[string]string{"Accept-Encoding": "identity"}).want(http.StatusOK)
	packed := b.do(http.MethodGet, "/courses", nil, map[string]string{"Accept-Encoding": "br, gzip"}).want(http.StatusOK)
	if packed.header.Get("Content-Encoding") != "gzip" || len(packed.body) >= len(plain.body)/2 {
		t.Errorf("%d bytes of %d, %v", len(packed.body), len(plain.body), packed.header)
	}
	if got := b.do(http.MethodGet, "/courses", nil, map[string]string{"Accept-Encoding": "gzip;q=0"}); got.header.Get("Content-Encoding") != "" {
		t.Error("a browser that does not want it compressed gets it so")
	}
	if saving := b.do(http.MethodGet, "/courses", nil, map[string]string{"Save-Data": "on", "Accept-Encoding": "identity"}); strings.Contains(saving.body, "fonts") {
		t.Error("Save-Data still loads fonts")
	}
}

func TestPages_PasswordIsResetByMail(t *testing.T) {
	t.Parallel()
	s := serve(t)
	s.Work(t)
	who := s.Person(t, "김하늘")
	b := s.open(t)
	b.submit(b.get("/password/forgot"), "/password/forgot", url.Values{"email": {"nobody@example.org"}}).want(http.StatusOK)
	b.submit(b.get("/password/forgot"), "/password/forgot", url.Values{"email": {who.Email}}).want(http.StatusOK)
	body := s.Mails.Await(t, who.Email).Body
	_, after, _ := strings.Cut(body, "/password/reset?token=")
	token := strings.Fields(after)[0]
	form := b.get("/password/reset?token=" + token).want(http.StatusOK)
	b.submit(form, "/password/reset", url.Values{"password": {"x"}}).want(http.StatusUnprocessableEntity)
	b.submit(form, "/password/reset", url.Values{"password": {"a long walk by the river"}}).want(http.StatusOK)
	b.submit(form, "/password/reset", url.Values{"password": {"a long walk by the lake"}}).want(http.StatusUnprocessableEntity)
	b.post("/login", url.Values{"email": {who.Email}, "password": {"a long walk by the river"}}).want(http.StatusSeeOther)
}

func TestPages_AMistypedCodeIsToldAtOnce(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b := s.open(t)
	form := b.get("/en/verify")
	wrong := b.submit(form, "/en/verify", url.Values{"code": {"ABC"}}).want(http.StatusUnprocessableEntity)
	if wrong.find("#code").AttrOr("value", "") != "ABC" || wrong.find("#code-err").Length() != 1 {
		t.Error("the form does not come back with what was typed")
	}
	if got := b.get("/certificates/ABC").want(http.StatusNotFound); got.find("#code").Length() != 1 {
		t.Error("an unknown code does not lead to the form")
	}
}
