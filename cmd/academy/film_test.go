package main

import (
	"bytes"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/identity"
)

// shoot makes a film by ffmpeg.
func shoot(t testing.TB, args ...string) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "film.mp4")
	if out, err := exec.Command("ffmpeg", append(append([]string{"-nostdin", "-v", "error"}, args...), path)...).CombinedOutput(); err != nil {
		t.Skipf("ffmpeg: %v: %s", err, out)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// filming is an upload as the API tells of it.
type filming struct {
	ID      string
	State   string
	Percent int
	Reason  string
	Size    int `json:"part_bytes"`
	Parts   []struct {
		Number int
		URL    string
	}
}

// upload sends a film by the API as its author would.
func (o site) upload(t testing.TB, token string, content []byte) (path string) {
	t.Helper()
	var begun filming
	if s := o.call("POST", "/uploads", token, map[string]any{"name": "강의.mp4", "bytes": len(content), "type": "video/mp4", "purpose": "lecture"}, &begun); s != http.StatusCreated {
		t.Fatalf("begin: %d %+v", s, begun)
	}
	for i, part := range begun.Parts {
		address, err := url.Parse(part.URL)
		if err != nil {
			t.Fatal(err)
		}
		piece := content[i*begun.Size : min((i+1)*begun.Size, len(content))]
		request, err := http.NewRequest(http.MethodPut, o.url+address.RequestURI(), bytes.NewReader(piece))
		if err != nil {
			t.Fatal(err)
		}
		answer, err := http.DefaultClient.Do(request)
		if err != nil || answer.StatusCode != http.StatusOK {
			t.Fatalf("part %d: %v, %v", part.Number, answer, err)
		}
		_ = answer.Body.Close()
	}
	path = "/uploads/" + begun.ID
	if s := o.call("POST", path+"/finish", token, map[string]any{"parts": []any{}}, nil); s != http.StatusAccepted {
		t.Fatalf("finish: %d", s)
	}
	return path
}

// author signs an instructor in.
func (o site) author(t testing.TB) string {
	t.Helper()
	var tokens struct {
		Access string `json:"access_token"`
	}
	if s := o.call("POST", "/auth/token", "", map[string]string{"email": author, "password": "academy-test"}, &tokens); s != http.StatusOK {
		t.Fatalf("sign-in: %d", s)
	}
	return tokens.Access
}

const author = "author@example.org"

func newAuthor() identity.NewUser {
	return identity.NewUser{Email: author, Name: "이강사", Password: "academy-test", Locale: "ko", Confirmed: true, Roles: []access.Role{access.Citizen, access.Instructor}}
}

// await asks how far a film is until it is far enough.
func (o site) await(t testing.TB, token, path string, enough func(filming) bool) filming {
	t.Helper()
	for began := time.Now(); ; time.Sleep(100 * time.Millisecond) {
		var f filming
		if o.call("GET", path, token, nil, &f); enough(f) {
			return f
		}
		if time.Since(began) > 3*time.Minute {
			t.Fatalf("it is no further than %+v", f)
		}
	}
}

// encoders is how many processes work in a folder.
func encoders(folder string) int {
	n := 0
	lines, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, line := range lines {
		if text, err := os.ReadFile(line); err == nil && strings.Contains(string(text), folder) && strings.Contains(string(text), "-filter_complex") {
			n++
		}
	}
	return n
}

func TestAFilmWhoseWorkerIsKilledInTheMiddleIsTakenUpAgain(t *testing.T) {
	data, address := dataFolder(t), freeAddress(t)
	t.Run("an instructor comes", func(t *testing.T) {
		if _, err := open(t, Config{Data: data}).app.Identity.AddUser(t.Context(), newAuthor()); err != nil {
			t.Fatal(err)
		}
	})
	server := launchServer(t, data, address)
	running := site{"http://" + address}
	token := running.author(t)
	content := shoot(t, "-f", "lavfi", "-i", "color=size=320x240:rate=25:duration=600", "-c:v", "libx264", "-preset", "ultrafast")
	path := running.upload(t, token, content)
	half := running.await(t, token, path, func(f filming) bool { return f.Percent >= 40 || f.State == "ready" || f.State == "refused" })
	if half.State != "processing" || encoders(data) != 1 {
		t.Fatalf("there is nothing to be killed: %+v, %d encoders", half, encoders(data))
	}
	_ = server.end(syscall.SIGKILL) // that it did not end well is the point
	for began := time.Now(); encoders(data) > 0; time.Sleep(20 * time.Millisecond) {
		if time.Since(began) > 5*time.Second {
			t.Fatal("the encoder has outlived its worker")
		}
	}
	o := open(t, Config{Data: data})
	token = o.author(t)
	if got := o.await(t, token, path, func(filming) bool { return true }); got.State != "processing" {
		t.Errorf("after the kill: %+v", got)
	}
	// Two minutes later nobody has heard of the worker.
	if _, err := o.db.Jobs().Exec(t.Context(), "update uploads set beat_at = beat_at - interval '3 minutes'"); err != nil {
		t.Fatal(err)
	}
	if err := o.app.Library.ResumeUploads(t.Context()); err != nil {
		t.Fatal(err)
	}
	done := o.await(t, token, path, func(f filming) bool { return f.State == "ready" || f.State == "refused" })
	if done.State != "ready" {
		t.Errorf("got %+v", done)
	}
	var rungs int
	if err := o.db.Jobs().QueryRow(t.Context(), "select count(*) from renditions").Scan(&rungs); err != nil || rungs != 1 {
		t.Errorf("%d rungs, %v", rungs, err)
	}
}
