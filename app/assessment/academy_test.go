package assessment

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/locale"
	"academy/app/questions"
	"academy/app/quizzes"
	"academy/models"
	"academy/models/modeltest"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

func TestMain(m *testing.M) { os.Exit(modeltest.Main(m)) }

// What an author writes, in another area.
type (
	QuizDraft     = quizzes.QuizDraft
	QuestionDraft = quizzes.QuestionDraft
	Problem       = quizzes.Problem
)

// academy is a course with one quiz, and citizens enrolled in it.
type academy struct {
	*Service
	quizzes  *quizzes.Service
	t        testing.TB
	db       *models.DB
	quizID   uuid.UUID
	courseID uuid.UUID
	lessonID uuid.UUID
	locked   atomic.Bool
	offset   atomic.Int64 // of the clock, in nanoseconds
}

func openAcademy(t testing.TB, change ...func(d *QuizDraft)) *academy {
	t.Helper()
	a := &academy{t: t, db: modeltest.Fresh(t), courseID: models.NewID(), lessonID: models.NewID()}
	clock := a.db.Now
	a.db.Now = func() time.Time { return clock().Add(time.Duration(a.offset.Load())) }
	catalogue, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	html := func(markdown string) string { return "<p>" + markdown + "</p>" }
	inline := func(markdown string) string { return markdown }
	a.Service = New(Deps{DB: a.db, Catalogue: catalogue, HTML: html, Inline: inline, Peek: a.peek, Admit: a.admit, Graded: a.graded})
	a.quizzes = quizzes.New(quizzes.Deps{DB: a.db})
	draft := sampleQuiz(a.courseID)
	for _, f := range change {
		f(&draft)
	}
	a.course()
	a.write(func(tx *models.Tx) error {
		a.quizID, err = a.quizzes.SaveQuiz(tx, draft)
		return err
	})
	a.publish()
	return a
}

func words(ko, en string) models.Text { return models.Text{KO: ko, EN: en} }

func sampleQuiz(courseID uuid.UUID) QuizDraft {
	choice := func(key, ko, en string, correct bool) questions.Choice {
		return questions.Choice{Key: key, Text: words(ko, en), Correct: correct}
	}
	write := func(key, ko, en, feedback string, q questions.Question) QuestionDraft {
		return questions.Write(key, 10, words(ko, en), words("해설-"+key, "feedback-"+feedback), q)
	}
	return QuizDraft{CourseID: courseID, Terms: quizzes.Terms{PassPercent: 70, MaxAttempts: 3, TimeLimitS: 1200, Shuffle: true}.Usual(), Questions: []QuestionDraft{
		write("q1", "하나를 고르세요", "Choose one", "one", questions.NewSingle(choice("a", "가", "A", false), choice("b", "나", "B", true), choice("c", "다", "C", false))),
		write("q2", "모두 고르세요", "Choose all", "two", questions.NewMultiple("", choice("a", "가", "A", true), choice("b", "나", "B", true), choice("c", "다", "C", false), choice("d", "라", "D", false))),
		write("q3", "맞습니까", "Is it true", "three", questions.NewTrueFalse(true)),
		write("q4", "이름을 쓰세요", "Name it", "four", &questions.ShortAnswer{Accepted: []string{"외교부", "secret-accepted"}}),
	}}
}

// edited is a question's body with something else in the place of a piece of it.
func edited(body json.RawMessage, old, fresh string) json.RawMessage {
	if !bytes.Contains(body, []byte(old)) {
		panic("the body has no " + old)
	}
	return bytes.ReplaceAll(body, []byte(old), []byte(fresh))
}

// right is a response to each slot of the sample quiz that earns full marks.
func right() []string {
	return []string{`{"choice":"b"}`, `{"choices":["a","b"]}`, `{"value":true}`, `{"text":"외교부"}`}
}

func (a *academy) write(f func(tx *models.Tx) error) {
	a.t.Helper()
	if err := a.db.Write(context.Background(), f); err != nil {
		a.t.Fatal(err)
	}
}

func (a *academy) exec(sql string, args ...any) {
	a.t.Helper()
	if _, err := a.db.Jobs().Exec(context.Background(), sql, args...); err != nil {
		a.t.Fatal(err)
	}
}

func (a *academy) course() {
	a.t.Helper()
	a.exec(`insert into courses (id, slug, agenda_id, state, level, languages, minutes, palette, created_at)
		values ($1, 'sample', '0198f000-0000-7000-8002-000000000001', 'draft', 'beginner', '{ko,en}', 60, 'blue', now())`, a.courseID)
	a.exec(`insert into cohorts (id, course_id, policy, self_paced, created_at) values ($1, $2, 'open', true, now())`, models.NewID(), a.courseID)
	a.exec("insert into lessons (id, course_id, key, kind) values ($1, $2, 'final', 'quiz')", a.lessonID, a.courseID)
}

func (a *academy) publish() {
	a.t.Helper()
	revision, section := models.NewID(), models.NewID()
	a.exec(`insert into course_revisions (id, course_id, number, title, summary, description, instructor, rule, lesson_count,
			agenda_id, level, languages, minutes, palette, created_at, changed_at)
		select $1, c.id, 0, '{"ko":"강좌","en":"Course"}', '{}', '{}', '{}', '{}', 1, c.agenda_id, c.level, c.languages, c.minutes, c.palette, now(), now()
		from courses c where c.id = $2`, revision, a.courseID)
	a.exec(`insert into revision_sections (revision_id, section_id, key, position, title) values ($1, $2, 'one-section', 1, '{}')`, revision, section)
	a.exec(`insert into revision_lessons (revision_id, lesson_id, section_id, position, title, minutes, required, quiz_id)
		values ($1, $2, $3, 1, '{"ko":"평가","en":"Quiz"}', 10, true, $4)`, revision, a.lessonID, section, a.quizID)
	a.exec("update course_revisions set number = 1 where id = $1", revision)
	a.exec("update courses set state = 'published', published_revision_id = $1, published_at = now() where id = $2", revision, a.courseID)
}

// citizen signs somebody up and enrols them.
func (a *academy) citizen() access.Actor {
	a.t.Helper()
	who := a.stranger()
	a.exec(`insert into enrolments (id, cohort_id, course_id, citizen_id, state, last_seen_at, enrolled_at)
		select $1, id, course_id, $2, 'active', now(), now() from cohorts where course_id = $3`, models.NewID(), who.ID, a.courseID)
	return who
}

// stranger signs somebody up who enrols in nothing.
func (a *academy) stranger() access.Actor {
	a.t.Helper()
	id := models.NewID()
	a.exec(`insert into users (id, email, email_key, password_hash, name, locale, created_at) values ($1, $2, $2, '', '김하늘', 'ko', now())`, id, id.String()+"@example.org")
	return access.Actor{ID: id, Roles: []access.Role{access.Citizen}}
}

func (a *academy) later(d time.Duration) { a.offset.Add(int64(d)) }

const findAdmission = `select e.id from enrolments e join revision_lessons rl on rl.quiz_id = $2
	where e.citizen_id = $1 and e.course_id = $3 and e.state in ('active', 'completed')`

func (a *academy) peek(tx *models.Tx, citizenID, quizID uuid.UUID) (Admission, error) {
	if quizID != a.quizID {
		return Admission{}, models.ErrNotFound
	}
	known := Admission{LessonID: a.lessonID, CourseID: a.courseID, CourseSlug: "sample", CourseTitle: words("강좌", "Course"), LessonTitle: words("평가", "Quiz"), Locked: a.locked.Load()}
	err := a.db.Jobs().QueryRow(tx.Context(), findAdmission, citizenID, quizID, a.courseID).Scan(&known.EnrolmentID)
	if errors.Is(err, pgx.ErrNoRows) {
		return known, nil
	}
	return known, err
}

func (a *academy) admit(tx *models.Tx, citizenID, quizID uuid.UUID) (Admission, error) {
	known, err := a.peek(tx, citizenID, quizID)
	if err != nil || known.EnrolmentID == uuid.Nil {
		return known, err
	}
	var id uuid.UUID
	return known, tx.SQL().QueryRowContext(tx.Context(), "select id from enrolments where id = $1 for update", known.EnrolmentID).Scan(&id)
}

// graded keeps the best score, as learning does, and completes the course with a pass.
func (a *academy) graded(tx *models.Tx, enrolmentID, lessonID uuid.UUID, percent float64, passed bool) (bool, error) {
	_, err := tx.SQL().ExecContext(tx.Context(), `insert into lesson_progress (enrolment_id, lesson_id, opened_at, score) values ($1, $2, $3, $4)
		on conflict (enrolment_id, lesson_id) do update set score = greatest(lesson_progress.score, excluded.score)`, enrolmentID, lessonID, tx.Now, percent)
	if err != nil || !passed {
		return false, err
	}
	_, err = tx.SQL().ExecContext(tx.Context(), `update enrolments set state = 'completed', completed_at = $2 where id = $1 and state = 'active'`, enrolmentID, tx.Now)
	return true, err
}

// Steps that tests take as a learner would.

func (a *academy) start(who access.Actor) Attempt {
	a.t.Helper()
	attempt, _, err := a.Start(context.Background(), who, locale.KO, a.quizID, "")
	if err != nil {
		a.t.Fatal(err)
	}
	return attempt
}

func answer(attempt Attempt, slot, seq int, response string) Answer {
	return Answer{AttemptID: attempt.ID, Slot: slot, OpID: uuid.NewString(), Seq: seq, Response: json.RawMessage(response)}
}

func (a *academy) save(who access.Actor, given Answer) Saved {
	a.t.Helper()
	saved, err := a.SaveResponse(context.Background(), who, given)
	if err != nil {
		a.t.Fatalf("save %s: %v", given.Response, err)
	}
	return saved
}

func (a *academy) submit(who access.Actor, attempt Attempt) Result {
	a.t.Helper()
	result, err := a.Submit(context.Background(), who, attempt.ID)
	if err != nil {
		a.t.Fatal(err)
	}
	return result
}

func (a *academy) look(who access.Actor, id uuid.UUID) Attempt {
	a.t.Helper()
	view, err := a.Attempt(context.Background(), who, locale.KO, id)
	if err != nil {
		a.t.Fatal(err)
	}
	return view
}

func (a *academy) count(sql string, args ...any) (n int) {
	a.t.Helper()
	if err := a.db.Jobs().QueryRow(context.Background(), sql, args...).Scan(&n); err != nil {
		a.t.Fatal(err)
	}
	return n
}

func wantFault(t testing.TB, err error, want *fault.Error) {
	t.Helper()
	if got := fault.Of(err); got.Kind != want.Kind || got.Key != want.Key {
		t.Errorf("got %v, want %v", fmt.Sprint(err), want)
	}
}
