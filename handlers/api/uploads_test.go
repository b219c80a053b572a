package api_test

import (
	"bytes"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/apptest"

	"github.com/google/uuid"
)

// instructor is the client of a person who may make courses.
func (c *client) instructor(a *apptest.Academy) *client {
	c.t.Helper()
	_, author := c.person(a, access.Instructor)
	return author
}

// sendPart sends content to the address of a part and answers its ETag.
func (c *client) sendPart(address string, content []byte) answer {
	c.t.Helper()
	r, err := http.NewRequestWithContext(c.t.Context(), http.MethodPut, address, bytes.NewReader(content))
	if err != nil {
		c.t.Fatal(err)
	}
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

func shortFilm(t *testing.T) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "film.mp4")
	if out, err := exec.Command("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=size=320x180:rate=10:duration=2", "-c:v", "libx264", path).CombinedOutput(); err != nil {
		t.Skipf("ffmpeg: %v: %s", err, out)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return append(content, make([]byte, 9<<20-len(content))...)
}

func TestUploads_AreWhatWasPublished(t *testing.T) {
	t.Parallel()
	a := apptest.Open(t)
	c := open(t, a).in("en")
	g := &recorder{client: c.instructor(a)}
	content := shortFilm(t)
	begun := g.post("upload_begin", "/uploads", map[string]any{"name": "강의 1강.mp4", "bytes": len(content), "type": "video/mp4", "purpose": "lecture"})
	path := "/uploads/" + begun.text("id")
	first := c.sendPart(begun.text("parts", 0, "url"), content[:8<<20]).want(http.StatusOK).header.Get("ETag")
	g.get("upload_receiving", path)
	again := g.post("upload_parts", path+"/parts", map[string]any{"numbers": []int{2}})
	g.record("upload_incomplete", g.client.post("/api/v1"+path+"/finish", map[string]any{"parts": []any{}}))
	second := c.sendPart(again.text("parts", 0, "url"), content[8<<20:]).want(http.StatusOK).header.Get("ETag")
	sent := map[string]any{"parts": []any{map[string]any{"number": 1, "etag": first}, map[string]any{"number": 2, "etag": second}}}
	g.post("upload_finish", path+"/finish", sent)
	g.post("upload_finish_again", path+"/finish", sent)
	g.get("upload_stored", path)
	a.Work(t)
	for range 400 {
		if g.client.get("/api/v1"+path).text("state") == "ready" {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	g.get("upload_ready", path)

	program := append([]byte("\x7fELF\x02\x01\x01"), make([]byte, 100)...)
	begun = g.post("upload_begin_program", "/uploads", map[string]any{"name": "강의.mp4", "bytes": len(program), "purpose": "lecture"})
	path = "/uploads/" + begun.text("id")
	c.sendPart(begun.text("parts", 0, "url"), program).want(http.StatusOK)
	g.post("upload_refused", path+"/finish", map[string]any{"parts": []any{}})
	g.get("upload_refused_state", path)
	g.client.post("/api/v1"+path+"/retry", nil).problem(http.StatusConflict, "upload.gone")
	g.client.call(http.MethodDelete, "/api/v1"+path, nil).want(http.StatusNoContent)
	g.client.get("/api/v1"+path).problem(http.StatusNotFound, "fault.missing")

	begun = g.post("upload_begin_short", "/uploads", map[string]any{"name": "강의 1강.mp4", "bytes": 200, "type": "video/mp4", "purpose": "lecture"})
	path = "/uploads/" + begun.text("id")
	c.sendPart(begun.text("parts", 0, "url"), content[:200]).want(http.StatusOK)
	g.client.post("/api/v1"+path+"/retry", nil).problem(http.StatusConflict, "upload.incomplete")
	g.client.post("/api/v1"+path+"/finish", map[string]any{"parts": []any{}}).want(http.StatusAccepted)
	for g.client.get("/api/v1"+path).text("state") != "refused" {
		time.Sleep(50 * time.Millisecond)
	}
	g.post("upload_retry", path+"/retry", nil)
	g.client.call(http.MethodDelete, "/api/v1"+path, nil).want(http.StatusNoContent)
}

func TestUploads_RefuseHostileInputInWords(t *testing.T) {
	t.Parallel()
	a := apptest.Open(t)
	c := open(t, a)
	me, citizen := c.instructor(a), c.newcomer("upload@example.org")
	const good = `{"name":"a.mp4","bytes":9000000,"type":"video/mp4","purpose":"lecture"}`
	c.post("/api/v1/uploads", good).problem(http.StatusUnauthorized, "fault.anonymous")
	citizen.post("/api/v1/uploads", good).problem(http.StatusForbidden, "fault.denied")
	citizen.post("/api/v1/uploads", strings.Replace(good, "lecture", "assignment", 1)).want(http.StatusCreated)
	for body, field := range map[string]string{
		`{"name":"a.mp4","bytes":0,"purpose":"lecture"}`:       "bytes",
		`{"name":"a.mp4","bytes":-5,"purpose":"lecture"}`:      "bytes",
		`{"name":"a.mp4","bytes":1.5,"purpose":"lecture"}`:     "bytes",
		`{"name":"a.mp4","bytes":1e30,"purpose":"lecture"}`:    "bytes",
		`{"name":"a.mp4","bytes":"10","purpose":"lecture"}`:    "bytes",
		`{"name":"","bytes":1,"purpose":"lecture"}`:            "name",
		`{"name":"a\u0007.mp4","bytes":1,"purpose":"lecture"}`: "name",
		`{"name":["a"],"bytes":1,"purpose":"lecture"}`:         "name",
		`{"name":"a","bytes":1,"purpose":"malware"}`:           "purpose",
		`{"name":"a","bytes":1}`:                               "purpose",
	} {
		if got := me.post("/api/v1/uploads", body).problem(http.StatusUnprocessableEntity, "form.invalid"); got.text("fields", field) == "" {
			t.Errorf("%s: %s", body, got.body)
		}
	}
	me.post("/api/v1/uploads", `{"name":"a.mp4","bytes":30000000000,"purpose":"lecture"}`).problem(http.StatusRequestEntityTooLarge, "upload.too_large")
	me.post("/api/v1/uploads", `{"name":"a\u0000.mp4","bytes":1,"purpose":"lecture"}`).problem(http.StatusBadRequest, "malformed_json")

	path := "/api/v1/uploads/" + me.post("/api/v1/uploads", good).want(http.StatusCreated).text("id")
	for _, body := range []string{`{}`, `{"numbers":[]}`, `{"numbers":[0]}`, `{"numbers":[3]}`, `{"numbers":["1"]}`, `{"numbers":[99999999999999999999]}`} {
		me.post(path+"/parts", body).problem(http.StatusUnprocessableEntity, "form.invalid")
	}
	me.post(path+"/finish", `{"parts":[{"number":1,"etag":"\"x\""}]}`).problem(http.StatusConflict, "upload.incomplete")
	me.post(path+"/finish", `{"parts":5}`).problem(http.StatusUnprocessableEntity, "form.invalid")
	for _, who := range []*client{citizen, c.instructor(a)} {
		who.get(path).problem(http.StatusNotFound, "fault.missing")
		who.post(path+"/parts", `{"numbers":[1]}`).problem(http.StatusNotFound, "fault.missing")
		who.post(path+"/finish", `{"parts":[]}`).problem(http.StatusNotFound, "fault.missing")
	}
	for _, id := range []string{"x", uuid.NewString(), "%00"} {
		me.get("/api/v1/uploads/" + id).want(http.StatusNotFound)
	}
	for range 19 {
		me.post("/api/v1/uploads", good).want(http.StatusCreated)
	}
	me.post("/api/v1/uploads", good).problem(http.StatusConflict, "upload.too_many")
}
