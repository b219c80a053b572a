package film

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"time"

	"academy/media"
)

// gentle is how far an encoder steps back behind whatever else the machine does.
const gentle = 10

// errStalled ends a tool that has stopped getting on.
var errStalled = errors.New("film: no progress")

// call is one run of a tool.
type call struct {
	tool  string
	args  []string
	dir   string        // where it runs; empty for anywhere
	limit time.Duration // after which it is killed
	quiet bool          // it gives way to everything else
	// output takes what the tool prints; an error of it ends the tool.
	output io.Writer
	// watch is given a means to end the tool early; nil for none.
	watch func(end context.CancelCauseFunc)
}

// run runs a tool on content that may be hostile: with no variables of ours, in a process group that dies as one and
// with us, for a limited time.
func (c call) run(ctx context.Context) error {
	program, err := exec.LookPath(c.tool)
	if err != nil {
		return fmt.Errorf("%w: %w", media.ErrNoTool, err)
	}
	bounded, cancel := context.WithTimeout(ctx, c.limit)
	defer cancel()
	limited, end := context.WithCancelCause(bounded)
	defer end(nil)
	if c.watch != nil {
		c.watch(end)
	}
	command := exec.CommandContext(limited, program, c.args...)
	command.Dir, command.Env = c.dir, []string{"PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C"}
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	dieWithUs(command.SysProcAttr)
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGKILL) }
	command.WaitDelay = time.Second
	complaint := tail{}
	command.Stdout, command.Stderr = c.output, &complaint
	err = c.wait(command)
	switch {
	case err == nil && !full(complaint.String()):
		return nil
	case err == nil: // an encoder with several files ends well when some could not be written to their end
		return unavailable(c.tool, syscall.ENOSPC)
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(context.Cause(limited), errStalled):
		return refused("%s got stuck", c.tool)
	case limited.Err() != nil:
		return refused("%s was not done within %v", c.tool, c.limit)
	case errors.Is(err, io.ErrShortWrite):
		return refused("%s had too much to say", c.tool)
	}
	return toolError(c.tool, err, complaint.String())
}

// wait runs the command on a thread of its own: the kernel kills it when that thread ends.
func (c call) wait(command *exec.Cmd) error {
	done := make(chan error, 1)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		if err := command.Start(); err != nil {
			done <- err
			return
		}
		if c.quiet {
			_ = syscall.Setpriority(syscall.PRIO_PGRP, command.Process.Pid, gentle) // a courtesy that may fail
		}
		done <- command.Wait()
	}()
	return <-done
}

// ask runs a tool and answers what it prints, at most so many bytes.
func ask(ctx context.Context, limit time.Duration, most int, tool string, args ...string) ([]byte, error) {
	output := limitedBuffer{left: most}
	err := call{tool: tool, args: args, limit: limit, output: &output}.run(ctx)
	return output.Bytes(), err
}

// toolError tells what the film is to blame for from what this machine is: a full disk, or the kernel in need of memory.
// Only the tool's own words say the first.
func toolError(tool string, err error, complaint string) error {
	failed := fmt.Errorf("%s: %w: %s", tool, err, firstLine(complaint))
	var exit *exec.ExitError
	switch {
	case full(complaint):
		return fmt.Errorf("%w: %w: %w", media.ErrUnavailable, media.ErrFull, failed)
	case !errors.As(err, &exit), exit.Sys().(syscall.WaitStatus).Signal() == syscall.SIGKILL:
		return fmt.Errorf("%w: %w", media.ErrUnavailable, failed)
	}
	return fmt.Errorf("%w: %w", media.ErrRefused, failed)
}

func full(complaint string) bool {
	return strings.Contains(complaint, "No space left on device") || strings.Contains(complaint, "Disk quota exceeded")
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return line
}

func refused(format string, args ...any) error {
	return fmt.Errorf("%w: %s", media.ErrRefused, fmt.Sprintf(format, args...))
}

// unavailable marks a failure as this machine's own.
func unavailable(doing string, err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		err = fmt.Errorf("%w: %w", media.ErrFull, err)
	}
	return fmt.Errorf("%s: %w: %w", doing, media.ErrUnavailable, err)
}

func readable(path string) error {
	file, err := os.Open(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("film: %w", media.ErrNotFound)
	case err != nil:
		return unavailable("film", err)
	}
	return file.Close()
}

// limitedBuffer takes so many bytes; what follows fails the command.
type limitedBuffer struct {
	bytes.Buffer
	left int
}

func (b *limitedBuffer) Write(p []byte) (int, error) {
	take := min(len(p), b.left)
	b.left -= take
	b.Buffer.Write(p[:take])
	if take < len(p) {
		return take, io.ErrShortWrite
	}
	return len(p), nil
}

// tail keeps the last that was written: of a thousand complaints about damaged pictures and one about a full disk, the
// latter is what the tool ended of.
type tail struct{ kept []byte }

const tailBytes = 4 << 10

func (t *tail) Write(p []byte) (int, error) {
	t.kept = append(t.kept, p...)
	if len(t.kept) > 2*tailBytes {
		t.kept = append(t.kept[:0], t.kept[len(t.kept)-tailBytes:]...)
	}
	return len(p), nil
}

func (t *tail) String() string { return string(t.kept) }
