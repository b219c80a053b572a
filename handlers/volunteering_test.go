package handlers_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/apptest"
	"academy/app/jobs"
	"academy/app/volunteering"
	"academy/models"

	"github.com/google/uuid"
)

// coordinator is the browser of somebody who coordinates.
func (s *site) coordinator(t *testing.T) *browser {
	t.Helper()
	b, _ := s.signedIn(t, access.Coordinator)
	return b
}

const volunteersMadeUp = `with made as (select gen_random_uuid() as id, n from generate_series(1, $1) n), who as (
	insert into users (id, email, email_key, password_hash, name, locale, email_confirmed_at, created_at)
	select m.id, 'v' || m.n || '@example.org', 'v' || m.n || '@example.org', u.password_hash, '봉사자 ' || m.n, 'ko', $4, $4 from made m, users u where u.id = $2
), may as (
	insert into user_roles (user_id, role, granted_at) select id, 'citizen', $4 from made
), helps as (
	insert into volunteers (citizen_id, state, languages, ends_at, applied_at, decided_at) select id, 'approved', '["ko"]', $4::timestamptz + interval '1 year', $4, $4 from made
)
insert into role_grants (id, citizen_id, duty_id, source, granted_at, ends_at) select gen_random_uuid(), id, $3, 'manual', $4, $4::timestamptz + interval '1 year' from made`

// TestSignUp_OfTwoHundredAtOnceFiftyGetInAndTheRestStandInLine is over real HTTP and on a real database.
func TestSignUp_OfTwoHundredAtOnceFiftyGetInAndTheRestStandInLine(t *testing.T) {
	t.Parallel()
	const people, seats = 200, 50
	s := serve(t)
	f := s.Forum(t)
	shift, _ := f.Shift(t, 1, "09:00", "13:00", seats)
	err := s.DB.Write(t.Context(), func(tx *models.Tx) error {
		_, err := tx.SQL().ExecContext(tx.Context(), volunteersMadeUp, people, f.Boss.ID, f.Guide, tx.Now)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	tokens := make([]string, people)
	for i := range tokens {
		got, err := s.Identity.SignIn(t.Context(), fmt.Sprintf("v%d@example.org", i+1), "academy-test", "127.0.0.1", "api")
		if err != nil {
			t.Fatal(err)
		}
		tokens[i] = got.Access
	}
	type answer struct {
		State    string
		Position int
	}
	answers, b := make([]answer, people), s.open(t)
	var all sync.WaitGroup
	begin := make(chan struct{})
	for i, token := range tokens {
		all.Go(func() {
			<-begin
			r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, apptest.BaseURL+"/api/v1/shifts/"+shift.String()+"/requests", strings.NewReader("{}"))
			if err != nil {
				t.Error(err)
				return
			}
			r.Header.Set("Authorization", "Bearer "+token)
			r.Header.Set("Content-Type", "application/json")
			got, err := b.client.Transport.RoundTrip(r)
			if err != nil {
				t.Error(err)
				return
			}
			defer func() { _ = got.Body.Close() }()
			if err := json.NewDecoder(got.Body).Decode(&answers[i]); err != nil || got.StatusCode != http.StatusCreated {
				t.Errorf("%d %v", got.StatusCode, err)
			}
		})
	}
	close(begin)
	all.Wait()
	in, line := 0, []int{}
	for _, a := range answers {
		switch a.State {
		case "confirmed":
			in++
		case "waitlisted":
			line = append(line, a.Position)
		}
	}
	slices.Sort(line)
	if in != seats || len(line) != people-seats {
		t.Fatalf("%d are in and %d in line", in, len(line))
	}
	for i, position := range line {
		if position != i+1 {
			t.Fatalf("the line has a gap at %d: %v", i+1, line)
		}
	}
}

func TestVolunteering_TakesAtMostFiveQueries(t *testing.T) {
	t.Parallel()
	s := serve(t)
	f := s.Forum(t)
	shift, need := f.Shift(t, 1, "09:00", "13:00", 2)
	b, who := s.signedIn(t)
	f.Enlist(t, who)
	if _, err := s.Volunteering.SignUp(t.Context(), who, shift, need); err != nil {
		t.Fatal(err)
	}
	run, err := s.Volunteering.AskRoster(t.Context(), f.Boss, f.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Volunteering.SolveRoster(t.Context(), jobs.SolveRoster{ID: run}); err != nil {
		t.Fatal(err)
	}
	activity, page := "/activities/"+f.ID.String(), "/coord/activities/"+f.ID.String()
	s.takeAtMostFive(t, b, "/activities", "/activities?mine=1", activity, "/me/shifts", "/me/volunteering")
	boss := s.coordinator(t)
	seat := boss.get(page+"/roster").find(".vol a.iconbtn").AttrOr("href", "")
	s.takeAtMostFive(t, boss, "/coord", "/coord/new", page+"/edit", page+"/shifts", page+"/shifts/"+shift.String(), page+"/roster", page+"/roster?view=person", seat,
		page+"/needs/"+need.String()+"/assign", page+"/preview/"+run.String(), "/coord/volunteers", "/coord/volunteers/"+who.ID.String())
}

func TestVolunteering_FromAnActivityToASeatByPlainForms(t *testing.T) {
	t.Parallel()
	s := serve(t)
	boss := s.coordinator(t)
	form := boss.get("/coord/new").want(http.StatusOK)
	day := s.DB.Now().Add(9*time.Hour).AddDate(0, 0, 5).Format(time.DateOnly)
	typed := url.Values{"kind": {"dated"}, "title_ko": {"시민외교 포럼"}, "starts_on": {day}, "ends_on": {day}, "travel": {"30"}, "rest_hours": {"10"}, "day_hours": {"8"}, "week_hours": {"40"}, "withdraw_hours": {"24"}, "offer_hours": {"24"}}
	refused := boss.submit(form, "/coord/new", typed).want(http.StatusUnprocessableEntity)
	if refused.find("#title_ko").AttrOr("value", "") != "시민외교 포럼" || refused.find(".error-summary a[href='#agenda']").Length() == 0 {
		t.Errorf("the form does not come back as it was: %s", refused.text())
	}
	typed.Set("agenda", form.find("#agenda option").First().AttrOr("value", ""))
	shifts := boss.submit(form, "/coord/new", typed).want(http.StatusSeeOther).to()
	list := boss.get(shifts)
	need := url.Values{"day": {day}, "from": {"09:00"}, "until": {"13:00"}, "times": {"1"}, "every": {"1"}, "min_event-guide": {"2"}, "max_event-guide": {"1"}, "qualified_event-guide": {"true"}}
	if got := boss.submit(list, "/shifts", need).want(http.StatusUnprocessableEntity); got.find("#max_event-guide").AttrOr("value", "") != "1" || got.find("#needs-err").Length() == 0 {
		t.Error("a minimum above the maximum was not shown")
	}
	need.Set("max_event-guide", "2")
	boss.submit(list, "/shifts", need).want(http.StatusSeeOther)
	page := strings.TrimSuffix(shifts, "/shifts")
	boss.submit(boss.get(page+"/edit"), "/state", url.Values{"state": {"published"}}).want(http.StatusSeeOther)

	b, who := s.signedIn(t)
	activity := strings.Replace(page, "/coord", "", 1)
	if got := b.get(activity).want(http.StatusOK); got.find("form[action$='/sign-up']").Length() != 0 || !strings.Contains(got.text(), "먼저 봉사자로 신청") {
		t.Errorf("somebody who has not applied: %s", got.text())
	}
	b.submit(b.get("/me/volunteering"), "/me/volunteering", url.Values{"language_ko": {"true"}}).want(http.StatusSeeOther)
	person := "/coord/volunteers/" + who.ID.String()
	last := s.DB.Now().AddDate(1, 0, 0).Format(time.DateOnly)
	boss.submit(boss.get(person), person, url.Values{"state": {"refused"}}).want(http.StatusUnprocessableEntity)
	boss.submit(boss.get(person), person, url.Values{"state": {"approved"}, "last_day": {last}}).want(http.StatusSeeOther)
	if got := b.get(activity); !strings.Contains(got.text(), "역할 자격이 없습니다") {
		t.Errorf("the reason is not shown: %s", got.text())
	}
	assign := boss.get(page+"/roster").find("a.slot").AttrOr("href", "")
	if got := boss.submit(boss.get(assign), "/assign", url.Values{"citizen": {who.ID.String()}}).want(http.StatusUnprocessableEntity); got.find("#reason-err").Length() == 0 {
		t.Error("a rule was set aside without a reason")
	}
	boss.submit(boss.get(assign), "/assign", url.Values{"citizen": {who.ID.String()}, "reason": {"다음 주에 수료합니다"}}).want(http.StatusSeeOther)
	if got := b.get("/me/shifts"); got.find(".my-shift").Length() != 0 {
		t.Error("a draft is shown")
	}
	boss.submit(boss.get(page+"/roster"), "/publish", nil).want(http.StatusSeeOther)
	mine := b.get("/me/shifts")
	b.submit(mine, mine.find(".my-shift form").First().AttrOr("action", "none"), url.Values{"do": {"accept"}}).want(http.StatusSeeOther)
	if got := b.get("/me/shifts"); !strings.Contains(got.find(".my-shift .badge").Text(), "확정") {
		t.Errorf("got %s", got.text())
	}
	if got := boss.submit(boss.get(page+"/roster"), "/publish", nil).want(http.StatusConflict); !strings.Contains(got.text(), "알릴 변경이 없습니다") {
		t.Errorf("got %s", got.text())
	}
}

func TestCheating_NobodyTouchesTheShiftsOfOthersOrCoordinatesWithoutTheRole(t *testing.T) {
	t.Parallel()
	s := serve(t)
	f := s.Forum(t)
	shift, need := f.Shift(t, 1, "09:00", "13:00", 2)
	b, who := s.signedIn(t)
	f.Enlist(t, who)
	r, err := s.Volunteering.SignUp(t.Context(), who, shift, uuid.Nil)
	if err != nil {
		t.Fatal(err)
	}
	theirs, _ := s.signedIn(t)
	token := url.Values{"_csrf": {theirs.token()}, "do": {"withdraw"}, "citizen": {who.ID.String()}, "state": {"approved"}}
	theirs.post("/me/shifts/"+r.ID.String(), token).want(http.StatusNotFound)
	theirs.get("/me/shifts/" + r.ID.String() + ".ics").want(http.StatusNotFound)
	page := "/coord/activities/" + f.ID.String()
	for _, path := range []string{"/coord", "/coord/volunteers", "/coord/volunteers/" + who.ID.String(), page + "/roster", page + "/needs/" + need.String() + "/assign"} {
		theirs.get(path).want(http.StatusForbidden)
	}
	theirs.post(page+"/needs/"+need.String()+"/assign", token).want(http.StatusForbidden)
	theirs.post("/coord/volunteers/"+who.ID.String(), token).want(http.StatusForbidden)
	if got := b.get("/me/shifts"); got.find(".my-shift").Length() != 1 {
		t.Error("the shift is gone")
	}
	draft, err := s.Volunteering.AddActivity(t.Context(), f.Boss, func() volunteering.ActivityDraft {
		p, err := s.Volunteering.Plan(t.Context(), f.Boss, f.ID)
		if err != nil {
			t.Fatal(err)
		}
		return p.ActivityDraft
	}())
	if err != nil {
		t.Fatal(err)
	}
	theirs.get("/activities/" + draft.String()).want(http.StatusNotFound)
}

func TestFeed_IsReadByWhoeverKnowsTheAddressAndNobodyElse(t *testing.T) {
	t.Parallel()
	s := serve(t)
	f := s.Forum(t)
	shift, _ := f.Shift(t, 1, "09:00", "13:00", 2)
	b, who := s.signedIn(t)
	f.Enlist(t, who)
	if _, err := s.Volunteering.SignUp(t.Context(), who, shift, uuid.Nil); err != nil {
		t.Fatal(err)
	}
	made := func() string {
		address := b.submit(b.get("/me/shifts"), "/me/shifts/feed", nil).want(http.StatusCreated).find(".record-link").Text()
		return strings.TrimPrefix(address, apptest.BaseURL)
	}
	first := made()
	stranger := s.open(t)
	got := stranger.get(first).want(http.StatusOK)
	if !strings.HasPrefix(got.header.Get("Content-Type"), "text/calendar") || strings.Count(got.body, "BEGIN:VEVENT") != 1 || !strings.Contains(got.body, "\r\n") {
		t.Errorf("got %s", got.body)
	}
	second := made()
	stranger.get(first).want(http.StatusNotFound)
	stranger.get(second).want(http.StatusOK)
	stranger.get("/calendar/none.ics").want(http.StatusNotFound)
}
