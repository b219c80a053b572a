package respond_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"academy/app/fault"
	"academy/app/locale"
	"academy/handlers/guard"
	"academy/handlers/respond"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/google/go-cmp/cmp"
)

// server answers every request with one error, through the guards that errors rely on.
func server(t *testing.T, fails func() error) (*fiber.App, *bytes.Buffer) {
	t.Helper()
	messages, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	log, printers := &bytes.Buffer{}, &respond.Printers{Messages: messages}
	errs := &respond.Errors{
		Log: slog.New(slog.NewTextHandler(log, nil)), Printers: printers, BaseURL: "http://academy.test",
		Page: func(_ *fiber.Ctx, f *fault.Error, status int) templ.Component {
			return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
				_, err := fmt.Fprintf(w, "%d %s", status, locale.T(ctx, f.Key))
				return errors.Join(err, ctx.Err())
			})
		},
	}
	app := fiber.New(fiber.Config{ErrorHandler: errs.Error})
	app.Use(guard.Begin(nil), guard.Speak(printers), guard.Recover(), guard.Deadline(0))
	app.All("/*", func(*fiber.Ctx) error { return fails() })
	return app, log
}

func ask(t *testing.T, app *fiber.App, method, path string) (*http.Response, string) {
	t.Helper()
	answer, err := app.Test(httptest.NewRequest(method, path, nil), -1)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer, string(body)
}

func TestError_AnswersByOneTable(t *testing.T) {
	t.Parallel()
	for kind, want := range map[fault.Kind]int{
		fault.Internal: 500, fault.Invalid: 422, fault.Anonymous: 303, fault.Denied: 403, fault.Missing: 404, fault.Conflict: 409,
		fault.Limited: 429, fault.TooLarge: 413, fault.Unavailable: 503,
	} {
		app, log := server(t, func() error { return fmt.Errorf("wrapped: %w", fault.New(kind, "fault.denied")) })
		answer, _ := ask(t, app, http.MethodGet, "/page?token=secret")
		if answer.StatusCode != want {
			t.Errorf("kind %v: %d, want %d", kind, answer.StatusCode, want)
		}
		if again := answer.Header.Get("Retry-After") != ""; again != (want == 429 || want == 503) {
			t.Errorf("kind %v: Retry-After %v", kind, again)
		}
		if logged := log.Len() > 0; logged != (want >= 500) || strings.Contains(log.String(), "secret") {
			t.Errorf("kind %v: log %q", kind, log)
		}
	}
	for _, c := range []struct{ err, status int }{{404, 404}, {405, 405}, {413, 413}, {431, 431}, {415, 415}, {502, 502}} {
		app, _ := server(t, func() error { return fiber.NewError(c.err, "internals") })
		if answer, body := ask(t, app, http.MethodGet, "/"); answer.StatusCode != c.status || strings.Contains(body, "internals") {
			t.Errorf("the framework's %d: %d %s", c.err, answer.StatusCode, body)
		}
	}
}

func TestError_LogsAPanicOnceWithItsStackAndTellsNothingOfIt(t *testing.T) {
	t.Parallel()
	app, log := server(t, func() error { panic("the inside") })
	answer, body := ask(t, app, http.MethodGet, "/")
	if answer.StatusCode != http.StatusInternalServerError || strings.Contains(body, "inside") {
		t.Errorf("%d %s", answer.StatusCode, body)
	}
	if n := strings.Count(log.String(), "request failed"); n != 1 || !strings.Contains(log.String(), "respond_test.go") {
		t.Errorf("logged %d times: %s", n, log)
	}
	if !strings.Contains(log.String(), answer.Header.Get("X-Request-ID")) {
		t.Error("the log lacks the request's number")
	}
}

func TestError_TellsProgramsInTheirLanguage(t *testing.T) {
	t.Parallel()
	app, _ := server(t, func() error {
		f := fault.Field("email", "form.invalid").Because(errors.New("the inside"))
		return f.Carrying(map[string]any{"seq": 3, "status": 200})
	})
	r := httptest.NewRequest(http.MethodPost, "/api/v1/x", nil)
	r.Header.Set("Accept-Language", "en-GB,en;q=0.9")
	answer, err := app.Test(r, -1)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	var got map[string]any
	if err := json.NewDecoder(answer.Body).Decode(&got); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"type": "about:blank", "title": "Unprocessable Entity", "status": 422.0, "code": "form.invalid", "detail": "Please check what you have entered.",
		"fields": map[string]any{"email": "Please check what you have entered."}, "request_id": answer.Header.Get("X-Request-ID"), "seq": 3.0,
	}
	if diff := cmp.Diff(want, got); diff != "" || answer.Header.Get("Content-Type") != respond.ProblemType {
		t.Errorf("%s %s", answer.Header.Get("Content-Type"), diff)
	}
}

func TestError_LeadsToSignInAndBack(t *testing.T) {
	t.Parallel()
	app, _ := server(t, func() error { return fault.ErrAnonymous })
	for _, c := range []struct{ method, path, referer, want string }{
		{"GET", "/me?cursor=a", "", "/login?next=%2Fme%3Fcursor%3Da"},
		{"GET", "/en/me", "", "/en/login?next=%2Fen%2Fme"},
		{"POST", "/courses/a/withdraw", "http://academy.test/courses/a", "/login?next=%2Fcourses%2Fa"},
		{"POST", "/courses/a/withdraw", "https://evil.example/x", "/login"},
		{"POST", "/courses/a/withdraw", "http://academy.test.evil.example/x", "/login"},
	} {
		r := httptest.NewRequest(c.method, c.path, nil)
		r.Header.Set("Referer", c.referer)
		answer, err := app.Test(r, -1)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if got := answer.Header.Get("Location"); answer.StatusCode != http.StatusSeeOther || got != c.want {
			t.Errorf("%s %s: %d to %s, want %s", c.method, c.path, answer.StatusCode, got, c.want)
		}
	}
}
