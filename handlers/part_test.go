package handlers_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"testing"
	"time"

	"academy/media"
)

// upload begins an upload in the store and answers it with the address of a part.
func (s *site) upload(t *testing.T, size int64) (media.Upload, string) {
	t.Helper()
	u, err := s.Files.BeginParts(t.Context(), "assets/test/source", "video/mp4")
	if err != nil {
		t.Fatal(err)
	}
	address, err := s.Files.PartURL(t.Context(), u, media.Part{Number: 1, Size: size}, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	return u, address
}

// zeros is content of a size that takes no memory.
func zeros(size int64) io.Reader { return io.LimitReader(zero{}, size) }

type zero struct{}

func (zero) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// put sends content of an announced size, -1 for a chunked body.
func (s *site) put(t *testing.T, path string, content io.Reader, size int64, headers ...string) *page {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPut, "http://"+s.address+path, content)
	if err != nil {
		t.Fatal(err)
	}
	r.ContentLength = size
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	got, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = got.Body.Close() }()
	raw, err := io.ReadAll(got.Body)
	if err != nil {
		t.Fatal(err)
	}
	return &page{t: t, status: got.StatusCode, header: got.Header, body: string(raw)}
}

// problem is the code of a problem.
func (p *page) problem(status int) string {
	p.t.Helper()
	p.want(status)
	var v struct{ Code, Detail string }
	if err := json.Unmarshal([]byte(p.body), &v); err != nil || p.header.Get("Content-Type") != "application/problem+json" || v.Detail == v.Code {
		p.t.Errorf("no problem: %v %v %s", err, p.header, p.body)
	}
	return v.Code
}

func (s *site) received(t *testing.T, u media.Upload) []media.Part {
	t.Helper()
	parts, err := s.Files.ListParts(t.Context(), u)
	if err != nil {
		t.Fatal(err)
	}
	return parts
}

func TestPart_FarLargerThanAnyBodyIsStreamedWithoutBeingHeld(t *testing.T) {
	s := serve(t)
	const size = media.MaxPartBytes
	u, address := s.upload(t, size)
	_ = s.put(t, address, zeros(size), size).want(http.StatusOK) // buffers are made once
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	got := s.put(t, address, zeros(size), size).want(http.StatusOK)
	runtime.ReadMemStats(&after)
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 4<<20 {
		t.Errorf("a part of %d MiB took %d KiB of memory", size>>20, grown>>10)
	}
	parts := s.received(t, u)
	if len(parts) != 1 || parts[0].Size != size || parts[0].ETag != got.header.Get("ETag") || parts[0].ETag == "" {
		t.Errorf("received %+v, answered %v", parts, got.header)
	}
}

func TestPart_RefusalsSayWhyAndKeepNothing(t *testing.T) {
	t.Parallel()
	s := serve(t)
	// Small enough to be sent whole before a refusal closes the line, or the answer may be lost with it.
	u, address := s.upload(t, 16<<10)
	forged := strings.Replace(address, "len=16384", "len=32768", 1)
	expired, err := s.Files.PartURL(t.Context(), u, media.Part{Number: 1, Size: 16 << 10}, time.Second)
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(1100 * time.Millisecond)
	path, query, _ := strings.Cut(address, "?")
	for name, c := range map[string]struct {
		path    string
		size    int64
		status  int
		code    string
		headers []string
	}{
		"expired":          {expired, 16 << 10, 403, "upload.link_refused", nil},
		"forged":           {forged, 32 << 10, 403, "upload.link_refused", nil},
		"unsigned":         {path, 16 << 10, 403, "upload.link_refused", nil},
		"another part":     {strings.TrimSuffix(path, "1") + "2?" + query, 16 << 10, 403, "upload.link_refused", nil},
		"another upload":   {"/uploads/parts/00000000-0000-0000-0000-000000000000/1?" + query, 16 << 10, 403, "upload.link_refused", nil},
		"no upload":        {"/uploads/parts/" + url.PathEscape("../../x") + "/1?" + query, 16 << 10, 403, "upload.link_refused", nil},
		"no number":        {strings.TrimSuffix(path, "1") + "one?" + query, 16 << 10, 404, "fault.missing", nil},
		"shorter":          {address, 16<<10 - 1, 422, "upload.part_length", nil},
		"longer":           {address, 64 << 10, 422, "upload.part_length", nil},
		"of unknown size":  {address, -1, 422, "upload.part_length", nil},
		"compressed":       {address, 16 << 10, 415, "fault.request", []string{"Content-Encoding", "gzip"}},
		"a malformed link": {path + "?%zz", 16 << 10, 403, "upload.link_refused", nil},
	} {
		size := c.size
		if size < 0 {
			size = 1 << 10
		}
		if got := s.put(t, c.path, zeros(size), c.size, c.headers...).problem(c.status); got != c.code {
			t.Errorf("%s: %s, want %s", name, got, c.code)
		}
	}
	if parts := s.received(t, u); len(parts) != 0 {
		t.Errorf("kept %+v", parts)
	}
	if err := s.Files.AbortParts(t.Context(), u); err != nil {
		t.Fatal(err)
	}
	if got := s.put(t, address, zeros(16<<10), 16<<10).problem(404); got != "fault.missing" {
		t.Errorf("after its upload: %s", got)
	}
}

func TestPart_NeedsNeitherSessionNorTokenAndNoOtherRouteGetsLarger(t *testing.T) {
	t.Parallel()
	s := serve(t)
	_, address := s.upload(t, 1<<20)
	s.put(t, address, zeros(1<<20), 1<<20, "Sec-Fetch-Site", "same-origin", "Cookie", "academy_access=x").want(http.StatusOK)
	for _, path := range []string{"/uploads/parts", "/uploads", "/api/v1/uploads/x/parts", "/en/uploads/parts/a/1"} {
		// Not much more than is taken: whoever writes on while a server closes may lose its answer.
		if got := s.put(t, path, zeros(65<<10), 65<<10); got.status != http.StatusRequestEntityTooLarge {
			t.Errorf("%s: %d", path, got.status)
		}
	}
}

func TestPart_CutOffInTheMiddleLeavesNothing(t *testing.T) {
	t.Parallel()
	s := serve(t)
	u, address := s.upload(t, 4<<20)
	line, err := net.Dial("tcp", s.address)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(line, "PUT %s HTTP/1.1\r\nHost: academy.test\r\nContent-Length: %d\r\n\r\n", address, 4<<20)
	if _, err := io.CopyN(line, zero{}, 3<<20); err != nil {
		t.Fatal(err)
	}
	_ = line.Close()
	time.Sleep(300 * time.Millisecond)
	if parts := s.received(t, u); len(parts) != 0 {
		t.Errorf("half a part can be seen: %+v", parts)
	}
	if strings.Contains(s.log.String(), "level=ERROR") {
		t.Errorf("a lost line is nobody's mistake: %s", s.log)
	}
	s.put(t, address, zeros(4<<20), 4<<20).want(http.StatusOK)
}

func TestPart_WaitsForTheWordToGoOn(t *testing.T) {
	t.Parallel()
	s := serve(t)
	_, address := s.upload(t, 1<<20)
	line, err := net.Dial("tcp", s.address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = line.Close() }()
	fmt.Fprintf(line, "PUT %s HTTP/1.1\r\nHost: academy.test\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n", address, 1<<20)
	answers := bufio.NewReader(line)
	if first, err := answers.ReadString('\n'); err != nil || !strings.Contains(first, " 100 ") {
		t.Fatalf("got %q, %v", first, err)
	}
	_, _ = answers.ReadString('\n')
	_, _ = io.CopyN(line, zero{}, 1<<20)
	got, err := http.ReadResponse(answers, nil)
	if err != nil || got.StatusCode != http.StatusOK {
		t.Fatalf("got %v, %v", got, err)
	}
}

func TestPart_OnASlowLineTakesItsTime(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("a slow line takes long")
	}
	s := serve(t)
	const pieces, piece = 23, 1 << 10 // a second each: longer than any other request may take to arrive
	u, address := s.upload(t, pieces*piece)
	from, to := io.Pipe()
	go func() {
		for range pieces {
			time.Sleep(time.Second)
			_, _ = to.Write(make([]byte, piece))
		}
		_ = to.Close()
	}()
	s.put(t, address, from, pieces*piece).want(http.StatusOK)
	if parts := s.received(t, u); len(parts) != 1 {
		t.Errorf("received %+v", parts)
	}
}
