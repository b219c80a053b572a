package insight_test

import (
	"errors"
	"math"
	"slices"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/apptest"
	"academy/app/fault"
	"academy/app/insight"
	"academy/app/insight/items"
	"academy/app/jobs"
	"academy/models"

	"github.com/google/uuid"
)

// sat is an attempt at the small course's quiz: the choice taken of the first question, whose right one is a, and
// whether the other three were answered rightly.
func sat(choice string, rest bool) []apptest.Answered {
	answers := []apptest.Answered{{Response: `{"choice":"` + choice + `"}`}, {Response: `{"choices":["c"]}`}, {Response: `{"value":false}`}, {Response: `{"text":"모름"}`}}
	if choice == "a" {
		answers[0].Earned = 10
	}
	if rest {
		answers[1], answers[2], answers[3] = apptest.Answered{Response: `{"choices":["a","b"]}`, Earned: 10}, apptest.Answered{Response: `{"value":true}`, Earned: 10}, apptest.Answered{Response: `{"text":"외교"}`, Earned: 10}
	}
	return answers
}

func (d *desk) sit(people int, attempts ...[]apptest.Answered) {
	d.Sit(d.t, "small", apptest.Sitting{People: people, Attempts: attempts})
}

// items has the quiz analysed, as its job does, and answers what its owner sees.
func (d *desk) items(attempts string) insight.ItemFigures {
	d.t.Helper()
	id := d.QuizID(d.t, "small")
	d.must(d.Insight.AskItems(d.t.Context(), d.who, "small", id, attempts))
	d.must(d.Insight.AnalyseItems(d.t.Context(), jobs.AnalyseItems{QuizID: id, Attempts: attempts}))
	v, err := d.Insight.ItemFigures(d.t.Context(), d.who, "small", id, attempts)
	d.must(err)
	return v
}

func near(figure *float64, want float64) bool {
	return figure != nil && math.Abs(*figure-want) < 1e-9
}

func TestItems_SayThatThoseWhoDoWellGetAQuestionWrong(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.sit(30, sat("b", true))
	d.sit(20, sat("a", false))
	v := d.items(insight.First)
	first := v.Items[0]
	if v.Quiz.People != 50 || !near(v.Quiz.Figures.Mean, (30*75+20*25)/50.) || !near(first.Facility, 40) || !near(first.Discrimination, -100) || first.Effective != nil {
		t.Errorf("%+v %+v", v.Quiz, first)
	}
	if want := []items.Finding{items.Against, items.Misled, items.Unused}; !slices.Equal(first.Findings, want) {
		t.Errorf("found %v, not %v", first.Findings, want)
	}
	if v.Quiz.Asking != 1 || !near(v.Items[1].Discrimination, 100) {
		t.Errorf("%d should be looked at; %+v", v.Quiz.Asking, v.Items[1])
	}
}

func TestItems_CountWhatWasChosenAndHideWhatFewHaveChosen(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	blank := sat("a", true)
	blank[0] = apptest.Answered{}
	d.sit(60, sat("a", true))
	d.sit(20, sat("b", false))
	d.sit(9, sat("c", false))
	d.sit(11, blank)
	first := d.items(insight.First).Items[0]
	for i, want := range []struct {
		name    string
		right   bool
		people  insight.Count
		percent int
	}{{"맞음", true, 60, 60}, {"틀림", false, 20, 20}, {"역시 틀림", false, 0, -1}} {
		if got := first.Picks[i]; got.Text.KO != want.name || got.Right != want.right || got.People != want.people || got.Percent != want.percent {
			t.Errorf("%+v, not %+v", got, want)
		}
	}
	if first.Blank != 11 || first.Others != -1 {
		t.Errorf("%d left it out, %d wrote something else", first.Blank, first.Others)
	}
	typed := d.items(insight.First).Items[3]
	if len(typed.Picks) != 2 || typed.Picks[0].Text.KO != "외교" || !typed.Picks[0].Right || typed.Picks[1].Text.KO != "모름" || typed.Picks[1].Right {
		t.Errorf("%+v", typed.Picks)
	}
}

func TestItems_WhatFewHaveTypedIsNotTold(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	secret := sat("a", false)
	secret[3].Response = `{"text":"제 번호는 010-1234-5678"}`
	d.sit(40, sat("a", true))
	d.sit(9, secret)
	for _, p := range d.items(insight.First).Items[3].Picks {
		if p.Text.KO != "외교" {
			t.Errorf("it tells %+v", p)
		}
	}
}

func TestItems_OfWhatAPersonMarksNothingIsCountedButTheMarks(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	value[int](d, `with essays as (update question_versions set type = 'essay', body = '{}' where type = 'short_answer' returning 1) select count(*) from essays`)
	d.sit(20, sat("a", true))
	v := d.items(insight.First)
	if len(v.Items) != 4 || !near(v.Items[3].Facility, 100) || len(v.Items[3].Picks) != 0 || len(v.Items[0].Picks) != 3 {
		t.Errorf("%+v", v.Items)
	}
}

func TestItems_CountTheAttemptsThatAreAskedFor(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.sit(20, sat("b", false), sat("a", true), sat("a", false))
	for attempts, want := range map[string]struct {
		counted int
		mean    float64
	}{insight.First: {20, 0}, insight.Last: {20, 25}, insight.Highest: {20, 100}, insight.All: {60, 125. / 3}} {
		v := d.items(attempts)
		if v.Quiz.Figures.Attempts != want.counted || v.Quiz.Figures.People != 20 || !near(v.Quiz.Figures.Mean, want.mean) || v.Items[0].People != 20 {
			t.Errorf("%s: %+v", attempts, v.Quiz.Figures)
		}
	}
}

func TestItems_OfNinePeopleAreHiddenHoweverOftenTheyTry(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.sit(9, sat("b", false), sat("a", true), sat("a", true))
	v := d.items(insight.All)
	if v.Quiz.Figures != (items.Quiz{}) || len(v.Items) != 0 || !v.Quiz.People.Few() || v.Quiz.Asking != 0 {
		t.Errorf("%+v", v)
	}
}

func TestItems_OfAVersionThatFewWereAskedAreHidden(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.sit(30, sat("b", false))
	value[int](d, `with old as (select * from question_versions v where number = 1 and type = 'single'), new as (
			insert into question_versions (id, question_id, number, type, prompt, body, created_at) select gen_random_uuid(), question_id, 2, type, prompt, body, now() from old returning 1
		) select count(*) from new`)
	d.sit(9, sat("a", true))
	v := d.items(insight.First)
	if len(v.Items) != 5 || v.Items[0].Version != 2 || v.Items[0].Number != 1 || v.Items[0].Facility != nil || len(v.Items[0].Picks)+len(v.Items[0].Findings) != 0 {
		t.Errorf("%+v", v.Items[0])
	}
	if v.Items[1].Number != 1 || !near(v.Items[1].Facility, 0) || v.Items[1].Discrimination != nil || v.Quiz.People != 40 {
		t.Errorf("%+v", v.Items[1])
	}
}

func TestItems_LeaveOutAttemptsAtAnotherQuizOfTheSameName(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.sit(30, sat("a", true))
	value[int](d, "with gone as (delete from quiz_slots where slot = 4 returning 1) select count(*) from gone")
	d.sit(12, sat("b", true)[:3])
	v := d.items(insight.First)
	if v.Quiz.People != 30 || v.LeftOut != 10 || len(v.Items) != 4 || v.Items[0].Picks[0].Percent != 100 {
		t.Errorf("%+v", v)
	}
}

func TestItems_AreWorkedOutByAJobOnceForAllWhoLook(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	look := func() insight.ItemFigures {
		v, err := d.Insight.ItemFigures(t.Context(), d.who, "small", d.QuizID(t, "small"), insight.First)
		d.must(err)
		return v
	}
	waiting := func() int {
		return value[int](d, "select count(*) from river_job where kind = 'analyse_items' and state = 'available'")
	}
	if v := look(); v.Quiz.Answered || v.Quiz.Waiting || waiting() != 0 {
		t.Errorf("nobody has answered, and it waits: %+v", v.Quiz)
	}
	d.sit(12, sat("a", true))
	look()
	if v := look(); !v.Quiz.Waiting || !v.Quiz.Answered || waiting() != 1 {
		t.Errorf("%d jobs: %+v", waiting(), v.Quiz)
	}
	done := d.items(insight.First)
	if done.Quiz.Waiting || done.Quiz.ComputedAt.IsZero() || waiting() != 1 {
		t.Errorf("%d jobs: %+v", waiting(), done.Quiz)
	}
	d.Wait(time.Minute)
	d.sit(12, sat("b", true))
	if v := look(); v.Quiz.Waiting {
		t.Error("figures of a minute ago are worked out anew")
	}
	d.Wait(20 * time.Minute)
	if v := look(); !v.Quiz.Waiting || v.Quiz.People != 10 || waiting() != 2 {
		t.Errorf("%d jobs: %+v", waiting(), v.Quiz)
	}
	d.Wait(20 * time.Minute)
	if v := look(); v.Quiz.Waiting {
		t.Error("it says that a job which was lost is at work")
	}
	d.must(d.Insight.AskItems(t.Context(), d.who, "small", d.QuizID(t, "small"), insight.First))
	if v := look(); !v.Quiz.Waiting || waiting() != 3 {
		t.Errorf("it is not asked for again: %d", waiting())
	}
}

func TestItems_AreWorkedOutByTheWorker(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.sit(12, sat("a", true))
	d.Work(t)
	for range 100 {
		v, err := d.Insight.ItemQuizzes(t.Context(), d.who, "small")
		d.must(err)
		if len(v.Quizzes) != 1 || !v.Quizzes[0].Shown {
			t.Fatalf("%+v", v)
		}
		if v.Quizzes[0].People == 10 && near(v.Quizzes[0].Figures.Mean, 100) && !v.Quizzes[0].Waiting {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Error("the job is not done")
}

func TestItems_AreForThoseWhoMakeTheCourse(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	id, stranger := d.QuizID(t, "small"), d.Person(t, "박도윤", access.Instructor)
	for name, err := range map[string]error{
		"list":    second(d.Insight.ItemQuizzes(t.Context(), stranger, "small")),
		"figures": second(d.Insight.ItemFigures(t.Context(), stranger, "small", id, insight.First)),
		"ask":     d.Insight.AskItems(t.Context(), stranger, "small", id, insight.First),
		"other":   d.Insight.AskItems(t.Context(), d.who, "small", uuid.New(), insight.First),
	} {
		if !errors.Is(err, models.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	var wrong *fault.Error
	if err := d.Insight.AskItems(t.Context(), d.who, "small", id, "best"); !errors.As(err, &wrong) || wrong.Kind != fault.Invalid {
		t.Errorf("attempts that there are not: %v", err)
	}
	if n := value[int](d, "select count(*) from item_analyses"); n != 0 {
		t.Errorf("%d are asked for", n)
	}
}

func second[T any](_ T, err error) error { return err }
