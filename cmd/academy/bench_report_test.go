package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"slices"
	"text/tabwriter"
	"time"
)

// report is what the benchmark prints: as a table, and once more as a line of JSON.
type report struct {
	Rows []row `json:"rows"`
	Aims []aim `json:"aims"`
	// ResidentMB is the most memory the server measured last has held, in 10^6 bytes: the academy.
	ResidentMB float64 `json:"resident_mb"`
	// ReadyMS is how long `serve` takes to its first answer, several times, the shortest first.
	ReadyMS []float64 `json:"ready_ms"`
}

// row is one measurement. Times of the processor are microseconds a request.
type row struct {
	Letter      string  `json:"row"`
	Name        string  `json:"name"`
	Connections int     `json:"connections"`
	PerSecond   float64 `json:"per_second"`
	P50         float64 `json:"p50_ms"`
	P99         float64 `json:"p99_ms"`
	ServerCPU   float64 `json:"server_cpu_us"`
	DatabaseCPU float64 `json:"database_cpu_us"`
	CPU         float64 `json:"cpu_us"`
	Queries     float64 `json:"queries"`
	// Others is how much of the machine was taken by what is not ours, in percent: beside much of it figures grow.
	Others   float64 `json:"others_percent"`
	Bytes    int     `json:"bytes"`
	Failures int     `json:"failures"`
	Failure  string  `json:"failure,omitempty"`
}

// aim holds one figure against what was aimed at.
type aim struct {
	Name  string  `json:"aim"`
	Value float64 `json:"value"`
	Limit float64 `json:"limit"`
	Holds bool    `json:"holds"`
}

func (t tally) row(a ask, n int, took time.Duration, c cost) row {
	requests := float64(max(len(t.took), 1))
	each := func(d time.Duration) float64 { return float64(d.Microseconds()) / requests }
	return row{
		Letter: a.letter, Name: a.name, Connections: n, PerSecond: requests / took.Seconds(), P50: t.quantile(.5), P99: t.quantile(.99),
		ServerCPU: each(c.server), DatabaseCPU: each(c.database), CPU: each(c.server + c.database), Queries: float64(c.queries) / requests,
		Others: 100 * float64(c.machine-c.server-c.database-c.client) / float64(took) / float64(runtime.NumCPU()),
		Bytes:  t.bytes / max(len(t.took)-t.failures, 1), Failures: t.failures, Failure: t.failure,
	}
}

// middle is the round with the middle cost, and all failures.
func middle(rows []row) row {
	slices.SortFunc(rows, func(a, b row) int { return cmp.Compare(a.CPU, b.CPU) })
	shown := rows[len(rows)/2]
	shown.Failures = 0
	for _, r := range rows {
		shown.Failures, shown.Failure = shown.Failures+r.Failures, cmp.Or(shown.Failure, r.Failure)
	}
	return shown
}

// find answers a row, empty when it was not measured.
func (r *report) find(letter string, connections int) row {
	for _, found := range r.Rows {
		if found.Letter == letter && found.Connections == connections {
			return found
		}
	}
	return row{}
}

// judge fills in the aims of issues 2 and 7 as far as the rows are there.
func (r *report) judge() {
	processor := func(r row) float64 { return r.CPU }
	rate := func(r row) float64 { return r.PerSecond }
	for _, n := range atOnce {
		r.compare(n, "d", "b", "processor", processor, 8)
		r.compare(n, "e1", "b", "processor", processor, 8)
		r.compare(n, "e2", "b", "processor", processor, 8)
		r.compare(n, "f", "c", "processor", processor, 3)
		r.compare(n, "f", "c", "rate", rate, -0.3)
		r.compare(n, "g", "a", "processor", processor, 6)
		r.compare(n, "h", "b", "processor", processor, 4)
		r.compare(n, "i", "b", "processor", processor, 6)
		r.compare(n, "j", "c", "rate", rate, -0.2)
		if j := r.find("j", n); j.Letter != "" {
			r.Aims = append(r.Aims, aim{fmt.Sprintf("statements of j, %d at once", n), j.Queries, 4, j.Queries <= 4 && j.Failures == 0})
		}
	}
	r.Aims = append(r.Aims, aim{"memory of the server, MB", r.ResidentMB, 150, r.ResidentMB <= 150})
	if len(r.ReadyMS) > 0 {
		median := r.ReadyMS[len(r.ReadyMS)/2]
		r.Aims = append(r.Aims, aim{"serve until ready, ms", median, 1000, median <= 1000})
	}
}

// compare notes one row's figure as a multiple of another's: at most limit of it, or at least -limit where it is
// negative. Refusals are cheap, so a row with failures proves nothing.
func (r *report) compare(connections int, letter, base, what string, figure func(row) float64, limit float64) {
	of, to := r.find(letter, connections), r.find(base, connections)
	if of.Letter == "" || to.Letter == "" {
		return
	}
	a := aim{Name: fmt.Sprintf("%s of %s / %s, %d at once", what, letter, base, connections), Value: figure(of) / figure(to), Limit: limit}
	a.Holds = of.Failures+to.Failures == 0 && (limit > 0 && a.Value <= limit || limit < 0 && a.Value >= -limit)
	r.Aims = append(r.Aims, a)
}

func (r *report) print(out io.Writer) {
	r.judge()
	fmt.Fprintf(out, "\n%d processors shared by client, server and database; the middle of %d rounds of %v; processor time in µs a request\n\n", runtime.NumCPU(), rounds, measuring)
	r.table(out)
	fmt.Fprintf(out, "\nserve until ready, ms: %.0f\n\n", r.ReadyMS)
	r.aims(out)
	line, err := json.Marshal(r)
	if err != nil {
		line = []byte(err.Error())
	}
	fmt.Fprintf(out, "\n%s\n\n", line)
}

func (r *report) table(out io.Writer) {
	w := tabwriter.NewWriter(out, 0, 4, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "row\tat once\tper s\tp50 ms\tp99 ms\tserver\tdatabase\ttogether\tqueries\tbytes\tothers\tfailed\t  what")
	for _, m := range r.Rows {
		fmt.Fprintf(w, "%s\t%d\t%.0f\t%.2f\t%.2f\t%.0f\t%.0f\t%.0f\t%.2f\t%d\t%.0f%%\t%d\t  %s %s\n", m.Letter, m.Connections, m.PerSecond, m.P50, m.P99,
			m.ServerCPU, m.DatabaseCPU, m.CPU, m.Queries, m.Bytes, m.Others, m.Failures, m.Name, m.Failure)
	}
	_ = w.Flush() // what cannot be printed cannot be complained about either
}

func (r *report) aims(out io.Writer) {
	w := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	for _, a := range r.Aims {
		sign, limit := "at most", a.Limit
		if limit < 0 {
			sign, limit = "at least", -limit
		}
		fmt.Fprintf(w, "%s\t%.2f\t%s %g\t%s\n", a.Name, a.Value, sign, limit, cmp.Or(map[bool]string{true: "holds"}[a.Holds], "MISSED"))
	}
	_ = w.Flush() // see table
}
