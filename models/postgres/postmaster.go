//go:build unix

package postgres

import (
	"errors"
	"fmt"
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

// postmaster is one run of PostgreSQL's main process.
type postmaster struct {
	cmd  *exec.Cmd
	done chan struct{} // closed when the process has ended and was waited for
}

// launch starts the process on a thread of its own: the kernel sends the parent's-death signal when the thread that
// forked ends, and Go ends idle threads as it likes.
func launch(cmd *exec.Cmd) (*postmaster, error) {
	p := &postmaster{cmd: cmd, done: make(chan struct{})}
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		err := cmd.Start()
		started <- err
		if err == nil {
			_ = cmd.Wait() // how it ended stands in cmd.ProcessState
			close(p.done)
		}
	}()
	return p, <-started
}

// stop asks for a fast shutdown first and grows ruder; anything but the first is an error worth telling, though the
// next start recovers from each of them.
func (p *postmaster) stop() error {
	for _, step := range []struct {
		signal syscall.Signal
		wait   time.Duration
	}{{syscall.SIGINT, 30 * time.Second}, {syscall.SIGQUIT, 5 * time.Second}, {syscall.SIGKILL, 5 * time.Second}} {
		_ = p.cmd.Process.Signal(step.signal) // fails only when it has ended already
		select {
		case <-p.done:
			if step.signal != syscall.SIGINT {
				return fmt.Errorf("PostgreSQL did not shut down in order: ended by %v", step.signal)
			}
			return nil
		case <-time.After(step.wait):
		}
	}
	return errors.New("PostgreSQL does not end")
}
