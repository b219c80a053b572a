//go:build unix && !linux

package postgres

import (
	"fmt"
	"os/exec"
	"strconv"
	"strings"
)

// commandLines answers every process by process id.
func commandLines() (map[int]string, error) {
	out, err := exec.Command("ps", "-axwwo", "pid=,command=").Output()
	if err != nil {
		return nil, fmt.Errorf("list processes: %w", err)
	}
	lines := map[int]string{}
	for row := range strings.Lines(string(out)) {
		number, line, _ := strings.Cut(strings.TrimSpace(row), " ")
		pid, err := strconv.Atoi(number)
		if err != nil {
			return nil, fmt.Errorf("list processes: %w", err)
		}
		lines[pid] = line + " "
	}
	return lines, nil
}
