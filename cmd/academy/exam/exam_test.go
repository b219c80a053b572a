package exam

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"github.com/google/uuid"
)

func TestLoopback_TakesThisMachineOnly(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"http://localhost:8080": "127.0.0.1:8080", "http://127.0.0.1": "127.0.0.1:80", "http://[::1]:9": "[::1]:9", "http://127.9.9.9:1/": "127.9.9.9:1",
		"https://localhost": "", "http://academy.example.org": "", "http://10.0.0.1:8080": "", "http://localhost.example.org:8080": "", "localhost:8080": "",
		"http://localhost@academy.example.org": "", "http://0.0.0.0:8080": "", "": "",
	} {
		got, err := loopback(address)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q: got %q, %v", address, got, err)
		}
	}
}

func TestFigures_AreThoseOfSortedTimes(t *testing.T) {
	t.Parallel()
	began := time.Now()
	var all []waited
	for n := 100; n > 0; n-- {
		all = append(all, waited{took: time.Duration(n) * time.Millisecond, at: began.Add(time.Duration(n) * 21 * time.Millisecond)})
	}
	got := figures(all) // the first began after 20 ms, the last was done after 2100
	got.Rate = math.Round(got.Rate * 100)
	if want := (Figures{Count: 100, Rate: 4808, P50: 51, P95: 96, P99: 100}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got = figures(nil); got != (Figures{}) {
		t.Errorf("of nothing: %+v", got)
	}
}

// told is a learner who was told that two answers of one question are safe, who sent a third without an answer, and who
// has handed in.
func told() promise {
	change := func(seq int, op, text string, acknowledged bool) step {
		return step{slot: 1, seq: seq, op: op, response: json.RawMessage(`{"text":"` + text + `"}`), acknowledged: acknowledged}
	}
	return promise{learner: uuid.New(), attempt: uuid.New(), submitted: true, steps: []step{change(1, "a", "one", true), change(2, "b", "two", true), change(3, "c", "three", false)}}
}

// as is a database that holds all that was promised.
func as(p promise) kept {
	return kept{
		attempts: map[uuid.UUID][]attempt{p.learner: {{id: p.attempt}}},
		steps:    map[uuid.UUID][]step{p.attempt: {p.steps[0], p.steps[1]}},
	}
}

func TestCompare_FindsWhatIsLostAndWhatIsThereTwice(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change           func(p *promise, k kept)
		lost, duplicated int
	}{
		"all is there":                       {func(*promise, kept) {}, 0, 0},
		"what was not acknowledged is there": {func(p *promise, k kept) { k.steps[p.attempt] = p.steps }, 0, 0},
		"JSON in another order of letters":   {func(p *promise, k kept) { k.steps[p.attempt][0].response = json.RawMessage(`{ "text": "one" }`) }, 0, 0},
		"an answer is gone":                  {func(p *promise, k kept) { k.steps[p.attempt] = k.steps[p.attempt][:1] }, 1, 0},
		"an answer has another text":         {func(p *promise, k kept) { k.steps[p.attempt][1].response = json.RawMessage(`{"text":"one"}`) }, 1, 0},
		"an answer has another place":        {func(p *promise, k kept) { k.steps[p.attempt][1].slot = 2 }, 1, 0},
		"the attempt is gone":                {func(p *promise, k kept) { delete(k.attempts, p.learner); delete(k.steps, p.attempt) }, 3, 0},
		"the attempt is open still":          {func(p *promise, k kept) { k.attempts[p.learner][0].open = true }, 1, 0},
		"it was never handed in":             {func(p *promise, k kept) { p.submitted, k.attempts[p.learner][0].open = false, true }, 0, 0},
		"a second attempt": {func(p *promise, k kept) {
			k.attempts[p.learner] = append(k.attempts[p.learner], attempt{id: uuid.New()})
		}, 0, 1},
		"a start that nobody was told of": {func(p *promise, _ kept) { *p = promise{learner: p.learner} }, 0, 0},
		"a change is there twice": {func(p *promise, k kept) {
			again := p.steps[1]
			again.seq = 9
			k.steps[p.attempt] = []step{p.steps[0], again, p.steps[1]}
		}, 0, 1},
		"a change that nobody has sent": {func(p *promise, k kept) {
			k.steps[p.attempt] = append(k.steps[p.attempt], step{slot: 1, seq: 3, op: "z"})
		}, 0, 1},
	} {
		p := told()
		k := as(p)
		k.steps[p.attempt] = append([]step(nil), k.steps[p.attempt]...)
		c.change(&p, k)
		found := compare([]promise{p}, k)
		if len(found.Lost) != c.lost || len(found.Duplicated) != c.duplicated {
			t.Errorf("%s: got %+v", name, found)
		}
	}
}

func TestPatience_GrowsToFourSeconds(t *testing.T) {
	t.Parallel()
	for tries, want := range map[int]time.Duration{1: 250 * time.Millisecond, 2: 500 * time.Millisecond, 5: 4 * time.Second, 60: 4 * time.Second} {
		if got := patience(tries); got < want*8/10 || got > want*12/10 {
			t.Errorf("try %d: got %v, want about %v", tries, got, want)
		}
	}
}
