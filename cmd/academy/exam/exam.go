// Package exam lets many learners sit an exam at once, by the JSON API of an academy on this machine, and looks afterwards
// whether every answer that was acknowledged is in the database. A learner behaves as the browser does: what was not
// acknowledged is kept and sent again, under the same name. It must not know how the academy saves an answer.
package exam

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"sync"
	"sync/atomic"
	"time"
)

// Options say who sits the exam, and where.
type Options struct {
	// URL is the academy's address. Only this machine's own will do: tokens are made up, and nobody asked for the load.
	URL  string
	Seat Seating
	// Think is how long learners think, as a share of the 30 to 90 seconds that a page of two questions takes.
	Think float64
	// Length bounds the exam: whoever still answers then hands in what there is.
	Length time.Duration
	// Sign makes the access token of a learner.
	Sign func(Learner) (string, error)
	// Progress is told every second how far they are.
	Progress io.Writer
}

// Sitting is what became of an exam.
type Sitting struct {
	Took time.Duration
	// Server is the processor time that the academy's process took meanwhile; 0 where the system does not tell.
	Server                 time.Duration
	Starts, Saves, Submits Figures
	// Retried counts requests that were sent again, Failed what was given up or refused.
	Retried, Failed int
	// Failure is one of the latter.
	Failure error

	promises []promise
}

// counts is how far all learners are together.
type counts struct{ started, saved, submitted, retried atomic.Int64 }

// Sit lets every learner start at the same moment, and returns when the last has handed in.
func Sit(ctx context.Context, o Options) (*Sitting, error) {
	address, err := loopback(o.URL)
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	enough, cancel := context.WithTimeout(ctx, o.Length)
	defer cancel()
	all := make([]*candidate, len(o.Seat.Learners))
	var count counts
	for i, l := range o.Seat.Learners {
		all[i] = newCandidate(l, o, newLine(address, &count))
	}
	if err := all[0].greet(); err != nil {
		return nil, err
	}
	meter := newMeter(address)
	began := time.Now()
	var working sync.WaitGroup
	for _, c := range all {
		working.Go(func() { c.sit(ctx, enough) })
	}
	told := make(chan struct{})
	go func() {
		defer close(told)
		tell(ctx, o.Progress, &count, meter)
	}()
	working.Wait()
	took := time.Since(began)
	stop()
	<-told
	return gather(all, took, meter.total()), nil
}

// Loopback says whether an address is this machine's own.
func Loopback(address string) error {
	_, err := loopback(address)
	return err
}

// loopback is the host and port of an address of this machine.
func loopback(address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" || u.Host == "" {
		return "", errors.New("--url must be an http address, such as http://localhost:8080")
	}
	host, port := u.Hostname(), u.Port()
	if host == "localhost" {
		host = "127.0.0.1"
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return "", fmt.Errorf("--url must be on this machine (localhost), not on %s: an exam of made-up learners is no load for others", host)
	}
	if port == "" {
		port = "80"
	}
	return net.JoinHostPort(host, port), nil
}

// tell says every second how far the learners are, until ctx ends.
func tell(ctx context.Context, out io.Writer, count *counts, meter *meter) {
	began := time.Now()
	for {
		meter.look()
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Second):
		}
		fmt.Fprintf(out, "%4.0f s  %d started, %d saved, %d handed in, %d sent again\n", time.Since(began).Seconds(),
			count.started.Load(), count.saved.Load(), count.submitted.Load(), count.retried.Load())
	}
}

func gather(all []*candidate, took, server time.Duration) *Sitting {
	s := &Sitting{Took: took, Server: server}
	var starts, saves, submits []waited
	for _, c := range all {
		starts, saves, submits = append(starts, c.took.start...), append(saves, c.took.save...), append(submits, c.took.submit...)
		s.Retried += c.line.retried
		s.promises = append(s.promises, c.promise)
		if c.failure != nil {
			s.Failed, s.Failure = s.Failed+1, c.failure
		}
	}
	s.Starts, s.Saves, s.Submits = figures(starts), figures(saves), figures(submits)
	return s
}
