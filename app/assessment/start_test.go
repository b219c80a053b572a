package assessment

import (
	"sync"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/locale"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
)

func TestStart_AsksASnapshot(t *testing.T) {
	t.Parallel()
	a := openAcademy(t)
	who := a.citizen()
	got, created, err := a.Start(t.Context(), who, locale.EN, a.quizID, "")
	if err != nil || !created {
		t.Fatalf("created %v, %v", created, err)
	}
	if got.Number != 1 || got.State != "in_progress" || got.Max != 40 || got.AttemptsLeft != 2 || len(got.Slots) != 4 {
		t.Errorf("got %+v", got)
	}
	if want := got.StartedAt.Add(20 * time.Minute); got.Deadline == nil || !got.Deadline.Equal(want) {
		t.Errorf("deadline %v, want %v", got.Deadline, want)
	}
	if got.Slots[2].Choices[0] != (Choice{"true", "True"}) || got.Slots[2].Choices[1] != (Choice{"false", "False"}) {
		t.Errorf("true/false: %+v", got.Slots[2].Choices)
	}
	read, err := a.Attempt(t.Context(), who, locale.EN, got.ID)
	if err != nil {
		t.Fatal(err)
	}
	read.ServerTime = got.ServerTime
	if diff := cmp.Diff(got, read); diff != "" {
		t.Errorf("what Start shows is not what Attempt does (-start +attempt):\n%s", diff)
	}
}

func TestStart_DrawsTheOrderFromTheStoredSeed(t *testing.T) {
	t.Parallel()
	a := openAcademy(t)
	attempt := a.start(a.citizen())
	var seed int64
	if err := a.db.Jobs().QueryRow(t.Context(), "select seed from attempts where id = $1", attempt.ID).Scan(&seed); err != nil {
		t.Fatal(err)
	}
	q, _ := sampleQuiz(a.courseID).Questions[1].Make()
	var shown []string
	for _, c := range attempt.Slots[1].Choices {
		shown = append(shown, c.ID)
	}
	if diff := cmp.Diff(q.Order(chance(seed, 2, true)), shown); diff != "" {
		t.Error(diff)
	}
}

func TestStart_GoesOnWithTheOpenAttempt(t *testing.T) {
	t.Parallel()
	a := openAcademy(t)
	who := a.citizen()
	first := a.start(who)
	a.save(who, answer(first, 1, 1, `{"choice":"a"}`))
	again, created, err := a.Start(t.Context(), who, locale.KO, a.quizID, "")
	if err != nil || created || again.ID != first.ID || again.Answered != 1 || again.Slots[0].Seq != 1 {
		t.Errorf("got %+v, created %v, %v", again, created, err)
	}
}

func TestStart_TwelveAtOnceMakeOneAttempt(t *testing.T) {
	t.Parallel()
	a := openAcademy(t)
	who := a.citizen()
	var group sync.WaitGroup
	var lock sync.Mutex
	made, ids := 0, map[uuid.UUID]bool{}
	for range 12 {
		group.Go(func() {
			attempt, created, err := a.Start(t.Context(), who, locale.KO, a.quizID, "")
			lock.Lock()
			defer lock.Unlock()
			if err != nil {
				t.Error(err)
			}
			if created {
				made++
			}
			ids[attempt.ID] = true
		})
	}
	group.Wait()
	if n := a.count("select count(*) from attempts"); made != 1 || len(ids) != 1 || n != 1 {
		t.Errorf("%d made, %d answered, %d rows", made, len(ids), n)
	}
}

func TestStart_RefusesAfterTheLast(t *testing.T) {
	t.Parallel()
	a := openAcademy(t)
	who := a.citizen()
	for range 3 {
		a.submit(who, a.start(who))
	}
	_, _, err := a.Start(t.Context(), who, locale.KO, a.quizID, "")
	wantFault(t, err, ErrAttemptsUsed)
}

func TestStart_AllowsAnotherAfterPassing(t *testing.T) {
	t.Parallel()
	a := openAcademy(t)
	who := a.citizen()
	first := a.start(who)
	for i, r := range right() {
		a.save(who, answer(first, i+1, 1, r))
	}
	if !a.submit(who, first).Passed {
		t.Fatal("not passed")
	}
	if second := a.start(who); second.Number != 2 {
		t.Errorf("got attempt %d", second.Number)
	}
}

func TestStart_HandsInAnOverdueAttemptFirst(t *testing.T) {
	t.Parallel()
	a := openAcademy(t)
	who := a.citizen()
	first := a.start(who)
	a.later(21 * time.Minute)
	second := a.start(who)
	if second.ID == first.ID || second.Number != 2 {
		t.Errorf("got %+v", second)
	}
	if old := a.look(who, first.ID); old.State != "graded" || !old.Overdue {
		t.Errorf("the first is %s, overdue %v", old.State, old.Overdue)
	}
}

func TestStart_RefusesWhoMayNot(t *testing.T) {
	t.Parallel()
	a := openAcademy(t)
	start := func(who access.Actor, quiz uuid.UUID) error {
		_, _, err := a.Start(t.Context(), who, locale.KO, quiz, "")
		return err
	}
	wantFault(t, start(a.stranger(), a.quizID), ErrNotEnrolled)
	wantFault(t, start(access.Actor{}, a.quizID), fault.ErrAnonymous)
	wantFault(t, start(a.citizen(), uuid.New()), fault.ErrMissing)
	withdrawn := a.citizen()
	a.exec("update enrolments set state = 'withdrawn' where citizen_id = $1", withdrawn.ID)
	wantFault(t, start(withdrawn, a.quizID), ErrNotEnrolled)
	a.locked.Store(true)
	wantFault(t, start(a.citizen(), a.quizID), ErrLocked)
}

func TestQuizStart_SaysWhatStandsInTheWay(t *testing.T) {
	t.Parallel()
	a := openAcademy(t)
	view := func(who access.Actor) QuizStart {
		t.Helper()
		got, err := a.QuizStart(t.Context(), who, locale.KO, a.quizID)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	who := a.citizen()
	got := view(who)
	if got.Blocked != "" || got.Questions != 4 || got.Marks != 40 || got.TimeLimit != 20 || got.Used != 0 || got.Title != "평가" {
		t.Errorf("before: %+v", got)
	}
	if got := view(a.stranger()).Blocked; got != "not_enrolled" {
		t.Errorf("stranger: got %q", got)
	}
	open := a.start(who)
	if got := view(who); got.Open == nil || *got.Open != open.ID || got.Used != 1 {
		t.Errorf("open: %+v", got)
	}
	a.submit(who, open)
	a.submit(who, a.start(who))
	a.submit(who, a.start(who))
	got = view(who)
	if got.Blocked != "attempts_used" || got.Used != 3 || got.Open != nil || got.Attempts[0].Number != 3 {
		t.Errorf("after: %+v", got)
	}
	a.locked.Store(true)
	if got := view(a.citizen()).Blocked; got != "locked" {
		t.Errorf("locked: got %q", got)
	}
	_, err := a.QuizStart(t.Context(), who, locale.KO, uuid.New())
	wantFault(t, err, fault.ErrMissing)
}
