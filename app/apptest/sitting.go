package apptest

import (
	"encoding/json"
	"testing"

	"academy/models"

	"github.com/google/uuid"
)

// Sitting is learners who have all answered the quiz of a course alike, made up by the database itself.
type Sitting struct {
	People int
	// Attempts are those of each of them, one after another: an answer for every question of the quiz.
	Attempts [][]Answered
}

// Answered is an answer with the marks it has earned.
type Answered struct {
	Response string  `json:"response"`
	Earned   float64 `json:"earned"`
}

const sitting = `with who as (
	insert into users (id, email, email_key, password_hash, name, locale, created_at)
	select i, i || '@example.org', i || '@example.org', 'none', '응시자 ' || n, 'ko', $4 from (select gen_random_uuid() as i, n from generate_series(1, $2) n) made returning id
), seats as (
	insert into enrolments (id, cohort_id, course_id, citizen_id, state, percent, last_seen_at, enrolled_at)
	select gen_random_uuid(), h.id, c.id, w.id, 'active', 40, $4, $4
	from who w, courses c join cohorts h on h.course_id = c.id and h.self_paced where c.slug = $1 returning *
), tried as (
	insert into attempts (id, quiz_id, lesson_id, enrolment_id, citizen_id, number, state, pass_percent, seed, started_at, submitted_at, score, max, passed)
	select gen_random_uuid(), rl.quiz_id, rl.lesson_id, s.id, s.citizen_id, t.number, 'graded', 70, 1, $4, $4, m.score, m.most, m.score * 100 >= m.most * 70
	from seats s join courses c on c.id = s.course_id
		join revision_lessons rl on rl.revision_id = c.published_revision_id and rl.quiz_id is not null
		cross join jsonb_array_elements($3::jsonb) with ordinality t (answers, number)
		cross join lateral (select (select sum((a ->> 'earned')::numeric) from jsonb_array_elements(t.answers) a) as score,
			(select sum(marks) from quiz_slots q where q.quiz_id = rl.quiz_id) as most) m
	returning *
), asked as (
	insert into attempt_slots (attempt_id, slot, question_version_id, marks, score, response)
	select t.id, q.slot, (select v.id from question_versions v where v.question_id = q.question_id order by v.number desc limit 1), q.marks,
		(a ->> 'earned')::numeric, nullif(a ->> 'response', '')::jsonb
	from tried t join quiz_slots q on q.quiz_id = t.quiz_id cross join lateral (select $3::jsonb -> (t.number - 1) -> (q.slot - 1) as a) a
	returning *
), grades as (
	insert into quiz_grades (enrolment_id, quiz_id, lesson_id, percent, passed, graded_at)
	select enrolment_id, quiz_id, lesson_id, max(trunc(score * 100 / max, 2)), bool_or(passed), $4 from tried group by 1, 2, 3
)
insert into attempt_steps (attempt_id, slot, seq, op_id, response, saved_at)
select attempt_id, slot, 1, 'op-' || slot, response, $4 from asked where response is not null`

// Sit lets learners take the quiz of a published course that has one.
func (a *Academy) Sit(t testing.TB, slug string, s Sitting) {
	t.Helper()
	attempts, err := json.Marshal(s.Attempts)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.DB.Write(t.Context(), func(tx *models.Tx) error {
		_, err := tx.SQL().ExecContext(tx.Context(), sitting, slug, s.People, string(attempts), tx.Now)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// QuizID is the first quiz that learners of a course see.
func (a *Academy) QuizID(t testing.TB, slug string) (id uuid.UUID) {
	t.Helper()
	if err := a.DB.Write(t.Context(), func(tx *models.Tx) error {
		return tx.SQL().QueryRowContext(tx.Context(), `select rl.quiz_id from courses c join revision_lessons rl on rl.revision_id = c.published_revision_id
			where c.slug = $1 and rl.quiz_id is not null order by rl.position limit 1`, slug).Scan(&id)
	}); err != nil {
		t.Fatal(err)
	}
	return id
}
