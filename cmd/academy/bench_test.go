package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// How long each measurement takes, and how many connections ask at once, each as soon as it has its answer.
const (
	warming   = 1500 * time.Millisecond
	measuring = 4 * time.Second
)

var atOnce = []int{16, 64} //nolint:gochecknoglobals // what issue 2 asks for

// BenchmarkRequests prints what a request costs: first of a bare server, then of the academy, on the same database. Each
// server is a process of its own, so that making the requests costs it nothing. No figure makes it fail.
//
// ACADEMY_BENCH_ONLY=d,e measures those rows alone; ACADEMY_BENCH_PROFILES=FOLDER keeps a processor profile of each.
func BenchmarkRequests(b *testing.B) {
	if role := os.Getenv(roleVariable); role != "" {
		if err := play(role); err != nil {
			b.Fatal(err)
		}
		return
	}
	g := layGround(b)
	var r report
	b.Cleanup(func() { r.print(os.Stdout) })
	r.measure(b, g.start(b, bareRole), bareAsks())
	r.measure(b, g.start(b, academyRole), g.asks())
	r.starts(b, g)
	b.ReportMetric(0, "ns/op") // the time of the whole says nothing
}

// ask is one row of the table: what is asked, and who asks.
type ask struct {
	letter, name string
	// client makes what one of n connections asks, again and again.
	client func(i, n int) client
}

// measure puts a server to the proof in every row, notes how much memory it took, and stops it.
func (r *report) measure(b *testing.B, p *process, asks []ask) {
	b.Helper()
	only := strings.FieldsFunc(os.Getenv("ACADEMY_BENCH_ONLY"), func(c rune) bool { return c == ',' })
	for _, a := range asks {
		if len(only) > 0 && !slices.Contains(only, a.letter[:1]) {
			continue
		}
		for _, n := range atOnce {
			r.Rows = append(r.Rows, measureRow(b, p, a, n))
		}
	}
	r.ResidentMB = float64(p.peak(b)) / 1e6
	p.stop()
}

func measureRow(b *testing.B, p *process, a ask, n int) row {
	b.Helper()
	l := launch(p.address, n, a.client)
	time.Sleep(warming)
	stopProfile := p.profile(b, profilePath(a, n))
	before, began := p.spent(b), time.Now()
	l.count.Store(true)
	time.Sleep(measuring)
	l.count.Store(false)
	after, took := p.spent(b), time.Since(began)
	stopProfile()
	return l.end().row(a, n, took, after.less(before))
}

// profilePath is where the profile of a row goes, empty when none was asked for.
func profilePath(a ask, n int) string {
	folder := os.Getenv("ACADEMY_BENCH_PROFILES")
	if folder == "" {
		return ""
	}
	return filepath.Join(folder, fmt.Sprintf("%s-%d.pprof", a.letter, n))
}

// starts notes how long `academy serve` takes from nothing to its first answer, with the database to be started too.
func (r *report) starts(b *testing.B, g *ground) {
	b.Helper()
	if err := g.server.Stop(); err != nil {
		b.Fatal(err)
	}
	for range 5 {
		p := g.start(b, serveRole)
		r.ReadyMS = append(r.ReadyMS, float64(p.ready.Microseconds())/1000)
		p.stop()
	}
	slices.Sort(r.ReadyMS)
}
