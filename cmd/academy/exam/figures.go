package exam

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"
)

// Figures is how long one thing took those who waited for it, from the first try to the acknowledgement.
type Figures struct {
	Count int     `json:"-"`
	Rate  float64 `json:"-"` // a second, from the first try of all to the last acknowledgement
	P50   float64 `json:"p50"`
	P95   float64 `json:"p95"`
	P99   float64 `json:"p99"`
}

// waited is one thing that was acknowledged.
type waited struct {
	took time.Duration
	at   time.Time // the acknowledgement
}

func figures(all []waited) Figures {
	if len(all) == 0 {
		return Figures{}
	}
	took := make([]time.Duration, len(all))
	first, last := all[0].at, all[0].at
	for i, w := range all {
		took[i] = w.took
		if began := w.at.Add(-w.took); began.Before(first) {
			first = began
		}
		if w.at.After(last) {
			last = w.at
		}
	}
	slices.Sort(took)
	rate := float64(len(all)) / max(last.Sub(first).Seconds(), 0.001)
	return Figures{Count: len(all), Rate: rate, P50: quantile(took, 0.50), P95: quantile(took, 0.95), P99: quantile(took, 0.99)}
}

// quantile is what a share of sorted times, of which there is one at least, kept within, in milliseconds.
func quantile(took []time.Duration, share float64) float64 {
	at := took[min(int(share*float64(len(took))), len(took)-1)]
	return float64(at.Microseconds()) / 1000
}

// Report is what a program reads of an exam.
type Report struct {
	Learners     int     `json:"learners"`
	Acknowledged int     `json:"acknowledged"` // answers
	Lost         int     `json:"lost"`
	Duplicated   int     `json:"duplicated"`
	Errors       int     `json:"errors"`
	StartMS      Figures `json:"start_ms"`
	SaveMS       Figures `json:"save_ms"`
	SubmitMS     Figures `json:"submit_ms"`
	Retried      int     `json:"retried"`
	Seconds      float64 `json:"seconds"`
}

// Report joins what the learners saw with what the database holds.
func (s *Sitting) Report(found Found) Report {
	return Report{
		Learners: len(s.promises), Acknowledged: s.Saves.Count, Lost: len(found.Lost), Duplicated: len(found.Duplicated), Errors: s.Failed,
		StartMS: s.Starts, SaveMS: s.Saves, SubmitMS: s.Submits, Retried: s.Retried, Seconds: s.Took.Seconds(),
	}
}

// Print writes the report as one line.
func (r Report) Print(out io.Writer) error { return json.NewEncoder(out).Encode(r) }

// Say tells in words what the JSON has no room for.
func (s *Sitting) Say(out io.Writer, transactions int64) {
	seconds := s.Took.Seconds()
	for _, line := range []struct {
		what string
		f    Figures
	}{{"starts", s.Starts}, {"saves", s.Saves}, {"submits", s.Submits}} {
		fmt.Fprintf(out, "%-8s %7d  %7.1f/s  p50 %7.1f ms  p95 %7.1f ms  p99 %7.1f ms\n", line.what, line.f.Count, line.f.Rate, line.f.P50, line.f.P95, line.f.P99)
	}
	done := max(s.Starts.Count+s.Saves.Count+s.Submits.Count, 1)
	fmt.Fprintf(out, "%.1f s, %d sent again, %d errors", seconds, s.Retried, s.Failed)
	if s.Server > 0 {
		fmt.Fprintf(out, ", %.2f ms of processor time an operation", float64(s.Server.Microseconds())/1000/float64(done))
	}
	if s.Retried == 0 { // a database that crashes forgets them
		fmt.Fprintf(out, ", %.1f transactions an operation", float64(transactions)/float64(done))
	}
	fmt.Fprintln(out)
	if s.Failure != nil {
		fmt.Fprintf(out, "one of the errors: %v\n", s.Failure)
	}
}

// Say names what was lost or is there twice, as far as somebody reads.
func (f Found) Say(out io.Writer) {
	for _, list := range [][]string{f.Lost, f.Duplicated} {
		for _, line := range list[:min(len(list), 10)] {
			fmt.Fprintln(out, line)
		}
	}
}
