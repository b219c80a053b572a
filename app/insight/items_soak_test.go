//go:build soak

package insight_test

import (
	"runtime"
	"testing"
	"time"

	"academy/app/insight"
	"academy/app/jobs"
)

// manyItems gives a quiz 46 questions more than it had when its attempts were made, and every attempt an answer to each.
var manyItems = []string{
	`create temporary table more as select gen_random_uuid() as question, gen_random_uuid() as version, n from generate_series(5, 50) n`,
	`insert into questions (id, course_id, key) select m.question, c.id, 'more-' || m.n from more m, courses c where c.slug = 'small'`,
	`insert into question_versions (id, question_id, number, type, prompt, body, created_at)
		select m.version, m.question, 1, v.type, v.prompt, v.body, now() from more m, (select * from question_versions where type = 'single' limit 1) v`,
	`insert into attempt_slots (attempt_id, slot, question_version_id, marks, score, response)
		select a.id, m.n, m.version, 10, case when random() < 0.4 + m.n * 0.01 then 10 else 0 end, '{"choice":"a"}'::jsonb from attempts a, more m`,
	`insert into item_analyses (quiz_id, attempts, asked_at) select z.id, 'first', now() from quizzes z join courses c on c.id = z.course_id where c.slug = 'small'`,
	`analyze attempt_slots`, `analyze attempts`,
}

// TestSoakAnalyseItems is a job on 100,000 attempts at 50 questions, from the database to the figures that are kept:
// at most ten seconds, and 256 MiB that the process ever holds.
func TestSoakAnalyseItems(t *testing.T) { //nolint:paralleltest // it measures
	d := openDesk(t)
	for range 100 { // in parts, each within the time that a statement has
		d.sit(1000, sat("a", true))
	}
	conn, err := d.DB.Jobs().Acquire(t.Context())
	d.must(err)
	defer conn.Release()
	for _, sql := range manyItems {
		if _, err := conn.Exec(t.Context(), sql); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
	runtime.GC()
	stop, peak := watchHeap()
	start := time.Now()
	d.must(d.Insight.AnalyseItems(t.Context(), jobs.AnalyseItems{QuizID: d.QuizID(t, "small"), Attempts: insight.First}))
	took := time.Since(start)
	close(stop)
	most := <-peak
	t.Logf("100,000 attempts at 50 questions: %v, %d MiB", took, most>>20)
	if took > 10*time.Second || most > 256<<20 {
		t.Errorf("want at most 10 s and 256 MiB")
	}
	if v, err := d.Insight.ItemFigures(t.Context(), d.who, "small", d.QuizID(t, "small"), insight.First); err != nil || len(v.Items) != 50 {
		t.Errorf("%d questions, %v", len(v.Items), err)
	}
}

// watchHeap answers what the heap holds at most until stop is closed.
func watchHeap() (stop chan struct{}, peak chan uint64) {
	stop, peak = make(chan struct{}), make(chan uint64, 1)
	go func() {
		var most uint64
		for {
			var now runtime.MemStats
			runtime.ReadMemStats(&now)
			most = max(most, now.HeapInuse)
			select {
			case <-stop:
				peak <- most
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	}()
	return stop, peak
}
