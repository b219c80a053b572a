package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"academy/app/access"
	"academy/app/locale"
	"academy/app/participation"

	"github.com/google/uuid"
)

func proposalFields(title string) url.Values {
	return url.Values{"agenda": {"public-diplomacy"}, "title": {title}, "problem": {"지금은 교류 소식을 찾기 어렵습니다."}, "idea": {"교류 소식을 한곳에서 볼 수 있게 합시다."}, "consent": {"true"}, "do": {"submit"}}
}

// proposed is the address of a proposal that gathers support, written by somebody else.
func (s *site) proposed(t *testing.T, title string) string {
	t.Helper()
	return "/proposals/" + s.proposalOf(t, s.Person(t, "박서연"), title).String()
}

func (s *site) proposalOf(t *testing.T, author access.Actor, title string) uuid.UUID {
	t.Helper()
	id, err := s.Voice.Submit(t.Context(), author, uuid.Nil, participation.Writing{
		Agenda: "public-diplomacy", Title: title, Problem: "지금은 교류 소식을 찾기 어렵습니다.", Idea: "교류 소식을 한곳에서 볼 수 있게 합시다.", Lang: locale.KO, Seen: true, Consent: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	moderator := s.Person(t, "정예은", access.Moderator)
	desk, err := s.Voice.Desk(t.Context(), moderator, locale.KO)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Voice.Moderate(t.Context(), moderator, desk.Cases[0].ID, participation.Verdict{Do: "keep"}); err != nil {
		t.Fatal(err)
	}
	return id
}

func TestVoice_FromAProposalToAnAnswerWithoutAnyScript(t *testing.T) {
	t.Parallel()
	s := serve(t)
	author, _ := s.signedIn(t)
	moderator, _ := s.signedIn(t, access.Moderator)
	officer, _ := s.signedIn(t, access.Moderator, access.Officer)

	form := author.get("/proposals/new?agenda=public-diplomacy").want(http.StatusOK)
	if form.find("select[name=agenda] option[selected]").AttrOr("value", "") != "public-diplomacy" {
		t.Error("the agenda is not chosen")
	}
	fields := proposalFields("외교 자료를 한곳에 모읍시다")
	fields.Del("consent")
	if got := author.submit(form, "/proposals/new", fields).want(http.StatusForbidden); got.find("#consent-err").Length() != 1 || got.find("#title").AttrOr("value", "") == "" {
		t.Error("without the consent the form does not come back filled in")
	}
	fields = proposalFields("외교 자료를 한곳에 모읍시다")
	fields.Set("idea", "자세한 내용은 kim@example.org로 물어보세요.")
	looked := author.submit(form, "/proposals/new", fields).want(http.StatusOK)
	if !strings.Contains(looked.text(), "이메일 주소가 있습니다") {
		t.Error("no warning of personal data")
	}
	at := author.submit(looked, "/proposals/new", fields).want(http.StatusSeeOther).to()
	if !strings.Contains(author.get("/me/receipts").text(), "외교 자료를 한곳에 모읍시다") {
		t.Error("no receipt")
	}
	s.open(t).get(at).want(http.StatusNotFound)

	link := moderator.get("/mod").want(http.StatusOK).find("a[href^='/mod/cases/']").AttrOr("href", "")
	shown := moderator.get(link).want(http.StatusOK)
	moderator.submit(shown, link, url.Values{"do": {"return"}}).want(http.StatusUnprocessableEntity)
	moderator.submit(shown, link, url.Values{"do": {"keep"}}).want(http.StatusSeeOther)
	s.open(t).get(at).want(http.StatusOK)

	desk := strings.Replace(at, "/proposals/", "/mod/proposals/", 1)
	post := func(b *browser, action string, fields url.Values, status int) *page {
		t.Helper()
		return b.submit(b.get(desk).want(http.StatusOK), action, fields).want(status)
	}
	post(moderator, "/override", url.Values{"effect": {"answer"}}, http.StatusUnprocessableEntity)
	post(moderator, "/override", url.Values{"effect": {"answer"}, "override_reason": {"급합니다"}}, http.StatusSeeOther)
	post(moderator, "/take-up", url.Values{"owner": {""}}, http.StatusUnprocessableEntity)
	post(moderator, "/take-up", url.Values{"owner": {"culture-division"}}, http.StatusSeeOther)
	answer := url.Values{"outcome": {"accepted"}, "division": {"culture-division"}, "summary": {"내년 상반기에 시작합니다."}, "clause_1": {"한곳에 모으자"}, "reply_1": {"모으겠습니다."}}
	post(moderator, "/answer", url.Values{"outcome": {"accepted"}}, http.StatusUnprocessableEntity)
	post(moderator, "/answer", answer, http.StatusSeeOther)
	if moderator.get(desk).find("form[action$='/sign']").Length() != 0 {
		t.Error("whoever drafted it can sign")
	}
	post(officer, "/sign", nil, http.StatusSeeOther)
	post(moderator, "/commitments", url.Values{"commitment": {"자료 누리집 만들기"}, "commitment_division": {"culture-division"}, "due_on": {"2027-06-30"}}, http.StatusSeeOther)
	progress := moderator.get(desk).find("form[action^='/mod/commitments/']").AttrOr("action", "")
	post(moderator, progress, url.Values{"state": {"done"}, "percent": {"100"}}, http.StatusUnprocessableEntity)
	post(moderator, progress, url.Values{"state": {"done"}, "percent": {"100"}, "note": {"열었습니다"}}, http.StatusSeeOther)
	if got := s.open(t).get("/changes").want(http.StatusOK).text(); !strings.Contains(got, "자료 누리집 만들기") {
		t.Errorf("nothing under changes: %s", got)
	}
	if got := author.get(at).text(); !strings.Contains(got, "내년 상반기에 시작합니다") || !strings.Contains(got, "이행 완료") {
		t.Errorf("the author does not see the answer: %s", got)
	}
}

func TestVoice_SupportAndCommentsComeFromPlainForms(t *testing.T) {
	t.Parallel()
	s := serve(t)
	at := s.proposed(t, "외교 자료를 한곳에 모읍시다")
	b, _ := s.signedIn(t)
	b.submit(b.get(at), "/support", nil).want(http.StatusForbidden)
	b.submit(b.get(at), "/support", url.Values{"consent": {"true"}}).want(http.StatusSeeOther)
	if b.get(at).find("form[action$='/support'] input[name=do]").AttrOr("value", "") != "withdraw" {
		t.Error("the support does not show")
	}
	b.submit(b.get(at), "/support", nil).want(http.StatusSeeOther)
	lecture := s.lessons(t, s.Person(t, "이가을"))["lecture"].String()
	b.submit(b.get(at), "/comments", url.Values{"stance": {"for"}, "body": {"강의에서 배웠습니다"}, "evidence": {"lesson:" + lecture}, "at": {"soon"}}).want(http.StatusUnprocessableEntity)
	b.submit(b.get(at), "/comments", url.Values{"stance": {"for"}, "body": {"강의에서 배웠습니다"}, "evidence": {"lesson:" + lecture}, "at": {"0:40"}}).want(http.StatusSeeOther)
	if got := s.open(t).get(at).find(".say a[href='/learn/small/" + lecture + "?t=40']").Length(); got != 1 {
		t.Errorf("%d links lead to the time of the lecture", got)
	}
	if got := s.open(t).get("/learn/small/" + lecture + "/voices").want(http.StatusOK).find(".say").Length(); got != 1 {
		t.Errorf("%d comments rest on the lecture", got)
	}
	csv := s.open(t).get("/proposals.csv").want(http.StatusOK).body
	if strings.Contains(csv, "박서연") || strings.Contains(csv, "@") || !strings.Contains(csv, "외교 자료를 한곳에 모읍시다") {
		t.Errorf("open data: %s", csv)
	}
}

func TestVoice_OnlyModeratorsComeToTheDesk(t *testing.T) {
	t.Parallel()
	s := serve(t)
	at := s.proposed(t, "외교 자료를 한곳에 모읍시다")
	citizen, _ := s.signedIn(t)
	for _, path := range []string{"/mod", strings.Replace(at, "/proposals/", "/mod/proposals/", 1)} {
		citizen.get(path).want(http.StatusForbidden)
	}
	moderator, _ := s.signedIn(t, access.Moderator)
	moderator.post(strings.Replace(at, "/proposals/", "/mod/proposals/", 1)+"/sign", url.Values{"_csrf": {moderator.token()}, "version": {"1"}}).want(http.StatusForbidden)
	for _, path := range []string{"/proposals/x", "/proposals/" + uuid.NewString(), "/topics/nothing"} {
		citizen.get(path).want(http.StatusNotFound)
	}
	s.open(t).get("/mod/log").want(http.StatusOK)
}

func TestVoice_AgendasAndRulesAreEditedInPlainForms(t *testing.T) {
	t.Parallel()
	s := serve(t)
	officer, _ := s.signedIn(t, access.Moderator, access.Officer)
	moderator, _ := s.signedIn(t, access.Moderator)
	admin, _ := s.signedIn(t, access.Admin)
	for _, path := range []string{"/mod/agendas", "/mod/agendas/new", "/mod/agendas/public-diplomacy", "/mod/rules"} {
		moderator.get(path).want(http.StatusForbidden)
		admin.get(path).want(http.StatusOK)
	}
	form := officer.get("/mod/agendas/new")
	fields := url.Values{"slug": {"Sport Exchange"}, "title_ko": {"스포츠 교류"}, "title_en": {"Sport"}, "parent": {"cultural-exchange"}, "pillars": {"participation", "capacity"}}
	refused := officer.submit(form, "/mod/agendas/new", fields).want(http.StatusUnprocessableEntity)
	if refused.find("#slug-err").Length() != 1 || refused.find("#title_ko").AttrOr("value", "") != "스포츠 교류" || refused.find("input[name=pillars]:checked").Length() != 2 {
		t.Error("the form does not come back filled in, with the error beside its field")
	}
	fields.Set("slug", "sport-exchange")
	officer.submit(refused, "/mod/agendas/new", fields).want(http.StatusSeeOther)
	at := "/mod/agendas/sport-exchange"
	page := officer.get(at).want(http.StatusOK)
	if got := officer.submit(page, at+"/phases", url.Values{"kind": {"support"}, "first": {"2030-02-02"}, "last": {"2030-02-01"}}).want(http.StatusUnprocessableEntity); got.find("#last-err").Length() != 1 || got.find("#first").AttrOr("value", "") != "2030-02-02" {
		t.Error("days in the wrong order are not refused beside their field")
	}
	officer.submit(page, at+"/phases", url.Values{"kind": {"support"}, "first": {"2030-02-01"}, "last": {"2030-02-03"}}).want(http.StatusSeeOther)
	if got := s.open(t).get("/topics/sport-exchange").want(http.StatusOK); got.find(".phases li").Length() != 1 || got.find("a[href^='/proposals/new']").Length() != 0 {
		t.Error("the schedule is not shown, or proposals are offered outside of it")
	}
	page = officer.get(at)
	officer.submit(page, page.find("form[action*='/phases/'][action$='/remove']").AttrOr("action", ""), nil).want(http.StatusSeeOther)
	rules := officer.get("/mod/rules")
	if got := officer.submit(rules, "/mod/rules/ladder", url.Values{"frozen": {"3"}, "listed": {"2"}, "answer": {"1"}, "ladder_reason": {"까닭"}}).want(http.StatusUnprocessableEntity); got.find("#ladder-err").Length() != 1 || got.find("#frozen").AttrOr("value", "") != "3" {
		t.Error("a ladder that goes down is not refused beside it")
	}
	officer.submit(rules, "/mod/rules/ladder", url.Values{"frozen": {"3"}, "listed": {"20"}, "answer": {"200"}, "ladder_reason": {"작은 지역의 의제라서"}}).want(http.StatusSeeOther)
	officer.submit(rules, "/mod/rules/holidays", url.Values{"day": {"2020-05-06"}, "name_ko": {"대체공휴일"}, "name_en": {"Observed"}}).want(http.StatusUnprocessableEntity)
	if !strings.Contains(officer.get("/mod/rules").text(), "작은 지역의 의제라서") {
		t.Error("why the rules changed is not kept")
	}
}

func TestVoice_MarkupInATitleIsShownAsItWasTyped(t *testing.T) {
	t.Parallel()
	s := serve(t)
	at := s.proposed(t, "<img src=x onerror=alert(1)>")
	got := s.open(t).get(at).want(http.StatusOK)
	if got.find("main img").Length() != 0 || got.find("h1").Text() != "<img src=x onerror=alert(1)>" {
		t.Error("the title is markup")
	}
	b, _ := s.signedIn(t)
	form := b.get("/proposals/new")
	if refused := b.submit(form, "/proposals/new", proposalFields(strings.Repeat("가", 10_000))).want(http.StatusUnprocessableEntity); refused.find("#title-err").Length() != 1 {
		t.Error("ten thousand characters are not refused beside the title")
	}
}

func TestVoice_TakesAtMostFiveQueries(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, who := s.signedIn(t, access.Moderator, access.Officer)
	at := s.proposed(t, "외교 자료를 한곳에 모읍시다")
	own := "/proposals/" + s.proposalOf(t, who, "내가 쓴 다른 제안입니다").String()
	if err := s.Voice.Comment(t.Context(), who, uuid.MustParse(strings.TrimPrefix(at, "/proposals/")), participation.NewComment{Body: "찬성합니다", Consent: true}); err != nil {
		t.Fatal(err)
	}
	if err := s.Voice.Report(t.Context(), s.Person(t, "이가을"), uuid.MustParse(strings.TrimPrefix(at, "/proposals/")), uuid.Nil, "살펴봐 주세요"); err != nil {
		t.Fatal(err)
	}
	open := b.get("/mod").find("a[href^='/mod/cases/']").AttrOr("href", "")
	s.takeAtMostFive(t, b,
		"/participate", "/participate/consent", "/topics", "/topics/public-diplomacy", "/proposals", "/proposals?q=외교&state=gathering", "/proposals/new", "/proposals/overdue", at, own+"/edit", "/changes",
		"/mod/agendas", "/mod/agendas/new", "/mod/agendas/public-diplomacy", "/mod/rules",
		"/me/receipts", "/mod", "/mod/log", open, strings.Replace(at, "/proposals/", "/mod/proposals/", 1),
	)
}
