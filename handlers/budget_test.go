package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"academy/app/access"
)

// budget is how many queries a page may take, the session and the badges in its head included.
const budget = 5

// takeAtMostFive asks for pages as somebody whose session and badges are not remembered; what is the same for everybody
// is in memory, as it is whenever anybody has been there.
func (s *site) takeAtMostFive(t *testing.T, b *browser, paths ...string) {
	t.Helper()
	for _, path := range paths {
		b.get(path) // so that what everybody sees is in memory
		s.takesAtMostFive(t, b, path, path)
	}
}

// takesAtMostFive asks for one page; shared are pages by which somebody else has brought into memory what it shows to all.
func (s *site) takesAtMostFive(t *testing.T, b *browser, path string, shared ...string) {
	t.Helper()
	n, renewed := s.queries(t, b, path, shared)
	if renewed { // once in a quarter of an hour, by whichever page comes then
		n, _ = s.queries(t, b, path, shared)
	}
	if n > budget {
		t.Errorf("%s takes %d queries", path, n)
	}
}

// queries counts what a page takes, and says whether the session was renewed on the way.
func (s *site) queries(t *testing.T, b *browser, path string, shared []string) (n int64, renewed bool) {
	t.Helper()
	s.Wait(11 * time.Second)
	time.Sleep(badgesForgotten)
	stranger := s.open(t)
	for _, page := range shared {
		stranger.get(page)
	}
	before := s.DB.Queries()
	got := b.get(path)
	if got.status >= http.StatusInternalServerError {
		t.Errorf("%s: %d", path, got.status)
	}
	return s.DB.Queries() - before, got.header.Get("Set-Cookie") != ""
}

func TestPages_TakeAtMostFiveQueries(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, who := s.signedIn(t, access.Admin)
	attempt := s.startQuiz(t, b, who)
	ids := s.lessons(t, who)
	s.takeAtMostFive(t, b,
		"/", "/courses", "/courses?q=외교", "/courses/small", "/courses/small/enrol", "/me", "/me/certificates", "/me/record", "/me/settings", "/me/notifications", "/me/settings/password",
		"/learn/small/"+ids["reading"].String(), "/learn/small/"+ids["lecture"].String(), "/learn/small/"+ids["quiz"].String(),
		"/learn/small/"+ids["lecture"].String()+"/transcript.ko.txt",
		"/learn/small/grades", attempt+"/questions/1", attempt+"/check", "/verify", "/admin", "/admin/outbox", "/help", "/certificates/7K2M-Q9XD-4TRB-WZ8HC",
	)
}

func TestStudio_TakesAtMostFiveQueries(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, who := s.signedIn(t, access.Admin)
	s.startQuiz(t, b, who)
	ids := s.lessons(t, who)
	b.sendTo("/studio/small/sections", url.Values{"section_ko": {"새 장"}}).want(http.StatusSeeOther) // a draft to compare with what is published
	lecture := ids["lecture"].String()
	run := s.issue(t, who, 2)
	s.takeAtMostFive(t, b,
		register, register+"?state=revoked", register+"/runs/"+run.String(), firstFiled(b), "/admin/certificates",
		"/studio", "/studio/new", "/studio/small", "/studio/small/preview", "/studio/small/preview/"+lecture, "/studio/small/media", "/studio/small/settings", "/studio/small/certificate", "/studio/small/publish", "/studio/small/history", "/studio/small/staff", "/studio/small/more",
		"/studio/small/bank", "/studio/small/bank?from=shared", "/studio/small/marking", "/studio/small/bank/import", "/studio/small/bank/new?type=cloze", b.get("/studio/small/bank").find("tbody a").AttrOr("href", ""), "/studio/small/quizzes/"+ids["quiz"].String(), "/studio/small/quizzes/"+ids["quiz"].String()+"/try",
		"/studio/small/grades", "/studio/small/grades?only=failed", "/studio/small/grades/weights", "/studio/small/grades/import", b.get("/studio/small/grades").find("tbody a").AttrOr("href", ""),
		"/studio/small/analytics", "/studio/small/analytics/"+lecture, "/studio/small/analytics/learners",
		"/studio/small/regrades", "/studio/small/regrades/"+s.regraded(t, who), strings.Replace(b.get("/studio/small/bank").find("tbody a").AttrOr("href", ""), "/bank/", "/regrade/", 1),
		"/studio/small/analytics/items", "/studio/small/analytics/items/"+s.QuizID(t, "small").String(),
		"/studio/small/learners", b.get("/studio/small/learners").find("tbody a").AttrOr("href", ""),
		b.get("/studio/small/learners").find("tbody a").AttrOr("href", "")+"/accommodations", "/studio/small/marking/late",
		"/studio/small/lessons/"+ids["reading"].String(), "/studio/small/lessons/"+lecture, "/studio/small/lessons/"+lecture+"/captions", "/studio/small/lessons/"+lecture+"/transcript.ko.txt",
	)
}

// badgesForgotten is longer than the badges of one reader, and the lists of all, are remembered.
const badgesForgotten = 3100 * time.Millisecond
