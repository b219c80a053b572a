//go:build unix

package postgres

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// cluster is PostgreSQL's folder, with the binaries that fit it.
type cluster struct {
	home
	dir   string // postgres below the home
	title string // how its processes are told from those of other clusters
	binaries
}

func newCluster(h home) cluster {
	dir := filepath.Join(h.folder, clusterFolder)
	return cluster{home: h, dir: dir, title: fmt.Sprintf("academy-%x", sha256.Sum256([]byte(dir)))[:16]}
}

// prepare finds the binaries and makes the cluster when there is none.
func (c *cluster) prepare(ctx context.Context, o Options) error {
	made, err := c.version()
	if err != nil {
		return err
	}
	if c.binaries, err = findBinaries(ctx, c.home, o.BinDir, made); err != nil {
		return err
	}
	if made == 0 {
		return c.make(ctx, o.Fast)
	}
	return nil
}

// version is the PostgreSQL that made the cluster, 0 when there is no cluster.
func (c *cluster) version() (int, error) {
	text, err := os.ReadFile(filepath.Join(c.dir, "PG_VERSION"))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("look at the database folder: %w", err)
	}
	version, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		return 0, fmt.Errorf("look at the database folder: %w", err)
	}
	return version, nil
}

// make builds the cluster beside its place and moves it there when it is whole: a first start that is killed leaves
// nothing that could be taken for a database.
func (c *cluster) make(ctx context.Context, fast bool) error {
	const making = "postgres.making-"
	left, _ := filepath.Glob(filepath.Join(c.folder, making+"*"))
	for _, folder := range left {
		if err := os.RemoveAll(folder); err != nil {
			return fmt.Errorf("remove a half-made database: %w", err)
		}
	}
	folder, err := os.MkdirTemp(c.folder, making)
	if err != nil {
		return fmt.Errorf("make the database: %w", err)
	}
	if err := c.owner.take(folder); err != nil {
		return errors.Join(err, os.Remove(folder))
	}
	if _, err := c.run(ctx, c.command("initdb", c.initArguments(folder, fast)...)); err != nil {
		return errors.Join(fmt.Errorf("make the database: %w", err), os.RemoveAll(folder))
	}
	if err := os.Rename(folder, c.dir); err != nil {
		return errors.Join(fmt.Errorf("make the database: %w", err), os.RemoveAll(folder))
	}
	return syncFolder(c.folder)
}

// initArguments ask for UTF-8 and a character type that knows letters beyond ASCII: with plain C, pg_trgm and lower()
// pass over Hangul. Before version 17 the system's C.UTF-8 does what the built-in one does since.
func (c *cluster) initArguments(folder string, fast bool) []string {
	args := []string{
		"-D", folder, "--username=" + superuser, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8",
		"--lc-messages=C", "--text-search-config=simple", "--no-instructions",
	}
	if c.major >= 17 {
		args = append(args, "--locale-provider=builtin")
	}
	if fast {
		args = append(args, "--no-sync")
	}
	return args
}

func syncFolder(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("make the database: %w", err)
	}
	return errors.Join(f.Sync(), f.Close())
}

// run carries a program through as the owner and answers what it printed.
func (h home) run(ctx context.Context, cmd *exec.Cmd) (string, error) {
	var out, trouble bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &trouble
	cmd.SysProcAttr = h.attributes(syscall.SIGKILL)
	runtime.LockOSThread() // see launch
	defer runtime.UnlockOSThread()
	if err := cmd.Start(); err != nil {
		return "", fmt.Errorf("run %s: %w", cmd.Path, err)
	}
	defer context.AfterFunc(ctx, func() { _ = cmd.Process.Kill() })()
	if err := cmd.Wait(); err != nil {
		return "", fmt.Errorf("run %s: %w: %s", cmd.Path, errors.Join(err, ctx.Err()), bytes.TrimSpace(trouble.Bytes()))
	}
	return out.String(), nil
}

// attributes put a child into a process group of its own, so that Ctrl-C reaches only the academy, which then stops
// PostgreSQL when the last request is served.
func (h home) attributes(death syscall.Signal) *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{Setpgid: true}
	h.owner.become(attr)
	dieWith(attr, death)
	return attr
}

// postmaster is the command of the main process. SIGINT at our death is PostgreSQL's fast shutdown.
func (c *cluster) postmaster(socket string, fast bool, log io.Writer) *exec.Cmd {
	cmd := c.command("postgres", "-D", c.dir)
	for _, setting := range c.settings(socket, fast) {
		cmd.Args = append(cmd.Args, "-c", setting)
	}
	cmd.Stdout, cmd.Stderr = log, log
	cmd.SysProcAttr = c.attributes(syscall.SIGINT)
	cmd.WaitDelay = 200 * time.Millisecond // children of a killed main process keep the log open
	return cmd
}

// settings are all that the academy asks of its database, given at every start: for a small server that shares its
// machine. An academy that outgrows them has ACADEMY_DATABASE_URL.
func (c *cluster) settings(socket string, fast bool) []string {
	settings := []string{
		"listen_addresses=", "port=" + port, "unix_socket_directories=" + socket, "unix_socket_permissions=0700",
		"cluster_name=" + c.title, "update_process_title=on",
		"max_connections=100", "shared_buffers=128MB", "effective_cache_size=1GB", "random_page_cost=1.1", "jit=off",
		"synchronous_commit=on", "timezone=UTC", "log_timezone=UTC", "logging_collector=off", "log_checkpoints=off",
	}
	if fast {
		settings = append(settings, "fsync=off", "full_page_writes=off", "max_connections=300")
	}
	return settings
}
