package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/locale"
)

// meetingFields are those of a meeting that begins in half an hour and takes registrations until then.
func (s *site) meetingFields(title, seats string) url.Values {
	at := func(d time.Duration) []string {
		return []string{s.DB.Now().Add(d).In(locale.Seoul()).Format("2006-01-02T15:04")}
	}
	return url.Values{
		"title_ko": {title}, "kind": {"town_hall"}, "agenda": {"public-diplomacy"}, "place_ko": {"서울시청"}, "online_url": {"https://meet.example.org/room"}, "language_ko": {"true"}, "starts": at(30 * time.Minute),
		"ends": at(2 * time.Hour), "opens": at(-time.Hour), "closes": at(90 * time.Minute), "capacity": {seats}, "offer_hours": {"24"}, "from": {"0"},
		"ask_1_ko": {"어떻게 오시나요?"}, "ask_1_kind": {"choice"}, "ask_1_options": {"걸어서 | On foot\n버스로 | By bus"}, "ask_1_required": {"true"},
	}
}

// meeting makes a meeting by the pages of those who look after it, and answers its public address.
func (b *browser) meeting(fields url.Values) string {
	b.t.Helper()
	form := b.get("/mod/events/new").want(http.StatusOK)
	edit := b.submit(form, "/mod/events/new", fields).want(http.StatusSeeOther).to()
	b.submit(b.get(edit).want(http.StatusOK), "/publish", nil).want(http.StatusSeeOther)
	return strings.TrimSuffix(strings.TrimPrefix(edit, "/mod"), "/edit")
}

func (b *browser) registerFor(at string) *page {
	b.t.Helper()
	form := b.get(at + "/register").want(http.StatusOK)
	return b.submit(form, "/register", url.Values{form.find("select[name^=ask-]").AttrOr("name", ""): {"1"}})
}

func TestMeetings_FillOfferAFreedSeatAndKnowWhoCameWithoutAnyScript(t *testing.T) {
	t.Parallel()
	s := serve(t)
	staff, _ := s.signedIn(t, access.Moderator)
	one, _ := s.signedIn(t)
	two, _ := s.signedIn(t)

	bad := s.meetingFields("", "1")
	bad.Set("ask_1_options", "걸어서")
	form := staff.get("/mod/events/new").want(http.StatusOK)
	back := staff.submit(form, "/mod/events/new", bad).want(http.StatusUnprocessableEntity)
	if back.find("#title_ko-err").Length() != 1 || back.find("#ask_1_options-err").Length() != 1 || back.find("#place_ko").AttrOr("value", "") != "서울시청" || back.find("#ask_1_required[checked]").Length() != 1 {
		t.Errorf("the form does not come back filled in: %s", back.text())
	}
	at := staff.meeting(s.meetingFields("도시 외교, 시민이 묻다", "1"))
	if !strings.Contains(s.open(t).get("/events").want(http.StatusOK).text(), "도시 외교, 시민이 묻다") || !strings.Contains(s.open(t).get("/participate").text(), "도시 외교, 시민이 묻다") {
		t.Error("nobody finds it")
	}
	if strings.Contains(s.open(t).get(at).want(http.StatusOK).body, "meet.example.org") {
		t.Error("strangers are told where it goes on online")
	}

	form = one.get(at + "/register").want(http.StatusOK)
	if got := one.submit(form, "/register", nil).want(http.StatusUnprocessableEntity); got.find("[id^=ask-][id$=-err]").Length() != 1 {
		t.Error("a question that must be answered need not")
	}
	one.registerFor(at).want(http.StatusSeeOther)
	two.registerFor(at).want(http.StatusSeeOther)
	if got := two.get(at).text(); !strings.Contains(got, "대기 1번") {
		t.Errorf("no place in line: %s", got)
	}
	one.submit(one.get(at), "/registration", url.Values{"do": {"leave"}}).want(http.StatusSeeOther)
	two.submit(two.get(at), "/registration", url.Values{"do": {"accept"}}).want(http.StatusSeeOther)
	if got := two.get("/me/events").want(http.StatusOK).text(); !strings.Contains(got, "참석 확정") {
		t.Errorf("not among one's own: %s", got)
	}
	if got := two.get(at + ".ics").want(http.StatusOK).body; !strings.Contains(got, "BEGIN:VEVENT") {
		t.Errorf("no calendar: %s", got)
	}

	desk := "/mod" + at
	if got := staff.get(desk).want(http.StatusOK).text(); !strings.Contains(got, "걸어서") {
		t.Errorf("no answers: %s", got)
	}
	day := staff.get(desk + "/checkin").want(http.StatusOK)
	code := strings.TrimSpace(day.find(".desk-digits").Text())
	wrong := two.submit(two.get(at), "/checkin", url.Values{"code": {"000 00"}}).want(http.StatusUnprocessableEntity)
	if wrong.find("#code-err").Length() != 1 || !strings.Contains(wrong.text(), "4번 더") {
		t.Errorf("a wrong code: %s", wrong.text())
	}
	two.submit(two.get(at), "/checkin", url.Values{"code": {code}}).want(http.StatusSeeOther)
	if got := two.get(at).text(); !strings.Contains(got, "참석함") {
		t.Errorf("nobody knows that they came: %s", got)
	}
	day = staff.get(desk + "/checkin").want(http.StatusOK)
	staff.submit(day, day.find("form.marks").AttrOr("action", ""), url.Values{"mark": {"undo"}}).want(http.StatusSeeOther)
}

func TestMeetings_TheLinkOfAnotherLeadsNowhere(t *testing.T) {
	t.Parallel()
	s := serve(t)
	staff, _ := s.signedIn(t, access.Moderator)
	one, _ := s.signedIn(t)
	two, _ := s.signedIn(t)
	at := staff.meeting(s.meetingFields("온라인 간담회", "3"))
	one.registerFor(at).want(http.StatusSeeOther)
	link, err := url.Parse(one.get(at).find("a[href*='/events/join/']").AttrOr("href", ""))
	if err != nil || link.Path == "" {
		t.Fatalf("no link: %v", err)
	}
	one.get(link.Path).want(http.StatusConflict) // it is too early
	s.Wait(20 * time.Minute)
	two.get(link.Path).want(http.StatusNotFound)
	if to := s.open(t).get(link.Path).want(http.StatusSeeOther).to(); !strings.HasPrefix(to, "/login") {
		t.Errorf("a stranger comes to %s", to)
	}
	got := one.get(link.Path).want(http.StatusSeeOther)
	if to := got.header.Get("Location"); to != "https://meet.example.org/room" || got.header.Get("Referrer-Policy") != "no-referrer" {
		t.Errorf("led to %s with %v", to, got.header)
	}
	if !strings.Contains(one.get(at).text(), "참석함") {
		t.Error("coming in was not noted")
	}
}

func TestMeetings_OnlyThoseWhoLookAfterThemComeToTheDesk(t *testing.T) {
	t.Parallel()
	s := serve(t)
	staff, _ := s.signedIn(t, access.Moderator)
	citizen, _ := s.signedIn(t)
	at := staff.meeting(s.meetingFields("타운홀", "3"))
	for _, path := range []string{"/mod/events", "/mod/events/new", "/mod" + at, "/mod" + at + "/edit", "/mod" + at + "/checkin"} {
		citizen.get(path).want(http.StatusForbidden)
	}
	citizen.sendTo("/mod"+at+"/cancel", url.Values{"reason": {"싫어서"}}).want(http.StatusForbidden)
	if got := staff.submit(staff.get("/mod"+at+"/edit"), "/cancel", url.Values{"reason": {" "}}).want(http.StatusUnprocessableEntity); got.find("#reason-err").Length() != 1 || got.find("#title_ko").AttrOr("value", "") != "타운홀" {
		t.Error("a reason is not asked for, or the form is empty")
	}
	staff.submit(staff.get("/mod"+at+"/edit"), "/cancel", url.Values{"reason": {"태풍이 옵니다."}}).want(http.StatusSeeOther)
	if !strings.Contains(s.open(t).get(at).want(http.StatusOK).text(), "태풍이 옵니다.") {
		t.Error("nobody is told why")
	}
	for _, path := range []string{"/events/x", "/events/" + strings.Repeat("0", 36)} {
		citizen.get(path).want(http.StatusNotFound)
	}
}

func TestMeetings_QuestionsArePutVotedOnAnsweredAndHiddenByPlainForms(t *testing.T) {
	t.Parallel()
	s := serve(t)
	staff, _ := s.signedIn(t, access.Moderator)
	one, _ := s.signedIn(t)
	two, _ := s.signedIn(t)
	at := staff.meeting(s.meetingFields("타운홀", "3"))
	if back := one.submit(one.get(at), "/questions", url.Values{"question": {"자매도시는 어떻게 고르나요?"}}).want(http.StatusForbidden); back.find("#question_consent-err").Length() != 1 || back.find("#question").Text() == "" {
		t.Error("without the consent the form does not come back filled in")
	}
	one.submit(one.get(at), "/questions", url.Values{"question": {"제 번호는 010-1234-5678입니다"}, "question_consent": {"true"}}).want(http.StatusUnprocessableEntity)
	one.submit(one.get(at), "/questions", url.Values{"question": {"자매도시는 어떻게 고르나요?"}, "question_consent": {"true"}}).want(http.StatusSeeOther)
	two.sendTo("/participate/consent", url.Values{"do": {"give"}}).want(http.StatusSeeOther)
	two.submit(two.get(at), "/vote", url.Values{"do": {"vote"}}).want(http.StatusSeeOther)
	if got := s.open(t).get(at).text(); !strings.Contains(got, "자매도시는 어떻게 고르나요?") || !strings.Contains(got, "공감 1") {
		t.Errorf("nobody sees the question: %s", got)
	}
	if back := two.submit(two.get(at), "/report", url.Values{"report": {" "}}).want(http.StatusUnprocessableEntity); back.find("#report-err").Length() != 1 || back.find("details[open] #report").Length() != 1 {
		t.Error("a report without a reason does not come back at its form")
	}
	two.submit(two.get(at), "/report", url.Values{"report": {"광고"}}).want(http.StatusSeeOther)
	waiting := staff.get("/mod").want(http.StatusOK).find("a[href*='/mod/cases/']").AttrOr("href", "")
	if got := staff.get(waiting).want(http.StatusOK); !strings.Contains(got.text(), "자매도시는 어떻게 고르나요?") || got.find("main a[href='"+at+"']").Length() != 1 {
		t.Errorf("the moderator reads %s", got.text())
	}
	desk := staff.get("/mod" + at + "/questions").want(http.StatusOK)
	question := desk.find("form[action*='/questions/']").AttrOr("action", "")
	if back := staff.submit(desk, question, url.Values{"do": {"hide"}}).want(http.StatusUnprocessableEntity); back.find("#code-err").Length() != 1 || back.find("#reason-err").Length() != 1 {
		t.Error("hidden without a reason")
	}
	staff.submit(desk, question, url.Values{"do": {"answer"}, "answer": {"시민의 추천을 받습니다."}}).want(http.StatusSeeOther)
	if got := s.open(t).get(at).text(); !strings.Contains(got, "시민의 추천을 받습니다.") {
		t.Errorf("no answer: %s", got)
	}
	staff.submit(desk, question, url.Values{"do": {"hide"}, "code": {"off_topic"}, "reason": {"다른 자리에서 다룹니다."}}).want(http.StatusSeeOther)
	if got := two.get(at).text(); strings.Contains(got, "자매도시는 어떻게") || !strings.Contains(got, "다른 자리에서 다룹니다.") {
		t.Errorf("a hidden question shows, or not why: %s", got)
	}
	receipts := one.get("/me/receipts").want(http.StatusOK)
	if one.get(at).find("main a[href='/me/receipts']").Length() != 1 || !strings.Contains(receipts.text(), "다른 자리에서 다룹니다.") {
		t.Errorf("its author is not led to an appeal: %s", receipts.text())
	}
	one.submit(receipts, "/appeal", url.Values{"appeal": {"이 행사의 주제입니다."}}).want(http.StatusSeeOther)
	if data := s.open(t).get("/events.csv").want(http.StatusOK).body; strings.Contains(data, "@") || !strings.Contains(data, "타운홀") {
		t.Errorf("open data: %s", data)
	}
	s.takeAtMostFive(t, one, at)
	s.takeAtMostFive(t, staff, at, "/mod"+at+"/questions", waiting)
}

func TestMeetings_MinutesADecisionAndTheRecordingFollow(t *testing.T) {
	t.Parallel()
	s := serve(t)
	staff, _ := s.signedIn(t, access.Moderator)
	one, _ := s.signedIn(t)
	at := staff.meeting(s.meetingFields("타운홀", "3"))
	desk := "/mod" + at
	one.registerFor(at).want(http.StatusSeeOther)
	if staff.get(desk+"/after").want(http.StatusOK).find("form[action$='/after']").Length() != 0 {
		t.Error("minutes of what has not begun")
	}
	s.Wait(31 * time.Minute)
	day := staff.get(desk + "/checkin").want(http.StatusOK)
	staff.submit(day, day.find("form.marks").AttrOr("action", ""), url.Values{"mark": {"here"}}).want(http.StatusSeeOther)
	after := func(fields url.Values, status int) *page {
		t.Helper()
		return staff.submit(staff.get(desk+"/after").want(http.StatusOK), "/after", fields).want(status)
	}
	if got := one.get("/me/receipts").want(http.StatusOK).text(); !strings.Contains(got, "회의록을 준비하고 있습니다") {
		t.Errorf("no receipt of having been there: %s", got)
	}
	if got := after(url.Values{"do": {"minutes"}, "minutes": {" "}}, http.StatusUnprocessableEntity); got.find("#minutes-err").Length() != 1 {
		t.Error("empty minutes")
	}
	after(url.Values{"do": {"minutes"}, "minutes": {"함께 고르기로 했습니다."}}, http.StatusSeeOther)
	if got := after(url.Values{"do": {"decide"}, "commitment": {"자매도시를 함께 고르기"}, "due_on": {"2027-06-30"}}, http.StatusUnprocessableEntity); got.find("#commitment_division-err").Length() != 1 || got.find("#commitment").AttrOr("value", "") == "" {
		t.Error("a decision of nobody, or the form is empty")
	}
	after(url.Values{"do": {"decide"}, "commitment": {"자매도시를 함께 고르기"}, "commitment_division": {"culture-division"}, "due_on": {"2027-06-30"}}, http.StatusSeeOther)
	choice := staff.get(desk+"/after").find("#recording option").Eq(1).AttrOr("value", "")
	after(url.Values{"do": {"recording"}, "recording": {choice}}, http.StatusSeeOther)
	page := staff.get(desk + "/after")
	progress := page.find("form[action*='/commitments/']").AttrOr("action", "")
	staff.submit(page, progress, url.Values{"state": {"done"}, "percent": {"100"}, "note": {""}}).want(http.StatusUnprocessableEntity)
	staff.submit(page, progress, url.Values{"state": {"in_progress"}, "percent": {"40"}, "note": {"둘을 골랐습니다."}}).want(http.StatusSeeOther)
	if got := s.open(t).get(at).want(http.StatusOK); !strings.Contains(got.text(), "함께 고르기로 했습니다.") || !strings.Contains(got.text(), "자매도시를 함께 고르기") || got.find("a[href^='/learn/small/']").Length() != 1 {
		t.Errorf("what came of it: %s", got.text())
	}
	if got := s.open(t).get("/changes").want(http.StatusOK); got.find("a[href='"+at+"']").Length() != 1 {
		t.Errorf("not among what has changed: %s", got.text())
	}
	if got := one.get("/me/receipts").want(http.StatusOK).text(); !strings.Contains(got, "공개된 회의록 보기") || !strings.Contains(got, "자매도시를 함께 고르기") {
		t.Errorf("no receipt: %s", got)
	}
	s.takeAtMostFive(t, one, at, "/me/receipts", "/changes")
	s.takeAtMostFive(t, staff, desk+"/after")
}

func TestMeetings_TakeAtMostFiveQueries(t *testing.T) {
	t.Parallel()
	s := serve(t)
	staff, _ := s.signedIn(t, access.Moderator)
	b, _ := s.signedIn(t)
	at := staff.meeting(s.meetingFields("타운홀", "3"))
	b.registerFor(at).want(http.StatusSeeOther)
	s.takeAtMostFive(t, b, "/events", "/events?when=past&kind=seminar&agenda=public-diplomacy", at, at+"/register", "/me/events", "/participate", "/topics/public-diplomacy")
	s.takeAtMostFive(t, staff, "/mod/events", "/mod/events/new", "/mod"+at, "/mod"+at+"/edit", "/mod"+at+"/checkin")
}
