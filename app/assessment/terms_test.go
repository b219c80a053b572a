package assessment

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/locale"
	"academy/app/questions"
	"academy/models"
	"academy/models/assessment"
	"academy/models/courses"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
)

func (a *academy) mayStart(who access.Actor, password string) error {
	_, _, err := a.Start(context.Background(), who, locale.KO, a.quizID, password)
	return err
}

// grant gives a learner something at the quiz, as Accommodate does.
func (a *academy) grant(who access.Actor, columns, values string) {
	a.t.Helper()
	a.exec(`insert into accommodations (id, enrolment_id, quiz_id, reason, granted_at, `+columns+`)
		select gen_random_uuid(), e.id, $2, 'test', now(), `+values+` from enrolments e where e.citizen_id = $1`, who.ID, a.quizID)
}

func TestStart_WaitsUntilTheQuizOpensAndEndsWhenItCloses(t *testing.T) {
	t.Parallel()
	a := openAcademy(t)
	opens, closes := a.db.Now().Add(time.Hour), a.db.Now().Add(time.Hour+10*time.Minute)
	a.exec("update quizzes set opens_at = $1, closes_at = $2", opens, closes)
	who := a.citizen()
	err := a.mayStart(who, "")
	wantFault(t, err, ErrNotOpen)
	if from := fault.Of(err).Data["from"]; !from.(time.Time).Equal(opens) {
		t.Errorf("from %v, want %v", from, opens)
	}
	a.later(time.Hour + time.Minute)
	attempt := a.start(who)
	if !attempt.Deadline.Equal(closes) {
		t.Errorf("the attempt ends at %v, not when the quiz closes, %v", attempt.Deadline, closes)
	}
	a.later(10 * time.Minute)
	wantFault(t, a.mayStart(a.citizen(), ""), ErrClosed)
	late := a.citizen()
	a.grant(late, "closes_at", "now() + interval '1 day'")
	a.start(late)
}

func TestStart_AsksForThePasswordUnlessAnAttemptIsOpen(t *testing.T) {
	t.Parallel()
	a := openAcademy(t)
	a.exec("update quizzes set password = '열려라'")
	who := a.citizen()
	for _, wrong := range []string{"", "열려", "열려라!"} {
		if err := a.mayStart(who, wrong); fault.Of(err).Fields["password"] == "" {
			t.Errorf("%q: %v", wrong, err)
		}
	}
	if err := errors.Join(a.mayStart(who, "열려라"), a.mayStart(who, "")); err != nil {
		t.Error(err)
	}
}

func TestStart_WaitsBetweenAttempts(t *testing.T) {
	t.Parallel()
	a := openAcademy(t)
	a.exec("update quizzes set delay_s = 3600")
	who := a.citizen()
	a.submit(who, a.start(who))
	a.later(59 * time.Minute)
	wantFault(t, a.mayStart(who, ""), ErrTooSoon)
	page, err := a.QuizStart(t.Context(), who, locale.KO, a.quizID)
	if err != nil || page.Blocked != "too_soon" || page.OpensAt == nil {
		t.Errorf("%+v %v", page, err)
	}
	a.later(2 * time.Minute)
	a.start(who)
}

func TestAccommodations_GiveTimeAndAttempts(t *testing.T) {
	t.Parallel()
	a := openAcademy(t)
	a.exec("update quizzes set max_attempts = 1")
	who, free := a.citizen(), a.citizen()
	a.grant(who, "extra_percent, extra_attempts", "50, 1")
	a.grant(free, "untimed", "true")
	attempt := a.start(who)
	if got := attempt.Deadline.Sub(attempt.StartedAt); got != 30*time.Minute {
		t.Errorf("half as much again of 20 minutes is %v", got)
	}
	if a.start(free).Deadline != nil {
		t.Error("who is not timed has a deadline")
	}
	a.submit(who, attempt)
	a.submit(who, a.start(who))
	wantFault(t, a.mayStart(who, ""), ErrAttemptsUsed)
}

func TestGrading_WeighsSeveralAttemptsAsTheQuizSays(t *testing.T) {
	t.Parallel()
	for grading, want := range map[string]struct {
		percent float64
		passed  bool
	}{"highest": {75, true}, "first": {25, false}, "last": {0, false}, "average": {33.33, false}} {
		t.Run(grading, func(t *testing.T) {
			t.Parallel()
			a := openAcademy(t)
			a.exec("update quizzes set grading = $1", grading)
			who := a.citizen()
			for _, answers := range []int{1, 3, 0} {
				attempt := a.start(who)
				for i := range answers {
					a.save(who, answer(attempt, i+1, 1, right()[i]))
				}
				a.submit(who, attempt)
			}
			var percent float64
			var passed bool
			if err := a.db.Jobs().QueryRow(t.Context(), "select percent, passed from quiz_grades").Scan(&percent, &passed); err != nil {
				t.Fatal(err)
			}
			if percent != want.percent || passed != want.passed {
				t.Errorf("%v %v, want %v", percent, passed, want)
			}
		})
	}
}

func TestReview_ShowsWhatTheTermsSay(t *testing.T) {
	t.Parallel()
	a := openAcademy(t)
	a.exec("update quizzes set review_after = 'none', review_later = 'score', review_closed = 'full', closes_at = $1", a.db.Now().Add(3*time.Hour))
	who := a.citizen()
	attempt := a.start(who)
	a.save(who, answer(attempt, 1, 1, right()[0]))
	if r := a.submit(who, attempt); r.Review != "none" || r.Score != 0 || r.Passed {
		t.Errorf("the answer to handing in tells %+v", r)
	}
	for _, want := range []string{"none", "score", "full"} {
		got := a.look(who, attempt.ID)
		shown := got.Slots[0].Score != nil
		if got.Review != want || shown != (want != "none") || (len(got.Slots[0].Correct) > 0) != (want == "full") || (got.Percent > 0) != (want != "none") {
			t.Errorf("%s: %+v", want, got)
		}
		a.later(2 * time.Hour)
	}
}

func TestReview_HoldsRightAnswersBackUntilTheQuizCloses(t *testing.T) {
	t.Parallel()
	a := openAcademy(t)
	a.exec("update quizzes set closes_at = $1", a.db.Now().Add(time.Hour))
	who := a.citizen()
	attempt := a.start(who)
	for i, response := range right() {
		a.save(who, answer(attempt, i+1, 1, response))
	}
	if r := a.submit(who, attempt); !r.Passed || r.Review != "score" {
		t.Errorf("who has passed could tell those who sit: %+v", r)
	}
	a.later(time.Hour)
	if got := a.look(who, attempt.ID); got.Review != "full" {
		t.Errorf("after the closing: %s", got.Review)
	}
}

func TestLateAnswers_AreKeptForTheInstructorAndCountOnlyWhenTaken(t *testing.T) {
	t.Parallel()
	a := openAcademy(t)
	a.Look = func(*models.Tx, access.Actor, string) (courses.Work, Head, error) {
		return courses.Work{Revision: courses.Revision{CourseID: a.courseID}}, Head{Slug: "sample"}, nil
	}
	who, teacher := a.citizen(), a.stranger()
	attempt := a.start(who)
	for i, response := range right()[:2] {
		a.save(who, answer(attempt, i+1, 1, response))
	}
	a.later(20*time.Minute + 31*time.Second)
	var kept []Answer
	for i, response := range right()[2:] {
		late := answer(attempt, i+3, 1, response)
		_, err := a.SaveResponse(t.Context(), who, late)
		wantFault(t, err, ErrDeadlinePassed)
		if fault.Of(err).Data["kept"] != true {
			t.Errorf("not kept: %v", fault.Of(err).Data)
		}
		kept = append(kept, late)
	}
	got := a.look(who, attempt.ID)
	if got.State != "graded" || got.Score != 20 || got.Passed {
		t.Fatalf("before the decision: %s %v", got.State, got.Score)
	}
	page, err := a.LateAnswers(t.Context(), teacher, locale.KO, "sample")
	if err != nil || page.Waiting != 2 || len(page.Answers) != 2 || !page.Answers[0].Late.Answered || page.Answers[0].InTime.Answered {
		t.Fatalf("%+v %v", page, err)
	}
	decide := func(op string, slot int, take bool) error {
		return a.DecideLate(t.Context(), teacher, "sample", LateDecision{attempt.ID, slot, op, take})
	}
	wantFault(t, decide("another", 3, true), ErrMarked)
	if err := errors.Join(decide(kept[0].OpID, 3, true), decide(kept[1].OpID, 4, false)); err != nil {
		t.Fatal(err)
	}
	wantFault(t, decide(kept[0].OpID, 3, true), ErrMarked)
	if got = a.look(who, attempt.ID); got.Score != 30 || !got.Passed {
		t.Errorf("after it: %v, passed %v", got.Score, got.Passed)
	}
	if _, err := a.SaveResponse(t.Context(), who, kept[0]); err != nil {
		t.Errorf("the browser that sends it again is not told that it is there: %v", err)
	}
}

func TestLateAnswers_OfAnAttemptHandedInByItsLearnerAreNotKept(t *testing.T) {
	t.Parallel()
	a := openAcademy(t)
	who := a.citizen()
	attempt := a.start(who)
	a.submit(who, attempt)
	a.later(time.Hour)
	_, err := a.SaveResponse(t.Context(), who, answer(attempt, 1, 1, right()[0]))
	wantFault(t, err, ErrAttemptClosed)
	if n := a.count("select count(*) from late_answers"); n != 0 {
		t.Errorf("%d were kept", n)
	}
}

// drawing is a quiz that draws 3 of 8 tagged questions in a second part, after two of its own.
func drawing(t *testing.T) *academy {
	t.Helper()
	a := openAcademy(t, func(d *QuizDraft) {
		for i := range 8 {
			key := fmt.Sprintf("pool%d", i)
			d.Questions = append(d.Questions, questions.Write(key, 1, words(key, key), words("", ""), questions.NewTrueFalse(true)))
		}
	})
	a.exec("update questions set tags = '{나라}' where key like 'pool%'")
	a.exec("delete from quiz_slots where slot > 2")
	a.exec(`insert into quiz_slots (quiz_id, slot, marks, asks, draw, section) values ($1, 3, 2, 3, '{"tag": "나라"}', '{"ko": "둘째", "en": "Second"}')`, a.quizID)
	return a
}

func TestStart_DrawsOtherQuestionsForEachAttemptAndNoneTwice(t *testing.T) {
	t.Parallel()
	a := drawing(t)
	sets := map[string]bool{}
	for range 12 {
		who := a.citizen()
		got := a.start(who)
		if len(got.Slots) != 5 || got.Max != 26 || got.Slots[2].Section != "둘째" || got.Slots[3].Section != "" {
			t.Fatalf("%d slots, %v marks, %q", len(got.Slots), got.Max, got.Slots[2].Section)
		}
		var drawn []string
		for _, s := range got.Slots[2:] {
			drawn = append(drawn, s.Prompt)
		}
		slices.Sort(drawn)
		if len(slices.Compact(drawn)) != 3 {
			t.Errorf("drawn twice: %v", drawn)
		}
		sets[strings.Join(drawn, " ")] = true
		if again := a.look(who, got.ID); again.Slots[2].Prompt != got.Slots[2].Prompt || again.Slots[2].Section != "둘째" {
			t.Error("another question after looking again")
		}
	}
	if len(sets) < 3 {
		t.Errorf("twelve learners were drawn %d sets", len(sets))
	}
	a.exec("update questions set archived = true where key in ('pool0', 'pool1', 'pool2', 'pool3', 'pool4', 'pool5')")
	if got := a.start(a.citizen()); len(got.Slots) != 4 {
		t.Errorf("of two that are left %d were drawn", len(got.Slots)-2)
	}
}

func TestStart_MixesTheQuestionsWithinTheirParts(t *testing.T) {
	t.Parallel()
	a := drawing(t)
	a.exec("update quizzes set shuffle_questions = true")
	first := map[string]bool{}
	for n := 0; n < 60 && len(first) < 2; n++ { // no fair coin falls sixty times alike
		got := a.start(a.citizen())
		first[got.Slots[0].Prompt] = true
		if got.Slots[2].Section != "둘째" || got.Slots[0].Marks != 10 || got.Slots[2].Marks != 2 {
			t.Errorf("the parts are mixed with one another: %+v", got.Slots)
		}
	}
	if len(first) != 2 {
		t.Errorf("always the same question first: %v", first)
	}
}

func TestStart_OfAQuizThatAsksNothingIsRefused(t *testing.T) {
	t.Parallel()
	a := openAcademy(t)
	a.exec("delete from quiz_slots")
	wantFault(t, a.mayStart(a.citizen(), ""), ErrEmpty)
}

func TestChoose_IsTheSameForTheSameSeedForEver(t *testing.T) {
	t.Parallel()
	pool := source(7, ofDraws, 3).Perm(8)
	if got, _ := json.Marshal(pool); string(got) != "[5,1,7,4,2,3,6,0]" {
		t.Errorf("%s", got)
	}
}

func TestQuizDraft_TakesItsDrawsAndPartsAlong(t *testing.T) {
	t.Parallel()
	a, b := drawing(t), openAcademy(t)
	load := func(from *academy) (d QuizDraft) {
		from.write(func(tx *models.Tx) error {
			loaded, err := from.quizzes.LoadQuizzes(tx, []uuid.UUID{from.quizID}, nil)
			d = loaded[from.quizID]
			return err
		})
		return d
	}
	taken := load(a)
	if problems := taken.Validate(); len(taken.Questions) != 3 || len(problems) != 0 {
		t.Fatalf("%d places, %v", len(taken.Questions), problems)
	}
	moved := taken
	moved.CourseID, moved.ID = b.courseID, b.quizID
	b.exec("delete from quiz_slots")
	b.write(func(tx *models.Tx) error {
		_, err := b.quizzes.SaveQuiz(tx, moved)
		return err
	})
	again := load(b)
	again.CourseID, again.ID = taken.CourseID, taken.ID
	if diff := cmp.Diff(taken, again); diff != "" {
		t.Error(diff)
	}
	if got := b.start(b.citizen()); len(got.Slots) != 5 || got.Max != 26 || got.Slots[2].Section != "둘째" {
		t.Errorf("%d slots, %v marks", len(got.Slots), got.Max)
	}
	broken := taken
	broken.Questions = slices.Clone(taken.Questions)
	broken.Questions[2].Body = json.RawMessage(`{"count": 0, "from": [{"key": "x y", "type": "single", "body": {}}], "rest": 1}`)
	if len(broken.Validate()) == 0 {
		t.Error("a draw with members that nobody knows is taken")
	}
	broken.Questions[2].Body = json.RawMessage(`{"count": 0, "from": [{"key": "x y", "type": "single", "body": {}}]}`)
	if len(broken.Validate()) < 3 {
		t.Errorf("a draw of nothing tagged, from a broken question: %v", broken.Validate())
	}
}

func TestLoadQuizzes_ADrawOfADraftLeavesOutWhatStandsInTheDraftAndNotInThePublishedQuiz(t *testing.T) {
	t.Parallel()
	a := drawing(t)
	var pool uuid.UUID
	a.write(func(tx *models.Tx) error {
		rows, err := assessment.ListBank(tx, a.courseID, assessment.BankFilter{Tag: "나라"}, 10)
		pool = rows[0].ID
		return err
	})
	a.exec("update questions set tags = '{나라}' where id = (select question_id from quiz_slots where slot = 1)")
	draft := courses.QuizWork{Slots: []courses.QuizWorkSlot{{Question: pool, Marks: 1}, {Draw: &courses.QuizDraw{Count: 3, Tag: "나라"}, Marks: 2}}}
	drawn := func(composed map[uuid.UUID]courses.QuizWork) int {
		count := 0
		a.write(func(tx *models.Tx) error {
			loaded, err := a.quizzes.LoadQuizzes(tx, []uuid.UUID{a.quizID}, composed)
			for _, q := range loaded[a.quizID].Questions {
				var body struct{ From []struct{ Key string } }
				if q.Type == "draw" {
					err = json.Unmarshal(q.Body, &body)
				}
				count += len(body.From)
			}
			return err
		})
		return count
	}
	if got := drawn(nil); got != 8 {
		t.Errorf("the published quiz takes %d along", got)
	}
	if got := drawn(map[uuid.UUID]courses.QuizWork{a.quizID: draft}); got != 8 {
		t.Errorf("the draft takes %d along", got)
	}
	draft.Slots = draft.Slots[1:]
	if got := drawn(map[uuid.UUID]courses.QuizWork{a.quizID: draft}); got != 9 {
		t.Errorf("the draft without places takes %d along", got)
	}
}

func TestReview_TheSchemaKeepsBackTheVeryResultsThatNoAttemptShows(t *testing.T) {
	t.Parallel()
	a := openAcademy(t)
	who := a.citizen()
	attempt := a.start(who)
	a.submit(who, attempt)
	began := a.db.Now()
	terms := []string{"auto", "none", "score"}
	for _, closes := range []any{nil, began.Add(30 * time.Minute), began.Add(3 * time.Hour)} {
		for _, granted := range []string{"null", "now() + interval '2 hours'", "now() - interval '1 hour'"} {
			a.exec("delete from accommodations")
			a.grant(who, "closes_at", granted)
			for i := range 27 {
				a.exec("update quizzes set closes_at = $1, review_after = $2, review_later = $3, review_closed = $4", closes, terms[i%3], terms[i/3%3], terms[i/9])
				for _, at := range []time.Duration{0, 45 * time.Minute, 90 * time.Minute, 150 * time.Minute, 4 * time.Hour} {
					a.offset.Store(int64(at))
					hidden := a.look(who, attempt.ID).Review == "none"
					kept := a.count("select score_kept_back(enrolment_id, lesson_id, $1)::integer from attempts", began.Add(at)) == 1
					if hidden != kept {
						t.Fatalf("%v after, closing at %v and for this learner %s, terms %d: hidden %v, kept back %v", at, closes, granted, i, hidden, kept)
					}
				}
			}
		}
	}
}
