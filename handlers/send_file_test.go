package handlers_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/url"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/apptest"
	"academy/app/authoring"
	"academy/app/library"

	"golang.org/x/text/unicode/norm"
)

// sent is a file as a form sends it.
type sent struct {
	name    string
	content []byte
}

// formWith makes the body of a form with files, as browsers do.
func formWith(t *testing.T, fields [][2]string, files ...sent) (body *bytes.Buffer, contentType string) {
	t.Helper()
	body = &bytes.Buffer{}
	form := multipart.NewWriter(body)
	for _, f := range fields {
		_ = form.WriteField(f[0], f[1])
	}
	for _, f := range files {
		part, err := form.CreateFormFile("file", f.name)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = part.Write(f.content)
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	return body, form.FormDataContentType()
}

// sendFile sends the plain form of a page with files.
func (b *browser) sendFile(path, purpose string, files ...sent) *page {
	b.t.Helper()
	body, contentType := formWith(b.t, [][2]string{{"_csrf", b.token()}, {"purpose", purpose}, {"was", ""}}, files...)
	return b.do(http.MethodPost, path, body, map[string]string{"Content-Type": contentType})
}

func picture(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 20, 10))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestSendFile_BringsPicturesAndFilesInWithoutScript(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.signedIn(t, access.Instructor)
	course := newCourse(t, b)
	form := b.get(course + "/media").want(http.StatusOK).find("pd-upload + form.plain")
	if form.Length() != 2 || form.Last().AttrOr("action", "") != course+"/files" || form.First().Find("[name]").First().AttrOr("name", "") != "_csrf" {
		t.Fatal("there is no form, or its token does not come first")
	}
	b.sendFile(course+"/files", library.ForAttachment, sent{norm.NFD.String("서울 지도.png"), picture(t)}).want(http.StatusSeeOther)
	large := append([]byte("%PDF-1.7\n"), bytes.Repeat([]byte("0123456789abcdef"), 20<<16)...) // three parts
	b.sendFile(course+"/files", library.ForAttachment, sent{"읽을거리 \"1\".pdf", large}).want(http.StatusSeeOther)
	names := b.get(course + "/media").find("#media-list .name")
	if got := names.Text(); !strings.Contains(got, "서울 지도.png") || names.Length() != 2 {
		t.Errorf("the library has %q", got)
	}
	page := b.get(course + "/media")
	if got := page.find("#media-list").Text(); !strings.Contains(got, "그림") || !strings.Contains(got, "처리를 기다리는 중") || !strings.Contains(got, "쓸 수 있음") {
		t.Errorf("the library says %q", page.find("#media-list").Text())
	}
	id := strings.TrimPrefix(page.find("#media-list li:contains('읽을거리')").AttrOr("id", ""), "m-")
	if got := b.get(b.get("/library/" + id).want(http.StatusFound).to()).want(http.StatusOK); got.body != string(large) {
		t.Errorf("%d bytes come back, not %d", len(got.body), len(large))
	}
}

func TestSendFile_MakesAFilmThatOfItsLecture(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.signedIn(t, access.Instructor)
	course := newCourse(t, b)
	section := b.get(course).find("input[name=section]").AttrOr("value", "")
	lesson := b.sendTo(course+"/lessons", url.Values{"section": {section}, "kind": {"lecture"}, "lesson_ko": {"1강"}}).want(http.StatusSeeOther).to()
	wrong := b.sendFile(lesson+"/files", library.ForLecture, sent{"1강.mp4", picture(t)}).want(http.StatusUnprocessableEntity)
	if wrong.find("#film #file-lecture-err").Length() != 1 || wrong.find("#title_ko").AttrOr("value", "") != "1강" {
		t.Error("what is no film does not come back beside its field")
	}
	b.sendFile(lesson+"/files", library.ForLecture, sent{"1강.mp4", mp4()}).want(http.StatusSeeOther)
	if got := b.get(lesson).want(http.StatusOK).find("#film-row .name").Text(); got != "1강.mp4" {
		t.Errorf("it plays %q", got)
	}
	b.sendFile(lesson+"/files", library.ForLecture, sent{"2강.mp4", mp4()}).want(http.StatusConflict) // the page was an old one
	b.sendFile(lesson+"/files", library.ForAttachment, sent{"지도.png", picture(t)}).want(http.StatusSeeOther)
}

func TestSendFile_RefusesWithWordsBesideTheFieldAndKeepsNothing(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.signedIn(t, access.Instructor)
	course := newCourse(t, b)
	good := sent{"글.txt", []byte("글")}
	for what, c := range map[string]struct {
		status int
		word   string
		files  []sent
	}{
		"a renamed program": {422, "실행 파일", []sent{{"그림.png", append([]byte("MZ\x90\x00"), make([]byte, 500)...)}}},
		"a web page":        {422, "실행 파일", []sent{{"글.txt", []byte("<!DOCTYPE html><html><script>x</script></html>")}}},
		"nothing in it":     {422, "0바이트", []sent{{"글.txt", nil}}},
		"no file":           {422, "골라 주세요", nil},
		"none chosen":       {422, "골라 주세요", []sent{{"", nil}}},
		"two files":         {422, "파일 하나만", []sent{good, good}},
		"a name too long":   {422, "1~200자", []sent{{strings.Repeat("가", 201), good.content}}},
		"a bit too large":   {413, "50MB까지", []sent{{"영화.mp4", make([]byte, library.FormLimit+100<<10)}}},
		"far too large":     {413, "50MB까지", []sent{{"영화.mp4", make([]byte, library.FormLimit*2)}}},
	} {
		got := b.sendFile(course+"/files", library.ForAttachment, c.files...).want(c.status)
		if said := got.find("#file-attachment-err").Text(); !strings.Contains(said, c.word) || got.find("#file-attachment[aria-invalid]").Length() != 1 || got.find("#file-lecture-err").Length() != 0 {
			t.Errorf("%s: it says %q", what, said)
		}
	}
	if left := b.get(course + "/media").find("#media-list li").Length(); left != 0 {
		t.Errorf("%d things are left", left)
	}
	if left, err := os.ReadDir(s.Library.Scratch); err == nil && len(left) > 0 {
		t.Errorf("%d folders are left", len(left))
	}
}

func TestCheating_FilesAreTakenFromThoseWhoMayChangeTheCourse(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, who := s.signedIn(t, access.Instructor)
	course := newCourse(t, b)
	helper, assistant := s.signedIn(t, access.Instructor)
	if err := s.Authoring.SetStaff(t.Context(), who, "city-diplomacy", assistant.Email, authoring.Assistant); err != nil {
		t.Fatal(err)
	}
	thief, _ := s.signedIn(t, access.Instructor)
	citizen, _ := s.signedIn(t)
	stranger := s.open(t)
	good := sent{"글.txt", []byte("글")}
	if helper.get(course+"/media").want(http.StatusOK).find("form.plain").Length() != 0 {
		t.Error("an assistant is offered the form")
	}
	helper.sendFile(course+"/files", library.ForAttachment, good).want(http.StatusForbidden)
	thief.sendFile(course+"/files", library.ForAttachment, good).want(http.StatusNotFound)
	citizen.sendFile(course+"/files", library.ForAttachment, good).want(http.StatusForbidden)
	citizen.sendFile(course+"/files", library.ForAssignment, good).want(http.StatusForbidden)
	body, contentType := formWith(t, [][2]string{{"purpose", library.ForAttachment}}, good)
	for name, c := range map[string]*browser{"without its token": b, "of a stranger": stranger} {
		if got := c.do(http.MethodPost, course+"/files", bytes.NewReader(body.Bytes()), map[string]string{"Content-Type": contentType}); got.status == http.StatusOK || b.get(got.to()).find("#media-list li").Length() > 0 {
			t.Errorf("a file %s is taken: %d", name, got.status)
		}
	}
	late, contentType := formWith(t, [][2]string{{"purpose", library.ForAttachment}}, good, sent{"또.txt", []byte("_csrf")})
	b.do(http.MethodPost, course+"/files", late, map[string]string{"Content-Type": contentType}).want(http.StatusForbidden)
	b.from = "cross-site"
	b.do(http.MethodPost, course+"/files", bytes.NewReader(body.Bytes()), map[string]string{"Content-Type": contentType}).want(http.StatusForbidden)
	b.from = "same-origin"
	b.sendFile(course+"/files", "nonsense", good).want(http.StatusUnprocessableEntity)
	if left := b.get(course + "/media").find("#media-list li").Length(); left != 0 {
		t.Errorf("%d things were taken", left)
	}
}

func TestSendFile_IsNotHeldInMemory(t *testing.T) {
	s := serve(t)
	b, _ := s.signedIn(t, access.Instructor)
	course := newCourse(t, b)
	const size = 40 << 20
	token := b.token()
	send := func() {
		head, contentType := formWith(t, [][2]string{{"_csrf", token}, {"purpose", library.ForAttachment}}, sent{"영.bin", nil})
		end := bytes.LastIndex(head.Bytes(), []byte("\r\n--"))
		body := io.MultiReader(bytes.NewReader(head.Bytes()[:end]), zeros(size), bytes.NewReader(head.Bytes()[end:]))
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, apptest.BaseURL+course+"/files", body)
		if err != nil {
			t.Fatal(err)
		}
		r.ContentLength = int64(head.Len()) + size
		r.Header.Set("Content-Type", contentType)
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		got, err := b.client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = got.Body.Close()
		if got.StatusCode != http.StatusSeeOther {
			t.Fatalf("got %d", got.StatusCode)
		}
	}
	send() // buffers are made once
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	send()
	runtime.ReadMemStats(&after)
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 12<<20 {
		t.Errorf("a file of %d MiB took %d KiB of memory", size>>20, grown>>10)
	}
}

func TestSendFile_CutOffInTheMiddleLeavesNothing(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.signedIn(t, access.Instructor)
	course := newCourse(t, b)
	body, contentType := formWith(t, [][2]string{{"_csrf", b.token()}, {"purpose", library.ForAttachment}}, sent{"글.txt", bytes.Repeat([]byte("a"), 2<<20)})
	line, err := net.Dial("tcp", s.address)
	if err != nil {
		t.Fatal(err)
	}
	cookies := ""
	for name, value := range b.cookies() {
		cookies += name + "=" + value + "; "
	}
	fmt.Fprintf(line, "POST %s/files HTTP/1.1\r\nHost: academy.test\r\nSec-Fetch-Site: same-origin\r\nCookie: %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n", course, cookies, contentType, body.Len())
	if _, err := line.Write(body.Bytes()[:1<<20]); err != nil {
		t.Fatal(err)
	}
	_ = line.Close()
	time.Sleep(500 * time.Millisecond)
	if strings.Contains(s.log.String(), "level=ERROR") {
		t.Errorf("a lost line is nobody's mistake: %s", s.log)
	}
	// A form that ends before its end was announced to be whole.
	short := body.Bytes()[:1<<20]
	b.do(http.MethodPost, course+"/files", bytes.NewReader(short), map[string]string{"Content-Type": contentType}).want(http.StatusBadRequest)
	if left := b.get(course + "/media").find("#media-list li").Length(); left != 0 {
		t.Errorf("%d things are left", left)
	}
}
