package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"academy/app/apptest"
)

// writer is a learner in the middle of a quiz.
type writer struct {
	site
	token, attempt string
	slot           int
	// saved is when each answer was acknowledged, by its number less one.
	saved []time.Time
}

// write gives answers until so many are acknowledged, each again and again until it is.
func (w *writer) write(t *testing.T, answers int, acknowledged *atomic.Int64) {
	for len(w.saved) < answers {
		switch status, at := w.save(w.token, w.attempt, w.slot, len(w.saved)+1); status {
		case http.StatusOK:
			w.saved = append(w.saved, at)
			acknowledged.Add(1)
		case 0, http.StatusServiceUnavailable: // nobody there, or not quite yet
			time.Sleep(20 * time.Millisecond)
		default:
			t.Errorf("answer %d: status %d", len(w.saved)+1, status)
			return
		}
	}
}

// lost counts answers that are not in the attempt as acknowledged: an operation that is there answers as it did before,
// and one that is not is refused, because later ones are.
func (w *writer) lost() int {
	n := 0
	for i, at := range w.saved {
		if status, again := w.save(w.token, w.attempt, w.slot, i+1); status != http.StatusOK || !again.Equal(at) {
			n++
		}
	}
	return n
}

func TestTwoHundredAnswersSurviveThreeKillsOfTheServer(t *testing.T) {
	const learners, answers, kills = 4, 50, 3
	data, address := dataFolder(t), freeAddress(t)
	writers := make([]*writer, learners)
	t.Run("learners begin", func(t *testing.T) {
		o := open(t, Config{Data: data})
		if report, err := o.app.Authoring.ImportCourse(t.Context(), "test", apptest.Sample(t, "oda-basics")); err != nil {
			t.Fatal(err, report)
		}
		for i := range writers {
			token, attempt := o.attempt(t, fmt.Sprintf("kill-%d@example.org", i))
			writers[i] = &writer{site: site{"http://" + address}, token: token, attempt: attempt, slot: o.textSlot(t, token, attempt)}
		}
	})
	server := launchServer(t, data, address)
	var acknowledged atomic.Int64
	var load sync.WaitGroup
	for _, w := range writers {
		load.Go(func() { w.write(t, answers, &acknowledged) })
	}
	for kill := range kills {
		await(t, &acknowledged, learners*answers/(kills+1)*(kill+1))
		_ = server.end(syscall.SIGKILL) // that it did not end well is the point
		server = launchServer(t, data, address)
	}
	load.Wait()
	for i, w := range writers {
		if len(w.saved) != answers || w.lost() > 0 {
			t.Errorf("learner %d: %d answers acknowledged, %d of them lost", i, len(w.saved), w.lost())
		}
	}
	if err := server.end(syscall.SIGTERM); err != nil {
		t.Errorf("%v\n%s", err, &server.said)
	}
}

func TestAnInterruptFinishesRequestsInFlightAndStopsTheDatabase(t *testing.T) {
	data, address := dataFolder(t), freeAddress(t)
	server := launchServer(t, data, address)
	connection, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = connection.Close() }()
	body := `{"email":"nobody@example.org","password":"a long enough one"}`
	begun := fmt.Sprintf("POST /api/v1/auth/token HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", address, len(body), body[:10])
	if _, err := io.WriteString(connection, begun); err != nil {
		t.Fatal(err)
	}
	time.Sleep(200 * time.Millisecond) // the server has read what there is
	if err := server.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	time.Sleep(200 * time.Millisecond)
	if _, err := io.WriteString(connection, body[10:]); err != nil {
		t.Fatal(err)
	}
	answer, err := http.ReadResponse(bufio.NewReader(connection), nil)
	if err != nil || answer.StatusCode != http.StatusUnauthorized {
		t.Fatalf("the request in flight was answered with %v, %v", answer, err)
	}
	_ = answer.Body.Close()
	began := time.Now()
	if err := server.Wait(); err != nil || time.Since(began) > grace {
		t.Errorf("%v after %v\n%s", err, time.Since(began), &server.said)
	}
	if left, _ := filepath.Glob(filepath.Join(data, "*", "postmaster.pid")); len(left) > 0 {
		t.Errorf("the database was left running: %v", left)
	}
}

func TestTheDataOfADemonstrationAreNeverServedInEarnest(t *testing.T) {
	data := dataFolder(t)
	refused := func(arguments, why string) {
		t.Helper()
		p := launchProgram(t, arguments, data, freeAddress(t))
		err := p.Wait()
		if lines := strings.Split(strings.TrimSpace(p.said.String()), "\n"); err == nil || !strings.Contains(lines[len(lines)-1], why) || !strings.Contains(lines[len(lines)-1], "ACADEMY_DATA") {
			t.Errorf("%s: %v: %q", arguments, err, lines)
		}
	}
	t.Run("somebody comes to an academy", func(t *testing.T) {
		o := open(t, Config{Data: data})
		if _, err := o.app.Identity.AddUser(t.Context(), demoAccounts()[0]); err != nil {
			t.Fatal(err)
		}
	})
	refused("demo", "accounts here already")
	data = dataFolder(t)
	t.Run("a demonstration begins", func(t *testing.T) {
		o := open(t, Config{Data: data})
		if err := o.beginDemo(t.Context()); err != nil {
			t.Fatal(err)
		}
	})
	refused("serve", "a demonstration's")
	refused("work", "a demonstration's")
}

func TestASecondProcessOnTheSameDataFolderIsTurnedAwayInOneLine(t *testing.T) {
	data := dataFolder(t)
	launchServer(t, data, freeAddress(t))
	second := launchProgram(t, "serve", data, freeAddress(t))
	err := second.Wait()
	lines := strings.Split(strings.TrimSpace(second.said.String()), "\n")
	if last := lines[len(lines)-1]; err == nil || !strings.Contains(last, "another academy") || !strings.Contains(last, data) {
		t.Errorf("%v: %q", err, lines)
	}
}
