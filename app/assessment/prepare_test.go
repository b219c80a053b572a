package assessment

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/locale"
	"academy/models"
	"academy/models/assessment"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/uuid"
)

// opensIn is an academy whose quiz opens after a time.
func opensIn(t *testing.T, d time.Duration) *academy {
	t.Helper()
	a := openAcademy(t)
	a.exec("update quizzes set opens_at = $1", a.db.Now().Add(d))
	return a
}

func (a *academy) prepareAll(want int) {
	a.t.Helper()
	n, err := a.PrepareAttempts(context.Background())
	if err != nil || n != want {
		a.t.Fatalf("prepared %d, want %d: %v", n, want, err)
	}
}

func (a *academy) prepared() int { return a.count("select count(*) from prepared_attempts") }

// preparedFor is what is prepared for somebody.
func (a *academy) preparedFor(who access.Actor) (p assessment.PreparedAttempt) {
	a.t.Helper()
	err := a.db.Jobs().QueryRow(context.Background(), `select p.seed, p.max, p.slots from prepared_attempts p
		join enrolments e on e.id = p.enrolment_id where e.citizen_id = $1`, who.ID).Scan(&p.Seed, &p.Max, &p.Slots.V)
	if err != nil {
		a.t.Fatal(err)
	}
	return p
}

// kept is what an attempt was asked, by the database.
func (a *academy) kept(id uuid.UUID) (p assessment.PreparedAttempt) {
	a.t.Helper()
	err := a.db.Jobs().QueryRow(context.Background(), `select seed, max, (select jsonb_agg(to_jsonb(s) order by slot) from attempt_slots s where s.attempt_id = a.id)
		from attempts a where id = $1`, id).Scan(&p.Seed, &p.Max, &p.Slots.V)
	if err != nil {
		a.t.Fatal(err)
	}
	return p
}

// correct makes a new version of the first question.
func (a *academy) correct(prompt string) {
	a.t.Helper()
	a.exec(`insert into question_versions (id, question_id, number, type, prompt, body, feedback, created_at)
		select gen_random_uuid(), v.question_id, v.number + 1, v.type, jsonb_build_object('ko', $2::text, 'en', $2::text), v.body, v.feedback, now()
		from quiz_slots s join question_versions v on v.question_id = s.question_id where s.quiz_id = $1 and s.slot = 1 order by v.number desc limit 1`, a.quizID, prompt)
}

func TestPrepareAttempts_AsksAtTheOpeningTheVeryThingThatWasPrepared(t *testing.T) {
	t.Parallel()
	a := opensIn(t, 20*time.Minute)
	who := a.citizen()
	a.prepareAll(1)
	prepared := a.preparedFor(who)
	a.later(20 * time.Minute)
	attempt := a.start(who)
	if diff := cmp.Diff(prepared, a.kept(attempt.ID), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("(-prepared +asked):\n%s", diff)
	}
	if attempt.Number != 1 || attempt.Max != 40 || attempt.State != "in_progress" || a.prepared() != 0 {
		t.Errorf("%+v, and %d are still prepared", attempt, a.prepared())
	}
	read := a.look(who, attempt.ID)
	read.ServerTime = attempt.ServerTime
	if diff := cmp.Diff(attempt, read); diff != "" {
		t.Errorf("what Start shows is not what Attempt does (-start +attempt):\n%s", diff)
	}
}

func TestPrepareAttempts_DrawsWhatItsSeedSays(t *testing.T) {
	t.Parallel()
	a := opensIn(t, 20*time.Minute)
	a.exec("update quizzes set shuffle_questions = true")
	who := a.citizen()
	a.prepareAll(1)
	prepared := a.preparedFor(who)
	a.write(func(tx *models.Tx) error {
		slots, err := assessment.ListAsked(tx, a.quizID)
		if err != nil {
			return err
		}
		drawn, err := a.draw(tx, slots, assessment.Shuffled{Shuffle: true, ShuffleQuestions: true}, prepared.Seed)
		if diff := cmp.Diff(assessment.NewDrawnSlots(drawn.slots), prepared.Slots.V); diff != "" {
			t.Error(diff)
		}
		return err
	})
}

func TestPrepareAttempts_NeverAsksWhatWasEditedMeanwhile(t *testing.T) {
	t.Parallel()
	for what, edit := range map[string]func(a *academy){
		"a question was corrected": func(a *academy) { a.correct("Corrected") },
		"a question was taken out": func(a *academy) { a.exec("delete from quiz_slots where slot = 4") },
		"a question is worth more": func(a *academy) { a.exec("update quiz_slots set marks = 20 where slot = 2") },
		"the order is mixed":       func(a *academy) { a.exec("update quizzes set shuffle_questions = true, shuffle = false") },
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			a := opensIn(t, 20*time.Minute)
			who, other := a.citizen(), a.citizen()
			a.prepareAll(2)
			stale := a.preparedFor(who)
			edit(a)
			a.later(20 * time.Minute)
			if asked := a.kept(a.start(who).ID); asked.Seed == stale.Seed {
				t.Errorf("asked %+v, which was prepared before", asked)
			}
			a.later(-10 * time.Minute)
			old := a.preparedFor(other)
			a.prepareAll(1)
			if renewed := a.preparedFor(other); renewed.Seed == old.Seed {
				t.Error("what is stale was not prepared anew")
			}
		})
	}
}

func TestPrepareAttempts_StillAsksForEverythingAtTheStart(t *testing.T) {
	t.Parallel()
	a := opensIn(t, 20*time.Minute)
	a.exec("update quizzes set password = '열려라', closes_at = $1", a.db.Now().Add(90*time.Minute))
	who, gone := a.citizen(), a.citizen()
	a.grant(who, "extra_percent", "50")
	a.prepareAll(2)
	wantFault(t, a.mayStart(who, "열려라"), ErrNotOpen)
	a.later(20*time.Minute - time.Second)
	wantFault(t, a.mayStart(who, "열려라"), ErrNotOpen)
	a.later(time.Second)
	if err := a.mayStart(who, "틀림"); fault.Of(err).Fields["password"] == "" {
		t.Errorf("a wrong password: %v", err)
	}
	a.exec("update enrolments set state = 'withdrawn' where citizen_id = $1", gone.ID)
	wantFault(t, a.mayStart(gone, "열려라"), ErrNotEnrolled)
	if a.prepared() != 2 {
		t.Errorf("%d are prepared after starts that were refused", a.prepared())
	}
	attempt, created, err := a.Start(t.Context(), who, locale.KO, a.quizID, "열려라")
	if err != nil || !created || attempt.Deadline.Sub(attempt.StartedAt) != 30*time.Minute {
		t.Errorf("%+v, %v, %v", attempt, created, err)
	}
	a.later(2 * time.Hour)
	wantFault(t, a.mayStart(a.citizen(), "열려라"), ErrClosed)
}

func TestPrepareAttempts_IsNoAttempt(t *testing.T) {
	t.Parallel()
	a := opensIn(t, 20*time.Minute)
	who := a.citizen()
	a.prepareAll(1)
	page, err := a.QuizStart(t.Context(), who, locale.EN, a.quizID)
	if err != nil || page.Used != 0 || page.Open != nil || len(page.Attempts) != 0 || page.Blocked != "not_open" {
		t.Errorf("%+v, %v", page, err)
	}
	slots := a.preparedFor(who).Slots.V
	for _, id := range []uuid.UUID{a.quizID, slots[0].QuestionVersionID} {
		_, err := a.Attempt(t.Context(), who, locale.EN, id)
		wantFault(t, err, fault.ErrMissing)
	}
	if n := a.count("select (select count(*) from attempts) + (select count(*) from attempt_slots)"); n != 0 {
		t.Errorf("%d rows of attempts before the quiz opens", n)
	}
}

func TestPrepareAttempts_TwoStartsAtOnceMakeOneAttempt(t *testing.T) {
	t.Parallel()
	a := opensIn(t, 20*time.Minute)
	who := a.citizen()
	a.prepareAll(1)
	seed := a.preparedFor(who).Seed
	a.later(20 * time.Minute)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if err := a.mayStart(who, ""); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if n := a.count("select count(*) from attempts where seed = $1", seed); n != 1 || a.count("select count(*) from attempts") != 1 {
		t.Errorf("%d attempts as they were prepared", n)
	}
}

func TestPrepareAttempts_TwoRunsAtOncePrepareOnce(t *testing.T) {
	t.Parallel()
	a := opensIn(t, 20*time.Minute)
	for range 5 {
		a.citizen()
	}
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			if _, err := a.PrepareAttempts(context.Background()); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if a.prepared() != 5 {
		t.Errorf("%d are prepared", a.prepared())
	}
	a.prepareAll(0)
}

func TestPrepareAttempts_DrawsForEachLearnerByChance(t *testing.T) {
	t.Parallel()
	a := opensIn(t, 20*time.Minute)
	a.exec("delete from quiz_slots")
	a.exec("insert into quiz_slots (quiz_id, slot, marks, draw, asks) values ($1, 1, 10, '{}', 2)", a.quizID)
	for range 24 {
		a.citizen()
	}
	a.prepareAll(24)
	if n := a.count("select count(distinct slots) from prepared_attempts"); n < 4 {
		t.Errorf("24 learners are asked %d things", n)
	}
	if n := a.count("select count(distinct seed) from prepared_attempts where max = 20"); n != 24 {
		t.Errorf("%d seeds", n)
	}
	a.exec("update questions set archived = true where key = 'q1'")
	a.prepareAll(24)
}

func TestPrepareAttempts_BeginsBeforeTheOpeningAndEndsWithTheQuiz(t *testing.T) {
	t.Parallel()
	a := opensIn(t, time.Hour)
	a.exec("update quizzes set closes_at = opens_at + interval '1 hour'")
	who := a.citizen()
	a.prepareAll(0)
	a.later(31 * time.Minute)
	a.prepareAll(1)
	a.exec("update enrolments set state = 'withdrawn' where citizen_id = $1", who.ID)
	a.prepareAll(0)
	if a.prepared() != 0 {
		t.Error("something is prepared for who has left")
	}
	a.citizen()
	a.prepareAll(1)
	a.later(30 * time.Minute)
	late := a.citizen()
	a.prepareAll(0)
	if a.prepared() != 1 {
		t.Errorf("%d are prepared while the quiz is open", a.prepared())
	}
	a.start(late)
	a.later(time.Hour)
	a.prepareAll(0)
	if a.prepared() != 0 {
		t.Error("something is prepared for a quiz that has closed")
	}
}

func TestPrepareAttempts_LeavesAloneWhoHasBeenThere(t *testing.T) {
	t.Parallel()
	a := openAcademy(t)
	who := a.citizen()
	a.submit(who, a.start(who))
	a.exec("update quizzes set opens_at = $1", a.db.Now().Add(10*time.Minute))
	a.prepareAll(0)
}

func TestPreparedFrom_IsTheEarlierTheMoreLearnersThereAre(t *testing.T) {
	t.Parallel()
	opens := time.Date(2026, 12, 1, 10, 0, 0, 0, time.UTC)
	for learners, want := range map[int]time.Duration{0: 30 * time.Minute, 999: 30 * time.Minute, 3000: 33 * time.Minute, 60_000: 90 * time.Minute, 10_000_000: 12 * time.Hour} {
		t.Run(fmt.Sprint(learners), func(t *testing.T) {
			t.Parallel()
			if got := opens.Sub(preparedFrom(opens, learners)); got != want {
				t.Errorf("%v before, want %v", got, want)
			}
		})
	}
}

func TestStart_TakesFewStatementsWhateverTheSizeOfTheQuiz(t *testing.T) {
	t.Parallel()
	a := opensIn(t, 20*time.Minute)
	prepared := a.citizen()
	a.prepareAll(1)
	afresh := a.citizen()
	a.later(20 * time.Minute)
	for what, who := range map[string]access.Actor{"prepared": prepared, "drawn afresh": afresh} {
		before := a.db.Queries()
		a.start(who)
		// Those of learning, which finds the enrolment, come on top.
		if n := a.db.Queries() - before; n > 6 {
			t.Errorf("%s: %d statements", what, n)
		}
	}
}
