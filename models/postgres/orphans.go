//go:build unix

package postgres

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// processes answers the ids of all processes that work on the cluster: the main one by its arguments, the others by
// the title that PostgreSQL gives them (cluster_name).
func (c cluster) processes() ([]int, error) {
	lines, err := commandLines()
	if err != nil {
		return nil, err
	}
	var pids []int
	for pid, line := range lines {
		if strings.Contains(line, "/postgres -D "+c.dir+" ") || strings.HasPrefix(line, "postgres: "+c.title+": ") {
			pids = append(pids, pid)
		}
	}
	slices.Sort(pids)
	return pids, nil
}

// endOrphans ends what runs on the cluster without us, and clears the trace of a crash. The caller holds the folder's
// lock, so nothing that belongs to a living academy can be met here.
func (c cluster) endOrphans() error {
	for _, step := range []struct {
		signal syscall.Signal
		main   bool // only the main process may have it: to others the signal means something else
		wait   time.Duration
	}{
		{syscall.SIGINT, true, 30 * time.Second},
		{syscall.SIGQUIT, false, 5 * time.Second},
		{syscall.SIGKILL, false, 5 * time.Second},
	} {
		pids, err := c.processes()
		if err != nil {
			return err
		}
		if step.main {
			pids = slices.DeleteFunc(pids, func(pid int) bool { return pid != c.mainPID() })
		}
		if err := signal(pids, step.signal); err != nil {
			return err
		}
		if len(pids) > 0 {
			c.awaitEnd(step.wait)
		}
	}
	return c.forgetCrash()
}

func signal(pids []int, s syscall.Signal) error {
	for _, pid := range pids {
		if err := syscall.Kill(pid, s); err != nil && !errors.Is(err, syscall.ESRCH) {
			return fmt.Errorf("end PostgreSQL process %d left by an earlier academy: %w", pid, err)
		}
	}
	return nil
}

func (c cluster) awaitEnd(limit time.Duration) {
	const pause = 20 * time.Millisecond
	for range limit / pause {
		if pids, err := c.processes(); err != nil || len(pids) == 0 {
			return
		}
		time.Sleep(pause)
	}
}

// forgetCrash removes the process id file of a main process that was killed. PostgreSQL would refuse to start when
// that number belongs to another process of the same account by now, as it soon does in a container.
func (c cluster) forgetCrash() error {
	pids, err := c.processes()
	if err != nil {
		return err
	}
	if len(pids) > 0 {
		return fmt.Errorf("PostgreSQL processes %v on %s do not end", pids, c.dir)
	}
	if err := os.Remove(c.pidFile()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove stale process id: %w", err)
	}
	return nil
}

func (c cluster) pidFile() string { return filepath.Join(c.dir, "postmaster.pid") }

// mainPID is what the process id file says, 0 when there is none.
func (c cluster) mainPID() int {
	text, err := os.ReadFile(c.pidFile())
	if err != nil {
		return 0
	}
	first, _, _ := strings.Cut(string(text), "\n")
	pid, err := strconv.Atoi(first)
	if err != nil {
		return 0
	}
	return pid
}
