//go:build unix

package postgres

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Running is the address of the database that another academy has running on a data folder, for who only visits.
func Running(data string) (string, error) {
	note, err := os.ReadFile(filepath.Join(data, lockName))
	lines := strings.Split(string(note), "\n")
	if err != nil || len(lines) < 2 {
		return "", fmt.Errorf("%w %s", ErrNotRunning, data)
	}
	s := Server{socket: lines[1]}
	if _, err := os.Stat(filepath.Join(s.socket, ".s.PGSQL."+port)); err != nil {
		return "", fmt.Errorf("%w %s", ErrNotRunning, data)
	}
	return s.URL(), nil
}
