package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"academy/app/access"
)

func TestCertificates_HoldersHideTheirNamesAndAskForOthers(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.graduated(t)
	mine := b.get("/me/certificates").want(http.StatusOK)
	page := mine.find(".own-certs a").First().AttrOr("href", "")
	own := b.get(page).want(http.StatusOK)
	if s.open(t).get(page).find(".cert-own").Length() != 0 {
		t.Error("strangers are offered what is the holder's")
	}
	b.submit(own, "/privacy", url.Values{"hide": {"true"}}).want(http.StatusSeeOther)
	if text := s.open(t).get(page).text(); strings.Contains(text, "김하늘") || !strings.Contains(text, "김○○") {
		t.Errorf("others see %s", text)
	}
	form := b.get(page + "/name").want(http.StatusOK)
	refused := b.submit(form, "/name", url.Values{"name": {"김하늘"}}).want(http.StatusUnprocessableEntity)
	if refused.find(".error-summary li").Length() != 2 {
		t.Errorf("refused: %s", refused.text())
	}
	b.submit(form, "/name", url.Values{"name": {"김하나"}, "reason": {"개명했습니다."}}).want(http.StatusSeeOther)
	if waits := b.get(page + "/name"); waits.find("main form").Length() != 0 || !strings.Contains(waits.text(), "김하나") {
		t.Errorf("waiting: %s", waits.text())
	}
	officer, _ := s.signedIn(t, access.Admin)
	wishes := officer.get("/studio/small/certificates/names").want(http.StatusOK)
	if got := officer.submit(wishes, "/certificates/names", url.Values{"answer": {""}}).want(http.StatusUnprocessableEntity); got.find("#answer").Length() != 1 {
		t.Error("the summary leads nowhere")
	}
	filed := wishes.find("section.panel a[href*='/certificates/'][href$='#reissue-h']").AttrOr("href", "")
	if one := officer.get(filed).want(http.StatusOK); one.find("#wish-h").Length() != 1 || one.find("#name").AttrOr("value", "") != "김하나" {
		t.Errorf("the certificate at %q does not show what is asked for", filed)
	}
	officer.submit(wishes, "/certificates/names", url.Values{"answer": {"증빙을 보내 주세요."}}).want(http.StatusSeeOther)
	if answered := b.get(page + "/name"); !strings.Contains(answered.text(), "증빙을 보내 주세요.") {
		t.Errorf("answered: %s", answered.text())
	}
	s.takeAtMostFive(t, b, page, "/me/certificates", page+"/name")
	staff, _ := s.signedIn(t, access.Moderator)
	staff.meeting(s.meetingFields("도시 외교, 시민이 묻다", "1"))
	if !strings.Contains(b.get("/courses/small/next").want(http.StatusOK).text(), "도시 외교, 시민이 묻다") {
		t.Error("who has completed the course is not told of the event on its agenda")
	}
	s.takesAtMostFive(t, b, "/courses/small/next", "/courses/small", "/topics/public-diplomacy")
	s.takeAtMostFive(t, officer, "/studio/small/certificates/names")
}

func TestCheating_AnotherPersonsCertificateIsNotTheirsToName(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.graduated(t)
	page := b.get("/me/certificates").find(".own-certs a").First().AttrOr("href", "")
	other, _ := s.graduated(t)
	token := other.token()
	other.get(page + "/name").want(http.StatusNotFound)
	other.post(page+"/name", url.Values{"_csrf": {token}, "name": {"이가을"}, "reason": {"내 것"}}).want(http.StatusNotFound)
	other.post(page+"/privacy", url.Values{"_csrf": {token}, "hide": {"true"}}).want(http.StatusNotFound)
	other.get("/studio/small/certificates/names").want(http.StatusForbidden)
	s.open(t).get(page + "/name").want(http.StatusSeeOther)
}
