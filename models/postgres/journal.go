//go:build unix

package postgres

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"sync"
)

// journal passes on what PostgreSQL prints and remembers the end of it, so that a failed start can say why.
type journal struct {
	mu   sync.Mutex
	out  io.Writer
	tail []byte
}

const journalTail = 4096

// Write never fails: a broken log must not take the database down.
func (j *journal) Write(text []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.tail = append(j.tail, text...)
	j.tail = j.tail[max(0, len(j.tail)-journalTail):]
	if j.out != nil {
		_, _ = j.out.Write(text)
	}
	return len(text), nil
}

func (j *journal) printf(format string, args ...any) {
	_, _ = fmt.Fprintf(j, "academy: "+format+"\n", args...)
}

// complaint is the last line that tells of an error, or the last line of all.
func (j *journal) complaint() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	lines := strings.Split(string(bytes.TrimSpace(j.tail)), "\n")
	for i := len(lines) - 1; i >= 0; i-- {
		if strings.Contains(lines[i], "FATAL:") || strings.Contains(lines[i], "PANIC:") || strings.Contains(lines[i], "error:") {
			return strings.TrimSpace(lines[i])
		}
	}
	return strings.TrimSpace(lines[len(lines)-1])
}
