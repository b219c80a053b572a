package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// argumentsVariable makes this test binary be the academy itself, so that it can be killed as an operator's would be.
const argumentsVariable = "ACADEMY_TEST_ARGUMENTS"

func TestMain(m *testing.M) {
	if arguments := os.Getenv(argumentsVariable); arguments != "" {
		os.Exit(run(strings.Fields(arguments)))
	}
	os.Exit(m.Run())
}

// program is an academy in a process of its own.
type program struct {
	*exec.Cmd
	said said
}

// said is what a process has written; it may be read while the process writes.
type said struct {
	sync.Mutex
	bytes.Buffer
}

func (s *said) Write(p []byte) (int, error) {
	s.Lock()
	defer s.Unlock()
	return s.Buffer.Write(p)
}

func (s *said) String() string {
	s.Lock()
	defer s.Unlock()
	return s.Buffer.String()
}

// launchProgram starts the academy on a data folder and an address. It ends with the test at the latest.
func launchProgram(t testing.TB, arguments, data, address string) *program {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p := &program{Cmd: exec.Command(self)}
	p.Env = append(os.Environ(), argumentsVariable+"="+arguments, "ACADEMY_DATA="+data, "ACADEMY_LISTEN="+address, "ACADEMY_METRICS_LISTEN=off")
	p.Stdout, p.Stderr = &p.said, &p.said
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.end(syscall.SIGKILL) })
	return p
}

// launchServer starts `academy serve` and waits until it answers.
func launchServer(t testing.TB, data, address string) *program {
	t.Helper()
	p := launchProgram(t, "serve", data, address)
	for began := time.Now(); !answers("http://" + address + "/readyz"); time.Sleep(20 * time.Millisecond) {
		if time.Since(began) > time.Minute {
			t.Fatalf("the academy does not answer:\n%s", &p.said)
		}
	}
	return p
}

// end sends a signal and answers how the process ended.
func (p *program) end(signal syscall.Signal) error {
	if err := p.Process.Signal(signal); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	return p.Wait()
}
