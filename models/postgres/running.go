//go:build unix

package postgres

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Running is the address of the database that another academy has running on a data folder, for who only visits.
func Running(data string) (string, error) {
	note, err := os.ReadFile(filepath.Join(data, lockName))
	if err != nil {
		return "", notRunning(data, err)
	}
	_, rest, _ := strings.Cut(string(note), "\n")
	folder, _, _ := strings.Cut(rest, "\n")
	s := Server{socket: folder}
	if _, err := os.Stat(filepath.Join(s.socket, ".s.PGSQL."+port)); err != nil {
		return "", notRunning(data, err)
	}
	return s.URL(), nil
}

// notRunning tells a file that is not there from one that may not be looked at.
func notRunning(data string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w %s", ErrNotRunning, data)
	}
	return fmt.Errorf("database of %s: %w", data, err)
}
