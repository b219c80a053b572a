//go:build soak

package participation_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/locale"
	"academy/app/participation"

	"github.com/google/uuid"
)

// nation is 100,000 proposals with 5 million supports: a hundred that everybody knows, nine hundred that many do, and the
// rest. Their words are of two syllables, some far commoner than others.
var nation = []string{
	`set statement_timeout = 0`,
	`set session_replication_role = replica`, // the rows keep their rules by themselves; five million checks say nothing
	`create temporary table crowd as select gen_random_uuid() as id, n from generate_series(1, 40000) n`,
	`create unique index on crowd (n)`, `analyze crowd`,
	`insert into users (id, email, email_key, password_hash, name, locale, created_at) select id, id || '@example.org', id || '@example.org', 'none', '김하늘', 'ko', now() from crowd`,
	`create temporary table vocabulary as select n, chr(44032 + (n * 7919) % 11172) || chr(44032 + (n * 104729 + 17) % 11172) as word from generate_series(1, 6000) n`,
	`create unique index on vocabulary (n)`, `analyze vocabulary`,
	`create temporary table ideas as
		select p.n, string_agg(v.word, ' ' order by k) filter (where k <= 6) as title, string_agg(v.word, ' ' order by k) as words
		from generate_series(1, 100000) p (n), generate_series(1, 40) k, lateral (select 1 + floor(6000 * power(random(), 3) + 0 * (p.n + k))::int as pick) r, vocabulary v
		where v.n = r.pick group by p.n`,
	`create temporary table many as select gen_random_uuid() as id, i.n, i.title, i.words from ideas i`,
	`insert into proposals (id, author_id, agenda_id, state, lang, title, problem, idea, search, created_at, submitted_at, gathering_until, listed_at, moved_at)
		select m.id, (select c.id from crowd c where c.n = 1 + m.n % 40000), a.id, 'gathering', 'ko', m.title, m.words, m.words, to_tsvector('simple', m.words),
			now() - make_interval(mins => 100000 - m.n), now() - make_interval(mins => 100000 - m.n), now() + interval '90 days', case when m.n % 1000 < 10 then now() end, now()
		from many m join (select id, row_number() over (order by slug) - 1 as place, count(*) over () as all_of from agendas) a on a.place = m.n % a.all_of`,
	`insert into supports (proposal_id, citizen_id, supported_at, band, rule)
		select m.id, c.id, now() - interval '3 days', case c.n % 3 when 0 then 'completed' when 1 then 'partial' else 'none' end, 1
		from (select m.id, m.n, case when m.n % 1000 = 0 then 12000 when m.n % 1000 < 10 then 900 else 30 end as many from many m) m
			join lateral (select c.id, c.n from generate_series(1, m.many) k join crowd c on c.n = 1 + (m.n * 31 + k * 3) % 40000) c on true
		on conflict do nothing`,
	`set session_replication_role = origin`,
	`vacuum analyze supports`, `vacuum analyze proposals`, `analyze users`,
}

// TestSoakVoice holds the pages of taking part against a nation's worth of proposals and supports.
func TestSoakVoice(t *testing.T) { //nolint:paralleltest // it measures
	a := openNation(t)
	busiest := a.one(`select proposal_id::text from supports group by 1 order by count(*) desc limit 1`)
	t.Logf("%s proposals, %s supports, %s on the busiest", a.one("select count(*) from proposals"), a.one("select count(*) from supports"), a.one("select count(*) from supports where proposal_id = '"+busiest+"'"))
	id := uuid.MustParse(busiest)
	deep, err := a.Voice.Proposals(t.Context(), locale.KO, participation.Filter{})
	a.must(err)
	for range 20 {
		deep, err = a.Voice.Proposals(t.Context(), locale.KO, participation.Filter{Cursor: deep.Next})
		a.must(err)
	}
	word := strings.Fields(deep.Cards[0].Title)[0]
	for _, page := range []struct {
		name string
		show func() error
	}{
		{"list", func() error { return second(a.Voice.Proposals(t.Context(), locale.KO, participation.Filter{})) }},
		{"list, page 22", func() error {
			return second(a.Voice.Proposals(t.Context(), locale.KO, participation.Filter{Cursor: deep.Next}))
		}},
		{"list of an agenda", func() error {
			return second(a.Voice.Proposals(t.Context(), locale.KO, participation.Filter{Agenda: "public-diplomacy"}))
		}},
		{"list, a word found", func() error {
			return second(a.Voice.Proposals(t.Context(), locale.KO, participation.Filter{Query: word}))
		}},
		{"page of the busiest", func() error { return second(a.Voice.Proposal(t.Context(), a.author, locale.KO, id, "")) }},
		{"hub", func() error { return second(a.Voice.Hub(t.Context(), access.Actor{}, locale.KO)) }},
		{"agendas", func() error { return second(a.Voice.Topics(t.Context(), locale.KO)) }},
		{"support", func() error { return a.Voice.Support(t.Context(), a.author, id, true) }},
		{"the job of each minute", func() error { return a.Voice.Tend(t.Context()) }},
	} {
		a.measure(page.name, 20, 5, 500*time.Millisecond, func(int) error { return page.show() })
	}
	titles := strings.Split(a.one(`select string_agg(title, '|') from (select title from proposals where id::text > '8' order by id limit 200) p`), "|")
	found := 0
	a.measure("similar proposals", len(titles), 3, 100*time.Millisecond, func(i int) error {
		words := strings.Fields(titles[i])
		words[len(words)-1] = "다른말"
		list, err := a.Voice.Similar(t.Context(), locale.KO, strings.Join(words, " "), uuid.Nil)
		if slices.ContainsFunc(list, func(c participation.Card) bool { return c.Title == titles[i] }) {
			found++
		}
		return err
	})
	if found < len(titles)*95/100 {
		t.Errorf("%d of %d were found again with one word changed", found, len(titles))
	}
}

func openNation(t *testing.T) *forum {
	t.Helper()
	f := open(t)
	conn, err := f.DB.Jobs().Acquire(t.Context())
	f.must(err)
	defer conn.Release()
	for _, sql := range nation {
		began := time.Now()
		if _, err := conn.Exec(t.Context(), sql); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
		t.Logf("%6.1f s  %.60s", time.Since(began).Seconds(), sql)
	}
	return f
}

// measure does something again and again, and holds the slow end of it and its statements against what is allowed.
func (f *forum) measure(name string, times int, statements int64, most time.Duration, do func(i int) error) {
	f.t.Helper()
	var took []time.Duration
	before := f.DB.Queries()
	for i := range times {
		began := time.Now()
		f.must(do(i))
		took = append(took, time.Since(began))
	}
	asked := float64(f.DB.Queries()-before) / float64(times)
	slices.Sort(took)
	p95 := took[len(took)*95/100]
	f.t.Logf("%-24s p50 %7v  p95 %7v  %.1f statements", name, took[len(took)/2].Round(100*time.Microsecond), p95.Round(100*time.Microsecond), asked)
	if p95 > most || (asked > float64(statements) && name != "the job of each minute") {
		f.t.Errorf("%s: p95 %v and %.1f statements, want at most %v and %d", name, p95, asked, most, statements)
	}
}

func (f *forum) one(sql string) string {
	f.t.Helper()
	var v any
	conn, err := f.DB.Jobs().Acquire(f.t.Context())
	f.must(err)
	defer conn.Release()
	if _, err = conn.Exec(f.t.Context(), "set statement_timeout = 0"); err == nil {
		err = conn.QueryRow(f.t.Context(), sql).Scan(&v)
	}
	f.must(err)
	return fmt.Sprint(v)
}

func second[T any](_ T, err error) error { return err }
