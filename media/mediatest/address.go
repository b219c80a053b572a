package mediatest

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"academy/media"
)

// serve answers signed links of a files store the way handlers do, and gives
// the address of the server; other stores serve themselves.
func serve(t *testing.T, store media.Store) string {
	files, ok := store.(*media.Files)
	if !ok {
		return ""
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, media.PartsPath) {
			takePart(w, r, files)
			return
		}
		key := strings.TrimPrefix(r.URL.Path, media.FilesPath)
		as, err := files.Verify(r.Method, key, r.URL.Query())
		if err != nil {
			http.Error(w, err.Error(), http.StatusForbidden)
			return
		}
		object, err := files.Open(r.Context(), key)
		if err != nil {
			http.Error(w, err.Error(), http.StatusNotFound)
			return
		}
		defer object.Close()
		w.Header().Set("Content-Type", object.Type)
		w.Header().Set("ETag", object.ETag)
		if header := as.Header(); header != "" {
			w.Header().Set("Content-Disposition", header)
		}
		http.ServeContent(w, r, "", object.Modified, object)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func (c *contract) address(t *testing.T, key string, ttl time.Duration, as media.Disposition) string {
	t.Helper()
	address, err := c.store.URL(t.Context(), key, ttl, as)
	if err != nil {
		t.Fatalf("URL of %s: %v", key, err)
	}
	if origin := c.store.Origin(); !strings.HasPrefix(address, origin+"/") {
		t.Errorf("%s is not on %q", address, origin)
	}
	return c.base + address
}

// answer is what of an HTTP response matters here.
type answer struct {
	Status int
	Body   string
	Header http.Header
}

func get(t *testing.T, address, span string) answer {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	if span != "" {
		request.Header.Set("Range", span)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatalf("GET: %v", err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatalf("GET: %v", err)
	}
	return answer{response.StatusCode, string(body), response.Header}
}

func (c *contract) addressServesTheObject(t *testing.T) {
	for _, key := range []string{"mediatest/served.mp4", "mediatest/강의 #1? 🎓&a=b+c%2F.mp4"} {
		c.put(t, key, "0123456789", "video/mp4")
		got := get(t, c.address(t, key, time.Minute, media.Disposition{}), "")
		if got.Status != 200 || got.Body != "0123456789" || got.Header.Get("Content-Type") != "video/mp4" ||
			got.Header.Get("Content-Disposition") != "" || got.Header.Get("ETag") == "" {
			t.Errorf("%s: %+v", key, got)
		}
	}
}

func (c *contract) addressServesRanges(t *testing.T) {
	const key = "mediatest/ranged.mp4"
	c.put(t, key, "0123456789", "video/mp4")
	address := c.address(t, key, time.Minute, media.Disposition{})
	for span, want := range map[string]answer{
		"bytes=2-5":  {Status: 206, Body: "2345"},
		"bytes=7-":   {Status: 206, Body: "789"},
		"bytes=-2":   {Status: 206, Body: "89"},
		"bytes=0-0":  {Status: 206, Body: "0"},
		"bytes=5-99": {Status: 206, Body: "56789"},
	} {
		got := get(t, address, span)
		if got.Status != want.Status || got.Body != want.Body || !strings.HasSuffix(got.Header.Get("Content-Range"), "/10") {
			t.Errorf("%s: %+v, want %+v", span, got, want)
		}
	}
	if got := get(t, address, "bytes=10-"); got.Status != 416 {
		t.Errorf("a range past the end: %d, want 416", got.Status)
	}
}

func (c *contract) addressOffersNames(t *testing.T) {
	const key = "mediatest/named.pdf"
	c.put(t, key, "%PDF-", "application/pdf")
	for given, want := range map[string]string{
		"certificate.pdf":                          "certificate.pdf",
		"수료증 홍길동.pdf":                              "수료증 홍길동.pdf",
		"\u1112\u1161\u11ab\u1100\u1173\u11af.pdf": "한글.pdf", // decomposed, from a Mac
		"🎓 family 👨‍👩‍👧 100% \"a;b\".pdf":          "🎓 family 👨‍👩‍👧 100% \"a;b\".pdf",
		"../../evil\r\nX: y\u202Efdp.exe":          ".._.._evilX: yfdp.exe",
	} {
		for _, attachment := range []bool{true, false} {
			as := media.Disposition{Attachment: attachment, Name: given}
			got := get(t, c.address(t, key, time.Minute, as), "")
			kind, parameters, err := mime.ParseMediaType(got.Header.Get("Content-Disposition"))
			if err != nil || got.Status != 200 || (kind == "attachment") != attachment || parameters["filename"] != want {
				t.Errorf("%q: %d %s %q, %v; want %q", given, got.Status, kind, parameters["filename"], err, want)
			}
		}
	}
}

func (c *contract) addressStaysTheSame(t *testing.T) {
	const key = "mediatest/same.jpg"
	first := c.address(t, key, 96*time.Hour, media.Disposition{})
	time.Sleep(1100 * time.Millisecond)
	second := c.address(t, key, 96*time.Hour, media.Disposition{})
	stepPassed := time.Now().Truncate(time.Hour).After(time.Now().Add(-2 * time.Second))
	if first != second && !stepPassed {
		t.Errorf("two addresses a second apart:\n%s\n%s", first, second)
	}
}

func (c *contract) addressRefusesTampering(t *testing.T) {
	c.put(t, "mediatest/mine.txt", "mine", "text/plain")
	c.put(t, "mediatest/yours.txt", "yours", "text/plain")
	address := c.address(t, "mediatest/mine.txt", time.Minute, media.Disposition{Attachment: true, Name: "a.txt"})
	bare, _, _ := strings.Cut(address, "?")
	tampered := map[string]string{
		"another key": strings.Replace(address, "mine.txt", "yours.txt", 1),
		"no query":    bare,
	}
	parsed, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	for name := range parsed.Query() {
		altered, removed := *parsed, *parsed
		query := parsed.Query()
		query.Set(name, query.Get(name)+"0")
		altered.RawQuery = query.Encode()
		query.Del(name)
		removed.RawQuery = query.Encode()
		tampered[name+" altered"], tampered[name+" removed"] = altered.String(), removed.String()
	}
	for how, address := range tampered {
		if got := get(t, address, ""); got.Status < 400 || got.Status > 403 || got.Body == "yours" {
			t.Errorf("%s: %d %q", how, got.Status, got.Body)
		}
	}
}

func (c *contract) addressExpires(t *testing.T) {
	t.Parallel()
	const key = "mediatest/brief.txt"
	c.put(t, key, "brief", "text/plain")
	address := c.address(t, key, time.Second, media.Disposition{})
	if got := get(t, address, ""); got.Status != 200 {
		t.Errorf("at once: %+v", got)
	}
	time.Sleep(3500 * time.Millisecond)
	if got := get(t, address, ""); got.Status != 403 {
		t.Errorf("afterwards: %+v", got)
	}
}

func (c *contract) addressOfNothing(t *testing.T) {
	if got := get(t, c.address(t, "mediatest/nothing.txt", time.Minute, media.Disposition{}), ""); got.Status != 404 {
		t.Errorf("got %+v", got)
	}
}

func (c *contract) addressRefusesEndlessLife(t *testing.T) {
	for _, ttl := range []time.Duration{-time.Second, 0, time.Millisecond, 8 * 24 * time.Hour} {
		if _, err := c.store.URL(t.Context(), "mediatest/x.txt", ttl, media.Disposition{}); !errors.Is(err, media.ErrRefused) {
			t.Errorf("%v: %v, want ErrRefused", ttl, err)
		}
	}
}
