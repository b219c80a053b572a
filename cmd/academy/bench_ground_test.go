package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime"
	"sync/atomic"
	"testing"

	"academy/app/access"
	"academy/app/assessment"
	"academy/app/identity"
	"academy/app/learning"
	"academy/app/locale"
	"academy/models/postgres"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/errgroup"
)

const (
	studied = "participatory-diplomacy" // the course that is looked at
	tested  = "oda-basics"              // the course whose quiz stands open from the start
	// classSize keeps each learner below what one account may ask in a minute.
	classSize = 192
)

// ground is a database with the demonstration's courses and a class of learners in the middle of an exam.
type ground struct {
	config  Config
	server  *postgres.Server
	lecture uuid.UUID
	reading uuid.UUID
	class   []*learner
	// certificate is the code of one.
	certificate string
	// proposals gather supports; turn is the last one to which any were given.
	proposals []uuid.UUID
	turn      atomic.Int64
}

// learner is somebody who has signed in, has begun a course and sits before a quiz.
type learner struct {
	tokens  identity.Tokens
	attempt uuid.UUID
	slots   []*slot
}

// slot is a question with answers to give in turn, and the number of the last one given.
type slot struct {
	number  int
	seq     int
	answers [2]json.RawMessage
}

func layGround(b *testing.B) *ground {
	b.Helper()
	folder, err := os.MkdirTemp("", "academy-bench-")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = os.RemoveAll(folder) })
	if err := os.Chmod(folder, 0o711); err != nil { // PostgreSQL may run as somebody else and has to pass through
		b.Fatal(err)
	}
	address := freeAddress(b)
	g := &ground{config: Config{
		Listen: address, BaseURL: "http://" + address, Data: folder, Secret: "the benchmark keeps nothing secret", Log: "text", MetricsListen: "off", Connections: 24,
		PostgresBin: os.Getenv("ACADEMY_POSTGRES_BIN"),
	}}
	if g.server, err = postgres.Start(b.Context(), postgres.Options{DataDir: folder, BinDir: g.config.PostgresBin}); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = g.server.Stop() })
	g.config.DatabaseURL = g.server.URL()
	if err := g.furnish(b.Context()); err != nil {
		b.Fatal(err)
	}
	return g
}

// environment is the configuration as another process reads it.
func (g *ground) environment(role, address, control string) []string {
	c := g.config
	url := c.DatabaseURL
	if role == serveRole {
		url = ""
	}
	return []string{
		roleVariable + "=" + role, controlVariable + "=" + control,
		"ACADEMY_LISTEN=" + address, "ACADEMY_BASE_URL=" + c.BaseURL, "ACADEMY_DATA=" + c.Data, "ACADEMY_DATABASE_URL=" + url,
		"ACADEMY_SECRET=" + c.Secret, "ACADEMY_METRICS_LISTEN=" + c.MetricsListen,
	}
}

func (g *ground) furnish(ctx context.Context) error {
	h, err := openHouse(ctx, g.config, true)
	if err != nil {
		return err
	}
	err = h.furnish(ctx)
	if err == nil {
		err = g.enrolClass(ctx, h)
	}
	if err == nil {
		err = g.certify(ctx, h)
	}
	if err == nil {
		err = g.layBare(ctx)
	}
	return errors.Join(err, h.Close())
}

func (g *ground) layBare(ctx context.Context) error {
	c, err := pgx.Connect(ctx, g.config.DatabaseURL)
	if err != nil {
		return err
	}
	if _, err = c.Exec(ctx, makeBare); err == nil {
		err = g.propose(ctx, c)
	}
	return errors.Join(err, c.Close(ctx))
}

// agreed is the consent of the whole class to keeping opinions, and proposed is what they can support.
const (
	agreed = `insert into consents (user_id, terms_id, given_at) select u.id, t.id, now() from users u, terms t where u.email like 'learner-%' and t.kind = 'opinion'
		on conflict (user_id, terms_id) do nothing`
	proposed = `insert into proposals (id, author_id, agenda_id, state, lang, title, problem, idea, created_at, submitted_at, gathering_until, moved_at)
		select gen_random_uuid(), u.id, a.id, 'gathering', 'ko', '재어 보는 제안 ' || n, '문제입니다.', '생각입니다.', now(), now(), now() + interval '90 days', now()
		from generate_series(1, 2000) n, users u, agendas a where u.email = 'admin@example.org' and a.slug = 'public-diplomacy' returning id`
)

func (g *ground) propose(ctx context.Context, c *pgx.Conn) error {
	if _, err := c.Exec(ctx, agreed); err != nil {
		return err
	}
	found, err := c.Query(ctx, proposed)
	if err != nil {
		return err
	}
	g.proposals, err = pgx.CollectRows(found, pgx.RowTo[uuid.UUID])
	return err
}

func (g *ground) enrolClass(ctx context.Context, h *house) error {
	page, err := h.app.Learning.Course(ctx, access.Actor{}, locale.KO, studied)
	if err != nil {
		return err
	}
	g.lecture, g.reading = firstOf(page, "lecture"), firstOf(page, "reading")
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.NumCPU())
	g.class = make([]*learner, classSize)
	for i := range g.class {
		group.Go(func() (err error) {
			g.class[i], err = g.seat(ctx, h, i)
			return err
		})
	}
	return group.Wait()
}

func firstOf(page learning.CoursePage, kind string) uuid.UUID {
	for _, section := range page.Sections {
		for _, lesson := range section.Lessons {
			if lesson.Kind == kind {
				return lesson.ID
			}
		}
	}
	return uuid.Nil
}

// seat makes a learner who has done the first reading of the one course and opened the quiz of the other.
func (g *ground) seat(ctx context.Context, h *house, i int) (*learner, error) {
	who, tokens, err := signedIn(ctx, h, i)
	if err != nil {
		return nil, err
	}
	for _, slug := range []string{studied, tested} {
		if _, err := h.app.Learning.Enrol(ctx, who, slug); err != nil {
			return nil, err
		}
	}
	if _, err := h.app.Learning.CompleteLesson(ctx, who, locale.KO, g.reading); err != nil {
		return nil, err
	}
	attempt, err := begin(ctx, h, who)
	if err != nil {
		return nil, err
	}
	l := &learner{tokens: tokens, attempt: attempt.ID}
	for _, s := range attempt.Slots {
		l.slots = append(l.slots, &slot{number: s.Slot, answers: answersTo(s)})
	}
	return l, nil
}

func signedIn(ctx context.Context, h *house, i int) (access.Actor, identity.Tokens, error) {
	email := fmt.Sprintf("learner-%d@example.org", i)
	_, err := h.app.Identity.AddUser(ctx, identity.NewUser{Email: email, Name: "김하늘", Password: "academy-bench", Locale: "ko", Confirmed: true})
	if err != nil {
		return access.Actor{}, identity.Tokens{}, err
	}
	tokens, err := h.app.Identity.SignIn(ctx, email, "academy-bench", "127.0.0.1", identity.Web)
	if err != nil {
		return access.Actor{}, identity.Tokens{}, err
	}
	who, err := h.app.Identity.Authenticate(ctx, tokens.Access)
	return who, tokens, err
}

func begin(ctx context.Context, h *house, who access.Actor) (assessment.Attempt, error) {
	page, err := h.app.Learning.Course(ctx, who, locale.KO, tested)
	if err != nil {
		return assessment.Attempt{}, err
	}
	lesson, err := h.app.Learning.Lesson(ctx, who, locale.KO, tested, firstOf(page, "quiz"))
	if err != nil {
		return assessment.Attempt{}, err
	}
	attempt, _, err := h.app.Assessment.Start(ctx, who, locale.KO, lesson.Quiz.QuizID, "")
	return attempt, err
}

// answersTo makes two answers to a question, right or wrong.
func answersTo(s assessment.Slot) [2]json.RawMessage {
	choice := func(i int) string { return fmt.Sprintf("%q", s.Choices[i].ID) }
	switch s.Type {
	case "single":
		return [2]json.RawMessage{[]byte(`{"choice":` + choice(0) + `}`), []byte(`{"choice":` + choice(1) + `}`)}
	case "multiple":
		return [2]json.RawMessage{[]byte(`{"choices":[` + choice(0) + `]}`), []byte(`{"choices":[` + choice(0) + `,` + choice(1) + `]}`)}
	case "true_false":
		return [2]json.RawMessage{[]byte(`{"value":true}`), []byte(`{"value":false}`)}
	}
	return [2]json.RawMessage{[]byte(`{"text":"개발협력"}`), []byte(`{"text":"지속가능발전목표"}`)}
}
