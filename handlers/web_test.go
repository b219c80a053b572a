package handlers_test

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"academy/app/access"
	"academy/app/apptest"
	"academy/handlers"
	"academy/handlers/files"
	"academy/models/modeltest"

	"github.com/PuerkitoBio/goquery"
)

func TestMain(m *testing.M) { os.Exit(modeltest.Main(m)) }

// site is an academy on a socket of its own.
type site struct {
	*apptest.Academy
	address string
	log     *strings.Builder
}

// serve opens an academy with the small course and serves it.
func serve(t *testing.T, change ...func(*handlers.Options)) *site {
	t.Helper()
	s := &site{Academy: apptest.Open(t), log: &strings.Builder{}}
	s.ImportFolder(t, os.DirFS(filepath.Join("..", "app", "apptest", "testdata", "small")))
	o := handlers.Options{
		BaseURL: apptest.BaseURL, CSRFKey: apptest.Key("csrf"), Demo: true, Media: s.media, Parts: s.part,
		Covers: func(slug, palette string) []byte { return []byte("<svg><!--" + slug + palette + "--></svg>") },
		Log:    slog.New(slog.NewTextHandler(s.log, nil)),
	}
	for _, f := range change {
		f(&o)
	}
	web, err := handlers.New(s.App, o)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.address = listener.Addr().String()
	go func() { _ = web.Listener(listener) }()
	t.Cleanup(func() { _ = web.Shutdown() })
	return s
}

// media opens objects of the test's store as the program does.
func (s *site) media(ctx context.Context, method, key string, query url.Values) (files.Answer, error) {
	as, err := s.Files.Verify(method, key, query)
	if err != nil {
		return files.Answer{}, files.ErrLink.Because(err)
	}
	object, err := s.Files.Open(ctx, key)
	if err != nil {
		return files.Answer{}, err
	}
	return files.Answer{
		Content: object, Size: object.Size, Modified: object.Modified, Type: object.Type, ETag: object.ETag, Disposition: as.Header(),
	}, nil
}

// part takes parts of uploads as the program does.
func (s *site) part(ctx context.Context, p files.Part) (string, error) {
	agreed, err := s.Files.VerifyPart(p.Upload, p.Number, p.Query)
	if err != nil {
		return "", files.ErrPartLink.Because(err)
	}
	if agreed.Size != p.Size {
		return "", files.ErrPartLength
	}
	return s.Files.WritePart(ctx, p.Upload, agreed, p.Content)
}

// browser keeps cookies and says where its requests come from, as browsers do.
type browser struct {
	t      *testing.T
	client *http.Client
	// from is the value of Sec-Fetch-Site, and headers are added to every request.
	from    string
	headers map[string]string
}

// open starts a browser that has not been here before. It follows no redirect: tests look at each step.
func (s *site) open(t *testing.T) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "tcp", s.address)
	}
	transport := &http.Transport{DialContext: dial}
	t.Cleanup(transport.CloseIdleConnections)
	return &browser{t: t, from: "same-origin", headers: map[string]string{}, client: &http.Client{
		Jar: jar, Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// signedIn is the browser of a person who has just signed in.
func (s *site) signedIn(t *testing.T, roles ...access.Role) (*browser, access.Actor) {
	t.Helper()
	who := s.Person(t, "김하늘", roles...)
	b := s.open(t)
	if got := b.post("/login", url.Values{"email": {who.Email}, "password": {"academy-test"}}); got.status != http.StatusSeeOther {
		t.Fatalf("sign-in: %d %s", got.status, got.text())
	}
	return b, who
}

// page is what came back.
type page struct {
	t      *testing.T
	status int
	header http.Header
	body   string
}

func (p *page) doc() *goquery.Document {
	p.t.Helper()
	d, err := goquery.NewDocumentFromReader(strings.NewReader(p.body))
	if err != nil {
		p.t.Fatal(err)
	}
	return d
}

func (p *page) find(selector string) *goquery.Selection { return p.doc().Find(selector) }
func (p *page) text() string                            { return strings.Join(strings.Fields(p.find("main").Text()), " ") }
func (p *page) to() string                              { return p.header.Get("Location") }

// want fails the test when the status is another.
func (p *page) want(status int) *page {
	p.t.Helper()
	if p.status != status {
		p.t.Fatalf("got %d to %q, want %d: %.600s", p.status, p.to(), status, p.body)
	}
	return p
}

func (b *browser) do(method, path string, body io.Reader, headers map[string]string) *page {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), method, apptest.BaseURL+path, body)
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Accept", "text/html,application/xhtml+xml")
	for _, set := range []map[string]string{b.headers, headers} {
		for name, value := range set {
			r.Header.Set(name, value)
		}
	}
	if b.from != "" {
		r.Header.Set("Sec-Fetch-Site", b.from)
	}
	answer, err := b.client.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	raw, err := io.ReadAll(answer.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return &page{t: b.t, status: answer.StatusCode, header: answer.Header, body: string(raw)}
}

func (b *browser) get(path string) *page {
	b.t.Helper()
	return b.do(http.MethodGet, path, nil, nil)
}

// post sends fields as they are; submit is what people do.
func (b *browser) post(path string, fields url.Values) *page {
	b.t.Helper()
	return b.do(http.MethodPost, path, strings.NewReader(fields.Encode()), map[string]string{"Content-Type": "application/x-www-form-urlencoded"})
}

// submit sends the form of a page with an action that ends so, filled in with fields.
func (b *browser) submit(p *page, action string, fields url.Values) *page {
	b.t.Helper()
	form := p.find(`form[method="post"][action$="` + action + `"]`).First()
	if form.Length() == 0 {
		b.t.Fatalf("no form to %s in %.2000s", action, p.body)
	}
	all := url.Values{}
	form.Find("input[type=hidden]").Each(func(_ int, in *goquery.Selection) { all.Set(in.AttrOr("name", ""), in.AttrOr("value", "")) })
	for name, values := range fields {
		all[name] = values
	}
	return b.post(form.AttrOr("action", ""), all)
}

// cookies are what the browser would send.
func (b *browser) cookies() map[string]string {
	u, err := url.Parse(apptest.BaseURL)
	if err != nil {
		b.t.Fatal(err)
	}
	all := map[string]string{}
	for _, c := range b.client.Jar.Cookies(u) {
		all[c.Name] = c.Value
	}
	return all
}

func (b *browser) setCookie(name, value string) {
	u, err := url.Parse(apptest.BaseURL)
	if err != nil {
		b.t.Fatal(err)
	}
	b.client.Jar.SetCookies(u, []*http.Cookie{{Name: name, Value: value, Path: "/"}})
}
