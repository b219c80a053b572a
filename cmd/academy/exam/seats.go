package exam

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"academy/models"
	"academy/models/courses"

	"github.com/google/uuid"
)

// The course of the exam: sixteen questions, two of each type that is graded at once.
//
//go:embed course
var folder embed.FS

// Slug is the name of the course.
const Slug = "exam-under-load"

// Course is the folder of the course, to be imported where FindCourse finds none.
func Course() (fs.FS, error) { return fs.Sub(folder, "course") }

// Seating is learners before a quiz.
type Seating struct {
	Quiz     uuid.UUID
	Learners []Learner
}

// Learner is a made-up person who is signed in.
type Learner struct{ ID, Session uuid.UUID }

// marked is the end of every made-up address: a domain that no mail can be sent to, by RFC 2606.
const marked = "@exam-under-load.invalid"

// FindCourse finds the course and its quiz, or answers models.ErrNotFound.
func FindCourse(ctx context.Context, db *models.DB) (course, quiz uuid.UUID, err error) {
	err = one(ctx, db, `select c.id, l.quiz_id from courses c
		join revision_lessons l on l.revision_id = c.published_revision_id and l.quiz_id is not null where c.slug = '`+Slug+"'", &course, &quiz)
	if errors.Is(err, sql.ErrNoRows) {
		err = models.ErrNotFound
	}
	return course, quiz, err
}

// Seat makes learners, signs them in and enrols them. The course is archived before and after, so nobody else sees it.
func Seat(ctx context.Context, db *models.DB, course, quiz uuid.UUID, n int) (Seating, error) {
	seats := Seating{Quiz: quiz, Learners: make([]Learner, n)}
	people, sessions := make([]string, n), make([]string, n)
	for i := range seats.Learners {
		l := Learner{models.NewID(), models.NewID()}
		seats.Learners[i], people[i], sessions[i] = l, l.ID.String(), l.Session.String()
	}
	return seats, db.Write(ctx, func(tx *models.Tx) error {
		if err := courses.UpdateArchived(tx, course, false); err != nil {
			return err
		}
		if err := seat(tx, course, list(people), list(sessions)); err != nil {
			return fmt.Errorf("learners: %w", err)
		}
		return courses.UpdateArchived(tx, course, true)
	})
}

func list(ids []string) string { return "{" + strings.Join(ids, ",") + "}" }

// seat takes a statement a table, whatever the number of learners.
func seat(tx *models.Tx, course uuid.UUID, people, sessions string) error {
	for _, s := range []struct {
		sql  string
		with any
	}{
		{`insert into users (id, email, email_key, password_hash, name, locale, email_confirmed_at, created_at)
			select id, id || $2, id || $2, 'none', '응시자 ' || n, 'ko', now(), now() from unnest($1::text::uuid[]) with ordinality l (id, n)`, marked},
		{`insert into user_roles (user_id, role, granted_at) select id, $2, now() from unnest($1::text::uuid[]) l (id)`, "citizen"},
		{`insert into sessions (id, user_id, kind, rotated_at, created_at, expires_at)
			select session, id, 'api', now(), now(), now() + interval '1 day' from unnest($1::text::uuid[], $2::text::uuid[]) l (id, session)`, sessions},
		{`insert into enrolments (id, cohort_id, course_id, citizen_id, state, last_seen_at, enrolled_at)
			select gen_random_uuid(), h.id, h.course_id, l.id, 'active', now(), now()
			from unnest($1::text::uuid[]) l (id), cohorts h where h.course_id = $2 and h.self_paced`, course},
	} {
		if _, err := tx.SQL().ExecContext(tx.Context(), s.sql, people, s.with); err != nil {
			return err
		}
	}
	return nil
}

// Open lets the exam open after a time; 0 is at once.
func Open(ctx context.Context, db *models.DB, quiz uuid.UUID, after time.Duration) error {
	return db.Write(ctx, func(tx *models.Tx) error {
		var at *time.Time
		if after > 0 {
			opens := tx.Now.Add(after)
			at = &opens
		}
		_, err := tx.SQL().ExecContext(ctx, "update quizzes set opens_at = $2 where id = $1", quiz, at)
		return err
	})
}

// Check reads what the database holds of the learners of an exam, and holds it against what they were told.
func (s *Sitting) Check(ctx context.Context, db *models.DB, quiz uuid.UUID) (Found, error) {
	k := kept{map[uuid.UUID][]attempt{}, map[uuid.UUID][]step{}}
	err := db.Write(ctx, func(tx *models.Tx) error {
		return errors.Join(
			rows(tx, `select citizen_id, id, state = 'in_progress' from attempts where quiz_id = $1 order by number`, quiz, func(scan func(...any) error) error {
				var who uuid.UUID
				var a attempt
				err := scan(&who, &a.id, &a.open)
				k.attempts[who] = append(k.attempts[who], a)
				return err
			}),
			rows(tx, `select s.attempt_id, s.slot, s.seq, s.op_id, s.response from attempt_steps s join attempts a on a.id = s.attempt_id where a.quiz_id = $1`, quiz,
				func(scan func(...any) error) error {
					var id uuid.UUID
					var is step
					var response []byte
					err := scan(&id, &is.slot, &is.seq, &is.op, &response)
					is.response = json.RawMessage(response)
					k.steps[id] = append(k.steps[id], is)
					return err
				}))
	})
	return compare(s.promises, k), err
}

func rows(tx *models.Tx, query string, quiz uuid.UUID, take func(scan func(...any) error) error) error {
	found, err := tx.SQL().QueryContext(tx.Context(), query, quiz)
	if err != nil {
		return err
	}
	defer func() { _ = found.Close() }()
	for found.Next() {
		if err := take(found.Scan); err != nil {
			return err
		}
	}
	return found.Err()
}

// Transactions is how many the database has ended since it began to count.
func Transactions(ctx context.Context, db *models.DB) (n int64, err error) {
	err = one(ctx, db, "select xact_commit + xact_rollback from pg_stat_database where datname = current_database()", &n)
	return n, err
}

// Durability is what the database promises with a commit.
func Durability(ctx context.Context, db *models.DB) (words string, err error) {
	err = one(ctx, db, "select format('synchronous_commit=%s fsync=%s', current_setting('synchronous_commit'), current_setting('fsync'))", &words)
	return words, err
}

func one(ctx context.Context, db *models.DB, query string, into ...any) error {
	return db.Write(ctx, func(tx *models.Tx) error { return tx.SQL().QueryRowContext(ctx, query).Scan(into...) })
}

// batch is how many learners are removed at a time: each is looked for in tables that have no index of people.
const batch = 100

// Clear removes every made-up learner with all they did, and answers how many they were.
func Clear(ctx context.Context, db *models.DB) (removed int, err error) {
	for {
		var n int64
		err := db.Write(ctx, func(tx *models.Tx) error {
			const some = `(select id from users where email_key like '%' || $1 and password_hash = 'none' order by id limit $2)`
			for _, statement := range []string{
				"delete from attempts a using enrolments e where e.id = a.enrolment_id and e.citizen_id in " + some,
				"delete from enrolments where citizen_id in " + some,
				"delete from users where id in " + some,
			} {
				done, err := tx.SQL().ExecContext(ctx, statement, marked, batch)
				if err != nil {
					return fmt.Errorf("remove learners: %w", err)
				}
				if n, err = done.RowsAffected(); err != nil {
					return err
				}
			}
			return nil
		})
		removed += int(n)
		if err != nil || n == 0 {
			return removed, err
		}
	}
}
