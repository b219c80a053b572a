package handlers_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"mime/multipart"
	"net/http"
	"net/url"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"academy/app/apptest"
	"academy/app/credentials"
	"academy/handlers"
	"academy/handlers/guard"
)

// elsewhere lets the libraries of others verify what the academy serves, in Node and without a network: they get the
// documents it serves and nothing else. Each answer is empty or says why it was refused.
func (s *site) elsewhere(t *testing.T, b *browser, shown []string, tokens ...string) (fromCredentials, fromTokens []string) {
	t.Helper()
	object := func(text string) (o map[string]any) {
		if err := json.Unmarshal([]byte(text), &o); err != nil {
			t.Fatal(err)
		}
		return o
	}
	did := object(b.get("/.well-known/did.json").want(http.StatusOK).body)
	input := map[string]any{
		"now": s.DB.Now(), "tokens": tokens, "jwks": object(b.get("/.well-known/jwks.json").want(http.StatusOK).body),
		"documents": map[string]any{
			did["id"].(string): did, apptest.BaseURL + "/credentials/status/1": object(b.get("/credentials/status/1").want(http.StatusOK).body),
		},
	}
	var list []any
	for _, c := range shown {
		list = append(list, object(c))
	}
	input["credentials"] = list
	raw, err := json.Marshal(input)
	if err != nil {
		t.Fatal(err)
	}
	node := exec.Command("node", filepath.Join("..", "app", "credentials", "openbadges", "testdata", "verifier.mjs"))
	node.Stdin = bytes.NewReader(raw)
	out, err := node.Output()
	if err != nil {
		t.Fatal(err)
	}
	var answer struct{ Credentials, Tokens []string }
	if err := json.Unmarshal(out, &answer); err != nil {
		t.Fatal(err)
	}
	return answer.Credentials, answer.Tokens
}

func TestCredentials_VerifyElsewhereUntilTheyAreRevoked(t *testing.T) {
	t.Parallel()
	s := serve(t)
	_, code := s.Certified(t, "김하늘 Kim")
	b := s.open(t)
	korean := b.get("/certificates/" + code + ".json").want(http.StatusOK).body
	english := b.get("/en/certificates/" + code + ".json").want(http.StatusOK).body
	token := b.get("/certificates/" + code + ".jwt").want(http.StatusOK).body
	tampered := strings.Replace(korean, "하늘", "바다", 1)
	parts := strings.Split(token, ".")
	others, tokens := s.elsewhere(t, b, []string{korean, english, tampered}, token, parts[0]+"."+parts[1]+"A."+parts[2])
	if others[0] != "" || others[1] != "" || others[2] == "" || tokens[0] != "" || tokens[1] == "" {
		t.Errorf("before: %q %q", others, tokens)
	}
	if err := s.Credentials.RevokeByCommand(t.Context(), code, credentials.Revocation{Code: "error", Reason: "a private reason"}); err != nil {
		t.Fatal(err)
	}
	others, _ = s.elsewhere(t, b, []string{korean})
	if others[0] != "revoked" {
		t.Errorf("after its revocation: %q", others)
	}
	for _, kind := range []string{".json", ".jwt", ".png", ".pdf"} {
		b.get("/certificates/" + code + kind).want(http.StatusForbidden)
	}
	if got := b.get("/certificates/" + code).want(http.StatusOK); got.find(".travels").Length() != 0 {
		t.Error("a revoked certificate is offered to take along")
	}
}

func TestCredentials_AreServedToVerifiersOfAllSites(t *testing.T) {
	t.Parallel()
	s := serve(t)
	_, code := s.Certified(t, "김하늘 Kim")
	b := s.open(t)
	for path, kind := range map[string]string{
		"/.well-known/did.json": "application/did+json", "/.well-known/jwks.json": "application/jwk-set+json", "/credentials/status/1": "application/json",
		"/certificates/" + code + ".json": "application/json", "/certificates/" + code + ".jwt": "application/jwt", "/certificates/" + code + ".png": "image/png",
	} {
		got := b.get(path).want(http.StatusOK)
		if got.header.Get("Content-Type") != kind || got.header.Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: %v", path, got.header)
		}
	}
	list := b.get("/credentials/status/1")
	if !strings.Contains(list.header.Get("Cache-Control"), "max-age=60") || list.header.Get("ETag") == "" || len(list.body) > 30_000 {
		t.Errorf("%v", list.header)
	}
	b.headers["If-None-Match"] = list.header.Get("ETag")
	b.get("/credentials/status/1").want(http.StatusNotModified)
	delete(b.headers, "If-None-Match")
	for _, path := range []string{"/credentials/status/2", "/credentials/status/0", "/credentials/status/01", "/credentials/status/x", "/credentials/status/99999999999999999999"} {
		b.get(path).want(http.StatusNotFound)
	}
	if got := b.get("/certificates/" + code).want(http.StatusOK); got.find(".travels a").Length() != 3 {
		t.Error("the page does not offer them")
	}
}

// showCredential sends a credential as the form of /verify does.
func (b *browser) showCredential(path, file, text string) *page {
	b.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", "credential.json")
	if err == nil {
		_, err = part.Write([]byte(file))
	}
	if err == nil {
		err = form.WriteField("text", text)
	}
	if err := errors.Join(err, form.Close()); err != nil {
		b.t.Fatal(err)
	}
	return b.do(http.MethodPost, path, &body, map[string]string{"Content-Type": form.FormDataContentType()})
}

func TestVerify_NamesEveryCheckInBothLanguagesWithoutScript(t *testing.T) {
	t.Parallel()
	s := serve(t)
	_, code := s.Certified(t, "김하늘 Kim")
	b := s.open(t)
	b.get("/verify").want(http.StatusOK)
	credential := b.get("/certificates/" + code + ".json").want(http.StatusOK).body
	picture := b.get("/certificates/" + code + ".png").want(http.StatusOK).body
	token := b.get("/certificates/" + code + ".jwt").want(http.StatusOK).body
	for path, words := range map[string][]string{"/verify/credential": {"유효한 증명서입니다", "서명", "확인됨"}, "/en/verify/credential": {"This credential is valid", "Proof", "passed"}} {
		for _, got := range []*page{b.showCredential(path, credential, ""), b.showCredential(path, picture, ""), b.showCredential(path, "", token), b.showCredential(path, "", credential)} {
			got.want(http.StatusOK)
			if got.find(".checks li").Length() != 5 || got.find(".checks .check-passed").Length() != 5 || got.find(".verdict.ok").Length() != 1 {
				t.Errorf("%s: %s", path, got.text())
			}
			for _, word := range words {
				if !strings.Contains(got.text(), word) {
					t.Errorf("%s: no %q in %s", path, word, got.text())
				}
			}
		}
	}
	if got := b.showCredential("/verify/credential", "", strings.Replace(credential, "하늘", "바다", 1)).want(http.StatusOK); got.find(".verdict.bad").Length() != 1 || got.find(".check-failed").Length() != 1 {
		t.Error(got.text())
	}
	b.showCredential("/verify/credential", "", "").want(http.StatusUnprocessableEntity)
	b.showCredential("/verify/credential", "", strings.Repeat("x", 400<<10)).want(http.StatusRequestEntityTooLarge)
	b.get("/verify/credential").want(http.StatusOK)
}

func TestCheating_NobodyFindsCertificatesByTryingCodes(t *testing.T) {
	t.Parallel()
	s := serve(t, func(o *handlers.Options) { o.Rates = guard.Rates{WrongCodes: 8} })
	_, code := s.Certified(t, "김하늘 Kim")
	b := s.open(t)
	for range 20 { // who finds what they ask for is not counted
		b.get("/certificates/" + code).want(http.StatusOK)
		b.get("/api/v1/certificates/" + code).want(http.StatusOK)
	}
	for i, path := range []string{
		"/certificates/7K2M-Q9XD-4TRB-WZ8HC", "/certificates/ABC", "/certificates/ABC.pdf", "/certificates/ABC.json", "/certificates/ABC.jwt", "/certificates/ABC.png", "/en/certificates/ABC", "/en/certificates/ABC.json",
	} {
		if got := b.get(path); got.status == http.StatusTooManyRequests {
			t.Errorf("stopped after %d", i)
		}
	}
	for range 8 {
		b.get("/certificates/ABD")
	}
	if b.get("/certificates/"+code).want(http.StatusTooManyRequests).header.Get("Retry-After") == "" {
		t.Error("nobody is told when to try again")
	}
	b.get("/verify").want(http.StatusOK)
	program := serve(t, func(o *handlers.Options) { o.Rates = guard.Rates{WrongCodes: 3} }).open(t)
	for range 3 {
		program.get("/api/v1/certificates/ABC").want(http.StatusNotFound)
	}
	program.get("/api/v1/certificates/ABC").want(http.StatusTooManyRequests)
}

func TestCheating_NobodyKeepsTheAcademyBusyWithVerifying(t *testing.T) {
	t.Parallel()
	s := serve(t, func(o *handlers.Options) { o.Rates = guard.Rates{Checks: 4} })
	b := s.open(t)
	for range 2 {
		b.showCredential("/verify/credential", "", "{}").want(http.StatusOK)
		b.do(http.MethodPost, "/api/v1/verify", strings.NewReader("{}"), map[string]string{"Content-Type": "application/json"}).want(http.StatusOK)
	}
	b.showCredential("/verify/credential", "", "{}").want(http.StatusTooManyRequests)
	b.do(http.MethodPost, "/api/v1/verify", strings.NewReader("{}"), map[string]string{"Content-Type": "application/json"}).want(http.StatusTooManyRequests)
	b.post("/verify", url.Values{"code": {"x"}}).want(http.StatusUnprocessableEntity)
}
