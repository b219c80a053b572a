package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"academy/app/apptest"
	"academy/handlers"
	"academy/handlers/files"
	"academy/models/modeltest"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(modeltest.Main(m))
}

// open serves a test academy with the small course on a socket of its own and is a client of it.
func open(t testing.TB, a *apptest.Academy) *client {
	t.Helper()
	a.ImportFolder(t, os.DirFS(filepath.Join("..", "..", "app", "apptest", "testdata", "small")))
	o := handlers.Options{BaseURL: apptest.BaseURL, CSRFKey: apptest.Key("csrf"), Log: slog.New(slog.DiscardHandler)}
	if a.Files != nil {
		o.Media, o.Parts = serveFiles(a), takeParts(a)
	}
	server, err := handlers.New(a.App, o)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = server.Listener(listener) }()
	t.Cleanup(func() { _ = server.Shutdown() })
	return &client{t: t, base: apptest.BaseURL, http: &http.Client{Transport: reaching(t, listener.Addr().String())}}
}

// reaching is a way to the test academy by its own name, and to everything else as usual.
func reaching(t testing.TB, address string) *http.Transport {
	academy, err := url.Parse(apptest.BaseURL)
	if err != nil {
		t.Fatal(err)
	}
	way := &http.Transport{DialContext: func(ctx context.Context, network, to string) (net.Conn, error) {
		if to == academy.Hostname()+":80" {
			to = address
		}
		return (&net.Dialer{}).DialContext(ctx, network, to)
	}}
	t.Cleanup(way.CloseIdleConnections)
	return way
}

func serveFiles(a *apptest.Academy) files.Serve {
	return func(ctx context.Context, method, key string, query url.Values) (files.Answer, error) {
		as, err := a.Files.Verify(method, key, query)
		if err != nil {
			return files.Answer{}, files.ErrLink.Because(err)
		}
		object, err := a.Files.Open(ctx, key)
		if err != nil {
			return files.Answer{}, err
		}
		return files.Answer{Content: object, Size: object.Size, Modified: object.Modified, Type: object.Type, ETag: object.ETag, Disposition: as.Header()}, nil
	}
}

func takeParts(a *apptest.Academy) files.Receive {
	return func(ctx context.Context, p files.Part) (string, error) {
		agreed, err := a.Files.VerifyPart(p.Upload, p.Number, p.Query)
		if err != nil {
			return "", files.ErrPartLink.Because(err)
		}
		if agreed.Size != p.Size {
			return "", files.ErrPartLength
		}
		return a.Files.WritePart(ctx, p.Upload, agreed, p.Content)
	}
}

// client speaks JSON with the academy, as a person once it has their token.
type client struct {
	t     testing.TB
	base  string
	http  *http.Client
	token string
	lang  string
	set   map[string]string
}

// as is the client of the person behind a token.
func (c *client) as(token string) *client { d := *c; d.token = token; return &d }

// in is the client in a language.
func (c *client) in(lang string) *client { d := *c; d.lang = lang; return &d }

// with is the client that sends a header.
func (c *client) with(name, value string) *client {
	d := *c
	d.set = map[string]string{name: value}
	for n, v := range c.set {
		d.set[n] = v
	}
	return &d
}

// answer is what came back.
type answer struct {
	t      testing.TB
	status int
	header http.Header
	body   []byte
}

// call sends a body, which is JSON text when it is a string and is made to be JSON otherwise.
func (c *client) call(method, path string, body any) answer {
	c.t.Helper()
	var content io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		content = bytes.NewReader([]byte(b))
	default:
		raw, err := json.Marshal(b)
		if err != nil {
			c.t.Fatal(err)
		}
		content = bytes.NewReader(raw)
	}
	r, err := http.NewRequestWithContext(c.t.Context(), method, c.base+path, content)
	if err != nil {
		c.t.Fatal(err)
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	if c.lang != "" {
		r.Header.Set("Accept-Language", c.lang)
	}
	for name, value := range c.set {
		r.Header.Set(name, value)
	}
	return c.send(r)
}

// send asks and reads the whole answer.
func (c *client) send(r *http.Request) answer {
	c.t.Helper()
	got, err := c.http.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	defer func() { _ = got.Body.Close() }()
	raw, err := io.ReadAll(got.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return answer{c.t, got.StatusCode, got.Header, raw}
}

func (c *client) get(path string) answer { c.t.Helper(); return c.call(http.MethodGet, path, nil) }
func (c *client) post(path string, body any) answer {
	c.t.Helper()
	return c.call(http.MethodPost, path, body)
}
func (c *client) put(path string, body any) answer {
	c.t.Helper()
	return c.call(http.MethodPut, path, body)
}

// want fails the test when the status is another.
func (a answer) want(status int) answer {
	a.t.Helper()
	if a.status != status {
		a.t.Fatalf("got %d, want %d: %s", a.status, status, a.body)
	}
	return a
}

// object reads a JSON object.
func (a answer) object() map[string]any {
	a.t.Helper()
	var v map[string]any
	if err := json.Unmarshal(a.body, &v); err != nil {
		a.t.Fatalf("%v: %.300s", err, a.body)
	}
	return v
}

// at follows names and positions into the answer.
func (a answer) at(path ...any) any {
	a.t.Helper()
	var v any = a.object()
	for _, step := range path {
		switch in := v.(type) {
		case map[string]any:
			v = in[step.(string)]
		case []any:
			if step.(int) >= len(in) {
				a.t.Fatalf("nothing at %v of %s", path, a.body)
			}
			v = in[step.(int)]
		default:
			a.t.Fatalf("nothing at %v of %s", path, a.body)
		}
	}
	return v
}

// text is at for a string.
func (a answer) text(path ...any) string {
	a.t.Helper()
	text, ok := a.at(path...).(string)
	if !ok {
		a.t.Fatalf("no text at %v of %s", path, a.body)
	}
	return text
}

// newcomer registers a person and is their client.
func (c *client) newcomer(email string) *client {
	c.t.Helper()
	c.post("/api/v1/auth/register", map[string]any{
		"email": email, "password": password, "name": "김하늘", "accept_terms": true, "age_confirmed": true,
	}).want(http.StatusCreated)
	return c.as(c.post("/api/v1/auth/token", map[string]any{"email": email, "password": password}).want(http.StatusOK).text("access_token"))
}

const password = "파란 하늘 아래 외교 산책 27"
