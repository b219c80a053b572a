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

// Every row is measured in several rounds, with the other rows in between, and the middle one of them is shown: what else
// the machine does meanwhile then falls on all rows alike.
const (
	rounds    = 3
	warming   = time.Second
	measuring = 1500 * time.Millisecond
)

// atOnce is how many connections ask, each as soon as it has its answer.
var atOnce = []int{16, 64} //nolint:gochecknoglobals // what issue 2 asks for

// BenchmarkRequests prints what a request costs, of a bare server and of the academy, on the same database. Each server
// is a process of its own, so that making the requests costs it nothing. No figure makes it fail.
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
	bare, academy := g.start(b, bareRole), g.start(b, academyRole)
	r.measure(b, wanted(append(bareAsks(bare), g.asks(academy)...)))
	r.ResidentMB = float64(academy.peak(b)) / 1e6
	bare.stop()
	academy.stop()
	r.starts(b, g)
	b.ReportMetric(0, "ns/op") // the time of the whole says nothing
}

// ask is one row of the table: what is asked, and of which server.
type ask struct {
	letter, name string
	server       *process
	// client makes what one of n connections asks, again and again.
	client func(i, n int) client
}

func wanted(asks []ask) []ask {
	only := strings.FieldsFunc(os.Getenv("ACADEMY_BENCH_ONLY"), func(c rune) bool { return c == ',' })
	return slices.DeleteFunc(asks, func(a ask) bool { return len(only) > 0 && !slices.Contains(only, a.letter[:1]) })
}

func (r *report) measure(b *testing.B, asks []ask) {
	b.Helper()
	for _, n := range atOnce {
		measured := make([][]row, len(asks))
		for range rounds {
			for i, a := range asks {
				measured[i] = append(measured[i], measureRow(b, a, n))
			}
		}
		for _, rows := range measured {
			r.Rows = append(r.Rows, middle(rows))
		}
	}
}

func measureRow(b *testing.B, a ask, n int) row {
	b.Helper()
	l := launch(a.server.address, n, a.client)
	time.Sleep(warming)
	profiled := a.server.profile(b, profilePath(a, n))
	before, began := a.server.spent(b), time.Now()
	l.count.Store(true)
	time.Sleep(measuring)
	l.count.Store(false)
	after, took := a.server.spent(b), time.Since(began)
	profiled()
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
