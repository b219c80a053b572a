package assessment

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/questions"
	"academy/models"

	"github.com/google/uuid"
)

func (a *academy) saveError(who access.Actor, given Answer) error {
	_, err := a.SaveResponse(context.Background(), who, given)
	return err
}

func TestSaveResponse_KeepsEveryStepAndShowsTheLast(t *testing.T) {
	t.Parallel()
	a := openAcademy(t)
	who := a.citizen()
	attempt := a.start(who)
	a.save(who, answer(attempt, 1, 1, `{"choice":"a"}`))
	a.save(who, answer(attempt, 1, 2, `{"choice":"b"}`))
	a.save(who, answer(attempt, 4, 7, `{"text":"외교부"}`))
	got := a.look(who, attempt.ID)
	if got.Answered != 2 || got.Slots[0].Seq != 2 || string(compact(t, got.Slots[0].Response)) != `{"choice":"b"}` || got.Slots[3].Seq != 7 {
		t.Errorf("got %+v", got)
	}
	if n := a.count("select count(*) from attempt_steps"); n != 3 {
		t.Errorf("got %d steps, want 3", n)
	}
	a.save(who, answer(attempt, 1, 3, `null`))
	if got := a.look(who, attempt.ID); got.Answered != 1 || got.Slots[0].Answered || string(got.Slots[0].Response) != "null" {
		t.Errorf("taken back: %+v", got.Slots[0])
	}
}

func compact(t *testing.T, raw json.RawMessage) json.RawMessage {
	t.Helper()
	b, err := json.Marshal(raw)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestSaveResponse_SameOperationAgainAnswersTheSame(t *testing.T) {
	t.Parallel()
	a := openAcademy(t)
	who := a.citizen()
	attempt := a.start(who)
	given := answer(attempt, 1, 1, `{"choice":"a"}`)
	first := a.save(who, given)
	a.save(who, answer(attempt, 1, 2, `{"choice":"c"}`))
	a.later(time.Minute)
	if again := a.save(who, given); again != first {
		t.Errorf("got %+v, then %+v", first, again)
	}
	a.submit(who, attempt)
	a.later(time.Hour)
	if again := a.save(who, given); again != first {
		t.Errorf("after the end: got %+v, then %+v", first, again)
	}
	given.Slot, given.Response = 3, json.RawMessage(`{"value":true}`)
	wantFault(t, a.saveError(who, given), ErrOpReused)
}

func TestSaveResponse_StaleCarriesWhatIsSaved(t *testing.T) {
	t.Parallel()
	a := openAcademy(t)
	who := a.citizen()
	attempt := a.start(who)
	a.save(who, answer(attempt, 1, 5, `{"choice":"c"}`))
	for _, seq := range []int{5, 4, 1} {
		err := a.saveError(who, answer(attempt, 1, seq, `{"choice":"a"}`))
		wantFault(t, err, ErrStale)
		data := fault.Of(err).Data
		raw, _ := data["response"].(json.RawMessage)
		if data["seq"] != 5 || string(compact(t, raw)) != `{"choice":"c"}` {
			t.Errorf("seq %d: got %v", seq, data)
		}
	}
}

func TestSaveResponse_RefusesASeqOutOfReach(t *testing.T) {
	t.Parallel()
	a := openAcademy(t)
	who := a.citizen()
	attempt := a.start(who)
	for _, seq := range []int{0, -1, 1001, 1 << 31, 1 << 40} {
		wantFault(t, a.saveError(who, answer(attempt, 1, seq, `{"choice":"a"}`)), ErrSeq)
	}
	a.save(who, answer(attempt, 1, 1000, `{"choice":"a"}`))
	wantFault(t, a.saveError(who, answer(attempt, 1, 2001, `{"choice":"a"}`)), ErrSeq)
	a.save(who, answer(attempt, 1, 2000, `{"choice":"a"}`))
}

func TestSaveResponse_RefusesWhatIsNotTheirs(t *testing.T) {
	t.Parallel()
	a := openAcademy(t)
	who, other := a.citizen(), a.citizen()
	attempt := a.start(who)
	a.start(other)
	for range 2 { // the second time from memory
		wantFault(t, a.saveError(other, answer(attempt, 1, 1, `{"choice":"a"}`)), fault.ErrMissing)
	}
	wantFault(t, a.saveError(access.Actor{}, answer(attempt, 1, 1, `{"choice":"a"}`)), fault.ErrMissing)
	wantFault(t, a.saveError(who, answer(Attempt{ID: uuid.New()}, 1, 1, `{"choice":"a"}`)), fault.ErrMissing)
	for _, slot := range []int{0, 5, -1, 1 << 40} {
		wantFault(t, a.saveError(who, answer(attempt, slot, 1, `{"choice":"a"}`)), fault.ErrMissing)
	}
	if n := a.count("select count(*) from attempt_steps"); n != 0 {
		t.Errorf("%d steps were written", n)
	}
}

func TestSaveResponse_RefusesOtherShapes(t *testing.T) {
	t.Parallel()
	a := openAcademy(t)
	who := a.citizen()
	attempt := a.start(who)
	for slot, response := range map[int]string{1: `{"choice":"z"}`, 2: `{"choice":"a"}`, 3: `{"value":"yes"}`, 4: `{"text":"` + strings.Repeat("a", 10_000) + `"}`} {
		wantFault(t, a.saveError(who, answer(attempt, slot, 1, response)), questions.ErrShape)
	}
	for _, op := range []string{"", strings.Repeat("x", 65), "a b", "a\x00b", "한글"} {
		given := answer(attempt, 1, 1, `{"choice":"a"}`)
		given.OpID = op
		wantFault(t, a.saveError(who, given), ErrOpID)
	}
}

func TestSaveResponse_TakesAnswersOnTheirWayUntilTheGraceIsOver(t *testing.T) {
	t.Parallel()
	a := openAcademy(t)
	fixed := time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)
	now := fixed
	a.db.Now = func() time.Time { return now }
	who := a.citizen()
	attempt := a.start(who)
	now = fixed.Add(20*time.Minute + 30*time.Second)
	a.save(who, answer(attempt, 1, 1, `{"choice":"b"}`))
	now = now.Add(time.Microsecond)
	wantFault(t, a.saveError(who, answer(attempt, 1, 2, `{"choice":"a"}`)), ErrDeadlinePassed)
	got := a.look(who, attempt.ID)
	if got.State != "graded" || !got.Overdue || got.Score != 10 {
		t.Errorf("got %s, overdue %v, score %v", got.State, got.Overdue, got.Score)
	}
	wantFault(t, a.saveError(who, answer(attempt, 1, 2, `{"choice":"a"}`)), ErrDeadlinePassed)
}

func TestSaveResponse_RefusesAfterSubmitting(t *testing.T) {
	t.Parallel()
	a := openAcademy(t)
	who := a.citizen()
	attempt := a.start(who)
	a.submit(who, attempt)
	wantFault(t, a.saveError(who, answer(attempt, 1, 1, `{"choice":"b"}`)), ErrAttemptClosed)
}

func TestSaveResponse_OfTwoTabsAtOnceOneIsTold(t *testing.T) {
	t.Parallel()
	a := openAcademy(t)
	who := a.citizen()
	attempt := a.start(who)
	errs := make([]error, 8)
	var group sync.WaitGroup
	for i := range errs {
		group.Go(func() { errs[i] = a.saveError(who, answer(attempt, 1, 1, `{"choice":"a"}`)) })
	}
	group.Wait()
	taken := 0
	for _, err := range errs {
		if err == nil {
			taken++
			continue
		}
		wantFault(t, err, ErrStale)
	}
	if n := a.count("select count(*) from attempt_steps"); taken != 1 || n != 1 {
		t.Errorf("%d acknowledged, %d rows", taken, n)
	}
}

func TestSaveResponse_SameOperationSentManyTimesAtOnceIsOneStep(t *testing.T) {
	t.Parallel()
	a := openAcademy(t)
	who := a.citizen()
	given := answer(a.start(who), 2, 1, `{"choices":["a"]}`)
	answers := make([]Saved, 8)
	var group sync.WaitGroup
	for i := range answers {
		group.Go(func() { answers[i] = a.save(who, given) })
	}
	group.Wait()
	for _, got := range answers {
		if got != answers[0] {
			t.Errorf("got %+v and %+v", answers[0], got)
		}
	}
	if n := a.count("select count(*) from attempt_steps"); n != 1 {
		t.Errorf("%d rows", n)
	}
}

// Answers race a submission many times over: whatever was acknowledged must have been graded.
func TestSaveResponse_NothingAcknowledgedMissesTheGrading(t *testing.T) {
	t.Parallel()
	a := openAcademy(t, func(d *QuizDraft) { d.MaxAttempts = 0 })
	who := a.citizen()
	for range 25 {
		attempt := a.start(who)
		var group sync.WaitGroup
		saved := make([]error, 4)
		for i, r := range right() {
			group.Go(func() { saved[i] = a.saveError(who, answer(attempt, i+1, 1, r)) })
		}
		var result Result
		group.Go(func() { result = a.submit(who, attempt) })
		group.Wait()
		want := 0.0
		for i, err := range saved {
			switch {
			case err == nil:
				want += 10
			case !errors.Is(err, ErrAttemptClosed):
				t.Errorf("slot %d: %v", i+1, err)
			}
		}
		if result.Score != want {
			t.Fatalf("%v acknowledged, %v graded", want, result.Score)
		}
	}
}

// A server that knows an attempt only from the database, as after a crash, takes up where the other stopped.
func TestSaveResponse_AnotherServerGoesOn(t *testing.T) {
	t.Parallel()
	a := openAcademy(t)
	who := a.citizen()
	attempt := a.start(who)
	given := answer(attempt, 1, 1, `{"choice":"b"}`)
	first := a.save(who, given)
	other := New(a.Deps)
	if again, err := other.SaveResponse(t.Context(), who, given); err != nil || again != first {
		t.Errorf("got %+v, %v, want %+v", again, err, first)
	}
	if _, err := other.SaveResponse(t.Context(), who, answer(attempt, 1, 2, `{"choice":"c"}`)); err != nil {
		t.Error(err)
	}
}

func BenchmarkSaveResponse(b *testing.B) {
	a := openAcademy(b, func(d *QuizDraft) { d.TimeLimitS = 0 })
	who := a.citizen()
	attempt := a.start(who)
	b.Run("save", func(b *testing.B) {
		seq := a.count("select coalesce(max(seq), 0) from attempt_steps where slot = 2")
		for b.Loop() {
			seq++
			a.save(who, Answer{attempt.ID, 2, fmt.Sprint("op", seq), seq, json.RawMessage(`{"choices":["a","b"]}`)})
		}
	})
	// The floor: the barest durable INSERT of the same row through pgx.
	b.Run("insert", func(b *testing.B) {
		a.exec("create table if not exists plain_steps (like attempt_steps including all)")
		for b.Loop() {
			a.exec("insert into plain_steps values ($1, 2, 1, $2, $3, now())", models.NewID(), "op", `{"choices":["a","b"]}`)
		}
	})
}
