package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/apptest"
	"academy/app/jobs"
	"academy/app/volunteering"

	"github.com/google/uuid"
)

// running is a forum in the first minute of a shift, with somebody who has a seat in it.
type running struct {
	*site
	f               *apptest.Forum
	boss, volunteer *browser
	who             access.Actor
	need, seat      uuid.UUID
	desk            string
}

func atWork(t *testing.T) *running {
	t.Helper()
	s := serve(t)
	r := &running{site: s, f: s.Forum(t)}
	shift, need := r.f.Shift(t, 0, "09:00", "13:00", 3)
	r.Wait(r.f.First.Add(8*time.Hour + 59*time.Minute).Sub(s.DB.Now()))
	r.need, r.desk = need, "/coord/activities/"+r.f.ID.String()+"/checkin"
	r.boss = s.coordinator(t)
	r.volunteer, r.who = s.signedIn(t)
	r.f.Enlist(t, r.who)
	got, err := r.Volunteering.SignUp(t.Context(), r.who, shift, uuid.Nil)
	if err != nil {
		t.Fatal(err)
	}
	r.seat = got.ID
	r.Wait(90 * time.Second)
	return r
}

// shown is the digits and the address on the coordinator's screen.
func (r *running) shown(t *testing.T) (code, path string) {
	t.Helper()
	got := r.boss.get(r.desk).want(http.StatusOK)
	code = strings.ReplaceAll(got.find(".desk-digits").Text(), " ", "")
	v, err := r.Volunteering.Desk(t.Context(), r.f.Boss, r.f.ID, time.Time{}, "")
	if err != nil || len(code) != 6 || got.find(".desk-qr svg").Length() != 1 {
		t.Fatalf("%q, %v", code, err)
	}
	return code, strings.TrimPrefix(v.Address, apptest.BaseURL)
}

func TestCheckIn_FromTheCodeOnTheSpotToTheProofByPlainForms(t *testing.T) {
	t.Parallel()
	r := atWork(t)
	_, address := r.shown(t)
	stranger := r.open(t)
	if to := stranger.get(address).want(http.StatusSeeOther).to(); !strings.HasPrefix(to, "/login?next=") || !strings.Contains(to, "checkin") {
		t.Errorf("somebody who has not signed in is led to %s", to)
	}
	scanned := r.volunteer.get(address).want(http.StatusOK)
	if !strings.Contains(scanned.text(), "09:00–13:00") || scanned.find("main button").Length() != 1 {
		t.Errorf("got %s", scanned.text())
	}
	r.volunteer.submit(scanned, "/checkin/here", url.Values{"do": {"in"}}).want(http.StatusSeeOther)
	r.volunteer.submit(scanned, "/checkin/here", url.Values{"do": {"in"}}).want(http.StatusSeeOther) // twice is once

	r.Wait(4 * time.Hour)
	mine := r.volunteer.get("/me/shifts").want(http.StatusOK)
	action, field := "/me/shifts/"+r.seat.String()+"/checkin", "code-"+r.seat.String()
	wrong := r.volunteer.submit(mine, action, url.Values{"do": {"out"}, field: {"12"}}).want(http.StatusUnprocessableEntity)
	if wrong.find("#"+field).AttrOr("value", "") != "12" || wrong.find("#"+field+"-err").Length() != 1 || !strings.Contains(wrong.text(), "4번 더") {
		t.Errorf("got %s", wrong.text())
	}
	code, _ := r.shown(t)
	r.volunteer.submit(mine, action, url.Values{"do": {"out"}, field: {code[:3] + " " + code[3:]}}).want(http.StatusSeeOther)

	if got := r.volunteer.get("/me/hours").want(http.StatusOK); !strings.Contains(got.text(), "승인 대기 3시간 59분") || got.find("form[action$='/proof']").Length() != 0 {
		t.Errorf("got %s", got.text())
	}
	list := r.boss.get("/coord/hours")
	r.boss.submit(list, "/coord/hours", url.Values{}).want(http.StatusSeeOther)
	r.boss.submit(list, "/coord/hours", url.Values{}).want(http.StatusSeeOther) // twice is once
	r.volunteer.submit(r.volunteer.get("/me/hours"), "/me/hours/proof", nil).want(http.StatusSeeOther)
	if err := r.Credentials.IssueService(t.Context(), jobs.IssueService{CitizenID: r.who.ID}); err != nil {
		t.Fatal(err)
	}
	page := r.volunteer.get("/me/hours").find("#proof-h ~ p a").First().AttrOr("href", "")
	proof := stranger.get(page).want(http.StatusOK)
	if !strings.Contains(proof.text(), "봉사활동 확인서") || !strings.Contains(proof.text(), "3시간 59분") || strings.Contains(proof.body, `href="/courses/"`) {
		t.Errorf("got %s", proof.text())
	}
	if pdf := stranger.get(page + ".pdf").want(http.StatusOK); !strings.HasPrefix(pdf.body, "%PDF") {
		t.Error("there is no PDF")
	}
	stranger.get(page + ".json").want(http.StatusOK)
	r.volunteer.get(page + "/name").want(http.StatusNotFound)
	r.volunteer.get("/me/certificates").want(http.StatusOK)
}

func TestDesk_MarksAreMadeUndoneAndWalkInsAddedByPlainForms(t *testing.T) {
	t.Parallel()
	r := atWork(t)
	action := r.desk + "/" + r.seat.String()
	mark := func(word string, status int) *page {
		t.Helper()
		return r.boss.submit(r.boss.get(r.desk), action, url.Values{"mark": {word}}).want(status)
	}
	mark("no_show", http.StatusSeeOther)
	mark("no_show", http.StatusSeeOther)
	if got := mark("check_out", http.StatusConflict); got.find(".error-summary").Length() != 1 {
		t.Errorf("got %s", got.text())
	}
	mark("undo", http.StatusSeeOther)
	mark("nonsense", http.StatusConflict)
	late := r.boss.get(r.desk + "?q=" + url.QueryEscape("하늘"))
	if late.find(".desk-people li").Length() != 1 || r.boss.get(r.desk+"?q=zzz").find(".desk-people li").Length() != 0 {
		t.Errorf("the search finds %s", late.text())
	}
	guest := r.f.Volunteer(t, "이나라")
	walkIn := r.boss.get(r.desk).find("a[href*='/walk-in']").First().AttrOr("href", "")
	form := r.boss.get(walkIn).want(http.StatusOK)
	if got := r.boss.submit(form, "/walk-in", nil).want(http.StatusUnprocessableEntity); got.find("#citizen-err").Length() != 1 {
		t.Errorf("got %s", got.text())
	}
	r.boss.submit(form, "/walk-in", url.Values{"citizen": {guest.ID.String()}}).want(http.StatusSeeOther)
	r.boss.submit(form, "/walk-in", url.Values{"citizen": {guest.ID.String()}}).want(http.StatusConflict)
	if got := r.boss.get(r.desk); got.find(".desk-people .badge.g").Length() != 1 || !strings.Contains(got.text(), "출석 1명 / 예정 2명") {
		t.Errorf("got %s", got.text())
	}
	if got := r.boss.get(r.desk + "?day=2001-01-01").want(http.StatusOK); got.find(".desk-code").Length() != 0 {
		t.Error("a code is shown on another day")
	}
}

func TestHours_AreCorrectedTakenAlongAndExportedByPlainForms(t *testing.T) {
	t.Parallel()
	r := atWork(t)
	for _, m := range []volunteering.Mark{volunteering.MarkIn, volunteering.MarkEarly} {
		if err := r.Volunteering.MarkSeat(t.Context(), r.f.Boss, r.f.ID, r.seat, m); err != nil {
			t.Fatal(err)
		}
		r.Wait(30 * time.Minute)
	}
	line := r.boss.get("/coord/hours").find("tbody a").First().AttrOr("href", "")
	form := r.boss.get(line).want(http.StatusOK)
	wrong := r.boss.submit(form, line, url.Values{"minutes": {"9999"}, "factor": {"100"}, "reason": {""}}).want(http.StatusUnprocessableEntity)
	if wrong.find("#minutes").AttrOr("value", "") != "9999" || wrong.find("#minutes-err").Length() != 1 || wrong.find("#reason-err").Length() != 1 {
		t.Errorf("got %s", wrong.text())
	}
	fixed := r.boss.submit(form, line, url.Values{"minutes": {"60"}, "factor": {"100"}, "reason": {"=일찍 왔습니다"}}).want(http.StatusSeeOther).to()
	r.boss.submit(form, line, url.Values{"minutes": {"60"}, "factor": {"100"}, "reason": {"다시"}}).want(http.StatusNotFound)
	if got := r.boss.get(fixed).want(http.StatusOK); got.find("tbody tr").Length() != 3 {
		t.Errorf("got %s", got.text())
	}
	r.boss.submit(r.boss.get("/coord/hours?activity="+r.f.ID.String()), "/coord/hours", url.Values{}).want(http.StatusSeeOther)
	if table := r.boss.get("/coord/hours.csv?state=all").want(http.StatusOK); !strings.Contains(table.body, ",60,") || !strings.Contains(table.body, "'=일찍") {
		t.Errorf("got %s", table.body)
	}
	profile := r.volunteer.get("/me/volunteering")
	if got := r.volunteer.submit(profile, "/me/volunteering/portal", url.Values{"portal_id": {"na ra"}}).want(http.StatusUnprocessableEntity); got.find("#portal_id").AttrOr("value", "") != "na ra" || got.find("#portal_consent-err").Length() != 1 {
		t.Errorf("got %s", got.text())
	}
	r.volunteer.submit(profile, "/me/volunteering/portal", url.Values{"portal_id": {"haneul77"}, "portal_consent": {"true"}}).want(http.StatusSeeOther)
	exports := r.boss.get("/coord/hours/exports").want(http.StatusOK)
	r.boss.submit(exports, "/coord/hours/exports", nil).want(http.StatusSeeOther)
	r.boss.submit(exports, "/coord/hours/exports", nil).want(http.StatusConflict)
	file := r.boss.get("/coord/hours/exports").find("a[download]").First().AttrOr("href", "")
	if got := r.boss.get(file).want(http.StatusOK); !strings.Contains(got.body, "haneul77,김하늘") || !strings.HasPrefix(got.header.Get("Content-Type"), "text/csv") {
		t.Errorf("got %s", got.body)
	}
	r.volunteer.submit(r.volunteer.get("/me/volunteering"), "/portal/drop", nil).want(http.StatusSeeOther)
	if got := r.boss.get(file).want(http.StatusOK); strings.Contains(got.body, "haneul77") {
		t.Error("who has withdrawn is still told of")
	}
	r.boss.submit(r.boss.get("/coord/hours"), "/coord/hours/rule", url.Values{"day_hours": {"25"}}).want(http.StatusUnprocessableEntity)
	r.boss.submit(r.boss.get("/coord/hours"), "/coord/hours/rule", url.Values{"day_hours": {"6.5"}}).want(http.StatusSeeOther)
}

func TestCheating_NobodyChecksInOthersOrTouchesTheLedgerWithoutTheRole(t *testing.T) {
	t.Parallel()
	r := atWork(t)
	code, address := r.shown(t)
	theirs, other := r.signedIn(t)
	r.f.Enlist(t, other)
	if got := theirs.get(address).want(http.StatusForbidden); !strings.Contains(got.text(), "배정된 근무가 없습니다") {
		t.Errorf("got %s", got.text())
	}
	token := url.Values{"_csrf": {theirs.token()}, "do": {"in"}, "mark": {"check_in"}, "code-" + r.seat.String(): {code}, "assignment": {r.seat.String()}, "minutes": {"600"}, "factor": {"100"}, "reason": {"x"}, "line": {r.seat.String()}}
	theirs.post("/me/shifts/"+r.seat.String()+"/checkin", token).want(http.StatusNotFound)
	scanned := r.volunteer.get(address)
	stolen := url.Values{"_csrf": {theirs.token()}, "do": {"in"}, "assignment": {r.seat.String()}, "ticket": {scanned.find("input[name=ticket]").AttrOr("value", "")}}
	theirs.post("/checkin/here", stolen).want(http.StatusNotFound)
	for _, path := range []string{r.desk, "/coord/hours", "/coord/hours.csv", "/coord/hours/exports", "/coord/activities/" + r.f.ID.String() + "/needs/" + r.need.String() + "/walk-in"} {
		theirs.get(path).want(http.StatusForbidden)
	}
	for _, path := range []string{r.desk + "/" + r.seat.String(), "/coord/hours", "/coord/hours/rule", "/coord/hours/exports", "/coord/hours/" + r.seat.String()} {
		theirs.post(path, token).want(http.StatusForbidden)
	}
	r.Wait(90 * time.Second)
	if got := r.volunteer.get(address).want(http.StatusConflict); !strings.Contains(got.text(), "다시 찍어 주세요") {
		t.Errorf("a picture of the code: %s", got.text())
	}
	r.volunteer.get("/checkin/nonsense").want(http.StatusNotFound)
}

func TestVolunteersDay_TakesAtMostFiveQueries(t *testing.T) {
	t.Parallel()
	r := atWork(t)
	_, address := r.shown(t)
	r.Wait(-time.Second)
	for _, m := range []volunteering.Mark{volunteering.MarkIn, volunteering.MarkOut} {
		if err := r.Volunteering.MarkSeat(t.Context(), r.f.Boss, r.f.ID, r.seat, m); err != nil {
			t.Fatal(err)
		}
	}
	line := r.boss.get("/coord/hours").find("tbody a").First().AttrOr("href", "")
	r.takeAtMostFive(t, r.volunteer, address, "/me/shifts", "/me/hours", "/me/volunteering")
	r.takeAtMostFive(t, r.boss, r.desk, "/coord/activities/"+r.f.ID.String()+"/needs/"+r.need.String()+"/walk-in", "/coord/hours", "/coord/hours?state=all&activity="+r.f.ID.String(), line, "/coord/hours/exports")
}
