//go:build unix

package postgres

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

const lockName = "academy.lock"

// lockFolder takes a folder for this process until the file is closed or the process dies. The file tells who holds
// it and, in its second line, which socket folder is to be removed should the holder be killed.
func lockFolder(folder, data string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(folder, lockName), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock data folder: %w", err)
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		err = takeOver(f)
	} else if errors.Is(err, syscall.EWOULDBLOCK) {
		err = fmt.Errorf("%w: another academy (process %s) is using %s", ErrInUse, line(f, 0), data)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// takeOver clears what the last holder left in the file system and writes our own number.
func takeOver(f *os.File) error {
	if left := line(f, 1); strings.HasPrefix(filepath.Base(left), socketPrefix) {
		if err := os.RemoveAll(left); err != nil {
			return fmt.Errorf("remove the socket folder of a killed academy: %w", err)
		}
	}
	if err := f.Truncate(0); err != nil {
		return fmt.Errorf("write lock file: %w", err)
	}
	_, err := f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	return err
}

// noteSocket adds the socket folder to the lock file.
func noteSocket(f *os.File, folder string) error {
	if _, err := f.WriteAt(fmt.Appendf(nil, "%d\n%s\n", os.Getpid(), folder), 0); err != nil {
		return fmt.Errorf("write lock file: %w", err)
	}
	return nil
}

// line reads one line of the lock file, "" when it is not there.
func line(f *os.File, n int) string {
	text, err := os.ReadFile(f.Name())
	if err != nil {
		return ""
	}
	lines := strings.Split(string(text), "\n")
	if n >= len(lines) {
		return ""
	}
	return lines[n]
}
