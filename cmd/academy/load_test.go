package main

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"academy/cmd/academy/exam"
)

// sitting is an exam under load, with the academy it is sat at.
type sitting struct {
	data, address string
	server, load  *program
}

// sit starts an academy and, as an operator would, an exam of so many learners at it.
func sit(t *testing.T, learners int, think float64) *sitting {
	t.Helper()
	s := &sitting{data: dataFolder(t), address: freeAddress(t)}
	s.server = launchServer(t, s.data, s.address)
	s.load = launchProgram(t, fmt.Sprintf("load exam --prepare --learners %d --think %g --seconds 600 --url http://%s", learners, think, s.address), s.data, s.address)
	return s
}

// killServer ends the academy as a crash would, and its database with it, and starts them again.
func (s *sitting) killServer(t *testing.T) {
	t.Helper()
	_ = s.server.end(syscall.SIGKILL) // that it did not end well is the point
	s.server = launchServer(t, s.data, s.address)
}

var savedSoFar = regexp.MustCompile(`(\d+) saved`)

// await waits until so many answers have been acknowledged.
func (s *sitting) await(t *testing.T, saved int) {
	t.Helper()
	for began := time.Now(); time.Since(began) < 5*time.Minute; time.Sleep(50 * time.Millisecond) {
		told := savedSoFar.FindAllStringSubmatch(s.load.said.String(), -1)
		if len(told) == 0 {
			continue
		}
		if n, _ := strconv.Atoi(told[len(told)-1][1]); n >= saved {
			return
		}
	}
	t.Fatalf("answers stopped before %d:\n%s", saved, &s.load.said)
}

// end waits for the last learner and answers the report, which is the last line.
func (s *sitting) end(t *testing.T) (r exam.Report) {
	t.Helper()
	failed := s.load.Wait()
	said := strings.TrimSpace(s.load.said.String())
	if err := json.Unmarshal([]byte(said[strings.LastIndexByte(said, '\n')+1:]), &r); err != nil || failed != nil {
		t.Fatalf("%v, %v:\n%s\n%s", failed, err, said, &s.server.said)
	}
	return r
}

func TestLoad_LosesNoAnswerOfFortyLearnersInTwoCrashes(t *testing.T) {
	const learners = 40
	s := sit(t, learners, 0.01)
	s.await(t, 60)
	s.killServer(t)
	s.await(t, 300)
	killPostgres(t, s.data)
	r := s.end(t)
	if r.Learners != learners || r.Acknowledged < learners*16 || r.Lost != 0 || r.Duplicated != 0 || r.Errors != 0 || r.Retried == 0 {
		t.Errorf("%+v\n%s", r, &s.load.said)
	}
	if !strings.Contains(s.load.said.String(), "40 attempts prepared") {
		t.Errorf("nothing was prepared:\n%s", &s.load.said)
	}
	if !strings.Contains(s.load.said.String(), "removed 40 learners") {
		t.Errorf("the learners are still there:\n%s", &s.load.said)
	}
}

func TestLoad_GoesToNoOtherMachineAndNeedsARunningAcademy(t *testing.T) {
	for arguments, why := range map[string]string{
		"load exam --url http://academy.example.org": "on this machine",
		"load exam --url http://localhost:8080":      "no academy is running",
		"load exam --learners 0":                     "--learners",
	} {
		p := launchProgram(t, arguments, dataFolder(t), freeAddress(t))
		if err := p.Wait(); err == nil || !strings.Contains(p.said.String(), why) {
			t.Errorf("%s: %v: %s", arguments, err, &p.said)
		}
	}
}
