package handlers_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/apptest"
	"academy/app/authoring"
	"academy/app/credentials"
	"academy/app/jobs"
	"academy/app/locale"
	"academy/app/volunteering"
	"academy/models"

	"github.com/google/uuid"
)

// certified is the owner of a small course that so many have completed and been issued certificates for.
func (s *site) certified(t *testing.T, people int) (*browser, access.Actor) {
	t.Helper()
	b, who := s.teaching(t)
	s.issue(t, who, people)
	return b, who
}

// issue lets so many complete the small course and issues certificates to them.
func (s *site) issue(t *testing.T, who access.Actor, people int) (run uuid.UUID) {
	t.Helper()
	s.Enrol(t, "small", apptest.Crowd{People: people, Opened: 3, To: 60, Done: true})
	run, err := s.Credentials.IssueAll(t.Context(), who, "small")
	if err == nil {
		err = s.Credentials.Run(t.Context(), jobs.CertificateRun{ID: run})
	}
	if err != nil {
		t.Fatal(err)
	}
	return run
}

const register = "/studio/small/certificates"

// firstFiled is the address of the newest certificate.
func firstFiled(b *browser) string {
	return b.get(register).want(http.StatusOK).find("tbody a").First().AttrOr("href", "")
}

func revoking(reason string) url.Values {
	return url.Values{"do": {"revoke"}, "code": {"error"}, "revoke_reason": {reason}}
}

func TestCertificates_AreIssuedToAllWithProgressAndFoundByForms(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, who := s.teaching(t, apptest.Crowd{People: 3, Opened: 3, To: 60, Done: true})
	empty := b.get(b.get("/studio/small").find("nav.parts a[href$='/certificates']").AttrOr("href", "")).want(http.StatusOK)
	if empty.find(".empty").Length() != 1 || !strings.Contains(empty.text(), "수료증이 없는 사람이 3명") {
		t.Errorf("before anything was issued it says %q", empty.text())
	}
	run := b.sendTo(register+"/issue", nil).want(http.StatusSeeOther).to()
	b.sendTo(register+"/issue", nil).want(http.StatusConflict)
	running := b.get(run).want(http.StatusOK)
	if running.header.Get("Refresh") == "" || running.find("progress[max='3'][value='0']").Length() != 1 {
		t.Errorf("while it runs it says %q", running.text())
	}
	if err := s.Credentials.Run(t.Context(), jobs.CertificateRun{ID: uuid.MustParse(run[strings.LastIndex(run, "/")+1:])}); err != nil {
		t.Fatal(err)
	}
	if done := b.get(run).want(http.StatusOK); done.header.Get("Refresh") != "" || !strings.Contains(done.text(), "3명에게 발급했습니다") {
		t.Errorf("in the end it says %q", done.text())
	}
	b.sendTo(register+"/issue", nil).want(http.StatusConflict)
	if list := b.get(register).want(http.StatusOK); list.find("tbody tr").Length() != 3 {
		t.Errorf("the list says %q", list.text())
	}
	found := b.sendTo(register, url.Values{"search": {"민 2"}, "state": {"issued"}}).want(http.StatusOK)
	if found.find("tbody tr").Length() != 1 || found.find("#search").AttrOr("value", "") != "민 2" || found.find("nav a[aria-current]").Length() < 2 {
		t.Errorf("the search finds %q", found.text())
	}
	if none := b.get(register + "?state=revoked").want(http.StatusOK); !strings.Contains(none.text(), "찾는 수료증이 없습니다") {
		t.Errorf("of revoked ones it says %q", none.text())
	}
	if s.looks(t, "course.certificates_listed", who) < 3 {
		t.Error("not every look is noted")
	}
}

func TestCertificates_ARevocationComesBackFilledInAndIsToldEverywhere(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.certified(t, 1)
	filed := firstFiled(b)
	back := b.sendTo(filed, url.Values{"do": {"revoke"}, "revoke_reason": {" "}}).want(http.StatusUnprocessableEntity)
	if back.find("#code-err").Length() != 1 || back.find("#revoke_reason-err").Length() != 1 || back.find(".error-summary a[href='#revoke_reason']").Length() != 1 {
		t.Errorf("refused with %q", back.text())
	}
	if kept := b.sendTo(filed, url.Values{"do": {"revoke"}, "revoke_reason": {"적은 까닭"}}).want(http.StatusUnprocessableEntity); kept.find("#revoke_reason").AttrOr("value", "") != "적은 까닭" {
		t.Error("what was typed is lost")
	}
	b.sendTo(filed, revoking("대리 응시")).want(http.StatusSeeOther)
	late := b.sendTo(filed, revoking("늦은 사람")).want(http.StatusConflict)
	if !strings.Contains(late.find(".error-summary").Text(), "그사이 다른 사람이") || late.find("main form").Length() != 1 {
		t.Errorf("a late click is told %q", late.text())
	}
	page := b.get(filed).want(http.StatusOK)
	public := s.open(t).get(page.find("a[href^='/certificates/']").AttrOr("href", "")).want(http.StatusOK)
	if !strings.Contains(page.text(), "대리 응시") || strings.Contains(public.text(), "대리 응시") || !strings.Contains(public.text(), "사유: 잘못 발급됨") {
		t.Errorf("the office sees %q, everybody %q", page.text(), public.text())
	}
	anew := b.sendTo(filed, url.Values{"do": {"anew"}, "anew_reason": {"취소가 잘못됨"}}).want(http.StatusSeeOther).to()
	if again := b.get(anew).want(http.StatusOK); again.find("#revoke_reason").Length() != 1 || b.get(filed).find("main form").Length() != 0 {
		t.Errorf("the one after it says %q", again.text())
	}
}

func TestCertificates_OneOfServiceIsTakenBackByAnAdministrator(t *testing.T) {
	t.Parallel()
	s := serve(t)
	code := s.served(t)
	admin, _ := s.signedIn(t, access.Admin)
	found := admin.sendTo("/admin/certificates", url.Values{"search": {code}}).want(http.StatusOK)
	filed := found.find("tbody th a").AttrOr("href", "")
	page := admin.get(filed).want(http.StatusOK)
	if page.find("#name").Length() != 0 || page.find("#revoke_reason").Length() != 1 {
		t.Errorf("it can be changed by %q", page.find("main form").Text())
	}
	if back := admin.sendTo(filed, url.Values{"do": {"revoke"}, "revoke_reason": {" "}}).want(http.StatusUnprocessableEntity); back.find("#revoke_reason-err").Length() != 1 {
		t.Errorf("refused with %q", back.text())
	}
	admin.sendTo(filed, url.Values{"do": {"reissue"}, "name": {"다른 이름"}, "reissue_reason": {"오타"}}).want(http.StatusBadRequest)
	admin.sendTo(filed, revoking("다른 사람이 왔습니다")).want(http.StatusSeeOther)
	if public := s.open(t).get("/certificates/" + code).want(http.StatusOK).text(); strings.Contains(public, "다른 사람이") || !strings.Contains(public, "사유: 잘못 발급됨") {
		t.Errorf("everybody reads %q", public)
	}
	teacher, _ := s.signedIn(t, access.Instructor, access.Coordinator)
	teacher.get(filed).want(http.StatusForbidden)
	teacher.sendTo(filed, revoking("까닭")).want(http.StatusForbidden)
}

// served is the code of the certificate of somebody who has served for four hours.
func (s *site) served(t *testing.T) string {
	t.Helper()
	f := s.Forum(t)
	shift, _ := f.Shift(t, 0, "09:00", "13:00", 1)
	who := f.Volunteer(t, "김하늘")
	seat, err := s.Volunteering.SignUp(t.Context(), who, shift, uuid.Nil)
	s.Wait(f.First.Add(14 * time.Hour).Sub(s.DB.Now()))
	for _, m := range []volunteering.Mark{volunteering.MarkIn, volunteering.MarkOut} {
		err = errors.Join(err, s.Volunteering.MarkSeat(t.Context(), f.Boss, f.ID, seat.ID, m))
	}
	hours, listed := s.Volunteering.Hours(t.Context(), f.Boss, volunteering.HoursQuery{})
	if err = errors.Join(err, listed); err != nil {
		t.Fatal(err)
	}
	_, err = s.Volunteering.Approve(t.Context(), f.Boss, hours.Rows[0].ID, uuid.Nil)
	err = errors.Join(err, s.Credentials.IssueService(t.Context(), jobs.IssueService{CitizenID: who.ID}))
	mine, _, earned := s.Credentials.Earned(t.Context(), who, locale.KO)
	if err = errors.Join(err, earned); err != nil || len(mine) != 1 {
		t.Fatal(err, mine)
	}
	return mine[0].Code
}

func TestCertificates_AReissueLeadsFromTheOldOneToTheNew(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.certified(t, 1)
	filed := firstFiled(b)
	page := b.get(filed).want(http.StatusOK)
	name := page.find("#name").AttrOr("value", "")
	if back := b.sendTo(filed, url.Values{"do": {"reissue"}, "name": {name}, "reissue_reason": {"오타"}}).want(http.StatusUnprocessableEntity); back.find("#name-err").Length() != 1 {
		t.Errorf("the same name: %q", back.text())
	}
	made := b.sendTo(filed, url.Values{"do": {"reissue"}, "name": {"김하늘"}, "reissue_reason": {"오타"}}).want(http.StatusSeeOther).to()
	old := s.open(t).get("/en" + page.find("a[href^='/certificates/']").AttrOr("href", "")).want(http.StatusOK)
	if !strings.Contains(old.find(".verdict").Text(), "has been replaced") {
		t.Errorf("the old one says %q", old.text())
	}
	after := s.open(t).get(old.find("main a.secondary[href*='/certificates/']").AttrOr("href", "")).want(http.StatusOK)
	if after.find("h1").Text() != "김하늘" || b.get(made).want(http.StatusOK).find("dd a.num").Length() != 1 {
		t.Errorf("it leads to %q", after.text())
	}
	s.open(t).get(strings.TrimPrefix(page.find("a[href^='/certificates/']").AttrOr("href", ""), "/en") + ".pdf").want(http.StatusForbidden)
}

func TestCertificates_ATableIsTakenAlongWithoutFormulas(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, who := s.certified(t, 2)
	b.sendTo(firstFiled(b), url.Values{"do": {"reissue"}, "name": {"=HYPERLINK(\"http://evil.example\")"}, "reissue_reason": {"장난"}}).want(http.StatusSeeOther)
	rows := sheet(t, b.get(register+".csv"))
	if len(rows) != 4 || !strings.HasPrefix(rows[1][2], "'=HYPERLINK") || rows[2][3] != "재발급됨" {
		t.Errorf("it says %q", rows)
	}
	if s.looks(t, "course.certificates_taken", who) != 1 {
		t.Error("it is not noted")
	}
}

func TestCertificates_AllAreTakenAlongAsOneFileForAReason(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.certified(t, 2)
	if back := b.sendTo(register+"/bundle", url.Values{"reason": {""}}).want(http.StatusUnprocessableEntity); back.find("#reason-err").Length() != 1 || back.find("details[open] #reason").Length() != 1 {
		t.Errorf("without a reason it says %q", back.text())
	}
	run := b.sendTo(register+"/bundle", url.Values{"reason": {"연말 보고"}}).want(http.StatusSeeOther).to()
	b.get(run + "/file").want(http.StatusNotFound)
	if err := s.Credentials.Run(t.Context(), jobs.CertificateRun{ID: uuid.MustParse(run[strings.LastIndex(run, "/")+1:])}); err != nil {
		t.Fatal(err)
	}
	address := b.get(b.get(run).want(http.StatusOK).find("main a.primary").AttrOr("href", "")).want(http.StatusSeeOther).to()
	if got := s.open(t).get(strings.TrimPrefix(address, apptest.BaseURL)).want(http.StatusOK); !strings.HasPrefix(got.body, "PK") || !strings.Contains(got.header.Get("Content-Disposition"), "small-certificates.zip") {
		t.Errorf("the file is %d bytes, sent as %q", len(got.body), got.header.Get("Content-Disposition"))
	}
}

func TestCheating_CertificatesAreLookedAfterByTheOwnersOfTheirCourseAlone(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, owner := s.certified(t, 1)
	filed := firstFiled(b)
	run := register + "/runs/" + b.get(register).find(".rows a").AttrOr("href", "")[len(register+"/runs/"):]
	helper, assistant := s.signedIn(t, access.Instructor)
	desk, editor := s.signedIn(t, access.Instructor)
	for _, m := range []struct {
		email string
		part  authoring.Part
	}{{assistant.Email, authoring.Assistant}, {editor.Email, authoring.Editor}} {
		if err := s.Authoring.SetStaff(t.Context(), owner, "small", m.email, m.part); err != nil {
			t.Fatal(err)
		}
	}
	thief, _ := s.signedIn(t, access.Instructor)
	citizen, _ := s.signedIn(t)
	deeds := map[string]url.Values{register + "/issue": nil, register + "/bundle": {"reason": {"까닭"}}, filed: revoking("까닭")}
	for who, it := range map[string]struct {
		b         *browser
		look, act int
	}{
		"an editor": {desk, http.StatusOK, http.StatusForbidden}, "an assistant": {helper, http.StatusForbidden, http.StatusForbidden},
		"another instructor": {thief, http.StatusNotFound, http.StatusNotFound}, "a learner": {citizen, http.StatusForbidden, http.StatusForbidden},
	} {
		check := func(what string, got *page, want int) {
			t.Helper()
			if got.status != want {
				t.Errorf("%s, %s: %d", who, what, got.status)
			}
		}
		for _, path := range []string{register, filed, run} {
			check("looks at "+path, it.b.get(path), it.look)
		}
		check("the table", it.b.get(register+".csv"), it.act)
		check("the file", it.b.get(run+"/file"), it.act)
		check("searches", it.b.sendTo(register, url.Values{"search": {"시민"}}), it.look)
		for path, fields := range deeds {
			check("sends "+path, it.b.sendTo(path, fields), it.act)
		}
	}
	if helper.get("/studio/small").want(http.StatusOK).find("nav.parts a[href$='/certificates']").Length() != 0 || desk.get(filed).find("main form").Length() != 0 {
		t.Error("somebody is offered what only owners may do")
	}
}

func TestCheating_ACertificateOrARunOfAnotherCourseIsNotThere(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.certified(t, 1)
	filed := firstFiled(b)
	run := b.get(register).find(".rows a").AttrOr("href", "")
	thief, _ := s.signedIn(t, access.Instructor)
	own := newCourse(t, thief)
	thief.get(own + strings.TrimPrefix(filed, "/studio/small")).want(http.StatusNotFound)
	thief.sendTo(own+strings.TrimPrefix(filed, "/studio/small"), revoking("까닭")).want(http.StatusNotFound)
	thief.get(own + strings.TrimPrefix(run, "/studio/small")).want(http.StatusNotFound)
	thief.get(own + strings.TrimPrefix(run, "/studio/small") + "/file").want(http.StatusNotFound)
	for _, id := range []string{models.NewID().String(), "nothing", "00000000-0000-0000-0000-000000000000", "%2e%2e"} {
		b.get(register + "/runs/" + id).want(http.StatusNotFound)
		b.get(register + "/runs/" + id + "/file").want(http.StatusNotFound)
		b.get(register + "/" + id).want(http.StatusNotFound)
		b.sendTo(register+"/"+id, revoking("까닭")).want(http.StatusNotFound)
	}
}

func TestCheating_ARevocationThatIsSentAgainChangesNothing(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, who := s.certified(t, 1)
	filed := firstFiled(b)
	replayed := revoking("까닭")
	replayed.Set("_csrf", b.token())
	b.post(filed, replayed).want(http.StatusSeeOther)
	b.sendTo(filed, url.Values{"do": {"anew"}, "anew_reason": {"잘못 취소함"}}).want(http.StatusSeeOther)
	for range 3 {
		b.post(filed, replayed).want(http.StatusConflict)
	}
	v, err := s.Credentials.Register(t.Context(), who, "small", credentials.RegisterQuery{})
	if err != nil || len(v.Entries) != 2 || v.Entries[0].State != credentials.Issued {
		t.Errorf("%+v, %v", v.Entries, err)
	}
	stranger := s.open(t)
	if got := stranger.post(filed, replayed); got.status == http.StatusOK || got.status == http.StatusConflict {
		t.Errorf("somebody who is not signed in: %d", got.status)
	}
	if n := fmt.Sprint(s.looks(t, "certificate.revoked", who)); n != "1" {
		t.Errorf("%s entries in the audit", n)
	}
}
