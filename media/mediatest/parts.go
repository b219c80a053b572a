package mediatest

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"academy/media"
)

// partSize is the least that S3 takes for all parts but the last.
const partSize = 5 << 20

// takePart answers a part's signed address the way handlers do.
func takePart(w http.ResponseWriter, r *http.Request, files *media.Files) {
	upload, number, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, media.PartsPath), "/")
	n, _ := strconv.Atoi(number)
	p, err := files.VerifyPart(upload, n, r.URL.Query())
	if err != nil || r.Method != http.MethodPut || r.ContentLength != p.Size {
		w.Header().Set("Connection", "close")
		_, _ = io.Copy(io.Discard, io.LimitReader(r.Body, media.MaxPartBytes))
		http.Error(w, "refused", http.StatusForbidden)
		return
	}
	tag, err := files.WritePart(r.Context(), upload, p, r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusNotFound)
		return
	}
	w.Header().Set("ETag", tag)
}

func (c *contract) begin(t *testing.T, key string) media.Upload {
	t.Helper()
	u, err := c.store.BeginParts(t.Context(), key, "video/mp4")
	if err != nil {
		t.Fatalf("BeginParts: %v", err)
	}
	t.Cleanup(func() { _ = c.store.AbortParts(t.Context(), u) })
	return u
}

func (c *contract) partAddress(t *testing.T, u media.Upload, number, size int, ttl time.Duration) string {
	t.Helper()
	address, err := c.store.PartURL(t.Context(), u, media.Part{Number: number, Size: int64(size)}, ttl)
	if err != nil {
		t.Fatalf("PartURL: %v", err)
	}
	return c.base + address
}

func send(t *testing.T, method, address string, content []byte) answer {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	got, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatalf("%s: %v", method, err)
	}
	defer got.Body.Close()
	body, err := io.ReadAll(got.Body)
	if err != nil {
		t.Fatalf("%s: %v", method, err)
	}
	return answer{got.StatusCode, string(body), got.Header}
}

// sendPart sends a part and answers it as the sender knows it afterwards.
func (c *contract) sendPart(t *testing.T, u media.Upload, number int, content []byte) media.Part {
	t.Helper()
	got := send(t, http.MethodPut, c.partAddress(t, u, number, len(content), time.Minute), content)
	if got.Status != http.StatusOK || got.Header.Get("ETag") == "" {
		t.Fatalf("part %d: %+v", number, got)
	}
	return media.Part{Number: number, ETag: got.Header.Get("ETag")}
}

func filled(with byte, size int) []byte { return bytes.Repeat([]byte{with}, size) }

func (c *contract) partsResume(t *testing.T) {
	const key = "mediatest/강의/resumed.mp4"
	u := c.begin(t, key)
	first, second, last := filled('a', partSize), filled('b', partSize), []byte("the end")
	three := c.sendPart(t, u, 3, last)
	one := c.sendPart(t, u, 1, first)
	listed, err := c.store.ListParts(t.Context(), u)
	if err != nil || len(listed) != 2 || listed[0] != (media.Part{Number: 1, Size: partSize, ETag: one.ETag}) || listed[1].Number != 3 || listed[1].Size != 7 {
		t.Fatalf("ListParts = %+v, %v", listed, err)
	}
	if _, err := c.store.Stat(t.Context(), key); !errors.Is(err, media.ErrNotFound) {
		t.Errorf("half an object can be seen: %v", err)
	}
	two := c.sendPart(t, u, 2, second)
	size := int64(2*partSize + len(last))
	if err := c.store.CompleteParts(t.Context(), u, []media.Part{three, one, two}, size); err != nil {
		t.Fatalf("CompleteParts: %v", err)
	}
	info, err := c.store.Stat(t.Context(), key)
	if err != nil || info.Size != size || info.Type != "video/mp4" {
		t.Errorf("Stat = %+v, %v", info, err)
	}
	if sha256.Sum256([]byte(c.read(t, key))) != sha256.Sum256(bytes.Join([][]byte{first, second, last}, nil)) {
		t.Error("the parts came back changed")
	}
	if _, err := c.store.ListParts(t.Context(), u); !errors.Is(err, media.ErrNotFound) {
		t.Errorf("parts of what is complete: %v", err)
	}
}

func (c *contract) partsPut(t *testing.T) {
	const key = "mediatest/강의/put.mp4"
	u := c.begin(t, key)
	first, last := filled('a', partSize), []byte("the end")
	for _, content := range []string{"the", "the end and more"} {
		if _, err := c.store.PutPart(t.Context(), u, media.Part{Number: 2, Size: 7}, strings.NewReader(content)); err == nil {
			t.Errorf("%q is taken for 7 bytes", content)
		}
	}
	one := media.Part{Number: 1, Size: partSize, ETag: c.sendPart(t, u, 1, first).ETag}
	tag, err := c.store.PutPart(t.Context(), u, media.Part{Number: 2, Size: 7}, bytes.NewReader(last))
	two := media.Part{Number: 2, Size: 7, ETag: tag}
	if err != nil || tag == "" {
		t.Fatalf("PutPart = %q, %v", tag, err)
	}
	if listed, err := c.store.ListParts(t.Context(), u); err != nil || len(listed) != 2 || listed[1] != two {
		t.Fatalf("ListParts = %+v, %v", listed, err)
	}
	if err := c.store.CompleteParts(t.Context(), u, []media.Part{one, two}, partSize+7); err != nil {
		t.Fatalf("CompleteParts: %v", err)
	}
	if got := c.read(t, key); !strings.HasSuffix(got, "athe end") || len(got) != partSize+7 {
		t.Errorf("%d bytes came back", len(got))
	}
	if _, err := c.store.PutPart(t.Context(), u, two, bytes.NewReader(last)); !errors.Is(err, media.ErrNotFound) {
		t.Errorf("a part of what is complete: %v", err)
	}
}

func (c *contract) partsSentTwice(t *testing.T) {
	const key = "mediatest/twice.mp4"
	u := c.begin(t, key)
	early := c.sendPart(t, u, 1, []byte("the first try"))
	late := c.sendPart(t, u, 1, []byte("another"))
	if listed, err := c.store.ListParts(t.Context(), u); err != nil || len(listed) != 1 || listed[0].Size != 7 {
		t.Errorf("ListParts = %+v, %v", listed, err)
	}
	if err := c.store.CompleteParts(t.Context(), u, []media.Part{early}, 13); !errors.Is(err, media.ErrRefused) {
		t.Errorf("a part that was replaced: %v", err)
	}
	if err := c.store.CompleteParts(t.Context(), u, []media.Part{late}, 7); err != nil || c.read(t, key) != "another" {
		t.Errorf("CompleteParts: %v", err)
	}
}

func (c *contract) partsOfAnotherLength(t *testing.T) {
	u := c.begin(t, "mediatest/length.mp4")
	address := c.partAddress(t, u, 1, 10, time.Minute)
	for _, content := range []string{"", "nine byte", "eleven byte"} {
		if got := send(t, http.MethodPut, address, []byte(content)); got.Status < 400 {
			t.Errorf("%d bytes for 10: %d", len(content), got.Status)
		}
	}
	if listed, err := c.store.ListParts(t.Context(), u); err != nil || len(listed) != 0 {
		t.Errorf("ListParts = %+v, %v", listed, err)
	}
	for _, p := range []media.Part{{Number: 0, Size: 1}, {Number: media.MaxParts + 1, Size: 1}, {Number: 1}, {Number: 1, Size: media.MaxPartBytes + 1}} {
		if _, err := c.store.PartURL(t.Context(), u, p, time.Minute); !errors.Is(err, media.ErrRefused) {
			t.Errorf("PartURL of %+v: %v", p, err)
		}
	}
}

func (c *contract) partAddressRefusesTampering(t *testing.T) {
	u, other := c.begin(t, "mediatest/mine.mp4"), c.begin(t, "mediatest/yours.mp4")
	address := c.partAddress(t, u, 1, 4, time.Minute)
	parsed, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	tampered := map[string]string{
		"another upload": strings.ReplaceAll(strings.ReplaceAll(address, u.ID, other.ID), "mine.mp4", "yours.mp4"),
		"another number": strings.Replace(strings.Replace(address, "/1?", "/2?", 1), "partNumber=1", "partNumber=2", 1),
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
		if got := send(t, http.MethodPut, address, []byte("evil")); got.Status < 400 || got.Status > 404 {
			t.Errorf("%s: %d", how, got.Status)
		}
	}
	if got := send(t, http.MethodPost, address, []byte("evil")); got.Status < 400 {
		t.Errorf("POST: %d", got.Status)
	}
	for _, u := range []media.Upload{u, other} {
		if listed, err := c.store.ListParts(t.Context(), u); err != nil || len(listed) != 0 {
			t.Errorf("ListParts = %+v, %v", listed, err)
		}
	}
}

func (c *contract) partAddressExpires(t *testing.T) {
	t.Parallel()
	u := c.begin(t, "mediatest/late.mp4")
	address := c.partAddress(t, u, 1, 4, time.Second)
	time.Sleep(2500 * time.Millisecond)
	if got := send(t, http.MethodPut, address, []byte("late")); got.Status != http.StatusForbidden {
		t.Errorf("got %d", got.Status)
	}
}

func (c *contract) partsCompleteTwice(t *testing.T) {
	const key = "mediatest/done.mp4"
	u := c.begin(t, key)
	parts := []media.Part{c.sendPart(t, u, 1, filled('a', partSize)), c.sendPart(t, u, 2, []byte("b"))}
	address := c.partAddress(t, u, 2, 1, time.Minute)
	for range 2 {
		if err := c.store.CompleteParts(t.Context(), u, parts, partSize+1); err != nil {
			t.Fatalf("CompleteParts: %v", err)
		}
	}
	if got := send(t, http.MethodPut, address, []byte("c")); got.Status < 400 {
		t.Errorf("a part after the end: %d", got.Status)
	}
	if err := c.store.CompleteParts(t.Context(), u, parts, partSize+2); !errors.Is(err, media.ErrRefused) {
		t.Errorf("another size: %v", err)
	}
	if err := c.store.AbortParts(t.Context(), u); err != nil {
		t.Errorf("AbortParts: %v", err)
	}
	if got := c.read(t, key); len(got) != partSize+1 || got[partSize] != 'b' {
		t.Error("the object was touched")
	}
}

func (c *contract) partsCompleteAtOnce(t *testing.T) {
	const key = "mediatest/race.mp4"
	u := c.begin(t, key)
	parts := []media.Part{c.sendPart(t, u, 1, filled('a', partSize)), c.sendPart(t, u, 2, []byte("b"))}
	var group sync.WaitGroup
	for range 6 {
		group.Go(func() {
			if err := c.store.CompleteParts(t.Context(), u, parts, partSize+1); err != nil {
				t.Errorf("CompleteParts: %v", err)
			}
		})
	}
	group.Wait()
	if got := c.read(t, key); len(got) != partSize+1 {
		t.Errorf("%d bytes", len(got))
	}
}

func (c *contract) partsMissing(t *testing.T) {
	const key = "mediatest/missing.mp4"
	u := c.begin(t, key)
	one, two := c.sendPart(t, u, 1, filled('a', partSize)), c.sendPart(t, u, 2, filled('b', partSize))
	for name, parts := range map[string][]media.Part{
		"none": nil, "one of two": {one}, "a gap": {one, {Number: 3}}, "not from the start": {two}, "one twice": {one, one},
		"one too many": {one, two, {Number: 3}}, "swapped": {{Number: 1, ETag: two.ETag}, {Number: 2, ETag: one.ETag}},
	} {
		if err := c.store.CompleteParts(t.Context(), u, parts, 2*partSize); !errors.Is(err, media.ErrRefused) {
			t.Errorf("%s: %v, want ErrRefused", name, err)
		}
	}
	if err := c.store.CompleteParts(t.Context(), u, []media.Part{one, two}, 2*partSize-1); !errors.Is(err, media.ErrRefused) {
		t.Errorf("another size: %v", err)
	}
	if _, err := c.store.Stat(t.Context(), key); !errors.Is(err, media.ErrNotFound) {
		t.Errorf("an object was made: %v", err)
	}
	if err := c.store.CompleteParts(t.Context(), u, []media.Part{one, two}, 2*partSize); err != nil {
		t.Errorf("the upload did not stay open: %v", err)
	}
}

func (c *contract) partsAborted(t *testing.T) {
	const key = "mediatest/aborted.mp4"
	u := c.begin(t, key)
	one := c.sendPart(t, u, 1, []byte("whole"))
	address := c.partAddress(t, u, 1, 5, time.Minute)
	for range 2 {
		if err := c.store.AbortParts(t.Context(), u); err != nil {
			t.Errorf("AbortParts: %v", err)
		}
	}
	if _, err := c.store.ListParts(t.Context(), u); !errors.Is(err, media.ErrNotFound) {
		t.Errorf("ListParts: %v", err)
	}
	if got := send(t, http.MethodPut, address, []byte("after")); got.Status < 400 {
		t.Errorf("a part afterwards: %d", got.Status)
	}
	if err := c.store.CompleteParts(t.Context(), u, []media.Part{one}, 5); !errors.Is(err, media.ErrNotFound) {
		t.Errorf("CompleteParts: %v", err)
	}
}

// partsBrokenOff cuts the line in the middle of a part that stood there whole before.
func (c *contract) partsBrokenOff(t *testing.T) {
	u := c.begin(t, "mediatest/cut.mp4")
	whole := c.sendPart(t, u, 1, filled('a', 1<<20))
	address, err := url.Parse(c.partAddress(t, u, 1, 1<<20, time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	line, err := net.Dial("tcp", address.Host)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(line, "PUT "+address.RequestURI()+" HTTP/1.1\r\nHost: "+address.Host+"\r\nContent-Length: 1048576\r\n\r\n")
	_, _ = line.Write(filled('b', 1<<19))
	time.Sleep(100 * time.Millisecond)
	line.Close()
	time.Sleep(300 * time.Millisecond)
	listed, err := c.store.ListParts(t.Context(), u)
	if err != nil || len(listed) != 1 || listed[0] != (media.Part{Number: 1, Size: 1 << 20, ETag: whole.ETag}) {
		t.Errorf("ListParts = %+v, %v; want %+v", listed, err, whole)
	}
}
