package assessment

import (
	"context"
	"encoding/json"
	"strings"
	"sync"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/locale"

	"github.com/google/uuid"
)

func TestSubmit_GradesAndTellsLearning(t *testing.T) {
	t.Parallel()
	a := openAcademy(t)
	who := a.citizen()
	attempt := a.start(who)
	for i, r := range []string{`{"choice":"b"}`, `{"choices":["a"]}`, `{"value":false}`, `{"text":" secret-ACCEPTED "}`} {
		a.save(who, answer(attempt, i+1, 1, r))
	}
	got := a.submit(who, attempt)
	want := Result{ID: attempt.ID, State: "graded", Score: 25, Max: 40, Passed: false, Review: "score"}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if n := a.count("select count(*) from lesson_progress where score = 62.5"); n != 1 {
		t.Error("learning was not told 62.5 percent")
	}
	view := a.look(who, attempt.ID)
	if view.Percent != 62 || view.SubmittedAt == nil || view.Overdue || *view.Slots[1].Score != 5 {
		t.Errorf("got %+v", view)
	}
}

// fail hands in an attempt that has one right answer.
func (a *academy) fail(who access.Actor) Attempt {
	attempt := a.start(who)
	a.save(who, answer(attempt, 1, 1, `{"choice":"b"}`))
	a.submit(who, attempt)
	return a.look(who, attempt.ID)
}

// told says how many questions of an attempt are shown with the right answer, and with an explanation.
func told(view Attempt) (correct, feedback int) {
	for _, slot := range view.Slots {
		if slot.Correct != nil {
			correct++
		}
		if slot.Feedback != "" {
			feedback++
		}
	}
	return correct, feedback
}

func TestAttempt_KeepsTheKeyWhileItCouldHelpAnotherAttempt(t *testing.T) {
	t.Parallel()
	for _, most := range []int{0, 3} {
		a := openAcademy(t, func(d *QuizDraft) { d.MaxAttempts = most })
		who := a.citizen()
		first := a.fail(who)
		a.fail(who)
		last := a.start(who) // no attempt is left beside the open one, which the key would help
		for _, view := range []Attempt{first, a.look(who, first.ID)} {
			if correct, feedback := told(view); correct+feedback > 0 || view.Review != "score" || *view.Slots[0].Score != 10 || *view.Slots[1].Score != 0 || !view.Slots[0].Answered {
				t.Errorf("of %d attempts: got %+v", most, view)
			}
		}
		a.submit(who, last)
		view, want := a.look(who, first.ID), map[int]int{0: 0, 3: 4}[most]
		if correct, feedback := told(view); correct != want || feedback != want {
			t.Errorf("after the last of %d attempts %d answers and %d explanations are shown", most, correct, feedback)
		}
	}
}

func TestAttempt_ThatHasPassedShowsTheKey(t *testing.T) {
	t.Parallel()
	a := openAcademy(t)
	who := a.citizen()
	attempt := a.start(who)
	for i, r := range right()[:3] {
		a.save(who, answer(attempt, i+1, 1, r))
	}
	if got := a.submit(who, attempt); !got.Passed || got.Review != "full" {
		t.Errorf("got %+v", got)
	}
	view := a.look(who, attempt.ID)
	if correct, feedback := told(view); correct != 4 || feedback != 4 || string(view.Slots[2].Correct) != `{"value":true}` || view.Slots[0].Feedback != "<p>해설-q1</p>" {
		t.Errorf("got %+v", view)
	}
}

func TestSubmit_CompletesTheCourseInTheSameTransaction(t *testing.T) {
	t.Parallel()
	a := openAcademy(t)
	who := a.citizen()
	attempt := a.start(who)
	for i, r := range right() {
		a.save(who, answer(attempt, i+1, 1, r))
	}
	if got := a.submit(who, attempt); got.Score != 40 || !got.Passed {
		t.Errorf("got %+v", got)
	}
	if view := a.look(who, attempt.ID); !view.CourseDone || !view.Passed || view.Percent != 100 {
		t.Errorf("got %+v", view)
	}
}

func TestSubmit_TwiceAnswersTheSame(t *testing.T) {
	t.Parallel()
	a := openAcademy(t)
	who := a.citizen()
	attempt := a.start(who)
	a.save(who, answer(attempt, 1, 1, `{"choice":"b"}`))
	results := make([]Result, 6)
	var group sync.WaitGroup
	for i := range results {
		group.Go(func() { results[i] = a.submit(who, attempt) })
	}
	group.Wait()
	a.later(time.Hour)
	for _, got := range append(results, a.submit(who, attempt)) {
		if got != results[0] || got.Score != 10 {
			t.Errorf("got %+v and %+v", results[0], got)
		}
	}
	if view := a.look(who, attempt.ID); view.Overdue {
		t.Error("an attempt handed in in time became overdue")
	}
}

func TestSubmit_RefusesAnotherPersonsAttempt(t *testing.T) {
	t.Parallel()
	a := openAcademy(t)
	who, other := a.citizen(), a.citizen()
	attempt := a.start(who)
	_, err := a.Submit(t.Context(), other, attempt.ID)
	wantFault(t, err, fault.ErrMissing)
	_, err = a.Submit(t.Context(), who, uuid.New())
	wantFault(t, err, fault.ErrMissing)
	_, err = a.Attempt(t.Context(), other, locale.KO, attempt.ID)
	wantFault(t, err, fault.ErrMissing)
	_, err = a.Attempt(t.Context(), access.Actor{}, locale.KO, attempt.ID)
	wantFault(t, err, fault.ErrMissing)
	if view := a.look(who, attempt.ID); view.State != "in_progress" {
		t.Errorf("it is %s", view.State)
	}
}

func TestSubmit_AfterTheGraceIsOverdue(t *testing.T) {
	t.Parallel()
	a := openAcademy(t)
	who := a.citizen()
	attempt := a.start(who)
	a.save(who, answer(attempt, 1, 1, `{"choice":"b"}`))
	a.later(2 * time.Hour)
	if got := a.submit(who, attempt); got.Score != 10 {
		t.Errorf("got %+v", got)
	}
	view := a.look(who, attempt.ID)
	if want := view.Deadline.Add(grace); !view.Overdue || !view.SubmittedAt.Equal(want) {
		t.Errorf("overdue %v at %v, want %v", view.Overdue, view.SubmittedAt, want)
	}
}

func TestSubmitOverdue_HandsInWhatIsDueAndNothingElse(t *testing.T) {
	t.Parallel()
	a := openAcademy(t)
	var due []access.Actor
	for range 3 {
		who := a.citizen()
		a.save(who, answer(a.start(who), 1, 1, `{"choice":"b"}`))
		due = append(due, who)
	}
	a.later(20 * time.Minute)
	a.start(a.citizen())
	open := func() int { return a.count("select count(*) from attempts where state = 'in_progress'") }
	a.sweep()
	if n := open(); n != 4 {
		t.Fatalf("within the grace: %d open, want 4", n)
	}
	a.later(31 * time.Second)
	var group sync.WaitGroup
	for range 2 {
		group.Go(a.sweep)
	}
	group.Wait()
	if n := open(); n != 1 {
		t.Errorf("after the grace: %d open, want 1", n)
	}
	if n := a.count("select count(*) from attempts where overdue and score = 10"); n != len(due) {
		t.Errorf("%d overdue and graded, want %d", n, len(due))
	}
	a.sweep()
}

func (a *academy) sweep() {
	if err := a.SubmitOverdue(context.Background()); err != nil {
		a.t.Error(err)
	}
}

func TestSubmitOverdue_GoesOnAfterOneThatCannotBeGraded(t *testing.T) {
	t.Parallel()
	a := openAcademy(t)
	bad, good := a.citizen(), a.citizen()
	broken := a.start(bad)
	a.start(good)
	a.exec("update attempt_slots set marks = 9999.99 where attempt_id = $1", broken.ID)
	a.exec("update attempts set pass_percent = 0 where id = $1", broken.ID)
	a.exec("alter table lesson_progress add constraint impossible check (enrolment_id not in ('" + a.enrolment(bad).String() + "'))")
	a.later(time.Hour)
	err := a.SubmitOverdue(t.Context())
	if err == nil || !strings.Contains(err.Error(), broken.ID.String()) {
		t.Errorf("got %v, want the broken attempt named", err)
	}
	if n := a.count("select count(*) from attempts where state = 'graded'"); n != 1 {
		t.Errorf("%d graded, want 1", n)
	}
}

func (a *academy) enrolment(who access.Actor) (id uuid.UUID) {
	if err := a.db.Jobs().QueryRow(context.Background(), "select id from enrolments where citizen_id = $1", who.ID).Scan(&id); err != nil {
		a.t.Fatal(err)
	}
	return id
}

func TestSubmit_LeavesNothingHalfDoneWhenLearningFails(t *testing.T) {
	t.Parallel()
	a := openAcademy(t)
	who := a.citizen()
	attempt := a.start(who)
	a.exec("alter table lesson_progress add constraint impossible check (score > 100)")
	if _, err := a.Submit(t.Context(), who, attempt.ID); err == nil {
		t.Fatal("submitted")
	}
	if view := a.look(who, attempt.ID); view.State != "in_progress" {
		t.Errorf("it is %s", view.State)
	}
	if n := a.count("select count(*) from attempt_slots where score is not null"); n != 0 {
		t.Errorf("%d slots are scored", n)
	}
	a.save(who, answer(attempt, 1, 1, `{"choice":"b"}`))
	a.exec("alter table lesson_progress drop constraint impossible")
	if got := a.submit(who, attempt); got.Score != 10 {
		t.Errorf("got %+v", got)
	}
}

// What a learner is sent during an attempt is searched for everything that would tell what is right.
func TestAttempt_TellsNothingBeforeItIsGraded(t *testing.T) {
	t.Parallel()
	a := openAcademy(t)
	who := a.citizen()
	attempt := a.start(who)
	a.save(who, answer(attempt, 1, 1, `{"choice":"a"}`))
	again, _, err := a.Start(t.Context(), who, locale.EN, a.quizID, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, view := range []Attempt{attempt, again, a.look(who, attempt.ID)} {
		sent, err := json.Marshal(view)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{"해설", "feedback-", "외교부", "secret-accepted", `"correct"`, `"Correct":{`, `"accepted"`, `"answer"`} {
			if strings.Contains(string(sent), secret) {
				t.Errorf("the view tells %q", secret)
			}
		}
		for _, slot := range view.Slots {
			if slot.Score != nil || slot.Feedback != "" || slot.Correct != nil {
				t.Errorf("slot %d tells too much: %+v", slot.Slot, slot)
			}
		}
	}
}
