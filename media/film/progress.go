package film

import (
	"bytes"
	"context"
	"strconv"
	"time"
)

// progress reads what ffmpeg says of how far it has come, and ends it when it gets nowhere for too long.
type progress struct {
	total    time.Duration
	tell     func(percent int)
	patience time.Duration

	line  []byte
	last  string // what was said last of the moment reached
	timer *time.Timer
}

func (p *progress) start(end context.CancelCauseFunc) {
	p.timer = time.AfterFunc(p.patience, func() { end(errStalled) })
}

func (p *progress) stop() {
	if p.timer != nil {
		p.timer.Stop()
	}
}

// Write takes lines of the form key=value.
func (p *progress) Write(b []byte) (int, error) {
	p.line = append(p.line, b...)
	for {
		line, rest, whole := bytes.Cut(p.line, []byte("\n"))
		if !whole {
			break
		}
		p.line = rest
		p.read(string(line))
	}
	if len(p.line) > 1<<10 { // no line of ffmpeg's
		p.line = nil
	}
	return len(b), nil
}

func (p *progress) read(line string) {
	const moment = "out_time_us="
	if len(line) <= len(moment) || line[:len(moment)] != moment || line == p.last {
		return
	}
	p.last = line
	p.timer.Reset(p.patience)
	reached, err := strconv.ParseInt(line[len(moment):], 10, 64)
	if err != nil || p.tell == nil { // it says N/A before the first picture
		return
	}
	percent := 100 * time.Duration(reached) * time.Microsecond / p.total
	p.tell(int(min(max(percent, 0), 99)))
}
