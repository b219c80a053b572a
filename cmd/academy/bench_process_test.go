package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"academy/cmd/academy/exam"
)

// process is a server that runs beside the benchmark, started from the same binary.
type process struct {
	ground  *ground
	address string
	control string
	// ready is how long it took to its first answer.
	ready time.Duration
	cmd   *exec.Cmd
	stop  func()
}

// start runs a server and waits until it answers. It ends with the benchmark, or when stop is called.
func (g *ground) start(b *testing.B, role string) *process {
	b.Helper()
	program, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	p := &process{ground: g, address: g.config.Listen, control: freeAddress(b)}
	if role == bareRole {
		p.address = freeAddress(b)
	}
	p.cmd = exec.Command(program, "-test.run=^$", "-test.bench=^BenchmarkRequests$", "-test.benchtime=1x")
	p.cmd.Env = append(os.Environ(), g.environment(role, p.address, p.control)...)
	var said bytes.Buffer
	p.cmd.Stdout, p.cmd.Stderr = &said, &said
	leash, err := p.cmd.StdinPipe() // the server ends when this closes, and so with us however we end
	if err != nil {
		b.Fatal(err)
	}
	began := time.Now()
	if err := p.cmd.Start(); err != nil {
		b.Fatal(err)
	}
	p.stop = func() {
		if leash.Close() == nil {
			_ = p.cmd.Wait()
		}
	}
	b.Cleanup(p.stop)
	for !answers("http://" + p.address + "/readyz") {
		if time.Since(began) > 30*time.Second {
			p.stop()
			b.Fatalf("%s does not answer:\n%s", role, &said)
		}
		time.Sleep(2 * time.Millisecond)
	}
	p.ready = time.Since(began)
	return p
}

func answers(url string) bool {
	response, err := http.Get(url)
	if err != nil {
		return false
	}
	_ = response.Body.Close()
	return response.StatusCode == http.StatusOK
}

// freeAddress is a port that the system does not give to connections that ask for any, so that it stays free.
func freeAddress(t testing.TB) string {
	t.Helper()
	for range 100 {
		address := fmt.Sprintf("127.0.0.1:%d", 20_000+rand.IntN(10_000))
		if l, err := net.Listen("tcp", address); err == nil {
			_ = l.Close()
			return address
		}
	}
	t.Fatal("no free port")
	return ""
}

// cost is what has been spent up to a moment, or between two of them: processor time of the server, of the database, of
// the client and of the whole machine, and queries.
type cost struct {
	server, database, client, machine time.Duration
	queries                           int64
}

func (c cost) less(o cost) cost {
	return cost{c.server - o.server, c.database - o.database, c.client - o.client, c.machine - o.machine, c.queries - o.queries}
}

// spent is what the server and all processes of the database have used until now.
func (p *process) spent(b *testing.B) cost {
	b.Helper()
	said, err := p.fetch("/queries")
	if err != nil {
		b.Fatal(err)
	}
	queries, err := strconv.ParseInt(string(said), 10, 64)
	if err != nil {
		b.Fatal(err)
	}
	pids, err := p.ground.server.PIDs()
	if err != nil {
		b.Fatal(err)
	}
	c := cost{server: exam.ProcessorTime(p.cmd.Process.Pid, false), client: exam.ProcessorTime(os.Getpid(), false), machine: machineTime(), queries: queries}
	for i, pid := range pids {
		c.database += exam.ProcessorTime(pid, i == 0)
	}
	return c
}

// machineTime is what all processes have used: all but idle and waiting in the first line of proc_stat(5).
func machineTime() time.Duration {
	stat, err := os.ReadFile("/proc/stat")
	if err != nil {
		return 0
	}
	line, _, _ := strings.Cut(string(stat), "\n")
	fields := strings.Fields(line)
	return exam.Ticks(fields[1:4]) + exam.Ticks(fields[6:8])
}

// peak is the most memory the server has held at once, in bytes.
func (p *process) peak(b *testing.B) int64 {
	b.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		b.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	kilobytes, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
	if err != nil {
		b.Fatal(err)
	}
	return kilobytes << 10
}

// profile keeps a profile of the time of one measurement; the answer waits for it.
func (p *process) profile(b *testing.B, path string) (wait func()) {
	b.Helper()
	if path == "" {
		return func() {}
	}
	done := make(chan error, 1)
	go func() {
		profile, err := p.fetch(fmt.Sprintf("/profile?seconds=%d", int(measuring/time.Second)))
		if err == nil {
			err = os.MkdirAll(filepath.Dir(path), 0o755)
		}
		if err == nil {
			err = os.WriteFile(path, profile, 0o600)
		}
		done <- err
	}()
	return func() {
		if err := <-done; err != nil {
			b.Error(err)
		}
	}
}

func (p *process) fetch(path string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+p.control+path, nil)
	if err != nil {
		return nil, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	return io.ReadAll(response.Body)
}
