package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/apptest"

	"github.com/google/uuid"
)

// bringShifts sends a table of shifts.
func (b *browser) bringShifts(activity, name, content string) *page {
	b.t.Helper()
	body, contentType := formWith(b.t, [][2]string{{"_csrf", b.token()}}, sent{name, []byte(content)})
	return b.do(http.MethodPost, activity+"/shifts/import", body, map[string]string{"Content-Type": contentType})
}

// seatedPair are two browsers of people with a seat each, and their seats.
func (s *site) seatedPair(t *testing.T, f *apptest.Forum) (browsers [2]*browser, seats [2]uuid.UUID) {
	t.Helper()
	for i := range browsers {
		var who access.Actor
		browsers[i], who = s.signedIn(t)
		f.Enlist(t, who)
		shift, _ := f.Shift(t, 4+i, "09:00", "13:00", 1)
		r, err := s.Volunteering.SignUp(t.Context(), who, shift, uuid.Nil)
		if err != nil {
			t.Fatal(err)
		}
		seats[i] = r.ID
	}
	return browsers, seats
}

func TestShiftImport_IsSeenRowByRowTakenAndUndoneByPlainForms(t *testing.T) {
	t.Parallel()
	s := serve(t)
	f := s.Forum(t)
	boss := s.coordinator(t)
	page := "/coord/activities/" + f.ID.String()
	if got := boss.get(page + "/shifts").want(http.StatusOK); got.find("a[href$='/shifts/import']").Length() != 1 {
		t.Error("no way leads to the import")
	}
	boss.get(page + "/shifts/template").want(http.StatusOK)
	day := f.First.Format(time.DateOnly)
	if got := boss.bringShifts(page, "bad.csv", "이름,전화\n가,나\n").want(http.StatusSeeOther); !strings.Contains(boss.get(got.to()).text(), "필요한 열이 없습니다: 날짜, 시작, 끝, 역할, 최대 인원") {
		t.Error("missing columns are not named")
	}
	if got := boss.bringShifts(page, "empty.csv", "").want(http.StatusUnprocessableEntity); got.find("#file-err").Length() == 0 {
		t.Error("a file that is no table is not told of beside its field")
	}
	preview := boss.bringShifts(page, "근무.csv", "날짜,시작,끝,역할,최대 인원\n"+day+",09:00,13:00,행사 안내,2\n"+day+",9시,13:00,행사 안내,2\n").want(http.StatusSeeOther).to()
	got := boss.get(preview).want(http.StatusOK)
	if text := got.find("tbody tr").First().Text(); !strings.Contains(text, "3줄") || !strings.Contains(text, "시작: 시각으로 읽을 수 없습니다: “9시”") {
		t.Errorf("got %q", text)
	}
	if got.find("button[value=take]").Length() != 0 {
		t.Error("a table with a wrong row can be taken whole")
	}
	boss.submit(got, preview, url.Values{"do": {"take"}}).want(http.StatusConflict)
	for range 2 {
		boss.submit(got, preview, url.Values{"do": {"good"}}).want(http.StatusSeeOther)
	}
	if n := boss.get(page + "/shifts").find("tbody tr").Length(); n != 1 {
		t.Errorf("%d shifts", n)
	}
	boss.submit(boss.get(preview), preview, url.Values{"do": {"undo"}}).want(http.StatusSeeOther)
	if n := boss.get(page + "/shifts").find("tbody tr").Length(); n != 0 {
		t.Errorf("%d shifts", n)
	}
	s.takeAtMostFive(t, boss, page+"/shifts/import", preview)
	stranger, _ := s.signedIn(t)
	stranger.get(preview).want(http.StatusForbidden)
}

func TestSwap_IsOfferedAcceptedAndApprovedByPlainForms(t *testing.T) {
	t.Parallel()
	s := serve(t)
	f := s.Forum(t)
	b, seats := s.seatedPair(t, f)
	boss := s.coordinator(t)
	form := "/me/shifts/" + seats[0].String() + "/swap"
	if got := b[0].get("/me/shifts"); got.find("a[href$='/swap']").AttrOr("href", "") != form {
		t.Error("no way leads to the swap")
	}
	if got := b[0].submit(b[0].get(form), form, nil).want(http.StatusUnprocessableEntity); got.find("#seat-err").Length() == 0 {
		t.Error("nothing chosen is not told")
	}
	b[0].submit(b[0].get(form), form, url.Values{"seat": {seats[1].String()}}).want(http.StatusSeeOther)
	b[1].get(form).want(http.StatusNotFound)
	mine := b[1].get("/me/shifts")
	answer := mine.find(".asked form").AttrOr("action", "none")
	b[0].post(answer, url.Values{"_csrf": {b[0].token()}, "do": {"swap_accept"}}).want(http.StatusNotFound)
	b[1].submit(mine, answer, url.Values{"do": {"swap_accept"}}).want(http.StatusSeeOther)
	page := "/coord/activities/" + f.ID.String() + "/swaps"
	list := boss.get(page).want(http.StatusOK)
	decide := list.find(".act form").AttrOr("action", "none")
	if got := boss.submit(list, decide, url.Values{"do": {"refused"}}).want(http.StatusUnprocessableEntity); got.find("#reason").Length() != 1 || got.find("#reason-err").Length() != 1 {
		t.Error("refusing without a reason is not told beside its field")
	}
	b[1].post(decide, url.Values{"_csrf": {b[1].token()}, "do": {"approved"}}).want(http.StatusForbidden)
	boss.submit(list, decide, url.Values{"do": {"approved"}}).want(http.StatusSeeOther)
	if got := boss.get(page).find(".act .badge").Text(); !strings.Contains(got, "승인") {
		t.Errorf("got %q", got)
	}
	b[0].get("/me/shifts/" + seats[0].String() + "/swap").want(http.StatusOK) // a thing of the past says so
	s.takeAtMostFive(t, boss, page)
	s.takeAtMostFive(t, b[0], "/me/shifts", form)
}

func TestCover_IsAskedForAndTakenByPlainForms(t *testing.T) {
	t.Parallel()
	s := serve(t)
	f := s.Forum(t)
	b, seats := s.seatedPair(t, f)
	form := "/me/shifts/" + seats[0].String() + "/swap"
	b[0].submit(b[0].get(form), "/cover", url.Values{"note": {"갑자기 일이 생겼습니다"}}).want(http.StatusSeeOther)
	b[0].submit(b[0].get(form), "/cover", nil).want(http.StatusConflict)
	got := b[1].get("/me/shifts")
	if !strings.Contains(got.find(".asked").Text(), "갑자기 일이 생겼습니다") {
		t.Errorf("got %q", got.text())
	}
	action := got.find(".asked form").AttrOr("action", "none")
	b[1].submit(got, action, url.Values{"do": {"cover_take"}}).want(http.StatusSeeOther)
	if got := b[1].get("/me/shifts"); got.find(".my-shift").Length() != 2 || got.find(".asked").Length() != 0 {
		t.Errorf("got %s", got.text())
	}
	if v, err := s.Volunteering.Board(t.Context(), f.Boss, f.ID, f.First); err != nil || v.Taken != 2 {
		t.Errorf("%d seats are taken, %v", v.Taken, err)
	}
}
