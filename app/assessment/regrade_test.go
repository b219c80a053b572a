package assessment_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/apptest"
	"academy/app/assessment"
	"academy/app/authoring"
	"academy/app/fault"
	"academy/app/jobs"
	"academy/app/locale"
	"academy/models"

	"github.com/google/uuid"
)

// school is an academy with the small course, its owner and the question whose key turns out to be wrong: a is right in
// its first version, b in its second.
type school struct {
	*apptest.Academy
	t        *testing.T
	owner    access.Actor
	question uuid.UUID
}

func openSchool(t *testing.T) *school {
	t.Helper()
	s := &school{Academy: apptest.Open(t), t: t}
	s.Import(t)
	s.owner = s.Person(t, "이수민", access.Instructor)
	s.must(s.Authoring.Appoint(t.Context(), "test", "small", s.owner.Email))
	s.one(&s.question, "select q.id from questions q join quiz_slots s on s.question_id = q.id and s.slot = 1")
	return s
}

func (s *school) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *school) one(into any, sql string, args ...any) {
	s.t.Helper()
	s.must(s.DB.Jobs().QueryRow(s.t.Context(), sql, args...).Scan(into))
}

func (s *school) count(sql string, args ...any) (n int) {
	s.t.Helper()
	s.one(&n, sql, args...)
	return n
}

func (s *school) exec(sql string, args ...any) error {
	s.t.Helper()
	_, err := s.DB.Jobs().Exec(s.t.Context(), sql, args...)
	return err
}

// rewrite saves another version of the question.
func (s *school) rewrite(change func(body []byte) []byte) {
	s.t.Helper()
	q, err := s.Quizzes.Question(s.t.Context(), s.owner, "small", s.question)
	s.must(err)
	c := q.QuestionChange
	c.Body = change(c.Body)
	_, err = s.Quizzes.SaveQuestion(s.t.Context(), s.owner, "small", s.question, c)
	s.must(err)
}

// mendKey makes b right instead of a.
func (s *school) mendKey() {
	s.t.Helper()
	s.rewrite(func(body []byte) []byte {
		var q struct {
			Choices []map[string]any `json:"choices"`
		}
		s.must(json.Unmarshal(body, &q))
		for _, c := range q.Choices {
			c["correct"] = c["key"] == "b"
		}
		mended, err := json.Marshal(q)
		s.must(err)
		return mended
	})
}

// sat is an attempt at the quiz: the choice of the first question by the first version, and how many of the other three
// were answered rightly.
func sat(choice string, others int) []apptest.Answered {
	answers := []apptest.Answered{{Response: `{"choice":"` + choice + `"}`}, {Response: `{"choices":["c"]}`}, {Response: `{"value":false}`}, {Response: `{"text":"모름"}`}}
	if choice == "a" {
		answers[0].Earned = 10
	}
	right := []string{`{"choices":["a","b"]}`, `{"value":true}`, `{"text":"외교"}`}
	for i := range others {
		answers[i+1] = apptest.Answered{Response: right[i], Earned: 10}
	}
	return answers
}

func (s *school) sit(people int, attempts ...[]apptest.Answered) {
	s.Sit(s.t, "small", apptest.Sitting{People: people, Attempts: attempts})
}

func (s *school) version() int {
	return s.count("select max(number) from question_versions where question_id = $1", s.question)
}

func (s *school) ask(mode string) uuid.UUID {
	s.t.Helper()
	id, err := s.Assessment.AskRegrade(s.t.Context(), s.owner, "small", s.question, assessment.RegradeWish{From: s.version(), Mode: mode, Reason: "정답이 잘못 적혀 있었음"})
	s.must(err)
	return id
}

func (s *school) regrade(mode string) assessment.RegradeWork {
	s.t.Helper()
	id := s.ask(mode)
	s.must(s.Assessment.Regrade(s.t.Context(), jobs.Regrade{ID: id}))
	return s.look(id)
}

func (s *school) look(id uuid.UUID) assessment.RegradeWork {
	s.t.Helper()
	v, err := s.Assessment.RegradeWork(s.t.Context(), s.owner, locale.KO, "small", id)
	s.must(err)
	return v
}

func (s *school) impact(mode string) assessment.Impact {
	s.t.Helper()
	v, err := s.Assessment.RegradeChoice(s.t.Context(), s.owner, locale.KO, "small", s.question)
	s.must(err)
	return v.Impacts[slices.Index(assessment.RegradeModes(), mode)]
}

// gradebook is a digest of everything that a regrade may change; two that say the same have the same.
const gradebook = `select md5(string_agg(x, '|' order by x)) from (
	select concat_ws(' ', 'slot', a.citizen_id, a.number, s.slot, s.score, s.marks, s.judged_by) from attempts a join attempt_slots s on s.attempt_id = a.id
	union all select concat_ws(' ', 'attempt', citizen_id, number, score, max, passed, pass_kept) from attempts
	union all select concat_ws(' ', 'grade', e.citizen_id, g.percent, g.passed) from quiz_grades g join enrolments e on e.id = g.enrolment_id
	union all select concat_ws(' ', 'lesson', e.citizen_id, p.lesson_id, p.score, p.completed_at is not null) from lesson_progress p join enrolments e on e.id = p.enrolment_id
) t (x)`

func TestRegrade_ACorrectedKeyReachesFiveThousandAttempts(t *testing.T) {
	t.Parallel()
	s := openSchool(t)
	s.sit(400, sat("b", 2))              // 50 % becomes 75 %: fails, then passes
	s.sit(300, sat("a", 2))              // 75 % becomes 50 %: the pass would be lost
	s.sit(3800, sat("c", 1))             // stays as it is
	s.sit(200, sat("b", 0), sat("a", 2)) // rises by one attempt and would lose the pass of the other
	s.sit(100, sat("b", 2))              // will be marked by hand: they keep their marks
	s.must(s.exec(`with chosen as (select a.id from attempts a join attempt_slots s on s.attempt_id = a.id and s.slot = 1 and s.response->>'choice' = 'b'
			where a.score = 20 order by a.id limit 100),
		marked as (update attempt_slots set score = 4, marked_at = now(), marked_by = $1 where slot = 1 and attempt_id in (select id from chosen)),
		graded as (update quiz_grades set percent = 60 where enrolment_id in (select enrolment_id from attempts where id in (select id from chosen)))
		update attempts set score = 24 where id in (select id from chosen)`, s.owner.ID))
	s.mendKey()
	s.must(s.exec("analyze"))
	begun := time.Now()
	i := s.impact(assessment.ByKey)
	t.Logf("impact in %v", time.Since(begun))
	want := assessment.Impact{Mode: assessment.ByKey, Attempts: 5000, Raised: 600, Lowered: 500, People: 900, Up: 25, Down: 25, Gained: 400, Lost: 500, ByHand: 100}
	if got := clean(i); got != want {
		t.Errorf("the impact is %+v, not %+v", got, want)
	}
	begun = time.Now()
	id := s.ask(assessment.ByKey)
	s.must(s.Assessment.Regrade(t.Context(), jobs.Regrade{ID: id}))
	t.Logf("regraded in %v", time.Since(begun))
	v := s.look(id)
	if v.FinishedAt == nil || v.Done != 5000 || v.Raised != i.Raised || v.Lowered != i.Lowered || v.Gained != i.Gained || v.Flagged != i.Lost || v.ByHand != i.ByHand || v.Waiting != 500 {
		t.Errorf("it came to %+v", v.Regrade)
	}
	for what, sql := range map[string]string{
		"scores that are not the sum of their slots": "select count(*) from attempts a where score <> (select sum(score) from attempt_slots s where s.attempt_id = a.id)",
		"grades that are not the best attempt":       "select count(*) from quiz_grades g where percent <> (select max(trunc(score * 100 / max, 2)) from attempts a where a.enrolment_id = g.enrolment_id)",
		"passes that were lost":                      "select 500 - count(*) from attempts a join quiz_grades g using (enrolment_id, quiz_id) where a.passed and a.pass_kept and g.passed and a.score < 28",
		"marks by hand that are gone":                "select 100 - count(*) from attempt_slots where marked_by is not null and score = 4 and judged_by is null",
		"lessons that are not completed":             "select 400 - count(*) from lesson_progress where completed_at is not null and score = 75",
		"notices that are missing":                   "select 900 - count(*) from river_job where kind = 'notify' and args->>'notice' = 'regraded'",
		"entries missing in the audit":               "select 2 - count(*) from audit_entries where action like 'regrade.%'",
	} {
		if n := s.count(sql); n != 0 {
			t.Errorf("%d %s", n, what)
		}
	}
	after := ""
	s.one(&after, gradebook)
	s.must(s.Assessment.Regrade(t.Context(), jobs.Regrade{ID: id}))
	again := ""
	if s.one(&again, gradebook); again != after {
		t.Error("the job done twice changes something")
	}
}

// clean is an impact without what only its own counting needs.
func clean(i assessment.Impact) assessment.Impact {
	return assessment.Impact{
		Mode: i.Mode, Attempts: i.Attempts, Open: i.Open, Raised: i.Raised, Lowered: i.Lowered, People: i.People, Up: i.Up, Down: i.Down, Gained: i.Gained, Lost: i.Lost,
		Unjudged: i.Unjudged, ByHand: i.ByHand, Emptied: i.Emptied,
	}
}

func (s *school) learner() (access.Actor, assessment.Attempt) {
	s.t.Helper()
	who := s.Person(s.t, "김하늘")
	s.must(s.exec(`insert into enrolments (id, cohort_id, course_id, citizen_id, state, last_seen_at, enrolled_at)
		select $1, h.id, h.course_id, $2, 'active', now(), now() from cohorts h join courses c on c.id = h.course_id where c.slug = 'small' and h.self_paced`, models.NewID(), who.ID))
	s.must(s.exec(`insert into lesson_progress (enrolment_id, lesson_id, opened_at, completed_at) select e.id, l.id, now(), now()
		from enrolments e join lessons l on l.course_id = e.course_id and l.kind <> 'quiz' where e.citizen_id = $1`, who.ID))
	a, _, err := s.Assessment.Start(s.t.Context(), who, locale.KO, s.QuizID(s.t, "small"), "")
	s.must(err)
	return who, a
}

func (s *school) answer(who access.Actor, a assessment.Attempt, slot int, response string) {
	s.t.Helper()
	_, err := s.Assessment.SaveResponse(s.t.Context(), who, assessment.Answer{AttemptID: a.ID, Slot: slot, OpID: uuid.NewString(), Seq: 1, Response: json.RawMessage(response)})
	s.must(err)
}

func (s *school) submit(who access.Actor, a assessment.Attempt) assessment.Result {
	s.t.Helper()
	r, err := s.Assessment.Submit(s.t.Context(), who, a.ID)
	s.must(err)
	return r
}

func TestRegrade_AnAttemptInProgressIsJudgedByItWhenItIsHandedIn(t *testing.T) {
	t.Parallel()
	for mode, want := range map[string]assessment.Result{
		assessment.ByKey: {Score: 10, Max: 40}, assessment.FullMarks: {Score: 10, Max: 40}, assessment.Dropped: {Score: 0, Max: 30},
	} {
		s := openSchool(t)
		who, a := s.learner()
		s.answer(who, a, 1, `{"choice":"b"}`)
		s.mendKey()
		if i := s.impact(mode); i.Open != 1 || i.Attempts != 0 {
			t.Errorf("%s: the impact is %+v", mode, i)
		}
		if v := s.regrade(mode); v.Done != 0 || v.FinishedAt == nil {
			t.Errorf("%s: it came to %+v", mode, v.Regrade)
		}
		if r := s.submit(who, a); r.Score != want.Score || r.Max != want.Max || r.State != "graded" {
			t.Errorf("%s: handed in it is %+v", mode, r)
		}
		v, err := s.Assessment.Attempt(t.Context(), who, locale.KO, a.ID)
		s.must(err)
		if g := v.Slots[0].Regraded; g == nil || g.Mode != mode || g.Asked != 10 || v.Slots[1].Regraded != nil {
			t.Errorf("%s: the review says %+v", mode, v.Slots[0])
		}
	}
}

func TestRegrade_RacingSubmissionsMissesNobody(t *testing.T) {
	t.Parallel()
	s := openSchool(t)
	type seat struct {
		who access.Actor
		a   assessment.Attempt
	}
	var seats []seat
	for range 12 {
		who, a := s.learner()
		s.answer(who, a, 1, `{"choice":"b"}`)
		seats = append(seats, seat{who, a})
	}
	s.mendKey()
	var all sync.WaitGroup
	for _, x := range seats {
		all.Go(func() {
			if _, err := s.Assessment.Submit(context.Background(), x.who, x.a.ID); err != nil {
				t.Error(err)
			}
		})
	}
	all.Go(func() {
		id, err := s.Assessment.AskRegrade(context.Background(), s.owner, "small", s.question, assessment.RegradeWish{From: 2, Mode: assessment.ByKey, Reason: "정답을 바로잡음"})
		if err == nil {
			err = s.Assessment.Regrade(context.Background(), jobs.Regrade{ID: id})
		}
		if err != nil {
			t.Error(err)
		}
	})
	all.Wait()
	if n := s.count("select count(*) from attempts a join attempt_slots s on s.attempt_id = a.id and s.slot = 1 where a.score = 10 and s.score = 10 and s.judged_by is not null"); n != len(seats) {
		t.Errorf("%d of %d are judged by the corrected key", n, len(seats))
	}
}

func TestRegrade_GoesOnWhereAWorkerThatDiedHadStopped(t *testing.T) {
	t.Parallel()
	s := openSchool(t)
	s.sit(150, sat("b", 2))
	s.sit(150, sat("a", 2))
	s.mendKey()
	id := s.ask(assessment.ByKey)
	ctx, kill := context.WithCancel(t.Context())
	go func() {
		for ctx.Err() == nil {
			var done int
			if err := s.DB.Jobs().QueryRow(ctx, "select done from regrades where id = $1", id).Scan(&done); err == nil && done > 0 {
				kill()
			}
		}
	}()
	if err := s.Assessment.Regrade(ctx, jobs.Regrade{ID: id}); err == nil {
		t.Skip("the worker was faster than its death")
	}
	if v := s.look(id); v.Done == 0 || v.Done >= v.Total || v.Total != 300 || v.FinishedAt != nil {
		t.Errorf("in the middle it is %+v", v.Regrade)
	}
	s.Wait(2 * time.Minute)
	s.must(s.Assessment.ResumeRegrades(t.Context()))
	if n := s.count("select count(*) from river_job where kind = 'regrade'"); n != 2 {
		t.Errorf("%d jobs: nobody has taken it up again", n)
	}
	s.must(s.Assessment.Regrade(t.Context(), jobs.Regrade{ID: id}))
	if v := s.look(id); v.Done != 300 || v.Raised != 150 || v.Lowered != 150 || v.Gained != 150 || v.Flagged != 150 || v.FinishedAt == nil {
		t.Errorf("in the end it is %+v", v.Regrade)
	}
	if n := s.count("select count(*) from attempts where score <> case when passed and not pass_kept then 30 else 20 end"); n != 0 {
		t.Errorf("%d attempts have another score", n)
	}
}

func TestRegrade_DroppingAndGivingFullMarksCanBeTakenBackByTheKey(t *testing.T) {
	t.Parallel()
	s := openSchool(t)
	s.sit(1, sat("c", 3)) // 75 %, and passed
	s.sit(1, sat("c", 1)) // 25 %
	if v := s.regrade(assessment.Dropped); v.Raised != 2 || v.Gained != 0 {
		t.Errorf("dropped: %+v", v.Regrade)
	}
	if n := s.count("select count(*) from attempts a join attempt_slots s on s.attempt_id = a.id and s.slot = 1 where a.max = 30 and s.marks = 0 and s.asked_marks = 10"); n != 2 {
		t.Errorf("%d attempts are without the question", n)
	}
	s.regrade(assessment.FullMarks)
	if n := s.count("select count(*) from attempts where max = 40 and score in (40, 20)"); n != 2 {
		t.Errorf("%d attempts have full marks for it", n)
	}
	s.regrade(assessment.ByKey)
	if n := s.count("select count(*) from attempts where max = 40 and score in (30, 10) and not pass_kept"); n != 2 {
		t.Errorf("%d attempts are as they were", n)
	}
}

func TestRegrade_LeavesWhatTheNewVersionCannotJudge(t *testing.T) {
	t.Parallel()
	s := openSchool(t)
	s.sit(3, sat("a", 0))
	s.sit(2, sat("c", 0))
	s.rewrite(func(body []byte) []byte { // what was c is gone, and what was a is called b now
		return []byte(`{"choices":[{"key":"b","text":{"ko":"맞음","en":"Right"}},{"key":"a","text":{"ko":"틀림","en":"Wrong"},"correct":true}]}`)
	})
	if i := s.impact(assessment.ByKey); i.Unjudged != 5 || i.Raised+i.Lowered != 0 {
		t.Errorf("the impact is %+v", i)
	}
	if v := s.regrade(assessment.ByKey); v.Unjudged != 5 || v.Raised+v.Lowered != 0 {
		t.Errorf("it came to %+v", v.Regrade)
	}
	if n := s.count("select count(*) from attempt_slots where regrade_id is not null or judged_by is not null"); n != 0 {
		t.Errorf("%d answers were judged all the same", n)
	}
}

func TestRegrade_APassIsTakenBackByAPersonAlone(t *testing.T) {
	t.Parallel()
	s := openSchool(t)
	s.sit(2, sat("a", 2))
	s.mendKey()
	v := s.regrade(assessment.ByKey)
	if len(v.Passes) != 2 || v.Waiting != 2 || v.Passes[0].Before != 75 || v.Passes[0].After != 50 {
		t.Fatalf("flagged: %+v", v.Passes)
	}
	decide := func(who access.Actor, i int, do, reason string) error {
		return s.Assessment.DecidePasses(t.Context(), who, "small", assessment.Decision{Regrade: v.ID, Attempts: []uuid.UUID{v.Passes[i].Attempt}, Do: do, Reason: reason})
	}
	if err := decide(s.owner, 0, assessment.TakenBack, " "); fault.Of(err).Fields["reason"] == "" {
		t.Errorf("without a reason: %v", err)
	}
	s.must(decide(s.owner, 0, assessment.TakenBack, "규정에 따름"))
	s.must(decide(s.owner, 1, assessment.Stands, "우리 잘못이므로"))
	if err := decide(s.owner, 0, assessment.Stands, "다시"); !errors.Is(err, assessment.ErrDecided) {
		t.Errorf("decided twice: %v", err)
	}
	if n := s.count("select count(*) from attempts a join quiz_grades g using (enrolment_id, quiz_id) where a.passed = g.passed and a.passed = a.pass_kept and a.passed"); n != 1 {
		t.Errorf("%d passes stand", n)
	}
	if n := s.count("select count(*) from audit_entries where action in ('pass.stands', 'pass.taken_back') and subject_id is not null and reason <> ''"); n != 2 {
		t.Errorf("%d entries in the audit", n)
	}
	s.regrade(assessment.FullMarks)
	if n := s.count("select count(*) from attempts where passed and not pass_kept"); n != 2 {
		t.Errorf("%d pass with full marks", n)
	}
}

func TestRegrade_KeepsAPassThatAnAverageWouldLose(t *testing.T) {
	t.Parallel()
	s := openSchool(t)
	s.must(s.exec("update quizzes set grading = 'average'"))
	s.sit(1, sat("a", 3), sat("a", 1)) // 100 % and 50 %
	s.must(s.exec("update quiz_grades set percent = 75"))
	s.mendKey()
	v := s.regrade(assessment.ByKey) // 75 % and 25 %
	if v.Flagged != 1 || len(v.Passes) != 1 || v.Passes[0].Before != 75 || v.Passes[0].After != 50 {
		t.Errorf("it came to %+v", v)
	}
	if n := s.count("select count(*) from quiz_grades where passed and percent = 50"); n != 1 {
		t.Error("the pass of the average is lost")
	}
}

func TestCheating_RegradesAreForThoseWhoChangeTheCourse(t *testing.T) {
	t.Parallel()
	s := openSchool(t)
	wish := assessment.RegradeWish{From: 1, Mode: assessment.ByKey, Reason: "이유"}
	ask := func(who access.Actor, w assessment.RegradeWish) error {
		_, err := s.Assessment.AskRegrade(t.Context(), who, "small", s.question, w)
		return err
	}
	if err := ask(s.owner, wish); !errors.Is(err, assessment.ErrNothingToRegrade) {
		t.Errorf("before anybody was asked: %v", err)
	}
	s.sit(1, sat("a", 2))
	assistant, stranger := s.Person(t, "조교", access.Instructor), s.Person(t, "남", access.Instructor)
	s.must(s.Authoring.SetStaff(t.Context(), s.owner, "small", assistant.Email, authoring.Assistant))
	if err := ask(assistant, wish); !errors.Is(err, fault.ErrDenied) {
		t.Errorf("an assistant: %v", err)
	}
	if err := ask(stranger, wish); fault.Of(err).Kind != fault.Missing {
		t.Errorf("a stranger: %v", err)
	}
	if err := ask(s.owner, assessment.RegradeWish{From: 7, Mode: assessment.ByKey, Reason: "이유"}); !errors.Is(err, assessment.ErrQuestionStale) {
		t.Errorf("by a version that is not the newest: %v", err)
	}
	s.must(ask(s.owner, wish))
	if err := ask(s.owner, wish); !errors.Is(err, assessment.ErrRegrading) {
		t.Errorf("two at once: %v", err)
	}
	s.must(s.exec("update regrades set finished_at = now()"))
	s.must(s.exec("update courses set state = 'archived' where slug = 'small'"))
	if err := ask(s.owner, wish); fault.Of(err).Key != "authoring.archived" {
		t.Errorf("in an archived course: %v", err)
	}
}

func TestRegrade_RefusesToLeaveAnAttemptWithoutMarks(t *testing.T) {
	t.Parallel()
	s := openSchool(t)
	s.sit(1, sat("a", 2))
	s.must(s.exec("update attempt_slots set marks = 0 where slot > 1"))
	if i := s.impact(assessment.Dropped); i.Emptied != 1 {
		t.Errorf("the impact is %+v", i)
	}
	_, err := s.Assessment.AskRegrade(t.Context(), s.owner, "small", s.question, assessment.RegradeWish{From: 1, Mode: assessment.Dropped, Reason: "이유"})
	if !errors.Is(err, assessment.ErrNothingLeft) {
		t.Errorf("got %v", err)
	}
}

func TestRegrade_NothingThatWasAskedCanBeDeleted(t *testing.T) {
	t.Parallel()
	s := openSchool(t)
	s.sit(1, sat("a", 2))
	s.mendKey()
	s.ask(assessment.ByKey)
	for _, sql := range []string{
		"delete from quizzes", "delete from questions where id in (select question_id from regrades)", "delete from question_versions",
	} {
		if s.exec(sql) == nil {
			t.Errorf("%q was done", sql)
		}
	}
}
