package assessment

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/locale"
	"academy/app/quizzes"
	"academy/models"
)

func telling(level string) func(d *QuizDraft) {
	return func(d *QuizDraft) { d.ReviewDuring = level }
}

func (a *academy) check(who access.Actor, attempt Attempt, slot int) (Slot, error) {
	return a.CheckAnswer(context.Background(), who, locale.KO, attempt.ID, slot)
}

func TestCheckAnswer_TellsWhatItEarnsAsFarAsTheQuizAllowsAndFixesIt(t *testing.T) {
	t.Parallel()
	for level, told := range map[string]bool{"score": false, "full": true} {
		a := openAcademy(t, telling(level))
		who := a.citizen()
		attempt := a.start(who)
		if !attempt.Slots[0].Checkable || attempt.Slots[0].Checked {
			t.Errorf("%s: the learner is not offered a check", level)
		}
		a.save(who, answer(attempt, 1, 1, `{"choice":"a"}`))
		got, err := a.check(who, attempt, 1)
		if err != nil || got.Score == nil || *got.Score != 0 || !got.Checked || got.Checkable {
			t.Fatalf("%s: got %+v, %v", level, got, err)
		}
		if (len(got.Correct) > 0) != told || (got.Feedback != "") != told {
			t.Errorf("%s: right answer %s, comment %q", level, got.Correct, got.Feedback)
		}
		wantFault(t, a.saveError(who, answer(attempt, 1, 2, `{"choice":"b"}`)), ErrChecked)
		if again, err := a.check(who, attempt, 1); err != nil || *again.Score != 0 {
			t.Errorf("%s: checked twice: %+v, %v", level, again, err)
		}
		seen := a.look(who, attempt.ID)
		if s := seen.Slots[1]; s.Score != nil || len(s.Correct) > 0 || s.Feedback != "" {
			t.Errorf("%s: a question that nobody checked tells %+v", level, s)
		}
		for i, r := range right()[1:] {
			a.save(who, answer(attempt, i+2, 1, r))
		}
		if r := a.submit(who, attempt); r.Score != 30 {
			t.Errorf("%s: handed in for %v, want the checked answer to stand", level, r.Score)
		}
	}
}

func TestCheckAnswer_ASaveSentTwiceIsAnsweredTheSameAfterTheCheck(t *testing.T) {
	t.Parallel()
	a := openAcademy(t, telling("full"))
	who := a.citizen()
	attempt := a.start(who)
	given := answer(attempt, 1, 1, `{"choice":"a"}`)
	first := a.save(who, given)
	if _, err := a.check(who, attempt, 1); err != nil {
		t.Fatal(err)
	}
	if again := a.save(who, given); !again.SavedAt.Equal(first.SavedAt) {
		t.Errorf("got %v, want %v", again, first)
	}
}

func TestCheckAnswer_RefusesWhereThereIsNothingToTell(t *testing.T) {
	t.Parallel()
	silent := openAcademy(t)
	who := silent.citizen()
	attempt := silent.start(who)
	silent.save(who, answer(attempt, 1, 1, `{"choice":"a"}`))
	_, err := silent.check(who, attempt, 1)
	wantFault(t, err, ErrNoChecks)

	a := openAcademy(t, telling("full"))
	who, other := a.citizen(), a.citizen()
	attempt = a.start(who)
	if _, err := a.check(who, attempt, 1); fault.Of(err).Fields["response"] != "assessment.check.unanswered" {
		t.Errorf("an unanswered question: %v", err)
	}
	a.save(who, answer(attempt, 1, 1, `{"choice":"a"}`))
	for name, of := range map[string]access.Actor{"somebody else's attempt": other, "a stranger's": a.stranger()} {
		if _, err := a.check(of, attempt, 1); err == nil {
			t.Errorf("%s is checked", name)
		}
	}
	if _, err := a.check(who, attempt, 9); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a question that there is not: %v", err)
	}
	a.later(20*time.Minute + grace + time.Second)
	_, err = a.check(who, attempt, 1)
	wantFault(t, err, ErrDeadlinePassed)
	wantFault(t, a.saveError(who, answer(attempt, 1, 2, `{"choice":"b"}`)), ErrDeadlinePassed)
	a.submit(who, attempt)
	_, err = a.check(who, attempt, 1)
	wantFault(t, err, ErrAttemptClosed)
}

// Whoever answers and checks at the same moment from two devices must not learn what is right and then change it.
func TestCheckAnswer_NoAnswerSlipsInBehindARacingCheck(t *testing.T) {
	t.Parallel()
	a := openAcademy(t, telling("full"))
	who := a.citizen()
	attempt := a.start(who)
	a.save(who, answer(attempt, 1, 1, `{"choice":"a"}`))
	var all sync.WaitGroup
	for i := range 40 {
		all.Go(func() {
			given := answer(attempt, 1, i+2, fmt.Sprintf(`{"choice":%q}`, []string{"a", "b", "c"}[i%3]))
			_, err := a.SaveResponse(context.Background(), who, given)
			if k := fault.Of(err).Kind; err != nil && k != fault.Conflict && k != fault.Invalid {
				t.Errorf("save: %v", err)
			}
		})
		if i == 20 {
			all.Go(func() {
				if _, err := a.check(who, attempt, 1); err != nil {
					t.Errorf("check: %v", err)
				}
			})
		}
	}
	all.Wait()
	seen := a.look(who, attempt.ID).Slots[0]
	var want float64
	if string(compact(t, seen.Response)) == `{"choice":"b"}` {
		want = 10
	}
	if seen.Score == nil || *seen.Score != want {
		t.Errorf("told %v for %s", seen.Score, seen.Response)
	}
}

func TestQuizTerms_RefuseAnUnknownWayOfChecking(t *testing.T) {
	t.Parallel()
	a := openAcademy(t)
	draft := sampleQuiz(a.courseID)
	draft.Terms = quizzes.Terms{ReviewDuring: "all"}.Usual()
	a.write(func(tx *models.Tx) error {
		if _, err := a.quizzes.SaveQuiz(tx, draft); err == nil {
			t.Error("it is taken")
		}
		return nil
	})
}
