package apptest

import (
	"testing"
	"time"

	"academy/models"
)

// Crowd is learners who are all alike, made up by the database itself: many in a moment.
type Crowd struct {
	People int
	// Opened is how many lessons they have opened, from the first; all but the last of these are completed.
	Opened int
	// Away is how long they have not been seen.
	Away time.Duration
	// From and To are the seconds they have watched of every film.
	From, To int
	// Score is their best one in every quiz they have opened, in per cent; 0 for none.
	Score int
	// Done says that they have completed the course.
	Done bool
}

const crowd = `with who as (
	insert into users (id, email, email_key, password_hash, name, locale, created_at)
	select i, i || '@example.org', i || '@example.org', 'none', '시민 ' || n, 'ko', now() from (select gen_random_uuid() as i, n from generate_series(1, $2) n) made returning id
), seats as (
	insert into enrolments (id, cohort_id, course_id, citizen_id, state, percent, last_lesson_id, last_seen_at, enrolled_at, completed_at, completed_revision_id)
	select gen_random_uuid(), h.id, c.id, w.id, case when $8 then 'completed' else 'active' end, 40,
		(select rl.lesson_id from revision_lessons rl where rl.revision_id = c.published_revision_id and rl.position <= l.least + $3 - 1 order by rl.position desc limit 1),
		$4::timestamptz, $4::timestamptz - interval '20 days', case when $8 then $4::timestamptz end, case when $8 then c.published_revision_id end
	from who w, courses c join cohorts h on h.course_id = c.id and h.self_paced
		cross join lateral (select min(position) as least from revision_lessons where revision_id = c.published_revision_id) l
	where c.slug = $1 returning *
), opened as (
	insert into lesson_progress (enrolment_id, lesson_id, opened_at, completed_at, score)
	select s.id, o.lesson_id, $4::timestamptz - interval '3 days', case when o.n < $3 then $4::timestamptz end, case when o.quiz_id is not null then nullif($7, 0) end
	from seats s join courses c on c.id = s.course_id
		join lateral (select lesson_id, quiz_id, row_number() over (order by position) as n from revision_lessons where revision_id = c.published_revision_id) o on o.n <= $3
	returning enrolment_id, lesson_id
)
insert into coverage (citizen_id, asset_id, opened_at, ranges, updated_at)
select distinct s.citizen_id, rl.watched_id, $4::timestamptz, int4multirange(int4range($5 * 1000, $6 * 1000)), $4::timestamptz
from opened o join seats s on s.id = o.enrolment_id join courses c on c.id = s.course_id
	join revision_lessons rl on rl.revision_id = c.published_revision_id and rl.lesson_id = o.lesson_id and rl.watched_id is not null`

// Enrol makes a crowd and lets it learn in a published course.
func (a *Academy) Enrol(t testing.TB, slug string, c Crowd) {
	t.Helper()
	err := a.DB.Write(t.Context(), func(tx *models.Tx) error {
		_, err := tx.SQL().ExecContext(tx.Context(), crowd, slug, c.People, c.Opened, tx.Now.Add(-c.Away), c.From, c.To, c.Score, c.Done)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
