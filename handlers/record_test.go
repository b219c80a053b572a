package handlers_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/jobs"
	"academy/handlers"
	"academy/models"

	"github.com/PuerkitoBio/goquery"
	"github.com/prometheus/client_golang/prometheus"
)

// graduated is the browser of somebody who has completed the small course and has its certificate.
func (s *site) graduated(t *testing.T) (*browser, access.Actor) {
	t.Helper()
	b, who := s.signedIn(t)
	s.graduate(t, who)
	return b, who
}

func (s *site) graduate(t *testing.T, who access.Actor) {
	t.Helper()
	enrolled, err := s.Learning.Enrol(t.Context(), who, "small")
	if err != nil {
		t.Fatal(err)
	}
	s.exec(t, `update enrolments e set state = 'completed', percent = 100, completed_at = now(), completed_revision_id = c.published_revision_id
		from courses c where c.id = e.course_id and e.id = $1`, enrolled.ID)
	if err := s.Credentials.Issue(t.Context(), jobs.IssueCertificate{EnrolmentID: enrolled.ID}); err != nil {
		t.Fatal(err)
	}
}

func (s *site) exec(t *testing.T, sql string, args ...any) {
	t.Helper()
	if err := s.DB.Write(t.Context(), func(tx *models.Tx) error {
		_, err := tx.SQL().ExecContext(tx.Context(), sql, args...)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// values are all that can be ticked on a page.
func values(p *page) []string {
	var list []string
	p.find("input[name=line]").Each(func(_ int, in *goquery.Selection) { list = append(list, in.AttrOr("value", "")) })
	return list
}

// shared makes a link to all of one's record and answers its code.
func (b *browser) shared() string {
	b.t.Helper()
	form := b.get("/me/record").want(http.StatusOK)
	made := b.submit(form, "/me/record/share", url.Values{"line": values(form), "days": {"7"}, "name": {"hidden"}}).want(http.StatusCreated)
	_, code, _ := strings.Cut(made.find(".record-link").Text(), "/records/")
	return code
}

func TestRecord_IsChosenPreviewedSharedAndEnded(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.graduated(t)
	form := b.get("/me/record").want(http.StatusOK)
	lines := values(form)
	if len(lines) != 3 || form.find("input[name=line][checked]").Length() != 0 {
		t.Fatalf("%d lines, %d ticked before anybody has", len(lines), form.find("input[name=line][checked]").Length())
	}
	refused := b.submit(form, "/me/record/share", url.Values{"days": {"7"}}).want(http.StatusUnprocessableEntity)
	if refused.find(".error-summary a[href='#line']").Length() != 1 || refused.find("#line").Length() != 1 {
		t.Error("the form does not say that nothing is ticked")
	}
	fields := url.Values{"_csrf": {b.token()}, "line": lines[:1], "days": {"7"}, "name": {"hidden"}}
	preview := b.post("/me/record/preview", fields).want(http.StatusOK)
	if text := preview.text(); !strings.Contains(text, "김○○") || strings.Contains(text, "김하늘") || !strings.Contains(text, "고르지 않은 2개") {
		t.Errorf("preview: %s", text)
	}
	made := b.submit(preview, "/me/record/share", nil).want(http.StatusCreated)
	link := strings.TrimSpace(made.find(".record-link").Text())
	_, code, _ := strings.Cut(link, "/records/")
	if again := b.submit(preview, "/me/record/share", nil).want(http.StatusConflict); !strings.Contains(again.text(), "다른 창에서") {
		t.Errorf("sent twice: %s", again.text())
	}
	shown := s.open(t).get("/en/records/" + code).want(http.StatusOK)
	if text := shown.text(); !strings.Contains(text, "김○○") || strings.Contains(text, "김하늘") || shown.find(".record section").Length() != 1 || !strings.Contains(text, "can be opened until") {
		t.Errorf("shared: %s", text)
	}
	for name, want := range map[string]string{"X-Robots-Tag": "noindex, nofollow, noarchive", "Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer"} {
		if got := shown.header.Get(name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
	mine := b.get("/me/record").want(http.StatusOK)
	if mine.find("input[name=line][checked]").Length() != 1 || !strings.Contains(mine.text(), "다른 사람이 1번 열었고") || strings.Contains(mine.body, code) {
		t.Errorf("my record: %s", mine.text())
	}
	b.submit(mine, "/me/record/end", nil).want(http.StatusSeeOther)
	over, unknown := s.open(t).get("/records/"+code).want(http.StatusGone), s.open(t).get("/records/AAAA").want(http.StatusNotFound)
	if over.text() != unknown.text() || over.find("main a.btn").Length() != 1 || over.header.Get("X-Robots-Tag") == "" {
		t.Errorf("%q and %q", over.text(), unknown.text())
	}
}

func TestRecord_IsPrintedBeforeAndAfterItIsShared(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.graduated(t)
	form := b.get("/en/me/record")
	draft := b.post("/en/me/record/pdf", url.Values{"_csrf": {b.token()}, "line": values(form)}).want(http.StatusOK)
	code := b.shared()
	final := s.open(t).get("/records/" + code + ".pdf").want(http.StatusOK)
	for name, got := range map[string]*page{"draft": draft, "shared": final} {
		if got.header.Get("Content-Type") != "application/pdf" || !strings.HasPrefix(got.body, "%PDF-") || got.header.Get("Cache-Control") != "private, no-store" {
			t.Errorf("%s: %v %.20q", name, got.header, got.body)
		}
	}
	if !bytes.Contains([]byte(final.body), []byte("/records/"+code)) || bytes.Contains([]byte(draft.body), []byte("/records/")) {
		t.Error("the code stands in the wrong print")
	}
	if got := b.get("/me/record"); !strings.Contains(got.text(), "다른 사람이 1번") {
		t.Errorf("the print was not counted: %s", got.text())
	}
	b.post("/me/record/pdf", url.Values{"_csrf": {b.token()}}).want(http.StatusUnprocessableEntity)
}

func TestCheating_WhoTriesOneCodeAfterAnotherIsNotAnswered(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/records/", "/en/certificates/"} {
		s := serve(t, func(o *handlers.Options) { o.Rates.WrongCodes = 5 })
		b, _ := s.graduated(t)
		code := b.shared()
		stranger := s.open(t)
		for range 5 {
			stranger.get(path + "7K2M-Q9XD-4TRB-WZ8HC").want(http.StatusNotFound)
		}
		if got := stranger.get("/records/" + code).want(http.StatusTooManyRequests); got.header.Get("Retry-After") == "" {
			t.Error("nobody says when to come again")
		}
		stranger.get("/courses").want(http.StatusOK)
	}
}

func TestCheating_TheCodeOfARecordStandsInNoLogAndNoFigure(t *testing.T) {
	t.Parallel()
	figures := prometheus.NewRegistry()
	s := serve(t, func(o *handlers.Options) { o.Metrics = figures })
	b, _ := s.graduated(t)
	code := b.shared()
	stranger := s.open(t)
	stranger.get("/records/" + code).want(http.StatusOK)
	stranger.get("/records/" + code + ".pdf").want(http.StatusOK)
	s.exec(t, "alter table record_lines rename to lost_lines")
	stranger.get("/records/" + code).want(http.StatusInternalServerError)
	stranger.get("/en/records/" + code + ".pdf").want(http.StatusInternalServerError)
	if log := s.log.String(); !strings.Contains(log, "route=/records/:code") || strings.Contains(log, code) || strings.Contains(log, strings.ToLower(code)) {
		t.Errorf("the log: %s", log)
	}
	found, err := figures.Gather()
	if err != nil || !strings.Contains(fmt.Sprint(found), "/records/:code") || strings.Contains(fmt.Sprint(found), code) {
		t.Errorf("the figures: %v, %v", found, err)
	}
}

func TestRecord_OfTwoHundredCoursesTakesFiveQueries(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, who := s.graduated(t)
	s.studious(t, who)
	s.takeAtMostFive(t, b, "/me/record")
	code := b.shared()
	s.takeAtMostFive(t, b, "/records/"+code, "/records/"+code+".pdf", "/records/7K2M-Q9XD-4TRB-WZ8HC")
	if got := b.get("/records/" + code).want(http.StatusOK); got.find(".record li").Length() < 400 {
		t.Errorf("%d lines", got.find(".record li").Length())
	}
}

// studious lets somebody complete two hundred more courses, each with a certificate, made up by the database itself.
func (s *site) studious(t *testing.T, who access.Actor) {
	t.Helper()
	s.exec(t, `with more as (
			insert into courses (id, slug, agenda_id, state, level, languages, minutes, palette, created_at)
			select gen_random_uuid(), 'more-' || n, c.agenda_id, 'draft', c.level, c.languages, 30, c.palette, now() from courses c, generate_series(1, 200) n where c.slug = 'small' returning *
		), revisions as (
			insert into course_revisions (id, course_id, number, title, summary, description, instructor, rule, lesson_count, created_at, agenda_id, level, languages, minutes, palette, changed_at)
			select gen_random_uuid(), m.id, 1, jsonb_build_object('ko', '참여외교와 국제 협력의 이해 ' || m.slug, 'en', 'Understanding participatory diplomacy ' || m.slug),
				r.summary, r.description, r.instructor, r.rule, 0, now(), m.agenda_id, m.level, m.languages, m.minutes, m.palette, now()
			from more m, courses c join course_revisions r on r.id = c.published_revision_id where c.slug = 'small' returning *
		), terms as (
			insert into cohorts (id, course_id, policy, self_paced, created_at) select gen_random_uuid(), id, 'open', true, now() from more returning *
		), seats as (
			insert into enrolments (id, cohort_id, course_id, citizen_id, state, percent, last_seen_at, enrolled_at, completed_at, completed_revision_id)
			select gen_random_uuid(), t.id, t.course_id, $1, 'completed', 100, now(), now(), now(), r.id from terms t join revisions r on r.course_id = t.course_id returning *
		)
		insert into certificates (id, code, number, enrolment_id, citizen_id, course_id, holder_name, course_title, minutes, state, issued_at)
		select gen_random_uuid(), 'CODE-' || e.id, 'PDA-' || e.id, e.id, $1, e.course_id, '김하늘', r.title, 30, 'issued', now() from seats e join revisions r on r.id = e.completed_revision_id`, who.ID)
	s.Wait(time.Second)
}
