package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"academy/app/apptest"
	"academy/app/identity"
	"academy/models/postgres"
)

// dataFolder is a data folder that the built-in database's own account can pass through.
func dataFolder(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "academy-data-")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o711); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// opened is a serving academy on the built-in database with the small course.
type opened struct {
	*house
	site
}

// site is where an academy answers, in this process or another.
type site struct{ url string }

func open(t testing.TB, config Config) *opened {
	t.Helper()
	config.Listen = freeAddress(t)
	config.BaseURL, config.Log, config.MetricsListen, config.Connections = "http://"+config.Listen, "text", "off", 8
	h, err := openHouse(t.Context(), config, false)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done, ready := make(chan error, 1), make(chan struct{})
	go func() { done <- h.serve(ctx, true, false, func() { close(ready) }) }()
	select {
	case err := <-done:
		stop()
		t.Fatal(errors.Join(err, h.Close()))
	case <-ready:
	}
	t.Cleanup(func() {
		stop()
		if err := errors.Join(<-done, h.Close()); err != nil {
			t.Error(err)
		}
	})
	return &opened{h, site{config.BaseURL}}
}

// call speaks JSON and answers the status; 0 is a connection that broke.
func (o site) call(method, path, token string, body, into any) int {
	raw, _ := json.Marshal(body)
	request, err := http.NewRequest(method, o.url+"/api/v1"+path, bytes.NewReader(raw))
	if err != nil {
		return 0
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+token)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0
	}
	defer func() { _ = response.Body.Close() }()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		return 0
	}
	if into != nil && response.StatusCode < 300 {
		_ = json.Unmarshal(answer, into)
	}
	return response.StatusCode
}

// attempt signs somebody in and starts a quiz without time limit or lock: the course's requirement is met by SQL-free
// means, watching the film with a clock that has moved.
func (o *opened) attempt(t *testing.T, email string) (token, id string) {
	t.Helper()
	if _, err := o.app.Identity.AddUser(t.Context(), identity.NewUser{Email: email, Name: "김하늘", Password: "academy-test", Locale: "ko", Confirmed: true}); err != nil {
		t.Fatal(err)
	}
	var tokens struct {
		Access string `json:"access_token"`
	}
	if s := o.call("POST", "/auth/token", "", map[string]string{"email": email, "password": "academy-test"}, &tokens); s != 200 {
		t.Fatalf("sign-in: %d", s)
	}
	if s := o.call("POST", "/courses/oda-basics/enrolments", tokens.Access, map[string]string{}, nil); s != 201 {
		t.Fatalf("enrol: %d", s)
	}
	var started struct {
		ID string `json:"id"`
	}
	if s := o.call("POST", "/quizzes/"+o.quiz(t, tokens.Access)+"/attempts", tokens.Access, map[string]string{}, &started); s != 201 {
		t.Fatalf("start: %d", s)
	}
	return tokens.Access, started.ID
}

// quiz finds the quiz of the course whose lessons are all open.
func (o site) quiz(t *testing.T, token string) string {
	t.Helper()
	var course struct {
		Sections []struct {
			Lessons []struct{ ID, Kind string }
		}
	}
	o.call("GET", "/courses/oda-basics", token, nil, &course)
	for _, s := range course.Sections {
		for _, l := range s.Lessons {
			if l.Kind == "quiz" {
				var lesson struct{ Quiz struct{ ID string } }
				o.call("GET", "/lessons/"+l.ID, token, nil, &lesson)
				return lesson.Quiz.ID
			}
		}
	}
	t.Fatal("no quiz")
	return ""
}

// textSlot finds the slot of an attempt that takes any text.
func (o site) textSlot(t *testing.T, token, id string) int {
	t.Helper()
	var a state
	o.call("GET", "/attempts/"+id, token, nil, &a)
	for _, s := range a.Slots {
		if s.Type == "short_answer" {
			return s.Slot
		}
	}
	t.Fatal("no question that takes a text")
	return 0
}

// save gives an answer whose text and operation follow from its number; saved is the time that was acknowledged.
func (o site) save(token, id string, slot, seq int) (status int, saved time.Time) {
	body := map[string]any{"op_id": fmt.Sprint("op-", seq), "seq": seq, "response": map[string]string{"text": fmt.Sprint("answer ", seq)}}
	var said struct {
		SavedAt time.Time `json:"saved_at"`
	}
	status = o.call("PUT", fmt.Sprintf("/attempts/%s/responses/%d", id, slot), token, body, &said)
	return status, said.SavedAt
}

// state is an attempt as its owner reads it.
type state struct {
	Slots []struct {
		Slot     int             `json:"slot"`
		Type     string          `json:"type"`
		Seq      int             `json:"seq"`
		Response json.RawMessage `json:"response"`
	} `json:"slots"`
}

// reread reads an attempt as a patient client does: a connection to the database that has died may still be handed out.
func (o site) reread(t *testing.T, token, id string) (a state) {
	t.Helper()
	s := 0
	for range 100 {
		if s = o.call("GET", "/attempts/"+id, token, nil, &a); s == 200 {
			return a
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("attempt: %d", s)
	return a
}

func TestAcknowledgedAnswersSurviveARestartOfPostgresUnderLoad(t *testing.T) {
	data := dataFolder(t)
	o := open(t, Config{Data: data})
	report, err := o.app.Authoring.ImportCourse(t.Context(), "test", apptest.Sample(t, "oda-basics"))
	if err != nil {
		t.Fatal(err, report)
	}
	token, id := o.attempt(t, "load@example.org")
	slot := o.textSlot(t, token, id)
	var acknowledged atomic.Int64
	stop := make(chan struct{})
	var load sync.WaitGroup
	load.Go(func() {
		for seq := 1; ; {
			select {
			case <-stop:
				return
			default:
			}
			switch s, _ := o.save(token, id, slot, seq); s {
			case 200:
				acknowledged.Store(int64(seq))
				seq++
			case 0, 503: // trouble, told as such: the same operation again
				time.Sleep(20 * time.Millisecond)
			default:
				t.Errorf("answer %d: status %d", seq, s)
				return
			}
		}
	})
	for kill := range 3 {
		await(t, &acknowledged, 20*(kill+1))
		killPostgres(t, data)
	}
	await(t, &acknowledged, int(acknowledged.Load())+20)
	close(stop)
	load.Wait()
	after := o.reread(t, token, id)
	for _, s := range after.Slots {
		if s.Slot == slot && int64(s.Seq) < acknowledged.Load() {
			t.Fatalf("%d answers were acknowledged, the attempt has %d", acknowledged.Load(), s.Seq)
		}
	}
}

// await waits until so many answers are acknowledged.
func await(t *testing.T, n *atomic.Int64, goal int) {
	t.Helper()
	for range 600 {
		if n.Load() >= int64(goal) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("answers stopped at %d", n.Load())
}

// killPostgres ends the built-in database as a crash would; the academy starts it again. Processes that serve a
// connection outlive their parent for a moment, so the parent named by the file may be the dead one still.
func killPostgres(t *testing.T, data string) {
	t.Helper()
	for range 200 {
		matches, err := filepath.Glob(filepath.Join(data, "*", "postmaster.pid"))
		if err != nil {
			t.Fatal(err)
		}
		var pid int
		if len(matches) > 0 {
			if raw, err := os.ReadFile(matches[0]); err == nil {
				_, _ = fmt.Sscan(string(raw), &pid)
			}
		}
		if pid > 1 && syscall.Kill(pid, syscall.SIGKILL) == nil {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("no running postmaster")
}

func TestASecondAcademyOnTheSameDataFolderIsRefused(t *testing.T) {
	data := dataFolder(t)
	open(t, Config{Data: data})
	_, err := openHouse(t.Context(), Config{Data: data, Log: "text", Connections: 4}, false)
	if !errors.Is(err, postgres.ErrInUse) {
		t.Fatalf("got %v", err)
	}
}

func TestAStoreThatIsAwayIsToldAndTeachingGoesOn(t *testing.T) {
	address := freeAddress(t) // nobody listens there
	o := open(t, Config{Data: dataFolder(t), MediaURL: "s3://key:secretsecret@" + address + "/academy"})
	if report, err := o.app.Authoring.ImportCourse(t.Context(), "test", apptest.Sample(t, "oda-basics")); err != nil {
		t.Fatal(err, report)
	}
	for path, want := range map[string]int{"/readyz": 503, "/healthz": 200, "/courses/oda-basics": 200} {
		response, err := http.Get(o.url + path)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode != want {
			t.Errorf("%s: got %d, want %d", path, response.StatusCode, want)
		}
	}
	if token, id := o.attempt(t, "away@example.org"); token == "" || id == "" {
		t.Error("a quiz could not be started")
	}
}
